//! Lists of leaves as the scripts that a page loads.

use std::{cmp::Reverse, collections::BTreeMap};

use rayon::prelude::*;

use super::{
    pairs::{Detail, Pair, Pairs},
    units::{Bits, push_list, push_string, script},
};

/// A character whose lists take so many units has a file of its own.
const OWN_UNITS: usize = 3 * 512;
/// A character whose lists take more has its pairs in several files.
const MOST_UNITS: usize = 12 * 512;
/// How many units the lists of the other characters take in one file, on average.
const SHARED_UNITS: usize = 6 * 512;
/// Order of the code for the distance between the second characters of two pairs.
pub(super) const DISTANCE_ORDER: u32 = 5;
/// A pair with as many characters after it on one leaf has them all.
pub(super) const MOST_SUCCESSORS: usize = 8;

/// The files that say which pair stands where.
pub(super) struct Shards {
    /// Their names and what is in them.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Characters with a file of their own, each with the number of files its pairs
    /// lie in: one, unless they are too many for one.
    pub(super) own: Vec<(char, u32)>,
    /// How many files the other characters share.
    pub(super) shared: u32,
    /// How much is known.
    pub(super) detail: Detail,
}

/// What is known of the pairs that begin with one character.
struct Group {
    first: char,
    /// In one part, or in several and before them the list of the character itself.
    parts: Vec<Vec<u16>>,
}

/// Writes the pairs.
pub(super) fn write(pairs: &Pairs) -> Shards {
    let groups = pairs.pairs().chunk_by(|a, b| a.0 == b.0);
    let mut start = 0;
    let ranges: Vec<std::ops::Range<usize>> = groups
        .map(|group| {
            start += group.len();
            start - group.len()..start
        })
        .collect();
    let groups: Vec<Group> =
        ranges.into_par_iter().map(|range| group(pairs, &range.collect::<Vec<_>>())).collect();
    let mut shards =
        Shards { files: Vec::new(), own: Vec::new(), shared: 1, detail: pairs.detail() };
    let (own, others): (Vec<Group>, Vec<Group>) = groups
        .into_iter()
        .partition(|group| group.parts[0].len() >= OWN_UNITS || group.parts.len() > 1);
    for Group { first, parts } in own {
        // A group has few parts.
        shards.own.push((first, (parts.len() - 1).max(1) as u32));
        for (number, units) in parts.iter().enumerate() {
            let name = match number {
                0 => format!("{:x}", first as u32),
                n => format!("{:x}.{}", first as u32, n - 1),
            };
            shards.files.push((name.clone(), file(&name, [(first, units.as_slice())])));
        }
    }
    let units: usize = others.iter().map(|group| group.parts[0].len()).sum();
    // Fewer than there are characters.
    shards.shared = units.div_ceil(SHARED_UNITS).next_power_of_two() as u32;
    let mut shared: BTreeMap<u32, Vec<(char, &[u16])>> = BTreeMap::new();
    for group in &others {
        let file = spread(group.first, shards.shared);
        shared.entry(file).or_default().push((group.first, &group.parts[0]));
    }
    for number in 0..shards.shared {
        let lists = shared.remove(&number).unwrap_or_default();
        let name = format!("s{number}");
        shards.files.push((name.clone(), file(&name, lists)));
    }
    shards
}

/// Which of `files`, a power of two, has the character `c`. `client.js` finds the same.
pub(super) fn spread(c: char, files: u32) -> u32 {
    (c as u32).wrapping_mul(0x9e37_79b1) >> 8 & (files - 1)
}

fn file<'u>(name: &str, lists: impl IntoIterator<Item = (char, &'u [u16])>) -> Vec<u8> {
    let mut out = format!("kanyinShard(\"pairs/{name}\",{{");
    for (number, (first, units)) in lists.into_iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        out.push_str(&super::json(&first.to_string().into()));
        out.push(':');
        push_string(&mut out, units);
    }
    out.push_str("});\n");
    script(&out)
}

fn group(pairs: &Pairs, members: &[usize]) -> Group {
    let first = pairs.pairs()[members[0]].0;
    let whole = lists(pairs, members);
    if whole.len() <= MOST_UNITS || members.len() < 2 {
        return Group { first, parts: vec![whole] };
    }
    let count = whole.len().div_ceil(MOST_UNITS).next_power_of_two() as u32;
    let mut parts = vec![character(pairs, members)];
    for part in 0..count {
        let its = |&member: &usize| spread(pairs.pairs()[member].1, count) == part;
        let its: Vec<usize> = members.iter().copied().filter(its).collect();
        parts.push(lists(pairs, &its));
    }
    Group { first, parts }
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
