//! All that the templates of an archive see.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    manifest::{ArticleRecord, Manifest},
    markup::{self, Art, Body, Landing, Target},
};
use crate::{
    diag::{Diagnostic, Place},
    pictures::Print,
    site::{
        Printed, PrintedArticle, Publication,
        view::{CorrectionView, CreditsView, IssueHeadView},
    },
    tongue::{Said, said},
};

/// An issue as one document: `archive.html`, and the parts of a book.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveView {
    /// Name of the publication.
    pub publication: String,
    /// A line under it.
    pub tagline: Option<String>,
    /// Who publishes it (主办).
    pub publisher: Option<String>,
    /// Where it is published.
    pub place: Option<String>,
    /// The issue. Its `href` leads nowhere from here.
    pub issue: IssueHeadView,
    /// Absolute address of its page, if the site has one.
    pub url: Option<String>,
    /// A line to cite the issue by (GB/T 7714).
    pub citation: String,
    /// Publication and issue as the inside of a string in a style sheet.
    pub running_head: String,
    /// The theme's style sheet with all that it loads.
    pub style: String,
    /// The editor's foreword as HTML; empty if there is none.
    pub note: String,
    /// Articles and photo pieces, in order.
    pub articles: Vec<ArchivedView>,
    /// Who made it, by role.
    pub credits: Vec<CreditsView>,
    /// Where the text is incomplete.
    pub gaps: Vec<GapView>,
    /// How many corrections all articles have.
    pub corrections: usize,
    /// The pictures of the articles, each once.
    pub pictures: Vec<PictureView>,
    /// As HTML, the pictures that are shown more than once; to be set before them.
    pub shared_pictures: String,
    /// Length of all articles, as an editor counts.
    pub characters: usize,
    /// How many repairs import made.
    pub repairs: usize,
    /// What the archive says about itself.
    pub manifest: Manifest,
    /// The same as JSON, fit to stand in a `<script>`.
    pub manifest_json: String,
}

/// An article of the issue.
#[derive(Clone, Debug, Serialize)]
pub struct ArchivedView {
    /// Its number, from 1.
    pub number: usize,
    /// Id of the element that holds its text as printed, and nothing else. The
    /// digest of that element's text is in the manifest.
    pub id: String,
    /// Headline.
    pub title: String,
    /// Deck, without its dashes.
    pub deck: Option<String>,
    /// Column.
    pub column: Option<String>,
    /// The byline, line by line.
    pub byline: Vec<String>,
    /// The text as HTML; every id in it begins with the article's.
    pub body: String,
    /// Whether it is a photo piece.
    pub photo: bool,
    /// What was put right in it since, if anything was.
    pub corrections: Option<ArchivedCorrectionsView>,
    /// The city with its parents, province first.
    pub lineage: Vec<String>,
    /// Its topics.
    pub topics: Vec<String>,
    /// How many gaps it has.
    pub gaps: usize,
    /// Length as an editor counts.
    pub characters: usize,
    /// A line to cite by (GB/T 7714).
    pub citation: String,
    /// Absolute address of its page, if the site has one.
    pub url: Option<String>,
    /// Raw text it was restored from.
    pub source: Option<String>,
    /// How many repairs import made.
    pub repairs: usize,
}

/// The corrections of an article, which stand apart from what was printed.
#[derive(Clone, Debug, Serialize)]
pub struct ArchivedCorrectionsView {
    /// Id of the element that holds them, and nothing else. The digest of that
    /// element's text is in the manifest.
    pub id: String,
    /// They, the newest first.
    pub items: Vec<CorrectionView>,
}

/// A place where the text is incomplete.
#[derive(Clone, Debug, Serialize)]
pub struct GapView {
    /// Headline of the article.
    pub title: String,
    /// The words before the gap.
    pub before: String,
    /// Leads to the mark.
    pub href: String,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub struct PictureView {
    /// Its path on the site, and in a book.
    pub path: String,
    /// Its type.
    pub media_type: &'static str,
}

/// How a document takes articles in.
pub(super) struct Setting<'a> {
    /// Where each article is: its file, empty in a document of one.
    pub(super) file: &'a dyn Fn(usize) -> String,
    /// The address of a picture.
    pub(super) source: &'a dyn Fn(&Print) -> String,
    /// By how much headings sink.
    pub(super) sink: u8,
    /// Whether the document is XML.
    pub(super) xml: bool,
}

