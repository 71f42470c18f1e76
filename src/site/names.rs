//! Names in order, and the addresses they get.

use std::{cmp::Ordering, collections::BTreeMap};

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;

use crate::{places::Place, route::Slug};

/// Compares names as a Chinese directory does: by pinyin.
pub(super) struct Pinyin(Option<CollatorBorrowed<'static>>);

impl Pinyin {
    pub(super) fn new() -> Self {
        // The data is compiled in; without it, the order would be that of code points.
        let preferences = locale!("zh-u-co-pinyin").into();
        Self(Collator::try_new(preferences, CollatorOptions::default()).ok())
    }

    pub(super) fn compare(&self, a: &str, b: &str) -> Ordering {
        let by_sound = self.0.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b));
        by_sound.then_with(|| a.cmp(b))
    }

    /// For each name its rank among all.
    pub(super) fn ranks<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<usize> {
        let mut order: Vec<(usize, &str)> = names.enumerate().collect();
        order.sort_by(|a, b| self.compare(a.1, b.1));
        ranks(order.len(), order.into_iter().map(|(index, _)| index))
    }
}

/// The order of places in a directory: by the table's reading, since the
/// characters alone do not tell how a place is called (长乐 is Changle, not
/// Zhangle).
pub(super) fn compare_places(a: &Place, b: &Place) -> Ordering {
    a.reading.cmp(b.reading).then(a.code.cmp(&b.code))
}

/// For each place its rank among all.
pub(super) fn place_ranks(places: impl Iterator<Item = &'static Place>) -> Vec<usize> {
    let mut order: Vec<(usize, &Place)> = places.enumerate().collect();
    order.sort_by(|a, b| compare_places(a.1, b.1));
    ranks(order.len(), order.into_iter().map(|(index, _)| index))
}

/// For each index its rank, given all indices in order.
fn ranks(count: usize, order: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut ranks = vec![0; count];
    for (rank, index) in order.enumerate() {
        ranks[index] = rank;
    }
    ranks
}

/// The address of a name: the editor's choice, or its pinyin. `None` if nothing
/// in it can be read.
pub(super) fn slug(name: &str, chosen: &BTreeMap<String, Slug>) -> Option<Slug> {
    chosen.get(name).cloned().or_else(|| Slug::from_title(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_by_sound() {
        let pinyin = Pinyin::new();
        let mut names = ["周亚运", "刘娟", "谭铮", "杨淑莹", "阿依古丽", "Lee"];
        names.sort_by(|a, b| pinyin.compare(a, b));
        assert_eq!(names, ["阿依古丽", "刘娟", "谭铮", "杨淑莹", "周亚运", "Lee"]);
        assert_eq!(pinyin.ranks(["周", "安"].into_iter()), [1, 0]);
    }

    #[test]
    fn places_are_sorted_by_their_reading() {
        let places = crate::places::places();
        let mut found: Vec<_> = places
            .all()
            .iter()
            .filter(|p| ["长乐区", "常熟市", "漳州市"].contains(&p.name))
            .collect();
        found.sort_by(|a, b| compare_places(a, b));
        let names: Vec<_> = found.iter().map(|p| p.name).collect();
        assert_eq!(names, ["长乐区", "常熟市", "漳州市"]);
    }

    #[test]
    fn an_editors_address_wins() {
        let chosen = BTreeMap::from([(
            "单田芳".to_owned(),
            Slug::parse("shan-tian-fang").unwrap_or_else(|| unreachable!()),
        )]);
        assert_eq!(slug("单田芳", &chosen).as_ref().map(Slug::as_str), Some("shan-tian-fang"));
        assert_eq!(slug("刘娟", &chosen).as_ref().map(Slug::as_str), Some("liu-juan"));
        assert_eq!(slug("——", &chosen), None);
    }
}
