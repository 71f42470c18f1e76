//! The last step but the setting: all that a template sees, as finished words.

mod article;
mod index;
mod note;
mod seed;

use serde::Serialize;

use super::{
    Inputs, STYLESHEET,
    gather::{Article, Held, Issue},
};
use crate::diag::Diagnostic;

/// A page.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum View {
    Index(index::IndexView),
    Article(Box<article::ArticleView>),
    Seed(seed::SeedView),
}

impl View {
    /// The template that sets it.
    pub(super) fn template(&self) -> &'static str {
        match self {
            Self::Index(_) => "index.html",
            Self::Article(_) => "article.html",
            Self::Seed(_) => "seed.html",
        }
    }
}

/// What every page has.
#[derive(Debug, Serialize)]
struct Page {
    /// Name of the page, for the window.
    title: String,
    /// Name of the publication.
    publication: String,
    kind: &'static str,
    /// The way up to the index's folder.
    root: String,
    stylesheet: &'static str,
}

impl Page {
    fn new(inputs: &Inputs<'_>, address: &str, kind: &'static str, title: &str) -> Self {
        Self {
            title: title.to_owned(),
            publication: inputs.title.to_owned(),
            kind,
            root: "../".repeat(address.matches('/').count()),
            stylesheet: STYLESHEET,
        }
    }
}

/// Words that lead somewhere; the address counts from the root of the proof.
#[derive(Clone, Debug, Serialize)]
struct Link {
    href: String,
    text: String,
}

/// All pages with their addresses.
pub(super) fn views(
    inputs: &Inputs<'_>,
    issues: &[Issue],
    loose: &[Held],
    problems: &[Diagnostic],
) -> Vec<(String, View)> {
    let index = index::view(inputs, issues, loose, problems);
    let mut views = vec![("index.html".to_owned(), View::Index(index))];
    for issue in issues {
        for article in &issue.articles {
            let view = article::view(inputs, issue, article);
            views.push((article.address.clone(), View::Article(Box::new(view))));
        }
        for (number, held) in issue.seeds.iter().enumerate() {
            let view = seed::view(inputs, held, Some((issue, number)));
            views.push((held.address.clone(), View::Seed(view)));
        }
    }
    for held in loose {
        views.push((held.address.clone(), View::Seed(seed::view(inputs, held, None))));
    }
    views
}

/// What an article is called: its headline as import set it, or its file.
fn headline(issue: &Issue, article: &Article) -> String {
    let seed = issue.seeds[article.seed].ground();
    let title = article.parts.iter().find(|p| p.name == "title");
    let title = title.zip(seed).map(|(part, seed)| part.text(seed));
    title.filter(|t| !t.trim().is_empty()).unwrap_or_else(|| article.file.clone())
}

/// `第 3 行`, `第 3–9 行`.
fn lines(first: usize, last: usize) -> String {
    if first == last { format!("第 {first} 行") } else { format!("第 {first}–{last} 行") }
}

/// The start of a long text.
fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…（共 {} 字）", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}
