//! From what an editor wrote to the place that was meant.

use std::collections::{BTreeMap, HashMap};

use super::{Level, Place, Places};

/// What a name turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One place, and no other bears the name.
    One(&'static Place),
    /// The name is borne by several places (鼓楼区), sorted by code: the editor has to say in which city.
    Several(Vec<&'static Place>),
    /// No place bears it.
    None {
        /// The nearest names by edit distance, the nearest first, at most three.
        suggestions: Vec<&'static Place>,
    },
}

/// Longer than any full name with its lineage; what is longer is no name.
const LONGEST_NAME_CHARS: usize = 60;

const SUGGESTIONS: usize = 3;

/// The places that bear a name.
#[derive(Default)]
pub(super) struct Bearers {
    /// By full name, or by a form as definite as that (黔东南州, 松桃自治县).
    pub(super) full: Vec<&'static Place>,
    /// By short name.
    pub(super) short: Vec<&'static Place>,
}

impl Bearers {
    /// All that bear the name in any form, those by full name first.
    fn any(&self) -> impl Iterator<Item = (bool, &'static Place)> {
        let full = self.full.iter().map(|place| (true, *place));
        full.chain(self.short.iter().map(|place| (false, *place)))
    }
}

/// Every name of the table. Sorted, so that whoever walks it walks in one order.
pub(super) struct Names(pub(super) BTreeMap<String, Bearers>);

impl Names {
    pub(super) fn index(all: &'static [Place]) -> Self {
        let mut names: BTreeMap<String, Bearers> = BTreeMap::new();
        for place in all {
            names.entry(place.name.to_owned()).or_default().full.push(place);
            if place.short != place.name {
                names.entry(place.short.to_owned()).or_default().short.push(place);
            }
        }
        // A form that newspapers use, but never against a name that stands in the table.
        let mut forms: HashMap<String, Vec<&'static Place>> = HashMap::new();
        for place in all {
            for form in spoken_forms(place) {
                forms.entry(form).or_default().push(place);
            }
        }
        let mut forms: Vec<_> = forms.into_iter().collect();
        forms.sort_by(|a, b| a.0.cmp(&b.0));
        for (form, bearers) in forms {
            let known = names.entry(form).or_default();
            if known.full.is_empty() && known.short.is_empty() {
                known.full = bearers;
            }
        }
        Self(names)
    }

    fn get(&self, name: &str) -> Option<&Bearers> {
        self.0.get(name)
    }
}

/// The names between the full one and the short one: 黔东南州, 松桃自治县, 松桃县, 广西自治区.
fn spoken_forms(place: &Place) -> Vec<String> {
    let endings: &[&str] = match place.name {
        name if name.ends_with("自治州") => &["自治州", "州"],
        name if name.ends_with("自治县") => &["自治县", "县"],
        name if name.ends_with("自治旗") => &["自治旗", "旗"],
        name if name.ends_with("自治区") => &["自治区"],
        name if name.ends_with("特别行政区") => &["特区"],
        _ => &[],
    };
    let fits = |ending: &&&str| !place.short.ends_with(**ending);
    endings.iter().filter(fits).map(|ending| format!("{}{ending}", place.short)).collect()
}

impl Places {
    /// The place that an editor named: by full name (赤水市), short name (赤水), with any of its parents before it
    /// (贵州省遵义市赤水市, 贵州赤水), or by slug. Spaces and separators are ignored.
    ///
    /// A full name beats a short one, and of short names the widest level wins: 吉林 is the province, 西安 the capital
    /// of 陕西 and not a district of 牡丹江.
    pub fn resolve(&self, name: &str) -> Resolution {
        let key: String =
            name.chars().filter(|c| !is_separator(*c)).take(LONGEST_NAME_CHARS + 1).collect();
        if key.is_empty() || key.chars().count() > LONGEST_NAME_CHARS {
            return Resolution::None { suggestions: Vec::new() };
        }
        if let Some(place) = self.by_slug(name.trim()) {
            return Resolution::One(place);
        }
        let mut found = match self.names.get(&key) {
            Some(bearers) if !bearers.full.is_empty() => bearers.full.clone(),
            Some(bearers) => widest(&bearers.short),
            None => self.below_a_parent(&key, 2),
        };
        found.sort_by_key(|place| place.code);
        found.dedup();
        match found.as_slice() {
            [] => Resolution::None { suggestions: self.suggestions(&key) },
            [place] => Resolution::One(place),
            _ => Resolution::Several(found),
        }
    }

    /// The places of a name that begins with a parent's. `parents` bounds how many may still be taken off.
    fn below_a_parent(&self, key: &str, parents: u32) -> Vec<&'static Place> {
        let mut found: Vec<(bool, &'static Place)> = Vec::new();
        for (parent, rest) in self.parents_before(key) {
            let inside =
                |place: &Place| place.level > Level::Province && self.within(place, parent);
            if let Some(bearers) = self.names.get(rest) {
                found.extend(bearers.any().filter(|(_, place)| inside(place)));
            } else if parents > 1 {
                let below = self.below_a_parent(rest, parents - 1);
                found.extend(
                    below.into_iter().filter(|place| inside(place)).map(|place| (true, place)),
                );
            }
        }
        let full: Vec<_> =
            found.iter().filter(|(full, _)| *full).map(|(_, place)| *place).collect();
        if !full.is_empty() {
            return full;
        }
        widest(&found.into_iter().map(|(_, place)| place).collect::<Vec<_>>())
    }

    /// Each way to read the start of a name as a province or prefecture, with what is left.
    fn parents_before<'a>(&self, key: &'a str) -> Vec<(&'static Place, &'a str)> {
        let mut ways = Vec::new();
        for (at, _) in key.char_indices().skip(1) {
            let (head, rest) = key.split_at(at);
            if let Some(bearers) = self.names.get(head) {
                let wide = bearers.any().filter(|(_, place)| place.level < Level::County);
                ways.extend(wide.map(|(_, place)| (place, rest)));
            }
        }
        ways
    }

    /// The nearest names. Parents that were written right narrow the choice to what lies in them, the innermost first.
    fn suggestions(&self, key: &str) -> Vec<&'static Place> {
        let mut readings: Vec<(Option<&'static Place>, &str)> = vec![(None, key)];
        while let Some(&(outer, rest)) = readings.last() {
            let inside = |place: &Place| {
                outer.is_none_or(|outer| outer != place && self.within(place, outer))
            };
            let parents =
                self.parents_before(rest).into_iter().filter(|(parent, _)| inside(parent));
            // Each step goes one level down, so there are two at most.
            let Some((parent, rest)) = parents.min_by_key(|(_, rest)| rest.len()) else { break };
            readings.push((Some(parent), rest));
        }
        let near = readings.into_iter().rev().map(|(outer, wanted)| {
            self.nearest_names(wanted, |place| outer.is_none_or(|outer| self.within(place, outer)))
        });
        near.into_iter().find(|near| !near.is_empty()).unwrap_or_default()
    }

    fn nearest_names(
        &self,
        wanted: &str,
        eligible: impl Fn(&Place) -> bool,
    ) -> Vec<&'static Place> {
        let stem = wanted.char_indices().next_back().map_or(wanted, |(last, _)| &wanted[..last]);
        let wanted: Vec<char> = wanted.chars().collect();
        let limit = (wanted.len() / 2).clamp(1, 3);
        let mut near = Vec::new();
        for place in self.all().iter().filter(|place| eligible(place)) {
            let best = distance(&wanted, place.name).min(distance(&wanted, place.short));
            if best <= limit {
                // Only the last character is wrong: 赤水县 for 赤水市, as before its reform.
                let other = place.short != stem;
                near.push((best, other, place.level, place.code, place));
            }
        }
        near.sort_by_key(|(distance, other, level, code, _)| (*distance, *other, *level, *code));
        near.into_iter().take(SUGGESTIONS).map(|(.., place)| place).collect()
    }
}

/// Those of the widest level among the bearers of a short name.
pub(super) fn widest(bearers: &[&'static Place]) -> Vec<&'static Place> {
    let level = bearers.iter().map(|place| place.level).min();
    bearers.iter().copied().filter(|place| Some(place.level) == level).collect()
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '·' | '・' | '/' | '／' | '-' | '—' | '>' | '，' | ',' | '、')
}

/// Edit distance in characters. A name that shares no character with the wanted one is infinitely far: with names of
/// two characters anything would be near.
fn distance(wanted: &[char], name: &str) -> usize {
    let name: Vec<char> = name.chars().collect();
    let generic = ['市', '县', '区', '省', '州', '旗'];
    if !name.iter().any(|c| wanted.contains(c) && !generic.contains(c)) {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (i, a) in wanted.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (b, cell) in name.iter().zip(row.iter_mut().skip(1)) {
            let next = (diagonal + usize::from(a != b)).min(*cell + 1).min(left + 1);
            diagonal = *cell;
            *cell = next;
            left = next;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
