//! The index read back, against a scan of the texts.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use proptest::prelude::*;

use super::{
    FOLDER, File,
    chosen::Chosen,
    edited, fold,
    known::{Changes, Known},
    numbers::Numbered,
    pairs::{Detail, END, HASH_BITS, MOST_SUCCESSORS, Pair, hash},
    shards::{self, DISTANCE_ORDER, Shards, spread},
    units::Reader,
};
use crate::{route::Address, site::key::Key};

/// What the index says of a pair: in how many articles it stands, on which leaves, and
/// what comes after it on each.
#[derive(Default)]
struct Found {
    articles: u32,
    leaves: Vec<(u32, Option<Vec<u32>>)>,
}

/// In parts as small as can be.
fn numbered(articles: &[Vec<String>]) -> Numbered {
    some(articles, &Chosen::All)
}

fn some(articles: &[Vec<String>], chosen: &Chosen) -> Numbered {
    Numbered::new(articles, Detail::PART, |texts| texts.iter().map(String::as_str), chosen)
}

/// The lists of a character in one of the files, as units.
fn lists(shards: &Shards, name: &str, first: char) -> Option<Vec<u16>> {
    let file = shards.files.iter().find(|file| file.name == name)?;
    shards::read(file.bytes.as_ref()?, name)?.remove(&first)
}

/// The file with the pairs of a character, found as the script finds it.
fn file(shards: &Shards, (first, second): Pair) -> String {
    match shards.own().find(|(own, _)| *own == first) {
        Some((_, 1)) => format!("{:x}", first as u32),
        Some((_, parts)) => format!("{:x}.{}", first as u32, spread(second, parts)),
        None => format!("s{}", spread(first, shards.shared.len() as u32)),
    }
}

fn successors(bits: &mut Reader<'_>, leaves: usize, width: u32) -> Vec<Option<Vec<u32>>> {
    let different: Vec<u32> = (0..bits.golomb(0)).map(|_| bits.bits(width)).collect();
    let single = bits.bits(1) == 1;
    let order = bits.bits(4);
    let mut each = || {
        let said = if single { 0 } else { bits.unary() };
        if said == MOST_SUCCESSORS as u32 {
            return None;
        }
        let many = [1, 2, 0].get(said as usize).copied().unwrap_or(said);
        let mut rank = || if different.len() > 1 { bits.golomb(order) } else { 0 };
        let mut hashes: Vec<u32> = (0..many).map(|_| different[rank() as usize]).collect();
        hashes.sort_unstable();
        Some(hashes)
    };
    (0..leaves).map(|_| each()).collect()
}

fn read(shards: &Shards, pair: Pair, all: usize) -> Option<Found> {
    let units = lists(shards, &file(shards, pair), pair.0)?;
    let mut bits = Reader::new(&units);
    let mut second = 0;
    let _ = bits.golomb(0);
    for _ in 0..bits.golomb(0) {
        second += bits.golomb(DISTANCE_ORDER);
        let count = bits.golomb(0) as usize + 1;
        let articles = count as u32 + bits.golomb(0);
        let leaves = bits.list(count, all.div_ceil(shards.detail.leaf))?;
        let width = shards.detail.bits(count);
        let leaves = if width == 0 {
            leaves.into_iter().map(|leaf| (leaf, None)).collect()
        } else {
            let successors = successors(&mut bits, leaves.len(), width);
            leaves.into_iter().zip(successors).collect()
        };
        if second == pair.1 as u32 {
            return Some(Found { articles, leaves });
        }
    }
    None
}

fn runs(articles: &[Vec<String>]) -> Vec<Vec<Vec<char>>> {
    let runs_of = |texts: &Vec<String>| {
        let mut runs = Vec::new();
        for text in texts {
            fold::runs(text, |run| runs.push(run.to_vec()));
        }
        runs
    };
    articles.iter().map(runs_of).collect()
}

#[test]
fn no_leaf_is_in_two_parts() {
    assert!(Detail::ALL.iter().all(|detail| Detail::PART.is_multiple_of(detail.leaf)));
}

