//! The account of step 12: every character of a seed is in one part of one article,
//! or left out with a reason, or white space.

use std::ops::Range;

use super::{
    blocks::is_blank, decode::Seed, metadata::Described, passage::Passage, repair::Repair,
};
use crate::tongue::{Said, said};

/// A part of an article and the passage it is set from.
pub(super) struct Part<'a> {
    /// Its name in the ledger.
    pub name: String,
    /// Its words.
    pub passage: &'a Passage,
    /// Whether the same words stand in another part too.
    pub copy: bool,
}

/// The parts of a piece in reading order.
pub(super) fn parts(piece: &Described) -> Vec<Part<'_>> {
    let one = |name: &str, passage, copy| Part { name: name.to_owned(), passage, copy };
    let mut parts = vec![one("title", &piece.title, piece.derived)];
    parts.extend(piece.subtitle.iter().map(|p| one("subtitle", p, false)));
    parts.extend(piece.column.iter().map(|p| one("column", p, false)));
    let lines = piece.byline.iter().enumerate();
    parts.extend(lines.map(|(i, p)| one(&format!("byline:{}", i + 1), p, false)));
    let body = piece.body.iter().enumerate();
    parts.extend(body.map(|(i, p)| one(&format!("p:{}", i + 1), p, false)));
    parts
}

/// Holds that every character of the seed is in one part once, or was left out
/// with a reason, or is white space. Gives the white space.
pub(super) fn account(
    seed: &Seed,
    parts: &[Vec<Part<'_>>],
    repairs: &[Repair],
) -> Result<Vec<(usize, String)>, Said> {
    let used = parts.iter().flatten().filter(|p| !p.copy).flat_map(|p| p.passage.spans());
    let removed = repairs.iter().flat_map(|r| &r.removed);
    let mut spans: Vec<&Range<usize>> = used.chain(removed).filter(|s| !s.is_empty()).collect();
    spans.sort_by_key(|s| s.start);
    let mut layout = Vec::new();
    let mut at = 0;
    let end = seed.text.len()..seed.text.len();
    for span in spans.into_iter().chain([&end]) {
        if span.start < at {
            return Err(said!(
                "line {line} would stand in two places",
                "第 {line} 行会出现两次",
                line = seed.line(span.start)
            ));
        }
        let gap = seed.slice(&(at..span.start));
        if !gap.chars().all(is_blank) {
            return Err(said!(
                "line {line} would be lost: {text}",
                "第 {line} 行会丢失：“{text}”",
                line = seed.line(at),
                text = gap.trim()
            ));
        }
        if !gap.is_empty() {
            layout.push((seed.byte(at), gap.to_owned()));
        }
        at = span.end;
    }
    Ok(layout)
}
