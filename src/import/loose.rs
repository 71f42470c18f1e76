//! Heads that stand above a text and may be its subheads.
//!
//! Where heads slid away, the first subhead of a text that was left without one looks
//! like its headline: one line above paragraphs of another matter than those before. Only
//! a head that waits can tell. So such a draft is read on from the one before it, and it
//! is known what speaks for its headline; [`super::matching`] may run a text through it,
//! and what no text ran through is a draft of its own again.

use super::{
    decode::Seed,
    evidence::{Evidence, head as sign},
    heads::{opens_like_lead, places_of},
    line::{is_document, is_numbered},
    passage::{Passage, Role},
    segment::{Draft, Masthead},
};
use crate::{
    article::{self, byline},
    text::ends_sentence,
};

/// From so many characters on a line is long for a subhead.
const LONG: usize = 13;
/// How much of a paragraph is its opening, in bytes.
const OPENING: usize = 120;

/// A headline of one line, which is a passage of the draft it was read on from.
#[derive(Debug)]
pub(super) struct Loose {
    /// The draft.
    pub(super) draft: usize,
    /// Which passage of it.
    pub(super) at: usize,
    /// What stood above the text: the headline, and who signed below it.
    pub(super) masthead: Masthead,
    /// What speaks for its being a headline.
    pub(super) stands: Evidence,
}

/// Reads drafts whose headlines may be subheads on from those before them.
pub(super) fn read_on(seed: &Seed, drafts: &mut Vec<Draft>) -> Vec<Loose> {
    let mut found = Vec::new();
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    // The article that a draft would be read on from.
    let mut before: Option<usize> = None;
    for mut draft in std::mem::take(drafts) {
        let stands = stands(seed, &draft);
        if draft.kind != article::Kind::Article {
            kept.push(draft);
            continue;
        }
        let Some(stands) = stands else {
            before = Some(kept.len());
            kept.push(draft);
            continue;
        };
        let masthead = std::mem::take(&mut draft.masthead);
        let line = masthead.headline.clone().map(|line| as_read_on(seed, line));
        let into = before.unwrap_or_else(|| {
            kept.push(Draft { body: Vec::new(), ..draft.clone() });
            kept.len() - 1
        });
        before = Some(into);
        let body = &mut kept[into].body;
        found.push(Loose { draft: into, at: body.len(), masthead, stands });
        body.extend(line);
        body.append(&mut draft.body);
    }
    *drafts = kept;
    found
}

/// A headline as a line of the text: one that ends like a sentence is a paragraph.
fn as_read_on(seed: &Seed, mut line: Passage) -> Passage {
    let text = line.text(seed);
    let long = text.chars().count() >= LONG;
    let sentence = text.ends_with(['。', '”']) || long && text.ends_with(ends_sentence);
    line.role = if sentence { Role::Body } else { Role::Head };
    line
}

/// What speaks for the headline of a draft, where it may be a subhead.
fn stands(seed: &Seed, draft: &Draft) -> Option<Evidence> {
    let Masthead { column, headline, decks, byline } = &draft.masthead;
    let text = draft.body.first()?.start();
    let above = byline.iter().any(|line| line.start() < text);
    let line = headline.as_ref()?.text(seed);
    if column.is_some() || !decks.is_empty() || above || is_document(&line) {
        return None;
    }
    let first = draft.body.iter().find(|p| p.role == Role::Body)?.text(seed);
    if byline::opens_news(&first) {
        return None;
    }
    let mut evidence = Evidence::default();
    evidence.add(sign::STANDS);
    if is_numbered(&line) {
        evidence.add(sign::STANDS_NUMBERED);
    }
    if as_read_on(seed, headline.clone()?).role == Role::Body {
        evidence.add(sign::STANDS_AS_SENTENCE);
    }
    evidence.add(if line.chars().count() >= LONG { sign::STANDS_LONG } else { sign::STANDS_SHORT });
    let opening = &first[..first.floor_char_boundary(OPENING)];
    let when = ["近日", "日前", "日，"].iter().any(|w| opening.contains(w));
    if opens_like_lead(opening) || when {
        evidence.add(sign::STANDS_ABOVE_LEAD);
    }
    if !places_of(opening).is_empty() {
        evidence.add(sign::STANDS_ABOVE_PLACE);
    }
    Some(evidence)
}
