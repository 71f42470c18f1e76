//! Whether an archive is as it was made.

use super::{
    html,
    manifest::{KIND, Manifest, ZEROS, digest},
    words,
};
use crate::diag::{Diagnostic, Place, nearest};

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
    let document = std::str::from_utf8(bytes).map_err(|_| none("it is not UTF-8 text"))?;
    let json = html::manifest_of(document).ok_or_else(|| none("it has no manifest"))?;
    let manifest: Manifest = serde_json::from_str(json)
        .map_err(|error| none(&format!("its manifest cannot be read: {error}")))?;
    if manifest.kind != KIND {
        let other = format!("its manifest is of the kind `{}`", manifest.kind);
        return Err(none(&other));
    }
    let mut problems = Vec::new();
    let texts = words::texts(document, &manifest.elements());
    for (article, text) in manifest.articles.iter().zip(texts) {
        let what = format!("article {} 《{}》", article.element, article.title);
        match text {
            None => problems.push(Diagnostic::error(format!("{what} is missing")).at(at())),
            Some(text) if digest(text.as_bytes()) != article.sha256 => {
                problems
                    .push(Diagnostic::error(format!("the text of {what} was changed")).at(at()));
            }
            Some(_) => {}
        }
    }
    let zeroed = html::reseal(document, &manifest.sha256, ZEROS);
    if zeroed.is_none_or(|zeroed| digest(zeroed.as_bytes()) != manifest.sha256) {
        let problem = Diagnostic::error(if problems.is_empty() {
            "the archive was changed, though no text of an article"
        } else {
            "the archive as a whole was changed"
        });
        problems.push(problem.at(at()).hint("take another copy, or make the archive again"));
    }
    Ok(Verified { manifest, problems })
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
    pub fn compare(&self, now: &Self, name: &str) -> Vec<Diagnostic> {
        let at = || Place::file(name);
        let mut problems = Vec::new();
        let mut differ = |what: String, hint: &str| {
            problems.push(Diagnostic::error(what).at(at()).hint(hint));
        };
        let again = "if the articles were edited since, make the archive again";
        for old in &self.articles {
            let file = format!("content/{}/{}", self.issue.id, old.slug);
            match now.articles.iter().find(|new| new.slug == old.slug) {
                None => differ(format!("《{}》 is no longer in the issue", old.title), again),
                Some(new) if new.sha256 != old.sha256 => {
                    differ(
                        format!("the text of 《{}》 is another one in {file}", old.title),
                        again,
                    );
                }
                Some(_) => {}
            }
        }
        for new in &now.articles {
            if self.articles.iter().all(|old| old.slug != new.slug) {
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
        if self.theme != now.theme {
            problems.push(Diagnostic::note("the theme is another one since").at(at()));
        }
        problems
    }

    fn compare_seeds(&self, now: &Self, name: &str) -> Vec<Diagnostic> {
        let at = || Place::file(name);
        let mut problems = Vec::new();
        for old in &self.seeds {
            match now.seeds.iter().find(|new| new.name == old.name) {
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
