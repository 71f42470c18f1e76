//! Themes: which file of which theme is used, and templates that are checked
//! before the first page is set.
//!
//! A theme is a folder below `themes/`: `theme.yaml`, templates (`*.html`), words
//! of its own (`words/zh-Hans.yaml`), styles that its children share (`styles/*.css`),
//! and whatever else, such as style sheets and
//! fonts, which is published. A theme may extend another, and the site's own
//! `templates/` comes before all; a file of the same name wins.
//!
//! The engine is fenced in ([`mod@super::engine`]). What a template may include or
//! extend is known when it is loaded, and a cycle is an error there; so is a word
//! or an option that nobody has; a page's size is bounded where it is written.

mod asked;
mod faults;
mod layers;
mod pieces;
mod sheet;

use std::{collections::BTreeMap, sync::Arc};

use tera::{ErrorKind, Tera};

use self::{
    asked::Asked,
    faults::explain,
    layers::{Layered, Layers, layers},
    pieces::Pieces,
    sheet::Options,
};
use super::{
    engine::{engine, speak, unknown_names},
    key::Key,
};
use crate::{
    config::Config,
    diag::{self, Checked, Diagnostic, Place, Source},
    limits::Limits,
    tongue::said,
    words::{Language, Words},
    yaml::Mapping,
};

