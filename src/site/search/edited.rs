//! The lists of the last index with what a few leaves say otherwise.
//!
//! A list says on which leaves a pair stands and what comes after it there. So where the old
//! and the new text of a leaf are known, the list is corrected at this leaf, and no other text is
//! needed. What a list does not say is how a pair is followed where it was too rare for
//! that, or more exactly than it was told: then the lists are made of the texts.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use rayon::prelude::*;

use super::{
    FOLDER,
    known::{Changes, Counts, Edited, Known, Listed},
    pairs::{Detail, Estimates, Listing, MOST_SUCCESSORS, Pair, Pairs, Successor},
    shards::{self, DISTANCE_ORDER, Group, own_name, shared_name, spread},
    units::Reader,
};
use crate::{route::Address, site::key::Key};

/// The lists of characters, one after another, by the character.
type ByFirst = BTreeMap<char, Vec<u16>>;

/// The lists of a character.
#[derive(Default)]
struct Lists {
    /// In how many articles it stands.
    articles: u32,
    /// By the second character.
    pairs: BTreeMap<char, Edition>,
}

/// What an index has of a pair, and will have.
#[derive(Default)]
struct Edition {
    listing: Listing,
    /// Bits of each hash that is known; 0 if none is.
    width: u32,
    /// On how many leaves it would stand, were they smaller: see [`Counts`].
    finer: Vec<u32>,
    /// How often the pair stands in the texts; `None` for a rare one.
    occurrences: Option<u32>,
}

/// What is corrected, and where that was.
struct Desk<'a> {
    changes: &'a Changes,
    known: &'a Known,
    detail: Detail,
    file: &'a (dyn Fn(&Address) -> Option<Bytes> + Sync),
    /// The files that are written anew, by their numbers.
    shared: BTreeMap<u32, ByFirst>,
}

/// The lists of the characters that are others, and of those that share a file with one; `file`
/// is asked for files of the last index. `None` if it did not know enough.
pub(super) fn groups(
    changes: &Changes,
    known: &Known,
    file: &(dyn Fn(&Address) -> Option<Bytes> + Sync),
) -> Option<Vec<Group>> {
    let detail = known.detail()?;
    let mut desk = Desk { changes, known, detail, file, shared: BTreeMap::new() };
    let shared = changes.shared.par_iter().map(|&number| {
        let key = *known.shared.get(number as usize)?;
        Some((number, desk.read(&shared_name(number), key)?))
    });
    desk.shared = shared.collect::<Option<_>>()?;
    let edited: Option<Vec<Vec<Group>>> =
        changes.characters.par_iter().map(|&first| desk.edited(first)).collect();
    let mut groups = edited?.into_iter().flatten().collect::<Vec<Group>>();
    let shared = std::mem::take(&mut desk.shared).into_values().flatten();
    for (first, units) in shared.filter(|(first, _)| !changes.characters.contains(first)) {
        groups.push(Group::known(desk.listed(first)?, units));
    }
    groups.sort_unstable_by_key(Group::first);
    Some(groups)
}

