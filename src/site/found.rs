//! Which articles were found to be alike, for the builds to come.
//!
//! What an article is most like depends on its place, its topics, its rarest pairs of
//! characters, and on the lists of all articles that have one of these. Where all that is as it
//! was, the articles are too.

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{key::Key, library::Library, related::Relations};

/// It is noted anew if more than one article of so many was looked at again.
const FEW: usize = 16;

/// What was found.
#[derive(Serialize, Deserialize)]
pub(super) struct Found {
    /// By the number of the article.
    articles: Vec<Article>,
    /// The lists of places, by their codes, and of topics.
    cities: BTreeMap<u32, Key>,
    topics: Vec<Key>,
}

/// What an article was looked up by, and what was found.
#[derive(Serialize, Deserialize)]
struct Article {
    /// Code of its place.
    city: Option<u32>,
    topics: Vec<usize>,
    /// Sorted.
    rare: Vec<u32>,
    like: Vec<usize>,
}

impl Found {
    /// What is most like each article of `library`; what was found `last` is taken where it is
    /// the same. Says whether that is to be noted.
    pub(super) fn of(
        library: &Library,
        relations: &Relations,
        last: Option<&Self>,
    ) -> (Self, bool) {
        let numbers = 0..library.entries.len();
        let article = |number: usize| {
            let facts = &library.entries[number].facts;
            let city = facts.city.filter(|place| library.city(place).is_some());
            let topics = facts.body.topics.iter().map(|(topic, _)| *topic);
            let mut rare = relations.rare(number).to_vec();
            rare.sort_unstable();
            let city = city.map(|place| place.code);
            Article { city, topics: topics.collect(), rare, like: Vec::new() }
        };
        let cities = library.cities.iter().map(|city| (city.place.code, Key::of(&city.entries)));
        let mut found = Self {
            articles: numbers.clone().into_par_iter().map(article).collect(),
            cities: cities.collect(),
            topics: library.topics.iter().map(Key::of).collect(),
        };
        let same = last.map(|last| (last, found.same(last)));
        let like = |number: usize| -> (Vec<usize>, bool) {
            match same.as_ref().filter(|(_, same)| same.get(number) == Some(&true)) {
                Some((last, _)) => (last.articles[number].like.clone(), false),
                None => (relations.to(library, number), true),
            }
        };
        let (like, again): (Vec<Vec<usize>>, Vec<bool>) = numbers.into_par_iter().map(like).unzip();
        let again = again.iter().filter(|again| **again).count();
        for (article, like) in found.articles.iter_mut().zip(like) {
            article.like = like;
        }
        let to_note = again * FEW > found.articles.len();
        (found, to_note)
    }

    /// Which articles are like the same ones as in `last`.
    fn same(&self, last: &Self) -> Vec<bool> {
        if self.articles.len() != last.articles.len() {
            // All have other numbers, or are rarer.
            return vec![false; self.articles.len()];
        }
        let both = || self.articles.iter().zip(&last.articles);
        let others = both().filter(|(new, old)| new.rare != old.rare);
        let others: HashSet<u32> =
            others.flat_map(|(new, old)| new.rare.iter().chain(&old.rare)).copied().collect();
        let city = |code: &u32| self.cities.get(code) == last.cities.get(code);
        let topic = |topic: &usize| self.topics.get(*topic) == last.topics.get(*topic);
        let is_same = |(new, old): (&Article, &Article)| {
            new.rare == old.rare
                && new.city == old.city
                && new.topics == old.topics
                && new.city.iter().all(city)
                && new.topics.iter().all(topic)
                && (others.is_empty() || !new.rare.iter().any(|pair| others.contains(pair)))
        };
        both().map(is_same).collect()
    }

    /// What is most like each article.
    pub(super) fn into_lists(self) -> Vec<Vec<usize>> {
        self.articles.into_iter().map(|article| article.like).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        site::{
            kept::Kept,
            library,
            load::{self, Loaded},
            names::Names,
            output::Keep,
            said::Manner,
            search,
            shelf::Text,
            testing::{inputs, source},
        },
        words::Words,
    };

    /// An article: its text, its place, and whether it is of a topic.
    type Article = (String, usize, bool);

    const PLACES: [&str; 4] = ["", "city: 赤水市\n", "city: 盘州市\n", "city: 贵阳市\n"];

    fn library(articles: &[Article]) -> Option<Library> {
        let inputs = inputs()?;
        let article = |(number, (text, place, of_topic)): (usize, &Article)| {
            let topics = if *of_topic { "topics: [水利]\n" } else { "" };
            source(&format!("a{number:03}"), &format!("{}{topics}", PLACES[place % 4]), text).into()
        };
        let content: Vec<Text> = articles.iter().enumerate().map(article).collect();
        let manner = Manner::of(&inputs.config, Words::of(inputs.config.language), true);
        let read = load::load(&content, &inputs, &manner, None::<&Kept<'_, Keep>>);
        let loaded = Loaded::of(read.into_iter().map(|read| read.value));
        Some(library::gather(&loaded, &inputs, &Names::new(inputs.config.name_order)).value)
    }

    fn found(library: &Library, last: Option<&Found>) -> Found {
        let terms: Vec<&[u32]> =
            library.entries.iter().map(|entry| &*entry.facts.inside.terms).collect();
        Found::of(library, &Relations::new(&terms), last).0
    }

    fn text() -> impl Strategy<Value = Article> {
        ("[山川湖海林田村镇]{3,9}。\n", 0_usize..8, any::<bool>())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 100, ..ProptestConfig::default() })]

        #[test]
        fn what_is_taken_over_is_what_is_found(
            articles in prop::collection::vec(text(), 2..60),
            edits in prop::collection::vec((any::<prop::sample::Index>(), text(), any::<bool>()), 1..4),
        ) {
            let mut articles = articles;
            let mut last = library(&articles).map(|library| found(&library, None));
            for (which, (text, place, of_topic), has_other_text) in edits {
                let number = which.index(articles.len());
                let text = if has_other_text { text } else { articles[number].0.clone() };
                articles[number] = (text, place, of_topic);
                let library = library(&articles);
                let ways = [last.as_ref(), None];
                let ways = ways.map(|last| library.as_ref().map(|library| found(library, last)));
                let [now, anew] = ways.map(|found| found.map(Found::into_lists));
                prop_assert!(now.is_some());
                prop_assert_eq!(now, anew);
                last = library.map(|library| found(&library, None));
            }
        }
    }

    /// What a search says of the length of texts is what they have.
    #[test]
    fn texts_are_as_long_as_they_are_told() {
        let text = "水〔原文缺失〕利[^1]。\n\n## 一\n\n文。\n\n[^1]: 注。\n";
        let library = library(&[(text.to_owned(), 1, true)]);
        let lengths = library.iter().flat_map(|library| &library.entries).map(search::lengths);
        assert_eq!(lengths.collect::<Vec<_>>(), [(46, 46)], "in bytes, of the headline too");
    }
}
