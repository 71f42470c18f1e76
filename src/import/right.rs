//! What is known of the text behind a break, whatever stands before it.

use std::borrow::Cow;

use super::{
    breaks::{QUOTES, sentences},
    clause::Half,
    echoes::Echo,
    openings::{self, Clause, bound, first_unopened, opens_paragraph, opens_sentence},
};
use crate::text::{
    model::{grams::Beginning, signs},
    words::Edge,
};

/// What is known of a text that may go on from another. Several before it may have no end:
/// it is looked at once for all of them.
pub(super) struct Right<'s> {
    /// Its words.
    pub(super) text: Cow<'s, str>,
    /// Its first byte on the page.
    pub(super) start: usize,
    /// What stands before its first words elsewhere on the page.
    pub(super) echo: Echo,
    /// Its first word.
    pub(super) first: Option<Edge>,
    /// How it opens.
    pub(super) opening: Opening,
    /// Its beginning, for the model of prose.
    pub(super) beginning: Option<Beginning>,
    /// How much it looks like the beginning of a paragraph.
    pub(super) opens: f32,
    /// Its first clause.
    pub(super) half: Half,
    /// What that says, where it opens a paragraph.
    pub(super) clause: Option<Clause>,
    /// The first character that closes something not opened in it.
    pub(super) unopened: Option<char>,
    /// How many sentences it has.
    pub(super) sentences: usize,
}

/// How a text opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// With a character with which no paragraph does.
    Bound(char),
    /// With a quotation mark.
    Quotation,
    /// As sentences do and heads do not.
    Sentence,
    /// As paragraphs do.
    Paragraph,
    /// In another way.
    Other,
}

impl Opening {
    fn of(text: &str) -> Self {
        match bound(text) {
            Some(c) => Self::Bound(c),
            None if text.starts_with(QUOTES) => Self::Quotation,
            _ if opens_sentence(text).is_some() => Self::Sentence,
            _ if opens_paragraph(text) => Self::Paragraph,
            _ => Self::Other,
        }
    }
}

impl<'s> Right<'s> {
    /// Looks at a text that begins at the byte `start` of the page.
    pub(super) fn of(text: Cow<'s, str>, start: usize, echo: Echo) -> Self {
        Self {
            start,
            echo,
            first: Edge::first(&text),
            opening: Opening::of(&text),
            beginning: Beginning::of(&text),
            opens: signs::opens(&text),
            half: Half::behind(&text),
            clause: openings::first_clause(&text),
            unopened: first_unopened(&text),
            sentences: sentences(&text),
            text,
        }
    }
}
