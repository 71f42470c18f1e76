//! The rows of `divisions.tsv`.

use std::collections::HashMap;

use super::{Level, Place};

/// The table as it was compiled in.
pub(super) const TEXT: &str = include_str!("divisions.tsv");

/// All rows, sorted by code. A malformed row is skipped: the tests hold that there is none, and a program that is
/// already with an editor must not stop for one.
pub(super) fn parse(text: &'static str) -> Vec<Place> {
    let mut rows: Vec<Place> = text.lines().filter_map(parse_row).collect();
    rows.sort_by_key(|place| place.code);
    let parents: HashMap<u32, Option<u32>> =
        rows.iter().map(|place| (place.code, place.parent)).collect();
    let parent = |code: u32| parents.get(&code).copied().flatten();
    for place in &mut rows {
        place.grandparent = place.parent.and_then(parent);
    }
    rows
}

/// One row; `None` for a comment and for a row with a column missing or wrong.
pub(super) fn parse_row(line: &'static str) -> Option<Place> {
    if line.starts_with('#') {
        return None;
    }
    let mut columns = line.split('\t');
    let code = columns.next()?.parse().ok()?;
    let level = match columns.next()? {
        "province" => Level::Province,
        "prefecture" => Level::Prefecture,
        "county" => Level::County,
        _ => return None,
    };
    let parent = match columns.next()? {
        "" => None,
        code => Some(code.parse().ok()?),
    };
    let [name, short, slug, reading] =
        [columns.next()?, columns.next()?, columns.next()?, columns.next()?];
    let dot = match (columns.next()?, columns.next()?) {
        ("", "") => None,
        (lon, lat) => Some((lon.parse().ok()?, lat.parse().ok()?)),
    };
    if name.is_empty() || short.is_empty() || columns.next().is_some() {
        return None;
    }
    Some(Place { code, level, parent, name, short, slug, reading, dot, grandparent: None })
}
