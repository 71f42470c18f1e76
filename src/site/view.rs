//! Views: all that a template may see, and nothing else.
//!
//! A View carries finished strings. No template function reads the library, so
//! the hash of a View and of the templates it is set with decides whether a page
//! has to be printed again.
//!
//! Every `href` is a path **from the site's root** without a leading slash, with
//! `#fragment` where there is one. A template writes
//! `href="{{ page.root }}{{ item.href }}"`. So a teaser is the same value on
//! every page that lists it.
//!
//! Beside its View a template has two values that are the same on all pages: the
//! site's own `words` ([`crate::words`]) and what is chosen in the theme, `options`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    said::Html,
    seen::{Shared, parts, whole},
};

pub use super::index_view::*;
pub use super::passed_on::{FeedView, SharedImageView};

/// What all pages have in common: the head of the document, the masthead, the
/// navigation. In templates: `page`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageView {
    /// For `<title>`: the page's own title and the site's.
    pub title: String,
    /// For `<meta name="description">`; empty if there is nothing to say.
    pub description: String,
    /// Absolute address, if `kanyin.yaml` has a `base_url`.
    pub canonical: Option<String>,
    /// Leads to the site's root: empty, or `../` once or more; on the 404 page,
    /// which is shown under any address, the path of `base_url` (`/`).
    pub root: String,
    /// Path of this page from the root.
    pub path: String,
    /// `front`, `issue`, `issues`, `article`, `photo`, `city`, `cities`, `city-topic`,
    /// `city-topics`, `topic`, `topics`, `column`, `columns`, `author`, `authors`,
    /// `corrections`, `moved`, `search`, `not-found`.
    pub kind: &'static str,
    /// The feeds that belong to this page: its own first, then the site's, each in the formats
    /// that `feeds:` names. Empty without a `base_url` or without a date: a feed needs both.
    #[serde(skip)]
    pub feeds: Shared<Vec<FeedView>>,
    /// The picture that stands for the page where somebody passes it on; `None`
    /// without a `base_url`.
    pub image: Option<SharedImageView>,
    /// What the page says of itself to machines: JSON-LD, to stand as it is in a
    /// `<script type="application/ld+json">`. `None` without a `base_url`.
    pub structured: Option<String>,
    /// The site.
    #[serde(skip)]
    pub site: Shared<SiteView>,
    /// The sections, in order; the one this page belongs to is `current`.
    #[serde(skip)]
    pub navigation: Shared<Vec<NavigationView>>,
}

/// The publication itself.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteView {
    /// Name of the publication, as in the masthead.
    pub title: String,
    /// A line under it.
    pub tagline: Option<String>,
    /// Who publishes it (主办).
    pub publisher: Option<String>,
    /// Where it is published.
    pub place: Option<String>,
    /// The latest issue, named in the masthead.
    pub latest: Option<LinkView>,
    /// Path of the style sheet, with its fingerprint.
    pub stylesheet: String,
    /// Path of each other file of the theme, with its fingerprint, by its name
    /// below the theme's folder: `assets/logo.svg`.
    pub assets: BTreeMap<String, String>,
    /// Path of the Atom feed; `None` without a `base_url` or without a dated
    /// issue, as a feed needs both, or where `feeds:` does not name it.
    pub feed: Option<String>,
    /// Path of the list of corrections; `None` if there are none.
    pub corrections: Option<String>,
    /// Path of the page to search on; `None` where `kanyin.yaml` says `search: false`.
    pub search: Option<String>,
    /// Number of articles in all.
    pub articles: usize,
}

/// One entry of the navigation.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NavigationView {
    /// `front`, `issues`, `cities`, `topics`, `columns`, `authors`.
    pub key: &'static str,
    /// 首页, 各期, 地市, 专题, 栏目, 作者. A section without entries is left out.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Whether the page is in this section.
    pub current: bool,
}

/// A name that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct LinkView {
    /// The name.
    pub title: String,
    /// Where it leads.
    pub href: String,
}

/// A name that leads somewhere, and how many articles are there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CountView {
    /// The name.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// How many articles.
    pub count: usize,
}

