//! A publication that was read: what its site is set from, and what whole issues
//! are made of for who sets them otherwise.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{
    Inputs,
    feeds::Feeds,
    kept::Kept,
    key::{Key, Made},
    library::{self, Library, named},
    load::{self, Loaded},
    names::Names,
    output::{Keep, Moved, Note, Outlet, Output, Sink, Step},
    plan::{self, Planner, ROLES, Stock, canonical},
    print_for_machines,
    related::Related,
    render,
    said::Manner,
    search,
    seen::Shared,
    shelf::Text,
    theme::{self, Theme},
    view::{ArticleView, CreditsView, IssueHeadView, SiteView},
};
use crate::{
    article::{Kind, byline::Role},
    diag::{self, Checked, Diagnostic},
    markdown::highlight,
    pictures::{Picture, Print},
    places,
    route::{Address, Section, Slug},
    tongue::said,
    words::Words,
};

/// A publication whose files and theme were read and found good.
pub struct Publication<'a> {
    pub(super) inputs: Cow<'a, Inputs>,
    pub(super) names: Names,
    pub(super) library: Library,
    pub(super) feeds: Feeds,
    pub(super) theme: Theme,
    /// By the path where the full size of each stands.
    pictures: BTreeMap<String, Arc<Picture>>,
    /// Made when the first page is.
    pub(super) stock: OnceLock<Stock>,
    /// Of all that any of its pages may show of articles but for each page's own, if that is held
    /// against a build before.
    seen: Option<Key>,
}

/// The issues of a publication, each to be had as a whole.
pub struct Issues<'p> {
    publication: &'p Publication<'p>,
    /// Where each is in the library.
    places: BTreeMap<&'p Slug, usize>,
}

/// An issue as a whole.
pub struct Printed {
    /// Its id.
    pub slug: Slug,
    /// Its name and date; `href` is that of its page on the site.
    pub head: IssueHeadView,
    /// Absolute address of its page, if the site has one.
    pub canonical: Option<String>,
    /// The publication.
    pub site: Shared<SiteView>,
    /// The editor's foreword as HTML, with the address at which it stands.
    pub note: (Address, String),
    /// Articles and photo pieces, in the order of the issue.
    pub articles: Vec<PrintedArticle>,
    /// Who made it, by role.
    pub credits: Vec<CreditsView>,
}

/// An article of an issue.
pub struct PrintedArticle {
    /// Its id within the issue.
    pub slug: Slug,
    /// Where its page stands on the site.
    pub address: Address,
    /// Path of its file, for problems.
    pub file: String,
    /// All that its page shows.
    pub view: ArticleView,
    /// Whether it is a photo piece.
    pub photo: bool,
}

impl<'a> Publication<'a> {
    /// Reads content and theme. `None` if pages cannot be set from them.
    pub fn open(inputs: &'a Inputs) -> Checked<Option<Self>> {
        // Who is told of the steps keeps what comes, and nothing comes yet.
        Self::open_for(inputs, &Keep::default())
    }

    /// The same, telling which step begins to whom the files will be given.
    pub fn open_for(inputs: &'a Inputs, sink: &impl Sink) -> Checked<Option<Self>> {
        sink.begin(Step::Articles, inputs.content.len());
        let mut problems = Vec::new();
        let Inputs { config, content, .. } = inputs;
        let (theme, kept) = rayon::join(
            || theme::load(&inputs.theme, config),
            || {
                sink.takes_notes().then(|| {
                    // All that is kept waits for it.
                    places::places();
                    Kept::of(sink)
                })
            },
        );
        let theme = theme.into_value(&mut problems);
        let words = theme.as_ref().map_or_else(|| Words::of(config.language), |theme| &theme.words);
        let compared = theme.as_ref().is_some_and(|theme| theme.asked.related);
        let manner = Manner::of(config, words, compared);
        let read = load::load(content, inputs, &manner, kept.as_ref()).into_iter();
        let loaded = Loaded::of(read.map(|read| read.into_value(&mut problems)));
        if let Some(kept) = kept {
            kept.renew(&loaded);
        }
        sink.begin(Step::Library, 0);
        let Some(theme) = theme else {
            // Its faults are not all that there is to say.
            let names = Names::new(config.name_order);
            library::gather(&loaded, inputs, &names).into_value(&mut problems);
            return Checked::new(None, problems);
        };
        let seen = sink.takes_notes().then(|| loaded.seen());
        let mut publication =
            Self::gather(Cow::Borrowed(inputs), theme, &loaded).into_value(&mut problems);
        drop(loaded);
        if compared {
            publication.library.related = Related::list(&mut publication.library, sink);
        }
        publication.seen = seen.map(|seen| Key::of(&(seen, publication.theme.key())));
        Checked::new(Some(publication), problems)
    }

