//! A publication that is kept up to date while its files are edited, and sets a page when
//! somebody asks for it.
//!
//! A file that is saved is read by itself. Where its article stays in its place the library
//! is changed there ([`Live::put`]); where more is new, such as another article, an address,
//! a name nobody had, it is gathered anew from what the files say, of which only the saved
//! ones are read again. Then the site is what a build would print, file by file; what is not
//! asked for is not made.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, OnceLock},
};

use bytes::Bytes;

use super::{
    Inputs, ThemeFiles,
    feeds::Feeds,
    headers,
    kept::Kept,
    library::{self, in_issue, named},
    load::{self, Facts, Loaded, Read},
    names::Names,
    output::{Files, Keep},
    plan::{Contents, Of, Page, Planner},
    publication::{Publication, bytes_of},
    related::Related,
    render::{self, Room},
    said::Manner,
    search::{self, Search},
    shelf::Text,
    sitemap,
    theme::{self, Theme, has_ending},
    unaddressed,
};
use crate::{
    diag::{self, Checked, Diagnostic, Source},
    pictures::Picture,
    route::Address,
    words::Words,
};

/// What has become of a site by changes of its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is as it was.
    Nothing,
    /// Style sheets are others.
    Styles,
    /// Any page may be another.
    Pages,
}

/// A site that is kept up to date.
pub struct Live {
    publication: Publication<'static>,
    contents: Contents,
    /// What the files of `content/` say, by their names.
    files: BTreeMap<String, File>,
    /// Files of which there is something to say.
    told: BTreeSet<String>,
    /// Files that say something else by now than the publication has.
    behind: BTreeSet<String>,
    /// What there is to say of the theme, and of the articles together.
    of_theme: Vec<Diagnostic>,
    of_all: Vec<Diagnostic>,
    /// Articles by the name of their file.
    numbers: HashMap<String, usize>,
    /// The files of the theme.
    assets: BTreeMap<Address, Bytes>,
    /// Pictures by the path of each of their sizes.
    prints: BTreeMap<String, Arc<Picture>>,
    /// Made when somebody asks for them.
    search: OnceLock<Searched>,
    /// What it was before the last change.
    last_search: Option<Searched>,
    headers: OnceLock<String>,
    room: Room,
}

/// A file and what it says.
struct File {
    text: Text,
    read: Checked<Read>,
}

/// The index of a search, by its files.
struct Searched {
    index: search::Index,
    files: BTreeMap<Address, Bytes>,
    note: Vec<u8>,
}

/// Nothing is kept from a build: all is in memory.
const NOTHING: Option<&Kept<'_, Keep>> = None;

/// A template may ask for what none asked for yet.
const COMPARED: bool = true;

impl Live {
    /// The site of `inputs`. `None` if they have errors.
    pub fn open(mut inputs: Inputs) -> Checked<Option<Self>> {
        let mut problems = Vec::new();
        let content = std::mem::take(&mut inputs.content);
        let theme = theme::load(&inputs.theme, &inputs.config);
        let of_theme = theme.diagnostics.clone();
        let theme = theme.into_value(&mut problems);
        let words = theme.as_ref().map(|theme| theme.words.clone());
        let words = words.unwrap_or_else(|| Words::of(inputs.config.language).clone());
        let read =
            load::load(&content, &inputs, &Manner::of(&inputs.config, &words, COMPARED), NOTHING);
        let files = content.into_iter().zip(read);
        let files: BTreeMap<String, File> =
            files.map(|(text, read)| (text.name().to_owned(), File { text, read })).collect();
        let told = files.iter().filter(|(_, file)| !file.read.diagnostics.is_empty());
        let told: BTreeSet<String> = told.map(|(name, _)| name.clone()).collect();
        problems.extend(told.iter().flat_map(|name| files[name].read.diagnostics.clone()));
        let room = match Room::new() {
            Ok(room) => room,
            Err(problem) => return Checked::new(None, vec![problem]),
        };
        let loaded = Loaded::of(files.values().map(|file| file.read.value.clone()));
        let Some(theme) = theme.filter(|_| !diag::has_errors(&problems)) else {
            // These faults may not be all that there is to say.
            let names = Names::new(inputs.config.name_order);
            problems.extend(library::gather(&loaded, &inputs, &names).diagnostics);
            return Checked::new(None, problems);
        };
        let prints = inputs.pictures.values().filter_map(|picture| picture.as_ref().ok());
        let prints = prints.flat_map(|picture| {
            picture.files().map(|print| (print.path.clone(), Arc::clone(picture)))
        });
        let prints = prints.collect();
        let publication = Publication::gather(Cow::Owned(inputs), theme, &loaded);
        let mut of_all = publication.diagnostics;
        let mut live = Self {
            publication: publication.value,
            contents: Contents::default(),
            files,
            told,
            behind: BTreeSet::new(),
            of_theme,
            of_all: Vec::new(),
            numbers: HashMap::new(),
            assets: BTreeMap::new(),
            prints,
            search: OnceLock::new(),
            last_search: None,
            headers: OnceLock::new(),
            room,
        };
        live.contents = live.publication.planner().contents().into_value(&mut of_all);
        live.of_all = of_all;
        live.settle(Related::seek(&live.publication.library));
        live.of_theme.extend(live.faults());
        let problems = live.problems();
        Checked::new(Some(live).filter(|_| !diag::has_errors(&problems)), problems)
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.contents.pages.len()
    }

