//! Topics: a directory, and a page a topic.

use std::fmt::Display;

use super::{
    Claim, Head, Planner,
    directory::{Directory, Part},
    paging::{page_count, page_of, pagination},
};
use crate::{
    route::{Address, Section},
    site::{
        readings::Bearer,
        view::{CountView, NameView, QuoteView, TimelineView, TopicEntryView, TopicView},
    },
    tongue::said,
    topics::{Topic, TopicKind},
};

/// The directory of topics.
pub(super) const TOPICS: Directory = Directory {
    section: Section::Topic,
    key: "topics",
    summary: "topics_summary",
    bearer: Bearer::Thing,
    count: |planner| planner.library.topics.iter().filter(|entries| !entries.is_empty()).count(),
    parts: |planner| {
        let parts = [("subjects", TopicKind::Subject), ("mechanisms", TopicKind::Mechanism)];
        let part = |(id, kind)| Part {
            id,
            title: planner.words.get(id).to_owned(),
            names: planner.topic_names(kind),
        };
        parts.into_iter().map(part).collect()
    },
};

/// What the pages of a topic have beside their list.
pub(super) struct TopicHead {
    cities: Vec<CountView>,
    /// For the first page.
    timeline: Option<TimelineView>,
}

impl Planner<'_> {
    /// The topics of a kind that have articles, in order.
    fn topic_names(&self, kind: TopicKind) -> Vec<NameView> {
        let topics = self.vocabulary.topics();
        let mut found: Vec<usize> = (0..topics.len())
            .filter(|&t| topics[t].kind == kind && !self.library.topics[t].is_empty())
            .collect();
        found.sort_by_key(|&t| self.stock.topic_ranks[t]);
        let name = |t: usize| {
            let CountView { title, href, count } =
                self.topic_count(t, self.library.topics[t].len());
            NameView { title, href, count, post: None }
        };
        found.into_iter().map(name).collect()
    }

    fn topic_head(&self, index: usize) -> &TopicHead {
        let entries = &self.library.topics[index];
        self.stock.heads.topics[index].get_or_init(|| TopicHead {
            cities: self.cities_of_topic(&self.vocabulary.topics()[index], entries),
            timeline: self.timeline(entries),
        })
    }

    pub(super) fn topic(&self, address: &Address, index: usize, number: usize) -> TopicView {
        let (topic, entries) = (&self.vocabulary.topics()[index], &self.library.topics[index]);
        let TopicHead { cities, timeline } = self.topic_head(index);
        let kind = match topic.kind {
            TopicKind::Subject => "subject",
            TopicKind::Mechanism => "mechanism",
        };
        let size = self.config.page_size;
        let description = topic.description.clone().unwrap_or_else(|| {
            let places: [(&str, &dyn Display); 2] = [("name", &topic.name), ("n", &entries.len())];
            self.words.fill("topic_summary", &places)
        });
        let head = Head { title: &topic.name, description, kind: "topic", section: "topics" };
        let shown = page_of(entries, number, size);
        TopicView {
            page: self.page(address, head),
            title: topic.name.clone(),
            kind: self.words.get(kind).to_owned(),
            aliases: topic.aliases.clone(),
            description: topic.description.clone(),
            cities: cities.clone(),
            timeline: timeline.clone().filter(|_| number == 1),
            count: entries.len(),
            entries: shown.iter().map(|&entry| self.topic_entry(index, entry)).collect(),
            pagination: pagination(number, page_count(entries.len(), size), |n| {
                Address::entry(Section::Topic, &topic.slug, n)
            }),
        }
    }

    pub(super) fn topic_claim(&self, index: usize) -> Claim {
        let name = self.vocabulary.topics()[index].name.as_str();
        Claim {
            what: said!("the topic {name}", "专题“{name}”", name),
            place: None,
            hint: said!(
                "give one of them another `slug:` in the vocabulary",
                "请在词表里给其中一个另写 `slug:`"
            ),
        }
    }

    /// The places of a topic's articles. Each leads to what it has on the topic, if
    /// it is a row of the table.
    fn cities_of_topic(&self, topic: &Topic, entries: &[usize]) -> Vec<CountView> {
        let mut cities = self.cities_of(entries);
        for (city, count) in &mut cities {
            if self.has_cells(*city) {
                let city = &self.library.cities[*city];
                count.href = Address::city_topic(&city.slug, &topic.slug, 1).to_string();
            }
        }
        cities.into_iter().map(|(_, count)| count).collect()
    }

    fn topic_entry(&self, topic: usize, entry: usize) -> TopicEntryView {
        let teaser = self.teaser(entry);
        let entry = &self.library.entries[entry];
        let quotes = &entry.facts.body.topics;
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
