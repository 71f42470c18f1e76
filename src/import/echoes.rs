//! Whether the words at the edge of a text stand on the page a second time, and what
//! stands beside them there.
//!
//! A copy tells of a break what the break itself hides. Where the same words go on
//! elsewhere, nothing is lost; where they end there as well, what followed them is.

use super::{
    decode::Seed,
    passage::{Passage, ends_properly},
};
use crate::text::{fold::fold, hash::FastMap};

/// How many letters are the same.
const LENGTH: usize = 16;
/// How many letters a short text has at least that is found as a whole.
const LEAST: usize = 4;
/// The base of the rolling hash, as of fingerprints.
const BASE: u64 = 0x0100_0000_01b3;

/// What stands beside words elsewhere on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Echo {
    /// How often more words stand there on the same line.
    inside: u32,
    /// How often a paragraph ends or begins there.
    edge: u32,
}

impl Echo {
    /// Counts a place with an edge of a paragraph, or of a line that may have been wrapped,
    /// which says nothing, or with none.
    fn count(&mut self, paragraph: bool, line: bool) {
        if paragraph {
            self.edge += 1;
        } else if !line {
            self.inside += 1;
        }
    }

    /// Leaves the text itself out. Where its own edge may be that of a wrapped line, others
    /// like it say nothing.
    fn without(self, own_edge: bool) -> Self {
        Self { edge: if own_edge { self.edge.saturating_sub(1) } else { 0 }, ..self }
    }

    /// Whether the text goes on elsewhere.
    pub(super) fn goes_on(self) -> bool {
        self.inside > 0
    }

    /// Whether a copy has the same edge.
    pub(super) fn same_edge(self) -> bool {
        self.inside == 0 && self.edge > 0
    }
}

/// What was found for the edges of some texts.
#[derive(Default)]
pub(super) struct Echoes {
    ends: FastMap<u64, Echo>,
    starts: FastMap<u64, Echo>,
    /// Whole texts without an end that are too short for that, and whether a line goes on
    /// behind the same words.
    short: FastMap<u64, bool>,
    /// All hashes that are to be looked for.
    wanted: Vec<u64>,
}

impl Echoes {
    /// Looks for what may tell of a break: ends that are none, and all beginnings.
    pub(super) fn of(seed: &Seed, passages: &[Passage]) -> Self {
        let mut echoes = Self::default();
        for passage in passages {
            let text = passage.words(seed);
            echoes.want_start(&text);
            if !ends_properly(&text) {
                echoes.want_end(&text);
            }
        }
        echoes.look(seed);
        echoes.look_at_lines(seed);
        echoes
    }

    /// Wants to know where the last words of `text` stand.
    fn want_end(&mut self, text: &str) {
        if let Some(hash) = last(text) {
            self.ends.insert(hash, Echo::default());
            self.wanted.push(hash);
        } else if let Some(hash) = whole(text) {
            self.short.insert(hash, false);
        }
    }

    /// Wants to know where its first words stand.
    fn want_start(&mut self, text: &str) {
        if let Some(hash) = first(text) {
            self.starts.insert(hash, Echo::default());
            self.wanted.push(hash);
        }
    }

    /// Looks through the page for all that is wanted.
    fn look(&mut self, seed: &Seed) {
        if self.wanted.is_empty() {
            return;
        }
        let sieve = Sieve::of(&std::mem::take(&mut self.wanted));
        let page = seed.text.as_str();
        let mut window = Window::default();
        // What stands behind a window is known one letter later.
        let mut behind = None;
        for (at, c) in page.char_indices() {
            let Some(letter) = letter(c) else { continue };
            if let Some((hash, end)) = behind.take() {
                self.end(hash, &page[end..at], &page[end..]);
            }
            let Some((hash, start)) = window.push(letter, at) else { continue };
            if !sieve.may_hold(hash) {
                continue;
            }
            behind = Some((hash, at + c.len_utf8()));
            if let Some(echo) = self.starts.get_mut(&hash) {
                echo.count(begins_paragraph(&page[..start]), begins_line(&page[..start]));
            }
        }
        if let Some((hash, end)) = behind {
            self.end(hash, "\n", &page[end..]);
        }
    }

    /// Looks for lines that begin with all of a short text and go on.
    fn look_at_lines(&mut self, seed: &Seed) {
        if self.short.is_empty() {
            return;
        }
        for line in seed.text.lines() {
            let mut letters = line.chars().filter_map(letter).take(LENGTH).enumerate().peekable();
            let mut sum = 0;
            while let Some((at, letter)) = letters.next() {
                sum = add(sum, letter);
                if at + 1 >= LEAST
                    && letters.peek().is_some()
                    && let Some(goes_on) = self.short.get_mut(&sum)
                {
                    *goes_on = true;
                }
            }
        }
    }

