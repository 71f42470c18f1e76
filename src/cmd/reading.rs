//! Reading what a publication is made from.

use std::{collections::HashMap, sync::Arc};

use rayon::prelude::*;

use super::{
    Site,
    darkroom::Darkroom,
    record::{Record, Texts},
    timings::Stopwatch,
    warm,
};
use crate::{
    config::Config,
    diag::{Checked, Diagnostic, Source, has_errors},
    disk::{Entry, Limit, Lock, Root, Stamp, Tree, Witness},
    pictures::ENDINGS,
    site::{Captions, Drafts, Inputs, Key, PictureFiles, Shelf, Text, ThemeFiles},
    topics::Vocabulary,
};

/// A publication as a build finds it.
pub(super) struct Found<'a> {
    site: &'a Site,
    content: Content,
    /// What the system says of each text that rests.
    witnesses: Vec<Option<Witness>>,
    theme: ThemeFiles,
    pictures: PictureFiles,
    /// Whether all of it could be read.
    is_whole: bool,
}

/// A publication as a build has it.
pub(super) struct Read {
    pub(super) inputs: Inputs,
    /// Of what is said of the whole site.
    pub(super) settings: Key,
    /// Of all but the texts; `None` where something could not be read.
    pub(super) beside: Option<Key>,
    /// What stands of the last build, if that was looked at.
    standing: Option<HashMap<String, Stamp>>,
    witnesses: Vec<Option<Witness>>,
}

impl<'a> Found<'a> {
    /// Looks where its texts lie, which are read when they are asked for, and reads the rest.
    pub(super) fn look(site: &'a Site, darkroom: &Darkroom<'_>, lock: &Lock<'_>) -> Checked<Self> {
        let mut problems = Vec::new();
        let content = Content::find(&site.root).into_value(&mut problems);
        let (witnesses, beside) = rayon::join(
            || lock.witnesses(&content.texts),
            || checked(|problems| beside(&site.root, &site.config, &content, darkroom, problems)),
        );
        let (theme, pictures) = beside.into_value(&mut problems);
        let is_whole = !has_errors(&problems);
        Checked::new(Self { site, content, witnesses, theme, pictures, is_whole }, problems)
    }

    /// Takes what is known of its texts from a build `before`. Who does may have nothing to do,
    /// and asks what those say that somebody may have touched since: all of them, if nobody is to
    /// be `believed`.
    pub(super) fn read(
        self,
        before: Option<&Record>,
        believed: bool,
        tree: &Tree<'_>,
        watch: &Arc<Stopwatch>,
    ) -> Read {
        let Self { site, content, witnesses, theme, pictures, is_whole } = self;
        let Site { config, vocabulary, .. } = site;
        let known = before.filter(|_| believed).map(|before| &before.texts);
        let texts = content.lying(&Folder::of(site, watch), &witnesses, known);
        let look = || {
            // Most likely nothing has changed, if all is known that they say.
            if texts.iter().all(|text| text.known().is_some()) {
                return tree.standing();
            }
            texts.par_iter().for_each(|text| {
                text.key();
            });
            None
        };
        let standing = before.and_then(|before| before.inputs).and_then(|_| look());
        let settings = warm::settings_of(site, &theme);
        let beside = warm::beside_of(site, &pictures, settings).filter(|_| is_whole);
        let inputs = put_together(config, vocabulary, texts, theme, pictures);
        let inputs = Inputs { day: site.day, ..inputs };
        Read { inputs, settings, beside, standing, witnesses }
    }
}

impl Read {
    /// Whether the site stands as the last build made it of this very publication.
    pub(super) fn stands(&self, last: &Record, tree: &Tree<'_>) -> bool {
        let Some(wanted) = last.inputs else { return false };
        let same = self.key() == Some(wanted);
        let stands = |files: &HashMap<String, Stamp>| last.stands(files);
        same && match &self.standing {
            Some(files) => stands(files),
            None => tree.standing().as_ref().is_some_and(stands),
        }
    }

    /// The key of all that the publication is made from; `None` where something cannot be read.
    pub(super) fn key(&self) -> Option<Key> {
        let content = &self.inputs.content;
        let keys: Option<Vec<(&str, Key)>> =
            content.par_iter().map(|text| Some((text.name(), text.key()?))).collect();
        Some(Key::of(&(self.beside?, keys?)))
    }

    /// What a later build need not read.
    pub(super) fn texts(&self) -> Texts {
        self.known().map(|(name, known)| (name.to_owned(), known)).collect()
    }

    /// Whether that is what is in `last`, too.
    pub(super) fn is_known_to(&self, last: &Record) -> bool {
        self.known().count() == last.texts.len()
            && self.known().all(|(name, known)| last.texts.get(name) == Some(&known))
    }

    fn known(&self) -> impl Iterator<Item = (&str, (Key, Witness))> {
        let texts = self.inputs.content.iter().zip(&self.witnesses);
        texts.filter_map(|(text, witness)| Some((text.name(), (text.known()?, (*witness)?))))
    }
}

/// The folder of a publication, where its texts are read.
#[derive(Debug)]
struct Folder {
    root: Arc<Root>,
    limit: Limit,
    /// Counts what is read.
    watch: Arc<Stopwatch>,
}