impl Desk<'_> {
    fn listed(&self, first: char) -> Option<&Listed> {
        let at = self.known.listed.binary_search_by_key(&first, |listed| listed.first).ok()?;
        Some(&self.known.listed[at])
    }

    /// The lists in a file of the last index; `None` if it is another by now.
    fn read(&self, name: &str, key: Key) -> Option<ByFirst> {
        let bytes = (self.file)(&Address::file(format!("{FOLDER}pairs/{name}.js")))?;
        (Key::of(&*bytes) == key).then(|| shards::read(&bytes, name))?
    }

    /// The lists of a character as they have to be; none if it stands nowhere any longer.
    fn edited(&self, first: char) -> Option<Vec<Group>> {
        let leaves = |detail: Detail| self.known.articles.div_ceil(detail.leaf);
        let all = leaves(self.detail);
        let sizes = self.detail.finer();
        let mut lists = self.lists(first, all, sizes.len())?;
        for leaf in &self.changes.leaves {
            lists.edit(first, leaf, &sizes)?;
        }
        let mut bits = Estimates::default();
        let mut counts = Counts::default();
        let mut pairs = Vec::new();
        for (second, edition) in lists.pairs {
            let Edition { listing, finer, occurrences, .. } = edition.settled(self.detail)?;
            if listing.leaves.is_empty() {
                continue;
            }
            let tried = Detail::ALL.into_iter().zip(&mut bits).take(self.known.detail + 1);
            for (detail, bits) in tried {
                let size = sizes.iter().position(|&size| size == detail.leaf);
                let count = size.map_or(listing.leaves.len(), |size| finer[size] as usize);
                let occurrences = occurrences.unwrap_or_default() as usize;
                *bits += detail.estimate(leaves(detail), count, occurrences);
            }
            counts.finer.extend(finer);
            counts.occurrences.extend(occurrences);
            pairs.push((second, listing));
        }
        if pairs.is_empty() {
            return Some(Vec::new());
        }
        let range = 0..pairs.len();
        let pairs = Pairs::of((first, lists.articles), &pairs, all, self.detail);
        Some(vec![shards::group(&pairs, range, bits, counts)])
    }

    /// The lists of a character as they were, of `all` leaves, which might be smaller in so many
    /// ways.
    fn lists(&self, first: char, all: usize, ways: usize) -> Option<Lists> {
        let mut lists = Lists::default();
        let Some(listed) = self.listed(first) else { return Some(lists) };
        let parts: Vec<Vec<u16>> = if listed.files.is_empty() {
            let number = spread(first, self.known.shared.len() as u32);
            vec![self.shared.get(&number)?.get(&first)?.clone()]
        } else {
            // Of several the first has the character itself.
            let skipped = usize::from(listed.files.len() > 1);
            let files = (0..).zip(&listed.files).skip(skipped);
            let read = |(number, key): (usize, &Key)| {
                self.read(&own_name(first, number), *key)?.remove(&first)
            };
            files.map(read).collect::<Option<_>>()?
        };
        for units in parts {
            lists.take(&units, all, self.detail)?;
        }
        let Counts { finer, occurrences } = &listed.counts;
        let mut occurrences = occurrences.iter();
        for (number, edition) in lists.pairs.values_mut().enumerate() {
            edition.finer = finer.get(number * ways..(number + 1) * ways)?.to_vec();
            if edition.is_counted() {
                edition.occurrences = Some(*occurrences.next()?);
            }
        }
        Some(lists)
    }
}

impl Lists {
    /// Takes lists as they are written: see [`shards`].
    fn take(&mut self, units: &[u16], all: usize, detail: Detail) -> Option<()> {
        let mut bits = Reader::new(units);
        // Those of the character, as each part of its lists has it.
        let articles = bits.golomb(0);
        self.articles = self.articles.max(articles);
        let mut second = 0_u32;
        for _ in 0..bits.golomb(0) {
            second = second.checked_add(bits.golomb(DISTANCE_ORDER))?;
            let count = (bits.golomb(0) as usize).checked_add(1)?;
            let more = bits.golomb(0);
            let leaves = bits.list(count, all)?;
            let width = detail.bits(count);
            let after = if width > 0 { after(&mut bits, count, width)? } else { Vec::new() };
            let articles = u32::try_from(count).ok()?.checked_add(more)?;
            let listing = Listing { articles, leaves, after };
            let edition = Edition { listing, width, ..Edition::default() };
            self.pairs.insert(char::from_u32(second)?, edition);
        }
        Some(())
    }

    /// Takes note of what a leaf says otherwise of pairs that begin with `first`; leaves might be
    /// of smaller `sizes`. `None` if the lists do not have what it said.
    fn edit(&mut self, first: char, leaf: &Edited, sizes: &[usize]) -> Option<()> {
        let articles = leaf.articles.iter();
        let articles: Vec<[&[(Pair, Successor)]; 2]> =
            articles.map(|article| article.each_ref().map(|all| all.beginning(first))).collect();
        let [was, is] = [0, 1].map(|at| {
            // A leaf has few articles.
            articles.iter().filter(|article| !article[at].is_empty()).count() as u32
        });
        self.articles = (self.articles + is).checked_sub(was)?;
        let seconds = articles.iter().flatten().copied().flatten();
        let seconds: BTreeSet<char> = seconds.map(|((_, second), _)| *second).collect();
        for second in seconds {
            // What comes after the pair in each article, before the edit and now.
            let after = |at: usize| {
                let after = articles.iter().map(|article| {
                    let all = article[at].iter().filter(|((_, other), _)| *other == second);
                    all.map(|(_, after)| *after).collect()
                });
                after.collect::<Vec<Vec<Successor>>>()
            };
            let edition = self.pairs.entry(second).or_default();
            edition.edit(leaf.number, [&after(0), &after(1)], sizes)?;
        }
        Some(())
    }
}

