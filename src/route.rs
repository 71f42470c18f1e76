//! Addresses: the one place that decides under which path a page stands.
//!
//! An [`Address`] is both the output path below `public/` and, with a page's
//! [`Address::root`] before it, the link to it. Addresses are ASCII and end in
//! `.html` where they are pages, so that no directory a page is needed and the
//! site opens from a folder on disk.

use crate::tongue::{Said, said};
use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// The readable part of an address: `[a-z0-9]` in groups joined by single `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Slug(Arc<str>);

impl TryFrom<String> for Slug {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no slug")
    }
}

impl Slug {
    /// The longest slug that is accepted, in bytes.
    pub const MAX_BYTES: usize = 80;

    /// Takes `text` if it is a slug as it stands.
    pub fn parse(text: &str) -> Option<Self> {
        let group = |g: &str| {
            !g.is_empty() && g.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        let good = text.len() <= Self::MAX_BYTES && text.split('-').all(group);
        good.then(|| Self(text.into()))
    }

    /// A slug for `title`: pinyin a syllable, Latin words and numbers as they
    /// are, cut at a syllable. `None` if nothing in it can be read.
    ///
    /// A suggestion for titles and names. The crate's readings of place names
    /// are often wrong (`sha-men` for 厦门), so places take theirs from the
    /// table in [`crate::places`].
    pub fn from_title(title: &str) -> Option<Self> {
        let mut slug = String::new();
        for word in words(title) {
            if slug.len() + 1 + word.len() > Self::MAX_BYTES {
                break;
            }
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(&word);
        }
        Self::parse(&slug)
    }

    /// The slug of a piece whose headline has nothing that can be read.
    pub fn article() -> Self {
        Self("article".into())
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The ASCII words of a title: a syllable for each Chinese character, and runs
/// of Latin letters and digits.
fn words(title: &str) -> Vec<String> {
    use pinyin::ToPinyin as _;
    let mut words = Vec::new();
    let mut latin = String::new();
    for c in title.chars() {
        if c.is_ascii_alphanumeric() {
            latin.push(c.to_ascii_lowercase());
            continue;
        }
        if !latin.is_empty() {
            words.push(std::mem::take(&mut latin));
        }
        // The crate writes ü as a letter of its own; passports write it `v` or `yu`, readers expect `u`.
        words.extend(c.to_pinyin().map(|p| p.plain().replace('ü', "u")));
    }
    if !latin.is_empty() {
        words.push(latin);
    }
    words
}

/// A path below the site's root, `/` between its parts, never starting with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address(Arc<str>);

impl Address {
    /// The address as a path from the site's root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is that of a page.
    pub fn is_page(&self) -> bool {
        self.0.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("html"))
    }

    /// What leads from the folder of this page to the site's root: an empty
    /// text, or one `../` a folder.
    pub fn root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The path from the root that the relative address `value` on this page leads
    /// to, with its fragment and without its query. `None` if it leads out of the
    /// site.
    pub fn resolve(&self, value: &str) -> Option<String> {
        let (path, fragment) = value.split_at(value.find('#').unwrap_or(value.len()));
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return Some(format!("{self}{fragment}"));
        }
        if path.starts_with('/') {
            return None;
        }
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        Some(parts.join("/") + fragment)
    }

    fn new(path: String) -> Self {
        Self(path.into())
    }

    /// The front page.
    pub fn front() -> Self {
        Self::new("index.html".into())
    }

    /// The page for addresses that do not exist.
    pub fn not_found() -> Self {
        Self::new("404.html".into())
    }

    /// Page `number` (from 1) of a top-level list such as `cities` or `issues`.
    pub fn list(name: Section, number: usize) -> Self {
        Self::paged(name.plural(), number)
    }

    /// Page `number` (from 1) of an entry of a section: `city/chishui.html`,
    /// `city/chishui.2.html`. A slug holds no dot, so that a later page never
    /// takes the address of another entry.
    pub fn entry(section: Section, slug: &Slug, number: usize) -> Self {
        Self::paged(&format!("{}/{slug}", section.singular()), number)
    }

    /// Page `number` (from 1) of the table of places and topics.
    pub fn city_topics(number: usize) -> Self {
        Self::paged("city-topics", number)
    }

    /// Page `number` (from 1) of what a place has on a topic.
    pub fn city_topic(city: &Slug, topic: &Slug, number: usize) -> Self {
        Self::paged(&format!("city-topic/{city}/{topic}"), number)
    }

    /// An address that a page had before, as an editor writes it: a path from the
    /// site's root to a page, `news/2019/123.html`, or to a folder, `news/2019/`.
    ///
    /// # Errors
    /// Why no page can stand there. A file has an ending and a folder has none, so
    /// that no page needs a folder in the place of another page.
    pub fn former(text: &str) -> Result<Self, Said> {
        let path = text.strip_prefix('/').unwrap_or(text);
        let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
        let file = if file.is_empty() && !folders.is_empty() { "index.html" } else { file };
        let written = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_~.".contains(&b))
        };
        let mut parts = folders.split('/').filter(|_| !folders.is_empty());
        if text.contains("://") || text.contains(['?', '#']) {
            return Err(said!(
                "write the path alone, without host, `?` and `#`: `news/123.html`",
                "只写路径，不写主机名、`?` 和 `#`：`news/123.html`"
            ));
        }
        if path.len() > 200 || !written(file) || !parts.clone().all(written) {
            return Err(said!(
                "a path has ASCII letters, digits and `-_~.`, with `/` between its parts",
                "路径只能用英文字母、数字和 `-_~.`，各段之间用 `/`"
            ));
        }
        let page = [".html", ".htm"].iter().any(|ending| {
            file.strip_suffix(ending).is_some_and(|stem| !stem.is_empty() && !stem.starts_with('.'))
        });
        if !page {
            return Err(said!(
                "a page ends in `.html`, `.htm` or `/`; ask the web server to redirect others",
                "网页以 `.html`、`.htm` 或 `/` 结尾；别的网址请让网页服务器转"
            ));
        }
        if parts.any(|part| part.contains('.')) {
            return Err(said!(
                "a folder has no `.` in its name; ask the web server to redirect such a path",
                "文件夹的名称里不能有 `.`；这样的网址请让网页服务器转"
            ));
        }
        let path = if folders.is_empty() { file.to_owned() } else { format!("{folders}/{file}") };
        if is_archive(&path) {
            return Err(said!(
                "issues as one file stand in `archive/`",
                "`archive/` 里放的是各期存档"
            ));
        }
        Ok(Self::new(path))
    }