/// What the templates see of an issue.
pub(super) fn view(
    publication: &Publication<'_>,
    printed: &Printed,
    manifest: Manifest,
    setting: &Setting<'_>,
    problems: &mut Vec<Diagnostic>,
) -> ArchiveView {
    let ids = manifest.elements();
    let landing = |(index, article): (usize, &PrintedArticle)| {
        let landing = Landing { file: (setting.file)(index), id: ids[index].clone() };
        (article.address.clone(), landing)
    };
    let places = printed.articles.iter().enumerate().map(landing).collect();
    let base_url = publication.inputs().config.base_url.as_deref();
    let adopt = |html: &str, prefix: &str, address, ids, pictures| {
        let Setting { sink, xml, .. } = *setting;
        let places = &places;
        markup::adopt(html, &Target { prefix, address, places, base_url, sink, xml, ids, pictures })
    };
    // Twice: where a link leads, and how often a picture is shown, is known when all
    // articles were read.
    let mut known = BTreeSet::new();
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    let (page, note) = &printed.note;
    let no_art = BTreeMap::new();
    let mut read = |html: &str, prefix: &str, address| {
        let body = adopt(html, prefix, address, None, &no_art);
        known.extend(body.ids);
        for path in body.pictures {
            *shown.entry(path).or_default() += 1;
        }
    };
    for (index, article) in printed.articles.iter().enumerate() {
        read(&article.view.body, &format!("{}-", ids[index]), &article.address);
    }
    read(note, "note-", page);
    let art = art(publication, &shown, setting);
    let mut articles = Vec::with_capacity(printed.articles.len());
    let mut gaps = Vec::new();
    for (index, article) in printed.articles.iter().enumerate() {
        let (html, prefix) = (&article.view.body, format!("{}-", ids[index]));
        let body = adopt(html, &prefix, &article.address, Some(&known), &art);
        let file = (setting.file)(index);
        gaps.extend(body.gaps.iter().map(|gap| GapView {
            title: article.view.title.clone(),
            before: gap.before.clone(),
            href: format!("{file}#{}", gap.id),
        }));
        problems.extend(left_out(&body, &article.file));
        articles.push(archived(index, &manifest.articles[index], article, body));
    }
    let note = adopt(note, "note-", page, Some(&known), &art);
    problems.extend(left_out(&note, &format!("content/{}/_issue.md", printed.slug)));
    ArchiveView {
        publication: printed.site.title.clone(),
        tagline: printed.site.tagline.clone(),
        publisher: printed.site.publisher.clone(),
        place: printed.site.place.clone(),
        issue: printed.head.clone(),
        url: printed.canonical.clone(),
        citation: citation(printed),
        running_head: css_string(&format!("{}　{}", printed.site.title, printed.head.title)),
        style: String::new(),
        note: note.html.trim().to_owned(),
        characters: articles.iter().map(|a| a.characters).sum(),
        repairs: articles.iter().map(|a| a.repairs).sum(),
        corrections: printed.articles.iter().map(|a| a.view.corrections.len()).sum(),
        articles,
        credits: printed.credits.clone(),
        gaps,
        pictures: pictures(publication, &art),
        shared_pictures: shared(&art),
        manifest_json: manifest.to_json(),
        manifest,
    }
}

/// The pictures that are shown, each with how often it is.
fn art(
    publication: &Publication<'_>,
    shown: &BTreeMap<String, usize>,
    setting: &Setting<'_>,
) -> BTreeMap<String, Art> {
    let mut number = 0;
    let found =
        shown.iter().filter_map(|(path, times)| Some((path, times, publication.picture(path)?)));
    found
        .map(|(path, times, picture)| {
            // A book has them as files.
            let shared = (*times > 1 && !setting.xml).then(|| {
                number += 1;
                format!("picture{number}")
            });
            let (width, height) = (picture.width, picture.height);
            (path.clone(), Art { src: (setting.source)(picture), width, height, shared })
        })
        .collect()
}

