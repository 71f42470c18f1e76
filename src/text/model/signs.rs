//! Whether a text is the beginning of a paragraph, whether a line is a head, whether a paragraph is the
//! first or the last of an article: by signs, each of which speaks for it or against it.
//!
//! All are logistic regressions: what is seen is added up as a natural logarithm of the odds.

use super::{Entry, HIGHEST, Key, look, symbols};
use crate::text::words;

/// Weights of what opens are kept in steps of so much, up and down from the middle …
pub const OPENS_STEP: f32 = 0.1;
/// … and those of the others, which have many small ones.
pub const SMALL_STEP: f32 = 0.04;
/// The figure of a weight of nought.
pub const MIDDLE: u32 = HIGHEST.div_ceil(2);
/// So much of a text is looked at for its first words, in symbols …
const WORDS: usize = 10;
/// … and so much for its first mark.
const MARK: usize = 30;
/// Marks that end a sentence or a clause.
const MARKS: &str = "，。：、；？！";
/// So much of a line is looked at, in characters …
const LINE: usize = 60;
/// … and so much of the beginning or the end of a paragraph.
const EDGE: usize = 60;

/// How much a text looks like the beginning of a paragraph, and not like what stands inside of
/// one: the log-odds where there is one of the first to two of the other.
pub fn opens(text: &str) -> f32 {
    sum(&of_beginning(text), OPENS_STEP)
}

/// How much a line looks like a head, and not like a piece of running text.
pub fn heads(line: &str) -> f32 {
    sum(&of_line(line), SMALL_STEP)
}

/// How much a paragraph looks like the first of an article, by how it begins.
pub fn leads(text: &str) -> f32 {
    sum(&of_lead(text), SMALL_STEP)
}

/// How much a paragraph looks like the last of an article, by how it ends.
pub fn closes(text: &str) -> f32 {
    sum(&of_close(text), SMALL_STEP)
}

fn sum(signs: &[Key], step: f32) -> f32 {
    let weight = |key: &Key| look(*key).map(|figure| (figure as f32 - MIDDLE as f32) * step);
    signs.iter().filter_map(weight).sum()
}

/// The signs of the beginning of a text.
pub fn of_beginning(text: &str) -> Vec<Key> {
    let first: Vec<char> = symbols(text.chars().take(4 * MARK)).take(MARK).collect();
    let mut signs = Signs::of(Entry::Opens);
    for (name, from, to) in
        [('1', 0, 1), ('2', 0, 2), ('3', 0, 3), ('4', 0, 4), ('b', 1, 2), ('c', 1, 3), ('d', 2, 4)]
    {
        if let Some(some) = first.get(from..to) {
            signs.see(name, some.iter().copied());
        }
    }
    let words: String = first.iter().take(WORDS).collect();
    let words = words::tagged(&words);
    for (name, from, to) in [('w', 0, 1), ('v', 0, 2), ('u', 1, 2), ('x', 0, 3)] {
        if let Some(some) = words.get(from..to) {
            signs.see(name, some.iter().flat_map(|w| w.word.chars().chain([' '])));
            signs.see(name, some.iter().flat_map(|w| ['~'].into_iter().chain(w.tag.chars())));
        }
    }
    signs.see_mark(&first);
    signs.seen
}

/// The signs of a line, but not of all of a long one.
pub fn of_line(line: &str) -> Vec<Key> {
    let line: String = symbols(line.chars().take(LINE)).collect();
    let words = words::tagged(&line);
    let line: Vec<char> = ['^'].into_iter().chain(line.chars()).chain(['$']).collect();
    let mut signs = Signs::of(Entry::Heads);
    for (name, length) in [('1', 1), ('2', 2), ('3', 3)] {
        for some in line.windows(length) {
            signs.see(name, some.iter().copied());
        }
    }
    for two in words.windows(2) {
        signs.see('W', two.iter().flat_map(|w| w.word.chars().chain([' '])));
        signs.see('T', two.iter().flat_map(|w| w.tag.chars().chain([' '])));
    }
    for word in &words {
        signs.see('w', word.word.chars());
    }
    for (name, word) in [('f', words.first()), ('l', words.last())] {
        signs.see(name, word.iter().flat_map(|w| w.word.chars()));
        signs.see(name, word.iter().flat_map(|w| ['~'].into_iter().chain(w.tag.chars())));
    }
    let commas = line.iter().filter(|c| **c == '，').count();
    signs.see('n', [length(line.len() / 3), length(commas)]);
    signs.see('k', [length(line.len() / words.len().max(1))]);
    signs.seen_once()
}

/// The signs of a paragraph that may be the first.
pub fn of_lead(text: &str) -> Vec<Key> {
    let first: String = symbols(text.chars().take(2 * EDGE)).take(EDGE).collect();
    let mut signs = Signs::of(Entry::Leads);
    signs.see_words(&first);
    let first: Vec<char> = first.chars().collect();
    signs.see_edge(&first);
    signs.see_mark(&first);
    signs.seen_once()
}

