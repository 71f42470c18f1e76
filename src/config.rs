//! `kanyin.yaml`: what the publication is called and how it is printed.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    diag::{Checked, Diagnostic, Place, Source, Span, visible},
    limits::Limits,
    route::{ArchiveFormat, FeedFormat, Slug},
    targets::{self, Target},
    tongue::{Said, said},
    words::Language,
    yaml::{self, Mapping},
};

/// The settings of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Name of the publication.
    pub title: String,
    /// A line under the masthead.
    pub tagline: Option<String>,
    /// Who publishes it (主办).
    pub publisher: Option<String>,
    /// Where it is published.
    pub place: Option<String>,
    /// Where the site will stand, with a `/` at its end. Feeds, sitemap and
    /// canonical links need it.
    pub base_url: Option<String>,
    /// The day the site last changed, as the editor says it: what a feed goes by
    /// where no issue has a date.
    pub updated: Option<Date>,
    /// Name of the theme: a folder below `themes/`, or the embedded `broadsheet`.
    pub theme: String,
    /// What is chosen in the theme, by the name of its option.
    pub theme_options: BTreeMap<String, Choice>,
    /// The language of the site's own words.
    pub language: Language,
    /// Words that the site says otherwise, by their key.
    pub words: BTreeMap<String, Choice>,
    /// As what else the site offers each issue.
    pub archive: Vec<ArchiveFormat>,
    /// In which formats there are feeds.
    pub feeds: Vec<FeedFormat>,
    /// Whether the site can be searched.
    pub search: bool,
    /// Whether there is a table of places by topics, with a page for each cell: in a large
    /// archive these are half of all pages.
    pub city_topics: bool,
    /// How many items a page of a list has.
    pub page_size: usize,
    /// Whether raw HTML in an article is passed on instead of shown.
    pub allow_html: bool,
    /// Slugs the editor chose for names of authors and columns whose pinyin is
    /// taken or wrong.
    pub addresses: BTreeMap<String, Slug>,
    /// Columns and authors that are called otherwise now, by the name they had.
    pub renamed: BTreeMap<String, Renamed>,
    /// How names are put in order.
    pub name_order: NameOrder,
    /// Where it is published, by the names that the editor gave.
    pub publish: BTreeMap<String, Target>,
    /// Bounds of the input.
    pub limits: Limits,
}

/// What a column or an author is called now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The name, at the end of all renaming.
    pub to: String,
    /// Where the old name stands in the settings.
    pub place: Place,
}

/// How the names of authors, columns and topics are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NameOrder {
    /// 音序: by their sound, under A to Z.
    #[default]
    Pinyin,
    /// 笔画: by the strokes of their characters.
    Stroke,
}

/// What was written for a name, and where: others know whether it is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As written.
    pub value: String,
    /// Where the name stands.
    pub place: Place,
}

impl Config {
    /// The settings of a publication that says nothing but its name.
    pub fn default_for(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            tagline: None,
            publisher: None,
            place: None,
            base_url: None,
            updated: None,
            theme: "broadsheet".to_owned(),
            theme_options: BTreeMap::new(),
            language: Language::default(),
            words: BTreeMap::new(),
            archive: Vec::new(),
            feeds: FeedFormat::ALL.to_vec(),
            search: true,
            city_topics: true,
            page_size: 50,
            allow_html: false,
            addresses: BTreeMap::new(),
            renamed: BTreeMap::new(),
            name_order: NameOrder::default(),
            publish: BTreeMap::new(),
            limits: Limits::default(),
        }
    }

    /// Reads `kanyin.yaml`. `None` if it has no title.
    pub fn parse(source: &Source) -> Checked<Option<Self>> {
        let mut problems = Vec::new();
        let all = 0..source.text().len();
        let mut mapping = Mapping::parse(source, all, &Limits::default()).into_value(&mut problems);
        let value = Reader { source, problems: &mut problems }.config(&mut mapping);
        mapping.finish(&mut problems);
        Checked::new(value, problems)
    }
}