/// Holds everything that the index says against a scan, whatever it knows.
fn compare(articles: &[Vec<String>]) {
    let text = numbered(articles);
    for detail in 0..Detail::ALL.len() {
        compare_to(articles, &shards::write(&text.weighed(|place, _| place == detail)));
    }
}

fn compare_to(articles: &[Vec<String>], shards: &Shards) {
    let all = articles.len();
    let runs = runs(articles);
    let characters: BTreeSet<char> = runs.iter().flatten().flatten().copied().collect();
    let seconds: Vec<char> = characters.iter().copied().chain([END]).collect();
    let size = shards.detail.leaf;
    let leaf = |leaf: u32| runs.chunks(size).nth(leaf as usize).into_iter().flatten().flatten();
    let leaves = 0..all.div_ceil(size) as u32;
    for &first in &characters {
        for &second in &seconds {
            let has = |run: &Vec<char>| {
                run.windows(2).any(|two| two == [first, second])
                    || second == END && run.last() == Some(&first)
            };
            let expected: Vec<u32> = leaves.clone().filter(|&l| leaf(l).any(has)).collect();
            let found = read(shards, (first, second), all).unwrap_or_default();
            let articles = runs.iter().filter(|runs| runs.iter().any(has)).count();
            assert_eq!(found.articles as usize, articles, "{first}{second}");
            let on: Vec<u32> = found.leaves.iter().map(|(leaf, _)| *leaf).collect();
            assert_eq!(on, expected, "{first}{second}");
            let width = shards.detail.bits(on.len());
            for (number, successors) in found.leaves {
                let after: BTreeSet<u32> = leaf(number)
                    .flat_map(|run| run.windows(3))
                    .filter(|three| three[..2] == [first, second])
                    .map(|three| hash(three[2]) >> (HASH_BITS - width.min(HASH_BITS)))
                    .collect();
                if let Some(successors) = successors {
                    assert_eq!(successors, Vec::from_iter(after), "{first}{second}");
                }
            }
        }
        let has = |run: &Vec<char>| run.contains(&first);
        let parts = shards.own().find(|(own, _)| *own == first).map_or(1, |(_, parts)| parts);
        let name = match parts {
            1 => file(shards, (first, END)),
            _ => format!("{:x}", first as u32),
        };
        let units = lists(shards, &name, first).unwrap_or_default();
        let mut bits = Reader::new(&units);
        let articles = runs.iter().filter(|runs| runs.iter().any(has)).count();
        assert_eq!(bits.golomb(0) as usize, articles, "{first}");
        if parts > 1 {
            let count = bits.golomb(0) as usize;
            let expected: Vec<u32> = leaves.clone().filter(|&l| leaf(l).any(has)).collect();
            let found = bits.list(count, all.div_ceil(shards.detail.leaf));
            assert_eq!(found, Some(expected), "{first}");
        }
    }
}

