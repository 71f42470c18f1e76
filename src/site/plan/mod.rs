//! The third step: every page of the site, as data.
//!
//! A page is an address and a View. Views hold finished strings and shared
//! teasers, never articles, so that all pages together are small beside the
//! articles they list.

mod articles;
mod authors;
mod cities;
mod city_topics;
mod columns;
mod corrections;
mod dates;
mod directory;
mod dots;
mod front;
mod moved;
mod paging;
mod searching;
mod structured;
mod teasers;
mod timeline;
mod topics;

pub(in crate::site) use authors::ROLES;
pub(in crate::site) use corrections::id as correction_id;
pub(in crate::site) use dates::{day as date_words, iso as date_iso, issue_head, issue_title};

use std::collections::{BTreeMap, BTreeSet};

use super::{
    feeds::Feeds,
    library::{Library, Named},
    names::{self, Names},
    output::Listing,
    readings::Bearer,
    search,
    seen::{Seen, Shared},
    view::{
        AuthorView, CitiesView, CityTopicView, CityTopicsView, CityView, ColumnView,
        CorrectionsView, CountView, DirectoryView, FrontView, ImageView, IssueView, IssuesView,
        LinkView, MovedView, NavigationView, NotFoundView, PageView, SearchView, SharedImageView,
        SiteView, TeaserView, TopicView,
    },
};
use crate::{
    config::Config,
    diag::{Checked, Diagnostic, Place},
    places,
    route::{Address, Section, Slug},
    tongue::{Said, said},
    topics::{Topic, Vocabulary},
    words::Words,
};

/// Names with the most articles that a page shows beside its list.
const MOST: usize = 24;

/// A page to be set.
pub(super) struct Page {
    pub(super) address: Address,
    pub(super) view: View,
}

/// The View of a page: what kind of page it is. Those of articles are many and large:
/// they are made when the page is set, and gone after it.
pub(super) enum View {
    Front(Box<FrontView>),
    Issue(Box<IssueView>),
    Issues(IssuesView),
    /// The article of this number.
    Article(usize),
    /// The photo piece of this number.
    Photo(usize),
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

    /// What the template sees; `planner` is the one that the page is of.
    pub(super) fn seen<'v>(&'v self, planner: &Planner<'_>) -> Box<dyn Seen + 'v> {
        match self {
            Self::Front(view) => Box::new(view),
            Self::Issue(view) => Box::new(view),
            Self::Issues(view) => Box::new(view),
            Self::Article(number) | Self::Photo(number) => Box::new(planner.article_view(*number)),
            Self::City(view) => Box::new(view),
            Self::Cities(view) => Box::new(view),
            Self::CityTopic(view) => Box::new(view),
            Self::CityTopics(view) => Box::new(view),
            Self::Topic(view) => Box::new(view),
            Self::Topics(view) | Self::Columns(view) | Self::Authors(view) => Box::new(view),
            Self::Column(view) => Box::new(view),
            Self::Author(view) => Box::new(view),
            Self::Corrections(view) => Box::new(view),
            Self::Moved(view) => Box::new(view),
            Self::Search(view) => Box::new(view),
            Self::NotFound(view) => Box::new(view),
        }
    }
}

/// What the theme contributes to every page, and the index to one.
pub(super) struct Assets {
    /// The index of a search; `None` if there is none.
    pub(super) index: Option<search::Index>,
    pub(super) stylesheet: String,
    pub(super) paths: BTreeMap<String, String>,
}

/// All pages, and what those of articles are made from.
pub(super) struct Plan<'a> {
    pub(super) pages: Vec<Page>,
    pub(super) planner: Planner<'a>,
}

