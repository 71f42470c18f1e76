//! Whether a passage without an end, which nothing continues, has lost it.
//!
//! A loss that is surely one is marked 〔原文缺失〕. A mark where nothing is missing is
//! worse than one that is missing, so that what may as well go on somewhere else on
//! the page is only reported.

use std::collections::VecDeque;

use super::{
    decode::Seed,
    evidence::{Evidence, loss as sign},
    join::{Left, sure, tail},
    line::is_document,
    openings::bound,
    passage::{Passage, Piece, Role},
    question::{Question, Questions},
    repair::{Kind, Repair},
};
use crate::text::{
    GAP,
    words::{Class, Edge},
};

/// How many passages behind it are looked at for what has lost its beginning.
const LOOK_AHEAD: usize = 8;

/// What stands behind a passage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Behind {
    next: Option<Role>,
    /// Whether a line not far behind begins in a sentence.
    orphan: bool,
}

impl Behind {
    /// Looks at what follows.
    pub(super) fn of(seed: &Seed, rest: &VecDeque<Passage>) -> Self {
        let begins_inside = |p: &Passage| {
            p.role == Role::Body
                && p.spans().next().is_some_and(|span| bound(seed.slice(span)).is_some())
        };
        Self {
            next: rest.front().map(|p| p.role),
            orphan: rest.iter().take(LOOK_AHEAD).any(begins_inside),
        }
    }
}

/// Marks the end of a passage that nothing continues, if it has surely lost it; says
/// so if it may have. `refused` is what was weighed for its likeliest continuation.
pub(super) fn settle(
    passage: &mut Passage,
    left: &Left,
    refused: Option<&Evidence>,
    behind: Behind,
    questions: &mut Questions,
) -> Option<Repair> {
    // A line of marks alone has no words to lose.
    if left.ends_properly() || !left.has_words() {
        return None;
    }
    let evidence = weigh(passage.role, left, refused, behind);
    let total = evidence.total();
    let end = passage.end();
    questions.ask(|| Question::Loss { end, evidence: evidence.clone() });
    let words = tail(&left.tail);
    let anchor = end.saturating_sub(1);
    // A headline that is taken for text is worse than a loss without a mark.
    let enough = if passage.role == Role::Head { sign::ENOUGH_FOR_HEAD } else { sign::ENOUGH };
    if total > enough {
        if passage.role == Role::Head {
            passage.role = Role::Body;
        }
        passage.pieces.push(Piece::Gap);
        let mark = Repair::applied(Kind::Gap, anchor).words(&words, format!("{words}{GAP}"));
        return Some(mark.because(evidence).or_else(Kind::Joined.name()));
    }
    let doubtful = total > sign::DOUBTFUL && passage.role != Role::Head;
    doubtful.then(|| {
        let doubt = Repair::reported(Kind::DoubtfulEnd, anchor).words(&words, "");
        doubt.because(evidence).or_else(Kind::Gap.name())
    })
}

/// Words that label a line which is no paragraph.
const LABELS: &[&str] =
    &["编者按", "来源", "责编", "责任编辑", "编辑", "电话", "地址", "邮编", "邮箱", "网址", "热线"];
/// Words of a source in brackets at the end of a text.
const SOURCES: &[&str] =
    &["记者", "通讯员", "作者", "来源", "据", "摘自", "供图", "摄", "新华社", "报", "单位"];

/// What speaks for a passage without an end having lost it.
fn weigh(role: Role, left: &Left, refused: Option<&Evidence>, behind: Behind) -> Evidence {
    let mut e = Evidence::default();
    if let Some(fragment) = &left.fragment {
        e.add(sign::LOOKS_LIKE_HEAD);
        let names = [sign::SURE_FRAGMENT, sign::LIKELY_FRAGMENT, sign::SURE_HEAD];
        e.signals.extend(sure(fragment, names));
    } else {
        e.add(sign::NO_END);
        weigh_words(role, left, &mut e);
    }
    e.add(match refused.map(Evidence::total) {
        None => sign::NOTHING_FOLLOWS,
        Some(sum) if sum < sign::FITS_NOT => sign::REFUSED_SURELY,
        Some(sum) if sum < sign::FITS_HARDLY => sign::REFUSED,
        Some(_) => sign::REFUSED_BARELY,
    });
    match behind.next {
        None => e.add(sign::AT_THE_END),
        Some(Role::Head | Role::Deck | Role::Byline) => e.add(sign::HEAD_FOLLOWS),
        Some(Role::Credit | Role::Caption) => e.add(sign::PHOTO_FOLLOWS),
        Some(Role::Body) => e.add(sign::TEXT_FOLLOWS),
    }
    if behind.orphan {
        e.add(sign::ORPHAN_FOLLOWS);
    }
    e
}

fn weigh_words(role: Role, left: &Left, e: &mut Evidence) {
    let text = left.tail.as_str();
    if !left.is_prose() {
        e.add(sign::NO_PROSE);
    }
    if text.contains('\t') {
        e.add(sign::TABBED);
    }
    let bracket = text.strip_suffix(['）', ')']).and_then(|t| t.rsplit_once(['（', '(']));
    if bracket.is_some_and(|(_, inside)| SOURCES.iter().any(|word| inside.contains(word))) {
        e.add(sign::SIGNED);
    }
    if is_document(text) {
        e.add(sign::DOCUMENT);
    }
    if LABELS.iter().any(|label| left.opening.starts_with(label)) {
        e.add(sign::LABELLED);
    }
    if role == Role::Caption {
        e.add(sign::CAPTION);
    }
    let leans = |edge: Edge| {
        let class = matches!(
            edge.class,
            Class::Preposition | Class::Conjunction | Class::Adverb | Class::Leaning
        );
        class || edge.lone
    };
    if text.ends_with(['，', '、', ',']) || Edge::last(text).is_some_and(leans) {
        e.add(sign::WANTS_MORE);
    }
    if left.innermost().is_some() {
        e.add(sign::OPEN);
    }
}