impl Folder {
    fn of(site: &Site, watch: &Arc<Stopwatch>) -> Arc<dyn Shelf> {
        let (root, watch) = (Arc::clone(&site.root), Arc::clone(watch));
        Arc::new(Self { root, limit: limit(&site.config), watch })
    }
}

impl Shelf for Folder {
    fn read(&self, name: &Arc<str>) -> Result<Source, Diagnostic> {
        let text = self.root.read_text(name, self.limit)?;
        self.watch.count_read(text.len());
        Ok(Source::new(Arc::clone(name), text))
    }
}

/// Largest text of `content/` that is read.
fn limit(config: &Config) -> Limit {
    Limit::new(config.limits.article_bytes, "limits.article")
}

/// What lies in the folder of a publication's content.
struct Content {
    /// Articles and the issues' own pages.
    texts: Vec<Entry>,
    pictures: Vec<Entry>,
}

impl Content {
    /// That of a publication.
    fn find(root: &Root) -> Checked<Self> {
        let is_text = |entry: &Entry| entry.path.ends_with(".md");
        root.walk("content", &[&["md"], &ENDINGS[..]].concat()).map(|found| {
            let (texts, pictures) = found.into_iter().partition(is_text);
            Self { texts, pictures }
        })
    }

    /// Them as they lie in their `folder`. It is `known` what those say that nobody can have
    /// touched since.
    fn lying(
        &self,
        folder: &Arc<dyn Shelf>,
        witnesses: &[Option<Witness>],
        known: Option<&Texts>,
    ) -> Vec<Text> {
        let text = |(Entry { path, .. }, witness): (&Entry, &Option<Witness>)| {
            let known = known
                .and_then(|known| known.get(&**path))
                .filter(|(_, before)| *witness == Some(*before));
            Text::on(folder, path.clone(), known.map(|(key, _)| *key))
        };
        self.texts.par_iter().zip(witnesses).map(text).collect()
    }

    /// Reads them all.
    fn read(&self, root: &Root, config: &Config, problems: &mut Vec<Diagnostic>) -> Vec<Text> {
        let limit = limit(config);
        let read: Vec<Result<Text, Diagnostic>> = self
            .texts
            .par_iter()
            .map(|entry| {
                let text = root.read_text(&entry.path, limit)?;
                Ok(Source::new(entry.path.clone(), text).into())
            })
            .collect();
        let mut content = Vec::with_capacity(read.len());
        for result in read {
            match result {
                Ok(text) => content.push(text),
                Err(problem) => problems.push(problem),
            }
        }
        content
    }
}

/// Reads all that a publication is made from.
pub(super) fn inputs(
    root: &Root,
    config: &Config,
    vocabulary: &Vocabulary,
    darkroom: &Darkroom<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Inputs {
    let content = Content::find(root).into_value(problems);
    let (content, beside) = rayon::join(
        || checked(|problems| content.read(root, config, problems)),
        || checked(|problems| beside(root, config, &content, darkroom, problems)),
    );
    let content = content.into_value(problems);
    let (theme, pictures) = beside.into_value(problems);
    put_together(config, vocabulary, content, theme, pictures)
}

/// What is read of a publication, put together.
fn put_together(
    config: &Config,
    vocabulary: &Vocabulary,
    content: Vec<Text>,
    theme: ThemeFiles,
    pictures: PictureFiles,
) -> Inputs {
    Inputs {
        config: config.clone(),
        vocabulary: vocabulary.clone(),
        theme,
        content,
        pictures,
        drafts: Drafts::LeftOut,
        captions: Captions::Wanted,
        day: None,
    }
}

/// Reads what stands beside articles: themes, and pictures.
fn beside(
    root: &Root,
    config: &Config,
    content: &Content,
    darkroom: &Darkroom<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (ThemeFiles, PictureFiles) {
    let (theme, pictures) = rayon::join(
        || checked(|problems| theme(root, config, problems)),
        || checked(|problems| darkroom.develop(root, config, &content.pictures, problems)),
    );
    (theme.into_value(problems), pictures.into_value(problems))
}

/// What `work` gives, with the problems that it has.
fn checked<T>(work: impl FnOnce(&mut Vec<Diagnostic>) -> T) -> Checked<T> {
    let mut problems = Vec::new();
    let value = work(&mut problems);
    Checked::new(value, problems)
}

/// Reads the site's own themes and templates.
pub(super) fn theme(root: &Root, config: &Config, problems: &mut Vec<Diagnostic>) -> ThemeFiles {
    // No file of a theme has to be larger than an article may be: a font of all
    // Chinese characters fits.
    let limit = Limit::new(config.limits.article_bytes, "limits.article");
    let mut theme = ThemeFiles::default();
    for folder in ["themes", "templates"] {
        for entry in root.walk(folder, &[]).into_value(problems) {
            match root.read(&entry.path, limit) {
                Ok(bytes) => drop(theme.files.insert(entry.path.to_string(), bytes)),
                Err(error) => problems.push(error.into()),
            }
        }
    }
    theme
}
