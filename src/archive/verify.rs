//! Whether an archive is as it was made.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    container, epub, html,
    manifest::{ArticleRecord, KIND, Manifest, SeedRecord, ZEROS, digest},
    words,
};
use crate::diag::{Diagnostic, Place, nearest};

/// The end of the path of the manifest in an archive of several files.
const MANIFEST_NAME: &str = "kanyin-archive.json";

const ANOTHER_COPY: &str = "take another copy, or make the archive again";

/// What an archive was found to be.
pub struct Verified {
    /// Its manifest.
    pub manifest: Manifest,
    /// All that is not as it was made. The archive is whole if there is nothing.
    pub problems: Vec<Diagnostic>,
}

/// Takes all digests of the archive `bytes` again. `name` is the file's, for
/// problems.
///
/// # Errors
/// It is no archive.
pub fn verify(name: &str, bytes: &[u8]) -> Result<Verified, Diagnostic> {
    let at = || Place::file(name);
    let none = |why: &str| {
        let problem = Diagnostic::error(format!("the file is no archive: {why}")).at(at());
        problem.hint("verify a file that `kanyin archive` wrote")
    };
    if container::is_container(bytes) {
        let files = container::unpack(bytes).map_err(|why| none(&why))?;
        let (_, json) = files
            .iter()
            .find(|(path, _)| path.ends_with(MANIFEST_NAME))
            .ok_or_else(|| none("it has no manifest"))?;
        let manifest = parse(&String::from_utf8_lossy(json)).map_err(|why| none(&why))?;
        let problems = files_as_made(&manifest, &files, name);
        return Ok(Verified { manifest, problems });
    }
    let document = std::str::from_utf8(bytes).map_err(|_| none("it is not UTF-8 text"))?;
    let json = html::manifest_of(document).ok_or_else(|| none("it has no manifest"))?;
    let manifest = parse(json).map_err(|why| none(&why))?;
    let texts = words::texts_by_id(document, &manifest.all_elements());
    let mut problems = texts_as_made(&manifest, |_, id| texts.get(id).cloned(), name);
    let zeroed = html::reseal(document, &manifest.sha256, ZEROS);
    if zeroed.is_none_or(|zeroed| digest(zeroed.as_bytes()) != manifest.sha256) {
        let problem = Diagnostic::error(if problems.is_empty() {
            "the archive was changed, though no text of an article"
        } else {
            "the archive as a whole was changed"
        });
        problems.push(problem.at(at()).hint(ANOTHER_COPY));
    }
    Ok(Verified { manifest, problems })
}

fn parse(json: &str) -> Result<Manifest, String> {
    let manifest: Manifest = serde_json::from_str(json)
        .map_err(|error| format!("its manifest cannot be read: {error}"))?;
    if manifest.kind == KIND {
        Ok(manifest)
    } else {
        Err(format!("its manifest is of the kind `{}`", manifest.kind))
    }
}

/// The articles whose texts or corrections are not those of the manifest. `text`
/// gives that of an element of an article by its id.
fn texts_as_made(
    manifest: &Manifest,
    text: impl Fn(&ArticleRecord, &str) -> Option<String>,
    name: &str,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut tell = |message: String| {
        problems.push(Diagnostic::error(message).at(Place::file(name)));
    };
    let is = |text: &str, sha256: &str| digest(text.as_bytes()) == sha256;
    for article in &manifest.articles {
        let what = format!("article {} 《{}》", article.element, article.title);
        match text(article, &article.element) {
            None => tell(format!("{what} is missing")),
            Some(text) if !is(&text, &article.sha256) => {
                tell(format!("the text of {what} was changed"));
            }
            Some(_) => {}
        }
        let Some(corrections) = &article.corrections else { continue };
        match text(article, &corrections.element) {
            None => tell(format!("the corrections of {what} are missing")),
            Some(text) if !is(&text, &corrections.sha256) => {
                tell(format!("the corrections of {what} were changed"));
            }
            Some(_) => {}
        }
    }
    problems
}