/// Plans all pages. Two that claim one address are an error that names both.
pub(super) fn plan(mut planner: Planner<'_>) -> Checked<Plan<'_>> {
    planner.front();
    planner.issues();
    planner.articles();
    planner.cities();
    planner.city_topics();
    planner.topics();
    planner.columns();
    planner.authors();
    planner.corrections();
    planner.search();
    planner.not_found();
    planner.moved();
    let problems = std::mem::take(&mut planner.problems);
    let pages = std::mem::take(&mut planner.pages);
    // Nobody claims an address any more, and the reasons take as much room as a teaser.
    planner.claims.clear();
    Checked::new(Plan { pages, planner }, problems)
}

/// The addresses of the pages, and which of them lead to where others are now.
pub(super) fn list(pages: &[Page]) -> Listing {
    let moved = pages.iter().filter_map(|page| match &page.view {
        View::Moved(view) => Some((page.address.clone(), Address::file(view.to.href.as_str()))),
        _ => None,
    });
    let moved = moved.collect();
    let mut pages: Vec<Address> = pages.iter().map(|page| page.address.clone()).collect();
    pages.sort_unstable();
    Listing { pages, moved }
}

/// What all pages are made from, and the pages made so far.
pub(super) struct Planner<'a> {
    library: &'a Library,
    config: &'a Config,
    vocabulary: &'a Vocabulary,
    names: &'a Names,
    feeds: &'a Feeds,
    /// The site's own.
    words: &'a Words,
    site: Shared<SiteView>,
    /// The index of a search, if there is one.
    index: Option<search::Index>,
    /// One for each section, and one in which none is current.
    navigation: BTreeMap<&'static str, Shared<Vec<NavigationView>>>,
    /// One for each article.
    teasers: Vec<Shared<TeaserView>>,
    /// For each topic its rank by its name.
    topic_ranks: Vec<usize>,
    /// For each place with articles its rank by its reading.
    city_ranks: Vec<usize>,
    pages: Vec<Page>,
    /// Who has which address.
    claims: BTreeMap<Address, Claim>,
    /// Pairs that were told to claim one address.
    told: BTreeSet<(String, String)>,
    problems: Vec<Diagnostic>,
}

/// Why a page stands at its address.
struct Claim {
    /// What the page is of, for a person to read.
    what: Said,
    /// Where that is written.
    place: Option<Place>,
    /// How to give it another address.
    hint: Said,
}

/// What is different on each page's head.
struct Head<'t> {
    title: &'t str,
    description: String,
    kind: &'static str,
    /// The section in the navigation.
    section: &'static str,
}

