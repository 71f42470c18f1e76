//! The page of a seed: what was left out of it and why, and its whole text, each
//! stretch with where it went.

use std::ops::Range;

use serde::Serialize;

use super::{Inputs, Link, Page, headline, lines, note, short};
use crate::{
    import::{blocks::is_blank, decode::Seed},
    proof::gather::{Held, Issue, Piece},
};

#[derive(Debug, Serialize)]
pub(in crate::proof) struct SeedView {
    page: Page,
    name: String,
    fault: Option<String>,
    facts: Option<Facts>,
    left: Vec<LeftView>,
    lines: Vec<LineView>,
    /// Whether the lines say where their words went.
    aligned: bool,
    /// Characters of which the ledger tells nothing: it was damaged.
    unknown: usize,
}

#[derive(Debug, Serialize)]
struct Facts {
    encoding: &'static str,
    bytes: usize,
    characters: usize,
    digest: String,
}

/// A repair that leaves words out.
#[derive(Debug, Serialize)]
struct LeftView {
    kind: String,
    meaning: String,
    lines: String,
    /// Where the lines begin on this page.
    href: String,
    characters: usize,
    words: String,
    article: Option<Link>,
}

/// A line of the seed.
#[derive(Debug, Serialize)]
struct LineView {
    number: usize,
    /// Its bytes in the file.
    from: usize,
    to: usize,
    blank: bool,
    words: Vec<Stretch>,
    /// Where its words went, if the line before went elsewhere.
    goes: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Stretch {
    text: String,
    /// `cut` for what is left out, `unknown` for what nobody accounts for.
    class: &'static str,
}

/// Where a stretch of the seed went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Article(usize),
    Note(usize),
}

/// The page of a seed; `issue` with its number there, if a ledger knows it.
pub(super) fn view(inputs: &Inputs<'_>, held: &Held, issue: Option<(&Issue, usize)>) -> SeedView {
    let ground = held.ground().zip(issue);
    let owners = ground.map(|(_, (issue, number))| owners(issue, number)).unwrap_or_default();
    let title = format!("底本 {}", held.name);
    let known = issue.map(|(issue, _)| issue);
    let lines = held.seed.as_ref().map(|seed| lines_of(seed, known, &owners)).unwrap_or_default();
    let unknown = lines.iter().flat_map(|line| &line.words).filter(|w| w.class == "unknown");
    let unknown = if ground.is_some() { unknown.map(|w| count(&w.text)).sum() } else { 0 };
    SeedView {
        page: Page::new(inputs, &held.address, "proof-seed", &title),
        name: held.name.clone(),
        fault: held.fault.clone(),
        facts: held.seed.as_ref().map(|seed| Facts {
            encoding: seed.encoding.name(),
            bytes: seed.size,
            characters: count(&seed.text),
            digest: seed.sha256.clone(),
        }),
        left: ground.map(|(seed, (issue, number))| left(seed, issue, number)).unwrap_or_default(),
        lines,
        aligned: ground.is_some(),
        unknown,
    }
}

fn count(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn left(seed: &Seed, issue: &Issue, number: usize) -> Vec<LeftView> {
    let notes = issue.notes.iter().filter(|n| n.seed == Some(number));
    notes
        .filter_map(|n| {
            let (first, last) = (n.removed.first()?, n.removed.last()?);
            let (from, to) = (seed.line(first.start), seed.line(last.end.saturating_sub(1)));
            let view = note::view(n);
            let words: String = n.removed.iter().map(|span| seed.slice(span)).collect();
            Some(LeftView {
                article: n.article.map(|a| Link {
                    href: format!("{}#{}", issue.articles[a].address, view.raw),
                    text: headline(issue, &issue.articles[a]),
                }),
                kind: view.kind,
                meaning: view.meaning,
                lines: lines(from, to),
                href: format!("#L{from}"),
                characters: view.left_out,
                words: short(&words, 60),
            })
        })
        .collect()
}

/// All stretches of the seed that something is known about, in order.
fn owners(issue: &Issue, number: usize) -> Vec<(Range<usize>, Owner)> {
    let mut owners = Vec::new();
    for (index, article) in issue.articles.iter().enumerate().filter(|(_, a)| a.seed == number) {
        let parts = article.parts.iter().filter(|p| !p.copy);
        for piece in parts.flat_map(|p| &p.pieces) {
            if let Piece::Text(span) = piece {
                owners.push((span.clone(), Owner::Article(index)));
            }
        }
    }
    for (index, note) in issue.notes.iter().enumerate().filter(|(_, n)| n.seed == Some(number)) {
        owners.extend(note.removed.iter().map(|span| (span.clone(), Owner::Note(index))));
    }
    owners.sort_by_key(|(span, _)| (span.start, span.end));
    owners
}

fn lines_of(seed: &Seed, issue: Option<&Issue>, owners: &[(Range<usize>, Owner)]) -> Vec<LineView> {
    let mut views = Vec::new();
    let mut start = 0;
    let mut next = 0;
    let mut before: Vec<Owner> = Vec::new();
    for (index, line) in seed.text.split('\n').enumerate() {
        let span = start..start + line.len();
        start = span.end + 1;
        let mut words = Vec::new();
        let mut here: Vec<Owner> = Vec::new();
        let mut at = span.start;
        while let Some((owned, owner)) = owners.get(next).filter(|(o, _)| o.start < span.end) {
            let owned = owned.start.max(at)..owned.end.min(span.end);
            if !owned.is_empty() {
                push(&mut words, seed.slice(&(at..owned.start)), None);
                push(&mut words, seed.slice(&owned), Some(*owner));
                at = owned.end;
                if !here.contains(owner) {
                    here.push(*owner);
                }
            }
            if owners[next].0.end > span.end {
                break;
            }
            next += 1;
        }
        push(&mut words, seed.slice(&(at..span.end)), None);
        let goes = issue.map(|issue| goes(issue, &here, &before)).unwrap_or_default();
        if !here.is_empty() {
            before = here;
        }
        let bytes = seed.bytes(&span);
        views.push(LineView {
            number: index + 1,
            from: bytes.start,
            to: bytes.end,
            blank: line.trim().is_empty(),
            words,
            goes,
        });
    }
    views
}

fn push(words: &mut Vec<Stretch>, text: &str, owner: Option<Owner>) {
    let class = match owner {
        Some(Owner::Article(_)) => "",
        Some(Owner::Note(_)) => "cut",
        None if text.chars().all(is_blank) => "",
        None => "unknown",
    };
    if !text.is_empty() {
        words.push(Stretch { text: text.to_owned(), class });
    }
}

/// Where a line's words went, but for what the line before has said.
fn goes(issue: &Issue, here: &[Owner], before: &[Owner]) -> Vec<Link> {
    let fresh = here.iter().filter(|owner| !before.contains(owner));
    fresh
        .map(|owner| match *owner {
            Owner::Article(index) => {
                let article = &issue.articles[index];
                Link { href: article.address.clone(), text: headline(issue, article) }
            }
            Owner::Note(index) => {
                let note = &issue.notes[index];
                let view = note::view(note);
                let page = note.article.map(|a| issue.articles[a].address.as_str());
                let href = page.map(|page| format!("{page}#{}", view.raw)).unwrap_or_default();
                Link { href, text: format!("不取：{} {}", view.kind, view.number) }
            }
        })
        .collect()
}