    /// One of what files say.
    pub(super) fn gather(inputs: Cow<'a, Inputs>, theme: Theme, loaded: &Loaded) -> Checked<Self> {
        let names = Names::new(inputs.config.name_order);
        let library = library::gather(loaded, &inputs, &names);
        let pictures = inputs.pictures.values().filter_map(|picture| picture.as_ref().ok());
        let pictures = pictures.map(|picture| (picture.full().path.clone(), Arc::clone(picture)));
        let pictures = pictures.collect();
        library.map(|library| {
            let Inputs { config, vocabulary, .. } = &*inputs;
            let feeds = Feeds::plan(&library, config, vocabulary, &theme.words);
            let stock = OnceLock::new();
            Self { inputs, names, library, feeds, theme, pictures, stock, seen: None }
        })
    }

    /// The files of the site, in memory.
    pub fn site(&self) -> Checked<Option<Output>> {
        let keep = Keep::default();
        self.print(&keep).map(|moved| moved.map(|moved| keep.into_output(moved)))
    }

    /// Hands the files of the site to `sink`, one by one: none is held longer than it
    /// takes. `None` if there are errors, or the sink has stopped: what was handed
    /// over is no site then.
    pub fn print(&self, sink: &impl Sink) -> Checked<Option<Moved>> {
        let mut problems = Vec::new();
        let Inputs { config, .. } = &*self.inputs;
        let outlet = Outlet::new(sink);
        let searched = search::is_wanted(&self.library, config);
        let (assets, files) = render::assets(&self.theme, searched);
        outlet.begin(Step::Search, 0);
        let index = searched.then(|| self.print_search(&outlet));
        let index = index.as_ref();
        files.into_par_iter().for_each(|(address, bytes)| outlet.put(&address, bytes));
        outlet.begin(Step::Plan, 0);
        self.stock.get_or_init(|| self.stock_with(assets));
        let planner = Planner { index, ..self.planner() };
        let contents = planner.contents().into_value(&mut problems);
        if let Some(seen) = self.seen {
            sink.seen(seen);
        }
        outlet.begin(Step::Pages, contents.pages.len());
        let most = config.limits.page_bytes;
        problems.extend(render::render(&contents.pages, &planner, &self.theme, most, &outlet));
        problems.extend(self.print_pictures(&outlet));
        outlet.begin(Step::Machines, 0);
        print_for_machines(
            &outlet,
            &contents,
            &self.feeds,
            &self.library,
            &self.inputs,
            self.words(),
            &mut problems,
        );
        problems.extend(self.faults());
        let whole = !diag::has_errors(&problems) && !outlet.has_stopped();
        Checked::new(Some(contents.moved).filter(|_| whole), problems)
    }

    /// What could not be read again of its texts: what was made without it is not of them.
    pub fn faults(&self) -> Vec<Diagnostic> {
        self.inputs.content.iter().filter_map(Text::fault).cloned().collect()
    }

    /// The index of a search; of the last build what has not changed.
    fn print_search(&self, outlet: &Outlet<'_, impl Sink>) -> search::Index {
        let Self { library, inputs, .. } = self;
        let build = |last| search::build(library, &inputs.vocabulary, self.words(), last);
        let sink = outlet.sink();
        let file = |address: &Address| sink.last(address);
        let note = sink.note(Note::Search);
        let last = note.as_ref().map(|note| search::Last { note, file: &file });
        let search = build(last.as_ref());
        let is_missing = |file: &search::File| match &file.bytes {
            Some(_) => false,
            None => !outlet.has(&file.address(), Made::File(file.key)),
        };
        let missing = search.files.par_iter().filter(|file| is_missing(file));
        let missing: BTreeSet<Address> = missing.map(search::File::address).collect();
        let made = |file: search::File| Some((file.address(), Made::File(file.key), file.bytes?));
        if !missing.is_empty() && !outlet.has_stopped() {
            // Somebody has touched them.
            let whole = build(None).files.into_par_iter().filter_map(made);
            let whole = whole.filter(|(address, ..)| missing.contains(address));
            whole.for_each(|(address, made, bytes)| outlet.hand_over(&address, made, bytes.into()));
        }
        let new = search.files.into_par_iter().filter_map(made);
        new.for_each(|(address, made, bytes)| outlet.put_made(&address, made, bytes.into()));
        sink.take_note(Note::Search, &search.note);
        search.index
    }