impl<'a> Planner<'a> {
    pub(super) fn new(
        library: &'a Library,
        config: &'a Config,
        vocabulary: &'a Vocabulary,
        names: &'a Names,
        assets: Assets,
        feeds: &'a Feeds,
        words: &'a Words,
    ) -> Self {
        let corrected = library.entries.iter().any(|entry| !entry.corrections().is_empty());
        let site = SiteView {
            title: config.title.clone(),
            tagline: config.tagline.clone(),
            publisher: config.publisher.clone(),
            place: config.place.clone(),
            latest: library.issues.first().map(|issue| dates::issue_link(issue, words)),
            stylesheet: assets.stylesheet,
            assets: assets.paths,
            feed: feeds.path(&Address::front()),
            corrections: corrected.then(|| Address::corrections(1).to_string()),
            search: search::is_wanted(library, config).then(|| Address::search().to_string()),
            articles: library.entries.len(),
        };
        let keys = ["", "front", "issues", "cities", "topics", "columns", "authors"];
        let topics = vocabulary.topics();
        Self {
            library,
            config,
            vocabulary,
            names,
            feeds,
            words,
            site: Shared::new(site),
            index: assets.index,
            navigation: keys.map(|key| (key, navigation(library, words, key))).into(),
            teasers: teasers::teasers(library, words),
            topic_ranks: names.ranks(topics.iter().map(|t| t.name.as_str()), Bearer::Thing),
            city_ranks: names::place_ranks(library.cities.iter().map(|c| c.place)),
            pages: Vec::new(),
            claims: BTreeMap::new(),
            told: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    /// The publication as every page sees it.
    pub(super) fn site(&self) -> Shared<SiteView> {
        Shared::clone(&self.site)
    }

    /// Puts a page into the plan, unless its address is taken.
    fn push(&mut self, address: Address, view: View, claim: Claim) {
        if let Some(first) = self.claims.get(&address) {
            // The further pages of two lists collide as their first ones do.
            if !self.told.insert((first.what.en().to_owned(), claim.what.en().to_owned())) {
                return;
            }
            let (one, other) = (&first.what, &claim.what);
            let taken = address.as_str();
            let mut message = said!(
                "{one} and {other} claim one address, {taken}",
                "{one}和{other}用了同一个网址：{taken}",
                one,
                other
            );
            if let Some(Place { file, line, .. }) = first.place.as_ref().filter(|p| p.line > 0) {
                message = said!(
                    "{message}; the first stands in {file}:{line}",
                    "{message}；前一个在 {file}:{line}",
                    message
                );
            }
            let problem = Diagnostic::error(message);
            let problem = if claim.hint.is_empty() { problem } else { problem.hint(claim.hint) };
            self.problems.push(match claim.place {
                Some(place) => problem.at(place),
                None => problem,
            });
            return;
        }
        self.claims.insert(address.clone(), claim);
        self.pages.push(Page { address, view });
    }

    /// The head of the page at `address`.
    fn page(&self, address: &Address, head: Head<'_>) -> PageView {
        let site = &self.config.title;
        let step = LinkView { title: head.title.to_owned(), href: address.to_string() };
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
            structured: self.structured_trail(head.section, [step]),
            site: Shared::clone(&self.site),
            navigation: self
                .navigation
                .get(head.section)
                .cloned()
                .unwrap_or_else(|| Shared::new(Vec::new())),
        }
    }

    fn not_found(&mut self) {
        let address = Address::not_found();
        let head = Head {
            title: self.words.get("not_found"),
            description: String::new(),
            kind: "not-found",
            section: "",
        };
        let mut page = self.page(&address, head);
        page.root = base_path(self.config.base_url.as_deref());
        page.canonical = None;
        page.structured = None;
        let claim = Claim {
            what: said!("the page for lost readers", "找不到网页时的那一页"),
            place: None,
            hint: Said::nothing(),
        };
        self.push(address, View::NotFound(NotFoundView { page }), claim);
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
        entries.iter().map(|&entry| Shared::clone(&self.teasers[entry])).collect()
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
        let topics =
            entries.iter().flat_map(|&e| self.library.entries[e].topics.iter().map(|(t, _)| *t));
        let found = most(topics, MOST, |t| self.topic_ranks[t]);
        found.map(|(t, n)| (t, self.topic_count(t, n))).collect()
    }

    /// Authors of some articles, those with most articles first.
    fn authors_of(&self, entries: &[usize]) -> Vec<CountView> {
        let authors = entries.iter().flat_map(|&e| self.library.entries[e].authors.iter().copied());
        most(authors, MOST, |a| a).map(|(a, n)| self.author_count(a, n)).collect()
    }

    /// Places of some articles, each as it is given, those with most first.
    fn cities_of(&self, entries: &[usize]) -> Vec<(usize, CountView)> {
        let cities =
            entries.iter().filter_map(|&e| self.library.city(self.library.entries[e].city?));
        let found = most(cities, MOST, |c| self.city_ranks[c]);
        found.map(|(c, n)| (c, self.city_count(c, n))).collect()
    }

    /// Why a column or an author has its address.
    fn named_claim(&self, what: &Said, named: &Named, key: &str) -> Claim {
        let first = named.entries.first().map(|&entry| &self.library.entries[entry].facts);
        Claim {
            what: said!("{what} {name}", "{what}“{name}”", what, name = named.name),
            place: first.map(|facts| facts.source.place(facts.parsed.span(key))),
            hint: said!(
                "give one an address of its own in kanyin.yaml: `addresses: {{{name}: {slug}-2}}`; if both are one, say so there: `renamed: {{old name: new name}}`",
                "请在 kanyin.yaml 里给其中一个另定网址：`addresses: {{{name}: {slug}-2}}`；如果是一回事，请写 `renamed: {{old name: new name}}`",
                name = named.name,
                slug = named.slug.as_str()
            ),
        }
    }
}

/// Why a directory has its address.
fn directory_claim(what: &Said) -> Claim {
    Claim {
        what: said!("the list of {what}", "{what}的目录", what),
        place: None,
        hint: Said::nothing(),
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

fn navigation(library: &Library, words: &Words, current: &str) -> Shared<Vec<NavigationView>> {
    let list = |section| Address::list(section, 1).to_string();
    let sections = [
        ("front", Address::front().to_string(), true),
        ("issues", list(Section::Issue), !library.issues.is_empty()),
        ("cities", list(Section::City), !library.cities.is_empty()),
        ("topics", list(Section::Topic), library.topics.iter().any(|t| !t.is_empty())),
        ("columns", list(Section::Column), !library.columns.is_empty()),
        ("authors", list(Section::Author), !library.authors.is_empty()),
    ];
    let shown = sections.into_iter().filter(|(.., shown)| *shown);
    let entry = |(key, href, _)| {
        let title = words.get(key).to_owned();
        NavigationView { key, title, href, current: key == current }
    };
    Shared::new(shown.map(entry).collect())
}

fn count_view(title: &str, section: Section, slug: &Slug, count: usize) -> CountView {
    CountView { title: title.to_owned(), href: Address::entry(section, slug, 1).to_string(), count }
}

/// The address of a place's page. The table's slugs are valid; a test of
/// `places` holds that.
fn place_slug(place: &places::Place) -> Option<Slug> {
    Slug::parse(place.slug)
}

fn place_href(place: &places::Place) -> String {
    place_slug(place)
        .map(|slug| Address::entry(Section::City, &slug, 1).to_string())
        .unwrap_or_default()
}

fn place_link(place: &places::Place) -> LinkView {
    LinkView { title: place.name.to_owned(), href: place_href(place) }
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
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let mut counts: Vec<(usize, usize)> = counts.into_iter().collect();
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
