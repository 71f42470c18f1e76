//! A text of `content/`, which is read when it is asked for.
//!
//! Of all that a site is made of most is as it was when it was last built, and need not be read
//! again; and what was read is in other forms by then, so that nobody needs to hold it. Where a
//! text is read a second time it has to be the same: else a site would be of two editions.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use super::key::Key;
use crate::{
    diag::{Diagnostic, Place, Source},
    tongue::said,
};

/// Where texts can be read.
pub trait Shelf: fmt::Debug + Send + Sync {
    /// The text of the file `name`.
    ///
    /// # Errors
    /// It cannot be read.
    fn read(&self, name: &Arc<str>) -> Result<Source, Diagnostic>;
}

/// A file of `content/`: an article, or an issue's own page.
#[derive(Clone, Debug)]
pub struct Text(Form);

#[derive(Clone, Debug)]
enum Form {
    /// It is in memory.
    Held(Source),
    /// It lies on a shelf.
    Lying(Arc<Lying>),
}

#[derive(Debug)]
struct Lying {
    name: Arc<str>,
    shelf: Arc<dyn Shelf>,
    /// Of what it says, once that is known.
    key: OnceLock<Key>,
    /// Why it could not be read where it had to be.
    fault: OnceLock<Diagnostic>,
}

impl From<Source> for Text {
    fn from(source: Source) -> Self {
        Self(Form::Held(source))
    }
}

impl Text {
    /// The file `name` on a `shelf`, with its key, if it is known what it says.
    pub fn on(shelf: &Arc<dyn Shelf>, name: impl Into<Arc<str>>, key: Option<Key>) -> Self {
        Self(Form::Lying(Arc::new(Lying {
            name: name.into(),
            shelf: Arc::clone(shelf),
            key: key.map_or_else(OnceLock::new, OnceLock::from),
            fault: OnceLock::new(),
        })))
    }

    /// Its path from the site's directory, with `/` on every system.
    pub fn name(&self) -> &str {
        match &self.0 {
            Form::Held(source) => source.name(),
            Form::Lying(lying) => &lying.name,
        }
    }

    /// The key of what it says, if that is known without reading it.
    pub fn known(&self) -> Option<Key> {
        match &self.0 {
            Form::Held(source) => Some(Key::of(source.text())),
            Form::Lying(lying) => lying.key.get().copied(),
        }
    }

    /// The key of what it says; `None` if it cannot be read.
    pub fn key(&self) -> Option<Key> {
        self.known().or_else(|| self.read().ok().and_then(|_| self.known()))
    }

    /// What it says: the same each time.
    ///
    /// # Errors
    /// It cannot be read, or says something else by now.
    pub fn read(&self) -> Result<Source, Diagnostic> {
        match &self.0 {
            Form::Held(source) => Ok(source.clone()),
            Form::Lying(lying) => lying.read(),
        }
    }

    /// What it says, for somebody who cannot go on without it: nothing, if it cannot be read
    /// again. That is [told](Self::fault).
    pub(super) fn again(&self) -> Source {
        let noted = |problem| {
            if let Form::Lying(lying) = &self.0 {
                let _ = lying.fault.set(problem);
            }
            Source::new(self.name(), "")
        };
        self.read().unwrap_or_else(noted)
    }

    /// Why it could not be read again.
    pub(super) fn fault(&self) -> Option<&Diagnostic> {
        match &self.0 {
            Form::Held(_) => None,
            Form::Lying(lying) => lying.fault.get(),
        }
    }
}

impl Lying {
    fn read(&self) -> Result<Source, Diagnostic> {
        let source = self.shelf.read(&self.name)?;
        let key = Key::of(source.text());
        if *self.key.get_or_init(|| key) == key {
            return Ok(source);
        }
        let problem = Diagnostic::error(said!(
            "the text was changed while the site was built",
            "正在印的时候，这篇文章改动了"
        ));
        let hint = said!("build again", "请再印一次");
        Err(problem.at(Place::file(self.name.as_ref())).hint(hint))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;
    use crate::{
        diag::Checked,
        site::{Inputs, Publication, testing},
    };

    /// A shelf with one text, which may change.
    #[derive(Debug, Default)]
    struct One {
        text: Mutex<Option<String>>,
        reads: AtomicUsize,
    }

    impl One {
        fn put(&self, text: Option<&str>) {
            *self.text.lock().unwrap_or_else(PoisonError::into_inner) = text.map(str::to_owned);
        }
    }

    impl Shelf for One {
        fn read(&self, name: &Arc<str>) -> Result<Source, Diagnostic> {
            self.reads.fetch_add(1, Ordering::Relaxed);
            let text = self.text.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let gone = || Diagnostic::error(said!("gone", "没有了"));
            text.map(|text| Source::new(Arc::clone(name), text)).ok_or_else(gone)
        }
    }

    fn shelf(text: &str) -> (Arc<One>, Arc<dyn Shelf>) {
        let one = Arc::new(One::default());
        one.put(Some(text));
        (Arc::clone(&one), one)
    }

    #[test]
    fn a_text_says_the_same_each_time_or_nothing() {
        let (one, shelf) = shelf("甲");
        let fresh = Text::on(&shelf, "a.md", None);
        let known = Text::on(&shelf, "a.md", Some(Key::of("甲")));
        assert_eq!((fresh.known(), known.known()), (None, Some(Key::of("甲"))));
        assert_eq!(one.reads.load(Ordering::Relaxed), 0);
        assert_eq!(fresh.key(), known.key());
        assert_eq!(one.reads.load(Ordering::Relaxed), 1, "what is known is not read");
        for (text, stands) in [(Some("甲"), true), (Some("乙"), false), (None, false)] {
            one.put(text);
            for read in [&fresh, &known] {
                assert_eq!(read.read().map(|source| source.text() == "甲").is_ok(), stands);
                assert_eq!(read.again().text() == "甲", stands);
                assert_eq!(read.fault().is_none(), stands);
            }
        }
        assert_eq!(Text::from(Source::new("a.md", "甲")).key(), fresh.key());
    }

    /// The front page reads its lead a second time.
    #[test]
    fn no_site_is_of_two_editions() {
        let article = testing::source("a", "", "兴修水利。\n");
        for (later, stands) in [(Some(article.text()), true), (Some("---\n"), false), (None, false)]
        {
            let (one, shelf) = shelf(article.text());
            let Some(inputs) = testing::inputs() else { return };
            let content = vec![Text::on(&shelf, article.name(), None)];
            let inputs = Inputs { content, ..inputs };
            let opened = Publication::open(&inputs);
            assert!(!opened.has_errors(), "{:?}", opened.diagnostics);
            one.put(later);
            let site = opened.value.map(|publication| publication.site());
            let problems = site.as_ref().map(Checked::has_errors);
            assert_eq!(problems, Some(!stands), "{later:?}");
            assert_eq!(site.is_some_and(|site| site.value.is_some()), stands, "{later:?}");
        }
    }
}