impl Edition {
    /// The pair was so followed in each article of the `leaf`, and is so now.
    fn edit(
        &mut self,
        leaf: u32,
        [before, now]: [&Vec<Vec<Successor>>; 2],
        sizes: &[usize],
    ) -> Option<()> {
        let Self { listing, width, finer, occurrences } = self;
        let is_there = |articles: &[Vec<Successor>]| articles.iter().any(|all| !all.is_empty());
        let (was, stays) = (is_there(before), is_there(now));
        let at = listing.leaves.binary_search(&leaf);
        if at.is_ok() != was {
            return None;
        }
        let at = at.unwrap_or_else(|at| at);
        listing.leaves.splice(at..at + usize::from(was), stays.then_some(leaf));
        if *width > 0 {
            let firsts = listing.after.iter().enumerate().filter(|(_, next)| next.is_first());
            let mut firsts = firsts.map(|(start, _)| start).skip(at);
            let end = listing.after.len();
            let start = firsts.next().unwrap_or(end);
            let range = start..if was { firsts.next().unwrap_or(end) } else { start };
            let told = || Successor::told(now.iter().flatten().copied(), *width);
            listing.after.splice(range, stays.then(told).into_iter().flatten());
        }
        let parts = |articles: &[Vec<Successor>], size: usize| {
            articles.chunks(size).filter(|part| is_there(part)).count()
        };
        listing.articles = moved(listing.articles, parts(before, 1), parts(now, 1))?;
        finer.resize(sizes.len(), 0);
        for (count, &size) in finer.iter_mut().zip(sizes) {
            *count = moved(*count, parts(before, size), parts(now, size))?;
        }
        if let Some(count) = occurrences {
            let all = |articles: &[Vec<Successor>]| articles.iter().map(Vec::len).sum();
            *count = moved(*count, all(before), all(now))?;
        }
        Some(())
    }

    /// With as much as is to be known of a pair of so many leaves; `None` if it is not known.
    fn settled(mut self, detail: Detail) -> Option<Self> {
        let width = detail.bits(self.listing.leaves.len());
        // Those of many may be few in fewer bits.
        let less = width < self.width && self.has_many();
        if width == 0 {
            self.listing.after.clear();
        } else if width > self.width || less {
            return None;
        }
        let occurrences = if self.is_counted() { Some(self.occurrences?) } else { None };
        Some(Self { width, occurrences, ..self })
    }

    /// Whether so many come after it on a leaf that no more is said of them.
    fn has_many(&self) -> bool {
        let mut leaves = self.listing.after.chunk_by(|_, next| !next.is_first());
        leaves.any(|leaf| leaf.len() >= MOST_SUCCESSORS)
    }

    /// Whether it is counted how often the pair stands in the texts.
    fn is_counted(&self) -> bool {
        let leaves = self.finer.first().map_or(self.listing.leaves.len(), |&count| count as usize);
        leaves >= Detail::ALL[0].frequent
    }
}

/// `count` without what was, and with what is; `None` if there was not so much.
fn moved(count: u32, was: usize, is: usize) -> Option<u32> {
    // Texts are in memory: fewer than can be counted in 32 bits.
    (count + is as u32).checked_sub(was as u32)
}

/// What comes after a pair on each of `leaves` leaves, of hashes that have `width` bits.
fn after(bits: &mut Reader<'_>, leaves: usize, width: u32) -> Option<Vec<Successor>> {
    let count = bits.golomb(0) as usize;
    if count > 1 << width {
        return None;
    }
    let different: Vec<Successor> =
        (0..count).map(|_| Successor::known(bits.bits(width), width)).collect();
    let single = bits.bits(1) == 1;
    let order = bits.bits(4);
    let mut after = Vec::with_capacity(leaves);
    for _ in 0..leaves {
        let said = if single { 0 } else { bits.unary() };
        if said as usize >= MOST_SUCCESSORS {
            after.extend(Successor::many());
            continue;
        }
        let many = [1, 2, 0].get(said as usize).copied().unwrap_or(said);
        let mut next = || {
            let place = if different.len() > 1 { bits.golomb(order) as usize } else { 0 };
            different.get(place).copied()
        };
        match many {
            1 => after.push(next()?.first()),
            many => {
                let these: Vec<Successor> = (0..many).map(|_| next()).collect::<Option<_>>()?;
                after.extend(Successor::told(these.into_iter(), width));
            }
        }
    }
    Some(after)
}
