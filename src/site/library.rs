//! The second step: how the articles of a publication belong together.
//!
//! Articles stand in one order from here on, and everything refers to them by
//! their number in it: issues from the newest to the oldest, within an issue in
//! the order of its pages. A list of numbers in rising order is thus a list
//! from the newest to the oldest, and no list is ever sorted again.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, btree_map},
    ops::Range,
    sync::Arc,
};

use jiff::civil::Date;
use rayon::prelude::*;

use super::{
    Inputs,
    load::{self, CONTENT, Facts, IssueFacts, Loaded},
    names::Names,
    registry,
    related::Related,
    view::ImageView,
};
use crate::{
    article::{Correction, byline::Role},
    diag::{Checked, Diagnostic, Place},
    places,
    route::Slug,
    tongue::said,
};

/// A publication: its articles and the orders they stand in.
pub(super) struct Library {
    /// The newest first; undated ones last, by their id.
    pub(super) issues: Vec<Issue>,
    /// In the one order.
    pub(super) entries: Vec<Entry>,
    /// Places with articles, provinces before what lies in them.
    pub(super) cities: Vec<City>,
    /// For each topic of the vocabulary its articles.
    pub(super) topics: Vec<Vec<usize>>,
    /// Columns, in the order of names.
    pub(super) columns: Vec<Named>,
    /// Authors, in the order of names.
    pub(super) authors: Vec<Author>,
    /// Which articles are most like which.
    pub(super) related: Related,
    /// Columns and authors by all their names.
    column_index: registry::Index,
    author_index: registry::Index,
}

/// An issue.
pub(super) struct Issue {
    pub(super) slug: Slug,
    pub(super) title: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) note: String,
    /// The pictures in the note.
    pub(super) pictures: Vec<ImageView>,
    /// The hosts of those that lie elsewhere.
    pub(super) hosts: BTreeSet<String>,
    /// Its articles.
    pub(super) entries: Range<usize>,
}

/// An article in its place.
pub(super) struct Entry {
    pub(super) facts: Arc<Facts>,
    /// Index of its issue.
    pub(super) issue: usize,
    /// Index of the place it is about.
    pub(super) city: Option<usize>,
    /// Index of its column.
    pub(super) column: Option<usize>,
    /// Indices of its authors, in the order of the byline.
    pub(super) authors: Vec<usize>,
}

/// A place and its articles, those of the divisions in it included.
pub(super) struct City {
    pub(super) place: &'static places::Place,
    pub(super) slug: Slug,
    pub(super) entries: Vec<usize>,
}

/// A name with an address, and its articles.
#[derive(Clone)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) slug: Slug,
    pub(super) entries: Vec<usize>,
}

/// Somebody who is named in bylines.
pub(super) struct Author {
    pub(super) named: Named,
    /// Roles, and how many articles name the author in each.
    pub(super) roles: Roles,
}

/// Roles with the words of a byline that say so, and how often.
pub(super) type Roles = BTreeMap<(Role, String), usize>;

impl Library {
    /// The paths of all pictures that are shown.
    pub(super) fn pictures(&self) -> impl Iterator<Item = &str> {
        let articles = self.entries.iter().flat_map(|entry| &entry.facts.pictures);
        let notes = self.issues.iter().flat_map(|issue| &issue.pictures);
        articles.chain(notes).map(|picture| picture.href.as_str())
    }

    /// All corrections: the number of the article and that of the correction in it,
    /// the newest first; those of one day in the order of their articles.
    pub(super) fn corrections(&self) -> Vec<(usize, usize)> {
        let entries = self.entries.iter().enumerate();
        let mut found: Vec<(usize, usize)> =
            entries.flat_map(|(n, e)| (0..e.corrections().len()).map(move |c| (n, c))).collect();
        found.sort_by_key(|&(n, c)| (Reverse(self.entries[n].corrections()[c].date), n, c));
        found
    }

