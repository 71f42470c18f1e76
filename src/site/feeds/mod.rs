//! Feeds: the newest of the site, of each city, topic and column, and all
//! corrections, in full, as Atom and as JSON Feed.
//!
//! 1. [`Feeds::plan`]: which feeds there are, before any page is set: pages lead to
//!    theirs.
//! 2. [`entries`]: each article that stands in a feed, set once for all of them.
//! 3. [`atom`] and [`json`]: a feed is a head and such entries.
//!
//! Their dates are those of issues and corrections, never that of the build: the
//! same input gives the same files, today and next year. A feed has addresses in
//! full, so without a `base_url` there is none.

mod absolute;
mod atom;
mod entries;
mod json;
mod xml;

use std::{collections::BTreeMap, convert::Infallible, sync::Arc};

use jiff::civil::Date;
use rayon::prelude::*;

pub(super) use xml::Xml;

use self::entries::Entry;
use super::{
    key::{Key, Keys},
    library::{self, Library},
    output::{Outlet, Sink},
    seen::Shared,
    view::FeedView,
};
use crate::{
    config::Config,
    places,
    route::{Address, FeedFormat, Section, Slug},
    topics::Vocabulary,
    words::Words,
};

/// Articles, or corrections, in a feed of the whole site.
const SITE_ENTRIES: usize = 50;
/// Articles in a feed of a part of it: there are hundreds of them, and the newest of
/// each stand in the site's too.
const PART_ENTRIES: usize = 20;

/// All feeds of a site.
pub(super) struct Feeds {
    /// Each with the page that it is the feed of. A county follows its prefecture: what stands in
    /// the feeds of both is set but once, and not held for long.
    all: Vec<(Address, Feed)>,
    by_page: BTreeMap<Address, usize>,
    /// What pages without a feed of their own lead to.
    site: Shared<Vec<FeedView>>,
    /// Whether there are feeds that all readers know.
    as_atom: bool,
}

/// What stands in a feed.
struct Feed {
    /// The name of what it is the feed of; none for the site itself.
    part: Option<String>,
    subtitle: Option<String>,
    updated: Date,
    content: Content,
}

enum Content {
    /// Articles by their number, the newest first.
    Articles(Vec<usize>),
    /// The number of an article, and that of a correction in it.
    Corrections(Vec<(usize, usize)>),
}

impl Feeds {
    /// The feeds that there will be. One takes a date, which is never invented.
    pub(super) fn plan(
        library: &Library,
        config: &Config,
        vocabulary: &Vocabulary,
        words: &Words,
    ) -> Self {
        let mut feeds = Vec::new();
        if config.base_url.is_some() && !config.feeds.is_empty() {
            let all: Vec<usize> = (0..library.entries.len().min(SITE_ENTRIES)).collect();
            let site = articles(library, config, &all, SITE_ENTRIES, None);
            let site = site.map(|feed| Feed { subtitle: config.tagline.clone(), ..feed });
            feeds.extend(site.map(|feed| (Address::front(), feed)));
            let part = |section, slug: &Slug, name: &str, entries: &[usize]| {
                let feed = articles(library, config, entries, PART_ENTRIES, Some(name))?;
                Some((Address::entry(section, slug, 1), feed))
            };
            let cities = library.cities.iter().filter_map(|city| {
                let slug = Slug::parse(city.place.slug)?;
                part(Section::City, &slug, &full_name(city.place), &city.entries)
            });
            feeds.extend(cities);
            let topics = vocabulary.topics().iter().zip(&library.topics);
            feeds.extend(topics.filter_map(|(topic, entries)| {
                part(Section::Topic, &topic.slug, &topic.name, entries)
            }));
            let columns = library.columns.iter();
            feeds.extend(columns.filter_map(|column| {
                part(Section::Column, &column.slug, &column.name, &column.entries)
            }));
            feeds.extend(corrections(library, words).map(|feed| (Address::corrections(1), feed)));
        }
        let front = Address::front();
        let site = feeds.iter().find(|(page, _)| *page == front).map(|(_, feed)| feed);
        let site = Shared::new(views(config, &front, site, false));
        let numbered = feeds.iter().enumerate();
        let by_page = numbered.map(|(number, (page, _))| (page.clone(), number)).collect();
        let as_atom = config.feeds.contains(&FeedFormat::Atom);
        Self { all: feeds, by_page, site, as_atom }
    }

    /// That of the page at `address`.
    fn get(&self, address: &Address) -> Option<&Feed> {
        self.by_page.get(address).map(|&number| &self.all[number].1)
    }