fn pictures(publication: &Publication<'_>, art: &BTreeMap<String, Art>) -> Vec<PictureView> {
    let found = art.keys().filter_map(|path| publication.picture(path));
    found.map(|p| PictureView { path: p.path.clone(), media_type: p.media_type() }).collect()
}

/// The pictures that are shown more than once, where they can be drawn from.
fn shared(art: &BTreeMap<String, Art>) -> String {
    let image = |art: &Art| {
        let Art { src, width, height, shared } = art;
        let id = shared.as_ref()?;
        Some(format!(
            "<image id=\"{id}\" href=\"{src}\" width=\"{width}\" height=\"{height}\"></image>"
        ))
    };
    let images: String = art.values().filter_map(image).collect();
    if images.is_empty() {
        return images;
    }
    format!("<svg width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>{images}</defs></svg>")
}

fn archived(
    index: usize,
    record: &ArticleRecord,
    article: &PrintedArticle,
    body: Body,
) -> ArchivedView {
    let view = &article.view;
    let corrections = record.corrections.as_ref().map(|record| ArchivedCorrectionsView {
        id: record.element.clone(),
        items: view.corrections.clone(),
    });
    let line = |line: &crate::site::view::BylineView| {
        line.parts.iter().map(|part| part.text.as_str()).collect::<String>()
    };
    ArchivedView {
        number: index + 1,
        id: record.element.clone(),
        title: view.title.clone(),
        deck: view.deck.clone(),
        column: view.column.as_ref().map(|column| column.title.clone()),
        byline: view.byline.iter().map(line).collect(),
        gaps: body.gaps.len(),
        body: body.html,
        photo: article.photo,
        corrections,
        lineage: view.lineage.iter().map(|place| place.title.clone()).collect(),
        topics: view.topics.iter().map(|topic| topic.title.clone()).collect(),
        characters: view.characters,
        citation: view.citation.clone(),
        url: view.page.canonical.clone(),
        source: view.source.clone(),
        repairs: view.repairs,
    }
}

/// An archive holds no foreign programs; whoever put one into an article is told.
fn left_out(body: &Body, file: &str) -> Option<Diagnostic> {
    if body.dropped.is_empty() {
        return None;
    }
    let what: Vec<Said> = body.dropped.values().cloned().collect();
    let what = Said::row(&what);
    let warning =
        Diagnostic::warning(said!("left out of the archive: {what}", "没有放进存档：{what}", what));
    let hint = said!(
        "an archive holds text and pictures of its own, and nothing that runs or is loaded",
        "存档里只有文字和自己的图片，没有会运行、要加载的东西"
    );
    Some(warning.at(Place::file(file)).hint(hint))
}

/// A line to cite an issue by (GB/T 7714). What is not known is left out.
fn citation(printed: &Printed) -> String {
    let site = &printed.site;
    let mut line = site.title.clone();
    if printed.head.date_text.as_deref().is_none_or(|date| !date.starts_with(&printed.head.title)) {
        line.push_str(": ");
        line.push_str(&printed.head.title);
    }
    line.push_str("[N]. ");
    let house: Vec<&str> =
        [&site.place, &site.publisher].into_iter().flatten().map(String::as_str).collect();
    let parts =
        [Some(house.join(": ")).filter(|house| !house.is_empty()), printed.head.date.clone()];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    line.push_str(&parts.join(", "));
    line.truncate(line.trim_end().trim_end_matches('.').len());
    line + "."
}

/// `text` as the inside of a string in a style sheet in HTML.
fn css_string(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' | '<' | '>' | '&' | '\u{0}'..='\u{1f}' | '\u{7f}' => {
                out.push_str(&format!("\\{:x} ", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}
