//! Names in order, and the addresses they get.

use std::{cmp::Ordering, collections::BTreeMap};

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;

use super::readings::{self, Bearer};
use crate::{config::NameOrder, places::Place, route::Slug};

/// Puts names in the order of a Chinese directory: by their sound (音序), or by the
/// strokes of their characters (笔画).
pub(super) struct Names {
    order: NameOrder,
    collator: Option<CollatorBorrowed<'static>>,
}

/// What a name is sorted by.
struct Key<'n> {
    /// Its syllables with their characters; empty where sound does not decide.
    sound: Vec<(&'static str, char)>,
    name: &'n str,
}

impl Names {
    pub(super) fn new(order: NameOrder) -> Self {
        let preferences = match order {
            NameOrder::Pinyin => locale!("zh-u-co-pinyin"),
            NameOrder::Stroke => locale!("zh-u-co-stroke"),
        };
        // The data is compiled in; without it, the order would be that of code points.
        let collator = Collator::try_new(preferences.into(), CollatorOptions::default()).ok();
        Self { order, collator }
    }

    /// For each name its rank among all.
    pub(super) fn ranks<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        bearer: Bearer,
    ) -> Vec<usize> {
        let mut order: Vec<(usize, Key<'n>)> =
            names.enumerate().map(|(index, name)| (index, self.key(name, bearer))).collect();
        order.sort_by(|a, b| self.compare(&a.1, &b.1));
        ranks(order.len(), order.into_iter().map(|(index, _)| index))
    }

    /// Sorts `items` by their names.
    pub(super) fn sort<T>(
        &self,
        items: Vec<T>,
        name: impl Fn(&T) -> &str,
        bearer: Bearer,
    ) -> Vec<T> {
        let ranks = self.ranks(items.iter().map(&name), bearer);
        let mut ranked: Vec<(usize, T)> = ranks.into_iter().zip(items).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, item)| item).collect()
    }

    /// The letter a name stands under; `None` where names are not put by sound.
    pub(super) fn initial(&self, name: &str, bearer: Bearer) -> Option<char> {
        (self.order == NameOrder::Pinyin).then(|| readings::initial(name, bearer))
    }

    fn key<'n>(&self, name: &'n str, bearer: Bearer) -> Key<'n> {
        let sound = match self.order {
            NameOrder::Pinyin => readings::syllables(name, bearer),
            NameOrder::Stroke => Vec::new(),
        };
        Key { sound, name }
    }

    /// Character by character, so that those of one surname stand together: by
    /// syllable, then as the collator knows tones and strokes.
    fn compare(&self, a: &Key<'_>, b: &Key<'_>) -> Ordering {
        // What is not read stands behind what is.
        let mut order = a.sound.is_empty().cmp(&b.sound.is_empty());
        for ((a, c), (b, d)) in a.sound.iter().zip(&b.sound) {
            let (mut one, mut other) = ([0; 4], [0; 4]);
            order = order.then_with(|| a.cmp(b)).then_with(|| {
                if c == d {
                    return Ordering::Equal;
                }
                self.collate(c.encode_utf8(&mut one), d.encode_utf8(&mut other))
            });
            if order != Ordering::Equal {
                return order;
            }
        }
        let length = a.sound.len().cmp(&b.sound.len());
        let whole = || self.collate(a.name, b.name);
        order.then(length).then_with(whole).then_with(|| a.name.cmp(b.name))
    }

    fn collate(&self, a: &str, b: &str) -> Ordering {
        self.collator.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b))
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

    fn sorted(order: NameOrder, bearer: Bearer, names: &[&'static str]) -> Vec<&'static str> {
        Names::new(order).sort(names.to_vec(), |name| name, bearer)
    }

    #[test]
    fn people_are_sorted_by_sound_surname_by_surname() {
        let people =
            ["周亚运", "刘娟", "曾乐", "谭铮", "单田芳", "李白", "厉安", "李安", "阿依古丽", "Lee"];
        assert_eq!(
            sorted(NameOrder::Pinyin, Bearer::Person, &people),
            ["阿依古丽", "Lee", "李安", "李白", "厉安", "刘娟", "单田芳", "谭铮", "曾乐", "周亚运"]
        );
        let names = Names::new(NameOrder::Pinyin);
        assert_eq!(names.ranks(["周", "安"].into_iter(), Bearer::Person), [1, 0]);
    }

    #[test]
    fn things_are_sorted_as_people_read_them() {
        let things = [
            "中国",
            "厦门视窗",
            "重庆故事",
            "长沙新闻",
            "调解",
            "大走访",
            "西部",
            "“重点”",
            "12345",
            "《》",
        ];
        assert_eq!(
            sorted(NameOrder::Pinyin, Bearer::Thing, &things),
            [
                "12345",
                "长沙新闻",
                "重庆故事",
                "大走访",
                "调解",
                "西部",
                "厦门视窗",
                "中国",
                "“重点”",
                "《》"
            ]
        );
    }

    #[test]
    fn names_may_be_sorted_by_strokes() {
        let people = ["魏徵", "刘娟", "丁一", "王海", "于谦"];
        assert_eq!(
            sorted(NameOrder::Stroke, Bearer::Person, &people),
            ["丁一", "于谦", "王海", "刘娟", "魏徵"]
        );
        assert_eq!(Names::new(NameOrder::Stroke).initial("丁一", Bearer::Person), None);
        assert_eq!(Names::new(NameOrder::Pinyin).initial("丁一", Bearer::Person), Some('D'));
    }

    #[test]
    fn places_are_sorted_by_their_reading() {
        let places = crate::places::places();
        let some = ["长乐区", "常熟市", "漳州市", "重庆市", "长沙市", "厦门市", "西安市"];
        let mut found: Vec<_> = places.all().iter().filter(|p| some.contains(&p.name)).collect();
        found.sort_by(|a, b| compare_places(a, b));
        let names: Vec<_> = found.iter().map(|p| p.name).collect();
        let order = ["长乐区", "长沙市", "常熟市", "重庆市", "西安市", "厦门市", "漳州市"];
        assert_eq!(names, order);
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
