//! The first step: what each file of `content/` says, file by file.
//!
//! The facts of a file depend on that file and on the options alone, never on
//! another file. So they are made in parallel, and may be kept from one build
//! to the next.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use jiff::civil::Date;
use rayon::prelude::*;

use super::{
    AT_ONCE, Drafts, Inputs,
    body::{Body, Inside},
    captions, filed, headers,
    kept::Kept,
    key::Key,
    output::Sink,
    pictured,
    said::{self, Manner, Said},
    shelf::Text,
    view::ImageView,
};
use crate::{
    article::{
        Article, IssuePage, Kind, Parsed,
        byline::{self, Credit},
    },
    diag::{Checked, Diagnostic, Place, Source, Span},
    markdown::{self, Album, Rendered},
    places::{self, Place as Division},
    route::{Address, Section, Slug},
    tongue::said,
};

/// The folder below the site's directory that holds the issues.
pub(super) const CONTENT: &str = "content/";

/// What a file of `content/` gives.
#[derive(Clone)]
pub(super) enum Read {
    /// An article.
    Article(Arc<Facts>),
    /// An article that waits for its day.
    Waiting(Date),
    /// An issue's own page.
    Issue(Arc<IssueFacts>),
    /// It has a fault, or is a draft, or not meant for the site.
    Nothing,
}

/// What the files of `content/` say.
#[derive(Default)]
pub(super) struct Loaded {
    /// Articles, in no particular order.
    pub(super) articles: Vec<Arc<Facts>>,
    /// Issues that have a page of their own.
    pub(super) issues: Vec<Arc<IssueFacts>>,
    /// The days that articles wait for.
    waiting: Vec<Date>,
}

impl Loaded {
    /// What some files give.
    pub(super) fn of(files: impl IntoIterator<Item = Read>) -> Self {
        let mut loaded = Self::default();
        for read in files {
            match read {
                Read::Article(facts) => loaded.articles.push(facts),
                Read::Issue(facts) => loaded.issues.push(facts),
                Read::Waiting(day) => loaded.waiting.push(day),
                Read::Nothing => {}
            }
        }
        loaded
    }

    /// The key of all that is seen of them from outside.
    pub(super) fn seen(&self) -> Key {
        let articles = self.articles.iter().map(|facts| (facts.file.name(), facts.seen()));
        Key::of(&(articles.collect::<Vec<_>>(), &self.issues))
    }
}

/// What an article's file says.
pub(super) struct Facts {
    /// The file.
    pub(super) file: Text,
    /// The issue: the name of the file's folder.
    pub(super) issue: Slug,
    /// The article. Its body is in `body`.
    pub(super) article: Article,
    /// Where the body begins in the file, in bytes.
    start: usize,
    pub(super) body: Body,
    pub(super) inside: Inside,
    /// Where the parts of the article stand, once a problem wanted to know.
    parsed: OnceLock<Option<Parsed>>,
    /// What the body says at length. It is here if the body was read, or once it was asked for.
    said: OnceLock<Said>,
    manner: Arc<Manner>,
    /// The pictures in it, in order.
    pub(super) pictures: Vec<ImageView>,
    /// By what it may be kept from build to build, if it may.
    pub(super) kept: Option<Key>,
    /// Of what is seen of it from outside, if it may be kept.
    seen: Option<Key>,
    /// The day from which it is on the site, if that has not come: only the preview
    /// has such articles.
    pub(super) waits: Option<Date>,
    /// Who is named in each line of the byline.
    pub(super) credits: Vec<Vec<Credit>>,
    /// The place it is about.
    pub(super) city: Option<&'static Division>,
}

impl Facts {
    /// What the body says at length.
    pub(super) fn said(&self) -> &Said {
        // Of one with pictures it is here.
        self.said
            .get_or_init(|| Said::without_pictures(&self.file.again(), self.start, &self.manner))
    }

    /// Its first paragraphs, for the front page.
    pub(super) fn opening(&self) -> Vec<String> {
        said::opening(&self.file.again(), self.start, &self.manner)
    }

    /// Where the value of `key` stands in the front matter.
    pub(super) fn place_of(&self, key: &str) -> Place {
        self.place(|parsed| parsed.span(key))
    }

    /// Where entry `index` (from 0) of the list `key` stands in the front matter.
    pub(super) fn place_of_item(&self, key: &str, index: usize) -> Place {
        self.place(|parsed| parsed.item_span(key, index))
    }

    /// Where something stands in the file; the file itself, if it cannot be read again.
    fn place(&self, part: impl FnOnce(&Parsed) -> Span) -> Place {
        let Ok(source) = self.file.read() else { return Place::file(self.file.name()) };
        let parse = || Article::from_markdown(&source, &self.manner.limits).value;
        source.place(self.parsed.get_or_init(parse).as_ref().map_or(0..0, part))
    }

