//! The administrative divisions of China: names, levels, parents, pinyin, dots; lookup.
//!
//! The table is `divisions.tsv` beside this file, compiled in. It holds every province, prefecture and county of the
//! mainland (state of 2023-06-30) and Hong Kong, Macao and Taiwan as provinces. Its head names the sources and their
//! licences, what was left out, and the rule that makes the slugs; `divisions.py` wrote it.
//!
//! Three questions are answered here:
//!
//! 1. *What place is this code or slug?* [`Places::get`], [`Places::by_slug`], and the tree around it:
//!    [`Places::parent`], [`Places::lineage`], [`Places::children`], [`Places::within`].
//! 2. *Which place did the editor mean?* [`Places::resolve`] takes what stands in `city:`: 赤水市, 赤水, 贵州赤水.
//!    It never guesses: several places of one name come back as several.
//! 3. *Which places does a text name?* [`Places::mentions`], careful on purpose: 复兴县城 is not 兴县, 长治久安 is no
//!    city, and 赤水市长沙镇 is not in Hunan. It would rather miss a place than invent one.
//!
//! Slugs are ASCII and unique over the whole table. The stem is the reading without spaces. A province has the stem; a
//! prefecture has it unless a province or another prefecture does (`fuzhou-fujian`, `fuzhou-jiangxi`); a county has it
//! only if nothing else does (`chishui`, but `gulou-nanjing`). No slug depends on the order of rows.

mod mentions;
mod resolve;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

pub use mentions::Mention;
pub use resolve::Resolution;

use crate::text::hash::FastMap;

/// The three levels of division that the table holds, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 省、自治区、直辖市、特别行政区
    Province,
    /// 地级市、自治州、地区、盟
    Prefecture,
    /// 县、县级市、市辖区、旗
    County,
}

/// One division: a row of the table.
#[derive(Debug)]
pub struct Place {
    /// The six digits of GB/T 2260, such as `520381`.
    pub code: u32,
    /// Province, prefecture or county.
    pub level: Level,
    /// Code of the division it lies in; `None` for a province. A county of a municipality, or one that a province
    /// governs directly, lies in the province.
    pub parent: Option<u32>,
    /// Full name: 赤水市, 黔东南苗族侗族自治州.
    pub name: &'static str,
    /// What one says: 赤水, 黔东南. The full name where shortening would mislead (兴县, 吉林市).
    pub short: &'static str,
    /// ASCII, unique in the table, the same for ever: `chishui`, `fuzhou-fujian`.
    pub slug: &'static str,
    /// Pinyin of the short name without tones, a space between syllables: the key to sort by.
    pub reading: &'static str,
    /// Longitude and latitude in degrees, to two decimals; `None` where the source has none.
    pub dot: Option<(f32, f32)>,
    /// Code of the parent's parent.
    grandparent: Option<u32>,
}

/// Two references to rows are equal when the rows have one code.
impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Place {}

/// The whole table with its indexes. There is one, see [`places`].
pub struct Places {
    all: &'static [Place],
    by_code: FastMap<u32, &'static Place>,
    children: HashMap<u32, Vec<&'static Place>>,
    by_slug: HashMap<&'static str, &'static Place>,
    names: resolve::Names,
    /// Made when the first text is looked through: a site has its places told.
    scanner: OnceLock<mentions::Scanner>,
}

static TABLE: LazyLock<Vec<Place>> = LazyLock::new(|| table::parse(table::TEXT));
static PLACES: LazyLock<Places> = LazyLock::new(|| Places::index(&TABLE));

/// The table of divisions, parsed at the first call.
pub fn places() -> &'static Places {
    &PLACES
}

impl Places {
    fn index(all: &'static [Place]) -> Self {
        let mut children: HashMap<u32, Vec<&'static Place>> = HashMap::new();
        for place in all {
            if let Some(parent) = place.parent {
                children.entry(parent).or_default().push(place);
            }
        }
        let by_code = all.iter().map(|place| (place.code, place)).collect();
        let by_slug = all.iter().map(|place| (place.slug, place)).collect();
        let names = resolve::Names::index(all);
        Self { all, by_code, children, by_slug, names, scanner: OnceLock::new() }
    }

    /// Every division, sorted by code; a parent stands before its children.
    pub fn all(&self) -> &'static [Place] {
        self.all
    }

    /// The division of a code.
    pub fn get(&self, code: u32) -> Option<&'static Place> {
        self.by_code.get(&code).copied()
    }

    /// The division of a slug.
    pub fn by_slug(&self, slug: &str) -> Option<&'static Place> {
        self.by_slug.get(slug).copied()
    }

    /// The division it lies in; `None` for a province.
    pub fn parent(&self, place: &Place) -> Option<&'static Place> {
        self.get(place.parent?)
    }

    /// The way down to a place: its province first, itself last.
    pub fn lineage(&self, place: &Place) -> Vec<&'static Place> {
        let mut way = Vec::with_capacity(3);
        let mut next = self.get(place.code);
        while let Some(step) = next {
            way.push(step);
            // Three levels at most; the bound keeps a damaged table from looping.
            next = if way.len() < 3 { self.parent(step) } else { None };
        }
        way.reverse();
        way
    }

    /// The divisions that lie directly in a place, sorted by code.
    pub fn children(&self, place: &Place) -> &[&'static Place] {
        self.children.get(&place.code).map_or(&[], Vec::as_slice)
    }

    /// Whether `inner` is `outer` or lies in it.
    pub fn within(&self, inner: &Place, outer: &Place) -> bool {
        inner == outer || inner.parent == Some(outer.code) || inner.grandparent == Some(outer.code)
    }

    /// The parent, then the parent's parent.
    fn ancestors(&self, place: &Place) -> impl Iterator<Item = &'static Place> {
        let parent = self.parent(place);
        let grandparent = parent.and_then(|parent| self.parent(parent));
        parent.into_iter().chain(grandparent)
    }
}