    /// Page `number` (from 1) of the list of corrections.
    pub fn corrections(number: usize) -> Self {
        Self::paged("corrections", number)
    }

    /// The page to search on.
    pub fn search() -> Self {
        Self::new("search.html".into())
    }

    /// An article of an issue.
    pub fn article(issue: &Slug, slug: &Slug) -> Self {
        Self::new(format!("article/{issue}/{slug}.html"))
    }

    /// The first page of the list that this is a page of; of all else it is itself.
    #[must_use]
    pub fn first_page(&self) -> Self {
        let stem = self.0.strip_suffix(".html").and_then(|stem| stem.rsplit_once('.'));
        match stem {
            Some((stem, number)) if number.bytes().all(|b| b.is_ascii_digit()) => {
                Self::new(format!("{stem}.html"))
            }
            _ => self.clone(),
        }
    }

    /// The feed of this page, which is the first of its list: it stands beside it.
    #[must_use]
    pub fn feed(&self, format: FeedFormat) -> Self {
        let stem = self.0.strip_suffix(".html").unwrap_or(&self.0);
        match (stem, format) {
            // Older than the others, and known to readers by this name.
            ("index", FeedFormat::Atom) => Self::new("atom.xml".into()),
            ("index", FeedFormat::Json) => Self::new("feed.json".into()),
            (_, FeedFormat::Atom) => Self::new(format!("{stem}.xml")),
            (_, FeedFormat::Json) => Self::new(format!("{stem}.json")),
        }
    }

    /// An issue as one file.
    pub fn archive(issue: &Slug, format: ArchiveFormat) -> Self {
        Self::new(format!("{ARCHIVES}{issue}.{}", format.ending()))
    }

    /// A file that is no page: a feed, the sitemap, a style sheet.
    pub fn file(path: impl Into<String>) -> Self {
        Self::new(path.into())
    }

    fn paged(stem: &str, number: usize) -> Self {
        match number {
            0 | 1 => Self::new(format!("{stem}.html")),
            n => Self::new(format!("{stem}.{n}.html")),
        }
    }
}

/// Where issues as one file stand.
const ARCHIVES: &str = "archive/";

/// Whether an issue as one file stands at `path`: what needs no page and is no page of
/// the site, whatever its ending.
pub fn is_archive(path: &str) -> bool {
    path.starts_with(ARCHIVES)
}

/// Which issue stands at `path` as one file, and in which form; there need not be one.
pub fn archived(path: &str) -> Option<(Slug, ArchiveFormat)> {
    let (slug, ending) = path.strip_prefix(ARCHIVES)?.rsplit_once('.')?;
    let format = ArchiveFormat::ALL.into_iter().find(|format| format.ending() == ending)?;
    Some((Slug::parse(slug)?, format))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a feed is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedFormat {
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

impl FeedFormat {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Atom, Self::Json];

    /// The format of the feed that stands at `path`; `None` if no feed does.
    pub fn of(path: &str) -> Option<Self> {
        let (stem, ending) = path.rsplit_once('.')?;
        let parts = [Section::City, Section::Topic, Section::Column].map(Section::singular);
        let part = stem
            .split_once('/')
            .is_some_and(|(folder, rest)| parts.contains(&folder) && Slug::parse(rest).is_some());
        match ending {
            "xml" if part || stem == "atom" || stem == "corrections" => Some(Self::Atom),
            "json" if part || stem == "feed" || stem == "corrections" => Some(Self::Json),
            _ => None,
        }
    }

    /// What readers call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Atom => "Atom",
            Self::Json => "JSON Feed",
        }
    }

    /// Its content type, without an encoding.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// What an issue can be kept in as one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArchiveFormat {
    /// One HTML file with all in it.
    Html,
    /// A book for reading devices.
    Epub,
    /// The pages of the issue as a folder.
    Zip,
}