/// Reads the settings key by key; the literals at the end name every field, so
/// that a new one breaks the build until it is read.
struct Reader<'a> {
    source: &'a Source,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn config(&mut self, mapping: &mut Mapping) -> Option<Config> {
        let title = mapping.required("title", self.problems);
        let default = Config::default_for("");
        let tagline = self.text(mapping, "tagline");
        let publisher = self.text(mapping, "publisher");
        let place = self.text(mapping, "place");
        let base_url = self.base_url(mapping);
        let updated = yaml::date(self.source, mapping, "updated", self.problems);
        let theme = self.theme(mapping).unwrap_or(default.theme);
        let theme_options = self.choices(mapping, "theme_options");
        let language = self.language(mapping).unwrap_or_default();
        let words = self.choices(mapping, "words");
        let archive = self.archive(mapping).unwrap_or(default.archive);
        let feeds = self.feeds(mapping).unwrap_or(default.feeds);
        let search = mapping.flag("search", self.problems).unwrap_or(default.search);
        let city_topics = mapping.flag("city_topics", self.problems);
        let city_topics = city_topics.unwrap_or(default.city_topics);
        let page_size = self.page_size(mapping).unwrap_or(default.page_size);
        let allow_html = mapping.flag("allow_html", self.problems).unwrap_or(default.allow_html);
        let addresses = self.addresses(mapping);
        let renamed = self.renamed(mapping);
        let name_order = self.name_order(mapping).unwrap_or(default.name_order);
        let publish = targets::read(self.source, mapping, self.problems);
        let limits = self.limits(mapping);
        let title = title?.value;
        Some(Config {
            title,
            tagline,
            publisher,
            place,
            base_url,
            updated,
            theme,
            theme_options,
            language,
            words,
            archive,
            feeds,
            search,
            city_topics,
            page_size,
            allow_html,
            addresses,
            renamed,
            name_order,
            publish,
            limits,
        })
    }

    fn text(&mut self, mapping: &mut Mapping, key: &'static str) -> Option<String> {
        mapping.text(key, self.problems).map(|text| text.value)
    }

    fn error(&mut self, message: Said, span: Span, hint: Said) {
        let place = self.source.place(span);
        self.problems.push(Diagnostic::error(message).at(place).hint(hint));
    }

    fn base_url(&mut self, mapping: &mut Mapping) -> Option<String> {
        let text = mapping.text("base_url", self.problems)?;
        let url = base_url(&text.value);
        if url.is_none() {
            let hint = said!(
                "write the site's address in full: `https://example.org/news/`",
                "请把网站的网址写完整：`https://example.org/news/`"
            );
            let message = said!(
                "`{url}` is no address of a site",
                "“{url}”不是网站的网址",
                url = text.brief()
            );
            self.error(message, text.span, hint);
        }
        url
    }

    fn theme(&mut self, mapping: &mut Mapping) -> Option<String> {
        let text = mapping.text("theme", self.problems)?;
        let folder = !text.value.starts_with('.') && !text.value.contains(['/', '\\', ':', '\0']);
        if !folder {
            let hint = said!(
                "a theme is the name of a folder below `themes/`",
                "版式是 `themes/` 下面一个文件夹的名称"
            );
            let message = said!("`{theme}` is no theme", "“{theme}”不是版式", theme = text.brief());
            self.error(message, text.span, hint);
        }
        folder.then_some(text.value)
    }

    fn language(&mut self, mapping: &mut Mapping) -> Option<Language> {
        let text = mapping.text("language", self.problems)?;
        let language = Language::ALL.into_iter().find(|language| language.code() == text.value);
        if language.is_none() {
            let hint = said!(
                "the site's own words are there in `zh-Hans`, `zh-Hant` and `en`",
                "网站的用语有 `zh-Hans`、`zh-Hant` 和 `en`"
            );
            let message = said!(
                "`{language}` is no language of a site",
                "“{language}”不是网站的语言",
                language = text.brief()
            );
            self.error(message, text.span, hint);
        }
        language
    }

    /// What was written under `key`, name by name.
    fn choices(&mut self, mapping: &mut Mapping, key: &'static str) -> BTreeMap<String, Choice> {
        let Some(inner) = mapping.mapping(key, self.problems) else { return BTreeMap::new() };
        let mut choices = BTreeMap::new();
        for (name, span) in inner.keys() {
            let Some(text) = inner.value(name, self.problems) else { continue };
            let place = self.source.place(span);
            choices.insert(name.to_owned(), Choice { value: text.value, place });
        }
        choices
    }

    fn archive(&mut self, mapping: &mut Mapping) -> Option<Vec<ArchiveFormat>> {
        let formats = ArchiveFormat::ALL.map(|format| (format.ending(), format));
        self.some_of(mapping, "archive", &formats, |format| {
            let message = said!("`{format}` is no archive", "没有“{format}”这种存档", format);
            let hint = said!(
                "it takes any of `html`, `epub` and `zip`: `archive: [html, epub]`",
                "可以写 `html`、`epub`、`zip`：`archive: [html, epub]`"
            );
            (message, hint)
        })
    }

    fn feeds(&mut self, mapping: &mut Mapping) -> Option<Vec<FeedFormat>> {
        let formats = [("atom", FeedFormat::Atom), ("json", FeedFormat::Json)];
        self.some_of(mapping, "feeds", &formats, |format| {
            let message = said!("`{format}` is no feed", "没有“{format}”这种订阅源", format);
            let hint = said!(
                "it takes `atom` and `json`: `feeds: [atom]`, or `feeds: []` for none",
                "可以写 `atom`、`json`：`feeds: [atom]`；都不要就写 `feeds: []`"
            );
            (message, hint)
        })
    }

    /// Those of `all` that the list `key` names, in their order, each once; `None` if nothing is
    /// said. `unknown` says of a name that it is none of them.
    fn some_of<T: Copy>(
        &mut self,
        mapping: &mut Mapping,
        key: &'static str,
        all: &[(&str, T)],
        unknown: impl Fn(String) -> (Said, Said),
    ) -> Option<Vec<T>> {
        let value = mapping.value_span(key).and_then(|span| self.source.text().get(span));
        let named = mapping.texts(key, self.problems);
        for text in &named {
            if !all.iter().any(|(name, _)| *name == text.value) {
                let (message, hint) = unknown(text.brief());
                self.error(message, text.span.clone(), hint);
            }
        }
        let is_named = |name: &str| named.iter().any(|text| text.value == name);
        let chosen = all.iter().filter(|(name, _)| is_named(name)).map(|(_, one)| *one);
        // An empty list says something, a key without a value does not.
        let is_said = !named.is_empty() || value.is_some_and(|value| value.starts_with('['));
        is_said.then(|| chosen.collect())
    }

    fn page_size(&mut self, mapping: &mut Mapping) -> Option<usize> {
        let what = said!("a whole number from 1 to 1000", "1 到 1000 的整数");
        let size = mapping.parsed("page_size", &what, self.problems)?;
        if (1..=1000).contains(&size) {
            return Some(size);
        }
        let span = mapping.value_span("page_size").unwrap_or_default();
        let message = said!(
            "`page_size` must be {what}, not {size}",
            "`page_size` 应当是{what}，不能是 {size}",
            what,
            size
        );
        self.error(message, span, said!("50 is usual", "一般写 50"));
        None
    }

    fn addresses(&mut self, mapping: &mut Mapping) -> BTreeMap<String, Slug> {
        let mut addresses = BTreeMap::new();
        let Some(inner) = mapping.mapping("addresses", self.problems) else { return addresses };
        for (name, _) in inner.keys() {
            let Some(text) = inner.value(name, self.problems) else { continue };
            if let Some(slug) = yaml::slug(self.source, &text, name, self.problems) {
                addresses.insert(name.to_owned(), slug);
            }
        }
        addresses
    }

    /// What each name of `renamed` came to in the end. Names that go in a circle
    /// are told once.
    fn renamed(&mut self, mapping: &mut Mapping) -> BTreeMap<String, Renamed> {
        let mut renamed = BTreeMap::new();
        let Some(inner) = mapping.mapping("renamed", self.problems) else { return renamed };
        let mut steps: BTreeMap<&str, (String, Span)> = BTreeMap::new();
        for (name, span) in inner.keys() {
            if let Some(text) = inner.value(name, self.problems) {
                steps.insert(name, (text.value.trim().to_owned(), span));
            }
        }
        for (&name, (to, span)) in &steps {
            let (mut way, mut last) = (vec![name], to.as_str());
            while let Some((next, _)) = steps.get(last).filter(|_| last != name) {
                way.push(last);
                if way.len() > steps.len() {
                    break;
                }
                last = next;
            }
            if last == name && way.iter().all(|other| *other >= name) {
                // Each name of a circle meets it; the first of them tells of it.
                way.push(name);
                let way: Vec<String> = way.iter().map(|name| visible(name)).collect();
                let way = way.join(" → ");
                let message =
                    said!("`renamed` goes in a circle: {way}", "`renamed` 绕成了圈：{way}");
                let hint =
                    said!("leave out the name that is in use today", "请去掉今天还在用的那个名称");
                self.error(message, span.clone(), hint);
            } else if !steps.contains_key(last) {
                let (to, place) = (last.to_owned(), self.source.place(span.clone()));
                renamed.insert(name.to_owned(), Renamed { to, place });
            }
        }
        renamed
    }

    fn name_order(&mut self, mapping: &mut Mapping) -> Option<NameOrder> {
        let text = mapping.text("name_order", self.problems)?;
        match text.value.as_str() {
            "pinyin" | "拼音" => Some(NameOrder::Pinyin),
            "stroke" | "笔画" => Some(NameOrder::Stroke),
            _ => {
                let hint = said!(
                    "it is one of `pinyin` (by sound) and `stroke` (by strokes)",
                    "可以写 `pinyin`（按拼音）或 `stroke`（按笔画）"
                );
                let message =
                    said!("`{order}` is no order", "没有“{order}”这种排法", order = text.brief());
                self.error(message, text.span, hint);
                None
            }
        }
    }

    fn limits(&mut self, mapping: &mut Mapping) -> Limits {
        let default = Limits::default();
        let Some(mut inner) = mapping.mapping("limits", self.problems) else { return default };
        let seed_bytes = self.size(&mut inner, "seed").unwrap_or(default.seed_bytes);
        let article_bytes = self.size(&mut inner, "article").unwrap_or(default.article_bytes);
        let picture_bytes = self.size(&mut inner, "picture").unwrap_or(default.picture_bytes);
        let front_matter = self.size(&mut inner, "front_matter").map(|n| n as usize);
        let page = self.size(&mut inner, "page").map(|n| n as usize);
        let nesting = self.nesting(&mut inner).unwrap_or(default.nesting);
        inner.finish(self.problems);
        Limits {
            seed_bytes,
            article_bytes,
            picture_bytes,
            front_matter_bytes: front_matter.unwrap_or(default.front_matter_bytes),
            nesting,
            page_bytes: page.unwrap_or(default.page_bytes),
        }
    }

    fn size(&mut self, mapping: &mut Mapping, key: &'static str) -> Option<u64> {
        let text = mapping.text(key, self.problems)?;
        let size = size(&text.value);
        if size.is_none() {
            let hint = said!(
                "write a number of bytes, or one with KiB, MiB or GiB: `64MiB`",
                "请写字节数，或带 KiB、MiB、GiB：`64MiB`"
            );
            let message = said!("`{size}` is no size", "“{size}”不是大小", size = text.brief());
            self.error(message, text.span, hint);
        }
        size
    }

    /// Deeper than 100 the parsers behind us give up by themselves.
    fn nesting(&mut self, mapping: &mut Mapping) -> Option<usize> {
        let what = said!("a whole number from 1 to 100", "1 到 100 的整数");
        let nesting = mapping.parsed("nesting", &what, self.problems)?;
        if (1..=100).contains(&nesting) {
            return Some(nesting);
        }
        let span = mapping.value_span("nesting").unwrap_or_default();
        let message = said!(
            "`nesting` must be {what}, not {nesting}",
            "`nesting` 应当是{what}，不能是 {nesting}",
            what,
            nesting
        );
        self.error(message, span, said!("64 is usual", "一般写 64"));
        None
    }
}