fn articles(most: usize) -> impl Strategy<Value = Vec<Vec<String>>> {
    let text = "[甲乙丙丁𠮷ＡaB1， \n]{0,12}";
    proptest::collection::vec(proptest::collection::vec(text, 0..4), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_index_says_what_a_scan_says(articles in articles(40)) {
        compare(&articles);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn so_it_does_where_pairs_are_frequent(articles in articles(2500)) {
        compare(&articles);
    }
}

/// A character with so many pairs that they lie in several files.
#[test]
fn a_character_with_many_pairs_is_split() {
    let second = |n: u32| char::from_u32(0x4e00 + n * 7 % 3000).unwrap_or('一');
    let articles: Vec<Vec<String>> = (0..600u32)
        .map(|a| (0..40).map(|n| format!("的{}甲", second(a * a * 31 + n * 77))).collect())
        .collect();
    let shards = shards::write(&numbered(&articles).fitting());
    let own: Vec<(char, u32)> = shards.own().collect();
    assert!(own.iter().any(|&(first, parts)| first == '的' && parts > 1), "{own:?}");
    let names: BTreeSet<&str> = shards.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names.len(), shards.files.len(), "two files of one name");
    for n in [0, 1, 77, 1500] {
        let pair = ('的', second(n));
        let begins = |text: &String| text.starts_with(&format!("的{}", pair.1));
        let expected = articles.iter().filter(|texts| texts.iter().any(begins)).count();
        let found = read(&shards, pair, articles.len()).unwrap_or_default();
        assert_eq!(found.articles as usize, expected);
    }
}

#[test]
fn a_frequent_pair_knows_more_of_what_follows() {
    let [most, _, least, ..] = Detail::ALL;
    let bits = |detail: Detail| [1, 127, 128, 511, 512, 1024, 10_000].map(|n| detail.bits(n));
    assert_eq!(bits(most), [0, 0, 2, 3, 4, 5, 8]);
    assert_eq!(bits(least), [0, 0, 0, 0, 2, 3, 6]);
    assert_eq!(most.bits(usize::MAX), HASH_BITS);
}

/// The lists of texts that say ever new things are long: they know less of what comes
/// after a pair, and of where it stands, so that the index stays below a third of the text.
#[test]
fn an_index_knows_as_much_as_fits() {
    let mut state = 7_u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut articles = |characters: u32, length: u32| -> Vec<Vec<String>> {
        let character = |n: u32| char::from_u32(0x4e00 + n).unwrap_or('一');
        (0..3000)
            .map(|_| vec![(0..length).map(|_| character(random(characters))).collect()])
            .collect()
    };
    // Few different pairs, many times each; more and more.
    let texts = [articles(12, 900), articles(60, 300), articles(110, 190), articles(140, 160)];
    let shards = texts.each_ref().map(|texts| shards::write(&numbered(texts).fitting()));
    let [most, less, _, fours, eights] = Detail::ALL;
    assert_eq!(shards.each_ref().map(|shards| shards.detail), [most, less, fours, eights]);
    for (texts, shards) in texts.iter().zip(&shards) {
        let text: usize = texts.iter().flatten().map(String::len).sum();
        let lists = shards.files.iter().filter_map(|file| file.bytes.as_ref());
        let lists: usize = lists.map(Vec::len).sum();
        assert!(lists * 3 <= text, "{lists} bytes for {text} of text");
    }
}

/// What is known of an index of some articles.
fn known(articles: &[Vec<String>], shards: &Shards) -> Option<Known> {
    let detail = shards.detail.place()?;
    let (listed, shared) = (shards.listed.clone(), shards.shared.clone());
    Some(Known { detail, articles: articles.len(), listed, shared, leaves: Vec::new() })
}

/// How an index is made of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// Of its lists, as far as they say what is needed; else of the texts.
    Lists,
    /// Of the texts alone.
    Texts,
}

