//! The second step: raw lines and restored paragraphs, side by side.
//!
//! The raw column keeps the order of the seed, the restored one that of the
//! article. Where both agree they stand in one row. What was moved stands in two:
//! where it was, and where it is. Which of the two neighbours "was moved" is
//! decided by weight: the least text is shown as moved.

use std::ops::Range;

use super::gather::{Article, Note, Part, Piece};
use crate::import::{
    blocks::{Block, is_blank},
    decode::Seed,
};

/// A stretch of one line of the seed that this article accounts for.
pub(super) struct Claim {
    /// A range of the seed's text.
    pub span: Range<usize>,
    /// Which line with words on it, counted from 0.
    pub block: usize,
    /// The part of the article that it is in; `None` if it is in none.
    pub owner: Option<usize>,
    /// The note that leaves it out, for one that is in no part.
    pub cause: Option<usize>,
}

/// A row: claims of the raw column, a part in the restored one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub claims: Range<usize>,
    pub part: Option<usize>,
}

/// Whose a stretch of the seed is.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Part(usize),
    Left(usize),
}

/// The stretches of the seed that the article accounts for, in the order of the
/// seed.
pub(super) fn claims(
    seed: &Seed,
    blocks: &[Block],
    article: &Article,
    notes: &[Note],
) -> Vec<Claim> {
    let mut owned: Vec<(Range<usize>, Owner)> = Vec::new();
    for (index, part) in article.parts.iter().enumerate().filter(|(_, p)| !p.copy) {
        let spans = part.pieces.iter().filter_map(text_span);
        owned.extend(spans.map(|s| (s.clone(), Owner::Part(index))));
    }
    for &note in &article.notes {
        owned.extend(notes[note].removed.iter().map(|s| (s.clone(), Owner::Left(note))));
    }
    let mut owned: Vec<(Range<usize>, usize, Owner)> =
        owned.into_iter().flat_map(|(span, owner)| within(blocks, span, owner)).collect();
    owned.sort_by_key(|(span, ..)| (span.start, span.end));
    let mut claims: Vec<Claim> = Vec::new();
    for (span, block, owner) in owned {
        if !claims.last_mut().is_some_and(|last| last.join(seed, &span, block, owner)) {
            let (part, cause) = match owner {
                Owner::Part(part) => (Some(part), None),
                Owner::Left(note) => (None, Some(note)),
            };
            claims.push(Claim { span, block, owner: part, cause });
        }
    }
    claims
}

fn text_span(piece: &Piece) -> Option<&Range<usize>> {
    match piece {
        Piece::Text(span) => Some(span),
        Piece::Scaffold(_) => None,
    }
}

impl Claim {
    /// Takes in what follows in the same line, if it belongs here.
    fn join(&mut self, seed: &Seed, span: &Range<usize>, block: usize, owner: Owner) -> bool {
        if block != self.block || span.start < self.span.end {
            // A damaged ledger may tell of a byte twice; it is shown once.
            return span.end <= self.span.end;
        }
        if !seed.slice(&(self.span.end..span.start)).chars().all(is_blank) {
            return false;
        }
        match (owner, self.owner) {
            (Owner::Part(part), Some(mine)) if part != mine => return false,
            (Owner::Part(part), None) => (self.owner, self.cause) = (Some(part), None),
            (Owner::Left(note), None) if Some(note) != self.cause => return false,
            _ => {}
        }
        self.span.end = span.end;
        true
    }
}

/// `span` cut at the edges of lines.
fn within(blocks: &[Block], span: Range<usize>, owner: Owner) -> Vec<(Range<usize>, usize, Owner)> {
    let first = blocks.partition_point(|b| b.span.end <= span.start);
    let inside = blocks.iter().enumerate().skip(first).take_while(|(_, b)| b.span.start < span.end);
    let cut = |b: &Block| span.start.max(b.span.start)..span.end.min(b.span.end);
    inside.map(|(index, b)| (cut(b), index, owner)).filter(|(s, ..)| !s.is_empty()).collect()
}

