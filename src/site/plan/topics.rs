//! Topics: a directory, and a page a topic.

use std::fmt::Display;

use super::{
    Claim, Head, Planner, View,
    directory::{Directory, Part},
    paging::{page_count, page_of, pagination},
    place_slug,
};
use crate::{
    route::{Address, Section},
    site::{
        readings::Bearer,
        view::{CountView, NameView, QuoteView, TopicEntryView, TopicView},
    },
    tongue::said,
    topics::{Topic, TopicKind},
};

impl Planner<'_> {
    pub(super) fn topics(&mut self) {
        let library = self.library;
        if library.topics.iter().all(Vec::is_empty) {
            return;
        }
        for (topic, entries) in library.topics.iter().enumerate().filter(|(_, e)| !e.is_empty()) {
            self.topic(topic, entries);
        }
        let parts = [("subjects", TopicKind::Subject), ("mechanisms", TopicKind::Mechanism)];
        let part = |(id, kind)| Part {
            id,
            title: self.words.get(id).to_owned(),
            names: self.topic_names(kind),
        };
        let parts: Vec<Part> = parts.into_iter().map(part).collect();
        self.directory(Directory {
            section: Section::Topic,
            key: "topics",
            summary: "topics_summary",
            bearer: Bearer::Thing,
            count: parts.iter().map(|part| part.names.len()).sum(),
            parts,
            view: View::Topics,
            what: said!("topics", "专题"),
        });
    }

    /// The topics of a kind that have articles, in order.
    fn topic_names(&self, kind: TopicKind) -> Vec<NameView> {
        let topics = self.vocabulary.topics();
        let mut found: Vec<usize> = (0..topics.len())
            .filter(|&t| topics[t].kind == kind && !self.library.topics[t].is_empty())
            .collect();
        found.sort_by_key(|&t| self.topic_ranks[t]);
        let name = |t: usize| {
            let CountView { title, href, count } =
                self.topic_count(t, self.library.topics[t].len());
            NameView { title, href, count, post: None }
        };
        found.into_iter().map(name).collect()
    }

    fn topic(&mut self, index: usize, entries: &[usize]) {
        let topic = &self.vocabulary.topics()[index];
        let cities = self.cities_of_topic(topic, entries);
        let kind = match topic.kind {
            TopicKind::Subject => "subject",
            TopicKind::Mechanism => "mechanism",
        };
        let mut timeline = self.timeline(entries);
        let total = page_count(entries.len(), self.config.page_size);
        let at = |n| Address::entry(Section::Topic, &topic.slug, n);
        for number in 1..=total {
            let known = topic.description.clone();
            let description = known.unwrap_or_else(|| {
                let places: [(&str, &dyn Display); 2] =
                    [("name", &topic.name), ("n", &entries.len())];
                self.words.fill("topic_summary", &places)
            });
            let head = Head { title: &topic.name, description, kind: "topic", section: "topics" };
            let shown = page_of(entries, number, self.config.page_size);
            let view = TopicView {
                page: self.page(&at(number), head),
                title: topic.name.clone(),
                kind: self.words.get(kind).to_owned(),
                aliases: topic.aliases.clone(),
                description: topic.description.clone(),
                cities: cities.clone(),
                timeline: timeline.take(),
                count: entries.len(),
                entries: shown.iter().map(|&entry| self.topic_entry(index, entry)).collect(),
                pagination: pagination(number, total, at),
            };
            let claim = Claim {
                what: said!("the topic {name}", "专题“{name}”", name = topic.name),
                place: None,
                hint: said!(
                    "give one of them another `slug:` in the vocabulary",
                    "请在词表里给其中一个另写 `slug:`"
                ),
            };
            self.push(at(number), View::Topic(Box::new(view)), claim);
        }
    }

    /// The places of a topic's articles. Each leads to what it has on the topic, if
    /// it is a row of the table.
    fn cities_of_topic(&self, topic: &Topic, entries: &[usize]) -> Vec<CountView> {
        let mut cities = self.cities_of(entries);
        for (city, count) in &mut cities {
            let place = self.library.cities[*city].place;
            if let Some(slug) = place_slug(place).filter(|_| self.has_cells(place)) {
                count.href = Address::city_topic(&slug, &topic.slug, 1).to_string();
            }
        }
        cities.into_iter().map(|(_, count)| count).collect()
    }

    fn topic_entry(&self, topic: usize, entry: usize) -> TopicEntryView {
        let teaser = &self.teasers[entry];
        let quotes = &self.library.entries[entry].topics;
        let quote = quotes.iter().find(|(t, _)| *t == topic).and_then(|(_, quote)| quote.as_ref());
        let quote = quote.map(|quote| QuoteView {
            before: quote.before.clone(),
            term: quote.term.clone(),
            after: quote.after.clone(),
            href: format!("{}#p{}", teaser.href, quote.block),
        });
        TopicEntryView { article: teaser.clone(), quote }
    }
}