    /// The feeds that the page at `address` leads to: its own, which all pages of
    /// one list share, then the site's.
    pub(super) fn of(&self, address: &Address, config: &Config) -> Shared<Vec<FeedView>> {
        let first = address.first_page();
        match self.get(&first) {
            None => Shared::clone(&self.site),
            Some(feed) => {
                let own = views(config, &first, Some(feed), true);
                let site = self.site.iter().filter(|_| first != Address::front()).cloned();
                Shared::new(own.into_iter().chain(site).collect())
            }
        }
    }

    /// Path of the Atom feed of the page at `address`, if it has one.
    pub(super) fn path(&self, address: &Address) -> Option<String> {
        let known = self.as_atom && self.by_page.contains_key(address);
        known.then(|| address.feed(FeedFormat::Atom).to_string())
    }

    /// The feed whose file stands at `address`.
    pub(super) fn file(
        &self,
        address: &Address,
        library: &Library,
        config: &Config,
        words: &Words,
    ) -> Option<String> {
        let base = config.base_url.as_deref()?;
        let format = FeedFormat::of(address.as_str()).filter(|f| config.feeds.contains(f))?;
        let (page, feed) = self.all.iter().find(|(page, _)| page.feed(format) == *address)?;
        let press = Press::new(library, config, words, base, [feed]);
        Some(press.printed(page, feed, format).set())
    }

    /// Prints the files of all feeds.
    pub(super) fn print(
        &self,
        outlet: &Outlet<'_, impl Sink>,
        library: &Library,
        config: &Config,
        words: &Words,
    ) {
        let Some(base) = config.base_url.as_deref() else { return };
        let new = |format: FeedFormat| -> Vec<&(Address, Feed)> {
            let feeds = self.all.par_iter();
            let is_new = |(page, feed): &&(Address, Feed)| {
                !outlet.keeps(&page.feed(format), feed.own(library))
            };
            feeds.filter(is_new).collect()
        };
        let new: Vec<(FeedFormat, Vec<_>)> =
            config.feeds.iter().map(|&format| (format, new(format))).collect();
        let feeds = new.iter().flat_map(|(_, feeds)| feeds);
        let press = Press::new(library, config, words, base, feeds.map(|(_, feed)| feed));
        // One format after the other: articles take much room as they are set.
        for (format, feeds) in new {
            feeds.into_par_iter().for_each(|(page, feed)| {
                let printed = press.printed(page, feed, format);
                let keys = Keys { own: feed.own(library), ..printed.keys() };
                let set = || Ok::<_, Infallible>(printed.set().into_bytes());
                // What cannot fail has nothing to say.
                let _ = outlet.put_page(&page.feed(format), keys, set);
            });
        }
    }
}

impl Feed {
    /// The key of what it says beside what any page may show of articles: their texts.
    fn own(&self, library: &Library) -> Option<Key> {
        let texts: Option<Vec<Key>> = match &self.content {
            Content::Articles(numbers) => {
                numbers.iter().map(|number| library.entries[*number].facts.file.key()).collect()
            }
            // Any page may show them.
            Content::Corrections(_) => Some(Vec::new()),
        };
        texts.map(|texts| Key::of(&texts))
    }
}

/// What feeds are set from.
struct Press<'a> {
    config: &'a Config,
    words: &'a Words,
    base: &'a str,
    articles: BTreeMap<usize, Entry<'a>>,
    /// Those of the one feed of corrections.
    corrections: Vec<Entry<'a>>,
}

/// A feed as it is printed in one format.
struct Printed<'a> {
    head: Head<'a>,
    /// Where it stands.
    own: String,
    format: FeedFormat,
    entries: Vec<&'a Entry<'a>>,
}

impl<'a> Press<'a> {
    /// For some feeds.
    fn new(
        library: &'a Library,
        config: &'a Config,
        words: &'a Words,
        base: &'a str,
        feeds: impl IntoIterator<Item = &'a Feed>,
    ) -> Self {
        let mut wanted = BTreeMap::<usize, usize>::new();
        let mut corrections = Vec::new();
        for feed in feeds {
            match &feed.content {
                Content::Articles(numbers) => {
                    for &number in numbers {
                        *wanted.entry(number).or_default() += 1;
                    }
                }
                Content::Corrections(numbers) => {
                    corrections = entries::corrections(library, words, base, numbers);
                }
            }
        }
        let articles = entries::articles(library, config, words, base, &wanted);
        Self { config, words, base, articles, corrections }
    }

