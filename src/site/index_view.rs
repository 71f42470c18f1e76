//! The Views of the indexes: places, topics, columns and authors. Part of the
//! [`view`](super::view)s: what is said there holds here.

use serde::Serialize;

use super::seen::{Shared, parts, whole};
use super::view::{CountView, LinkView, PageView, PaginationView, TeaserView};

/// `cities.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CitiesView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// Provinces, each with its prefectures, each with its counties; only those
    /// that have articles.
    pub places: Vec<PlaceView>,
    /// How many places have articles.
    pub count: usize,
    /// The places as dots; on the first page only.
    pub dots: Option<DotsView>,
    /// Path of the table of places and topics; `None` if it would be empty.
    pub table: Option<String>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// Places as dots where they lie, without any border: an SVG of this size. The frame
/// is that of the dots.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DotsView {
    /// Width of the picture in its own units.
    pub width: i32,
    /// Height of the picture.
    pub height: i32,
    /// The dots, the largest first, so that no small one is hidden.
    pub dots: Vec<DotView>,
}

/// A place as a dot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct DotView {
    /// Full name of the place.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many articles the dot stands for.
    pub count: usize,
    /// Centre, from the left.
    pub x: i32,
    /// Centre, from above.
    pub y: i32,
    /// Radius: its area follows the count.
    pub r: i32,
    /// Its name on the picture, where there is room.
    pub label: Option<DotLabelView>,
}

/// A name beside a dot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct DotLabelView {
    /// What one says: 赤水.
    pub text: &'static str,
    /// Where the text is anchored, from the left.
    pub x: i32,
    /// Its base line, from above.
    pub y: i32,
    /// `start`, `middle` or `end`: the SVG attribute `text-anchor`.
    pub anchor: &'static str,
    /// Whether there is room for it on a small picture, set twice as large.
    pub major: bool,
}

/// A division with its counties or prefectures.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PlaceView {
    /// Full name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its articles and those of its children.
    pub count: usize,
    /// The divisions in it.
    pub children: Vec<PlaceView>,
}

/// `city.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CityView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// Full name.
    pub title: String,
    /// The divisions it lies in, province first, itself not among them.
    pub lineage: Vec<LinkView>,
    /// The divisions in it that have articles.
    pub children: Vec<CountView>,
    /// Topics of its articles; for a place of the table each leads to what the place
    /// has on the topic.
    pub topics: Vec<CountView>,
    /// Authors of its articles.
    pub authors: Vec<CountView>,
    /// How many articles in all.
    pub count: usize,
    /// Its articles and those of its counties, the newest first.
    #[serde(skip)]
    pub articles: Vec<Shared<TeaserView>>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// `city-topics.html`: which place writes on which topic.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CityTopicsView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// The columns: topics, those with most articles chosen, by their names.
    pub topics: Vec<LinkView>,
    /// How many topics have no column.
    pub left_out: usize,
    /// The rows of this page: places at the level of prefectures, by their reading.
    pub rows: Vec<CityRowView>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// A row of the table.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CityRowView {
    /// The place.
    pub city: CountView,
    /// What one calls it: 黔南.
    pub label: &'static str,
    /// A cell a column.
    pub cells: Vec<CellView>,
}

/// A cell of the table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CellView {
    /// How many articles.
    pub count: usize,
    /// Their page; `None` if there are none.
    pub href: Option<String>,
}

/// `city-topic.html`: what a place has on a topic.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CityTopicView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// Place and topic: `贵阳市·法治政府`.
    pub title: String,
    /// The place with the divisions it lies in, province first.
    pub lineage: Vec<LinkView>,
    /// The topic.
    pub topic: LinkView,
    /// How many articles in all.
    pub count: usize,
    /// They, the newest first.
    #[serde(skip)]
    pub articles: Vec<Shared<TeaserView>>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// `topics.html`, `columns.html` and `authors.html`: a directory of names.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DirectoryView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// How many topics, columns or authors in all.
    pub count: usize,
    /// Its parts; empty ones are left out. Topics: `subjects`, `mechanisms`. Columns: one
    /// with all. Authors, by role: `reporters`, `correspondents`, `photographers`,
    /// `officials`, `others`; somebody of several roles stands in each.
    pub shelves: Vec<ShelfView>,
    /// What stands where.
    pub jumps: Vec<JumpView>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// A part of a directory, or of it what stands on this page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ShelfView {
    /// Its id on the page: `reporters`.
    pub id: &'static str,
    /// 记者, 通讯员 …
    pub title: String,
    /// Its names by their initials; in one group without letter where they are few.
    pub initials: Vec<InitialView>,
}

