//! What all pages draw on: the masthead, the ways through the site, teasers, and what the
//! pages of one list have in common.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{
    cities::CityHead, city_topics::Table, dates, directory::Sorted, front::Years, moved,
    paging::page_count, teasers::Teasers, topics::TopicHead, ways::Ways,
};
use crate::{
    config::Config,
    diag::Place,
    route::{Address, Section},
    site::{
        feeds::Feeds,
        library::{Library, Relisted},
        names::{self, Names},
        readings::Bearer,
        search,
        seen::Shared,
        view::{LinkView, NavigationView, SiteView},
    },
    tongue::Said,
    topics::Vocabulary,
    words::Words,
};

/// What the theme contributes to every page.
#[derive(Clone)]
pub(in crate::site) struct Assets {
    pub(in crate::site) stylesheet: String,
    pub(in crate::site) paths: BTreeMap<String, String>,
}

/// What all pages draw on.
pub(in crate::site) struct Stock {
    pub(super) site: Shared<SiteView>,
    /// One for each section, and one in which none is current.
    pub(super) navigation: BTreeMap<&'static str, Shared<Vec<NavigationView>>>,
    pub(super) ways: Ways,
    pub(super) teasers: Teasers,
    /// For each topic its rank by its name.
    pub(super) topic_ranks: Vec<usize>,
    /// For each place with articles its rank by its reading.
    pub(super) city_ranks: Vec<usize>,
    /// For each place with articles the one in whose row of the table it is counted.
    pub(super) rows: Vec<Option<usize>>,
    /// For each place with articles those on each topic, if it is a row of the table.
    pub(super) cells: Vec<BTreeMap<usize, Vec<usize>>>,
    /// The number of an article and that of a correction in it, the newest first.
    pub(super) corrections: Vec<(usize, usize)>,
    pub(super) formers: Vec<Former>,
    pub(super) heads: Heads,
}

/// What stood somewhere else.
pub(super) struct Former {
    /// Where.
    pub(super) address: Address,
    /// Where it is now.
    pub(super) to: LinkView,
    /// What it was, for a person to read.
    pub(super) what: Said,
    /// Where the editor says so.
    pub(super) place: Place,
    pub(super) hint: Said,
}

/// What the pages of one list have in common, each made when the first of them is set.
#[derive(Default)]
pub(super) struct Heads {
    /// By issue: its articles as they are listed.
    pub(super) issues: Vec<OnceLock<Vec<usize>>>,
    pub(super) years: OnceLock<Years>,
    pub(super) cities: Vec<OnceLock<CityHead>>,
    pub(super) table: OnceLock<Table>,
    pub(super) topics: Vec<OnceLock<TopicHead>>,
    /// By the key of a directory.
    pub(super) directories: BTreeMap<&'static str, OnceLock<Sorted>>,
}

impl Stock {
    pub(in crate::site) fn new(
        library: &Library,
        config: &Config,
        vocabulary: &Vocabulary,
        names: &Names,
        assets: Assets,
        feeds: &Feeds,
        words: &Words,
    ) -> Self {
        let corrections = library.corrections();
        let site = SiteView {
            title: config.title.clone(),
            tagline: config.tagline.clone(),
            publisher: config.publisher.clone(),
            place: config.place.clone(),
            latest: library.issues.first().map(|issue| dates::issue_link(issue, words)),
            stylesheet: assets.stylesheet,
            assets: assets.paths,
            feed: feeds.path(&Address::front()),
            corrections: (!corrections.is_empty()).then(|| Address::corrections(1).to_string()),
            search: search::is_wanted(library, config).then(|| Address::search().to_string()),
            articles: library.entries.len(),
        };
        let keys = ["", "front", "issues", "cities", "topics", "columns", "authors"];
        let topics = vocabulary.topics();
        Self {
            site: Shared::new(site),
            navigation: keys.map(|key| (key, navigation(library, words, key))).into(),
            teasers: Teasers::of(library, words),
            ways: Ways::of(library, vocabulary, words),
            topic_ranks: names.ranks(topics.iter().map(|t| t.name.as_str()), Bearer::Thing),
            city_ranks: names::place_ranks(library.cities.iter().map(|c| c.place)),
            rows: super::cities::rows(library),
            cells: super::city_topics::cells(library, config),
            corrections,
            formers: moved::formers(library, config, vocabulary),
            heads: Heads::of(library),
        }
    }
}

impl Stock {
    /// Takes note that the article `number` says something else, and what of it stands in
    /// other lists than before. Gives whether there are other pages by that.
    pub(in crate::site) fn renew(
        &mut self,
        library: &Library,
        config: &Config,
        number: usize,
        relisted: &Relisted,
    ) -> bool {
        let pages = |length| page_count(length, config.page_size);
        let mut others = relisted.lengths.iter().any(|&(old, new)| pages(old) != pages(new));
        self.teasers.renew(number);
        for &city in &relisted.cities {
            let row = super::city_topics::row(library, config, city);
            let old = std::mem::replace(&mut self.cells[city], row);
            let cells = |row: &BTreeMap<usize, Vec<usize>>| -> Vec<(usize, usize)> {
                row.iter().map(|(topic, entries)| (*topic, pages(entries.len()))).collect()
            };
            others |= cells(&old) != cells(&self.cells[city]);
            self.heads.cities[city] = OnceLock::new();
        }
        for &topic in &relisted.topics {
            self.heads.topics[topic] = OnceLock::new();
        }
        if !relisted.is_empty() {
            self.heads.table = OnceLock::new();
            self.heads.directories.insert(super::TOPICS.key, OnceLock::new());
        }
        others
    }

    /// Takes what another theme contributes.
    pub(in crate::site) fn dress(&mut self, assets: Assets) {
        let Assets { stylesheet, paths } = assets;
        let site = SiteView { stylesheet, assets: paths, ..(*self.site).clone() };
        self.site = Shared::new(site);
    }
}

/// Room for so many things, each to be made when it is asked for first.
pub(super) fn unmade<T>(count: usize) -> Vec<OnceLock<T>> {
    (0..count).map(|_| OnceLock::new()).collect()
}

impl Heads {
    fn of(library: &Library) -> Self {
        let directories = ["topics", "columns", "authors"];
        Self {
            issues: unmade(library.issues.len()),
            years: OnceLock::new(),
            cities: unmade(library.cities.len()),
            table: OnceLock::new(),
            topics: unmade(library.topics.len()),
            directories: directories.map(|key| (key, OnceLock::new())).into(),
        }
    }
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