    fn stock_with(&self, assets: plan::Assets) -> Stock {
        let Inputs { config, vocabulary, .. } = &*self.inputs;
        let Self { names, library, feeds, .. } = self;
        Stock::new(library, config, vocabulary, names, assets, feeds, self.words())
    }

    /// What makes the Views of its pages.
    pub(super) fn planner(&self) -> Planner<'_> {
        let Inputs { config, vocabulary, .. } = &*self.inputs;
        let Self { names, library, feeds, .. } = self;
        let words = self.words();
        let stock = self.stock.get_or_init(|| {
            let searched = search::is_wanted(library, config);
            self.stock_with(render::assets(&self.theme, searched).0)
        });
        let structured = self.theme.asked.structured;
        Planner { library, config, vocabulary, names, feeds, words, stock, structured, index: None }
    }

    /// The pictures that are shown, in all sizes. Two files may be of one picture.
    fn print_pictures(&self, outlet: &Outlet<'_, impl Sink>) -> Vec<Diagnostic> {
        let shown = self.library.pictures().filter_map(|path| self.pictures.get(path));
        let prints: BTreeMap<&str, &Print> = shown
            .flat_map(|picture| picture.files())
            .map(|print| (print.path.as_str(), print))
            .collect();
        let put = |(path, print): (&str, &Print)| {
            outlet.put(&Address::file(path), bytes_of(print)?);
            Ok(())
        };
        // One after the other: each is in memory while it is handed over.
        prints.into_iter().filter_map(|print| put(print).err()).collect()
    }

    /// Its issues.
    pub fn issues(&self) -> Issues<'_> {
        let places = self.library.issues.iter().enumerate().map(|(at, i)| (&i.slug, at)).collect();
        Issues { publication: self, places }
    }

    /// The picture that stands at `path`, in full size: what holds a picture but once
    /// holds this.
    pub fn picture(&self, path: &str) -> Option<&Print> {
        self.pictures.get(path).map(|picture| picture.full())
    }

    /// The site's own words.
    pub fn words(&self) -> &Words {
        &self.theme.words
    }

    /// What it was made from.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Sets `context` with a template of the theme. The engine wants a stack with
    /// room: see [`super::with_room`].
    ///
    /// # Errors
    /// The template is at fault.
    pub fn set(&self, template: &str, context: &tera::Context) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.theme.set(template, context, self.inputs.config.limits.page_bytes)
    }

    /// SHA-256 of the files of the theme, each with its name.
    pub fn theme_digest(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        for (name, bytes) in self.theme.files() {
            for part in [name.as_bytes(), bytes] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part);
            }
        }
        digest.finalize().into()
    }

    /// The theme's style sheet with all that it loads in it, fit to stand in a
    /// `<style>`: what the theme does not have itself is not loaded.
    pub fn whole_stylesheet(&self) -> String {
        let Theme { assets, stylesheet, .. } = &self.theme;
        let bytes = assets.get(stylesheet).map(Vec::as_slice).unwrap_or_default();
        let text = String::from_utf8_lossy(bytes);
        let inlined = |file: &str, name: &str| {
            let own = name.starts_with('#') || name.starts_with("data:");
            let asset = assets.get(file).map(|bytes| data_address(media_type(file), bytes));
            (!own).then(|| asset.unwrap_or_else(|| "data:,".to_owned()))
        };
        let text = render::replace_urls(stylesheet, &text, inlined) + highlight::STYLE;
        // Nothing in it may end the element it stands in.
        text.replace("</", "<\\/")
    }
}

/// The file of a print.
///
/// # Errors
/// It was kept, and is not there any longer.
pub fn bytes_of(print: &Print) -> Result<Bytes, Diagnostic> {
    print.bytes().ok_or_else(|| {
        let problem = Diagnostic::error(said!(
            "the picture `{path}` was made, and its file is gone",
            "图片 `{path}` 做好以后，文件不见了",
            path = print.path.as_str()
        ));
        problem.hint(said!(
            "somebody has changed `.kanyin/pictures` meanwhile: do it again",
            "有人动过 `.kanyin/pictures`：请再做一次"
        ))
    })
}

