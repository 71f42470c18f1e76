//! Articles and photo pieces.

use std::{fmt::Display, ops::Range};

use super::{Claim, Head, Planner, corrections};
use crate::{
    article::{Kind, byline::Credit},
    places,
    route::{Address, Section},
    site::{
        credits,
        library::{Entry, Library},
        seen::Shared,
        view::{ArticleView, BylinePartView, BylineView, LinkView, PageView, TeaserView},
    },
    tongue::{Said, said},
};

/// How many authors a citation names (GB/T 7714).
const CITED_AUTHORS: usize = 3;

impl Planner<'_> {
    pub(super) fn article_claim(&self, number: usize) -> Claim {
        let facts = &self.library.entries[number].facts;
        Claim {
            what: Said::verbatim(facts.file.name()),
            place: Some(facts.place_of("slug")),
            hint: said!("give one of them another `slug:`", "请给其中一篇另写 `slug:`"),
        }
    }

    /// What the page of article `number`, at `address`, shows.
    pub(in crate::site) fn article(&self, address: &Address, number: usize) -> ArticleView {
        let entry = &self.library.entries[number];
        let article = &entry.facts.article;
        let head = Head {
            title: &article.title,
            description: entry.facts.body.summary.clone(),
            kind: if article.kind == Kind::Photo { "photo" } else { "article" },
            section: "issues",
        };
        let structured = self.structured_article(number);
        let mut page = self.page_that_says(structured, address, head);
        page.image = self.shared_image(number);
        self.article_on(page, number, entry)
    }

    fn article_on(&self, page: PageView, number: usize, entry: &Entry) -> ArticleView {
        let library = self.library;
        let article = &entry.facts.article;
        let issue = &library.issues[entry.issue];
        let TeaserView { column, issue: of, date, date_text, waits, .. } = &**self.teaser(number);
        let lineage =
            entry.facts.city.map(|city| places::places().lineage(city)).unwrap_or_default();
        let neighbour = |number: Option<usize>| {
            let number = number.filter(|n| issue.entries.contains(n))?;
            let teaser = self.teaser(number);
            Some(LinkView { title: teaser.title.clone(), href: teaser.href.clone() })
        };
        ArticleView {
            page,
            title: article.title.clone(),
            deck: article.subtitle.clone(),
            column: column.clone(),
            byline: byline(library, entry),
            lineage: lineage
                .into_iter()
                .filter_map(|place| self.stock.ways.place(library, place))
                .collect(),
            issue: of.clone(),
            date: date.clone(),
            date_text: date_text.clone(),
            corrections: corrections::newest_first(&article.corrections, self.words),
            topics: entry
                .facts
                .body
                .topics
                .iter()
                .map(|(topic, _)| Shared::clone(&self.stock.ways.topics[*topic]))
                .collect(),
            body: credits::linked(library, number),
            outline: entry.facts.inside.outline.clone(),
            gaps: entry.facts.inside.gaps,
            characters: entry.facts.inside.characters,
            printed_page: article.page.clone(),
            citation: citation(entry, &self.config.title, date.as_deref()),
            source: article.source.as_ref().map(|s| {
                let key = if s.first == s.last { "source_line" } else { "source_lines" };
                let places: [(&str, &dyn Display); 3] =
                    [("seed", &s.seed), ("first", &s.first), ("last", &s.last)];
                self.words.fill(key, &places)
            }),
            repairs: article.repairs,
            draft: article.draft,
            waits: waits.clone(),
            previous: neighbour(number.checked_sub(1)),
            next: neighbour(Some(number + 1)),
            related: self.list(&library.related.to(library, number)),
        }
    }
}

/// The byline line by line, names as links.
fn byline(library: &Library, entry: &Entry) -> Vec<BylineView> {
    let article = &entry.facts.article;
    let lines = article.byline.iter().zip(&entry.facts.credits);
    let lines =
        lines.map(|(line, credits)| parts(library, line, &spans(line, credits, &article.authors)));
    let mut byline: Vec<BylineView> = lines.collect();
    if byline.is_empty() && !article.authors.is_empty() {
        // No byline was printed; the editor knows who wrote it.
        let line = article.authors.join(" ");
        byline.push(parts(library, &line, &spans(&line, &[], &article.authors)));
    }
    byline
}

/// Where names stand in a line: where the line was read as a byline, as it was
/// read; else where a name of an author stands in it.
fn spans(line: &str, credits: &[Credit], authors: &[String]) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = credits.iter().map(|c| c.span.clone()).collect();
    if spans.is_empty() {
        let found = authors
            .iter()
            .filter_map(|name| line.find(name.as_str()).map(|at| at..at + name.len()));
        spans = found.collect();
    }
    spans.sort_by_key(|s| (s.start, s.end));
    spans
}

fn parts(library: &Library, line: &str, names: &[Range<usize>]) -> BylineView {
    let mut parts = Vec::new();
    let mut done = 0;
    let mut push = |text: &str, href: Option<String>| {
        if !text.is_empty() {
            parts.push(BylinePartView { text: text.to_owned(), href });
        }
    };
    for span in names {
        let (Some(before), Some(name)) = (line.get(done..span.start), line.get(span.clone()))
        else {
            continue;
        };
        push(before, None);
        // As printed a name may be spaced: 刘 娟.
        let plain: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let author = library.author(name).or_else(|| library.author(&plain));
        let slug = author.map(|author| &library.authors[author].named.slug);
        push(name, slug.map(|slug| Address::entry(Section::Author, slug, 1).to_string()));
        done = span.end;
    }
    push(&line[done..], None);
    BylineView { parts }
}

/// A line to cite by (GB/T 7714): 刘娟. 春风化雨 法润贵阳`[N]`. 报名, 2023-04-07(3).
/// What is not known is left out; the page (版) belongs to the date.
fn citation(entry: &Entry, publication: &str, date: Option<&str>) -> String {
    let article = &entry.facts.article;
    let names: Vec<&str> = article.authors.iter().take(CITED_AUTHORS).map(String::as_str).collect();
    let mut line = names.join(", ");
    if article.authors.len() > CITED_AUTHORS {
        line.push_str(", 等");
    }
    if !line.is_empty() {
        line.push_str(". ");
    }
    line.push_str(&article.title);
    line.push_str("[N]. ");
    line.push_str(publication);
    if let Some(date) = date {
        line.push_str(", ");
        line.push_str(date);
        if let Some(page) = &article.page {
            line.push_str(&format!("({page})"));
        }
    }
    line.push('.');
    line
}