    /// What may be kept of it.
    pub(super) fn to_keep(&self) -> Option<Bytes> {
        let seen = to_see(&self.article, &self.body, &self.credits, self.city)?;
        Some(Bytes { seen, rest: postcard::to_allocvec(&(self.start, &self.inside)).ok()? })
    }

    /// The key of all that is seen of it from outside: of what stands in lists and links, and
    /// decides in which. Of one that is not kept it is that of all that its file says.
    fn seen(&self) -> Option<Key> {
        self.seen.or_else(|| self.file.key())
    }
}

/// What is seen of an article from outside.
fn to_see(
    article: &Article,
    body: &Body,
    credits: &[Vec<Credit>],
    city: Option<&Division>,
) -> Option<Vec<u8>> {
    let city = city.map(|city| city.code);
    postcard::to_allocvec(&(article, body, credits, city)).ok()
}

/// What may be kept of an article, as bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bytes {
    /// What is seen of it from outside.
    pub(super) seen: Vec<u8>,
    pub(super) rest: Vec<u8>,
}

/// What was kept of an article.
pub(super) struct Known {
    /// The key of what is seen of it from outside.
    seen: Key,
    outside: (Article, Body, Vec<Vec<Credit>>, Option<u32>),
    rest: (usize, Inside),
}

impl Known {
    /// What was kept, of which part has this key; `None` if it is damaged.
    pub(super) fn of(seen: (Key, &[u8]), rest: &[u8]) -> Option<Self> {
        let (seen, outside) = (seen.0, postcard::from_bytes(seen.1).ok()?);
        Some(Self { seen, outside, rest: postcard::from_bytes(rest).ok()? })
    }
}

/// What an issue's own page says.
#[derive(Clone, Hash)]
pub(super) struct IssueFacts {
    pub(super) slug: Slug,
    pub(super) title: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) note: String,
    /// The pictures in the note.
    pub(super) pictures: Vec<ImageView>,
    /// The hosts of those that lie elsewhere.
    pub(super) hosts: BTreeSet<String>,
}

/// What each file of `content` says, in their order. Files that are neither articles nor
/// issue pages are not meant for the site and are passed over, and so are drafts and articles
/// whose day has not come, unless they are asked for. Articles that are `kept` are not read again.
pub(super) fn load(
    content: &[Text],
    inputs: &Inputs,
    manner: &Arc<Manner>,
    kept: Option<&Kept<'_, impl Sink>>,
) -> Vec<Checked<Read>> {
    let content = content.par_iter().with_max_len(AT_ONCE);
    content.map(|file| read(file, inputs, manner, kept)).collect()
}

/// What one file says.
fn read(
    file: &Text,
    inputs: &Inputs,
    manner: &Arc<Manner>,
    kept: Option<&Kept<'_, impl Sink>>,
) -> Checked<Read> {
    let nothing = |problem| Checked::new(Read::Nothing, vec![problem]);
    match sort_out(file.name()) {
        Ok(Some((issue, true))) => match file.read() {
            Ok(source) => {
                issue_page(&source, issue, inputs, manner).map(|facts| Read::Issue(Arc::new(facts)))
            }
            Err(problem) => nothing(problem),
        },
        Ok(Some((issue, false))) => article(file, issue, inputs, manner, kept),
        Ok(None) => Checked::clean(Read::Nothing),
        Err(problem) => nothing(problem),
    }
}

/// The issue a file belongs to and whether it is the issue's own page; `None`
/// for a file that is not printed.
fn sort_out(file: &str) -> Result<Option<(Slug, bool)>, Diagnostic> {
    let path = file.strip_prefix(CONTENT).unwrap_or(file);
    let Some((folder, name)) = path.split_once('/') else {
        let problem = Diagnostic::error(said!(
            "an article has to stand in the folder of an issue",
            "文章要放在某一期的文件夹里"
        ));
        let hint = said!(
            "move it to `{CONTENT}<issue>/{path}`, for example {CONTENT}2023-04-07/{path}",
            "请移到 `{CONTENT}<issue>/{path}`，例如 {CONTENT}2023-04-07/{path}"
        );
        return Err(problem.at(Place::file(file)).hint(hint));
    };
    let own_page = name == "_issue.md";
    if name.starts_with(['_', '.']) && !own_page {
        return Ok(None);
    }
    if name.contains('/') {
        let problem = Diagnostic::error(said!(
            "an issue's folder holds no further folders",
            "一期的文件夹里不能再有文件夹"
        ));
        return Err(problem
            .at(Place::file(file))
            .hint(said!("move it to {CONTENT}{folder}/", "请移到 {CONTENT}{folder}/")));
    }
    if let Some(issue) = Slug::parse(folder) {
        return Ok(Some((issue, own_page)));
    }
    let better =
        Slug::from_title(folder).map_or_else(|| "2023-04-07".to_owned(), |s| s.to_string());
    let problem = Diagnostic::error(said!(
        "the folder `{folder}` cannot be an address",
        "文件夹“{folder}”不能作网址"
    ));
    let hint = said!(
        "an issue's folder has lower-case letters, digits and single hyphens: {CONTENT}{better}/",
        "期的文件夹名只能用小写字母、数字和单个连字符：{CONTENT}{better}/"
    );
    Err(problem.at(Place::file(file)).hint(hint))
}

