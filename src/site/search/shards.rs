//! Lists of leaves as the scripts that a page loads.

use std::{cmp::Reverse, collections::BTreeMap, ops::Range};

use rayon::prelude::*;

use super::{
    File,
    chosen::Chosen,
    known::{Changes, Counts, Known, Listed},
    pairs::{Detail, Estimates, MOST_SUCCESSORS, Pair, Pairs, Weighed, length},
    units::{Bits, push_list, push_string, script, text_of, units_of},
};
use crate::site::key::Key;

/// A character whose lists take so many units has a file of its own.
const OWN_UNITS: usize = 3 * 512;
/// A character whose lists take more has its pairs in several files.
const MOST_UNITS: usize = 12 * 512;
/// How many units the lists of the other characters take in one file, on average.
const SHARED_UNITS: usize = 6 * 512;
/// Order of the code for the distance between the second characters of two pairs.
pub(super) const DISTANCE_ORDER: u32 = 5;

/// The files that say which pair stands where.
pub(super) struct Shards {
    pub(super) files: Vec<File>,
    /// What there is of each character, sorted.
    pub(super) listed: Vec<Listed>,
    /// The files that the characters share that have none of their own.
    pub(super) shared: Vec<Key>,
    /// How much is known.
    pub(super) detail: Detail,
}

/// What is known of the pairs that begin with one character.
pub(super) struct Group {
    first: char,
    /// In one part, or in several and before them the list of the character itself.
    parts: Vec<Vec<u16>>,
    /// How many units they have in one part.
    units: u32,
    bits: Estimates,
    counts: Counts,
}

impl Group {
    /// What is known already, with the lists in one part.
    pub(super) fn known(listed: &Listed, units: Vec<u16>) -> Self {
        let Listed { first, bits, counts, .. } = listed;
        let (bits, counts) = (*bits, counts.clone());
        Self { first: *first, units: listed.units, parts: vec![units], bits, counts }
    }

    pub(super) fn first(&self) -> char {
        self.first
    }

    /// Its files, if it has its own.
    fn own_files(&self) -> Vec<File> {
        let named = |(number, units): (usize, &Vec<u16>)| {
            let name = own_name(self.first, number);
            File::new(file(&name, [(self.first, units.as_slice())]), name)
        };
        let parts = is_own(self.units).then(|| self.parts.iter().enumerate());
        parts.into_iter().flatten().map(named).collect()
    }
}

impl Shards {
    /// Characters with a file of their own, each with the number of files its pairs lie in:
    /// one, unless they are too many for one.
    pub(super) fn own(&self) -> impl Iterator<Item = (char, u32)> {
        let own = self.listed.iter().filter(|listed| !listed.files.is_empty());
        // A character has few files.
        own.map(|listed| (listed.first, (listed.files.len() - 1).max(1) as u32))
    }
}

/// Writes the pairs of all characters.
pub(super) fn write(weighed: &Weighed) -> Shards {
    let groups = groups(weighed);
    let others = groups.iter().map(|group| group.units).filter(|&units| !is_own(units));
    let shared = shared(others);
    assemble(weighed.pairs.detail(), &groups, Vec::new(), vec![None; shared])
}

/// Writes the pairs of the `chosen` characters, those of the `changes` and those that share a
/// file with one of them, and takes of `known` what there was of the others; `most` is what all
/// lists may take. `None` if another index would know more or less, or have its characters in
/// other files.
pub(super) fn renew(
    groups: &[Group],
    known: &Known,
    (changes, chosen): (&Changes, &Chosen),
    most: usize,
) -> Option<Shards> {
    let kept = || known.listed.iter().filter(|listed| !chosen.has(listed.first));
    let units = groups.iter().map(|group| group.units).chain(kept().map(|listed| listed.units));
    if shared(units.filter(|&units| !is_own(units))) != known.shared.len() {
        return None;
    }
    let bits = |detail: usize| -> u64 {
        let new = groups.iter().map(|group| group.bits[detail]);
        new.chain(kept().map(|listed| listed.bits[detail])).sum()
    };
    let last = Detail::ALL.len() - 1;
    let fits = (0..last).take(known.detail + 1).find(|&detail| length(bits(detail)) <= most);
    if fits.unwrap_or(last) != known.detail {
        return None;
    }
    let shared = (0..).zip(&known.shared);
    let shared = shared.map(|(number, key)| (!changes.shared.contains(&number)).then_some(*key));
    Some(assemble(known.detail()?, groups, kept().cloned().collect(), shared.collect()))
}

