//! The third step: every page of the site, as data.
//!
//! 1. [`contents`]: which pages there are: an address, and what stands there ([`Of`]).
//! 2. [`stock`]: what all pages draw on, made once.
//! 3. [`Planner::view`]: what a page shows. It is made when the page is set, and gone after
//!    it, so that a site of any size is planned in little room, and one page can be had
//!    without the others.
//!
//! Views hold finished strings and shared teasers, never articles.

mod articles;
mod authors;
mod cities;
mod city_topics;
mod columns;
mod contents;
mod corrections;
mod dates;
mod directory;
mod dots;
mod front;
mod moved;
mod paging;
mod searching;
mod stock;
mod structured;
mod teasers;
mod timeline;
mod topics;
mod ways;

pub(in crate::site) use authors::ROLES;
pub(super) use contents::{Contents, Page};
pub(in crate::site) use corrections::id as correction_id;
pub(in crate::site) use dates::{day as date_words, iso as date_iso, issue_head, issue_title};
pub(super) use stock::{Assets, Stock};
pub(super) use teasers::address as article_address;

use self::{authors::AUTHORS, columns::COLUMNS, stock::Former, topics::TOPICS};
use super::{
    feeds::Feeds,
    key::Key,
    library::{Library, Named},
    names::Names,
    search,
    seen::{Seen, Shared},
    view::{
        ArticleView, AuthorView, CitiesView, CityTopicView, CityTopicsView, CityView, ColumnView,
        CorrectionsView, CountView, DirectoryView, FrontView, ImageView, IssueView, IssuesView,
        LinkView, MovedView, NotFoundView, PageView, SearchView, SharedImageView, SiteView,
        TeaserView, TopicView,
    },
};
use crate::{
    config::Config,
    diag::Place,
    places,
    route::{Address, Section, Slug},
    tongue::{Said, said},
    topics::{Topic, Vocabulary},
    words::Words,
};

/// Names with the most articles that a page shows beside its list.
const MOST: usize = 24;

/// What stands at an address: a thing by its number in the library or the vocabulary, and
/// which page of its list, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Front,
    Issue(usize, usize),
    Issues(usize),
    Article(usize),
    Photo(usize),
    City(usize, usize),
    Cities(usize),
    /// A place, a topic, a page.
    CityTopic(usize, usize, usize),
    CityTopics(usize),
    Topic(usize, usize),
    Topics(usize),
    Column(usize, usize),
    Columns(usize),
    Author(usize, usize),
    Authors(usize),
    Corrections(usize),
    /// Something that stands elsewhere now, by its number in [`Stock::formers`].
    Moved(usize),
    Search,
    NotFound,
}

/// What a page shows: what kind of page it is, and the View of it.
pub(super) enum View {
    Front(Box<FrontView>),
    Issue(Box<IssueView>),
    Issues(IssuesView),
    Article(Box<ArticleView>),
    Photo(Box<ArticleView>),
    City(Box<CityView>),
    Cities(CitiesView),
    CityTopic(Box<CityTopicView>),
    CityTopics(CityTopicsView),
    Topic(Box<TopicView>),
    Topics(DirectoryView),
    Column(Box<ColumnView>),
    Columns(DirectoryView),
    Author(Box<AuthorView>),
    Authors(DirectoryView),
    Corrections(CorrectionsView),
    Moved(MovedView),
    Search(SearchView),
    NotFound(NotFoundView),
}

impl View {
    /// The template the page is set with.
    pub(super) fn template(&self) -> &'static str {
        match self {
            Self::Front(_) => "front.html",
            Self::Issue(_) => "issue.html",
            Self::Issues(_) => "issues.html",
            Self::Article(_) => "article.html",
            Self::Photo(_) => "photo.html",
            Self::City(_) => "city.html",
            Self::Cities(_) => "cities.html",
            Self::CityTopic(_) => "city-topic.html",
            Self::CityTopics(_) => "city-topics.html",
            Self::Topic(_) => "topic.html",
            Self::Topics(_) => "topics.html",
            Self::Column(_) => "column.html",
            Self::Columns(_) => "columns.html",
            Self::Author(_) => "author.html",
            Self::Authors(_) => "authors.html",
            Self::Corrections(_) => "corrections.html",
            Self::Moved(_) => "moved.html",
            Self::Search(_) => "search.html",
            Self::NotFound(_) => "404.html",
        }
    }

    /// What the template sees.
    pub(super) fn seen(&self) -> &dyn Seen {
        match self {
            Self::Front(view) => view,
            Self::Issue(view) => view,
            Self::Issues(view) => view,
            Self::Article(view) | Self::Photo(view) => view,
            Self::City(view) => view,
            Self::Cities(view) => view,
            Self::CityTopic(view) => view,
            Self::CityTopics(view) => view,
            Self::Topic(view) => view,
            Self::Topics(view) | Self::Columns(view) | Self::Authors(view) => view,
            Self::Column(view) => view,
            Self::Author(view) => view,
            Self::Corrections(view) => view,
            Self::Moved(view) => view,
            Self::Search(view) => view,
            Self::NotFound(view) => view,
        }
    }
}