/// Claims and parts as rows.
pub(super) fn rows(claims: &[Claim], parts: &[Part]) -> Vec<Row> {
    let key = |claim: &Claim| (claim.owner, claim.cause);
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        match groups.last_mut() {
            Some(last) if key(&claims[last.start]) == key(claim) => last.end = index + 1,
            _ => groups.push(index..index + 1),
        }
    }
    let weighed: Vec<(Option<usize>, usize)> = groups
        .iter()
        .map(|g| (claims[g.start].owner, claims[g.clone()].iter().map(|c| c.span.len()).sum()))
        .collect();
    let mut beside = vec![None; parts.len()];
    for group in in_order(&weighed, parts.len()) {
        if let Some(part) = weighed[group].0 {
            beside[part] = Some(group);
        }
    }
    let mut rows = Vec::new();
    let mut next = 0;
    let alone = |group: &Range<usize>| Row { claims: group.clone(), part: None };
    for (part, group) in beside.into_iter().enumerate() {
        let claims = match group {
            Some(group) => {
                rows.extend(groups[next..group].iter().map(alone));
                next = group + 1;
                groups[group].clone()
            }
            None => 0..0,
        };
        rows.push(Row { claims, part: Some(part) });
    }
    rows.extend(groups[next..].iter().map(alone));
    rows
}

/// The heaviest choice of groups whose parts follow each other as they do in the
/// article, each part once. For each part the best choice that ends with it is
/// kept in a tree of prefix maxima, so that long articles stay cheap.
fn in_order(groups: &[(Option<usize>, usize)], parts: usize) -> Vec<usize> {
    let mut tree: Vec<(usize, Option<usize>)> = vec![(0, None); parts + 1];
    let mut before: Vec<Option<usize>> = vec![None; groups.len()];
    for (index, &(part, weight)) in groups.iter().enumerate() {
        let Some(part) = part.filter(|&p| p < parts) else { continue };
        let (mut best, mut at) = ((0, None), part);
        while at > 0 {
            if tree[at].0 > best.0 {
                best = tree[at];
            }
            at &= at - 1;
        }
        before[index] = best.1;
        let (sum, mut at) = (best.0 + weight, part + 1);
        while at <= parts {
            if sum > tree[at].0 {
                tree[at] = (sum, Some(index));
            }
            at += at & at.wrapping_neg();
        }
    }
    let (mut best, mut at) = ((0, None), parts);
    while at > 0 {
        if tree[at].0 > best.0 {
            best = tree[at];
        }
        at &= at - 1;
    }
    let mut chosen: Vec<usize> = std::iter::successors(best.1, |&index| before[index]).collect();
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(owner: Option<usize>, length: usize) -> Claim {
        Claim { span: 0..length, block: 0, owner, cause: None }
    }

    fn set(owners: &[(Option<usize>, usize)], parts: usize) -> Vec<(Vec<usize>, Option<usize>)> {
        let claims: Vec<Claim> = owners.iter().map(|&(o, l)| claim(o, l)).collect();
        let part = |_| Part { name: String::new(), copy: false, subhead: false, pieces: vec![] };
        let parts: Vec<Part> = (0..parts).map(part).collect();
        rows(&claims, &parts).into_iter().map(|r| (r.claims.collect(), r.part)).collect()
    }

    #[test]
    fn what_agrees_stands_in_one_row() {
        let rows = set(&[(Some(0), 3), (Some(1), 9), (Some(1), 9), (Some(2), 9)], 3);
        assert_eq!(rows, [(vec![0], Some(0)), (vec![1, 2], Some(1)), (vec![3], Some(2))]);
    }

    #[test]
    fn what_was_moved_stands_where_it_was_and_where_it_is() {
        // A head that stood behind its article.
        let rows = set(&[(Some(1), 90), (Some(2), 80), (Some(0), 9)], 3);
        let expected = [(vec![], Some(0)), (vec![0], Some(1)), (vec![1], Some(2)), (vec![2], None)];
        assert_eq!(rows, expected);
        // A lead that stood behind the subhead: the shorter one is shown as moved.
        let rows = set(&[(Some(1), 9), (Some(0), 90), (Some(2), 80)], 3);
        let expected = [(vec![0], None), (vec![1], Some(0)), (vec![], Some(1)), (vec![2], Some(2))];
        assert_eq!(rows, expected);
    }

    #[test]
    fn what_is_left_out_stands_alone_in_its_place() {
        let rows = set(&[(Some(0), 9), (None, 5), (Some(0), 9), (None, 7)], 1);
        let alone = rows.iter().filter(|(_, part)| part.is_none()).count();
        assert_eq!((rows.len(), alone), (4, 3));
    }
}