/// The files of some characters that are written, beside those of others that are `kept`; of the
/// files that characters share some are kept as well.
fn assemble(
    detail: Detail,
    groups: &[Group],
    kept: Vec<Listed>,
    shared: Vec<Option<Key>>,
) -> Shards {
    // Fewer than there are characters.
    let files_shared = shared.len() as u32;
    let mut files: Vec<File> = Vec::new();
    for listed in &kept {
        let names = (0..).map(|number| own_name(listed.first, number));
        files.extend(names.zip(&listed.files).map(|(name, key)| File::kept(name, *key)));
    }
    let mut listed = kept;
    let mut others: BTreeMap<u32, Vec<(char, &[u16])>> = BTreeMap::new();
    let own: Vec<Vec<File>> = groups.par_iter().map(Group::own_files).collect();
    for (Group { first, parts, units, bits, counts }, own) in groups.iter().zip(own) {
        if own.is_empty() {
            let lists = others.entry(spread(*first, files_shared)).or_default();
            lists.push((*first, &parts[0]));
        }
        let keys = own.iter().map(|file| file.key).collect();
        let counts = counts.clone();
        listed.push(Listed { first: *first, units: *units, bits: *bits, counts, files: keys });
        files.extend(own);
    }
    let shared: Vec<File> = (0..files_shared)
        .into_par_iter()
        .zip(shared)
        .map(|(number, kept)| {
            let name = shared_name(number);
            let lists = others.get(&number).into_iter().flatten().copied();
            match kept {
                Some(key) => File::kept(name, key),
                None => File::new(file(&name, lists), name),
            }
        })
        .collect();
    listed.sort_unstable_by_key(|listed| listed.first);
    let keys = shared.iter().map(|file| file.key).collect();
    files.extend(shared);
    Shards { files, listed, shared: keys, detail }
}

/// Whether a character with so many units has files of its own.
fn is_own(units: u32) -> bool {
    units as usize >= OWN_UNITS
}

/// How many files characters share that have so many units each.
fn shared(units: impl Iterator<Item = u32>) -> usize {
    let units: usize = units.map(|units| units as usize).sum();
    units.div_ceil(SHARED_UNITS).next_power_of_two()
}

/// The files of a character of its own: the first has all its pairs, or else the character
/// itself, and the others have the pairs.
pub(super) fn own_name(first: char, number: usize) -> String {
    match number {
        0 => format!("{:x}", first as u32),
        n => format!("{:x}.{}", first as u32, n - 1),
    }
}

/// The file of this number that characters share.
pub(super) fn shared_name(number: u32) -> String {
    format!("s{number}")
}

/// Which of `files`, a power of two, has the character `c`. `client.js` finds the same.
pub(super) fn spread(c: char, files: u32) -> u32 {
    (c as u32).wrapping_mul(0x9e37_79b1) >> 8 & (files - 1)
}

fn file<'u>(name: &str, lists: impl IntoIterator<Item = (char, &'u [u16])>) -> Vec<u8> {
    let mut out = begin(name);
    for (number, (first, units)) in lists.into_iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        out.push_str(&super::json(&first));
        out.push(':');
        push_string(&mut out, units);
    }
    out.push_str(END);
    script(&out)
}

/// What stands in a file before its lists, and after them.
fn begin(name: &str) -> String {
    format!("kanyinShard(\"pairs/{name}\",{{")
}
const END: &str = "});\n";

/// The lists in the file of this name, by their characters; `None` if it is no such file.
pub(super) fn read(bytes: &[u8], name: &str) -> Option<BTreeMap<char, Vec<u16>>> {
    let text = text_of(bytes)?;
    let lists = text.strip_prefix(&begin(name))?.strip_suffix(END)?;
    let lists: BTreeMap<char, String> = serde_json::from_str(&format!("{{{lists}}}")).ok()?;
    lists.into_iter().map(|(first, units)| Some((first, units_of(&units)?))).collect()
}

/// The lists of all characters that there are.
pub(super) fn groups(Weighed { pairs, bits, finer, occurrences }: &Weighed) -> Vec<Group> {
    let groups = pairs.groups().into_par_iter().zip(bits);
    let counts = |range: Range<usize>| Counts {
        finer: range.clone().flat_map(|pair| finer.iter().map(move |all| all[pair])).collect(),
        occurrences: occurrences[range].iter().copied().filter(|&count| count > 0).collect(),
    };
    groups.map(|(range, bits)| group(pairs, range.clone(), *bits, counts(range))).collect()
}

