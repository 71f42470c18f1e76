//! What should stand: the files of a fresh build with the headers they need.

use std::{collections::BTreeMap, fmt};

use bytes::Bytes;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::precompress;
use crate::{
    media::{content_type, ending},
    route::{Address, FeedFormat, Section, is_archive},
};

/// SHA-256 of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads what [`Digest`] shows.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digest = [0; 32];
        let plain = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        for (at, byte) in digest.iter_mut().enumerate().filter(|_| plain) {
            *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
        }
        plain.then_some(Self(digest))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The headers that a file goes out with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headers {
    /// `Content-Type`, with the encoding of its text.
    pub content_type: String,
    /// `Cache-Control`.
    pub cache_control: String,
    /// `Content-Encoding` of a precompressed file.
    pub content_encoding: Option<String>,
}

impl Headers {
    /// For a file whose name changes with what is in it.
    const FOR_EVER: &'static str = "public, max-age=31536000, immutable";
    /// For all others: kept, but asked for again each time.
    const ASK_AGAIN: &'static str = "no-cache";

    fn new(address: &Address, digest: Digest) -> Self {
        let fingerprinted = fingerprint(address).is_some_and(|f| digest.to_string().starts_with(f));
        let cache_control = if fingerprinted { Self::FOR_EVER } else { Self::ASK_AGAIN };
        Self {
            content_type: content_type(address.as_str()).to_owned(),
            cache_control: cache_control.to_owned(),
            content_encoding: None,
        }
    }
}

/// The digits of the digest in `assets/a.0123456789ab.css`, if it has them.
fn fingerprint(address: &Address) -> Option<&str> {
    let name = address.as_str().rsplit('/').next()?;
    let digits = name.rsplit('.').nth(usize::from(name.matches('.').count() > 1))?;
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    (digits.len() == 12 && digits.bytes().all(hex)).then_some(digits)
}

/// When a file is put: those of a lower rank stand before those of a higher are
/// begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Assets that no old page knows: they cannot disturb anything.
    Fingerprinted,
    /// Other files that pages load or lead to.
    Asset,
    /// Articles.
    Page,
    /// Pages that lead to other pages.
    Index,
    /// What calls readers in.
    Feed,
    /// What calls machines in.
    Sitemap,
}

impl Rank {
    /// All of them, in their order.
    pub const ALL: [Self; 6] =
        [Self::Fingerprinted, Self::Asset, Self::Page, Self::Index, Self::Feed, Self::Sitemap];

    /// The rank of what stands at `address`. Compressed files have that of what
    /// they are the compressed form of.
    pub fn of(address: &Address) -> Self {
        let whole = address.as_str();
        let path = precompress::base(whole).unwrap_or(whole);
        // An archive needs no page, and an issue's page leads to it.
        if ending(path) == "html" && !is_archive(path) {
            let lists = |section: Section| {
                let list = path.strip_prefix(section.plural());
                let entry = path.strip_prefix(section.singular());
                list.is_some_and(|rest| rest.starts_with('.'))
                    || entry.is_some_and(|rest| rest.starts_with('/'))
            };
            let sections =
                [Section::Issue, Section::City, Section::Topic, Section::Column, Section::Author];
            let table = path.starts_with("city-topics.") || path.starts_with("city-topic/");
            let index = table || *path == *"index.html" || sections.into_iter().any(lists);
            return if index { Self::Index } else { Self::Page };
        }
        let top = !path.contains('/');
        match path {
            "robots.txt" => Self::Sitemap,
            _ if top && path.starts_with("sitemap") && ending(path) == "xml" => Self::Sitemap,
            _ if FeedFormat::of(path).is_some() => Self::Feed,
            _ if fingerprint(&Address::file(path)).is_some() => Self::Fingerprinted,
            _ => Self::Asset,
        }
    }
}

/// A file of the build, as it should stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What is in it.
    pub bytes: Bytes,
    /// Digest of `bytes`.
    pub digest: Digest,
    /// Of a page: digest of its own text, without its markup and its links.
    pub words: Option<Digest>,
    /// What it goes out with.
    pub headers: Headers,
}

impl File {
    fn new(address: &Address, bytes: Bytes) -> Self {
        let digest = Digest::of(&bytes);
        let words = is_page(address).then(|| Digest::of(&words(&bytes)));
        let headers = Headers::new(address, digest);
        Self { bytes, digest, words, headers }
    }
}

/// All that should stand at a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    files: BTreeMap<Address, File>,
}

impl Edition {
    /// The files of a build. With `compressed` each text file stands beside
    /// itself compressed too, where that saves something.
    pub fn new<B: Into<Bytes>>(built: BTreeMap<Address, B>, compressed: bool) -> Self {
        let built: Vec<(Address, Bytes)> = built.into_iter().map(|(a, b)| (a, b.into())).collect();
        let files = built.into_par_iter().flat_map_iter(|(address, bytes)| {
            let file = File::new(&address, bytes);
            let beside = if compressed { precompress::beside(&address, &file) } else { Vec::new() };
            beside.into_iter().chain([(address, file)])
        });
        Self { files: files.collect() }
    }

    /// Adds a file that no build makes and one kind of target needs.
    #[must_use]
    pub fn with(mut self, address: Address, bytes: Vec<u8>) -> Self {
        let file = File::new(&address, bytes.into());
        self.files.insert(address, file);
        self
    }

    /// The file at `address`.
    pub fn get(&self, address: &Address) -> Option<&File> {
        self.files.get(address)
    }