/// Makes the Views of pages.
#[derive(Clone, Copy)]
pub(super) struct Planner<'a> {
    pub(super) library: &'a Library,
    pub(super) config: &'a Config,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) names: &'a Names,
    pub(super) feeds: &'a Feeds,
    /// The site's own.
    pub(super) words: &'a Words,
    pub(super) stock: &'a Stock,
    /// Whether pages tell machines what they are.
    pub(super) structured: bool,
    /// The index of a search, for the page to search on.
    pub(super) index: Option<&'a search::Index>,
}

/// Why a page stands at its address: asked for only where two claim one.
struct Claim {
    /// What the page is of, for a person to read.
    what: Said,
    /// Where that is written.
    place: Option<Place>,
    /// How to give it another address.
    hint: Said,
}

impl Claim {
    /// Of a page that nothing in the site's files is to blame for.
    fn plain(what: Said) -> Self {
        Self { what, place: None, hint: Said::nothing() }
    }

    /// Of a directory.
    fn list(what: &Said) -> Self {
        Self::plain(said!("the list of {what}", "{what}的目录", what))
    }
}

/// What is different on each page's head.
struct Head<'t> {
    title: &'t str,
    description: String,
    kind: &'static str,
    /// The section in the navigation.
    section: &'static str,
}

impl Planner<'_> {
    /// What `page` shows.
    pub(super) fn view(&self, page: &Page) -> View {
        let address = &page.address;
        match page.of {
            Of::Front => View::Front(Box::new(self.front(address))),
            Of::Issue(issue, number) => View::Issue(Box::new(self.issue(address, issue, number))),
            Of::Issues(number) => View::Issues(self.issues(address, number)),
            Of::Article(number) => View::Article(Box::new(self.article(address, number))),
            Of::Photo(number) => View::Photo(Box::new(self.article(address, number))),
            Of::City(city, number) => View::City(Box::new(self.city(address, city, number))),
            Of::Cities(number) => View::Cities(self.cities(address, number)),
            Of::CityTopic(city, topic, number) => {
                View::CityTopic(Box::new(self.city_topic(address, city, topic, number)))
            }
            Of::CityTopics(number) => View::CityTopics(self.city_topics(address, number)),
            Of::Topic(topic, number) => View::Topic(Box::new(self.topic(address, topic, number))),
            Of::Topics(number) => View::Topics(self.directory(address, &TOPICS, number)),
            Of::Column(column, number) => {
                View::Column(Box::new(self.column(address, column, number)))
            }
            Of::Columns(number) => View::Columns(self.directory(address, &COLUMNS, number)),
            Of::Author(author, number) => {
                View::Author(Box::new(self.author(address, author, number)))
            }
            Of::Authors(number) => View::Authors(self.directory(address, &AUTHORS, number)),
            Of::Corrections(number) => View::Corrections(self.corrections(address, number)),
            Of::Moved(former) => View::Moved(self.moved(address, former)),
            Of::Search => View::Search(self.search(address)),
            Of::NotFound => View::NotFound(self.not_found(address)),
        }
    }

    /// The key of what a page of `of` shows beside what any page may show of
    /// articles. `None` if it cannot be said in short.
    pub(super) fn own(&self, of: Of) -> Option<Key> {
        match of {
            // How the lead begins; what the index has.
            Of::Front | Of::Search => None,
            Of::Article(number) | Of::Photo(number) => {
                let text = self.library.entries[number].facts.file.key()?;
                Some(Key::of(&(text, self.library.related.listed(number)?)))
            }
            Of::Issue(..)
            | Of::Issues(_)
            | Of::City(..)
            | Of::Cities(_)
            | Of::CityTopic(..)
            | Of::CityTopics(_)
            | Of::Topic(..)
            | Of::Topics(_)
            | Of::Column(..)
            | Of::Columns(_)
            | Of::Author(..)
            | Of::Authors(_)
            | Of::Corrections(_)
            | Of::Moved(_)
            | Of::NotFound => Some(Key::of(&())),
        }
    }

    /// Why a page of `of` stands where it stands.
    fn claim(&self, of: Of) -> Claim {
        match of {
            Of::Front => Claim::plain(said!("the front page", "首页")),
            Of::Issue(issue, _) => self.issue_claim(issue),
            Of::Issues(_) => Claim::plain(said!("the list of issues", "刊期目录")),
            Of::Article(number) | Of::Photo(number) => self.article_claim(number),
            Of::City(city, _) => self.city_claim(city),
            Of::Cities(_) => Claim::list(&said!("cities", "地方")),
            Of::CityTopic(city, topic, _) => self.city_topic_claim(city, topic),
            Of::CityTopics(_) => Claim::list(&said!("places and topics", "地方和专题")),
            Of::Topic(topic, _) => self.topic_claim(topic),
            Of::Topics(_) => Claim::list(&said!("topics", "专题")),
            Of::Column(column, _) => {
                let named = &self.library.columns[column];
                self.named_claim(&said!("the column", "栏目"), named, "column")
            }
            Of::Columns(_) => Claim::list(&said!("columns", "栏目")),
            Of::Author(author, _) => {
                let named = &self.library.authors[author].named;
                self.named_claim(&said!("the author", "作者"), named, "byline")
            }
            Of::Authors(_) => Claim::list(&said!("authors", "作者")),
            Of::Corrections(_) => Claim::plain(said!("the list of corrections", "更正目录")),
            Of::Moved(former) => {
                let Former { what, place, hint, .. } = &self.stock.formers[former];
                Claim { what: what.clone(), place: Some(place.clone()), hint: hint.clone() }
            }
            Of::Search => Claim::plain(said!("the page to search on", "搜索页")),
            Of::NotFound => {
                Claim::plain(said!("the page for lost readers", "找不到网页时的那一页"))
            }
        }
    }

    /// The publication as every page sees it.
    pub(super) fn site(&self) -> Shared<SiteView> {
        Shared::clone(&self.stock.site)
    }

    /// The head of the page at `address`, which tells machines the way to it.
    fn page(&self, address: &Address, head: Head<'_>) -> PageView {
        let step = LinkView { title: head.title.to_owned(), href: address.to_string() };
        let structured = self.structured_trail(head.section, [step]);
        self.page_that_says(structured, address, head)
    }

    /// The head of the page at `address`, with what it tells machines.
    fn page_that_says(
        &self,
        structured: Option<String>,
        address: &Address,
        head: Head<'_>,
    ) -> PageView {
        let site = &self.config.title;
        PageView {
            title: if head.kind == "front" {
                site.clone()
            } else {
                format!("{} - {site}", head.title)
            },
            description: head.description,
            canonical: self.config.base_url.as_deref().map(|base| canonical(base, address)),
            root: address.root(),
            path: address.as_str().to_owned(),
            kind: head.kind,
            feeds: self.feeds.of(address, self.config),
            image: None,
            structured,
            site: self.site(),
            navigation: self
                .stock
                .navigation
                .get(head.section)
                .cloned()
                .unwrap_or_else(|| Shared::new(Vec::new())),
        }
    }

    fn not_found(&self, address: &Address) -> NotFoundView {
        let head = Head {
            title: self.words.get("not_found"),
            description: String::new(),
            kind: "not-found",
            section: "",
        };
        let mut page = self.page(address, head);
        page.root = base_path(self.config.base_url.as_deref());
        page.canonical = None;
        page.structured = None;
        NotFoundView { page }
    }

    /// The picture that stands for article `number` where somebody passes it on.
    fn shared_image(&self, number: usize) -> Option<SharedImageView> {
        let base = self.config.base_url.as_deref()?;
        let ImageView { href, alt, width, height, .. } =
            self.library.entries[number].facts.pictures.first()?;
        let url = format!("{base}{href}");
        Some(SharedImageView { url, alt: alt.clone(), width: *width, height: *height })
    }

    /// The teasers of some articles.
    fn list(&self, entries: &[usize]) -> Vec<Shared<TeaserView>> {
        entries.iter().map(|&entry| Shared::clone(self.teaser(entry))).collect()
    }

    fn topic_count(&self, topic: usize, count: usize) -> CountView {
        let topic = &self.vocabulary.topics()[topic];
        count_view(&topic.name, Section::Topic, &topic.slug, count)
    }

    fn city_count(&self, city: usize, count: usize) -> CountView {
        let place = self.library.cities[city].place;
        CountView { title: place.name.to_owned(), href: place_href(place), count }
    }

    fn author_count(&self, author: usize, count: usize) -> CountView {
        let author = &self.library.authors[author].named;
        count_view(&author.name, Section::Author, &author.slug, count)
    }

    /// Topics of some articles, those with most articles first.
    fn topics_of(&self, entries: &[usize]) -> Vec<(usize, CountView)> {
        let topics = entries
            .iter()
            .flat_map(|&e| self.library.entries[e].facts.body.topics.iter().map(|(t, _)| *t));
        let found = most(topics, MOST, |t| self.stock.topic_ranks[t]);
        found.map(|(t, n)| (t, self.topic_count(t, n))).collect()
    }

    /// Authors of some articles, those with most articles first.
    fn authors_of(&self, entries: &[usize]) -> Vec<CountView> {
        let authors = entries.iter().flat_map(|&e| self.library.entries[e].authors.iter().copied());
        most(authors, MOST, |a| a).map(|(a, n)| self.author_count(a, n)).collect()
    }

    /// Places of some articles, each as it is given, those with most first.
    fn cities_of(&self, entries: &[usize]) -> Vec<(usize, CountView)> {
        let cities = entries.iter().filter_map(|&e| self.library.entries[e].city);
        let found = most(cities, MOST, |c| self.stock.city_ranks[c]);
        found.map(|(c, n)| (c, self.city_count(c, n))).collect()
    }

    /// Why a column or an author has its address.
    fn named_claim(&self, what: &Said, named: &Named, key: &str) -> Claim {
        let first = named.entries.first().map(|&entry| &self.library.entries[entry].facts);
        Claim {
            what: said!("{what} {name}", "{what}“{name}”", what, name = named.name),
            place: first.map(|facts| facts.place_of(key)),
            hint: said!(
                "give one an address of its own in kanyin.yaml: `addresses: {{{name}: {slug}-2}}`; if both are one, say so there: `renamed: {{old name: new name}}`",
                "请在 kanyin.yaml 里给其中一个另定网址：`addresses: {{{name}: {slug}-2}}`；如果是一回事，请写 `renamed: {{old name: new name}}`",
                name = named.name,
                slug = named.slug.as_str()
            ),
        }
    }
}