/// An article as an item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TeaserView {
    /// Headline.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Deck (副题), without its dashes.
    pub deck: Option<String>,
    /// Column (栏目).
    pub column: Option<Shared<LinkView>>,
    /// Byline on one line: `记者 刘娟`.
    pub byline: Option<String>,
    /// The city it is about.
    pub city: Option<Shared<LinkView>>,
    /// The issue it stands in.
    pub issue: Shared<LinkView>,
    /// `2023-04-07`, if the issue is dated.
    pub date: Option<String>,
    /// The same for reading: `2023年4月7日`.
    pub date_text: Option<String>,
    /// First sentences, ending at a sentence's end.
    pub summary: String,
    /// Whether it is a photo piece.
    pub photo: bool,
    /// Whether it is a draft: only the preview shows one.
    pub draft: bool,
    /// The day for which it waits, for reading: only the preview shows one that does.
    pub waits: Option<String>,
    /// Its first picture.
    pub image: Option<ImageView>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ImageView {
    /// The file in full size, JPEG or PNG.
    pub href: String,
    /// The words that stand for it: what the editor wrote to be read out, or else the
    /// caption. Empty if there are none.
    pub alt: String,
    /// Of the full size, in pixels.
    pub width: u32,
    /// Of the full size, in pixels.
    pub height: u32,
    /// All sizes as JPEG or PNG, the narrowest first, for `srcset`.
    pub sizes: Vec<ImageSizeView>,
    /// The same as WebP; empty where that is no smaller.
    pub webp: Vec<ImageSizeView>,
    /// Its caption (图注), without the credit; may be empty.
    pub caption: String,
    /// Whose picture it is, as printed: `（刘娟 摄）`; may be empty.
    pub credit: String,
}

/// A size of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ImageSizeView {
    /// The file.
    pub href: String,
    /// In pixels.
    pub width: u32,
}

/// The pages of a list. Absent where one page holds all.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PaginationView {
    /// This page, from 1.
    pub number: usize,
    /// How many pages.
    pub total: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// First and last page and those around this one, in order.
    pub pages: Vec<PageNumberView>,
}

/// One number of a pagination.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageNumberView {
    /// From 1.
    pub number: usize,
    /// Where it leads.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether pages are left out before it.
    pub gap_before: bool,
}

/// `front.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FrontView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// The latest issue.
    pub issue: Option<IssueHeadView>,
    /// The lead (头条).
    #[serde(skip)]
    pub lead: Option<Shared<TeaserView>>,
    /// The first paragraphs of the lead, without markup, ending at a sentence's
    /// end after about 400 characters.
    pub opening: Vec<String>,
    /// Two or three beside it (要闻).
    #[serde(skip)]
    pub seconds: Vec<Shared<TeaserView>>,
    /// A column of briefs (简讯).
    #[serde(skip)]
    pub briefs: Vec<Shared<TeaserView>>,
    /// Photo news (图片新闻).
    #[serde(skip)]
    pub photos: Vec<Shared<TeaserView>>,
    /// Cities with most articles.
    pub cities: Vec<CountView>,
    /// Topics with most articles: subjects.
    pub subjects: Vec<CountView>,
    /// Topics with most articles: named mechanisms.
    pub mechanisms: Vec<CountView>,
    /// Columns.
    pub columns: Vec<CountView>,
    /// The issues before the latest.
    pub issues: Vec<CountView>,
}

/// What names an issue.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct IssueHeadView {
    /// `2023年4月7日`, its own title, or its id.
    pub title: String,
    /// Its page.
    pub href: String,
    /// `2023-04-07`, if it is dated.
    pub date: Option<String>,
    /// The same for reading: `2023年4月7日 星期五`.
    pub date_text: Option<String>,
    /// How many articles and photo pieces.
    pub count: usize,
}

/// `issue.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct IssueView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// The issue.
    pub issue: IssueHeadView,
    /// The editor's words in `_issue.md`, as HTML; empty if there are none.
    pub note: String,
    /// Its articles, in order.
    #[serde(skip)]
    pub articles: Vec<Shared<TeaserView>>,
    /// Its photo pieces, in order.
    #[serde(skip)]
    pub photos: Vec<Shared<TeaserView>>,
    /// The whole issue as one file, in each form that the site offers.
    pub archives: Vec<LinkView>,
    /// The issue before.
    pub previous: Option<LinkView>,
    /// The issue after.
    pub next: Option<LinkView>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// `issues.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct IssuesView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// By year, the newest first.
    pub years: Vec<YearView>,
    /// Where each year begins; empty where one page holds all.
    pub jumps: Vec<LinkView>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// The issues of a year.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct YearView {
    /// Its id on the page: `y2023`, or `y0`.
    pub id: String,
    /// `2023年`, or `未署日期`.
    pub title: String,
    /// Its issues, the newest first.
    pub issues: Vec<IssueHeadView>,
}

