//! Step 11: small repairs, each with a sure reason or left alone.

use std::{borrow::Cow, collections::HashSet, ops::Range};

use super::{
    decode::Seed,
    passage::Role,
    quotes,
    repair::{Kind, Repair},
    segment::Draft,
};
use crate::text::{is_han, words};

/// How much of the text around a repair the ledger shows, in characters.
pub(super) const SHOWN: usize = 8;

/// Makes the small repairs in one piece.
pub fn repair(seed: &Seed, draft: &mut Draft) -> Vec<Repair> {
    let mut repairs = deck_dashes(seed, draft);
    repairs.extend(quotes::stray(seed, draft));
    repairs.extend(doubled_words(seed, draft));
    repairs
}

/// The dashes before a deck are ornament: the site sets them.
fn deck_dashes(seed: &Seed, draft: &mut Draft) -> Vec<Repair> {
    let decks = draft.masthead.decks.iter_mut().filter(|p| p.role == Role::Deck);
    decks
        .filter_map(|deck| {
            let text = deck.text(seed);
            let rest = text.trim_start_matches(|c: char| "—－─―-".contains(c) || c.is_whitespace());
            let dashes = text.len() - rest.len();
            if dashes == 0 || rest.is_empty() {
                return None;
            }
            let removed = deck.remove(0..dashes);
            let repair = Repair::applied(Kind::DeckDash, deck.start());
            Some(repair.removing(removed).words(text.clone(), rest))
        })
        .collect()
}

/// Words printed twice in a row: 企业企业.
///
/// Doubling is natural in verbs (研究研究), measures (一件一件) and where the second
/// word begins a longer one (支队支队长, 市场市场化), so only a noun of two or three
/// characters counts that the dictionary divides off on both sides and that
/// stands alone elsewhere in the piece.
fn doubled_words(seed: &Seed, draft: &mut Draft) -> Vec<Repair> {
    let texts: Vec<Cow<'_, str>> = draft.body.iter().map(|p| p.words(seed)).collect();
    let prose: Vec<bool> = draft.body.iter().map(|p| p.role != Role::Head).collect();
    let suspects = texts.iter().zip(&prose).filter(|(_, prose)| **prose);
    let suspects: HashSet<&str> = suspects.flat_map(|(text, _)| doubled_nouns(text)).collect();
    let wrong = standing_alone(&texts, &suspects);
    let mut repairs = Vec::new();
    if wrong.is_empty() {
        return repairs;
    }
    for ((passage, text), _) in draft.body.iter_mut().zip(&texts).zip(prose).filter(|(_, p)| *p) {
        let offsets = passage.offsets();
        let doubles = doubles(text, &wrong);
        let cuts: Vec<Range<usize>> = doubles.iter().map(|(_, cut)| cut.clone()).collect();
        for ((found, cut), removed) in doubles.into_iter().zip(passage.remove_all(&cuts)) {
            let (before, after) = around(text, &found, cut);
            let anchor = offsets.source(found.start);
            repairs.push(
                Repair::applied(Kind::DoubledWord, anchor).removing(removed).words(before, after),
            );
        }
    }
    repairs
}

/// Most characters of a doubled noun that is looked at.
const SIZES: [usize; 2] = [3, 2];
/// How many characters around a doubled word the dictionary is asked about.
const AROUND: usize = 4;

/// Whether `chars` are one word twice, by its characters alone.
fn is_doubled(chars: &[char], size: usize) -> bool {
    // Nearly always the first character tells.
    chars.len() >= 2 * size
        && chars[0] == chars[size]
        && chars[..size] == chars[size..2 * size]
        && chars[0] != chars[1]
        && chars[..size].iter().all(|&c| is_han(c))
}