/// The index of `new` made of that of `old`, if it can be; and whether its lists were enough.
fn renewed(
    (old, before): (&[Vec<String>], &Shards),
    new: &[Vec<String>],
    known: &Known,
    by: By,
) -> Option<(Shards, bool)> {
    let mut changes = Changes::default();
    let leaf = known.detail()?.leaf;
    for (number, (old, new)) in old.chunks(leaf).zip(new.chunks(leaf)).enumerate() {
        if old != new {
            let articles = old.iter().zip(new).map(|(old, new)| (borrowed(old), borrowed(new)));
            changes.leaf(number, articles, known);
        }
    }
    let chosen = changes.chosen(known);
    let file = |address: &Address| {
        let file = before.files.iter().find(|file| pairs_file(file) == *address)?;
        file.bytes.clone().map(Bytes::from)
    };
    let damaged = |address: &Address| {
        let mut bytes = file(address)?.to_vec();
        // Before what ends each file is the last unit of a list.
        let at = bytes.len().checked_sub(12)?;
        bytes[at] ^= 1;
        Some(bytes.into())
    };
    let is_asked = !changes.shared.is_empty();
    assert!(!is_asked || edited::groups(&changes, known, &damaged).is_none());
    let edited = edited::groups(&changes, known, &file).filter(|_| by == By::Lists);
    let enough = edited.is_some();
    let groups = edited.unwrap_or_else(|| {
        shards::groups(&some(new, &chosen).weighed(|place, _| place == known.detail))
    });
    let most = some(new, &chosen).most();
    Some((shards::renew(&groups, known, (&changes, &chosen), most)?, enough))
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

fn pairs_file(file: &File) -> Address {
    Address::file(format!("{FOLDER}pairs/{}.js", file.name))
}

/// Holds an index that was made of another one against one made anew: how many of its files
/// were taken over, how many there are, and whether the lists of the other were enough; `None` if
/// it has to be made anew.
fn hold(old: &[Vec<String>], new: &[Vec<String>]) -> Option<(usize, usize, bool)> {
    let before = shards::write(&numbered(old).fitting());
    let known = known(old, &before)?;
    let by = |by| renewed((old, &before), new, &known, by);
    let (by_lists, by_texts) = (by(By::Lists), by(By::Texts));
    assert_eq!(by_lists.is_some(), by_texts.is_some());
    let whole = shards::write(&numbered(new).fitting());
    let (renewed, enough) = by_lists?;
    for renewed in [&renewed, &by_texts?.0] {
        compare_shards(renewed, &whole);
        let kept = renewed.files.iter().filter(|file| file.bytes.is_none());
        let as_they_were = named(&before);
        assert!(kept.clone().all(|file| as_they_were.get(&file.name) == Some(&file.key)));
    }
    let kept = renewed.files.iter().filter(|file| file.bytes.is_none()).count();
    Some((kept, renewed.files.len(), enough))
}

fn named(shards: &Shards) -> BTreeMap<String, Key> {
    shards.files.iter().map(|file| (file.name.clone(), file.key)).collect()
}

fn compare_shards(one: &Shards, other: &Shards) {
    let (ours, theirs) = (named(one), named(other));
    let differ = theirs.iter().filter(|(name, key)| ours.get(*name) != Some(*key));
    let differ: Vec<&String> = differ.map(|(name, _)| name).collect();
    assert!(differ.is_empty() && ours.len() == theirs.len(), "{differ:?}");
    assert_eq!(one.listed, other.listed);
    assert_eq!((&one.shared, one.detail), (&other.shared, other.detail));
}

/// Articles of many characters, some of them in lists of their own. They say much the same, as
/// articles do: their lists are not too long to know all there is.
fn plain(articles: u32) -> Vec<Vec<String>> {
    let mut state = 5_u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    // Of three numbers the smallest: low ones are frequent.
    let mut low = move |below: u32| random(below).min(random(below)).min(random(below));
    let phrase = |_| (0..12).filter_map(|_| char::from_u32(0x4e00 + low(2500))).collect();
    let phrases: Vec<String> = (0..400).map(phrase).collect();
    let text = |_| vec![(0..50).map(|_| phrases[low(400) as usize].as_str()).collect()];
    (0..articles).map(text).collect()
}

/// A text of which so many articles, every other one, have 甲乙 and after it each of some
/// characters. All of them have some more.
fn followed(articles: usize, having: usize, after: &[char]) -> Vec<Vec<String>> {
    let filling: String = ('一'..='丿').collect();
    let text: String = after.iter().flat_map(|c| ['甲', '乙', *c, '丿']).collect();
    let article = |n: usize| {
        let has = n.is_multiple_of(2) && n / 2 < having;
        vec![filling.clone(), if has { text.clone() } else { String::new() }]
    };
    (0..articles).map(article).collect()
}

/// Lists say of a pair what is needed, unless more is to be known of it than there was, or of many
/// characters how many they are in fewer bits.
#[test]
fn lists_are_enough_while_they_know_enough() {
    // Eight characters that four bits of their hashes tell apart, and three do not.
    let mut eight: Vec<char> = Vec::new();
    for c in '人'..='龥' {
        let four = |c: char| hash(c) >> (HASH_BITS - 4);
        if four(c) < 8 && eight.iter().all(|other| four(*other) != four(c)) {
            eight.push(c);
        }
    }
    assert_eq!(eight.len(), 8);
    let enough = |(before, now): (usize, usize), after: &[char]| {
        let old = followed(1400, before, after);
        let mut new = followed(1400, now, after);
        // Another leaf that has the pair has it otherwise.
        new[20][1].push_str("甲乙龥");
        hold(&old, &new).map(|(.., enough)| enough)
    };
    let steps = [(100, 101), (127, 128), (128, 127), (129, 130), (255, 256), (256, 255)];
    let said = steps.map(|step| enough(step, &eight[..2]));
    assert_eq!(said, [true, false, true, true, false, true].map(Some));
    let steps = [(600, 601), (601, 600), (511, 512), (512, 511)];
    let said = steps.map(|step| enough(step, &eight));
    assert_eq!(said, [true, true, false, false].map(Some));
    assert_eq!(enough((512, 511), &eight[..7]), Some(true));
}

/// So many characters that no other text has, before each of them `c`.
fn rare(c: char, number: u32, times: u32) -> String {
    let other = |n: u32| char::from_u32(0x6000 + (number + n * 7) % 8000).unwrap_or(c);
    (0..times).flat_map(|n| [c, other(n)]).collect()
}

#[test]
fn an_index_is_made_anew_where_it_would_know_less_or_have_other_files() {
    let old = plain(270);
    let with = |articles: u32, times: u32| {
        let mut new = old.clone();
        for number in 0..articles {
            new[number as usize] = vec![rare('丐', number * 911, times)];
        }
        hold(&old, &new)
    };
    assert!(with(1, 3).is_some());
    // More characters share files than find room in those that there are.
    assert_eq!(with(6, 200), None);
    // The lists are too long for the texts.
    assert_eq!(with(200, 200), None);
    let mut less = old.clone();
    less[7].clear();
    assert!(hold(&old, &less).is_some());
    // So it is with as large leaves as there are.
    let large: Vec<Vec<String>> = (0..270).map(|n| vec![rare('丐', n * 911, 200)]).collect();
    assert_eq!(shards::write(&numbered(&large).fitting()).detail, Detail::ALL[4]);
    let mut edited = large.clone();
    edited[7][0].push('丐');
    edited[9][0].push_str("丐丑");
    edited[200] = vec!["丐丑".to_owned()];
    assert!(hold(&large, &edited).is_some_and(|(.., enough)| enough));
}

#[test]
fn an_edit_makes_only_the_lists_that_it_changes() -> Result<(), &'static str> {
    let old = plain(1200);
    let mut new = old.clone();
    new[77][0] = new[77][0].replacen(|c| c > '一', "丐丑", 1);
    new[700][0].push('丐');
    let (kept, all, enough) = hold(&old, &new).ok_or("made anew")?;
    assert!(kept * 3 > all * 2 && kept < all && enough, "{kept} of {all} files");
    assert_eq!(hold(&old, &old), Some((all, all, true)));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_index_made_of_another_is_one_made_anew(
        old in articles(300),
        edits in proptest::collection::vec((0_usize..300, "[甲乙丙丁戊己庚辛𠮷ａ1 ]{0,40}"), 0..6),
    ) {
        let mut new = old.clone();
        for (article, text) in edits {
            if let Some(texts) = new.get_mut(article) {
                *texts = vec![text];
            }
        }
        // Whether it can be made of the other depends on sizes alone.
        hold(&old, &new);
    }

    #[test]
    fn so_it_is_where_characters_change_their_files(
        edits in proptest::collection::vec((0_usize..400, 0_u32..2500, 1_usize..300), 1..8),
    ) {
        let old = plain(400);
        let mut new = old.clone();
        for (article, character, times) in edits {
            let c = char::from_u32(0x4e00 + character).unwrap_or('一');
            new[article] = vec![rare(c, article as u32 * 37, times as u32)];
        }
        hold(&old, &new);
    }
}
