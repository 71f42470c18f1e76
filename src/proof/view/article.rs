//! The page of an article.

use std::ops::Range;

use serde::Serialize;

use super::{
    Inputs, Link, Page, headline, lines,
    note::{self, NoteView},
};
use crate::{
    import::decode::Seed,
    proof::{
        diff::Tone,
        edits::{self, Edited},
        gather::{Article, Issue, Part},
        marks::{Mark, marks},
        rows::{Claim, Row, claims, rows},
    },
};

#[derive(Debug, Serialize)]
pub(in crate::proof) struct ArticleView {
    page: Page,
    title: String,
    file: String,
    seed: Link,
    /// Why raw text and restored text cannot be set side by side.
    fault: Option<String>,
    repairs: Vec<NoteView>,
    doubts: Vec<NoteView>,
    /// How lines without an end were read.
    readings: Vec<NoteView>,
    rows: Vec<RowView>,
    /// The file as it stands, where there are no rows.
    plain: String,
    edits: Option<EditsView>,
    gone: bool,
}

#[derive(Debug, Serialize)]
struct RowView {
    raw: Option<RawView>,
    set: Option<SetView>,
}

/// Lines of the seed.
#[derive(Debug, Serialize)]
struct RawView {
    claims: Vec<ClaimView>,
    /// Why it is in no part of the article.
    left: Option<NoteView>,
    /// Where it was moved to.
    goes: Option<Link>,
}

/// A stretch of a line of the seed.
#[derive(Debug, Serialize)]
struct ClaimView {
    id: String,
    /// Its bytes in the file.
    from: usize,
    to: usize,
    line: usize,
    /// The lines of other articles before it.
    between: Option<String>,
    words: Vec<Stretch>,
}

/// A part of the article.
#[derive(Debug, Serialize)]
struct SetView {
    id: String,
    label: String,
    class: &'static str,
    words: Vec<Stretch>,
    /// Where it was moved from.
    comes: Option<Link>,
    copy: bool,
}

/// Words, marked or not.
#[derive(Debug, Serialize)]
struct Stretch {
    text: String,
    /// Words that are left out.
    cut: bool,
    mark: Option<MarkView>,
}

#[derive(Debug, Serialize)]
struct MarkView {
    id: String,
    href: String,
    note: NoteView,
}

#[derive(Debug, Serialize)]
struct EditsView {
    front: Vec<Vec<EditView>>,
    /// Empty for paragraphs that are the same.
    body: Vec<Vec<EditView>>,
    front_unknown: bool,
}

#[derive(Debug, Serialize)]
struct EditView {
    text: String,
    tone: &'static str,
}

/// The page of an article.
pub(super) fn view(inputs: &Inputs<'_>, issue: &Issue, article: &Article) -> ArticleView {
    let held = &issue.seeds[article.seed];
    let notes: Vec<NoteView> = article.notes.iter().map(|&n| note::view(&issue.notes[n])).collect();
    let (doubts, repairs) = notes.into_iter().partition(|n: &NoteView| n.doubt);
    let title = headline(issue, article);
    let rows = held.ground().map(|seed| Layout::new(issue, article, seed).rows());
    ArticleView {
        page: Page::new(inputs, &article.address, "proof-article", &title),
        title,
        file: format!("content/{}/{}", issue.id, article.file),
        seed: Link { href: held.address.clone(), text: held.name.clone() },
        fault: held.fault.clone(),
        repairs,
        doubts,
        readings: article.readings.iter().map(note::view).collect(),
        rows: rows.unwrap_or_default(),
        plain: article.standing.clone().filter(|_| held.ground().is_none()).unwrap_or_default(),
        edits: edits::edits(article, held.ground()).map(edits_view),
        gone: article.standing.is_none(),
    }
}

/// An article with everything that its rows are made of.
struct Layout<'a> {
    issue: &'a Issue,
    article: &'a Article,
    seed: &'a Seed,
    claims: Vec<Claim>,
    raw: Vec<Vec<Mark>>,
    set: Vec<Vec<Mark>>,
}

impl<'a> Layout<'a> {
    fn new(issue: &'a Issue, article: &'a Article, seed: &'a Seed) -> Self {
        let blocks = &issue.seeds[article.seed].blocks;
        let claims = claims(seed, blocks, article, &issue.notes);
        let marks = marks(seed, article, &issue.notes, &claims);
        Self { issue, article, seed, claims, raw: marks.raw, set: marks.set }
    }

    fn rows(&self) -> Vec<RowView> {
        let rows = rows(&self.claims, &self.article.parts);
        // Where each part stands in the raw column, if not beside itself.
        let mut stood: Vec<Option<usize>> = vec![None; self.article.parts.len()];
        for claim in self.claims.iter().rev() {
            if let Some(part) = claim.owner {
                stood[part] = Some(self.seed.byte(claim.span.start));
            }
        }
        rows.iter().map(|row| self.row(row, &stood)).collect()
    }