fn article(
    file: &Text,
    issue: Slug,
    inputs: &Inputs,
    manner: &Arc<Manner>,
    kept: Option<&Kept<'_, impl Sink>>,
) -> Checked<Read> {
    // What nobody knows of it is to be read whatever is kept.
    let source = if file.known().is_none() { Some(file.read()) } else { None };
    let key = kept.and_then(|_| file.known()).map(|key| Key::of(&(file.name(), key)));
    let known = kept.zip(key).and_then(|(kept, key)| kept.article(key));
    if let Some(Known { seen, outside, rest: (start, inside) }) = known {
        let (article, body, credits, city) = outside;
        let city = city.and_then(|code| places::places().get(code));
        let told = Told {
            article,
            start,
            body,
            inside,
            said: None,
            pictures: Vec::new(),
            credits,
            city,
            seen: Some(seen),
        };
        return Checked::clean(told.read(file, issue, inputs, manner, key));
    }
    let source = match source.unwrap_or_else(|| file.read()) {
        Ok(source) => source,
        Err(problem) => return Checked::new(Read::Nothing, vec![problem]),
    };
    let source = &source;
    let mut problems = Vec::new();
    let parsed = Article::from_markdown(source, &inputs.config.limits).into_value(&mut problems);
    let Some(parsed) = parsed.filter(|p| inputs.drafts == Drafts::Marked || !p.article.draft)
    else {
        return Checked::new(Read::Nothing, problems);
    };
    if let (Some(day), Drafts::LeftOut) = (waits(&parsed.article, inputs), inputs.drafts) {
        return Checked::new(Read::Waiting(day), problems);
    }
    let told = told(source, &issue, &parsed, inputs, manner);
    let ((body, inside, said), pictures) = told.into_value(&mut problems);
    let city = filed::city(source, &parsed, &mut problems);
    let Parsed { article, body_start: start, .. } = parsed;
    // The HTML is all that is still needed of its body.
    let article = Article { body: String::new(), ..article };
    let credits: Vec<_> = article.byline.iter().map(|line| byline::parse(line)).collect();
    // What there is to say is said each time, and one that shows pictures says something else
    // when they are others.
    let key = key.filter(|_| problems.is_empty() && !body.pictured);
    let seen = key.and_then(|_| to_see(&article, &body, &credits, city));
    let seen = seen.map(|seen| Key::of_bytes(&seen));
    let said = Some(said);
    let told = Told { article, start, body, inside, said, pictures, credits, city, seen };
    Checked::new(told.read(file, issue, inputs, manner, key), problems)
}

/// The day for which an article waits, if that has not come.
fn waits(article: &Article, inputs: &Inputs) -> Option<Date> {
    article.publish.filter(|publish| built_for(inputs).is_none_or(|day| day < *publish))
}

/// What an article's file tells, read now or known.
struct Told {
    article: Article,
    start: usize,
    body: Body,
    inside: Inside,
    said: Option<Said>,
    pictures: Vec<ImageView>,
    credits: Vec<Vec<Credit>>,
    city: Option<&'static Division>,
    seen: Option<Key>,
}

impl Told {
    /// The article, which may be kept by the `key` if there is one.
    fn read(
        self,
        file: &Text,
        issue: Slug,
        inputs: &Inputs,
        manner: &Arc<Manner>,
        key: Option<Key>,
    ) -> Read {
        let Self { article, start, body, inside, said, pictures, credits, city, seen } = self;
        let waits = waits(&article, inputs);
        if let (Some(day), Drafts::LeftOut) = (waits, inputs.drafts) {
            return Read::Waiting(day);
        }
        Read::Article(Arc::new(Facts {
            file: file.clone(),
            issue,
            article,
            start,
            body,
            inside,
            parsed: OnceLock::new(),
            said: said.map_or_else(OnceLock::new, OnceLock::from),
            manner: Arc::clone(manner),
            pictures,
            kept: key,
            seen,
            waits,
            credits,
            city,
        }))
    }
}