/// `article.html` and `photo.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ArticleView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// Headline.
    pub title: String,
    /// Deck, without its dashes.
    pub deck: Option<String>,
    /// Column.
    #[serde(skip)]
    pub column: Option<Shared<LinkView>>,
    /// The byline, line by line.
    pub byline: Vec<BylineView>,
    /// The city with its parents, province first.
    #[serde(skip)]
    pub lineage: Vec<Shared<LinkView>>,
    /// The issue.
    #[serde(skip)]
    pub issue: Shared<LinkView>,
    /// `2023-04-07`, if the issue is dated.
    pub date: Option<String>,
    /// The same for reading.
    pub date_text: Option<String>,
    /// What was put right since it was printed (更正), the newest first.
    pub corrections: Vec<CorrectionView>,
    /// Its topics.
    #[serde(skip)]
    pub topics: Vec<Shared<LinkView>>,
    /// The text as HTML. Every top-level block has an id `p1`, `p2`, … .
    pub body: Html,
    /// Its subheads; empty where an outline would not help.
    pub outline: Vec<OutlineView>,
    /// How many gaps 〔原文缺失〕 the text has.
    pub gaps: usize,
    /// Length in characters as an editor counts.
    pub characters: usize,
    /// The page of the issue it was printed on (版): `3`, `A12`.
    pub printed_page: Option<String>,
    /// A line to cite by GB/T 7714.
    pub citation: String,
    /// Raw text it was restored from: `seeds/x.txt 第73–127行`.
    pub source: Option<String>,
    /// How many repairs import made.
    pub repairs: usize,
    /// Whether it is a draft: only the preview shows one.
    pub draft: bool,
    /// The day for which it waits, for reading: only the preview shows one that does.
    pub waits: Option<String>,
    /// The article before in the issue.
    pub previous: Option<LinkView>,
    /// The article after in the issue.
    pub next: Option<LinkView>,
    /// Articles that share a place, topics or rare words with it, at most four.
    #[serde(skip)]
    pub related: Vec<Shared<TeaserView>>,
}

/// A correction (更正).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CorrectionView {
    /// Its id on the article's page, to lead to it.
    pub id: String,
    /// `2023-04-10`
    pub date: String,
    /// The same for reading: `2023年4月10日`.
    pub date_text: String,
    /// What is put right.
    pub text: String,
}

/// `corrections.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CorrectionsView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// How many corrections in all.
    pub count: usize,
    /// They, the newest first.
    #[serde(skip)]
    pub entries: Vec<CorrectionEntryView>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// A correction in the list of all.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CorrectionEntryView {
    /// The article.
    #[serde(skip)]
    pub article: Shared<TeaserView>,
    /// What was put right in it.
    pub correction: CorrectionView,
}

/// A line of a byline, in parts: names lead to their author's page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BylineView {
    /// The parts; together they are the line as printed.
    pub parts: Vec<BylinePartView>,
}

/// A part of a byline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct BylinePartView {
    /// The words as printed.
    pub text: String,
    /// The author's page, if the words are a name.
    pub href: Option<String>,
}

/// A subhead of an article.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OutlineView {
    /// The words of the subhead.
    pub title: String,
    /// `#p4`, on the same page.
    pub href: String,
}

/// Who did one thing for an issue.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CreditsView {
    /// 记者, 通讯员, 摄影, 其他作者.
    pub title: String,
    /// Their names, in the order of the articles.
    pub names: Vec<String>,
}

/// `moved.html`: a page that stands where another stood, and leads to it. It is in
/// no list, no feed and no sitemap.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MovedView {
    /// Common to all pages; `canonical` is the address of the page it leads to.
    #[serde(skip)]
    pub page: PageView,
    /// The page it leads to.
    pub to: LinkView,
}

/// `search.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// Path of the script that searches, with its fingerprint. It looks for the
    /// element with the id `search`, which says where the index is: in `data-root`
    /// what leads to the site's root, in `data-index` the path of its folder, in
    /// `data-version` its version.
    pub script: String,
    /// Path of the folder of the index: `search/`.
    pub index: &'static str,
    /// Version of the index.
    pub version: String,
    /// Kinds of filters that have something to choose from: of `city`, `topic`, `column`, `year`.
    pub filters: Vec<&'static str>,
}

/// `404.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NotFoundView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
}

parts! {
    PageView: feeds, site, navigation;
    FrontView: page, lead, seconds, briefs, photos;
    IssueView: page, articles, photos;
    IssuesView: page;
    ArticleView: page, column, lineage, issue, topics, related;
    CorrectionsView: page, entries;
    CorrectionEntryView: article;
    MovedView: page;
    SearchView: page;
    NotFoundView: page;
}

whole!(PageView, CorrectionEntryView);