    fn row(&self, row: &Row, stood: &[Option<usize>]) -> RowView {
        let first = self.claims.get(row.claims.start).filter(|_| !row.claims.is_empty());
        let raw = first.map(|first| RawView {
            claims: row.claims.clone().map(|claim| self.claim(claim)).collect(),
            left: first.cause.map(|n| note::view(&self.issue.notes[n])),
            goes: first.owner.filter(|_| row.part.is_none()).map(|part| {
                let part = &self.article.parts[part];
                Link { href: format!("#{}", id(part)), text: label(part) }
            }),
        });
        let set = row.part.map(|index| {
            let comes = stood[index].filter(|_| row.claims.is_empty());
            self.part(index, comes)
        });
        RowView { raw, set }
    }

    fn claim(&self, index: usize) -> ClaimView {
        let claim = &self.claims[index];
        let bytes = self.seed.bytes(&claim.span);
        let line = self.seed.line(claim.span.start);
        let skipped = match index.checked_sub(1).map(|before| &self.claims[before]) {
            Some(before) if before.block + 1 < claim.block => {
                let last = self.seed.line(before.span.end.saturating_sub(1));
                Some((last + 1, line - 1)).filter(|(a, b)| a <= b)
            }
            _ => None,
        };
        ClaimView {
            id: format!("b{}", bytes.start),
            from: bytes.start,
            to: bytes.end,
            line,
            between: skipped.map(|(first, last)| lines(first, last)),
            words: self.words(&self.seed.text, &claim.span, &self.raw[index], true),
        }
    }

    fn part(&self, index: usize, comes: Option<usize>) -> SetView {
        let part = &self.article.parts[index];
        let text = part.text(self.seed);
        let line = |byte: usize| self.seed.offset(byte).map_or(1, |at| self.seed.line(at));
        SetView {
            id: id(part),
            label: label(part),
            class: class(part),
            words: self.words(&text, &(0..text.len()), &self.set[index], false),
            comes: comes.map(|byte| Link {
                href: format!("#b{byte}"),
                text: format!("原在第 {} 行", line(byte)),
            }),
            copy: part.copy,
        }
    }

    /// The text in `span` with its marks.
    fn words(&self, text: &str, span: &Range<usize>, marks: &[Mark], raw: bool) -> Vec<Stretch> {
        let plain = |range: Range<usize>| {
            let text = text[range].to_owned();
            (!text.is_empty()).then_some(Stretch { text, cut: false, mark: None })
        };
        let mut words = Vec::new();
        let mut at = span.start;
        for mark in marks.iter().filter(|m| m.span.end <= span.end) {
            if mark.span.start < at {
                continue;
            }
            words.extend(plain(at..mark.span.start));
            at = mark.span.end;
            let view = mark.first.then(|| {
                let note = note::view(&self.issue.notes[mark.note]);
                let (id, other) = if raw { (&note.raw, &note.set) } else { (&note.set, &note.raw) };
                MarkView { id: id.clone(), href: format!("#{other}"), note }
            });
            let text = text[mark.span.clone()].to_owned();
            words.push(Stretch { text, cut: mark.cut, mark: view });
        }
        words.extend(plain(at..span.end));
        words
    }
}

fn edits_view(edits: edits::Edits) -> EditsView {
    let view = |edited: Edited| -> Vec<EditView> {
        let tone = |tone| match tone {
            Tone::Same => "same",
            Tone::Gone => "gone",
            Tone::New => "new",
        };
        let stretches = edited.stretches.into_iter();
        stretches.map(|(t, text)| EditView { text, tone: tone(t) }).collect()
    };
    EditsView {
        front: edits.front.into_iter().map(view).collect(),
        body: edits.body.into_iter().map(|e| e.map(view).unwrap_or_default()).collect(),
        front_unknown: edits.front_unknown,
    }
}

/// Where a part stands on its page. Names in a ledger may be anything.
fn id(part: &Part) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("s-{}", part.name.chars().map(plain).collect::<String>())
}

fn label(part: &Part) -> String {
    let (name, number) = part.name.split_once(':').unwrap_or((&part.name, ""));
    match name {
        "title" => "标题".into(),
        "subtitle" => "副题".into(),
        "column" => "栏目".into(),
        "byline" => "署名".into(),
        "p" if part.subhead => "小标题".into(),
        "p" => format!("第 {number} 段"),
        other => other.to_owned(),
    }
}

fn class(part: &Part) -> &'static str {
    match part.name.split(':').next().unwrap_or_default() {
        "title" => "title",
        "subtitle" => "deck",
        "column" => "column",
        "byline" => "byline",
        _ if part.subhead => "subhead",
        _ => "text",
    }
}