    /// Index in [`Library::authors`] of a name, whether it is that of today or not.
    pub(super) fn author(&self, name: &str) -> Option<usize> {
        self.author_index.get(name).copied()
    }

    /// Index in [`Library::columns`] of a name, whether it is that of today or not.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.column_index.get(name).copied()
    }

    /// Index of the place that article `number` is about.
    fn city_of(&self, number: usize) -> Option<usize> {
        self.city(self.entries[number].facts.city?)
    }

    /// Index in [`Library::cities`] of a place.
    pub(super) fn city(&self, place: &places::Place) -> Option<usize> {
        self.cities.binary_search_by(|c| c.place.code.cmp(&place.code)).ok()
    }
}

/// The names that an article carries, by their index.
struct Carried {
    column: Option<usize>,
    /// In the order of the byline.
    authors: Vec<usize>,
}

/// In which lists of its places and topics something is new: those of the place and topics
/// that an article had, and has. None, if it has the same.
#[derive(Default)]
pub(super) struct Relisted {
    /// By their index.
    pub(super) cities: BTreeSet<usize>,
    pub(super) topics: BTreeSet<usize>,
    /// How long each list was that is longer now or shorter, and how long it is.
    pub(super) lengths: Vec<(usize, usize)>,
}

impl Relisted {
    pub(super) fn is_empty(&self) -> bool {
        self.cities.is_empty() && self.topics.is_empty()
    }
}

impl Entry {
    /// What was put right in the article, as its file has it.
    pub(super) fn corrections(&self) -> &[Correction] {
        &self.facts.article.corrections
    }

    /// The day of its latest correction.
    pub(super) fn corrected(&self) -> Option<Date> {
        self.corrections().iter().map(|correction| correction.date).max()
    }
}

/// Puts what was loaded in order and finds what belongs together.
pub(super) fn gather(loaded: &Loaded, inputs: &Inputs, names: &Names) -> Checked<Library> {
    let Inputs { config, vocabulary, .. } = inputs;
    let mut problems: Vec<Diagnostic> = load::told_waiting(loaded, inputs).into_iter().collect();
    let (issues, facts) = order(loaded);
    problems.extend(issues.iter().filter(|i| i.date.is_none()).map(undated));
    let (columns, authors) = rayon::join(
        || registry::columns(&facts, config, names),
        || registry::authors(&facts, config, names),
    );
    let columns = columns.into_value(&mut problems);
    let authors = authors.into_value(&mut problems);
    let column_index = registry::index(columns.iter().map(|c| c.name.as_str()), config);
    let author_index = registry::index(authors.iter().map(|a| a.named.name.as_str()), config);
    problems.extend(registry::renamed_to_nothing(config, &[&column_index, &author_index]));
    let mut library = Library {
        issues,
        entries: Vec::with_capacity(facts.len()),
        cities: Vec::new(),
        topics: vec![Vec::new(); vocabulary.topics().len()],
        columns,
        authors,
        related: Related::default(),
        column_index,
        author_index,
    };
    let known: Vec<Carried> = facts.par_iter().map(|facts| library.names(facts)).collect();
    let mut cities: BTreeMap<u32, City> = BTreeMap::new();
    for (facts, names) in facts.into_iter().zip(known) {
        library.take(facts, names, &mut cities);
    }
    library.cities = cities.into_values().collect();
    for number in 0..library.entries.len() {
        library.entries[number].city = library.city_of(number);
    }
    Checked::new(library, problems)
}