/// The files of a site that its themes are made of, by their path below the
/// site's directory: all below `themes/` and `templates/`.
#[derive(Clone, Debug, Default)]
pub struct ThemeFiles {
    /// Path, with `/` between its parts, and bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A theme that may be used: every template is well-formed and finds what it
/// refers to.
pub(super) struct Theme {
    tera: Tera,
    pieces: Arc<Pieces>,
    /// The site's own words.
    pub(super) words: Words,
    options: Options,
    sources: BTreeMap<String, Source>,
    pub(super) asked: Asked,
    /// Files to publish, by their path below the theme's folder.
    pub(super) assets: BTreeMap<String, Vec<u8>>,
    /// Which of `assets` is the style sheet.
    pub(super) stylesheet: String,
}

/// The templates that pages are set with.
pub(super) const TEMPLATES: [&str; 19] = [
    "404.html",
    "archive.html",
    "article.html",
    "author.html",
    "authors.html",
    "cities.html",
    "city-topic.html",
    "city-topics.html",
    "city.html",
    "column.html",
    "columns.html",
    "front.html",
    "issue.html",
    "issues.html",
    "moved.html",
    "photo.html",
    "search.html",
    "topic.html",
    "topics.html",
];

/// Reads the theme that the settings name. `None` if pages cannot be set with it.
pub(super) fn load(files: &ThemeFiles, config: &Config) -> Checked<Option<Theme>> {
    let mut problems = Vec::new();
    let name = &config.theme;
    let layers = layers(files, name).into_value(&mut problems);
    if diag::has_errors(&problems) {
        return Checked::new(None, problems);
    }
    let Layers { files, words, stylesheet, styles, options, .. } = layers;
    let words = own_words(&words, config, &mut problems);
    let options = sheet::choose(&options, &config.theme_options, name, &mut problems);
    let mut sources = BTreeMap::new();
    let mut assets = BTreeMap::new();
    for (name, file) in files {
        if !is_template(&name) {
            assets.insert(name, file.bytes.to_vec());
        } else if let Some(source) = source(&file, &mut problems) {
            sources.insert(name, source);
        }
    }
    for template in TEMPLATES.iter().filter(|t| !sources.contains_key(**t)) {
        let problem = Diagnostic::error(said!(
            "the theme `{name}` has no template `{template}`",
            "版式 `{name}` 没有模板 `{template}`"
        ));
        problems.push(problem.hint(said!(
            "add `themes/{name}/{template}`, or extend `broadsheet`",
            "请加上 `themes/{name}/{template}`，或继承 `broadsheet`"
        )));
    }
    let stylesheet = stylesheet.filter(|s| assets.contains_key(s));
    if let Some(sheet) = &stylesheet {
        put_styles(&mut assets, sheet, &styles, &mut problems);
    }
    if stylesheet.is_none() {
        let problem = Diagnostic::error(said!(
            "the theme `{name}` has no style sheet",
            "版式 `{name}` 没有样式表"
        ));
        problems.push(problem.hint(said!(
            "add `themes/{name}/assets/{name}.css`",
            "请加上 `themes/{name}/assets/{name}.css`"
        )));
    }
    unknown_names(&sources, "words", words.keys(), &mut problems);
    unknown_names(&sources, "options", options.keys().map(String::as_str), &mut problems);
    let (Some(stylesheet), false) = (stylesheet, diag::has_errors(&problems)) else {
        return Checked::new(None, problems);
    };
    let tera = compile(&sources, &words, &options).into_value(&mut problems);
    let Some(mut tera) = tera else { return Checked::new(None, problems) };
    pieces::unknown(&sources, &tera, &mut problems);
    let pieces = Pieces::new(config.limits.page_bytes);
    pieces.of(&mut tera);
    let asked = Asked::by(sources.values());
    let theme = Theme { tera, pieces, words, options, sources, asked, assets, stylesheet };
    let is_good = !diag::has_errors(&problems);
    Checked::new(is_good.then_some(theme), problems)
}

/// The text of a file that should be text.
fn source(file: &Layered<'_>, problems: &mut Vec<Diagnostic>) -> Option<Source> {
    if let Ok(text) = std::str::from_utf8(file.bytes) {
        return Some(Source::new(&*file.path, text));
    }
    let problem = Diagnostic::error(said!("the template is not UTF-8 text", "模板不是 UTF-8 文字"));
    problems.push(
        problem.at(Place::file(&*file.path)).hint(said!("save it in UTF-8", "请另存为 UTF-8")),
    );
    None
}

/// Puts what themes share of their styles (`styles/*.css`) before the style sheet, as far
/// as its theme asks for it: no page loads one file more.
fn put_styles(
    assets: &mut BTreeMap<String, Vec<u8>>,
    sheet: &str,
    wanted: &[(String, Place)],
    problems: &mut Vec<Diagnostic>,
) {
    let shared: BTreeMap<String, Vec<u8>> =
        assets.extract_if(.., |name, _| name.starts_with("styles/")).collect();
    let mut all = Vec::new();
    for (name, place) in wanted {
        if let Some(style) = shared.get(&format!("styles/{name}.css")) {
            all.extend_from_slice(style);
            continue;
        }
        let problem =
            Diagnostic::error(said!("there are no styles `{name}`", "没有样式 `{name}`", name))
                .at(place.clone());
        problems.push(problem.hint(said!(
            "`styles:` takes names of files in `styles/`, without their ending",
            "`styles:` 写 `styles/` 里的文件名，不带后缀"
        )));
    }
    if let Some(own) = assets.get_mut(sheet) {
        all.append(own);
        *own = all;
    }
}

/// The words of the site: the program's, over them those of the themes, over all
/// those of the site. A theme that has none of its own in the site's language
/// speaks simplified Chinese.
fn own_words(
    files: &[(String, Layered<'_>)],
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Words {
    let mut own = BTreeMap::new();
    for language in [config.language, Language::Simplified] {
        let name = format!("words/{}.yaml", language.code());
        for (_, file) in files.iter().filter(|(file, _)| *file == name) {
            let Some(source) = source(file, problems) else { continue };
            let all = 0..source.text().len();
            let said = Mapping::parse(&source, all, &Limits::default()).into_value(problems);
            for (key, _) in said.keys() {
                if let Some(text) = said.value(key, problems) {
                    // Simplified Chinese stands in for what is missing only.
                    let known = Words::of(language).has(key) && language != config.language;
                    if !known {
                        own.entry(key.to_owned()).or_insert(text.value);
                    }
                }
            }
        }
    }
    let mut words = Words::new(config.language, &own);
    for (key, choice) in &config.words {
        if words.has(key) {
            words.set(key, &choice.value);
            continue;
        }
        let problem = Diagnostic::error(said!("there is no word `{key}`", "没有 `{key}` 这个用语"));
        let problem = problem.at(choice.place.clone());
        problems.push(match diag::nearest(key, words.keys()) {
            Some(near) => problem.hint(said!("did you mean {near}?", "是不是 {near}？")),
            None => {
                problem.hint(said!("`docs/themes.md` lists them", "全部用语见 `docs/themes.md`"))
            }
        });
    }
    words
}

fn is_template(name: &str) -> bool {
    has_ending(name, "html") && !name.starts_with("assets/")
}

/// Whether the file `name` is of the kind `ending`.
pub(super) fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(ending))
}

/// Compiles all templates. Every one that is malformed is reported, and only if
/// none is, what they refer to.
fn compile(
    sources: &BTreeMap<String, Source>,
    words: &Words,
    options: &Options,
) -> Checked<Option<Tera>> {
    let mut problems = Vec::new();
    for (name, source) in sources {
        // By itself a template lacks what it refers to; only its syntax counts here.
        if let Err(error) = engine().add_raw_template(name, source.text())
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            problems.extend(explain(&error, sources));
        }
    }
    if !problems.is_empty() {
        return Checked::new(None, problems);
    }
    let mut tera = engine();
    tera.autoescape_on([".html", ".xml"]);
    speak(&mut tera, words);
    tera.global_context().insert("options", options);
    let templates = sources.iter().map(|(name, source)| (name.as_str(), source.text()));
    match tera.add_raw_templates(templates) {
        Ok(()) => Checked::clean(Some(tera)),
        Err(error) => Checked::new(None, explain(&error, sources)),
    }
}

impl Theme {
    /// That of all that pages depend on beside their Views. Which files a page loads is part of
    /// its View.
    pub(super) fn key(&self) -> Key {
        let templates = self.sources.iter().map(|(name, source)| (name, source.text()));
        Key::of(&(templates.collect::<Vec<_>>(), &self.words, &self.options))
    }