/// `text` as the address of a site, with a `/` at its end: http or https, a
/// host, perhaps a path, and nothing else.
pub(crate) fn base_url(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let host = rest.split('/').next()?;
    let name = host.split(':').next()?;
    let port = host.split_once(':').map_or("", |(_, port)| port);
    let in_host = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    let in_path = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&()*+,;=:@/%".contains(&b);
    let good = name.bytes().any(|b| b.is_ascii_alphanumeric())
        && name.bytes().all(in_host)
        && port.bytes().all(|b| b.is_ascii_digit())
        && rest[host.len()..].bytes().all(in_path);
    let slash = if text.ends_with('/') { "" } else { "/" };
    good.then(|| format!("{text}{slash}"))
}

/// `65536`, `64KiB`, `64MiB`, `1GiB`; at least one byte.
fn size(text: &str) -> Option<u64> {
    let units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];
    let unit = units.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)));
    let (number, unit) = unit.unwrap_or((text, 1));
    let number = number.trim_end();
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let number: u64 = digits.then(|| number.parse().ok())??;
    number.checked_mul(unit).filter(|&size| size > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Checked<Option<Config>> {
        Config::parse(&Source::new("kanyin.yaml", text))
    }

    fn messages(text: &str) -> Vec<String> {
        let mut problems = parse(text).diagnostics;
        crate::diag::sort(&mut problems);
        let line = |d: &Diagnostic| d.place.as_ref().map_or(0, |p| p.line);
        problems.iter().map(|d| format!("{}: {}", line(d), d.message.en())).collect()
    }

    #[test]
    fn every_key_is_read() {
        let text = "title: 山城报\ntagline: 一纸\npublisher: 山城社\nplace: 重庆\nbase_url: https://example.org/a\n\
            theme: own\narchive: [zip, html, zip]\nfeeds: json\nsearch: false\ncity_topics: false\npage_size: 20\nallow_html: true\naddresses:\n  张三: zhang-san-2\n  \"李: 四\": li-si\n\
            renamed:\n  张叁: 张三\n  水边: 河边\n  河边: 河岸\nname_order: stroke\n\
            limits:\n  seed: 1GiB\n  article: 2MiB\n  picture: 3MiB\n  front_matter: 1KiB\n  nesting: 8\n  page: 4096\n";
        let checked = parse(text);
        assert_eq!(checked.diagnostics, []);
        let config = checked.value.unwrap_or_else(|| Config::default_for(""));
        assert_eq!(config.base_url.as_deref(), Some("https://example.org/a/"));
        assert_eq!((config.page_size, config.allow_html, &*config.theme), (20, true, "own"));
        assert!(!config.search && Config::default_for("").search);
        assert!(!config.city_topics && Config::default_for("").city_topics);
        assert_eq!(config.archive, [ArchiveFormat::Html, ArchiveFormat::Zip]);
        assert_eq!(config.feeds, [FeedFormat::Json]);
        assert_eq!(Config::default_for("").feeds, FeedFormat::ALL);
        let feeds = |text| parse(text).value.map(|config| config.feeds.len());
        assert_eq!(
            ["title: 报\nfeeds: []\n", "title: 报\nfeeds:\n"].map(feeds),
            [Some(0), Some(2)]
        );
        assert_eq!(config.addresses["张三"].as_str(), "zhang-san-2");
        assert_eq!(config.addresses["李: 四"].as_str(), "li-si");
        let renamed = config.renamed.iter().map(|(old, new)| (&**old, &*new.to, new.place.line));
        let renamed: Vec<_> = renamed.collect();
        assert_eq!(renamed, [("张叁", "张三", 17), ("水边", "河岸", 18), ("河边", "河岸", 19)]);
        assert_eq!(config.name_order, NameOrder::Stroke);
        let limits = Limits {
            seed_bytes: 1 << 30,
            article_bytes: 2 << 20,
            picture_bytes: 3 << 20,
            front_matter_bytes: 1024,
            nesting: 8,
            page_bytes: 4096,
        };
        assert_eq!(config.limits, limits);
    }

    #[test]
    fn all_problems_are_named_at_once_with_their_lines() {
        let text = "titel: 报\nbase_url: ftp://x\npage_size: 0\ntheme: ../x\nallow_html: yes\n\
            archive: [pdf]\nfeeds: [rss, atom]\nlimits:\n  seed: 3MB\n  nestin: 3\naddresses:\n  张三: 张\n";
        assert_eq!(
            messages(text),
            [
                "1: `title` is missing",
                "1: unknown key `titel`",
                "2: `ftp://x` is no address of a site",
                "3: `page_size` must be a whole number from 1 to 1000, not 0",
                "4: `../x` is no theme",
                "5: `allow_html` must be `true` or `false`, not `yes`",
                "6: `pdf` is no archive",
                "7: `rss` is no feed",
                "9: `3MB` is no size",
                "10: unknown key `nestin`",
                "12: `张` is no address",
            ]
        );
    }

    #[test]
    fn names_that_are_renamed_in_a_circle_are_told_once() {
        let text = "title: 报\nrenamed:\n  丙: 甲\n  丁: 乙\n  甲: 乙\n  乙: 丙\n  戊: 戊\n  己: 庚\nname_order: abc\n";
        assert_eq!(
            messages(text),
            [
                "3: `renamed` goes in a circle: 丙 → 甲 → 乙 → 丙",
                "7: `renamed` goes in a circle: 戊 → 戊",
                "9: `abc` is no order",
            ]
        );
        let config = parse(text).value.unwrap_or_else(|| Config::default_for(""));
        assert_eq!(config.renamed.keys().collect::<Vec<_>>(), ["己"]);
    }

    #[test]
    fn an_address_of_a_site_has_a_host_and_nothing_behind_its_path() {
        for good in ["http://localhost:8000", "https://a.example/报/".replace('报', "b").as_str()]
        {
            assert!(base_url(good).is_some_and(|url| url.ends_with('/')), "{good}");
        }
        for bad in [
            "https://",
            "https:///a",
            "https://a?b",
            "https://a/#b",
            "//a",
            "https://a b",
            "https://u@h",
            "https://报.cn",
        ] {
            assert_eq!(base_url(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_empty_file_says_what_is_missing() {
        assert_eq!(messages(""), ["1: `title` is missing"]);
        assert_eq!(messages("\u{feff}title: 报\r\npage_size: 20\r\n"), [""; 0]);
    }
}