    /// Whether a line of the page begins with all of a short text and goes on.
    pub(super) fn begins_a_line(&self, text: &str) -> bool {
        whole(text).and_then(|hash| self.short.get(&hash)).is_some_and(|goes_on| *goes_on)
    }

    /// Counts words behind which the page goes on so, `between` them and the next letter.
    fn end(&mut self, hash: u64, between: &str, behind: &str) {
        if let Some(echo) = self.ends.get_mut(&hash) {
            echo.count(ends_paragraph(behind), between.contains('\n'));
        }
    }

    /// What stands elsewhere behind the last words of `text`, which ends before the byte
    /// `end` of the page.
    pub(super) fn of_end(&self, seed: &Seed, text: &str, end: usize) -> Echo {
        let found = last(text).and_then(|hash| self.ends.get(&hash)).copied();
        found.unwrap_or_default().without(ends_paragraph(&seed.text[end..]))
    }

    /// What stands elsewhere before its first words, which begin at the byte `start`.
    pub(super) fn of_start(&self, seed: &Seed, text: &str, start: usize) -> Echo {
        let found = first(text).and_then(|hash| self.starts.get(&hash)).copied();
        found.unwrap_or_default().without(begins_paragraph(&seed.text[..start]))
    }
}

/// Whether a text is long enough for copies of its edge to be found.
pub(super) fn can_tell(text: &str) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).nth(LENGTH - 1).is_some()
}

/// Whether a line ends here, and not where it was only wrapped: the next is empty or set in.
fn ends_paragraph(behind: &str) -> bool {
    let line = behind.trim_start_matches([' ', '\t', '\r', '\u{3000}']);
    let Some(next) = line.strip_prefix('\n') else { return line.is_empty() };
    next.chars().next().is_none_or(char::is_whitespace)
}

/// Whether a line begins here that is set in, or stands below an empty one.
fn begins_paragraph(before: &str) -> bool {
    let line = before.trim_end_matches([' ', '\t', '\u{3000}']);
    let set_in = line.len() < before.len();
    let Some(above) = line.strip_suffix('\n') else { return line.is_empty() };
    let above = above.trim_end_matches([' ', '\t', '\r', '\u{3000}']);
    set_in || above.is_empty() || above.ends_with('\n')
}

fn begins_line(before: &str) -> bool {
    let line = before.trim_end_matches([' ', '\t', '\u{3000}']);
    line.is_empty() || line.ends_with('\n')
}

/// The last letters of a text that is read.
#[derive(Default)]
struct Window {
    letters: [(u64, usize); LENGTH],
    count: usize,
    hash: u64,
}

impl Window {
    /// Takes a letter in that stands at a byte. Gives the hash of the last, if there are
    /// enough, and where the first of them stands.
    #[inline]
    fn push(&mut self, letter: u64, byte: usize) -> Option<(u64, usize)> {
        let at = self.count % LENGTH;
        let (gone, _) = std::mem::replace(&mut self.letters[at], (letter, byte));
        self.hash = self.hash.wrapping_mul(BASE).wrapping_add(letter);
        self.hash = self.hash.wrapping_sub(gone.wrapping_mul(POWER));
        self.count += 1;
        let first = self.letters[self.count % LENGTH];
        (self.count >= LENGTH).then_some((self.hash, first.1))
    }
}

/// What a letter counts for when it leaves the window.
const POWER: u64 = {
    let (mut power, mut at) = (1_u64, 0);
    while at < LENGTH {
        power = power.wrapping_mul(BASE);
        at += 1;
    }
    power
};

/// A letter or a mark as it is compared; white space is none.
#[inline]
fn letter(c: char) -> Option<u64> {
    (!c.is_whitespace()).then(|| u64::from(fold(c)) + 1)
}

fn last(text: &str) -> Option<u64> {
    let mut letters = [0; LENGTH];
    let mut free = LENGTH;
    for letter in text.chars().rev().filter_map(letter).take(LENGTH) {
        free -= 1;
        letters[free] = letter;
    }
    if free == 0 { hash(letters.into_iter()) } else { None }
}

fn first(text: &str) -> Option<u64> {
    hash(text.chars().filter_map(letter))
}

/// The hash of all letters of a short text.
fn whole(text: &str) -> Option<u64> {
    let letters = || text.chars().filter_map(letter).take(LENGTH);
    (LEAST..LENGTH).contains(&letters().count()).then(|| letters().fold(0, add))
}

/// A hash with one more letter.
fn add(hash: u64, letter: u64) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(letter)
}

/// The hash of the first letters, if there are enough.
fn hash(mut letters: impl Iterator<Item = u64>) -> Option<u64> {
    (0..LENGTH).try_fold(0, |hash, _| letters.next().map(|letter| add(hash, letter)))
}

/// A bit for the place of each hash that is looked for: most words of a page are none, and
/// are told without a look into a map.
struct Sieve {
    bits: Vec<u64>,
    shift: u32,
}