    /// Its files by their name: templates, then what is published.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let templates = self.sources.iter().map(|(name, s)| (name.as_str(), s.text().as_bytes()));
        templates.chain(self.assets.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
    }

    /// Says that the Views of pages are others by now.
    pub(super) fn forget_pieces(&self) {
        self.pieces.forget();
    }

    /// Sets a page.
    pub(super) fn set(
        &self,
        template: &str,
        context: &tera::Context,
        max_bytes: usize,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let mut page = Bounded::of(Vec::with_capacity(16 * 1024), max_bytes);
        match self.tera.render_to(template, context, &mut page) {
            Ok(()) => Ok(page.bytes),
            Err(_) if page.full => {
                let place = self.sources.get(template).map_or(template, |s| s.name());
                let problem = Diagnostic::error(said!(
                    "a page grew beyond {max_bytes} bytes",
                    "有一个网页超过了 {max_bytes} 字节"
                ));
                let hint = said!(
                    "a loop in the template may be wrong; `limits: {{page: …}}` in kanyin.yaml sets the bound",
                    "可能是模板里的循环不对；上限是 kanyin.yaml 里的 `limits: {{page: …}}`"
                );
                Err(vec![problem.at(Place::file(place)).hint(hint)])
            }
            Err(error) => Err(explain(&error, &self.sources)),
        }
    }
}

/// A page that refuses to grow beyond its bound.
struct Bounded {
    bytes: Vec<u8>,
    max_bytes: usize,
    full: bool,
}

impl Bounded {
    fn of(bytes: Vec<u8>, max_bytes: usize) -> Self {
        Self { bytes, max_bytes, full: false }
    }
}

impl std::io::Write for Bounded {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + part.len() > self.max_bytes {
            self.full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
