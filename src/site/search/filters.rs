//! Lists of articles by city, topic, column and year.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::units::{Bits, push_list, push_string, script};
use crate::{places::Level, site::library::Library, topics::Vocabulary};

/// A file is closed when it has so many units.
const UNITS: usize = 6 * 512;

/// What lists there are, and they.
pub(super) struct Filters {
    /// By kind: what a reader may choose from.
    pub(super) kinds: Vec<Kind>,
    /// The files by their names.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// A kind of list.
pub(super) struct Kind {
    /// `city`, `topic`, `column`, `year`.
    pub(super) name: &'static str,
    /// Each as `[name, depth, articles, file]`.
    pub(super) entries: Vec<Value>,
}

/// A name, how deep it stands below others, and the articles under it by their
/// place in the library.
type List<'l> = (String, u8, &'l [usize]);

/// Writes all lists that have articles.
pub(super) fn write(library: &Library, vocabulary: &Vocabulary) -> Filters {
    let cities = library.cities.iter().map(|city| {
        let depth = match city.place.level {
            Level::Province => 0,
            Level::Prefecture => 1,
            Level::County => 2,
        };
        (city.place.name.to_owned(), depth, city.entries.as_slice())
    });
    let topics = vocabulary.topics().iter().zip(&library.topics);
    let topics = topics.map(|(topic, entries)| (topic.name.clone(), 0, entries.as_slice()));
    let columns = library.columns.iter().map(|c| (c.name.clone(), 0, c.entries.as_slice()));
    let years = years(library);
    let years = years.iter().rev().map(|(year, entries)| (year.to_string(), 0, &**entries));
    let mut filters = Filters { kinds: Vec::new(), files: Vec::new() };
    let all = library.entries.len();
    filters.add("city", cities, all);
    filters.add("topic", topics, all);
    filters.add("column", columns, all);
    filters.add("year", years, all);
    filters
}

fn years(library: &Library) -> BTreeMap<i16, Vec<usize>> {
    let mut years: BTreeMap<i16, Vec<usize>> = BTreeMap::new();
    for issue in &library.issues {
        if let Some(date) = issue.date {
            years.entry(date.year()).or_default().extend(issue.entries.clone());
        }
    }
    years
}

impl Filters {
    fn add<'l>(&mut self, name: &'static str, lists: impl Iterator<Item = List<'l>>, all: usize) {
        let mut entries = Vec::new();
        let mut file: Vec<(usize, Vec<u16>)> = Vec::new();
        let mut number = 0;
        for (title, depth, articles) in lists.filter(|(.., articles)| !articles.is_empty()) {
            let mut bits = Bits::default();
            let numbers: Vec<u32> = articles.iter().rev().map(|&n| (all - 1 - n) as u32).collect();
            push_list(&mut bits, &numbers, all);
            file.push((entries.len(), bits.finish()));
            entries.push(json!([title, depth, articles.len(), number]));
            if file.iter().map(|(_, units)| units.len()).sum::<usize>() >= UNITS {
                self.close(name, number, std::mem::take(&mut file));
                number += 1;
            }
        }
        if !file.is_empty() {
            self.close(name, number, file);
        }
        self.kinds.push(Kind { name, entries });
    }

    fn close(&mut self, kind: &str, number: usize, lists: Vec<(usize, Vec<u16>)>) {
        let name = format!("{kind}.{number}");
        let mut out = format!("kanyinShard(\"filters/{name}\",{{");
        for (at, (entry, units)) in lists.into_iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            out.push_str(&format!("{comma}\"{entry}\":"));
            push_string(&mut out, &units);
        }
        out.push_str("});\n");
        self.files.push((name, script(&out)));
    }
}
