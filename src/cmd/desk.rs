//! The site of a preview: opened once, kept up to date, its files made when they are asked
//! for.

use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use bytes::Bytes;

use super::{Console, Settings, archive, darkroom::Darkroom, reading};
use crate::{
    diag::{Checked, Diagnostic, Source, has_errors},
    disk::{Limit, Root},
    pictures::ENDINGS,
    preview::{Edition, Made},
    route::{Address, ArchiveFormat, Slug, archived},
    site::{self, Change, Drafts, Inputs, Live},
    tongue::said,
};

/// Keeps the site of a preview.
pub(super) struct Desk {
    console: Console,
    root: Arc<Root>,
    darkroom: Darkroom<'static>,
    last: Mutex<Last>,
}

/// The last good site.
#[derive(Default)]
struct Last {
    site: Option<Arc<Open>>,
    /// Whether it has seen all changes until now.
    is_kept: bool,
}

/// A site that is open.
struct Open {
    root: Arc<Root>,
    live: RwLock<Live>,
    /// What there is to say of settings, pictures, and files that were passed over.
    told: Vec<Diagnostic>,
}

/// What files have changed.
enum Saved {
    /// Articles and issues' own pages.
    Content(Vec<String>),
    /// Files of the theme.
    Theme,
    /// Nothing that a page shows.
    Aside,
    /// More.
    Any,
}

impl Desk {
    pub(super) fn new(console: Console, root: Arc<Root>) -> Self {
        Self { console, root, darkroom: Darkroom::default(), last: Mutex::default() }
    }

    /// Brings the site up to date after these files have changed; with none given, any may
    /// have. It has drafts, and articles whose day has not come.
    pub(super) fn make(&self, saved: &[PathBuf]) -> Checked<Made> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = std::mem::take(&mut last.is_kept);
        if let Some(site) = last.site.clone().filter(|_| kept)
            && let Some(change) = site.renew(Saved::of(saved, |path| self.is_folder(path)))
        {
            last.is_kept = true;
            return change.map(|change| Made {
                site: change.is_some().then_some(site as Arc<dyn Edition>),
                change: change.unwrap_or(Change::Nothing),
            });
        }
        // A large archive takes seconds.
        let shown = self.console.waiting(&said!("reading the site", "正在读网站"));
        let opened = self.open();
        shown.finish_and_clear();
        if let Some(site) = &opened.value {
            *last = Last { site: Some(Arc::clone(site)), is_kept: true };
        }
        opened.map(|site| Made {
            site: site.map(|site| site as Arc<dyn Edition>),
            change: Change::Pages,
        })
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.to_str().is_some_and(|path| self.root.folder(path).is_some())
    }

    /// Reads all files anew.
    fn open(&self) -> Checked<Option<Arc<Open>>> {
        let mut told = Vec::new();
        let Settings { config, vocabulary, .. } = match super::settings(&self.root) {
            Ok(settings) => settings.into_value(&mut told),
            Err(problems) => return Checked::new(None, problems),
        };
        let inputs = reading::inputs(&self.root, &config, &vocabulary, &self.darkroom, &mut told);
        let inputs = Inputs { drafts: Drafts::Marked, ..inputs };
        let mut problems = told.clone();
        let live = Live::open(inputs).into_value(&mut problems);
        let live = live.filter(|_| !has_errors(&problems));
        let root = Arc::clone(&self.root);
        let open = live.map(|live| Arc::new(Open { root, live: RwLock::new(live), told }));
        Checked::new(open, problems)
    }
}

impl Open {
    /// Takes note of what was saved. `None` if that cannot be seen from here: then all has to
    /// be read anew.
    fn renew(&self, saved: Saved) -> Option<Checked<Option<Change>>> {
        let Ok(mut live) = self.live.write() else { return None };
        let mut renewed = match saved {
            Saved::Content(paths) => {
                let changed: Option<BTreeMap<String, Option<Source>>> =
                    paths.into_iter().map(|path| self.read(&live, path)).collect();
                live.take(changed?)
            }
            Saved::Theme => {
                let mut problems = Vec::new();
                let config = &live.publication().inputs().config;
                let files = reading::theme(&self.root, config, &mut problems);
                if has_errors(&problems) {
                    return None;
                }
                live.dress(&files)?
            }
            Saved::Aside => live.take(BTreeMap::new()),
            Saved::Any => return None,
        };
        renewed.diagnostics.extend(self.told.iter().cloned());
        Some(renewed)
    }