/// What differs in an archive of several files.
fn files_as_made(
    manifest: &Manifest,
    files: &BTreeMap<String, Vec<u8>>,
    name: &str,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if files.contains_key(epub::MANIFEST) {
        let text = |article: &ArticleRecord, id: &str| {
            let page = files.get(&format!("EPUB/{}.xhtml", article.element))?;
            words::texts(&String::from_utf8_lossy(page), &[id.to_owned()]).remove(0)
        };
        problems.extend(texts_as_made(manifest, text, name));
    }
    let mut tell = |message: String| {
        problems.push(Diagnostic::error(message).at(Place::file(name)).hint(ANOTHER_COPY));
    };
    for file in &manifest.files {
        match files.get(&file.name) {
            None => tell(format!("{} is missing", file.name)),
            Some(bytes) if digest(bytes) != file.sha256 => {
                tell(format!("{} was changed", file.name));
            }
            Some(_) => {}
        }
    }
    let listed: BTreeSet<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
    for (path, bytes) in files {
        if path.ends_with(MANIFEST_NAME) {
            let zeroed = Manifest { sha256: ZEROS.to_owned(), ..manifest.clone() };
            let sealed = digest(zeroed.to_json().as_bytes()) == manifest.sha256;
            if !sealed || manifest.to_json().as_bytes() != bytes {
                tell("the manifest was changed".to_owned());
            }
        } else if !listed.contains(path.as_str()) {
            tell(format!("{path} was added"));
        }
    }
    problems
}

/// Whether an article has the same corrections; the elements that hold them may
/// have other ids, where articles came or went.
fn same_corrections(a: &ArticleRecord, b: &ArticleRecord) -> bool {
    let digest = |article: &ArticleRecord| article.corrections.as_ref().map(|c| c.sha256.clone());
    digest(a) == digest(b)
}

impl Manifest {
    /// The id of the issue.
    pub fn issue(&self) -> &str {
        &self.issue.id
    }

    /// How many articles.
    pub fn articles(&self) -> usize {
        self.articles.len()
    }

    /// What differs from `now`, the manifest of the same issue as the publication
    /// has it today. `name` is the archive's file.
    pub fn compare<'m>(&'m self, now: &'m Self, name: &str) -> Vec<Diagnostic> {
        let at = || Place::file(name);
        let mut problems = Vec::new();
        let mut differ = |what: String, hint: &str| {
            problems.push(Diagnostic::error(what).at(at()).hint(hint));
        };
        let again = "if the articles were edited since, make the archive again";
        let by_slug = |manifest: &'m Self| -> BTreeMap<&'m str, &'m ArticleRecord> {
            manifest.articles.iter().map(|article| (article.slug.as_str(), article)).collect()
        };
        let (before, today) = (by_slug(self), by_slug(now));
        for old in &self.articles {
            let file = format!("content/{}/{}", self.issue.id, old.slug);
            match today.get(old.slug.as_str()) {
                None => differ(format!("《{}》 is no longer in the issue", old.title), again),
                Some(new) if new.sha256 != old.sha256 => {
                    differ(
                        format!("the text of 《{}》 is another one in {file}", old.title),
                        again,
                    );
                }
                Some(new) if !same_corrections(old, new) => {
                    let what = format!("the corrections of 《{}》 are others in {file}", old.title);
                    differ(what, again);
                }
                Some(_) => {}
            }
        }
        for new in &now.articles {
            if !before.contains_key(new.slug.as_str()) {
                differ(format!("《{}》 is in the issue and not in the archive", new.title), again);
            }
        }
        let order = |manifest: &Self| -> Vec<String> {
            manifest.articles.iter().map(|article| article.slug.clone()).collect()
        };
        if problems.is_empty() && order(self) != order(now) {
            problems.push(
                Diagnostic::error("the articles stand in another order").at(at()).hint(again),
            );
        }
        problems.extend(self.compare_seeds(now, name));
        // A book has the program's own.
        if self.theme.name == now.theme.name && self.theme.sha256 != now.theme.sha256 {
            problems.push(Diagnostic::note("the theme is another one since").at(at()));
        }
        problems
    }

    fn compare_seeds(&self, now: &Self, name: &str) -> Vec<Diagnostic> {
        let at = || Place::file(name);
        let mut problems = Vec::new();
        let today: BTreeMap<&str, &SeedRecord> =
            now.seeds.iter().map(|seed| (seed.name.as_str(), seed)).collect();
        for old in &self.seeds {
            match today.get(old.name.as_str()) {
                None => {
                    let problem = format!("seeds/{} is no longer there", old.name);
                    let near = nearest(&old.name, now.seeds.iter().map(|seed| seed.name.as_str()));
                    let hint = match near {
                        Some(near) => format!("was it renamed to {near}?"),
                        None => {
                            "put it back: it is what the articles were restored from".to_owned()
                        }
                    };
                    problems.push(Diagnostic::error(problem).at(at()).hint(hint));
                }
                Some(new) if new.sha256 != old.sha256 => {
                    let problem = format!("seeds/{} is another one than it was", old.name);
                    let hint = "a seed never changes: take it from a copy";
                    problems.push(Diagnostic::error(problem).at(at()).hint(hint));
                }
                Some(_) => {}
            }
        }
        problems
    }
}