/// What the body of an article says, and the pictures in it.
fn told(
    source: &Source,
    issue: &Slug,
    parsed: &Parsed,
    inputs: &Inputs,
    manner: &Manner,
) -> Checked<((Body, Inside, Said), Vec<ImageView>)> {
    let mut problems = Vec::new();
    let Article { title, slug, kind, .. } = &parsed.article;
    let page = Address::article(issue, slug);
    let sizes = if *kind == Kind::Photo { pictured::WIDE } else { pictured::SIZES };
    let album = (sizes, title.as_str());
    let rendered = body(source, parsed.body_start, album, issue, &page, inputs, manner);
    let rendered = rendered.into_value(&mut problems);
    problems.extend(captions::check(source, parsed, &rendered, inputs.captions));
    let pictures = views(&rendered, &page);
    let topics = filed::topics(source, parsed, &rendered.blocks, &inputs.vocabulary, &mut problems);
    let body = Body::new(rendered, title, &pictures, topics, manner);
    Checked::new((body, pictures), problems)
}

/// The day up to which articles are on the site: the one for which it is built, or
/// else the one on which it last changed, as the editor says. Without either no day
/// has come.
fn built_for(inputs: &Inputs) -> Option<Date> {
    inputs.day.or(inputs.config.updated)
}

/// Says how many articles wait for their day, and which is the next.
pub(super) fn told_waiting(loaded: &Loaded, inputs: &Inputs) -> Option<Diagnostic> {
    let day = built_for(inputs);
    let next = loaded.waiting.iter().min()?;
    let many = match loaded.waiting.len() {
        1 => said!("1 article waits for its day", "有 1 篇文章还没到日子"),
        count => said!("{count} articles wait for their day", "有 {count} 篇文章还没到日子"),
    };
    let built = match day {
        Some(day) => said!("this site is built for {day}", "网站是按 {day} 这一天印的"),
        None => said!("nobody says for which day this site is built", "没有写网站按哪一天印"),
    };
    let note = Diagnostic::note(said!(
        "{many}, the next for {next}",
        "{many}，最近的是 {next}",
        many,
        next
    ));
    Some(note.hint(said!(
        "{built}: `--date {next}` brings it",
        "{built}：用 `--date {next}` 就会登出",
        built,
        next
    )))
}

fn issue_page(
    source: &Source,
    slug: Slug,
    inputs: &Inputs,
    manner: &Manner,
) -> Checked<IssueFacts> {
    let mut problems = Vec::new();
    let page = IssuePage::from_markdown(source, &inputs.config.limits).into_value(&mut problems);
    let address = Address::entry(Section::Issue, &slug, 1);
    let IssuePage { title, date, .. } = page;
    let name = title.as_deref().unwrap_or(slug.as_str());
    let album = (pictured::SIZES, name);
    let note = body(source, page.body_start, album, &slug, &address, inputs, manner);
    let note = note.into_value(&mut problems);
    let pictures = views(&note, &address);
    let note = note.html;
    let hosts = headers::hosts(&note);
    Checked::new(IssueFacts { slug, title, date, note, pictures, hosts }, problems)
}

/// The body of a file of `issue` as HTML for `page`, with pictures of these `sizes`;
/// `title` is what the page is called.
fn body(
    source: &Source,
    start: usize,
    (sizes, title): (&str, &str),
    issue: &Slug,
    page: &Address,
    inputs: &Inputs,
    manner: &Manner,
) -> Checked<Rendered> {
    let root = page.root();
    let words = &manner.words;
    let album = Album {
        find: &|address| pictured::find(address, issue, &root, &inputs.pictures),
        sizes,
        told_below: words.get("told_in_caption"),
        untold: title,
        words,
    };
    markdown::render_pictured(source, start, &manner.options, &album)
}

/// The pictures of a body of `page` as templates see them.
fn views(body: &Rendered, page: &Address) -> Vec<ImageView> {
    let root = page.root();
    body.pictures.iter().filter_map(|picture| pictured::view(picture, &root)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted_out(name: &str) -> Result<Option<(String, bool)>, String> {
        sort_out(name)
            .map(|o| o.map(|(s, b)| (s.to_string(), b)))
            .map_err(|d| d.hint.map_or(String::new(), |h| h.en().to_owned()))
    }

    #[test]
    fn files_are_sorted_out_by_their_path() {
        assert_eq!(sorted_out("content/2023-04-07/a.md"), Ok(Some(("2023-04-07".into(), false))));
        assert_eq!(
            sorted_out("content/2023-04-07/_issue.md"),
            Ok(Some(("2023-04-07".into(), true)))
        );
        assert_eq!(sorted_out("content/2023-04-07/_ledger.md"), Ok(None));
        for (bad, hint) in [
            ("content/a.md", "content/<issue>/a.md"),
            ("content/第3期/a.md", "content/di-3-qi/"),
            ("content/x/y/a.md", "content/x/"),
        ] {
            let told = sorted_out(bad);
            assert!(told.as_ref().is_err_and(|h| h.contains(hint)), "{bad}: {told:?}");
        }
    }
}
