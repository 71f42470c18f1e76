//! An issue as a book (EPUB 3).
//!
//! A page for the title, one for each article, one about the issue; each article
//! with the same text as in the HTML file, which its digest proves. The templates
//! are the program's own: reading devices set books their own way, and a theme's
//! style sheet would be of little use there.

use std::sync::LazyLock;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tera::Tera;

use super::{
    SeedRecord, container,
    manifest::{FileRecord, Manifest, ThemeRecord, ZEROS, digest},
    view::{self, ArchiveView, ArchivedView, Setting},
    words,
};
use crate::{
    diag::Diagnostic,
    markdown::escape,
    pictures::Print,
    site::{Issues, Printed, bytes_of, engine, speak},
    tongue::{Said, said},
};

/// Where the manifest stands in the book.
pub(super) const MANIFEST: &str = "META-INF/kanyin-archive.json";

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
    <rootfiles><rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>\n\
    </container>\n";

const STYLE: &str = include_str!("templates/book.css");

const TEMPLATES: [(&str, &str); 6] = [
    ("page.xhtml", include_str!("templates/page.xhtml")),
    ("title.xhtml", include_str!("templates/title.xhtml")),
    ("nav.xhtml", include_str!("templates/nav.xhtml")),
    ("article.xhtml", include_str!("templates/article.xhtml")),
    ("about.xhtml", include_str!("templates/about.xhtml")),
    ("package.opf", include_str!("templates/package.opf")),
];

static ENGINE: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = engine();
    tera.autoescape_on([".xhtml", ".opf"]);
    tera.add_raw_templates(TEMPLATES).map_err(|error| error.to_string())?;
    Ok(tera)
});

/// What a template of a book sees.
#[derive(Serialize)]
struct PageView<'a> {
    /// The issue.
    book: &'a ArchiveView,
    /// The article, on its page.
    item: Option<&'a ArchivedView>,
    /// What tells this book from all others.
    identifier: String,
    /// When it last changed: a book must say so.
    modified: String,
}

/// The file of article `index` (from 0).
fn file(index: usize) -> String {
    format!("a{}.xhtml", index + 1)
}

/// Makes the book, and gives its manifest too.
pub(super) fn make(
    issues: &Issues<'_>,
    printed: &Printed,
    seeds: &[SeedRecord],
    problems: &mut Vec<Diagnostic>,
) -> Result<(Vec<u8>, Manifest), Vec<Diagnostic>> {
    let config = &issues.publication().inputs().config;
    let own: String = TEMPLATES.iter().map(|(_, text)| *text).chain([STYLE]).collect();
    let theme = ThemeRecord { name: "book".to_owned(), sha256: digest(own.as_bytes()) };
    let manifest = Manifest::new(printed, seeds, theme);
    let source = |picture: &Print| picture.path.clone();
    let setting = Setting { file: &file, source: &source, sink: 0, xml: true };
    let mut view = view::view(issues.publication(), printed, manifest, &setting, problems);
    let day = printed.head.date.clone().or_else(|| config.updated.map(|day| day.to_string()));
    // Written so, the later of two days is the greater.
    let corrections = printed.articles.iter().flat_map(|article| &article.view.corrections);
    let day = day.max(corrections.map(|correction| correction.date.clone()).max());
    let modified = format!("{}T00:00:00Z", day.as_deref().unwrap_or("1980-01-01"));
    let identifier = identifier(&view);
    let mut tera = ENGINE.as_ref().map_err(|error| vec![fault(error)])?.clone();
    speak(&mut tera, issues.publication().words());
    let page = |template: &str, view: &ArchiveView, index: Option<usize>| {
        let item = index.map(|index| &view.articles[index]);
        let (identifier, modified) = (identifier.clone(), modified.clone());
        set(&tera, template, &PageView { book: view, item, identifier, modified })
    };
    let mut files = vec![
        ("mimetype".to_owned(), b"application/epub+zip".to_vec()),
        ("META-INF/container.xml".to_owned(), CONTAINER.into()),
        ("EPUB/book.css".to_owned(), STYLE.into()),
    ];
    for index in 0..view.articles.len() {
        let text = page("article.xhtml", &view, Some(index))?;
        let words = |id: &str| words::texts(&text, &[id.to_owned()]).remove(0);
        let taken = view.manifest.articles[index].take_digests(words);
        taken.map_err(|id| vec![fault(&format!("no element has the id {id}"))])?;
        files.push((format!("EPUB/{}", file(index)), text.into()));
    }
    for template in ["title.xhtml", "nav.xhtml", "about.xhtml", "package.opf"] {
        files.push((format!("EPUB/{template}"), page(template, &view, None)?.into()));
    }
    for picture in &view.pictures {
        if let Some(picture) = issues.publication().picture(&picture.path) {
            let bytes = bytes_of(picture).map_err(|problem| vec![problem])?;
            files.push((format!("EPUB/{}", picture.path), bytes.to_vec()));
        }
    }
    let manifest = seal(&mut files, view.manifest, MANIFEST);
    let bytes = container::pack(&files).map_err(|error| vec![fault(&error)])?;
    Ok((bytes, manifest))
}

/// Lists the files in the manifest, seals it, and puts it among them.
pub(super) fn seal(
    files: &mut Vec<(String, Vec<u8>)>,
    mut manifest: Manifest,
    name: &str,
) -> Manifest {
    let record = |(name, bytes): &(String, Vec<u8>)| FileRecord::new(name, bytes);
    ZEROS.clone_into(&mut manifest.sha256);
    manifest.files = files.iter().map(record).collect();
    manifest.sha256 = digest(manifest.to_json().as_bytes());
    files.push((name.to_owned(), manifest.to_json().into()));
    manifest
}

/// Made of what names the issue, so that an issue made again is the same book.
fn identifier(view: &ArchiveView) -> String {
    let mut sha = Sha256::new();
    for part in [&view.publication, &view.manifest.issue.id] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    let mut bytes: [u8; 32] = sha.finalize().into();
    // Version 8: a UUID of one's own making.
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = super::manifest::hex(&bytes[..16]);
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// Sets a page. That it fails is a fault of the program.
fn set(tera: &Tera, template: &str, view: &PageView<'_>) -> Result<String, Vec<Diagnostic>> {
    let context = tera::Context::from_serialize(view).map_err(|error| vec![fault(&error)])?;
    let text = tera.render(template, &context).map_err(|error| vec![fault(&error)])?;
    Ok(escape::printable(text))
}

fn fault(error: &dyn std::fmt::Display) -> Diagnostic {
    let cause = Said::verbatim(error.to_string());
    Diagnostic::error(said!("the book cannot be made: {cause}", "电子书做不成：{cause}", cause))
        .hint(said!("this is a fault of kanyin; please report it", "这是 kanyin 的毛病，请报告"))
}