impl Sieve {
    /// Bits for each hash.
    const ROOM: usize = 16;

    fn of(hashes: &[u64]) -> Self {
        let bits = (hashes.len() * Self::ROOM).next_power_of_two().max(64);
        let mut sieve = Self { bits: vec![0; bits / 64], shift: 64 - bits.trailing_zeros() };
        for hash in hashes {
            let (word, bit) = sieve.place(*hash);
            sieve.bits[word] |= bit;
        }
        sieve
    }

    #[inline]
    fn may_hold(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.bits[word] & bit != 0
    }

    /// Where the bit of a hash stands (multiplicative hashing, Knuth 1973).
    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        let hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    /// The page says of the first `end` and of the last `start`.
    fn echoes(page: &str, end: &str, start: &str) -> (Echo, Echo) {
        let seed = sample::seed(page);
        let mut echoes = Echoes::default();
        echoes.want_end(end);
        echoes.want_start(start);
        echoes.look(&seed);
        let (behind, before) = (page.find(end).unwrap_or(0) + end.len(), page.find(start));
        let before = before.unwrap_or(0);
        (echoes.of_end(&seed, end, behind), echoes.of_start(&seed, start, before))
    }

    #[test]
    fn a_copy_tells_what_stands_beside_an_edge() {
        let cut = "沿河的住户一家一家地让出了自己的菜地";
        for (page, goes_on, same_edge) in [
            (format!("{cut}\n\n{cut}，把堤加宽了三尺。"), true, false),
            (format!("{cut}\n\n{cut}\n\n别的。"), false, true),
            (format!("{cut}\n　　{cut}"), false, true),
            (format!("{cut}\n\n别的。"), false, false),
            // Where a line was wrapped nothing ends.
            (format!("{cut}\n\n{cut}\n把堤加宽了三尺。"), false, false),
            (format!("{cut}\n把堤加宽了三尺。\n\n{cut}\n\n别的。"), false, false),
            // Lines that were wrapped are the same words.
            (format!("{cut}\n\n沿河的住户一家\n一家地让出了\n自己的菜地种柳"), true, false),
            // A mark is more.
            (format!("{cut}\n\n{cut}。\n"), true, false),
            (format!("{cut}\n"), false, false),
        ] {
            let (end, _) = echoes(&page, cut, "");
            assert_eq!((end.goes_on(), end.same_edge()), (goes_on, same_edge), "{page}");
        }
        let rest = "，换来的是一河清水和满堤的柳树，都说值。";
        for (page, goes_on, same_edge) in [
            (format!("{rest}\n\n让出菜地{rest}"), true, false),
            (format!("{rest}\n\n　　{rest}"), false, true),
            (format!("{rest}\n\n让出菜地\n{rest}"), false, false),
            (rest.to_owned(), false, false),
        ] {
            let (_, start) = echoes(&page, "", rest);
            assert_eq!((start.goes_on(), start.same_edge()), (goes_on, same_edge), "{page}");
        }
    }

    #[test]
    fn a_line_goes_on_behind_a_short_text() {
        let short = "第十条　河长";
        for (page, goes_on) in [
            (format!("{short}\n\n{short}每月巡河一次。"), true),
            (format!("{short}\n\n第十条　\u{3000}河长每月巡河一次。"), true),
            (format!("{short}\n\n{short}"), false),
            (format!("{short}\n\n依照{short}的规定，"), false),
        ] {
            let seed = sample::seed(&page);
            let mut echoes = Echoes::default();
            echoes.want_end(short);
            echoes.look_at_lines(&seed);
            assert_eq!(echoes.begins_a_line(short), goes_on, "{page}");
        }
        // Of fewer letters nothing is said.
        let mut echoes = Echoes::default();
        echoes.want_end("河长");
        echoes.look_at_lines(&sample::seed("河长\n\n河长每月巡河一次。"));
        assert!(!echoes.begins_a_line("河长"));
    }

    #[test]
    fn a_sieve_holds_what_was_put_in_and_little_else() {
        for count in [1, 100, 10_000] {
            let hashes: Vec<u64> = (0..2 * count).map(|n: u64| n.wrapping_mul(BASE)).collect();
            let (inside, outside) = hashes.split_at(count as usize);
            let sieve = Sieve::of(inside);
            assert!(inside.iter().all(|hash| sieve.may_hold(*hash)));
            let wrong = outside.iter().filter(|hash| sieve.may_hold(**hash)).count();
            assert!(wrong * 8 <= outside.len(), "{wrong} of {count}");
        }
    }

    #[test]
    fn few_words_stand_anywhere() {
        let (end, start) = echoes("堤修好了\n\n堤修好了，水也清了。", "堤修好了", "堤修好了");
        assert_eq!((end, start), (Echo::default(), Echo::default()));
    }
}
