//! Cities, topics, columns and authors: a directory, and a page an entry.

use std::fmt::Display;

use super::{
    Claim, Head, Planner, View, count_view, page_count, page_of, pagination, place_href,
    place_link, place_slug,
};
use crate::{
    article::byline::Role,
    places,
    route::{Address, Section, Slug},
    site::{
        library::{City, Named},
        names,
        view::{
            AuthorGroupView, AuthorView, AuthorsView, CitiesView, CityView, ColumnView,
            ColumnsView, CountView, PlaceView, QuoteView, TopicEntryView, TopicView, TopicsView,
        },
    },
    topics::TopicKind,
    words::Words,
};

/// The roles in the order in which a site lists them, each with the key of its word.
pub(in crate::site) const ROLES: [(Role, &str); 4] = [
    (Role::Reporter, "reporter"),
    (Role::Correspondent, "correspondent"),
    (Role::Photographer, "photographer"),
    (Role::Author, "other_author"),
];

impl Planner<'_> {
    pub(super) fn cities(&mut self) {
        let library = self.library;
        if library.cities.is_empty() {
            return;
        }
        for city in &library.cities {
            if let Some(slug) = place_slug(city.place) {
                self.city(city, &slug);
            }
        }
        let address = Address::list(Section::City, 1);
        let description = self.words.fill("cities_summary", &[("n", &library.cities.len())]);
        let head = Head {
            title: self.words.get("cities"),
            description,
            kind: "cities",
            section: "cities",
        };
        let view = CitiesView {
            page: self.page(&address, head),
            places: place_tree(&library.cities),
            count: library.cities.len(),
        };
        self.push(address, View::Cities(view), directory_claim("cities"));
    }

    fn city(&mut self, city: &City, slug: &Slug) {
        let mut lineage = places::places().lineage(city.place);
        lineage.pop();
        let children = children(&self.library.cities, city.place);
        let children: Vec<CountView> = children
            .into_iter()
            .map(|c| CountView {
                title: c.place.name.to_owned(),
                href: place_href(c.place),
                count: c.entries.len(),
            })
            .collect();
        let (topics, authors) = (self.topics_of(&city.entries), self.authors_of(&city.entries));
        let total = page_count(city.entries.len(), self.config.page_size);
        let at = |n| Address::entry(Section::City, slug, n);
        for number in 1..=total {
            let description = self
                .words
                .fill("city_summary", &[("name", &city.place.name), ("n", &city.entries.len())]);
            let head =
                Head { title: city.place.name, description, kind: "city", section: "cities" };
            let view = CityView {
                page: self.page(&at(number), head),
                title: city.place.name.to_owned(),
                lineage: lineage.iter().map(|p| place_link(p)).collect(),
                children: children.clone(),
                topics: topics.clone(),
                authors: authors.clone(),
                count: city.entries.len(),
                articles: self.list(page_of(&city.entries, number, self.config.page_size)),
                pagination: pagination(number, total, at),
            };
            let claim = Claim {
                what: format!("the place {}", city.place.name),
                place: None,
                hint: "places have their addresses from the table".into(),
            };
            self.push(at(number), View::City(Box::new(view)), claim);
        }
    }

    pub(super) fn topics(&mut self) {
        let library = self.library;
        if library.topics.iter().all(Vec::is_empty) {
            return;
        }
        for (topic, entries) in library.topics.iter().enumerate().filter(|(_, e)| !e.is_empty()) {
            self.topic(topic, entries);
        }
        let address = Address::list(Section::Topic, 1);
        let (subjects, mechanisms) =
            (self.topic_directory(TopicKind::Subject), self.topic_directory(TopicKind::Mechanism));
        let count = subjects.len() + mechanisms.len();
        let description = self.words.fill("topics_summary", &[("n", &count)]);
        let head = Head {
            title: self.words.get("topics"),
            description,
            kind: "topics",
            section: "topics",
        };
        let view = TopicsView { page: self.page(&address, head), subjects, mechanisms };
        self.push(address, View::Topics(view), directory_claim("topics"));
    }

    fn topic_directory(&self, kind: TopicKind) -> Vec<CountView> {
        let topics = self.vocabulary.topics();
        let mut found: Vec<usize> = (0..topics.len())
            .filter(|&t| topics[t].kind == kind && !self.library.topics[t].is_empty())
            .collect();
        found.sort_by_key(|&t| self.topic_ranks[t]);
        found.into_iter().map(|t| self.topic_count(t, self.library.topics[t].len())).collect()
    }

    fn topic(&mut self, index: usize, entries: &[usize]) {
        let topic = &self.vocabulary.topics()[index];
        let cities = self.cities_of(entries);
        let total = page_count(entries.len(), self.config.page_size);
        let at = |n| Address::entry(Section::Topic, &topic.slug, n);
        for number in 1..=total {
            let known = topic.description.clone();
            let description = known.unwrap_or_else(|| {
                let places: [(&str, &dyn Display); 2] =
                    [("name", &topic.name), ("n", &entries.len())];
                self.words.fill("topic_summary", &places)
            });
            let head = Head { title: &topic.name, description, kind: "topic", section: "topics" };
            let shown = page_of(entries, number, self.config.page_size);
            let view = TopicView {
                page: self.page(&at(number), head),
                title: topic.name.clone(),
                kind: match topic.kind {
                    TopicKind::Subject => self.words.get("subject"),
                    TopicKind::Mechanism => self.words.get("mechanism"),
                }
                .to_owned(),
                aliases: topic.aliases.clone(),
                description: topic.description.clone(),
                cities: cities.clone(),
                count: entries.len(),
                entries: shown.iter().map(|&entry| self.topic_entry(index, entry)).collect(),
                pagination: pagination(number, total, at),
            };
            let claim = Claim {
                what: format!("the topic {}", topic.name),
                place: None,
                hint: "give one of them another `slug:` in the vocabulary".into(),
            };
            self.push(at(number), View::Topic(Box::new(view)), claim);
        }
    }

    fn topic_entry(&self, topic: usize, entry: usize) -> TopicEntryView {
        let teaser = &self.teasers[entry];
        let quotes = &self.library.entries[entry].topics;
        let quote = quotes.iter().find(|(t, _)| *t == topic).and_then(|(_, quote)| quote.as_ref());
        let quote = quote.map(|quote| QuoteView {
            before: quote.before.clone(),
            term: quote.term.clone(),
            after: quote.after.clone(),
            href: format!("{}#p{}", teaser.href, quote.block),
        });
        TopicEntryView { article: teaser.clone(), quote }
    }

    pub(super) fn column_count(&self, column: usize, count: usize) -> CountView {
        let column = &self.library.columns[column];
        count_view(&column.name, Section::Column, &column.slug, count)
    }

    pub(super) fn columns(&mut self) {
        let library = self.library;
        if library.columns.is_empty() {
            return;
        }
        for column in &library.columns {
            let Named { name, slug, entries } = column;
            let total = page_count(entries.len(), self.config.page_size);
            let at = |n| Address::entry(Section::Column, slug, n);
            for number in 1..=total {
                let description =
                    self.words.fill("column_summary", &[("name", name), ("n", &entries.len())]);
                let head = Head { title: name, description, kind: "column", section: "columns" };
                let view = ColumnView {
                    page: self.page(&at(number), head),
                    title: name.clone(),
                    count: entries.len(),
                    articles: self.list(page_of(entries, number, self.config.page_size)),
                    pagination: pagination(number, total, at),
                };
                let claim = self.named_claim("the column", column, "column");
                self.push(at(number), View::Column(Box::new(view)), claim);
            }
        }
        let address = Address::list(Section::Column, 1);
        let description = self.words.fill("columns_summary", &[("n", &library.columns.len())]);
        let head = Head {
            title: self.words.get("columns"),
            description,
            kind: "columns",
            section: "columns",
        };
        let count = |c: usize| self.column_count(c, library.columns[c].entries.len());
        let columns = (0..library.columns.len()).map(count).collect();
        let view = ColumnsView { page: self.page(&address, head), columns };
        self.push(address, View::Columns(view), directory_claim("columns"));
    }

    pub(super) fn authors(&mut self) {
        let library = self.library;
        if library.authors.is_empty() {
            return;
        }
        for author in &library.authors {
            let Named { name, slug, entries } = &author.named;
            let total = page_count(entries.len(), self.config.page_size);
            let at = |n| Address::entry(Section::Author, slug, n);
            let roles: Vec<String> =
                author.roles.iter().filter_map(|(r, t)| role_title(*r, t, self.words)).collect();
            for number in 1..=total {
                let description =
                    self.words.fill("author_summary", &[("name", name), ("n", &entries.len())]);
                let head = Head { title: name, description, kind: "author", section: "authors" };
                let view = AuthorView {
                    page: self.page(&at(number), head),
                    title: name.clone(),
                    roles: roles.clone(),
                    count: entries.len(),
                    articles: self.list(page_of(entries, number, self.config.page_size)),
                    pagination: pagination(number, total, at),
                };
                let claim = self.named_claim("the author", &author.named, "byline");
                self.push(at(number), View::Author(Box::new(view)), claim);
            }
        }
        let address = Address::list(Section::Author, 1);
        let description = self.words.fill("authors_summary", &[("n", &library.authors.len())]);
        let head = Head {
            title: self.words.get("authors"),
            description,
            kind: "authors",
            section: "authors",
        };
        let view = AuthorsView { page: self.page(&address, head), groups: self.author_groups() };
        self.push(address, View::Authors(view), directory_claim("authors"));
    }

    /// Authors by role, each under every role the bylines give.
    fn author_groups(&self) -> Vec<AuthorGroupView> {
        let group = |(role, key)| {
            let title = self.words.get(key).to_owned();
            let authors = self.library.authors.iter().enumerate();
            let authors = authors.filter(|(_, a)| a.roles.iter().any(|(r, _)| *r == role));
            let authors =
                authors.map(|(i, a)| self.author_count(i, a.named.entries.len())).collect();
            AuthorGroupView { title, authors }
        };
        ROLES.into_iter().map(group).filter(|g| !g.authors.is_empty()).collect()
    }

    /// Why a column or an author has its address.
    fn named_claim(&self, what: &str, named: &Named, key: &str) -> Claim {
        let first = named.entries.first().map(|&entry| &self.library.entries[entry].facts);
        Claim {
            what: format!("{what} {}", named.name),
            place: first.map(|facts| facts.source.place(facts.parsed.span(key))),
            hint: format!(
                "give one an address of its own in kanyin.yaml: `addresses: {{{}: {}-2}}`",
                named.name, named.slug
            ),
        }
    }
}