/// The absolute address of a page; the front page is the site itself.
pub(super) fn canonical(base: &str, address: &Address) -> String {
    if *address == Address::front() { base.to_owned() } else { format!("{base}{address}") }
}

/// The path at which the site stands on its host.
pub(super) fn base_path(base_url: Option<&str>) -> String {
    let after_scheme = base_url.and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
    after_scheme.find('/').map_or_else(|| "/".to_owned(), |at| after_scheme[at..].to_owned())
}

fn count_view(title: &str, section: Section, slug: &Slug, count: usize) -> CountView {
    CountView { title: title.to_owned(), href: Address::entry(section, slug, 1).to_string(), count }
}

fn place_href(place: &places::Place) -> String {
    Slug::parse(place.slug)
        .map(|slug| Address::entry(Section::City, &slug, 1).to_string())
        .unwrap_or_default()
}

fn place_link(place: &places::Place) -> LinkView {
    LinkView { title: place.name.to_owned(), href: place_href(place) }
}

fn column_link(column: &Named) -> LinkView {
    let href = Address::entry(Section::Column, &column.slug, 1).to_string();
    LinkView { title: column.name.clone(), href }
}

fn topic_link(topic: &Topic) -> LinkView {
    LinkView {
        title: topic.name.clone(),
        href: Address::entry(Section::Topic, &topic.slug, 1).to_string(),
    }
}