impl ArchiveFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Html, Self::Epub, Self::Zip];

    /// The ending of the file's name, which is also what a person calls it.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Epub => "epub",
            Self::Zip => "zip",
        }
    }
}

/// The parts of the site that have a list of entries and a page an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// 期
    Issue,
    /// 地市
    City,
    /// 专题
    Topic,
    /// 栏目
    Column,
    /// 作者
    Author,
}

impl Section {
    /// Name of the list's page, without its ending.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Issue => "issues",
            Self::City => "cities",
            Self::Topic => "topics",
            Self::Column => "columns",
            Self::Author => "authors",
        }
    }

    /// Name of the folder of the entries' pages.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::City => "city",
            Self::Topic => "topic",
            Self::Column => "column",
            Self::Author => "author",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ascii_groups() {
        let of = |title: &str| Slug::from_title(title).map(|s| s.to_string());
        assert_eq!(of("春风化雨 法润贵阳").as_deref(), Some("chun-feng-hua-yu-fa-run-gui-yang"));
        assert_eq!(of("12345热线——“零距离”").as_deref(), Some("12345-re-xian-ling-ju-li"));
        assert_eq!(of("绿水").as_deref(), Some("lu-shui"));
        assert_eq!(of("——！"), None);
        let long = of(&"长".repeat(200)).unwrap_or_default();
        assert!(long.len() <= Slug::MAX_BYTES && !long.ends_with('-'));
        for bad in ["", "-a", "a--b", "A", "a/b", "..", "厦门"] {
            assert_eq!(Slug::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_feed_stands_beside_its_page_and_is_known_by_its_address() {
        let slug = Slug::from_title("一").unwrap_or_else(|| unreachable!());
        for section in [Section::City, Section::Topic, Section::Column] {
            let page = Address::entry(section, &slug, 1);
            assert_eq!(Address::entry(section, &slug, 12).first_page(), page);
            for format in FeedFormat::ALL {
                assert_eq!(FeedFormat::of(page.feed(format).as_str()), Some(format));
            }
        }
        for page in [Address::front(), Address::corrections(1)] {
            assert_eq!(page.first_page(), page);
            for format in FeedFormat::ALL {
                assert_eq!(FeedFormat::of(page.feed(format).as_str()), Some(format));
            }
        }
        for other in ["sitemap.xml", "sitemap-news.xml", "search/a.json", "city/a.b.json", "city"] {
            assert_eq!(FeedFormat::of(other), None, "{other}");
        }
    }

    #[test]
    fn a_former_address_is_a_page_that_can_stand_there() {
        for (text, path) in [
            ("news/2019/123.html", "news/2019/123.html"),
            ("/a_B~1.htm", "a_B~1.htm"),
            ("old/", "old/index.html"),
            ("a.b.html", "a.b.html"),
        ] {
            assert_eq!(Address::former(text).map(|a| a.to_string()), Ok(path.to_owned()));
        }
        for bad in [
            "",
            "/",
            "..",
            "../a.html",
            "a/../b.html",
            "a//b.html",
            "./a.html",
            "a.asp",
            "a?b.html",
            "a.html#b",
            "https://a.cn/b.html",
            "//a.cn/b.html",
            "旧.html",
            "a\\b.html",
            "a b.html",
            "a.html/b.html",
            ".html",
            "a/.html",
            "archive/1.html",
            ".a/b.html",
        ] {
            assert!(Address::former(bad).is_err(), "{bad}");
        }
        assert!(Address::former(&format!("{}.html", "a".repeat(300))).is_err());
    }

    #[test]
    fn a_root_leads_back() {
        let slug = Slug::from_title("一").unwrap_or_else(|| unreachable!());
        assert_eq!(Address::front().root(), "");
        assert_eq!(Address::entry(Section::City, &slug, 2).as_str(), "city/yi.2.html");
        assert_eq!(Address::article(&slug, &slug).root(), "../../");
        let page = Address::article(&slug, &slug);
        for (link, leads) in [
            ("../er/a.html?x#p1", Some("article/er/a.html#p1")),
            ("./b.html", Some("article/yi/b.html")),
            ("#p2", Some("article/yi/yi.html#p2")),
            ("../../index.html", Some("index.html")),
            ("../../../x", None),
            ("/x", None),
        ] {
            assert_eq!(page.resolve(link).as_deref(), leads, "{link}");
        }
    }
}