    /// The `feed` of `page`.
    fn printed<'p>(&'p self, page: &Address, feed: &'p Feed, format: FeedFormat) -> Printed<'p> {
        let Self { config, words, base, articles, corrections } = self;
        let entries = match &feed.content {
            Content::Articles(numbers) => numbers.iter().filter_map(|n| articles.get(n)).collect(),
            Content::Corrections(_) => corrections.iter().collect(),
        };
        let head = Head::new(config, words, base, page, feed);
        Printed { head, own: format!("{base}{}", page.feed(format)), format, entries }
    }
}

impl Printed<'_> {
    /// A feed is a page that no theme has a say in.
    fn keys(&self) -> Keys {
        let Self { head, own, format, entries } = self;
        let entries: Vec<Key> = entries.iter().map(|entry| entry.key).collect();
        Keys { theme: Key::of(&()), view: Key::of(&(head, own, format.name(), entries)), own: None }
    }

    fn set(&self) -> String {
        let items = self.entries.iter().map(|entry| entry.item(self.format));
        let items: Vec<Arc<str>> = items.collect();
        match self.format {
            FeedFormat::Atom => atom::feed(&self.head, &self.own, &items),
            FeedFormat::Json => json::feed(&self.head, &self.own, &items),
        }
    }
}

/// What a feed says of itself.
#[derive(Hash)]
struct Head<'a> {
    title: String,
    subtitle: Option<&'a str>,
    /// The page that it is the feed of.
    page: String,
    updated: Date,
    language: &'a str,
    /// Who it is by.
    author: &'a str,
}

impl<'a> Head<'a> {
    fn new(
        config: &'a Config,
        words: &'a Words,
        base: &str,
        page: &Address,
        feed: &'a Feed,
    ) -> Self {
        Self {
            title: title(config, feed.part.as_deref()),
            subtitle: feed.subtitle.as_deref(),
            page: super::plan::canonical(base, page),
            updated: feed.updated,
            language: words.language_of_texts(),
            author: config.publisher.as_ref().unwrap_or(&config.title),
        }
    }
}

fn title(config: &Config, part: Option<&str>) -> String {
    match part {
        Some(part) => format!("{} - {part}", config.title),
        None => config.title.clone(),
    }
}

/// The names of a place's parents and its own: 贵州省遵义市赤水市.
fn full_name(place: &places::Place) -> String {
    places::places().lineage(place).iter().map(|step| step.name).collect()
}

/// The feed of the newest `most` of some articles; `None` if nobody said of any of
/// them how old it is.
fn articles(
    library: &Library,
    config: &Config,
    numbers: &[usize],
    most: usize,
    part: Option<&str>,
) -> Option<Feed> {
    let date = |number: usize| changed(library, config, &library.entries[number]);
    let numbers: Vec<usize> =
        numbers.iter().copied().take(most).filter(|&number| date(number).is_some()).collect();
    let updated = numbers.iter().filter_map(|&number| date(number)).max()?;
    let content = Content::Articles(numbers);
    Some(Feed { part: part.map(str::to_owned), subtitle: None, updated, content })
}

/// The feed of corrections. A correction has a date of its own, so that it needs
/// none of an issue.
fn corrections(library: &Library, words: &Words) -> Option<Feed> {
    let mut all = library.corrections();
    all.truncate(SITE_ENTRIES);
    let &(newest, number) = all.first()?;
    let updated = library.entries[newest].corrections()[number].date;
    let content = Content::Corrections(all);
    let part = Some(words.get("corrections").to_owned());
    Some(Feed { part, subtitle: None, updated, content })
}

/// When an article last changed. One of an undated issue is as old as the editor
/// says the site is; it was never published on a day that anybody knows.
fn changed(library: &Library, config: &Config, entry: &library::Entry) -> Option<Date> {
    let printed = library.issues[entry.issue].date.or(config.updated)?;
    Some(entry.corrected().map_or(printed, |corrected| corrected.max(printed)))
}

/// Noon would be as good: newspapers are dated by the day.
fn stamp(date: Date) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00+08:00", date.year(), date.month(), date.day())
}

/// How a page leads to the `feed` of the page at `address`.
fn views(config: &Config, address: &Address, feed: Option<&Feed>, own: bool) -> Vec<FeedView> {
    let Some(feed) = feed else { return Vec::new() };
    let view = |format: FeedFormat| FeedView {
        title: title(config, feed.part.as_deref()),
        href: address.feed(format).to_string(),
        format: format.name(),
        media_type: format.media_type(),
        own,
    };
    config.feeds.iter().copied().map(view).collect()
}
