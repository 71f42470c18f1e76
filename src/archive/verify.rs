//! Whether an archive is as it was made.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    container, epub, html,
    manifest::{ArticleRecord, KIND, Manifest, SeedRecord, ZEROS, digest},
    words,
};
use crate::{
    diag::{Diagnostic, Place, nearest},
    tongue::{Said, said},
};

/// The end of the path of the manifest in an archive of several files.
const MANIFEST_NAME: &str = "kanyin-archive.json";

/// What to do where articles and archive differ.
fn again() -> Said {
    said!(
        "if the articles were edited since, make the archive again",
        "如果文章后来改过，请重新存档"
    )
}

fn another_copy() -> Said {
    said!("take another copy, or make the archive again", "请换一份副本，或重新存档")
}

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
    let none = |why: Said| {
        let problem = said!("the file is no archive: {why}", "这个文件不是存档：{why}", why);
        let hint = said!(
            "verify a file that `kanyin archive` wrote",
            "请核对 `kanyin archive` 写出的文件"
        );
        Diagnostic::error(problem).at(at()).hint(hint)
    };
    if container::is_container(bytes) {
        let files = container::unpack(bytes).map_err(none)?;
        let (_, json) = files
            .iter()
            .find(|(path, _)| path.ends_with(MANIFEST_NAME))
            .ok_or_else(|| none(said!("it has no manifest", "里面没有存档清单")))?;
        let manifest = parse(&String::from_utf8_lossy(json)).map_err(none)?;
        let problems = files_as_made(&manifest, &files, name);
        return Ok(Verified { manifest, problems });
    }
    let document = std::str::from_utf8(bytes)
        .map_err(|_| none(said!("it is not UTF-8 text", "它不是 UTF-8 文字")))?;
    let json = html::manifest_of(document)
        .ok_or_else(|| none(said!("it has no manifest", "里面没有存档清单")))?;
    let manifest = parse(json).map_err(none)?;
    let texts = words::texts_by_id(document, &manifest.all_elements());
    let mut problems = texts_as_made(&manifest, |_, id| texts.get(id).cloned(), name);
    let zeroed = html::reseal(document, &manifest.sha256, ZEROS);
    if zeroed.is_none_or(|zeroed| digest(zeroed.as_bytes()) != manifest.sha256) {
        let problem = Diagnostic::error(if problems.is_empty() {
            said!(
                "the archive was changed, though no text of an article",
                "存档被改过，文章的文字没有动"
            )
        } else {
            said!("the archive as a whole was changed", "整个存档被改过")
        });
        problems.push(problem.at(at()).hint(another_copy()));
    }
    Ok(Verified { manifest, problems })
}

