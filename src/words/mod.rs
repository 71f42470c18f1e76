//! The words that a site says itself: one file a language, all with the same keys.
//!
//! Templates have them as `words.KEY`, and `words.KEY | fill(n=3)` where a word
//! has places to fill: `共 {n} 篇`. They are the same on every page, so they
//! stand beside the Views and not in them. What the newspaper printed is never
//! translated.

use std::{borrow::Cow, collections::BTreeMap, fmt::Display, sync::OnceLock};

use serde::Serialize;

/// A language that the site's own words can be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// `zh-Hans`: simplified Chinese.
    #[default]
    Simplified,
    /// `zh-Hant`: traditional Chinese.
    Traditional,
    /// `en`
    English,
}

impl Language {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Simplified, Self::Traditional, Self::English];

    /// As settings name it (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Self::Simplified => "zh-Hans",
            Self::Traditional => "zh-Hant",
            Self::English => "en",
        }
    }

    fn file(self) -> &'static str {
        match self {
            Self::Simplified => include_str!("zh-Hans.yaml"),
            Self::Traditional => include_str!("zh-Hant.yaml"),
            Self::English => include_str!("en.yaml"),
        }
    }
}

/// The words of each language, read once. A file that cannot be read has no words; a test
/// reads them all.
static FILES: [OnceLock<Words>; 3] = [const { OnceLock::new() }; 3];

/// Words by their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Those of a language, but for the ones that `own` has otherwise.
    pub fn new(language: Language, own: &BTreeMap<String, String>) -> Self {
        let mut words = Self::of(language).clone();
        words.0.extend(own.iter().map(|(key, text)| (key.clone(), text.clone())));
        words
    }

    /// Those of a language.
    pub fn of(language: Language) -> &'static Self {
        let read = || Self(serde_yaml::from_str(language.file()).unwrap_or_default());
        FILES[language as usize].get_or_init(read)
    }

    /// The keys there are.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether there is a word `key`.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Says the word `key` otherwise.
    pub fn set(&mut self, key: &str, text: &str) {
        self.0.insert(key.to_owned(), text.to_owned());
    }

    /// The word `key`. A key that is not there is shown itself; a test follows
    /// all keys that the program names.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The language that articles are in, which may be another than the site's.
    pub fn language_of_texts(&self) -> &str {
        let own = Some(self.get("text_lang")).filter(|language| !language.is_empty());
        own.unwrap_or_else(|| self.get("html_lang"))
    }

    /// The word `key` with its places filled.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let value = |name: &str| {
            values.iter().find(|(n, _)| *n == name).map(|(_, value)| value.to_string())
        };
        fill(self.get(key), value).0
    }
}

/// `text` with what `value` gives for each `{name}` in it, and the first name
/// for which it gives nothing; that place stays as it is.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> (String, Option<&str>) {
    let mut out = String::with_capacity(text.len() + 16);
    let mut missing = None;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let filled = value(name);
        if filled.is_none() {
            missing = missing.or(Some(name));
        }
        out.push_str(&filled.map_or_else(|| Cow::from(format!("{{{name}}}")), Cow::from));
        rest = after;
    }
    out.push_str(rest);
    (out, missing)
}

/// The places of a word, in the order of their names.
pub fn places(text: &str) -> Vec<&str> {
    let parts = text.split('{').skip(1);
    let mut names: Vec<&str> =
        parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_languages_say_the_same_things() {
        let first = Words::of(Language::Simplified);
        assert!(first.keys().count() > 50);
        for language in Language::ALL {
            let words = Words::of(language);
            assert_eq!(words.keys().collect::<Vec<_>>(), first.keys().collect::<Vec<_>>());
            for (key, text) in &words.0 {
                // A date may name its month or count it.
                if !key.starts_with("date") {
                    assert_eq!(places(text), places(first.get(key)), "{} {key}", language.code());
                }
                assert!(!text.is_empty() || key == "text_lang", "{} {key}", language.code());
            }
            assert_eq!(words.get("months").split(' ').count(), 12);
            assert_eq!(words.get("weekdays").split(' ').count(), 7);
        }
    }

    #[test]
    fn no_key_stands_twice_in_a_file() {
        for language in Language::ALL {
            let lines = language.file().lines();
            let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).count();
            assert_eq!(keys, Words::of(language).keys().count(), "{}", language.code());
        }
    }

    #[test]
    fn places_are_filled_and_braces_are_kept() {
        let words = Words::of(Language::Simplified);
        assert_eq!(words.fill("pieces", &[("n", &3)]), "共 3 篇");
        let value = |name: &str| (name == "a").then(|| "一{b}".to_owned());
        assert_eq!(fill("{a}、{b}、{", value), ("一{b}、{b}、{".to_owned(), Some("b")));
        assert_eq!(places("{b}{a}{b}"), ["a", "b"]);
    }

    #[test]
    fn a_site_may_say_it_otherwise() {
        let own = BTreeMap::from([("cities".to_owned(), "市州".to_owned())]);
        let words = Words::new(Language::Simplified, &own);
        assert_eq!((words.get("cities"), words.get("front")), ("市州", "首页"));
    }
}