    /// All files, sorted by their addresses.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&Address, &File)> {
        self.files.iter()
    }
}

/// Whether a page stands at `address`, not a compressed form of one.
pub(super) fn is_page(address: &Address) -> bool {
    ending(address.as_str()) == "html"
}

/// The text of a page that is its own: of its `<main>`, if it has one, without
/// what leads to other pages. The titles of those, and the head and foot that all
/// pages share, change with other things than the page.
fn words(page: &[u8]) -> Vec<u8> {
    let mut words = Vec::with_capacity(page.len() / 2);
    let mut elsewhere = 0_usize;
    let mut rest = main(page);
    while let Some(at) = rest.iter().position(|b| *b == b'<') {
        let (text, tag) = rest.split_at(at);
        if elsewhere == 0 {
            push_words(&mut words, text);
        }
        let end = tag.iter().position(|b| *b == b'>').map_or(tag.len(), |end| end + 1);
        if ["<a", "<nav"].iter().any(|name| is_tag(tag, name)) {
            elsewhere += 1;
        } else if ["</a", "</nav"].iter().any(|name| is_tag(tag, name)) {
            elsewhere = elsewhere.saturating_sub(1);
        }
        rest = &tag[end..];
    }
    push_words(&mut words, rest);
    words
}

/// The part of a page that is no other page's.
fn main(page: &[u8]) -> &[u8] {
    let find = |name: &str, from: usize| (from..page.len()).find(|at| is_tag(&page[*at..], name));
    let Some(start) = find("<main", 0) else { return page };
    &page[start..find("</main", start).unwrap_or(page.len())]
}

/// Whether a tag begins with `start`, the whole of its name.
fn is_tag(tag: &[u8], start: &str) -> bool {
    let end = tag.get(start.len());
    tag.starts_with(start.as_bytes()) && end.is_none_or(|b| b" \t\n\r>/".contains(b))
}

/// Adds `text`; where a line is broken is markup, and where the page stands is
/// no text of it: both are left out.
fn push_words(words: &mut Vec<u8>, text: &[u8]) {
    let address = |word: &[u8]| word.windows(3).any(|part| part == b"://");
    let all = text.split(u8::is_ascii_whitespace);
    for word in all.filter(|word| !word.is_empty() && !address(word)) {
        words.extend_from_slice(word);
        words.push(b' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_the_rank_of_what_they_are() {
        let ranks = [
            ("assets/broadsheet.0123456789ab.css", Rank::Fingerprinted),
            ("assets/broadsheet.0123456789ab.css.gz", Rank::Fingerprinted),
            ("assets/LICENSE.0123456789ab", Rank::Fingerprinted),
            ("assets/photo.jpg", Rank::Asset),
            ("archive/1.epub", Rank::Asset),
            ("archive/1.html", Rank::Asset),
            ("404.html", Rank::Page),
            ("article/1/a.html", Rank::Page),
            ("article/1/a.html.br", Rank::Page),
            ("index.html", Rank::Index),
            ("issues.html", Rank::Index),
            ("issues.2.html", Rank::Index),
            ("city/chi-shui.html", Rank::Index),
            ("city-topics.html", Rank::Index),
            ("city-topic/chi-shui/shui.html", Rank::Index),
            ("issuesque.html", Rank::Page),
            ("atom.xml", Rank::Feed),
            ("feed.json", Rank::Feed),
            ("corrections.xml.br", Rank::Feed),
            ("city/chi-shui.xml", Rank::Feed),
            ("topic/chi-shui.json.gz", Rank::Feed),
            ("sitemap-news.xml", Rank::Sitemap),
            ("sitemap.xml", Rank::Sitemap),
            ("sitemap.2.xml.gz", Rank::Sitemap),
            ("robots.txt", Rank::Sitemap),
        ];
        for (address, rank) in ranks {
            assert_eq!(Rank::of(&Address::file(address)), rank, "{address}");
        }
    }

    #[test]
    fn only_a_name_that_is_true_to_its_file_is_kept_for_ever() {
        let digest = Digest::of(b"x").to_string();
        let named = format!("assets/a.{}.css", &digest[..12]);
        let headers = |address: &str| File::new(&Address::file(address), "x".into()).headers;
        assert_eq!(headers(&named).cache_control, Headers::FOR_EVER);
        assert_eq!(headers(&named).content_type, "text/css; charset=utf-8");
        for other in ["assets/a.css", "assets/a.0123456789ab.css", "index.html", "atom.xml"] {
            assert_eq!(headers(other).cache_control, Headers::ASK_AGAIN, "{other}");
        }
    }

    #[test]
    fn a_digest_is_read_as_it_is_shown() {
        let digest = Digest::of("报".as_bytes());
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        for bad in ["", "00", &"é".repeat(32), &"g".repeat(64)] {
            assert_eq!(Digest::parse(bad), None);
        }
    }

    #[test]
    fn words_are_what_is_read() {
        let page = b"<title>a</title>\n<p class=x>b  <b>c</b>\n\nd</p><a href=x>e <i>f</i></a>\
            <abbr>g</abbr> https://example.org/h <nav><p>i <a>j</a> k</p></nav>l";
        assert_eq!(words(page), b"a b c d g l ");
        let page = b"<title>a</title><mainly>b</mainly><main id=m>c<p>d</main><p>e";
        assert_eq!(words(page), b"c d ");
        for broken in [&b"<main"[..], b"<", b"<a", b"a<main><a href=", b"</a></nav>x"] {
            words(broken);
        }
    }
}
