//! Step 12: what looks wrong and has no sure repair. It is reported and left as
//! printed: the editor decides.

use std::{cell::LazyCell, collections::HashSet, ops::Range, sync::OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};

use super::{
    decode::Seed,
    passage::{Passage, Role},
    repair::{Kind, Repair},
    repairs::shown,
    roles,
    segment::Draft,
};
use crate::text::{is_han, words};

/// Looks over one piece.
pub fn doubts(seed: &Seed, draft: &Draft) -> Vec<Repair> {
    let mut found = Vec::new();
    for (at, passage) in draft.body.iter().enumerate() {
        let text = passage.words(seed);
        let offsets = LazyCell::new(|| passage.offsets());
        let report = |kind: Kind, range: &Range<usize>, meant: String| {
            Repair::reported(kind, offsets.source(range.start)).words(shown(&text, range), meant)
        };
        let phrases = off_phrases(&text);
        // Phrases are in order of their starts: how far those up to each reach.
        let mut furthest = 0;
        let reach: Vec<usize> = phrases
            .iter()
            .map(|(phrase, _)| {
                furthest = furthest.max(phrase.end);
                furthest
            })
            .collect();
        let inside = |range: &Range<usize>| {
            let before = phrases.partition_point(|(phrase, _)| phrase.start < range.end);
            before.checked_sub(1).is_some_and(|last| reach[last] > range.start)
        };
        for range in repeated_items(&text).iter().filter(|r| !inside(r)) {
            found.push(report(Kind::RepeatedItem, range, String::new()));
        }
        for (range, phrase) in &phrases {
            found.push(report(Kind::SetPhrase, range, (*phrase).to_owned()));
        }
        for range in adverbs_without_verb(&text) {
            found.push(report(Kind::AdverbWithoutVerb, &range, String::new()));
        }
        found.extend(unbalanced(seed, draft, at, passage, &text));
    }
    found
}

/// Enumerations that name the same thing twice in a row: 甲、乙、乙. The second
/// may be followed by what belongs to all of them.
fn repeated_items(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    if !text.contains('、') {
        return found;
    }
    let ends = |c| matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | '“' | '”' | '（' | '）');
    for clause in text.split_inclusive(ends) {
        let mut at = start;
        start += clause.len();
        let mut before: Option<(usize, &str)> = None;
        for item in clause.split('、') {
            if let Some((from, last)) = before
                && last.chars().all(is_han)
                && repeats(item, last)
            {
                found.push(from..at + last.len());
            }
            before = Some((at, item));
            at += item.len() + '、'.len_utf8();
        }
    }
    found
}

/// Whether an item of a list is the one before it again. Two characters that
/// merely begin a longer item are none: 一个、一个人.
fn repeats(item: &str, last: &str) -> bool {
    let length = last.chars().count();
    let item = item.trim_end_matches(|c| !is_han(c));
    (length >= 2 && item == last) || (length >= 3 && item.starts_with(last))
}

/// Phrases as characters, with an automaton for their first characters.
struct Phrases {
    phrases: Vec<(&'static str, Vec<char>)>,
    starts: Option<AhoCorasick>,
}

/// By how many first characters a phrase is recognised.
const START: usize = 5;
/// Share of a phrase that may differ for it to be meant.
const DIFFERENT: f32 = 0.3;

fn set_phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let lines = include_str!("phrases.txt").lines();
        let lines = lines.filter(|l| !l.starts_with('#') && l.chars().count() > START);
        let phrases: Vec<(&str, Vec<char>)> = lines.map(|l| (l, l.chars().collect())).collect();
        let starts = phrases.iter().map(|(_, chars)| chars[..START].iter().collect::<String>());
        // Two phrases may start alike: each is tried where the start stands.
        let starts = AhoCorasick::builder().match_kind(MatchKind::Standard).build(starts).ok();
        Phrases { phrases, starts }
    })
}

/// Where a text begins like a set phrase and then differs, with the phrase.
fn off_phrases(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let known = set_phrases();
    let Some(starts) = &known.starts else { return Vec::new() };
    let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
    // Most texts have no start of any.
    if !starts.is_match(text) {
        return found;
    }
    let mut taken = HashSet::new();
    for start in starts.find_overlapping_iter(text) {
        let (phrase, wanted) = &known.phrases[start.pattern().as_usize()];
        let chars: Vec<char> = text[start.start()..].chars().take(wanted.len() + 4).collect();
        let (distance, length) = nearest_prefix(wanted, &chars);
        let limit = (DIFFERENT * wanted.len() as f32) as usize;
        if distance == 0 {
            // The phrase as it should be: no other phrase is meant here.
            // Only the last that was found can start there.
            found.pop_if(|(range, _)| range.start == start.start());
            taken.insert(start.start());
        } else if distance <= limit.max(1) && taken.insert(start.start()) {
            let bytes: usize = chars[..length].iter().map(|c| c.len_utf8()).sum();
            found.push((start.start()..start.start() + bytes, *phrase));
        }
    }
    found
}

