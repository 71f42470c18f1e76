//! An issue as one HTML file.
//!
//! The file is set twice: what it says of its articles is taken from their text as
//! it was set, by the same reading that verifies it later. Then it is sealed.

use std::cell::OnceCell;

use super::{
    manifest::{Manifest, ThemeRecord, ZEROS, digest, hex},
    view::{self, ArchiveView, Setting},
    words,
};
use crate::{
    diag::Diagnostic,
    markdown::escape,
    pictures::Print,
    site::{Issues, Printed, bytes_of, data_address},
    tongue::{Said, said},
};

use super::SeedRecord;

/// The template of the theme that sets it.
const TEMPLATE: &str = "archive.html";

/// What stands before the digest of the whole, where a person reads it.
const SHOWN_SEAL: &str = "<code id=\"seal\">";
/// The same in the manifest.
const SEAL: &str = "\"sha256\": \"";
/// What the manifest stands between.
const MANIFEST: (&str, &str) = ("<script type=\"application/json\" id=\"manifest\">", "</script>");

/// Sets the issue, and gives its manifest too.
pub(super) fn make(
    issues: &Issues<'_>,
    printed: &Printed,
    seeds: &[SeedRecord],
    problems: &mut Vec<Diagnostic>,
) -> Result<(Vec<u8>, Manifest), Vec<Diagnostic>> {
    let publication = issues.publication();
    let config = &publication.inputs().config;
    let theme =
        ThemeRecord { name: config.theme.clone(), sha256: hex(&publication.theme_digest()) };
    let manifest = Manifest::new(printed, seeds, theme);
    let lost = OnceCell::new();
    let source = |picture: &Print| match bytes_of(picture) {
        Ok(bytes) => data_address(picture.media_type(), &bytes),
        Err(problem) => {
            // The first one is told.
            let _ = lost.set(problem);
            String::new()
        }
    };
    let setting = Setting { file: &|_| String::new(), source: &source, sink: 1, xml: false };
    let mut view = view::view(publication, printed, manifest, &setting, problems);
    if let Some(problem) = lost.into_inner() {
        return Err(vec![problem]);
    }
    view.style = publication.whole_stylesheet();
    let draft = set(issues, &view)?;
    let texts = words::texts_by_id(&draft, &view.manifest.all_elements());
    for article in &mut view.manifest.articles {
        let taken = article.take_digests(|id| texts.get(id).cloned());
        taken.map_err(|id| vec![no_element(&id)])?;
    }
    view.manifest_json = view.manifest.to_json();
    let document = set(issues, &view)?;
    let seal = digest(document.as_bytes());
    let Some(document) = reseal(&document, ZEROS, &seal) else { return Err(vec![no_manifest()]) };
    view.manifest.sha256 = seal;
    Ok((document.into_bytes(), view.manifest))
}

fn set(issues: &Issues<'_>, view: &ArchiveView) -> Result<String, Vec<Diagnostic>> {
    let context = tera::Context::from_serialize(view)
        .map_err(|error| vec![Diagnostic::error(Said::verbatim(error.to_string()))])?;
    let bytes = issues.publication().set(TEMPLATE, &context)?;
    let text = String::from_utf8(bytes).map(escape::printable);
    text.map_err(|error| vec![Diagnostic::error(Said::verbatim(error.to_string()))])
}

fn no_element(id: &str) -> Diagnostic {
    let problem = Diagnostic::error(said!(
        "in the template {TEMPLATE}: no element, or more than one, has the id `{id}`",
        "模板 {TEMPLATE} 里没有编号为 `{id}` 的元素，或者不止一个"
    ));
    problem.hint(if id.starts_with('c') {
        said!(
            "corrections stand in one element: `<div id=\"{{{{ item.corrections.id }}}}\">`",
            "更正要放在一个元素里：`<div id=\"{{{{ item.corrections.id }}}}\">`"
        )
    } else {
        said!(
            "what was printed stands in one element: `<div id=\"{{{{ item.id }}}}\">`",
            "登出的内容要放在一个元素里：`<div id=\"{{{{ item.id }}}}\">`"
        )
    })
}

fn no_manifest() -> Diagnostic {
    let problem = Diagnostic::error(said!(
        "in the template {TEMPLATE}: there is no manifest",
        "模板 {TEMPLATE} 里没有存档清单"
    ));
    let (open, close) = MANIFEST;
    problem.hint(said!(
        "write `{open}{{{{ manifest_json | safe }}}}{close}`",
        "请写上 `{open}{{{{ manifest_json | safe }}}}{close}`"
    ))
}

/// The text of the manifest in an archive.
pub(super) fn manifest_of(document: &str) -> Option<&str> {
    // The last one: no article comes after it.
    let (_, rest) = document.rsplit_once(MANIFEST.0)?;
    Some(rest.split_once(MANIFEST.1)?.0)
}

/// The archive with another digest of the whole; `None` if it has no place for one.
pub(super) fn reseal(document: &str, old: &str, new: &str) -> Option<String> {
    let start = document.rfind(MANIFEST.0)?;
    // The digest of the whole is the last entry.
    let at = start + document[start..].rfind(&format!("{SEAL}{old}\""))? + SEAL.len();
    let mut sealed = document.to_owned();
    sealed.replace_range(at..at + old.len(), new);
    if let Some(at) = document[..start].rfind(&format!("{SHOWN_SEAL}{old}<")) {
        let at = at + SHOWN_SEAL.len();
        sealed.replace_range(at..at + old.len(), new);
    }
    Some(sealed)
}