/// The lists of a character, whose pairs are in this range.
pub(super) fn group(pairs: &Pairs, range: Range<usize>, bits: Estimates, counts: Counts) -> Group {
    let members: Vec<usize> = range.collect();
    let first = pairs.pairs()[members[0]].0;
    let whole = lists(pairs, &members);
    // A list is shorter than the text, which is in memory.
    let units = whole.len() as u32;
    if whole.len() <= MOST_UNITS || members.len() < 2 {
        return Group { first, parts: vec![whole], units, bits, counts };
    }
    let count = whole.len().div_ceil(MOST_UNITS).next_power_of_two() as u32;
    let mut parts = vec![character(pairs, &members)];
    for part in 0..count {
        let its = |&member: &usize| spread(pairs.pairs()[member].1, count) == part;
        let its: Vec<usize> = members.iter().copied().filter(its).collect();
        parts.push(lists(pairs, &its));
    }
    Group { first, parts, units, bits, counts }
}

/// A character itself: in how many articles it stands, and the leaves of all pairs that
/// begin with it.
fn character(pairs: &Pairs, members: &[usize]) -> Vec<u16> {
    let all = pairs.all();
    let mut has = vec![false; all];
    for &leaf in members.iter().flat_map(|&member| pairs.leaves(member)) {
        has[leaf as usize] = true;
    }
    // Leaves are counted in 32 bits.
    let leaves: Vec<u32> = (0..all as u32).filter(|&leaf| has[leaf as usize]).collect();
    let mut bits = Bits::default();
    bits.golomb(pairs.articles_of(pairs.pairs()[members[0]].0), 0);
    bits.golomb(leaves.len() as u32, 0);
    push_list(&mut bits, &leaves, all);
    bits.finish()
}

/// Pairs that begin with one character: in how many articles it stands, how many pairs
/// there are, then each.
fn lists(pairs: &Pairs, members: &[usize]) -> Vec<u16> {
    let mut bits = Bits::default();
    bits.golomb(members.first().map_or(0, |&m| pairs.articles_of(pairs.pairs()[m].0)), 0);
    bits.golomb(members.len() as u32, 0);
    let mut before = 0;
    for &member in members {
        let (_, second): Pair = pairs.pairs()[member];
        let leaves = pairs.leaves(member);
        bits.golomb(second as u32 - before, DISTANCE_ORDER);
        before = second as u32;
        bits.golomb(leaves.len() as u32 - 1, 0);
        // Each leaf has one of them at least.
        bits.golomb(pairs.articles(member) - leaves.len() as u32, 0);
        push_list(&mut bits, leaves, pairs.all());
        let width = pairs.detail().bits(leaves.len());
        if width > 0 {
            push_successors(&mut bits, pairs, member, width);
        }
    }
    bits.finish()
}

/// What comes after a pair on each of its leaves: first the different hashes, the
/// most frequent first, then for each article which of them.
fn push_successors(bits: &mut Bits, pairs: &Pairs, pair: usize, width: u32) {
    let mut counts = vec![0_u32; 1 << width];
    let mut single = true;
    pairs.successors(pair, width, |hashes| {
        single &= hashes.len() == 1;
        if hashes.len() < MOST_SUCCESSORS {
            for &hash in hashes {
                counts[hash as usize] += 1;
            }
        }
    });
    let mut different: Vec<u32> =
        (0..1 << width).filter(|&hash| counts[hash as usize] > 0).collect();
    different.sort_by_key(|&hash| (Reverse(counts[hash as usize]), hash));
    let mut ranks = vec![0; 1 << width];
    for (rank, &hash) in different.iter().enumerate() {
        ranks[hash as usize] = rank as u32;
    }
    let cost = |order: u32| -> u64 {
        let each = different.iter().map(|&hash| {
            let length = Bits::golomb_length(ranks[hash as usize], order);
            u64::from(counts[hash as usize]) * u64::from(length)
        });
        each.sum()
    };
    let order = (0..width).min_by_key(|&order| cost(order)).unwrap_or_default();
    bits.golomb(different.len() as u32, 0);
    for &hash in &different {
        bits.bits(hash, width);
    }
    bits.bits(u32::from(single), 1);
    bits.bits(order, 4);
    pairs.successors(pair, width, |hashes| {
        let count = hashes.len().min(MOST_SUCCESSORS) as u32;
        if !single {
            // One is the rule, then two, then none.
            bits.unary([2, 0, 1].get(count as usize).copied().unwrap_or(count));
        }
        if different.len() > 1 && hashes.len() < MOST_SUCCESSORS {
            for &hash in hashes {
                bits.golomb(ranks[hash as usize], order);
            }
        }
    });
}
