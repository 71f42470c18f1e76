//! What is known of the text before a break.

use std::cell::OnceCell;

use super::{
    clause::Half,
    echoes::Echo,
    evidence::{Evidence, join as sign},
    fragments::sure,
    passage::ends_properly,
    roles,
};
use crate::text::{closer, hash::FastSet, model::grams, pairs, words};

/// How much of either side of a break is shown in the ledger, in characters.
const SHOWN: usize = 12;

/// Signals that a break has, as a rule.
const SIGNALS: usize = 24;

/// What is known of the text before a break. It grows with each part that is
/// joined, and never looks at the whole again: a paragraph of a million lines
/// costs no more than its length.
pub(super) struct Left {
    /// Its last characters.
    pub(super) tail: String,
    /// The pairs of characters in its tail, when they were asked for.
    shared: OnceCell<FastSet<(char, char)>>,
    /// Its last word, when it was asked for.
    last: OnceCell<Option<words::Edge>>,
    /// Its last clause, when it was asked for.
    half: OnceCell<Half>,
    /// Its last characters as the model has them, when they were asked for.
    last_symbols: OnceCell<Option<grams::End>>,
    /// What is still open at its end; `None` if something closed unopened.
    open: Option<Vec<char>>,
    /// Whether it begins with a quotation mark, as a paragraph of speech does.
    speech: bool,
    /// Whether it is running text. Verse, tables and lists have no ends to lose.
    prose: bool,
    /// Whether it has any letter.
    words: bool,
    /// Its first characters.
    pub(super) opening: String,
    /// If it looks like a head: what speaks for a fragment.
    pub(super) fragment: Option<Evidence>,
    pub(super) edge: Edge,
}

/// What the page says of the end of a text.
#[derive(Default)]
pub(super) struct Edge {
    /// Behind its last byte on the page.
    pub(super) end: usize,
    /// What stands behind its last words elsewhere on the page.
    pub(super) echo: Echo,
    /// Whether its last part looked like a head before it was joined.
    pub(super) is_head: bool,
}

impl Left {
    /// How many of the last characters are kept: enough for a list to be seen.
    const TAIL: usize = 120;

    pub(super) fn of(text: &str) -> Self {
        let speech = is_speech(text);
        let mut left = Self {
            tail: String::new(),
            shared: OnceCell::new(),
            last: OnceCell::new(),
            half: OnceCell::new(),
            last_symbols: OnceCell::new(),
            open: Some(Vec::new()),
            speech,
            prose: false,
            words: false,
            opening: first_words(text),
            fragment: None,
            edge: Edge::default(),
        };
        left.push(text);
        left
    }

    /// Whether a text has an end, and is not inside a quotation that it does not begin
    /// with: most have, and nothing more is to be known of them.
    pub(super) fn is_whole(text: &str) -> bool {
        let near = text.char_indices().rev().nth(Self::TAIL - 1).map_or(0, |(at, _)| at);
        ends_properly(&text[near..])
            && (is_speech(text) || roles::open_at_end(text).is_none_or(|open| open.is_empty()))
    }

    pub(super) fn push(&mut self, text: &str) {
        self.shared.take();
        self.last.take();
        self.half.take();
        self.last_symbols.take();
        self.open = self.open.take().and_then(|open| roles::open_after(open, text));
        self.words = self.words || text.contains(char::is_alphabetic);
        self.prose |= text.contains(['。', '，']) || text.chars().nth(30).is_some();
        let near = text.char_indices().rev().nth(Self::TAIL - 1).map(|(at, _)| at);
        if let Some(from) = near {
            text[from..].clone_into(&mut self.tail);
        } else {
            self.tail.push_str(text);
            let more = self.tail.chars().count().saturating_sub(Self::TAIL);
            let from = self.tail.char_indices().nth(more).map_or(0, |(at, _)| at);
            self.tail.drain(..from);
        }
    }

    /// The pairs of characters in its tail.
    pub(super) fn pairs(&self) -> &FastSet<(char, char)> {
        self.shared.get_or_init(|| pairs(&self.tail).collect())
    }

    /// Its last word.
    pub(super) fn last(&self) -> Option<words::Edge> {
        *self.last.get_or_init(|| words::Edge::last(&self.tail))
    }

    /// Its last clause.
    pub(super) fn half(&self) -> Half {
        *self.half.get_or_init(|| Half::before(&self.tail))
    }

    /// Its end, for the model of prose.
    pub(super) fn end(&self) -> Option<grams::End> {
        *self.last_symbols.get_or_init(|| grams::End::of(&self.tail))
    }

    pub(super) fn ends_properly(&self) -> bool {
        ends_properly(&self.tail)
    }

    pub(super) fn has_words(&self) -> bool {
        self.words
    }

    /// The innermost of what is open.
    pub(super) fn innermost(&self) -> Option<char> {
        self.open.as_ref()?.last().copied()
    }

    /// Whether a text behind it closes what is open, of which this is the first character
    /// that closes something not opened there.
    pub(super) fn is_closed_by(&self, unopened: Option<char>) -> bool {
        let wanted = self.innermost().and_then(closer);
        wanted.zip(unopened).is_some_and(|(wanted, c)| roles::closes(wanted, c))
    }

    /// Whether a text that seems to end is inside a quotation that it does not
    /// begin with, as a paragraph of speech would.
    pub(super) fn awaits_closing(&self) -> bool {
        self.innermost().is_some() && !self.speech
    }

    /// What its shape alone says about it going on.
    pub(super) fn prior(&self) -> Evidence {
        let mut e = Evidence { signals: Vec::with_capacity(SIGNALS) };
        if let Some(fragment) = &self.fragment {
            e.add(sign::LOOKS_LIKE_HEAD);
            e.signals.push(sure(fragment, sign::AS_FRAGMENT));
        } else {
            e.add(if self.ends_properly() { sign::INSIDE_QUOTATION } else { sign::NO_END });
        }
        e
    }

    /// Whether it ends in a text of Latin letters, whose words have spaces between.
    pub(super) fn is_latin(&self) -> bool {
        const NEAR: usize = 16;
        let near = words::last_chars(&self.tail, NEAR);
        let letters = near.iter().filter(|c| c.is_ascii_alphabetic()).count();
        let spaced = near.contains(&' ') || near.len() < NEAR;
        let last = near.last().is_some_and(|c| c.is_ascii_alphanumeric() || ",;:)".contains(*c));
        letters > 1 && last && spaced && near.iter().all(char::is_ascii)
    }

    /// Whether it begins with a quotation mark.
    pub(super) fn is_speech(&self) -> bool {
        self.speech
    }

    pub(super) fn is_prose(&self) -> bool {
        self.prose || self.open.as_ref().is_none_or(|open| !open.is_empty())
    }
}

/// Whether a text begins with a quotation mark, as a paragraph of speech does.
fn is_speech(text: &str) -> bool {
    text.starts_with(['“', '「', '『', '"'])
}

/// The last characters of a text, as the ledger shows them.
pub(super) fn tail(text: &str) -> String {
    words::last_chars(text, SHOWN).into_iter().collect()
}

/// The first ones.
pub(super) fn first_words(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}