/// The names of one initial.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct InitialView {
    /// Its id on the page: `reporters-C`; `None` without letter.
    pub id: Option<String>,
    /// `A` to `Z`, `0–9`, or `#` for names of signs alone.
    pub letter: Option<String>,
    /// The names, in order.
    pub entries: Vec<NameView>,
}

/// A name of a directory.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct NameView {
    /// The name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many articles.
    pub count: usize,
    /// For an official, the post as printed: 某市委常委、市委政法委书记.
    pub post: Option<String>,
}

/// Where a part of a directory begins.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct JumpView {
    /// The part.
    pub title: String,
    /// Its first page, at its place there.
    pub href: String,
    /// The same for each initial of it.
    pub letters: Vec<LinkView>,
}

/// `topic.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TopicView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// Name of the topic.
    pub title: String,
    /// `议题` or `机制`.
    pub kind: String,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// What it is, in the words of the vocabulary.
    pub description: Option<String>,
    /// Cities of its articles; those of the table lead to what they have on the topic.
    pub cities: Vec<CountView>,
    /// Which city takes part when; `None` if no article names one.
    pub timeline: Option<TimelineView>,
    /// How many articles in all.
    pub count: usize,
    /// Its articles, the newest first.
    #[serde(skip)]
    pub entries: Vec<TopicEntryView>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// When cities take part in a topic: an SVG of this size, with the same in words.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TimelineView {
    /// Width of the picture in its own units, of which one is a pixel.
    pub width: i32,
    /// Height of the picture.
    pub height: i32,
    /// Whether the periods are of time; else they are issues in their order.
    pub dated: bool,
    /// Where the dots begin, from the left.
    pub left: i32,
    /// The periods that are named below the picture.
    pub ticks: Vec<TickView>,
    /// A row a city, those with most articles first.
    pub rows: Vec<TimelineRowView>,
    /// How many cities have no row.
    pub left_out: usize,
}

/// A period that is named on the axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TickView {
    /// From the left.
    pub x: i32,
    /// Its name, short.
    pub text: String,
}

/// A city of the timeline.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TimelineRowView {
    /// The city.
    pub city: CountView,
    /// What one calls it on the picture: 黔南.
    pub label: &'static str,
    /// The middle of the row, from above.
    pub y: i32,
    /// Periods in which it has articles, the oldest first.
    pub dots: Vec<TimelineDotView>,
}

/// What a city has in a period.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TimelineDotView {
    /// The period: `2023年4月`, or the name of an issue.
    pub title: String,
    /// How many articles.
    pub count: usize,
    /// Centre, from the left.
    pub x: i32,
    /// Radius: its area follows the count.
    pub r: i32,
}

/// An article under a topic, with the sentence in which the topic stands.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TopicEntryView {
    /// The article.
    #[serde(skip)]
    pub article: Shared<TeaserView>,
    /// The sentence; `None` if the editor gave the topic and the text does not
    /// name it.
    pub quote: Option<QuoteView>,
}

/// A sentence with one word marked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct QuoteView {
    /// The sentence before the word.
    pub before: String,
    /// The word.
    pub term: String,
    /// The sentence after it.
    pub after: String,
    /// The paragraph it stands in: `article/x/y.html#p7`.
    pub href: String,
}

/// `column.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ColumnView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// Name of the column.
    pub title: String,
    /// How many articles in all.
    pub count: usize,
    /// Its articles, the newest first.
    #[serde(skip)]
    pub articles: Vec<Shared<TeaserView>>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// `author.html`
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AuthorView {
    /// Common to all pages.
    #[serde(skip)]
    pub page: PageView,
    /// Name.
    pub title: String,
    /// Roles in which the name stands in bylines, as printed: 本报记者, 通讯员, 摄影.
    pub roles: Vec<String>,
    /// Posts as printed: 某市委常委、市委政法委书记.
    pub posts: Vec<String>,
    /// Papers that bylines name: 贵州日报.
    pub outlets: Vec<String>,
    /// How many articles in which role; empty where there is but one role.
    pub by_role: Vec<RoleCountView>,
    /// How many articles in all.
    pub count: usize,
    /// Articles, the newest first.
    #[serde(skip)]
    pub articles: Vec<Shared<TeaserView>>,
    /// More pages of the same.
    pub pagination: Option<PaginationView>,
}

/// How many articles somebody has in a role.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct RoleCountView {
    /// 记者, 通讯员, 摄影, 撰文.
    pub title: String,
    /// How many articles.
    pub count: usize,
}

parts! {
    CitiesView: page;
    CityView: page, articles;
    CityTopicsView: page;
    CityTopicView: page, articles;
    DirectoryView: page;
    TopicView: page, entries;
    TopicEntryView: article;
    ColumnView: page, articles;
    AuthorView: page, articles;
}

whole!(TopicEntryView);