impl Library {
    /// Puts what the file of article `number` says now in the place of what it said, where the
    /// article stays in its place with the same names. `None`, and nothing is done, if a list
    /// of a place or a topic would come or go.
    pub(super) fn replace(&mut self, number: usize, facts: Arc<Facts>) -> Option<Relisted> {
        let old = Arc::clone(&self.entries[number].facts);
        let cities = |city: Option<&'static places::Place>| -> Option<BTreeSet<usize>> {
            let lineage = city.map(|city| places::places().lineage(city)).unwrap_or_default();
            lineage.into_iter().map(|place| self.city(place)).collect()
        };
        let of = |facts: &Facts| facts.body.topics.iter().map(|(topic, _)| *topic).collect();
        let (old_cities, old_topics): (_, BTreeSet<usize>) = (cities(old.city)?, of(&old));
        let (new_cities, new_topics): (_, BTreeSet<usize>) = (cities(facts.city)?, of(&facts));
        let mut city_lists: Vec<&mut Vec<usize>> =
            self.cities.iter_mut().map(|city| &mut city.entries).collect();
        let mut topic_lists: Vec<&mut Vec<usize>> = self.topics.iter_mut().collect();
        let stays = may_move(&city_lists, &old_cities, &new_cities)
            && may_move(&topic_lists, &old_topics, &new_topics);
        if !stays {
            return None;
        }
        let mut relisted = Relisted::default();
        if old_cities != new_cities || old_topics != new_topics {
            relisted.lengths = [
                move_over(&mut city_lists, number, &old_cities, &new_cities),
                move_over(&mut topic_lists, number, &old_topics, &new_topics),
            ]
            .concat();
            relisted.cities = &old_cities | &new_cities;
            relisted.topics = &old_topics | &new_topics;
        }
        self.entries[number].facts = facts;
        self.entries[number].city = self.city_of(number);
        let mut related = std::mem::take(&mut self.related);
        related.renew(self, number, &old.inside.terms);
        self.related = related;
        Some(relisted)
    }

    /// The column and the authors of an article.
    fn names(&self, facts: &Facts) -> Carried {
        let column = facts.article.column.as_deref().and_then(|name| self.column(name));
        let mut authors = Vec::new();
        for author in named(facts).filter_map(|(name, _, _)| self.author(name)) {
            if !authors.contains(&author) {
                authors.push(author);
            }
        }
        Carried { column, authors }
    }

    /// Takes the next article, with the names it carries, and counts it wherever it belongs.
    fn take(&mut self, facts: Arc<Facts>, names: Carried, cities: &mut BTreeMap<u32, City>) {
        let number = self.entries.len();
        for place in facts.city.map(|c| places::places().lineage(c)).unwrap_or_default() {
            let city = match cities.entry(place.code) {
                btree_map::Entry::Occupied(city) => city.into_mut(),
                btree_map::Entry::Vacant(city) => {
                    // The table's slugs are valid; a test of `places` holds that.
                    let Some(slug) = Slug::parse(place.slug) else { continue };
                    city.insert(City { place, slug, entries: Vec::new() })
                }
            };
            city.entries.push(number);
        }
        for (topic, _) in &facts.body.topics {
            self.topics[*topic].push(number);
        }
        let Carried { column, authors } = names;
        if let Some(column) = column {
            self.columns[column].entries.push(number);
        }
        for &author in &authors {
            self.authors[author].named.entries.push(number);
        }
        let issue = self.issues.partition_point(|i| i.entries.end <= number);
        // All places there are have to be known first.
        let city = None;
        self.entries.push(Entry { facts, issue, city, column, authors });
    }
}

/// Whether no list comes or goes if an article leaves the lists `old` for the lists `new`.
fn may_move(lists: &[&mut Vec<usize>], old: &BTreeSet<usize>, new: &BTreeSet<usize>) -> bool {
    (old - new).iter().all(|&list| lists[list].len() > 1)
        && (new - old).iter().all(|&list| !lists[list].is_empty())
}

/// Moves an article over from the lists `old` to the lists `new`: how long each that has
/// changed was, and is.
fn move_over(
    lists: &mut [&mut Vec<usize>],
    number: usize,
    old: &BTreeSet<usize>,
    new: &BTreeSet<usize>,
) -> Vec<(usize, usize)> {
    let mut lengths = Vec::new();
    for list in old - new {
        lists[list].retain(|&other| other != number);
        lengths.push((lists[list].len() + 1, lists[list].len()));
    }
    for list in new - old {
        let at = lists[list].partition_point(|&other| other < number);
        lists[list].insert(at, number);
        lengths.push((lists[list].len() - 1, lists[list].len()));
    }
    lengths
}