fn parse(json: &str) -> Result<Manifest, Said> {
    let manifest: Manifest = serde_json::from_str(json).map_err(|error| {
        let cause = Said::verbatim(error.to_string());
        said!("its manifest cannot be read: {cause}", "存档清单读不懂：{cause}", cause)
    })?;
    if manifest.kind == KIND {
        Ok(manifest)
    } else {
        Err(said!(
            "its manifest is of the kind `{kind}`",
            "存档清单的种类是 `{kind}`",
            kind = manifest.kind
        ))
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
    let mut tell = |message: Said| {
        problems.push(Diagnostic::error(message).at(Place::file(name)));
    };
    let is = |text: &str, sha256: &str| digest(text.as_bytes()) == sha256;
    for article in &manifest.articles {
        let (id, title) = (&article.element, &article.title);
        let what = said!("article {id} 《{title}》", "文章 `{id}`《{title}》");
        match text(article, &article.element) {
            None => tell(said!("{what} is missing", "{what}不见了", what)),
            Some(text) if !is(&text, &article.sha256) => {
                tell(said!("the text of {what} was changed", "{what}的文字被改过", what));
            }
            Some(_) => {}
        }
        let Some(corrections) = &article.corrections else { continue };
        match text(article, &corrections.element) {
            None => {
                tell(said!("the corrections of {what} are missing", "{what}的更正不见了", what));
            }
            Some(text) if !is(&text, &corrections.sha256) => {
                tell(said!("the corrections of {what} were changed", "{what}的更正被改过", what));
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
    let mut tell = |message: Said| {
        problems.push(Diagnostic::error(message).at(Place::file(name)).hint(another_copy()));
    };
    for file in &manifest.files {
        match files.get(&file.name) {
            None => tell(said!("{name} is missing", "{name} 不见了", name = file.name)),
            Some(bytes) if digest(bytes) != file.sha256 => {
                tell(said!("{name} was changed", "{name} 被改过", name = file.name));
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
                tell(said!("the manifest was changed", "存档清单被改过"));
            }
        } else if !listed.contains(path.as_str()) {
            tell(said!("{path} was added", "{path} 是后来加进去的"));
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
        let differ = |what: Said| Diagnostic::error(what).at(at()).hint(again());
        let by_slug = |manifest: &'m Self| -> BTreeMap<&'m str, &'m ArticleRecord> {
            manifest.articles.iter().map(|article| (article.slug.as_str(), article)).collect()
        };
        let (before, today) = (by_slug(self), by_slug(now));
        for old in &self.articles {
            let file = format!("content/{}/{}", self.issue.id, old.slug);
            let title = &old.title;
            let what = match today.get(old.slug.as_str()) {
                None => {
                    said!("《{title}》 is no longer in the issue", "《{title}》已经不在这一期里")
                }
                Some(new) if new.sha256 != old.sha256 => said!(
                    "the text of 《{title}》 is another one in {file}",
                    "《{title}》的文字与 {file} 里的不同"
                ),
                Some(new) if !same_corrections(old, new) => said!(
                    "the corrections of 《{title}》 are others in {file}",
                    "《{title}》的更正与 {file} 里的不同"
                ),
                Some(_) => continue,
            };
            problems.push(differ(what));
        }
        for new in &now.articles {
            if !before.contains_key(new.slug.as_str()) {
                problems.push(differ(said!(
                    "《{title}》 is in the issue and not in the archive",
                    "这一期里有《{title}》，存档里没有",
                    title = new.title
                )));
            }
        }
        let order = |manifest: &Self| -> Vec<String> {
            manifest.articles.iter().map(|article| article.slug.clone()).collect()
        };
        if problems.is_empty() && order(self) != order(now) {
            let what = said!("the articles stand in another order", "文章的次序不同");
            problems.push(differ(what));
        }
        problems.extend(self.compare_seeds(now, name));
        // A book has the program's own.
        if self.theme.name == now.theme.name && self.theme.sha256 != now.theme.sha256 {
            problems.push(
                Diagnostic::note(said!("the theme is another one since", "版式后来改过")).at(at()),
            );
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
                    let problem = said!(
                        "seeds/{name} is no longer there",
                        "seeds/{name} 已经不在了",
                        name = old.name
                    );
                    let near = nearest(&old.name, now.seeds.iter().map(|seed| seed.name.as_str()));
                    let hint = match near {
                        Some(near) => {
                            said!("was it renamed to {near}?", "是不是改名叫 {near} 了？")
                        }
                        None => {
                            said!(
                                "put it back: it is what the articles were restored from",
                                "请把它放回来：文章是由它还原的"
                            )
                        }
                    };
                    problems.push(Diagnostic::error(problem).at(at()).hint(hint));
                }
                Some(new) if new.sha256 != old.sha256 => {
                    let problem = said!(
                        "seeds/{name} is another one than it was",
                        "seeds/{name} 与当初的不同",
                        name = old.name
                    );
                    let hint = said!(
                        "a seed never changes: take it from a copy",
                        "底本不能改动：请从副本找回"
                    );
                    problems.push(Diagnostic::error(problem).at(at()).hint(hint));
                }
                Some(_) => {}
            }
        }
        problems
    }
}