/// The edit distance from `wanted` to the start of `text` that is nearest, and
/// how many characters that start has.
fn nearest_prefix(wanted: &[char], text: &[char]) -> (usize, usize) {
    let mut row: Vec<usize> = (0..=text.len()).collect();
    for (i, w) in wanted.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, t) in text.iter().enumerate() {
            let substitute = diagonal + usize::from(w != t);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    // Of equally near starts the one as long as the phrase.
    let lengths = row.iter().copied().enumerate().map(|(l, d)| (d, l.abs_diff(wanted.len()), l));
    lengths.min().map_or((wanted.len(), 0), |(distance, _, length)| (distance, length))
}

/// Adverbs that a verb must follow.
const ADVERBS: &[&str] = &[
    "最大限度",
    "最大程度",
    "更好",
    "更快",
    "有效",
    "不断",
    "积极",
    "充分",
    "切实",
    "深入",
    "全面",
    "及时",
    "主动",
    "努力",
    "牢牢",
    "稳步",
    "持续",
    "扎实",
    "认真",
    "严格",
    "迅速",
    "科学",
    "系统",
    "广泛",
];

/// Adverbs in 地 that a noun follows where a verb must: a word such as 将 is
/// missing (最大限度地矛盾化解).
fn adverbs_without_verb(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, mark) in text.match_indices('地') {
        let Some(adverb) = ADVERBS.iter().find(|a| text[..at].ends_with(**a)) else { continue };
        let end = at + mark.len();
        let divides = |c: &char| matches!(c, '，' | '。' | '；' | '、' | '“' | '《');
        let next: String = text[end..].chars().take(8).take_while(|c| !divides(c)).collect();
        let tokens = words::tagged(&next);
        let noun = |tag: &str| (tag.starts_with('n') || tag == "an") && !tag.starts_with("nr");
        let nouns = tokens.iter().take_while(|t| noun(t.tag) && t.word.chars().count() > 1).count();
        let verb = tokens.get(nouns).is_some_and(|t| t.tag.starts_with('v'));
        if nouns > 0 && verb {
            let words: usize = tokens[..=nouns].iter().map(|t| t.word.len()).sum();
            found.push(at - adverb.len()..end + words);
        }
    }
    found
}

/// A quotation or bracket of a paragraph that has no partner. Speech of several
/// paragraphs opens each of them and closes the last.
fn unbalanced(
    seed: &Seed,
    draft: &Draft,
    at: usize,
    passage: &Passage,
    text: &str,
) -> Option<Repair> {
    if passage.ends_in_gap() || passage.role == Role::Head {
        return None;
    }
    let open = roles::open_at_end(text);
    if open.as_ref().is_some_and(Vec::is_empty) {
        return None;
    }
    // The stray marks at the start were weighed, and reported if they stayed.
    let speech = open.is_some_and(|o| o.len() == 1 && text.starts_with(o[0]));
    let goes_on = draft.body.get(at + 1).is_some_and(|n| n.words(seed).starts_with('“'));
    if speech || goes_on {
        return None;
    }
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    let shown: String = words::last_chars(text, 16).into_iter().collect();
    Some(Repair::reported(Kind::Unbalanced, passage.source(last)).words(shown, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked<'a>(text: &'a str, ranges: &[Range<usize>]) -> Vec<&'a str> {
        ranges.iter().map(|r| &text[r.clone()]).collect()
    }

    #[test]
    fn a_list_that_repeats_itself_is_found() {
        let text = "村里修了水渠、乡村道路、乡村道路两旁的路灯，种了梨树、桃树、桃树。";
        assert_eq!(marked(text, &repeated_items(text)), ["乡村道路、乡村道路", "桃树、桃树"]);
        assert!(repeated_items("水渠、道路，道路、桥梁都修了。一、一个、一个人").is_empty());
    }

    #[test]
    fn what_differs_from_a_set_phrase_is_found_with_the_phrase() {
        let off = |text: &'static str| -> Vec<(&str, &str)> {
            off_phrases(text).into_iter().map(|(r, p)| (&text[r], p)).collect()
        };
        assert_eq!(
            off("推进科学立法、严格执法、公正执法、全民守法，"),
            [("科学立法、严格执法、公正执法、全民守法", "科学立法、严格执法、公正司法、全民守法")]
        );
        assert!(off("推进科学立法、严格执法、公正司法、全民守法。").is_empty());
        assert!(off("科学立法、民主立法是立法的原则，村民都知道。").is_empty());
    }

    #[test]
    fn an_adverb_without_its_verb_is_found() {
        let text = "要及时地问题解决在村里。";
        assert_eq!(marked(text, &adverbs_without_verb(text)), ["及时地问题解决"]);
        for fine in ["要及时地解决问题。", "更好地服务群众，各地群众都满意。", "耕地问题解决了。"]
        {
            assert!(adverbs_without_verb(fine).is_empty(), "{fine}");
        }
    }
}