/// Issues and articles in their order, whatever order they were read in.
fn order(loaded: &Loaded) -> (Vec<Issue>, Vec<Arc<Facts>>) {
    let mut pages: BTreeMap<Slug, &IssueFacts> =
        loaded.issues.iter().map(|page| (page.slug.clone(), &**page)).collect();
    let mut by_issue: BTreeMap<Slug, Vec<Arc<Facts>>> = BTreeMap::new();
    for facts in &loaded.articles {
        by_issue.entry(facts.issue.clone()).or_default().push(Arc::clone(facts));
    }
    for slug in pages.keys() {
        by_issue.entry(slug.clone()).or_default();
    }
    let mut issues: Vec<(Issue, Vec<Arc<Facts>>)> = Vec::with_capacity(by_issue.len());
    let mut by_issue: Vec<(Slug, Vec<Arc<Facts>>)> = by_issue.into_iter().collect();
    let by_place = |a: &Arc<Facts>, b: &Arc<Facts>| in_issue(a).cmp(&in_issue(b));
    by_issue.par_iter_mut().for_each(|(_, facts)| facts.sort_by(by_place));
    for (slug, facts) in by_issue {
        let (title, date, note, pictures, hosts) = match pages.remove(&slug).cloned() {
            Some(page) => (page.title, page.date, page.note, page.pictures, page.hosts),
            None => (None, None, String::new(), Vec::new(), BTreeSet::new()),
        };
        issues.push((Issue { slug, title, date, note, pictures, hosts, entries: 0..0 }, facts));
    }
    issues.sort_by(|(a, _), (b, _)| (Reverse(a.date), &a.slug).cmp(&(Reverse(b.date), &b.slug)));
    let mut all = Vec::new();
    let mut ordered = Vec::with_capacity(issues.len());
    for (mut issue, facts) in issues {
        issue.entries = all.len()..all.len() + facts.len();
        all.extend(facts);
        ordered.push(issue);
    }
    (ordered, all)
}

/// A date is never guessed. Without one an issue sorts by its id.
fn undated(issue: &Issue) -> Diagnostic {
    let note = Diagnostic::note(said!("the issue has no date", "这一期没有日期"))
        .at(Place::file(issue_page(&issue.slug)));
    note.hint(said!(
        "write `date: 2023-04-07` there; the order of issues and the feed go by it",
        "请在那里写上 `date: 2023-04-07`；各期的次序和订阅源都靠它"
    ))
}

/// What decides an article's place in its issue: the editor's word, then where
/// it stood in the raw text, then its address. The file's name makes the order
/// total where two articles claim one address.
pub(super) fn in_issue(facts: &Facts) -> impl Ord + '_ {
    let article = &facts.article;
    let order = article.order.map_or((1, 0), |order| (0, order));
    let source = article.source.as_ref().map_or((1, "", 0), |s| (0, s.seed.as_str(), s.first));
    (order, source, &article.slug, facts.file.name())
}

/// Who is named in an article's byline, in which role and with which words;
/// then its authors that the byline does not name.
pub(super) fn named(facts: &Facts) -> impl Iterator<Item = (&str, Role, &str)> {
    let credits = facts.credits.iter().flatten();
    let credited = credits.clone().map(|c| (c.name.as_str(), c.role, c.title.as_str()));
    let authors = facts.article.authors.iter();
    let rest = authors.filter(move |name| credits.clone().all(|c| c.name != **name));
    credited.chain(rest.map(|name| (name.as_str(), Role::Author, "")))
}

/// Where an issue's own page would stand.
pub(super) fn issue_page(slug: &Slug) -> String {
    format!("{CONTENT}{slug}/_issue.md")
}
