//! Bodies of articles as parts of another document.
//!
//! A body was made for a page of its own, in HTML, with links to its neighbours;
//! with `allow_html` there may be anything in it. Here it is read token by token
//! and written again: elements from a list, closed where they ought to be, ids
//! that no other article has, links that lead to where their target now is. So
//! the result is well-formed as XML too, and there is nothing in it that a browser
//! would run or load.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{StartTag, Token};

use super::words::{is_void, tokens};
use crate::{
    markdown::escape,
    route::Address,
    text::GAP,
    tongue::{Said, said},
};

/// Elements that stay.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "aside",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements that go with all that is in them; of others only the tags go.
const WITH_CONTENT: &[&str] = &[
    "applet", "audio", "button", "canvas", "datalist", "embed", "form", "frameset", "head",
    "iframe", "input", "link", "map", "math", "meta", "noembed", "noframes", "noscript", "object",
    "option", "param", "script", "select", "style", "svg", "template", "textarea", "title",
    "track", "video", "xmp",
];

/// Attributes that stay as they are, on whatever element.
const ATTRIBUTES: &[&str] = &["aria-label", "class", "lang", "role", "tabindex", "title"];

/// Roles, and what books call them.
const KINDS: &[(&str, &str)] =
    &[("doc-noteref", "noteref"), ("doc-endnotes", "endnotes"), ("doc-backlink", "backlink")];

/// Elements that hold running text: a paragraph in them would end them.
const BLOCKS: &[&str] = &[
    "aside",
    "blockquote",
    "div",
    "dl",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

/// Characters of text that are shown before a gap.
const BEFORE_GAP: usize = 24;

/// Where a body goes.
pub(super) struct Target<'a> {
    /// What every id of the body gets before it: `a3-`.
    pub(super) prefix: &'a str,
    /// Where the body stood.
    pub(super) address: &'a Address,
    /// Where the pages that go into the archive are in it, by their address on the
    /// site, without a fragment: `#a3`, or `a3.xhtml`.
    pub(super) places: &'a BTreeMap<Address, Landing>,
    /// Where the site stands: whatever is not in the archive is there.
    pub(super) base_url: Option<&'a str>,
    /// By how much headings sink.
    pub(super) sink: u8,
    /// Whether the document is a book's: XML, with the kinds of its parts.
    pub(super) xml: bool,
    /// The ids of all articles, once they are known: links to others lead nowhere.
    pub(super) ids: Option<&'a BTreeSet<String>>,
    /// The pictures, by their path on the site.
    pub(super) pictures: &'a BTreeMap<String, Art>,
}

/// How a picture is shown.
pub(super) struct Art {
    /// Its address.
    pub(super) src: String,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Where it is drawn from, if it is there more than once and the document holds
    /// it only once.
    pub(super) shared: Option<String>,
}

/// Where a page of the site is in the archive.
#[derive(Clone)]
pub(super) struct Landing {
    /// The file, empty in an archive of one.
    pub(super) file: String,
    /// The id of the article.
    pub(super) id: String,
}

/// A body that was taken over.
#[derive(Default)]
pub(super) struct Body {
    pub(super) html: String,
    /// The gaps in it, in order.
    pub(super) gaps: Vec<Gap>,
    /// The ids in it.
    pub(super) ids: BTreeSet<String>,
    /// The paths of the pictures of the site that it shows, as often as it does.
    pub(super) pictures: Vec<String>,
    /// Elements that were left out, and pictures that lie elsewhere.
    pub(super) dropped: BTreeMap<String, Said>,
}

/// A gap in a text.
#[derive(Clone)]
pub(super) struct Gap {
    /// The id of its mark.
    pub(super) id: String,
    /// The words before it.
    pub(super) before: String,
}

/// Takes over `html`.
pub(super) fn adopt(html: &str, target: &Target<'_>) -> Body {
    let mut writer = Writer {
        target,
        body: Body::default(),
        open: Vec::new(),
        hidden: None,
        before: String::new(),
    };
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => writer.start(&tag),
            Token::EndTag(tag) => writer.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => writer.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    while let Some(name) = writer.open.pop() {
        writer.body.html.push_str(&format!("</{name}>"));
    }
    writer.body
}

struct Writer<'t> {
    target: &'t Target<'t>,
    body: Body,
    /// Elements that are open, as they were written.
    open: Vec<String>,
    /// An element that is left out with its content, and how often it is open.
    hidden: Option<(String, usize)>,
    /// The last words that were written.
    before: String,
}

