//! Places by topics: a table, and a page for each cell that is not empty.

use std::{collections::BTreeMap, fmt::Display};

use super::{
    Claim, Head, Planner, View,
    cities::{is_row, row_of},
    directory_claim, most,
    paging::{page_count, page_of, pagination},
    place_link, place_slug, topic_link,
};
use crate::{
    places::{self, Place},
    route::{Address, Slug},
    site::view::{CellView, CityRowView, CityTopicView, CityTopicsView},
    tongue::said,
};

/// Topics that have a column: with all of a long vocabulary nobody finds a cell.
const COLUMNS: usize = 60;

impl Planner<'_> {
    /// Whether any article is both about a place of the table and on a topic.
    pub(super) fn has_table(&self) -> bool {
        let entries = self.library.entries.iter().filter(|entry| !entry.topics.is_empty());
        let mut places = entries.filter_map(|entry| entry.city);
        self.config.city_topics && places.any(|place| row_of(place).is_some())
    }

    /// Whether a place has pages of what it has on each topic.
    pub(super) fn has_cells(&self, place: &Place) -> bool {
        self.config.city_topics && is_row(place)
    }

    pub(super) fn city_topics(&mut self) {
        let library = self.library;
        let (columns, left_out) = self.table_columns();
        let mut cities: Vec<usize> = (0..library.cities.len())
            .filter(|&c| self.has_cells(library.cities[c].place))
            .collect();
        cities.sort_by_key(|&city| self.city_ranks[city]);
        let mut rows = Vec::new();
        for city in cities {
            let entries = &library.cities[city].entries;
            let mut by_topic: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for &entry in entries {
                for (topic, _) in &library.entries[entry].topics {
                    by_topic.entry(*topic).or_default().push(entry);
                }
            }
            let Some(slug) = place_slug(library.cities[city].place) else { continue };
            let cell = |topic: &usize| {
                let count = by_topic.get(topic).map_or(0, Vec::len);
                let address = Address::city_topic(&slug, &self.vocabulary.topics()[*topic].slug, 1);
                CellView { count, href: (count > 0).then(|| address.to_string()) }
            };
            if !by_topic.is_empty() {
                let cells = columns.iter().map(cell).collect();
                let label = library.cities[city].place.short;
                rows.push(CityRowView { city: self.city_count(city, entries.len()), label, cells });
            }
            for (topic, entries) in &by_topic {
                self.city_topic(city, &slug, *topic, entries);
            }
        }
        self.table(&columns, left_out, &rows);
    }

    /// The topics of the columns by their names, and how many have none.
    fn table_columns(&self) -> (Vec<usize>, usize) {
        let topics = &self.library.topics;
        let occurring = topics.iter().filter(|entries| !entries.is_empty()).count();
        let articles = topics.iter().enumerate();
        let articles = articles.flat_map(|(t, entries)| std::iter::repeat_n(t, entries.len()));
        let chosen = most(articles, COLUMNS, |t| self.topic_ranks[t]);
        let mut columns: Vec<usize> = chosen.map(|(topic, _)| topic).collect();
        columns.sort_by_key(|&t| (self.vocabulary.topics()[t].kind, self.topic_ranks[t]));
        let left_out = occurring - columns.len();
        (columns, left_out)
    }

    fn table(&mut self, columns: &[usize], left_out: usize, rows: &[CityRowView]) {
        if rows.is_empty() {
            return;
        }
        let size = self.config.page_size;
        let total = page_count(rows.len(), size);
        for number in 1..=total {
            let address = Address::city_topics(number);
            let places: [(&str, &dyn Display); 2] =
                [("cities", &rows.len()), ("topics", &columns.len())];
            let description = self.words.fill("city_topics_summary", &places);
            let (title, kind) = (self.words.get("city_topics"), "city-topics");
            let head = Head { title, description, kind, section: "cities" };
            let topics = columns.iter().map(|&topic| topic_link(&self.vocabulary.topics()[topic]));
            let view = CityTopicsView {
                topics: topics.collect(),
                page: self.page(&address, head),
                left_out,
                rows: page_of(rows, number, size).to_vec(),
                pagination: pagination(number, total, Address::city_topics),
            };
            let claim = directory_claim(&said!("places and topics", "地方和专题"));
            self.push(address, View::CityTopics(view), claim);
        }
    }

    fn city_topic(&mut self, city: usize, slug: &Slug, topic: usize, entries: &[usize]) {
        let place = self.library.cities[city].place;
        let topic = &self.vocabulary.topics()[topic];
        let title = format!("{}·{}", place.name, topic.name);
        let lineage = places::places().lineage(place);
        let size = self.config.page_size;
        let total = page_count(entries.len(), size);
        let at = |n| Address::city_topic(slug, &topic.slug, n);
        for number in 1..=total {
            let description =
                self.words.fill("topic_summary", &[("name", &title), ("n", &entries.len())]);
            let head = Head { title: &title, description, kind: "city-topic", section: "cities" };
            let view = CityTopicView {
                page: self.page(&at(number), head),
                title: title.clone(),
                lineage: lineage.iter().map(|place| place_link(place)).collect(),
                topic: topic_link(topic),
                count: entries.len(),
                articles: self.list(page_of(entries, number, size)),
                pagination: pagination(number, total, at),
            };
            let claim = Claim {
                what: said!(
                    "the place {place} with the topic {topic}",
                    "地方“{place}”的专题“{topic}”",
                    place = place.name,
                    topic = topic.name
                ),
                place: None,
                hint: said!(
                    "give the topic another `slug:` in the vocabulary",
                    "请在词表里给这个专题另写 `slug:`"
                ),
            };
            self.push(at(number), View::CityTopic(Box::new(view)), claim);
        }
    }
}
