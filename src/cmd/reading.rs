//! Reading what a publication is made from.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{
    Site,
    darkroom::Darkroom,
    record::{Record, Texts},
    warm,
};
use crate::{
    config::Config,
    diag::{Checked, Diagnostic, Source, has_errors},
    disk::{Entry, Limit, Lock, Root, Tree, Witness},
    site::{Captions, Drafts, Inputs, Key, PictureFiles, ThemeFiles},
    topics::Vocabulary,
};

/// A publication as a build finds it.
pub(super) struct Found<'a> {
    site: &'a Site,
    darkroom: &'a Darkroom<'a>,
    content: Content,
    /// What the system says of each text that rests.
    witnesses: Vec<Option<Witness>>,
}

/// A publication as a build has read it.
pub(super) struct Read {
    pub(super) inputs: Inputs,
    /// Of what is said of the whole site.
    pub(super) settings: Key,
    /// Of all that was read; `None` where something could not be read.
    pub(super) key: Option<Key>,
    /// What a later build need not read.
    pub(super) texts: Texts,
}

impl<'a> Found<'a> {
    /// Looks where its texts lie.
    pub(super) fn look(
        site: &'a Site,
        darkroom: &'a Darkroom<'a>,
        lock: &Lock<'_>,
    ) -> Checked<Self> {
        Content::find(&site.root).map(|content| {
            let witnesses = lock.witnesses(&content.0);
            Self { site, darkroom, content, witnesses }
        })
    }

    /// Reads it. `None` if the site stands as the last build made it of this very publication, and
    /// of its texts all are as they were by what the system says: these are not read then, unless
    /// they are `wanted`.
    pub(super) fn read(
        self,
        last: &Record,
        tree: &Tree<'_>,
        wanted: bool,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Read> {
        let Self { site, darkroom, content, witnesses } = self;
        let Site { root, config, vocabulary, .. } = site;
        let known = content.known(&witnesses, &last.texts).filter(|_| !wanted);
        let read = || checked(|problems| content.read(root, config, problems));
        let (texts, beside) = rayon::join(
            || known.is_none().then(read),
            || checked(|problems| beside(root, config, darkroom, problems)),
        );
        let (theme, pictures) = beside.into_value(problems);
        let settings = warm::settings_of(site, &theme);
        if let Some(known) = known
            && !has_errors(problems)
            && warm::stands(last, warm::key_of(site, &known, &pictures, settings), tree)
        {
            return None;
        }
        let texts = texts.unwrap_or_else(read).into_value(problems);
        let keys = keys_of(&texts);
        let key = warm::key_of(site, &keys, &pictures, settings);
        let known = content.known_by(witnesses, &keys);
        let inputs = put_together(config, vocabulary, texts, theme, pictures);
        Some(Read { inputs: Inputs { day: site.day, ..inputs }, settings, key, texts: known })
    }
}

/// Articles and the issues' own pages, where they lie.
struct Content(Vec<Entry>);

impl Content {
    /// Those of a publication.
    fn find(root: &Root) -> Checked<Self> {
        root.walk("content", &["md"]).map(Self)
    }

    /// The keys of their texts as they were `read` before. `None` if anybody can have touched one
    /// since.
    fn known<'a>(
        &'a self,
        witnesses: &[Option<Witness>],
        read: &Texts,
    ) -> Option<Vec<(&'a str, Key)>> {
        let known = |(entry, witness): (&'a Entry, &Option<Witness>)| {
            let (key, before) = read.get(&*entry.path)?;
            (*witness == Some(*before)).then_some((&*entry.path, *key))
        };
        self.0.iter().zip(witnesses).map(known).collect()
    }

    /// Reads them.
    fn read(&self, root: &Root, config: &Config, problems: &mut Vec<Diagnostic>) -> Vec<Source> {
        let limit = Limit::new(config.limits.article_bytes, "limits.article");
        let read: Vec<Result<Source, Diagnostic>> = self
            .0
            .par_iter()
            .map(|entry| {
                let text = root.read_text(&entry.path, limit)?;
                Ok(Source::new(entry.path.clone(), text))
            })
            .collect();
        let mut content = Vec::with_capacity(read.len());
        for result in read {
            match result {
                Ok(source) => content.push(source),
                Err(problem) => problems.push(problem),
            }
        }
        content
    }

    /// What a later build may know of texts with these `keys` without reading them.
    fn known_by(&self, witnesses: Vec<Option<Witness>>, keys: &[(&str, Key)]) -> Texts {
        let keys: HashMap<&str, Key> = keys.iter().copied().collect();
        let found = self.0.iter().zip(witnesses);
        let known = found.filter_map(|(entry, witness)| {
            Some((entry.path.to_string(), (*keys.get(&*entry.path)?, witness?)))
        });
        known.collect()
    }
}

/// The keys of texts, by their names.
fn keys_of(content: &[Source]) -> Vec<(&str, Key)> {
    content.par_iter().map(|source| (source.name(), Key::of(source.text()))).collect()
}

/// Reads all that a publication is made from.
pub(super) fn inputs(
    root: &Root,
    config: &Config,
    vocabulary: &Vocabulary,
    darkroom: &Darkroom<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Inputs {
    let content = |problems: &mut Vec<Diagnostic>| {
        Content::find(root).into_value(problems).read(root, config, problems)
    };
    let (content, beside) = rayon::join(
        || checked(content),
        || checked(|problems| beside(root, config, darkroom, problems)),
    );
    let content = content.into_value(problems);
    let (theme, pictures) = beside.into_value(problems);
    put_together(config, vocabulary, content, theme, pictures)
}

/// What is read of a publication, put together.
fn put_together(
    config: &Config,
    vocabulary: &Vocabulary,
    content: Vec<Source>,
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
    darkroom: &Darkroom<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (ThemeFiles, PictureFiles) {
    let (theme, pictures) = rayon::join(
        || checked(|problems| theme(root, config, problems)),
        || checked(|problems| darkroom.develop(root, config, problems)),
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