    /// All there is to say of the files as they are.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let told = self.told.iter().flat_map(|name| &self.files[name].read.diagnostics);
        let unaddressed = unaddressed(&self.publication.inputs.config);
        let all = told.chain(&self.of_theme).chain(&self.of_all).cloned();
        all.chain(unaddressed).collect()
    }

    /// Takes note of files of `content/` that were saved, or are gone. `None` if there are
    /// errors now: the site stays what it was.
    pub fn take(&mut self, changed: BTreeMap<String, Option<Source>>) -> Checked<Option<Change>> {
        self.read(changed);
        let change = if self.has_faulty_files() { None } else { self.catch_up() };
        let problems = self.problems();
        Checked::new(change.filter(|_| !diag::has_errors(&problems)), problems)
    }

    fn read(&mut self, changed: BTreeMap<String, Option<Source>>) {
        let mut texts = Vec::new();
        for (name, source) in changed {
            let text = source.map(Text::from);
            let before = self.files.get(&name).and_then(|file| file.text.key());
            if before == text.as_ref().and_then(Text::key) {
                continue;
            }
            self.behind.insert(name.clone());
            if let Some(text) = text {
                texts.push(text);
            } else {
                self.files.remove(&name);
                self.told.remove(&name);
            }
        }
        let inputs = &*self.publication.inputs;
        let manner = Manner::of(&inputs.config, self.publication.words(), COMPARED);
        let read = load::load(&texts, inputs, &manner, NOTHING);
        for (text, read) in texts.into_iter().zip(read) {
            let name = text.name().to_owned();
            if read.diagnostics.is_empty() {
                self.told.remove(&name);
            } else {
                self.told.insert(name.clone());
            }
            self.files.insert(name, File { text, read });
        }
    }

    fn has_faulty_files(&self) -> bool {
        self.told.iter().any(|name| self.files[name].read.has_errors())
    }

    /// Brings the publication up to what the files say; `None` if it cannot be.
    fn catch_up(&mut self) -> Option<Change> {
        if self.behind.is_empty() {
            return Some(Change::Nothing);
        }
        // Of several the first might fit and the second have a fault; and what was told of all
        // when it was last gathered may be true no longer.
        let alone = self.behind.len() == 1 && !diag::has_errors(&self.of_all);
        let alone = self.behind.first().filter(|_| alone).cloned();
        let in_place = alone.is_some_and(|name| self.put(&name));
        if !in_place && !self.gather() {
            return None;
        }
        self.behind.clear();
        self.publication.theme.forget_pieces();
        Some(Change::Pages)
    }

    /// Puts what the file `name` says in the place of what it said. False if it does not fit
    /// there: then nothing was done.
    fn put(&mut self, name: &str) -> bool {
        let (Some(&number), Some(file)) = (self.numbers.get(name), self.files.get(name)) else {
            return false;
        };
        let Read::Article(facts) = &file.read.value else { return false };
        let Publication { inputs, library, feeds, theme, stock, .. } = &mut self.publication;
        let old = Arc::clone(&library.entries[number].facts);
        // What was told of all may have to be told of another place.
        if !stays(&old, facts) || is_named(&self.of_all, name) {
            return false;
        }
        let Inputs { config, vocabulary, .. } = &**inputs;
        let Some(relisted) = library.replace(number, Arc::clone(facts)) else {
            return false;
        };
        *feeds = Feeds::plan(library, config, vocabulary, &theme.words);
        let others =
            stock.get_mut().is_some_and(|stock| stock.renew(library, config, number, &relisted));
        let rules = others || old.body.hosts != facts.body.hosts;
        self.outdate_search();
        if rules {
            self.headers = OnceLock::new();
        }
        if others {
            // No two pages meet for that there are more or fewer of a list.
            self.contents = self.publication.planner().contents().value;
        }
        true
    }

    /// Gathers the publication anew from what the files say. False if it has errors: it is
    /// what it was then.
    fn gather(&mut self) -> bool {
        let loaded = Loaded::of(self.files.values().map(|file| file.read.value.clone()));
        let Publication { inputs, names, .. } = &self.publication;
        let library = library::gather(&loaded, inputs, names);
        self.of_all = library.diagnostics;
        if diag::has_errors(&self.of_all) {
            return false;
        }
        let Publication { inputs, library: old, feeds, theme, stock, .. } = &mut self.publication;
        let Inputs { config, vocabulary, .. } = &**inputs;
        let new = Feeds::plan(&library.value, config, vocabulary, &theme.words);
        let old = (std::mem::replace(old, library.value), std::mem::replace(feeds, new));
        let stock = std::mem::take(stock);
        let publication = &self.publication;
        let (contents, related) = rayon::join(
            || publication.planner().contents(),
            || Related::seek(&publication.library),
        );
        let contents = contents.into_value(&mut self.of_all);
        if diag::has_errors(&self.of_all) {
            (self.publication.library, self.publication.feeds) = old;
            self.publication.stock = stock;
            return false;
        }
        self.contents = contents;
        self.settle(related);
        true
    }

    /// Works out what is looked things up in.
    fn settle(&mut self, related: Related) {
        let library = &mut self.publication.library;
        library.related = related;
        let entries = library.entries.iter().enumerate();
        let named = entries.map(|(number, entry)| (entry.facts.file.name().to_owned(), number));
        self.numbers = named.collect();
        self.outdate_search();
        self.headers = OnceLock::new();
        self.dressed();
    }

    /// Takes another theme. `None` for the change if it has faults: the site keeps the one it
    /// has. `None` for all if articles would say something else by the words of the theme:
    /// then the site has to be opened anew.
    pub fn dress(&mut self, files: &ThemeFiles) -> Option<Checked<Option<Change>>> {
        let (theme, mut faults) = {
            let read = theme::load(files, &self.publication.inputs.config);
            (read.value, read.diagnostics)
        };
        let mut change = None;
        if let Some(theme) = theme.filter(|_| !diag::has_errors(&faults)) {
            if theme.words != *self.publication.words() {
                return None;
            }
            change = Some(self.difference(&theme));
            let before = std::mem::replace(&mut self.publication.theme, theme);
            self.dressed();
            let found = self.faults();
            if diag::has_errors(&found) {
                self.publication.theme = before;
                self.dressed();
            }
            faults.extend(found);
        }
        self.of_theme = faults;
        let problems = self.problems();
        Some(Checked::new(change.filter(|_| !diag::has_errors(&problems)), problems))
    }

    /// What becomes of the site by another theme.
    fn difference(&self, other: &Theme) -> Change {
        let Theme { assets, stylesheet, .. } = &self.publication.theme;
        let same = self.publication.theme.key() == other.key()
            && *stylesheet == other.stylesheet
            && but_sheets(assets).eq(but_sheets(&other.assets));
        match same {
            true if *assets == other.assets => Change::Nothing,
            true => Change::Styles,
            false => Change::Pages,
        }
    }

    /// Works out what the theme gives to all pages.
    fn dressed(&mut self) {
        let Publication { library, theme, inputs, stock, .. } = &mut self.publication;
        let searched = search::is_wanted(library, &inputs.config);
        let (assets, files) = render::assets(theme, searched);
        self.assets = files.into_iter().map(|(address, bytes)| (address, bytes.into())).collect();
        if let Some(stock) = stock.get_mut() {
            stock.dress(assets);
        }
    }

    /// What is wrong with the templates: a page of each kind is set.
    fn faults(&self) -> Vec<Diagnostic> {
        let mut kinds = HashSet::new();
        let pages = self.contents.pages.iter();
        let first = pages.filter(|page| kinds.insert(std::mem::discriminant(&page.of)));
        let planner = self.publication.planner();
        let set = |page| self.set(&planner, page).err().unwrap_or_default();
        self.room.of(|| first.flat_map(set).collect())
    }

    /// Sets a page. The engine wants a stack with room.
    fn set(&self, planner: &Planner<'_>, page: &Page) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let Publication { theme, inputs, .. } = &self.publication;
        render::set(&planner.view(page), theme, inputs.config.limits.page_bytes)
    }

    /// The file at `address`, as a build would print it; `None` if it would print none.
    /// Archives are for who makes them.
    ///
    /// # Errors
    /// The page cannot be set.
    pub fn file(&self, address: &Address) -> Result<Option<Bytes>, Vec<Diagnostic>> {
        let path = address.as_str();
        if let Some(page) = self.contents.find(address) {
            let searched = (page.of == Of::Search).then(|| &self.searched().index);
            let planner = Planner { index: searched, ..self.publication.planner() };
            return self.room.of(|| self.set(&planner, page)).map(|bytes| Some(bytes.into()));
        }
        if let Some(bytes) = self.assets.get(address) {
            return Ok(Some(bytes.clone()));
        }
        if let Some(picture) = self.prints.get(path) {
            let print = picture.files().find(|print| print.path == path);
            return print.map(bytes_of).transpose().map_err(|problem| vec![problem]);
        }
        let Publication { library, inputs, feeds, .. } = &self.publication;
        let words = self.publication.words();
        if path.starts_with(search::FOLDER) && search::is_wanted(library, &inputs.config) {
            return Ok(self.searched().files.get(address).cloned());
        }
        if path == headers::FILE {
            let text = self.headers.get_or_init(|| headers::text(&self.contents, library));
            return Ok(Some(text.clone().into()));
        }
        let feed = feeds.file(address, library, &inputs.config, words);
        let for_engines = || {
            let files = sitemap::files(&self.contents, library, inputs, words);
            files.into_iter().find(|(file, _)| file == address).map(|(_, text)| text)
        };
        let text = feed.or_else(|| sitemap::is_one(path).then(for_engines)?);
        Ok(text.map(Bytes::from))
    }

    /// The index of a search, of which what has not changed is that of the last one.
    fn searched(&self) -> &Searched {
        self.search.get_or_init(|| {
            let Publication { library, inputs, .. } = &self.publication;
            let words = self.publication.words();
            let old = |address: &Address| self.last_search.as_ref()?.files.get(address).cloned();
            let note = self.last_search.as_ref().map(|last| &*last.note);
            let last = note.map(|note| search::Last { note, file: &old });
            let Search { files, index, note } =
                search::build(library, &inputs.vocabulary, words, last.as_ref());
            let files = files.into_iter().filter_map(|file| {
                let address = file.address();
                let bytes = file.bytes.map(Bytes::from).or_else(|| old(&address))?;
                Some((address, bytes))
            });
            Searched { index, files: files.collect(), note }
        })
    }

    /// The texts are others: the index is made anew when somebody searches.
    fn outdate_search(&mut self) {
        if let Some(last) = self.search.take() {
            self.last_search = Some(last);
        }
    }

    /// The publication as it is, for who sets whole issues.
    pub fn publication(&self) -> &Publication<'static> {
        &self.publication
    }
}

impl Files for Live {
    fn file(&self, address: &Address) -> Option<Bytes> {
        Self::file(self, address).ok().flatten()
    }
}

/// The files of a theme but for its style sheets.
fn but_sheets(assets: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    assets.iter().filter(|(path, _)| !has_ending(path, "css"))
}

/// Whether an article of a file stays where it was, in the lists of the same names.
fn stays(old: &Facts, new: &Facts) -> bool {
    let (one, other) = (&old.article, &new.article);
    old.issue == new.issue
        && in_issue(old) == in_issue(new)
        && one.kind == other.kind
        && one.column == other.column
        && named(old).eq(named(new))
        && one.corrections == other.corrections
        && one.aliases == other.aliases
        && (one.aliases.is_empty() || one.title == other.title)
}

/// Whether some problems speak of the file `name`: then they may have to name another line.
fn is_named(problems: &[Diagnostic], name: &str) -> bool {
    problems.iter().any(|problem| {
        let there = problem.place.as_ref().is_some_and(|place| *place.file == *name);
        there || problem.message.en().contains(name)
    })
}
