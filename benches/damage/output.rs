//! What a program made of a page: the articles it wrote.

use kanyin::{
    article::{Article as Written, Block, body_from_markdown, body_to_markdown},
    diag::Source,
    limits::Limits,
    text::GAP,
};

use serde_json::{Value, json};

use super::{
    Document, Kind,
    truth::{Gap, Truth},
};

/// An article as a program wrote it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Output {
    /// 主题
    pub(crate) title: String,
    /// 副题
    pub(crate) subtitle: String,
    /// 栏目
    pub(crate) column: String,
    /// Byline lines as printed.
    pub(crate) byline: Vec<String>,
    /// Names of the authors.
    pub(crate) authors: Vec<String>,
    /// The place.
    pub(crate) city: Option<String>,
    /// Subheads and paragraphs, with the mark of a gap in them.
    pub(crate) blocks: Vec<Block>,
}

impl Output {
    /// Reads an article from the file that import writes.
    pub(crate) fn read(path: &str, markdown: &str) -> Option<Self> {
        let source = Source::new(path.to_owned(), markdown.to_owned());
        let article = Written::from_markdown(&source, &Limits::default()).value?.article;
        Some(Self {
            blocks: blocks(article.body.trim_end()),
            title: article.title,
            subtitle: article.subtitle.unwrap_or_default(),
            column: article.column.unwrap_or_default(),
            byline: article.byline,
            authors: article.authors,
            city: article.city,
        })
    }
}

impl Output {
    /// Reads the articles of a page from JSON of the shape that [`truth_json`] writes.
    pub(crate) fn read_json(json: &str) -> Option<Vec<Self>> {
        let all: Value = serde_json::from_str(json).ok()?;
        let line =
            |article: &Value, key: &str| article[key].as_str().unwrap_or_default().to_owned();
        let list = |article: &Value, key: &str| -> Vec<String> {
            let values = article[key].as_array().into_iter().flatten();
            values.filter_map(|v| v.as_str().map(str::to_owned)).collect()
        };
        let read = |article: &Value| Self {
            title: line(article, "headline"),
            subtitle: line(article, "deck"),
            column: line(article, "column"),
            byline: list(article, "byline"),
            authors: list(article, "authors"),
            city: article["city"].as_str().map(str::to_owned),
            blocks: blocks(line(article, "body").trim_end()),
        };
        Some(all["articles"].as_array()?.iter().map(read).collect())
    }

    /// The article for those who read: its front matter and its text.
    pub(crate) fn markdown(&self) -> String {
        format!(
            "title: {}\nsubtitle: {}\ncolumn: {}\nbyline: {:?}\nauthors: {:?}\ncity: {:?}\n\n{}\n",
            self.title,
            self.subtitle,
            self.column,
            self.byline,
            self.authors,
            self.city,
            body_to_markdown(&self.blocks),
        )
    }
}

/// The blocks of a body; the lines of one that import would not write.
fn blocks(body: &str) -> Vec<Block> {
    let plain = || body.split("\n\n").map(|line| Block::Text(line.to_owned())).collect();
    body_from_markdown(body).unwrap_or_else(plain)
}

/// The truth of a page as JSON: what a perfect program would write, and the places of
/// losses and cuts.
pub(crate) fn truth_json(document: &Document, truth: &Truth) -> String {
    let articles = perfect(document, truth).into_iter().zip(&document.articles);
    let articles: Vec<Value> = articles
        .map(|(output, article)| {
            json!({
                "id": article.id,
                "kind": if article.photo { "photo" } else { "article" },
                "headline": article.headline,
                "deck": article.deck,
                "column": article.column,
                "byline": output.byline,
                "authors": article.authors,
                "city": article.city,
                "body": body_to_markdown(&output.blocks),
            })
        })
        .collect();
    let around = |before: Option<super::Id>, after: Option<super::Id>, optional: bool| {
        let unit = before.or(after).map(|id| &document.units[document.unit_of(id)]);
        let part = |from: Option<super::Id>, to: Option<super::Id>| -> String {
            let ids = from.unwrap_or_default()..to.unwrap_or_default();
            unit.map(|u| {
                u.ids().zip(&u.text).filter(|(id, _)| ids.contains(id)).map(|(_, c)| *c).collect()
            })
            .unwrap_or_default()
        };
        let left = part(before.map(|id| id.saturating_sub(7)), before.map(|id| id + 1));
        let right = part(after, after.map(|id| id + 8));
        json!({"article": unit.map(|u| u.article), "before": left, "after": right, "optional": optional})
    };
    let gaps: Vec<Value> =
        truth.gaps.iter().map(|g| around(g.before, g.after, g.optional)).collect();
    let cuts: Vec<Value> =
        truth.cuts.iter().map(|&(a, b)| around(Some(a), Some(b), false)).collect();
    let all = json!({"damage": document.done, "articles": articles, "gaps": gaps, "cuts": cuts});
    format!("{all:#}\n")
}

/// What a perfect program would write.
pub(crate) fn perfect(document: &Document, truth: &Truth) -> Vec<Output> {
    let article = |(index, article): (usize, &super::Article)| {
        let of = |kinds: &'static [Kind]| {
            let units = document.units.iter();
            units.filter(move |u| u.article == index && kinds.contains(&u.kind))
        };
        let body = of(&[Kind::Paragraph, Kind::Caption, Kind::Subhead]);
        let blocks = body.map(|unit| {
            let text = remaining(unit, truth);
            if unit.kind == Kind::Subhead { Block::Subhead(text) } else { Block::Text(text) }
        });
        Output {
            title: article.headline.clone().unwrap_or_default(),
            subtitle: article.deck.clone().unwrap_or_default(),
            column: article.column.clone().unwrap_or_default(),
            byline: of(&[Kind::Byline, Kind::Credit]).map(super::Unit::string).collect(),
            authors: article.authors.clone(),
            city: article.city.clone(),
            blocks: blocks
                .filter(|b| !matches!(b, Block::Text(t) | Block::Subhead(t) if t.is_empty()))
                .collect(),
        }
    };
    document.articles.iter().enumerate().map(article).collect()
}

/// What is left of a line, with marks where words are lost.
fn remaining(unit: &super::Unit, truth: &Truth) -> String {
    let marked = |gap: &&Gap| !gap.optional;
    let mut text = String::new();
    for (id, c) in unit.ids().zip(&unit.text) {
        if c.is_whitespace() || truth.stands[id as usize] > 0 {
            let head = |gap: &Gap| gap.before.is_none() && gap.after == Some(id);
            if truth.gaps.iter().filter(marked).any(head) {
                text.push_str(GAP);
            }
            text.push(*c);
        }
        if truth.gaps.iter().filter(marked).any(|gap| gap.before == Some(id)) {
            text.push_str(GAP);
        }
    }
    text.trim().to_owned()
}