    /// An article or an issue's own page as it is now; none if it is gone.
    fn read(&self, live: &Live, path: String) -> Option<(String, Option<Source>)> {
        let limits = &live.publication().inputs().config.limits;
        let text = self.root.read_text(&path, Limit::new(limits.article_bytes, "limits.article"));
        match text {
            Ok(text) => Some((path.clone(), Some(Source::new(path, text)))),
            Err(error) if error.is_missing() => Some((path, None)),
            Err(_) => None,
        }
    }

    /// The archive of an issue, if the site offers one.
    fn archive(
        &self,
        live: &Live,
        slug: &Slug,
        format: ArchiveFormat,
    ) -> Result<Option<Bytes>, Vec<Diagnostic>> {
        let config = &live.publication().inputs().config;
        let issues = live.publication().issues();
        if !config.archive.contains(&format) || !issues.slugs().contains(slug) {
            return Ok(None);
        }
        let mut problems = Vec::new();
        let seeds = archive::seeds(&self.root, config, std::slice::from_ref(slug), &mut problems);
        if has_errors(&problems) {
            return Err(problems);
        }
        let made = site::with_room(|| archive::make(&issues, slug, &seeds, format, live));
        Ok(Some(made.map_err(|problem| vec![problem])??.bytes.into()))
    }
}

impl Edition for Open {
    fn file(&self, path: &str) -> Result<Option<Bytes>, Vec<Diagnostic>> {
        let live = self.live.read().unwrap_or_else(PoisonError::into_inner);
        match archived(path) {
            Some((slug, format)) => self.archive(&live, &slug, format),
            None => live.file(&Address::file(path)),
        }
    }

    fn pages(&self) -> usize {
        self.live.read().unwrap_or_else(PoisonError::into_inner).pages()
    }
}

impl Saved {
    /// What these files are, given by their paths in the site's directory.
    fn of(paths: &[PathBuf], is_folder: impl Fn(&Path) -> bool) -> Self {
        let names: Option<Vec<Vec<&str>>> = paths.iter().map(|path| names(path)).collect();
        let Some(names) = names.filter(|names| !names.is_empty()) else { return Self::Any };
        let is_article =
            |names: &Vec<&str>| matches!(names[..], ["content", _, name] if has_ending(name, "md"));
        // Archives name the digests of seeds, and are made when they are asked for. Editors try
        // out with files of their own whether they may write.
        let is_aside = |names: &Vec<&str>| match names[..] {
            ["seeds", ..] => true,
            ["content", _, name] => {
                let is_picture = ENDINGS.iter().any(|ending| has_ending(name, ending));
                !is_picture && !is_folder(&names.iter().collect::<PathBuf>())
            }
            _ => false,
        };
        let is_theme = |names: &Vec<&str>| matches!(names[..], ["themes" | "templates", _, ..]);
        if names.iter().all(|names| is_article(names) || is_aside(names)) {
            let articles = names.iter().filter(|names| is_article(names));
            let articles: Vec<String> = articles.map(|names| names.join("/")).collect();
            return if articles.is_empty() { Self::Aside } else { Self::Content(articles) };
        }
        if names.iter().all(is_theme) { Self::Theme } else { Self::Any }
    }
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|has| has == ending)
}

/// The parts of a path that has only names.
fn names(path: &Path) -> Option<Vec<&str>> {
    let name = |part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    };
    path.components().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_is_told_by_its_path() {
        let of = |paths: &[&str]| {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            match Saved::of(&paths, |path| path.ends_with("folder")) {
                Saved::Content(paths) => paths.join(" "),
                Saved::Theme => "theme".to_owned(),
                Saved::Aside => "aside".to_owned(),
                Saved::Any => "any".to_owned(),
            }
        };
        for (paths, saved) in [
            (&["content/一/a.md", "content/一/b.md"][..], "content/一/a.md content/一/b.md"),
            (&["content/一/_ledger.jsonl", "content/一/a.md"], "content/一/a.md"),
            (&["content/一/_ledger.jsonl", "seeds/a.txt"], "aside"),
            (&["content/一/4913"], "aside"),
            (&["templates/a.html", "themes/x/assets/x.css"], "theme"),
            // A folder that came or went may have held anything.
            (&["content/一"], "any"),
            (&["content/一/folder"], "any"),
            (&["content/一/图.JPG"], "any"),
            (&["content/一/a.md", "kanyin.yaml"], "any"),
            (&["templates"], "any"),
            (&[], "any"),
        ] {
            assert_eq!(of(paths), saved, "{paths:?}");
        }
    }
}