/// The signs of a paragraph that may be the last.
pub fn of_close(text: &str) -> Vec<Key> {
    let start = text.char_indices().rev().nth(EDGE).map_or(0, |(at, _)| at);
    let last: String = symbols(text[start..].chars()).collect();
    let mut signs = Signs::of(Entry::Closes);
    signs.see_words(&last);
    let last: Vec<char> = last.chars().rev().collect();
    signs.see_edge(&last);
    // How long its last sentence is, and its last clause.
    for (name, marks) in [('s', "。！？"), ('m', MARKS)] {
        let at = last.iter().skip(2).position(|c| marks.contains(*c));
        signs.see(name, [length(at.unwrap_or(EDGE) / 4)]);
    }
    signs.seen_once()
}

/// A length as a character: all long ones are one.
fn length(count: usize) -> char {
    char::from(b'a' + count.min(12) as u8)
}

/// Signs that were seen.
struct Signs {
    entry: Entry,
    seen: Vec<Key>,
}

impl Signs {
    /// With what all texts have.
    fn of(entry: Entry) -> Self {
        Self { entry, seen: vec![Key::of(entry)] }
    }

    fn see(&mut self, name: char, what: impl IntoIterator<Item = char>) {
        self.seen.push(what.into_iter().fold(Key::of(self.entry).and(name), Key::and));
    }

    /// The first mark of a text, and where it stands.
    fn see_mark(&mut self, text: &[char]) {
        if let Some(at) = text.iter().position(|c| MARKS.contains(*c)) {
            self.see('m', [text[at], length(at)]);
        }
    }

    /// The first characters of a text, or the last ones, the last first.
    fn see_edge(&mut self, text: &[char]) {
        for length in 1..=4 {
            self.see('p', text.iter().take(length).copied());
        }
    }

    /// The words of a text, wherever they stand, and the first and last.
    fn see_words(&mut self, text: &str) {
        let words = words::tagged(text);
        for word in &words {
            self.see('w', word.word.chars());
        }
        for two in words.windows(2) {
            self.see('W', two.iter().flat_map(|w| w.word.chars().chain([' '])));
        }
        for (name, some) in [('f', words.first()), ('l', words.last()), ('g', words.get(1))] {
            self.see(name, some.iter().flat_map(|w| w.word.chars()));
            self.see(name, some.iter().flat_map(|w| ['~'].into_iter().chain(w.tag.chars())));
        }
    }

    /// What was seen, each once.
    fn seen_once(mut self) -> Vec<Key> {
        self.seen.sort_unstable();
        self.seen.dedup();
        self.seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_told_from_the_rest_of_one() {
        for text in [
            "近日，清河县水利局派人上堤，把裂缝补了一遍。",
            "据介绍，沿河的住户让出了三百亩菜地。",
            "“这堤早该修了。”老人在河边住了七十年。",
            "下一步，县里将把河道分段包干。",
        ] {
            assert!(opens(text) > 0.0, "{text}: {}", opens(text));
        }
        for text in [
            "的领导下，把河道分段包干，谁的河段谁负责。",
            "局派人上堤，把裂缝补了一遍。",
            "性的意见，由沿河的住户投票。",
            "，换来的是一河清水和满堤的柳树。",
        ] {
            assert!(opens(text) < 0.0, "{text}: {}", opens(text));
        }
    }

    #[test]
    fn a_head_is_told_from_a_piece_of_text() {
        for line in [
            "守护一河清水",
            "清河县：三百里河堤披绿装",
            "关于加强河道管理的通知",
            "柳树沿堤种 清水绕城流",
        ] {
            assert!(heads(line) > 0.0, "{line}: {}", heads(line));
        }
        for line in [
            "把河道包干到户，每",
            "近日，清河县水利局派人",
            "他在河边住了七十年，从",
            "有关负责人表示，将进一步加",
        ] {
            assert!(heads(line) < 0.0, "{line}: {}", heads(line));
        }
    }

    #[test]
    fn the_first_and_the_last_paragraph_are_told_from_those_between() {
        let first = "近日，清河县召开河道治理工作推进会，安排部署今年的堤防加固任务。";
        let between = "“同时，沿河的住户也让出了菜地。”老周指着堤外说，这在从前想都不敢想。";
        let last = "下一步，清河县将继续完善长效机制，让河更清、岸更绿，不断提升群众的获得感、幸福感、安全感。";
        for other in [between, last] {
            assert!(leads(first) > leads(other) + 1.0, "{other}: {}", leads(other));
        }
        for other in [between, first] {
            assert!(closes(last) > closes(other) + 1.0, "{other}: {}", closes(other));
        }
    }

    #[test]
    fn nothing_is_asked_too_much() {
        for text in ["", " ", "。", "1", "a\u{0}"] {
            let told = [opens(text), heads(text), leads(text), closes(text)];
            assert!(told.iter().all(|told| told.is_finite()), "{text:?}");
        }
    }
}