/// Whether two or three Chinese characters stand twice in a row in `text`: so many are
/// those that stood as many before them. Most texts have none.
fn may_double(text: &str) -> bool {
    // The last three characters, the newest first.
    let mut last = ['\0'; 3];
    let (mut twos, mut threes) = (0, 0);
    text.chars().any(|c| {
        let [one, two, three] = last;
        last = [c, one, two];
        twos = if c == two && c != one { twos + 1 } else { 0 };
        threes = if c == three { threes + 1 } else { 0 };
        (twos >= 2 || threes >= 3) && is_han(c)
    })
}

/// The nouns that stand twice in a row in `text`.
fn doubled_nouns(text: &str) -> HashSet<&str> {
    let mut found = HashSet::new();
    if !may_double(text) {
        return found;
    }
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let chars: Vec<char> = text.chars().collect();
    for i in 0..chars.len() {
        for size in SIZES {
            if is_doubled(&chars[i..], size) {
                let (from, to) = (i.saturating_sub(AROUND), chars.len().min(i + 2 * size + AROUND));
                let word = &text[starts[i]..starts[i + size]];
                if stands_twice(&text[starts[from]..starts[to]], starts[i] - starts[from], word) {
                    found.insert(word);
                }
            }
        }
    }
    found
}

/// Where one of the nouns `wrong` stands twice in a row in `text`, with the
/// second of the two, in order.
///
/// Read from the end, so that a word that stands there three times loses its
/// third first, and then its second.
fn doubles(text: &str, wrong: &HashSet<&str>) -> Vec<(Range<usize>, Range<usize>)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    // What is kept of the text behind, the nearest last.
    let mut kept: Vec<usize> = Vec::new();
    for i in (0..chars.len()).rev() {
        kept.push(i);
        for size in SIZES {
            let near: Vec<usize> = kept.iter().rev().take(2 * size + AROUND).copied().collect();
            let near_chars: Vec<char> = near.iter().map(|&k| chars[k].1).collect();
            let together = |k: &[usize]| k.windows(2).all(|k| k[0] + 1 == k[1]);
            if !is_doubled(&near_chars, size) || !together(&near[size..2 * size]) {
                continue;
            }
            let before: String = chars[i.saturating_sub(AROUND)..i].iter().map(|c| c.1).collect();
            let word: String = near_chars[..size].iter().collect();
            let context: String = before.chars().chain(near_chars.iter().copied()).collect();
            if wrong.contains(word.as_str()) && stands_twice(&context, before.len(), &word) {
                let second = chars[near[size]].0;
                found.push((chars[i].0..second + word.len(), second..second + word.len()));
                kept.drain(kept.len() - 2 * size..kept.len() - size);
                break;
            }
        }
    }
    found.reverse();
    found
}

/// Which of `words` stand somewhere in `texts` without their double.
fn standing_alone<'t>(texts: &'t [Cow<'_, str>], words: &HashSet<&'t str>) -> HashSet<&'t str> {
    let mut alone = HashSet::new();
    if words.is_empty() {
        return alone;
    }
    for text in texts {
        for (at, _) in text.char_indices() {
            for size in [3, 2] {
                let Some((length, _)) = text[at..].char_indices().nth(size) else { continue };
                let Some(word) = words.get(&text[at..at + length]) else { continue };
                if !text[at + length..].starts_with(word) && !text[..at].ends_with(word) {
                    alone.insert(*word);
                }
            }
        }
    }
    alone
}

/// Whether the dictionary divides `word`, a noun, off twice from `at` on.
fn stands_twice(context: &str, at: usize, word: &str) -> bool {
    let mut start = 0;
    let mut found = 0;
    for token in words::tagged(context) {
        let expected = at + found * word.len();
        if start == expected && token.word == word && is_noun(token.tag) {
            found += 1;
        }
        start += token.word.len();
    }
    // 再商量商量: doubled like that it is a verb, whatever the dictionary says.
    found == 2
        && !context[..at].ends_with(['再', '多', '先', '去', '来', '要', '想', '好', '得', '地'])
}

