//! The pages of an issue as a folder, packed in a zip file: what the site shows,
//! opened from a disk.
//!
//! Pages are taken over as they are but for their links: one to a page that is in
//! the folder leads there; any other leads to the site where that stands, or, if
//! nobody said where, nowhere. Of a picture's sizes one is taken over, and no program is.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::{SeedRecord, container, epub, html, manifest::Manifest};
use crate::{
    diag::Diagnostic,
    markdown::escape,
    route::{Address, FeedFormat, Section},
    site::{Files, Issues, Printed},
    tongue::{Said, said},
};

/// Name of the manifest in the folder.
const MANIFEST: &str = "kanyin-archive.json";

/// Makes the folder from the pages of `site`, and gives its manifest too.
pub(super) fn make(
    issues: &Issues<'_>,
    printed: &Printed,
    seeds: &[SeedRecord],
    site: &dyn Files,
    problems: &mut Vec<Diagnostic>,
) -> Result<(Vec<u8>, Manifest), Vec<Diagnostic>> {
    // The texts are those of the HTML file.
    let (_, manifest) = html::make(issues, printed, seeds, problems)?;
    let base_url = issues.publication().inputs().config.base_url.as_deref();
    let pages = pages(printed, site);
    let mut others = loaded(printed, site);
    let folder = printed.slug.as_str();
    let mut files = vec![(format!("{folder}/index.html"), Vec::new())];
    for (address, path) in &pages {
        let bytes = site.file(address).unwrap_or_default();
        let mut page = Page { address, path, pages: &pages, site, base_url, others: &mut others };
        let text = page.rewrite(&String::from_utf8_lossy(&bytes)).into_bytes();
        if path == "index.html" {
            files[0].1 = text;
        } else {
            files.push((format!("{folder}/{path}"), text));
        }
    }
    for path in &others {
        if let Some(bytes) = site.file(&Address::file(path.as_str())) {
            files.push((format!("{folder}/{path}"), bytes.to_vec()));
        }
    }
    let manifest = epub::seal(&mut files, manifest, &format!("{folder}/{MANIFEST}"));
    let bytes = container::pack(&files).map_err(|error| {
        let cause = Said::verbatim(error.to_string());
        let problem =
            said!("the folder cannot be packed: {cause}", "文件夹打不成包：{cause}", cause);
        vec![Diagnostic::error(problem)]
    })?;
    Ok((bytes, manifest))
}

/// The style sheet, and the files of the theme that it names.
fn loaded(printed: &Printed, site: &dyn Files) -> BTreeSet<String> {
    let sheet = &printed.site.stylesheet;
    let bytes = site.file(&Address::file(sheet.as_str())).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let named = |path: &&String| path.rsplit('/').next().is_some_and(|name| text.contains(name));
    printed.site.assets.values().filter(named).chain([sheet]).cloned().collect()
}

/// Where each page of the issue goes: its own page is what a person opens first.
fn pages(printed: &Printed, site: &dyn Files) -> BTreeMap<Address, String> {
    let mut pages = BTreeMap::new();
    for number in 1.. {
        let address = Address::entry(Section::Issue, &printed.slug, number);
        if site.file(&address).is_none() {
            break;
        }
        let path =
            if number == 1 { "index.html".to_owned() } else { format!("index.{number}.html") };
        pages.insert(address, path);
    }
    for article in &printed.articles {
        pages.insert(article.address.clone(), article.address.as_str().to_owned());
    }
    pages
}

/// A page that is taken over.
struct Page<'a> {
    address: &'a Address,
    /// Where it goes.
    path: &'a str,
    pages: &'a BTreeMap<Address, String>,
    site: &'a dyn Files,
    base_url: Option<&'a str>,
    /// Files that pages load.
    others: &'a mut BTreeSet<String>,
}

/// What `tag` opens, if an archive has no use for it: a script, or a form, which asks
/// the site.
fn leaves_out(tag: &StartTag<usize>) -> Option<&'static [u8]> {
    let script = *tag.name == *b"script" && tag.attributes.contains_key(b"src".as_slice());
    let form = *tag.name == *b"form";
    if script { Some(b"script") } else { form.then_some(b"form") }
}

/// What becomes of a link.
enum Link {
    Stays,
    Leads(String),
    LeadsNowhere,
}

impl Page<'_> {
    fn rewrite(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        // The element that is left out with all that is in it.
        let mut left_out: Option<&[u8]> = None;
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
            let tag = match token {
                Token::StartTag(tag) => tag,
                Token::EndTag(tag) if left_out.is_some_and(|name| *tag.name == *name) => {
                    left_out = None;
                    done = tag.span.end;
                    continue;
                }
                _ => continue,
            };
            if left_out.is_some() {
                continue;
            }
            left_out = leaves_out(&tag);
            if left_out.is_some() {
                out.push_str(&text[done..tag.span.start]);
                done = tag.span.end;
            } else if let Some(changed) = self.tag(&tag) {
                out.push_str(&text[done..tag.span.start]);
                out.push_str(&changed);
                done = tag.span.end;
            }
        }
        out.push_str(&text[done..]);
        out
    }

    /// The tag with other links; `None` if it stays as it is.
    fn tag(&mut self, tag: &StartTag<usize>) -> Option<String> {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if name == "source" {
            return Some(String::new());
        }
        let (mut changed, mut nowhere) = (false, false);
        let mut out = format!("<{name}");
        for (key, value) in &tag.attributes {
            let (key, value) = (String::from_utf8_lossy(key), String::from_utf8_lossy(value));
            if name == "img" && matches!(&*key, "srcset" | "sizes") {
                changed = true;
                continue;
            }
            let link = matches!(&*key, "href" | "src").then(|| self.link(&value));
            let value = match link {
                None | Some(Link::Stays) => value.into_owned(),
                Some(Link::Leads(there)) => {
                    changed = true;
                    there
                }
                Some(Link::LeadsNowhere) => {
                    nowhere = true;
                    continue;
                }
            };
            out.push_str(&format!(" {key}=\""));
            escape::push_text(&mut out, &value);
            out.push('"');
        }
        // What the document as a whole refers to elsewhere is not needed here.
        if name == "link" && (nowhere || out.contains("://") && changed) {
            return Some(String::new());
        }
        (changed || nowhere).then(|| out + ">")
    }

    fn link(&mut self, value: &str) -> Link {
        let scheme = value.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
        if value.is_empty() || scheme || value.starts_with('#') || value.starts_with("//") {
            return Link::Stays;
        }
        let Some(there) = self.address.resolve(value) else { return Link::LeadsNowhere };
        let at = there.find('#').unwrap_or(there.len());
        let (path, fragment) = there.split_at(at);
        let root = "../".repeat(self.path.matches('/').count());
        let address = Address::file(path);
        if let Some(kept) = self.pages.get(&address) {
            return Link::Leads(format!("{root}{kept}{fragment}"));
        }
        let page = path.rsplit_once('.').is_some_and(|(_, ending)| ending == "html");
        let others = page || FeedFormat::of(path).is_some();
        if !others && self.site.file(&address).is_some() && !path.starts_with("archive/") {
            self.others.insert(path.to_owned());
            return Link::Leads(format!("{root}{path}{fragment}"));
        }
        match self.base_url {
            Some(base) => Link::Leads(format!("{base}{there}")),
            None => Link::LeadsNowhere,
        }
    }
}
