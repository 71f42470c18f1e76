//! The ways to what many pages name, each made once.

use super::{column_link, dates::issue_link, place_link, topic_link};
use crate::{
    places::Place,
    site::{library::Library, seen::Shared, view::LinkView},
    topics::Vocabulary,
    words::Words,
};

/// Links, each at the index of what it leads to.
pub(super) struct Ways {
    pub(super) issues: Vec<Shared<LinkView>>,
    /// To places with articles.
    places: Vec<Shared<LinkView>>,
    pub(super) topics: Vec<Shared<LinkView>>,
    pub(super) columns: Vec<Shared<LinkView>>,
}

impl Ways {
    pub(super) fn of(library: &Library, vocabulary: &Vocabulary, words: &Words) -> Self {
        let shared = Shared::new;
        Self {
            issues: library.issues.iter().map(|issue| shared(issue_link(issue, words))).collect(),
            places: library.cities.iter().map(|city| shared(place_link(city.place))).collect(),
            topics: vocabulary.topics().iter().map(|topic| shared(topic_link(topic))).collect(),
            columns: library.columns.iter().map(|column| shared(column_link(column))).collect(),
        }
    }

    /// To a place in which an article is.
    pub(super) fn place(&self, library: &Library, place: &Place) -> Option<Shared<LinkView>> {
        Some(Shared::clone(&self.places[library.city(place)?]))
    }
}