fn is_noun(tag: &str) -> bool {
    tag.starts_with('n') && !tag.starts_with("nr")
}

/// The words around `found`, as printed and without `cut`.
fn around(text: &str, found: &Range<usize>, cut: Range<usize>) -> (String, String) {
    let before: String = words::last_chars(&text[..found.start], SHOWN).into_iter().collect();
    let after: String = text[found.end..].chars().take(SHOWN).collect();
    let kept = &text[found.start..cut.start];
    (format!("{before}{}{after}", &text[found.clone()]), format!("{before}{kept}{after}"))
}

/// The words around `range` of a text, for the ledger.
pub fn shown(text: &str, range: &Range<usize>) -> String {
    around(text, range, range.clone()).0
}

#[cfg(test)]
mod tests {
    use super::{
        super::{question::Questions, sample, segment::segment},
        *,
    };

    fn repaired(lines: &[&str]) -> (Vec<String>, Vec<Kind>) {
        let (seed, passages) = sample::page(lines);
        let mut segments = segment(&seed, passages, &mut Questions::default());
        let mut texts = Vec::new();
        let mut kinds = Vec::new();
        for draft in &mut segments.drafts {
            kinds.extend(repair(&seed, draft).iter().map(|r| r.kind));
            let all = draft.masthead.lines().chain(&draft.body);
            texts.extend(all.map(|p| p.text(&seed)));
        }
        (texts, kinds)
    }

    #[test]
    fn only_a_word_printed_twice_by_mistake_is_taken_out() {
        let single = "这家工厂去年搬到了河边，工人都住在镇上。";
        let (texts, kinds) =
            repaired(&["记工厂", "记者 刘娟", single, "镇里请工厂工厂主动报告排水，三天一次。"]);
        assert_eq!(texts[2], "镇里请工厂主动报告排水，三天一次。");
        assert_eq!(kinds, [Kind::DoubledWord]);
        let thrice = "镇里请工厂工厂工厂主动报告排水，也请工厂工厂三天一报。";
        let (texts, kinds) = repaired(&["记工厂", "记者 刘娟", single, thrice]);
        assert_eq!(texts[2], "镇里请工厂主动报告排水，也请工厂三天一报。");
        assert_eq!(kinds, [Kind::DoubledWord; 3]);
        for natural in [
            "事情要一件一件办，路要一步一步走。",
            "支队支队长到了现场，支队的人都在。",
            "市场市场化的路子走通了，市场活了。",
            "这件事还要研究研究，再商量商量，研究透了再说。",
            "车站出口处水表表桩被撞坏，水表也坏了。",
            "大大小小的店铺开了一街。",
        ] {
            assert_eq!(repaired(&["记", "记者 刘娟", natural]).0[1], natural);
        }
    }

    #[test]
    fn a_quotation_mark_that_opens_nothing_goes_and_speech_stays() {
        let lead = "“近年来，镇里把河道整治放在第一位，种了四十里柳树。";
        let (texts, kinds) =
            repaired(&["柳堤记", "记者 刘娟", lead, "一、柳树成荫", "树活了九成。"]);
        assert_eq!(texts[1], &lead[3..]);
        assert_eq!(kinds, [Kind::StrayQuote]);
        let speech = "“我在河边住了七十年，没有见过这样的水。";
        let next = "“明年再看吧。”老人说。";
        let (texts, kinds) = repaired(&["柳堤记", "记者 刘娟", speech, next]);
        assert_eq!(texts[1], speech);
        assert_eq!(kinds, [Kind::Unbalanced]);
    }

    #[test]
    fn the_dashes_of_a_deck_are_left_to_the_site() {
        let (texts, kinds) = repaired(&["柳堤新绿", "——清河治水记", "记者 刘娟", "树活了九成。"]);
        assert_eq!(texts[1], "清河治水记");
        assert_eq!(kinds, [Kind::DeckDash]);
    }
}