/// `bytes` as an address that holds them.
pub fn data_address(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(bytes))
}

fn media_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        Some("ttf") => "font/ttf",
        Some("otf") => "font/otf",
        _ => "application/octet-stream",
    }
}

impl Issues<'_> {
    /// The ids of those that have articles, the newest first.
    pub fn slugs(&self) -> Vec<Slug> {
        let issues = self.publication.library.issues.iter();
        issues.filter(|issue| !issue.entries.is_empty()).map(|issue| issue.slug.clone()).collect()
    }

    /// The publication.
    pub fn publication(&self) -> &Publication<'_> {
        self.publication
    }

    /// The issue `slug`; `None` if there is no such issue.
    pub fn read(&self, slug: &Slug) -> Option<Printed> {
        let library = &self.publication.library;
        let planner = self.publication.planner();
        let issue = &library.issues[*self.places.get(slug)?];
        let page = Address::entry(Section::Issue, slug, 1);
        let base = self.publication.inputs.config.base_url.as_deref();
        let articles = issue.entries.clone().map(|number| {
            let entry = &library.entries[number];
            let article = &entry.facts.article;
            let address = Address::article(slug, &article.slug);
            PrintedArticle {
                slug: article.slug.clone(),
                file: entry.facts.file.name().to_owned(),
                view: planner.article(&address, number),
                address,
                photo: article.kind == Kind::Photo,
            }
        });
        Some(Printed {
            slug: slug.clone(),
            head: plan::issue_head(issue, self.publication.words()),
            canonical: base.map(|base| canonical(base, &page)),
            site: planner.site(),
            note: (page, issue.note.clone()),
            articles: articles.collect(),
            credits: self.credits(issue.entries.clone()),
        })
    }

    /// Who is named in the bylines of some articles, by role, in the order of the
    /// articles.
    fn credits(&self, entries: std::ops::Range<usize>) -> Vec<CreditsView> {
        let entries = &self.publication.library.entries[entries];
        let group = |(role, key): (Role, &str)| {
            let title = self.publication.words().get(key).to_owned();
            let mut names: Vec<String> = Vec::new();
            for (name, its, _) in entries.iter().flat_map(|entry| named(&entry.facts)) {
                if its == role && names.iter().all(|known| known != name) {
                    names.push(name.to_owned());
                }
            }
            CreditsView { title, names }
        };
        ROLES.into_iter().map(group).filter(|group| !group.names.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};

    use proptest::prelude::*;

    use super::*;
    use crate::{
        config::Config,
        diag::Source,
        site::{Stopped, testing},
    };

    /// Takes note of what each file is made of, as a build does that is not the first.
    #[derive(Default)]
    struct Told {
        seen: Mutex<Option<Key>>,
        files: Mutex<BTreeMap<String, Made>>,
    }

    impl Sink for Told {
        fn begin(&self, _: Step, _: usize) {}

        fn seen(&self, key: Key) {
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(key);
        }

        fn put(&self, address: &Address, made: Made, _: Bytes) -> Result<(), Stopped> {
            let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            files.insert(address.to_string(), made);
            Ok(())
        }

        fn takes_notes(&self) -> bool {
            true
        }
    }

    /// What an article says: each number stands for another thing in its place.
    type Article = [usize; 8];

    fn text(number: usize, said: &Article) -> Text {
        let of = |place: usize, words: [&str; 3]| words[said[place] % 3].to_owned();
        let front = [
            of(0, ["title: 春\n", "title: 夏\n", "title: 秋\n"]),
            of(1, ["", "city: 赤水市\n", "city: 盘州市\n"]),
            of(2, ["", "topics: [水利]\n", "subtitle: 副题\n"]),
            of(3, ["", "column: 要闻\n", "column: 一线\n"]),
            of(4, ["", "byline: [本报记者 张三]\n", "byline: [李四 摄]\nkind: photo\n"]),
            of(5, ["", "corrections:\n  - date: 2026-02-01\n    text: 一处。\n", "page: A1\n"]),
        ];
        let lead = of(6, ["山高", "水长", "云起"]).repeat(60);
        let end = of(
            7,
            [
                "完。",
                "沟〔原文缺失〕渠。\n\n## 一\n\n## 二\n\n## 三",
                "![图](https://a.example/a.png)",
            ],
        );
        let issue = if number.is_multiple_of(2) { "2026-01-01" } else { "2026-01-02" };
        let text = format!("---\n{}---\n\n{lead}。\n\n{lead}，{end}\n", front.concat());
        Source::new(format!("content/{issue}/a{number}.md"), text).into()
    }

    fn printed(articles: &[Article]) -> Option<Told> {
        let settings =
            "title: 河口\nbase_url: https://a.example/\nsearch: true\ncity_topics: true\n";
        let config = Config::parse(&Source::new("kanyin.yaml", settings)).value?;
        let issue = |day: &str| {
            let text = format!("---\ndate: {day}\n---\n");
            Text::from(Source::new(format!("content/{day}/_issue.md"), text))
        };
        let articles = articles.iter().enumerate().map(|(number, said)| text(number, said));
        let content = ["2026-01-01", "2026-01-02"].map(issue).into_iter().chain(articles).collect();
        let inputs = Inputs { config, content, ..testing::inputs()? };
        let told = Told::default();
        let publication = Publication::open_for(&inputs, &told).value?;
        publication.print(&told).value.map(|_| told)
    }

    /// The files that may be others in the second edition, if that is told before they are made.
    fn may_differ(before: &Told, after: &Told) -> Option<BTreeSet<String>> {
        let both = [before, after];
        let [seen, now] = both.map(|t| *t.seen.lock().unwrap_or_else(PoisonError::into_inner));
        let [old, new] = both.map(|t| t.files.lock().unwrap_or_else(PoisonError::into_inner));
        let own = |made: Option<&Made>| match made {
            Some(Made::Page(keys)) => keys.own,
            _ => None,
        };
        let files = old.keys().chain(new.keys());
        let may = files.filter(|file| {
            let (old, new) = (own(old.get(*file)), own(new.get(*file)));
            old.is_none() || old != new
        });
        (seen.is_some() && seen == now).then(|| may.cloned().collect())
    }

    fn article() -> impl Strategy<Value = Article> {
        prop::array::uniform8(0_usize..3)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 60, ..ProptestConfig::default() })]

        /// The law by which pages are taken over that nobody has looked at.
        #[test]
        fn where_nothing_new_can_be_seen_a_page_is_set_as_it_was(
            articles in prop::collection::vec(article(), 2..7),
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..16, 0_usize..3), 1..3),
        ) {
            let mut edited = articles.clone();
            for (which, place, said) in edits {
                // Mostly the end of a text, which no list shows.
                which.get_mut::<Article>(&mut edited)[place.min(7)] = said;
            }
            let (Some(before), Some(after)) = (printed(&articles), printed(&edited)) else {
                // The input has an error: then there is no site.
                return Ok(());
            };
            let Some(may) = may_differ(&before, &after) else { return Ok(()) };
            let [old, new] =
                [before, after].map(|t| t.files.into_inner().unwrap_or_else(PoisonError::into_inner));
            for (file, made) in &new {
                let same = match (old.get(file), made) {
                    (Some(Made::Page(old)), Made::Page(new)) => new.set_as(old),
                    (old, new) => old == Some(new),
                };
                prop_assert!(same || may.contains(file), "{file}");
            }
            prop_assert!(old.keys().eq(new.keys()));
        }
    }

    #[test]
    fn of_an_edit_that_no_list_shows_few_pages_need_be_looked_at() {
        let plain: [Article; 4] = [[0; 8], [1; 8], [0, 1, 1, 1, 1, 0, 1, 0], [0; 8]];
        let mut edited = plain;
        edited[2][7] = 1;
        let told = printed(&plain).zip(printed(&edited));
        let may = told.and_then(|(before, after)| may_differ(&before, &after)).unwrap_or_default();
        let pages = may.iter().filter(|file| Address::file(file.as_str()).is_page());
        let pages: Vec<&str> = pages.map(String::as_str).collect();
        assert_eq!(pages, ["article/2026-01-01/a2.html", "index.html", "search.html"]);
        assert!(may.contains("atom.xml") && !may.contains("sitemap.xml"), "{may:?}");
    }
}