/// Why a directory has its address.
fn directory_claim(what: &str) -> Claim {
    Claim { what: format!("the list of {what}"), place: None, hint: String::new() }
}

/// The words for what somebody did: those of the byline, or the name of the
/// role where it has a name.
fn role_title(role: Role, title: &str, words: &Words) -> Option<String> {
    if !title.is_empty() {
        return Some(title.to_owned());
    }
    let (_, key) = ROLES.into_iter().find(|(r, _)| *r == role && role != Role::Author)?;
    Some(words.get(key).to_owned())
}

/// The places directly in `place` that have articles, by their reading.
/// `cities` are sorted by code, as the library keeps them.
fn children<'l>(cities: &'l [City], place: &places::Place) -> Vec<&'l City> {
    let find = |code: u32| cities.binary_search_by_key(&code, |c| c.place.code).ok();
    let children = places::places().children(place).iter();
    let mut found: Vec<&City> =
        children.filter_map(|child| Some(&cities[find(child.code)?])).collect();
    found.sort_by(|a, b| names::compare_places(a.place, b.place));
    found
}

/// All places with articles as a tree, each level by its reading.
fn place_tree(cities: &[City]) -> Vec<PlaceView> {
    let mut roots: Vec<&City> = cities.iter().filter(|c| c.place.parent.is_none()).collect();
    roots.sort_by(|a, b| names::compare_places(a.place, b.place));
    roots.into_iter().map(|city| branch(cities, city)).collect()
}

fn branch(cities: &[City], city: &City) -> PlaceView {
    PlaceView {
        title: city.place.name.to_owned(),
        href: place_href(city.place),
        count: city.entries.len(),
        children: children(cities, city.place)
            .into_iter()
            .map(|child| branch(cities, child))
            .collect(),
    }
}
