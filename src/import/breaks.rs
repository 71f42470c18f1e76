//! What the words and marks on both sides of a break say of the text going on there.

use super::{
    evidence::{Evidence, join as sign},
    left::Left,
    line,
    openings::{
        bound, counts_itself, first_unopened, opens_article, opens_item, opens_paragraph,
        opens_sentence,
    },
    passage::ends_properly,
    roles,
};
use crate::text::{
    closer,
    follows::{self, Follow},
};

/// Longest line of verse, in characters.
const VERSE: usize = 12;

/// Whether a line can be one of verse, which ends where it pleases.
pub(super) fn is_verse(line: &str) -> bool {
    line.chars().nth(VERSE).is_none() && !line.contains(['。', '，', '；'])
}

pub(super) fn weigh_opening(next: &str, e: &mut Evidence) {
    if opens_article(next) {
        e.add(sign::OPENS_ARTICLE);
    } else if opens_item(next) {
        e.add(sign::OPENS_ITEM);
    } else if line::is_numbered(next) || counts_itself(next) {
        e.add(sign::OPENS_NUMBERED);
    }
    match bound(next) {
        Some(c) => e.saw(sign::BOUND_OPENING, c.to_string()),
        None if next.starts_with(['“', '「', '『', '"']) => e.add(sign::OPENS_QUOTATION),
        _ if opens_sentence(next).is_some() => e.add(sign::OPENS_SENTENCE),
        _ if opens_paragraph(next) => e.add(sign::OPENS_PARAGRAPH),
        _ => e.add(sign::NO_OPENING),
    }
}

/// Adds whether the word behind the break is seen behind the one before it elsewhere.
pub(super) fn weigh_follow(text: &str, next: &str, e: &mut Evidence) {
    match follows::across(text, next) {
        Some(Follow::Surely) => e.add(sign::FOLLOWS_SURELY),
        Some(Follow::Often) => e.add(sign::FOLLOWS_OFTEN),
        Some(Follow::Never) => e.add(sign::FOLLOWS_NEVER),
        None => {}
    }
}

/// Adds what the lengths on both sides of the break say: whether a clause that goes
/// through it is as long as clauses are, whether what follows is a paragraph at all.
pub(super) fn weigh_lengths(text: &str, next: &str, e: &mut Evidence) {
    const TINY: usize = 12;
    let clause = |c: &char| !"，。！？；：、,;".contains(*c);
    let (before, behind) =
        (text.chars().rev().take_while(clause).count(), next.chars().take_while(clause).count());
    if before > 0 && behind > 0 {
        match before + behind {
            0..=16 => e.add(sign::SHORT_CLAUSE),
            17..=26 => {}
            _ => e.add(sign::LONG_CLAUSE),
        }
    }
    if next.chars().nth(TINY).is_none() && ends_properly(next) && !next.starts_with(['“', '「'])
    {
        e.add(sign::NEXT_TINY);
    }
}

pub(super) fn weigh_brackets(left: &Left, next: &str, e: &mut Evidence) {
    let Some(open) = left.innermost() else {
        if first_unopened(next).is_some() {
            e.add(sign::CLOSES_NOTHING);
        }
        return;
    };
    let bracket = matches!(open, '（' | '(' | '《' | '〈' | '【' | '〔' | '[');
    if closes_what_is_open(left, next) {
        e.saw(if bracket { sign::BRACKET_CLOSES } else { sign::QUOTE_CLOSES }, open.to_string());
    } else if next.contains(open) {
        e.saw(sign::QUOTE_REOPENS, open.to_string());
    }
}

/// Whether `next` closes what is open before it opens the same.
pub(super) fn closes_what_is_open(left: &Left, next: &str) -> bool {
    let wanted = left.innermost().and_then(closer);
    wanted.is_some_and(|wanted| first_unopened(next).is_some_and(|c| roles::closes(wanted, c)))
}

/// A join that may hide a loss: an enumeration is closed at the break (等十余个
/// 部门), and the next words lean on it as if more had stood there.
pub(super) fn hides_a_loss(text: &str, next: &str) -> Option<&'static str> {
    if !next.starts_with('的') {
        return None;
    }
    let clause = text.rsplit(['，', '。', '；']).next().unwrap_or_default();
    let (list, closed) = clause.rsplit_once('等')?;
    let counted = closed
        .starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百千数多几".contains(c));
    (list.contains('、') && counted).then_some("words lost at the break")
}
