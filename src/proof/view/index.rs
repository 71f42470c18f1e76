//! The index: issues, their articles and seeds.

use serde::Serialize;

use super::{Inputs, Page, headline, lines};
use crate::{
    diag::Diagnostic,
    proof::gather::{Article, Held, Issue, Piece},
    tongue::Tongue,
};

#[derive(Debug, Serialize)]
pub(in crate::proof) struct IndexView {
    page: Page,
    issues: Vec<IssueRow>,
    /// Seeds that no ledger knows.
    loose: Vec<SeedRow>,
    problems: Vec<String>,
    repairs: usize,
    doubts: usize,
    edited: usize,
}

#[derive(Debug, Serialize)]
struct IssueRow {
    id: String,
    articles: Vec<ArticleRow>,
    seeds: Vec<SeedRow>,
    own: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ArticleRow {
    href: String,
    title: String,
    file: String,
    source: String,
    repairs: usize,
    doubts: usize,
    edited: bool,
    gone: bool,
}

#[derive(Debug, Serialize)]
struct SeedRow {
    href: String,
    name: String,
    characters: usize,
    left_out: usize,
    fault: Option<String>,
}

/// The index.
pub(super) fn view(
    inputs: &Inputs<'_>,
    issues: &[Issue],
    loose: &[Held],
    problems: &[Diagnostic],
) -> IndexView {
    let rows: Vec<IssueRow> = issues.iter().map(issue).collect();
    let all = || rows.iter().flat_map(|issue| &issue.articles);
    IndexView {
        page: Page::new(inputs, "index.html", "proof-index", "校样"),
        repairs: all().map(|a| a.repairs).sum(),
        doubts: all().map(|a| a.doubts).sum(),
        edited: all().filter(|a| a.edited || a.gone).count(),
        loose: loose.iter().map(|held| seed(held, None)).collect(),
        problems: problems.iter().map(|p| p.draw(false, Tongue::Chinese)).collect(),
        issues: rows,
    }
}

fn issue(issue: &Issue) -> IssueRow {
    let numbered = issue.seeds.iter().enumerate();
    IssueRow {
        id: issue.id.clone(),
        articles: issue.articles.iter().map(|a| article(issue, a)).collect(),
        seeds: numbered.map(|(number, held)| seed(held, Some((issue, number)))).collect(),
        own: issue.own.clone(),
    }
}

fn article(issue: &Issue, article: &Article) -> ArticleRow {
    let held = &issue.seeds[article.seed];
    // Where the text stood; a headline may have come from far away.
    let text = article.parts.iter().filter(|p| p.name.starts_with("p:"));
    let spans = text.flat_map(|p| &p.pieces);
    let spans = spans.filter_map(|piece| match piece {
        Piece::Text(span) => Some(span),
        Piece::Scaffold(_) => None,
    });
    let first = spans.clone().map(|s| s.start).min();
    let last = spans.map(|s| s.end).max();
    let stood = held
        .ground()
        .zip(first.zip(last))
        .map(|(seed, (first, last))| lines(seed.line(first), seed.line(last.saturating_sub(1))));
    let of = |applied| article.notes.iter().filter(|&&n| issue.notes[n].applied == applied).count();
    ArticleRow {
        href: article.address.clone(),
        title: headline(issue, article),
        file: article.file.clone(),
        source: [Some(held.name.clone()), stood]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        repairs: of(true),
        doubts: of(false),
        edited: article.edited,
        gone: article.standing.is_none(),
    }
}

fn seed(held: &Held, issue: Option<(&Issue, usize)>) -> SeedRow {
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let notes = issue
        .into_iter()
        .flat_map(|(issue, number)| issue.notes.iter().filter(move |n| n.seed == Some(number)));
    SeedRow {
        href: held.address.clone(),
        name: held.name.clone(),
        characters: held.seed.as_ref().map_or(0, |s| count(&s.text)),
        left_out: notes.flat_map(|n| &n.record.removed).map(|(_, words)| count(words)).sum(),
        fault: held.fault.clone(),
    }
}