impl Writer<'_> {
    /// Told in the order of the English words, whatever the language.
    fn leave_out(&mut self, what: Said) {
        self.body.dropped.insert(what.en().to_owned(), what);
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let void = is_void(&tag.name);
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(*hidden == name);
            return;
        }
        // Of the sizes of a picture an archive holds one, that of the image in it.
        if ["picture", "source"].contains(&name.as_str()) {
            return;
        }
        if WITH_CONTENT.contains(&name.as_str()) {
            self.leave_out(said!("`<{name}>`", "`<{name}>`"));
            self.hidden = (!void).then_some((name, 1));
            return;
        }
        if !ELEMENTS.contains(&name.as_str()) {
            self.leave_out(said!("`<{name}>`", "`<{name}>`"));
            return;
        }
        if BLOCKS.contains(&name.as_str()) {
            self.before.clear();
            // As browsers do, so that what comes out is read everywhere alike.
            if self.open.last().is_some_and(|open| open == "p") {
                self.end("p");
            }
        }
        if name == "img" {
            return self.image(tag);
        }
        let attributes = self.attributes(&name, tag);
        let name = self.sunk(name);
        let gap = attributes.contains(" class=\"gap\"");
        self.body.html.push_str(&format!("<{name}{attributes}"));
        if gap {
            self.gap();
        }
        self.body.html.push_str(if void && self.target.xml { "/>" } else { ">" });
        if !void {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        let name = self.sunk(name.to_owned());
        // An end without a start ends nothing; one over others ends those too.
        let Some(at) = self.open.iter().rposition(|open| *open == name) else { return };
        for name in self.open.drain(at..).rev() {
            self.body.html.push_str(&format!("</{name}>"));
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        escape::push_text(&mut self.body.html, text);
        if self.open.last().is_some_and(|open| open == "a") && self.open.iter().any(|o| o == "sup")
        {
            // The number of a footnote is no word of the text.
            return;
        }
        self.before.push_str(text);
        let length = self.before.chars().count();
        if length > 8 * BEFORE_GAP {
            self.before = self.before.chars().skip(length - 2 * BEFORE_GAP).collect();
        }
    }

    /// A heading's name at its depth in the document.
    fn sunk(&self, name: String) -> String {
        let level = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        level.map_or(name, |level| format!("h{}", (level + self.target.sink).min(6)))
    }

    /// Names a gap whose tag is being written, and notes it.
    fn gap(&mut self) {
        let id = format!("{}gap{}", self.target.prefix, self.body.gaps.len() + 1);
        self.body.html.push_str(&format!(" id=\"{id}\""));
        self.body.ids.insert(id.clone());
        let words = self.before.rsplit(GAP).next().unwrap_or_default();
        let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut = words.chars().count().saturating_sub(BEFORE_GAP);
        let start: String = words.chars().skip(cut).collect();
        let before = if cut > 0 { format!("……{start}") } else { start };
        self.body.gaps.push(Gap { id, before });
    }

    /// Writes a picture.
    fn image(&mut self, tag: &StartTag<()>) {
        let attribute = |name: &str| {
            let value = tag.attributes.get(name.as_bytes());
            value.map(|value| String::from_utf8_lossy(value).into_owned()).unwrap_or_default()
        };
        let (src, mut alt) = (attribute("src"), String::new());
        escape::push_text(&mut alt, &attribute("alt"));
        if let Some(path) = self.target.address.resolve(&src) {
            self.body.pictures.push(path.clone());
            if let Some(Art { src, width, height, shared }) = self.target.pictures.get(&path) {
                self.body.html.push_str(&match shared {
                    None => {
                        let end = if self.target.xml { "/>" } else { ">" };
                        format!("<img src=\"{src}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\"{end}")
                    }
                    Some(id) => format!(
                        "<svg role=\"img\" aria-label=\"{alt}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\"><use href=\"#{id}\"></use></svg>"
                    ),
                });
                return;
            }
        }
        self.leave_out(said!("a picture that lies elsewhere, {src}", "别处的图片 {src}"));
        // The words that stand for it are still the reader's.
        self.body.html.push_str(&alt);
    }

    /// The attributes as they are written.
    fn attributes(&mut self, name: &str, tag: &StartTag<()>) -> String {
        let mut out = String::new();
        let gap = tag.attributes.get(b"class".as_slice()).is_some_and(|c| c.as_slice() == b"gap");
        let mut push = |key: &str, value: &str| {
            out.push_str(&format!(" {key}=\""));
            escape::push_text(&mut out, value);
            out.push('"');
        };
        for (key, value) in &tag.attributes {
            let (key, value) = (String::from_utf8_lossy(key), String::from_utf8_lossy(value));
            match (name, &*key) {
                // A gap gets an id of its own, which no other element takes.
                (_, "id") if gap || !is_name(&value) => {}
                (_, "id") => {
                    let id = format!("{}{value}", self.target.prefix);
                    if !value.starts_with("gap") && self.body.ids.insert(id.clone()) {
                        push("id", &id);
                    }
                }
                ("a", "href") => {
                    if let Some(href) = self.target.href(&value) {
                        push("href", &href);
                    }
                }
                ("time" | "ins" | "del", "datetime")
                | ("td" | "th", "colspan" | "rowspan")
                | ("ol", "start") => push(&key, &value),
                (_, "role") if self.target.xml => {
                    push("role", &value);
                    if let Some((_, kind)) = KINDS.iter().find(|(role, _)| *role == value) {
                        push("epub:type", kind);
                    }
                }
                (_, key) if ATTRIBUTES.contains(&key) => push(key, &value),
                _ => {}
            }
        }
        out
    }
}

/// Whether `id` may be the end of an id in every kind of document.
fn is_name(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

impl Target<'_> {
    /// Where a link of the body leads from the archive; `None` if nowhere.
    pub(super) fn href(&self, value: &str) -> Option<String> {
        let value = value.trim();
        let known = |id: &str| self.ids.is_none_or(|ids| ids.contains(id));
        if let Some(fragment) = value.strip_prefix('#') {
            let id = format!("{}{fragment}", self.prefix);
            return known(&id).then(|| format!("#{id}"));
        }
        let scheme = value.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
        let own = self.base_url.and_then(|base| value.strip_prefix(base));
        if own.is_none() && (scheme || value.starts_with("//")) {
            let good = ["http:", "https:", "mailto:", "tel:"];
            return good.iter().any(|s| value.starts_with(s)).then(|| value.to_owned());
        }
        let path = match own {
            Some(own) => own.to_owned(),
            None => self.address.resolve(value)?,
        };
        let (path, fragment) = path.split_once('#').unwrap_or((&path, ""));
        if let Some(Landing { file, id }) = self.places.get(&Address::file(path)) {
            let part = format!("{id}-{fragment}");
            let id = if !fragment.is_empty() && known(&part) { &part } else { id };
            return Some(format!("{file}#{id}"));
        }
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        self.base_url.map(|base| format!("{base}{path}{fragment}"))
    }
}