/// How often each of `items` occurs: the most frequent first, equals by `rank`; of
/// them the first `limit`.
fn most(
    items: impl Iterator<Item = usize>,
    limit: usize,
    rank: impl Fn(usize) -> usize,
) -> impl Iterator<Item = (usize, usize)> {
    let mut items: Vec<usize> = items.collect();
    items.sort_unstable();
    let counts = items.chunk_by(|a, b| a == b).map(|same| (same[0], same.len()));
    longest(counts.collect::<Vec<_>>().into_iter(), limit, rank)
}

/// The first `limit` of some items with how often each occurs, in the same order; what does
/// not occur is none of them.
fn longest(
    counts: impl Iterator<Item = (usize, usize)>,
    limit: usize,
    rank: impl Fn(usize) -> usize,
) -> impl Iterator<Item = (usize, usize)> {
    let mut counts: Vec<(usize, usize)> = counts.filter(|(_, count)| *count > 0).collect();
    counts.sort_by_key(|&(item, count)| (std::cmp::Reverse(count), rank(item)));
    counts.into_iter().take(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_come_first_and_equals_by_rank() {
        let found: Vec<_> = most([3, 1, 2, 3, 2].into_iter(), 2, |n| 10 - n).collect();
        assert_eq!(found, [(3, 2), (2, 2)]);
    }

    #[test]
    fn a_site_may_stand_below_its_host() {
        assert_eq!(base_path(None), "/");
        assert_eq!(base_path(Some("https://a.cn/")), "/");
        assert_eq!(base_path(Some("https://a.cn/paper/")), "/paper/");
    }
}
