//! Places by topics: a table, and a page for each cell that is not empty.

use std::{collections::BTreeMap, fmt::Display};

use rayon::prelude::*;

use super::{
    Claim, Head, Planner,
    cities::is_row,
    longest,
    paging::{page_count, page_of, pagination},
    place_link, topic_link,
};
use crate::{
    config::Config,
    places,
    route::Address,
    site::{
        library::{City, Library},
        view::{CellView, CityRowView, CityTopicView, CityTopicsView},
    },
    tongue::said,
};

/// Topics that have a column: with all of a long vocabulary nobody finds a cell.
const COLUMNS: usize = 60;

/// The table: which topics are its columns, and a row for each place.
pub(super) struct Table {
    columns: Vec<usize>,
    /// How many topics have articles and no column.
    left_out: usize,
    rows: Vec<CityRowView>,
}

impl Table {
    /// How many pages it takes with `size` rows on each.
    pub(super) fn pages(&self, size: usize) -> usize {
        if self.rows.is_empty() { 0 } else { page_count(self.rows.len(), size) }
    }
}

/// For each place with articles those on each topic, if it is a row of the table.
pub(super) fn cells(library: &Library, config: &Config) -> Vec<BTreeMap<usize, Vec<usize>>> {
    (0..library.cities.len()).into_par_iter().map(|city| row(library, config, city)).collect()
}

/// The articles of a place on each topic, if it is a row of the table.
pub(super) fn row(library: &Library, config: &Config, city: usize) -> BTreeMap<usize, Vec<usize>> {
    let City { place, entries, .. } = &library.cities[city];
    let mut by_topic: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    if config.city_topics && is_row(place) {
        for &entry in entries {
            for (topic, _) in &library.entries[entry].facts.body.topics {
                by_topic.entry(*topic).or_default().push(entry);
            }
        }
    }
    by_topic
}

impl Planner<'_> {
    /// Whether any article is both about a place of the table and on a topic.
    pub(super) fn has_table(&self) -> bool {
        self.stock.cells.iter().any(|cells| !cells.is_empty())
    }

    /// Whether a place, by its index, has pages of what it has on each topic.
    pub(super) fn has_cells(&self, city: usize) -> bool {
        self.config.city_topics && self.stock.rows[city] == Some(city)
    }

    pub(super) fn table(&self) -> &Table {
        self.stock.heads.table.get_or_init(|| {
            let (columns, left_out) = self.table_columns();
            let cells = self.stock.cells.iter().enumerate();
            let mut cities: Vec<usize> =
                cells.filter(|(_, cells)| !cells.is_empty()).map(|(city, _)| city).collect();
            cities.sort_by_key(|&city| self.stock.city_ranks[city]);
            let rows = cities.into_par_iter().map(|city| self.table_row(city, &columns));
            Table { left_out, rows: rows.collect(), columns }
        })
    }

    fn table_row(&self, index: usize, columns: &[usize]) -> CityRowView {
        let City { place, slug, entries } = &self.library.cities[index];
        let cells = &self.stock.cells[index];
        let cell = |topic: &usize| {
            let count = cells.get(topic).map_or(0, Vec::len);
            let address = Address::city_topic(slug, &self.vocabulary.topics()[*topic].slug, 1);
            CellView { count, href: (count > 0).then(|| address.to_string()) }
        };
        CityRowView {
            city: self.city_count(index, entries.len()),
            label: place.short,
            cells: columns.iter().map(cell).collect(),
        }
    }

    /// The topics of the columns by their names, and how many have none.
    fn table_columns(&self) -> (Vec<usize>, usize) {
        let topics = &self.library.topics;
        let occurring = topics.iter().filter(|entries| !entries.is_empty()).count();
        let counts = topics.iter().map(Vec::len).enumerate();
        let chosen = longest(counts, COLUMNS, |t| self.stock.topic_ranks[t]);
        let mut columns: Vec<usize> = chosen.map(|(topic, _)| topic).collect();
        columns.sort_by_key(|&t| (self.vocabulary.topics()[t].kind, self.stock.topic_ranks[t]));
        let left_out = occurring - columns.len();
        (columns, left_out)
    }

    pub(super) fn city_topics(&self, address: &Address, number: usize) -> CityTopicsView {
        let Table { columns, left_out, rows } = self.table();
        let size = self.config.page_size;
        let places: [(&str, &dyn Display); 2] =
            [("cities", &rows.len()), ("topics", &columns.len())];
        let description = self.words.fill("city_topics_summary", &places);
        let (title, kind) = (self.words.get("city_topics"), "city-topics");
        let head = Head { title, description, kind, section: "cities" };
        let topics = columns.iter().map(|&topic| topic_link(&self.vocabulary.topics()[topic]));
        CityTopicsView {
            topics: topics.collect(),
            page: self.page(address, head),
            left_out: *left_out,
            rows: page_of(rows, number, size).to_vec(),
            pagination: pagination(number, self.table().pages(size), Address::city_topics),
        }
    }

    pub(super) fn city_topic(
        &self,
        address: &Address,
        city: usize,
        topic: usize,
        number: usize,
    ) -> CityTopicView {
        let City { place, slug, .. } = &self.library.cities[city];
        let entries = self.stock.cells[city].get(&topic).map(Vec::as_slice).unwrap_or_default();
        let topic = &self.vocabulary.topics()[topic];
        let title = format!("{}·{}", place.name, topic.name);
        let size = self.config.page_size;
        let places: [(&str, &dyn Display); 2] = [("name", &title), ("n", &entries.len())];
        let description = self.words.fill("topic_summary", &places);
        let head = Head { title: &title, description, kind: "city-topic", section: "cities" };
        let lineage = places::places().lineage(place);
        CityTopicView {
            page: self.page(address, head),
            title: title.clone(),
            lineage: lineage.iter().map(|place| place_link(place)).collect(),
            topic: topic_link(topic),
            count: entries.len(),
            articles: self.list(page_of(entries, number, size)),
            pagination: pagination(number, page_count(entries.len(), size), |n| {
                Address::city_topic(slug, &topic.slug, n)
            }),
        }
    }

    pub(super) fn city_topic_claim(&self, city: usize, topic: usize) -> Claim {
        Claim {
            what: said!(
                "the place {place} with the topic {topic}",
                "地方“{place}”的专题“{topic}”",
                place = self.library.cities[city].place.name,
                topic = self.vocabulary.topics()[topic].name
            ),
            place: None,
            hint: said!(
                "give the topic another `slug:` in the vocabulary",
                "请在词表里给这个专题另写 `slug:`"
            ),
        }
    }
}
