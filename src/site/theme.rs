//! Themes: which file of which theme is used, and templates that are checked
//! before the first page is set.
//!
//! A theme is a folder below `themes/`: `theme.yaml`, templates (`*.html`), and
//! whatever else, such as style sheets and fonts, which is published. A theme
//! may extend another, and the site's own `templates/` comes before all; a file
//! of the same name wins.
//!
//! The engine is fenced in. It reads no file and no environment; `range` is
//! short; what a template may include or extend is known when it is loaded, and
//! a cycle is an error there; a page's size is bounded where it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use tera::{ErrorKind, Kwargs, State, Tera, TeraResult};

use super::embedded;
use crate::diag::{self, Checked, Diagnostic, Place, Source};

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
    sources: BTreeMap<String, Source>,
    /// Files to publish, by their path below the theme's folder.
    pub(super) assets: BTreeMap<String, Vec<u8>>,
    /// Which of `assets` is the style sheet.
    pub(super) stylesheet: String,
}

/// The templates that pages are set with.
pub(super) const TEMPLATES: [&str; 16] = [
    "404.html",
    "archive.html",
    "article.html",
    "author.html",
    "authors.html",
    "cities.html",
    "city.html",
    "column.html",
    "columns.html",
    "front.html",
    "issue.html",
    "issues.html",
    "photo.html",
    "search.html",
    "topic.html",
    "topics.html",
];

/// Longest list that a template can make by itself. Views bring their own.
const MAX_RANGE: i64 = 1_000;

/// `theme.yaml`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Sheet {
    #[serde(rename = "name")]
    _name: Option<String>,
    #[serde(rename = "description")]
    _description: Option<String>,
    #[serde(rename = "license")]
    _license: Option<String>,
    extends: Option<String>,
}

/// A file of a theme, with the path under which its author knows it.
struct Layered<'a> {
    path: String,
    bytes: &'a [u8],
}

/// Reads the theme called `name`. `None` if pages cannot be set with it.
pub(super) fn load(files: &ThemeFiles, name: &str) -> Checked<Option<Theme>> {
    let mut problems = Vec::new();
    let (layers, stylesheet) = layers(files, name).into_value(&mut problems);
    if diag::has_errors(&problems) {
        return Checked::new(None, problems);
    }
    let mut sources = BTreeMap::new();
    let mut assets = BTreeMap::new();
    for (name, file) in layers {
        if !is_template(&name) {
            assets.insert(name, file.bytes.to_vec());
            continue;
        }
        match std::str::from_utf8(file.bytes) {
            Ok(text) => drop(sources.insert(name, Source::new(file.path, text))),
            Err(_) => problems.push(
                Diagnostic::error("the template is not UTF-8 text")
                    .at(Place::file(file.path))
                    .hint("save it in UTF-8"),
            ),
        }
    }
    for template in TEMPLATES.iter().filter(|t| !sources.contains_key(**t)) {
        let problem = Diagnostic::error(format!("the theme `{name}` has no template `{template}`"));
        problems.push(problem.hint(format!("add themes/{name}/{template}, or extend broadsheet")));
    }
    let Some(stylesheet) = stylesheet.filter(|s| assets.contains_key(s)) else {
        let problem = Diagnostic::error(format!("the theme `{name}` has no style sheet"));
        problems.push(problem.hint(format!("add themes/{name}/assets/{name}.css")));
        return Checked::new(None, problems);
    };
    if diag::has_errors(&problems) {
        return Checked::new(None, problems);
    }
    let tera = compile(&sources).into_value(&mut problems);
    let theme = tera.map(|tera| Theme { tera, sources, assets, stylesheet });
    Checked::new(theme, problems)
}

fn is_template(name: &str) -> bool {
    has_ending(name, "html") && !name.starts_with("assets/")
}

/// Whether the file `name` is of the kind `ending`.
pub(super) fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(ending))
}

type Layers<'a> = (BTreeMap<String, Layered<'a>>, Option<String>);

/// The files of the theme `name`, of what it extends and of the site itself, by
/// name, those of the more special layer before those of the more general; and
/// the name of the style sheet.
fn layers<'a>(files: &'a ThemeFiles, name: &str) -> Checked<Layers<'a>> {
    let mut problems = Vec::new();
    let mut all: BTreeMap<String, Layered<'a>> = BTreeMap::new();
    let own = below(files, "templates/");
    all.extend(own.into_iter().filter(|(name, _)| is_template(name)));
    let mut stylesheet = None;
    let mut chain = vec![name.to_owned()];
    while let Some(name) = chain.last().cloned() {
        let folder = format!("themes/{name}/");
        let mut layer = below(files, &folder);
        if layer.is_empty() && name == embedded::NAME {
            layer = embedded::FILES
                .iter()
                .map(|(path, bytes)| {
                    let file = Layered { path: format!("{folder}{path}"), bytes };
                    ((*path).to_owned(), file)
                })
                .collect();
        }
        if layer.is_empty() {
            problems.push(unknown_theme(files, &name));
            break;
        }
        let sheet = layer.remove("theme.yaml");
        let own_style = format!("assets/{name}.css");
        if stylesheet.is_none() && layer.contains_key(&own_style) {
            stylesheet = Some(own_style);
        }
        for (name, file) in layer {
            all.entry(name).or_insert(file);
        }
        let sheet = sheet.map(|s| parse_sheet(&s).into_value(&mut problems)).unwrap_or_default();
        let Some(parent) = sheet.extends else { break };
        if chain.contains(&parent) {
            chain.push(parent);
            let problem =
                Diagnostic::error(format!("themes extend each other: {}", chain.join(" → ")));
            let place = Place::file(format!("{folder}theme.yaml"));
            problems.push(problem.at(place).hint("take one `extends:` out"));
            break;
        }
        chain.push(parent);
    }
    Checked::new((all, stylesheet), problems)
}

fn below<'a>(files: &'a ThemeFiles, folder: &str) -> BTreeMap<String, Layered<'a>> {
    let inside =
        files.files.range(folder.to_owned()..).take_while(|(path, _)| path.starts_with(folder));
    let file = |(path, bytes): (&String, &'a Vec<u8>)| {
        (path[folder.len()..].to_owned(), Layered { path: path.clone(), bytes })
    };
    inside.map(file).collect()
}

fn unknown_theme(files: &ThemeFiles, name: &str) -> Diagnostic {
    let folders = files.files.keys().filter_map(|p| p.strip_prefix("themes/")?.split('/').next());
    let near = diag::nearest(name, folders.chain([embedded::NAME]));
    let problem = Diagnostic::error(format!("there is no theme `{name}`"));
    problem.hint(match near {
        Some(near) => format!("did you mean {near}?"),
        None => format!("put it into themes/{name}/, or use broadsheet"),
    })
}

fn parse_sheet(file: &Layered<'_>) -> Checked<Sheet> {
    let Ok(text) = std::str::from_utf8(file.bytes) else {
        let problem = Diagnostic::error("the file is not UTF-8 text").at(Place::file(&*file.path));
        return Checked::new(Sheet::default(), vec![problem]);
    };
    if text.len() > 64 * 1024 || text.bytes().filter(|b| matches!(b, b'[' | b'{')).count() > 64 {
        let problem = Diagnostic::error("the file is too large or too deeply nested");
        return Checked::new(Sheet::default(), vec![problem.at(Place::file(&*file.path))]);
    }
    match serde_yaml::from_str::<Option<Sheet>>(text) {
        Ok(sheet) => Checked::clean(sheet.unwrap_or_default()),
        Err(error) => {
            let at = error.location().map_or(0, |l| l.index().min(text.len()));
            let place = Source::new(&*file.path, text).place(at..at);
            let problem =
                Diagnostic::error(format!("theme.yaml cannot be read: {error}")).at(place);
            let hint = "it takes name, description, license and extends";
            Checked::new(Sheet::default(), vec![problem.hint(hint)])
        }
    }
}

/// Compiles all templates. Every one that is malformed is reported, and only if
/// none is, what they refer to.
fn compile(sources: &BTreeMap<String, Source>) -> Checked<Option<Tera>> {
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
    let templates = sources.iter().map(|(name, source)| (name.as_str(), source.text()));
    match tera.add_raw_templates(templates) {
        Ok(()) => Checked::clean(Some(tera)),
        Err(error) => Checked::new(None, explain(&error, sources)),
    }
}

fn engine() -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on([".html", ".xml"]);
    tera.register_function("range", range);
    tera
}

/// The engine's own `range`, which makes lists of a hundred thousand, in short.
#[expect(clippy::needless_pass_by_value, reason = "the engine calls functions so")]
fn range(arguments: Kwargs, _: &State<'_>) -> TeraResult<Vec<i64>> {
    let start = arguments.get::<i64>("start")?.unwrap_or_default();
    let end = arguments.must_get::<i64>("end")?;
    if end.saturating_sub(start) > MAX_RANGE {
        return Err(tera::Error::message(format!("`range` makes at most {MAX_RANGE} numbers")));
    }
    Ok((start..end).collect())
}

impl Theme {
    /// Its files by their name: templates, then what is published.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let templates = self.sources.iter().map(|(name, s)| (name.as_str(), s.text().as_bytes()));
        templates.chain(self.assets.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
    }

    /// Sets a page.
    pub(super) fn set(
        &self,
        template: &str,
        context: &tera::Context,
        max_bytes: usize,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let mut page = Bounded { bytes: Vec::with_capacity(16 * 1024), max_bytes, full: false };
        match self.tera.render_to(template, context, &mut page) {
            Ok(()) => Ok(page.bytes),
            Err(_) if page.full => {
                let place = self.sources.get(template).map_or(template, |s| s.name());
                let problem = Diagnostic::error(format!("a page grew beyond {max_bytes} bytes"));
                let hint = "a loop in the template may be wrong; `limits: {page: …}` in kanyin.yaml sets the bound";
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

/// What the engine says, in our words and with our places.
fn explain(error: &tera::Error, sources: &BTreeMap<String, Source>) -> Vec<Diagnostic> {
    let at = |place: Option<Place>, problem: Diagnostic| match place {
        Some(place) => problem.at(place),
        None => problem,
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let place =
                sources.get(report.filename()).map(|s| s.place(report.span().range.clone()));
            let problem = Diagnostic::error(sentence(report.message()));
            vec![at(place, problem).hint(advice(report.message()))]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let chain: Vec<&str> =
                std::iter::once(tpl).chain(inheritance_chain).map(String::as_str).collect();
            vec![circle(&chain, "extend", sources)]
        }
        ErrorKind::CircularInclude { include_chain, .. } => {
            let chain: Vec<&str> = include_chain.iter().map(String::as_str).collect();
            vec![circle(&chain, "include", sources)]
        }
        ErrorKind::MissingParent { current, parent } => {
            let problem = Diagnostic::error(format!("there is no template `{parent}` to extend"));
            let near = diag::nearest(parent, sources.keys().map(String::as_str));
            let hint = near.map_or_else(
                || "write the name of a template".to_owned(),
                |n| format!("did you mean {n}?"),
            );
            vec![at(quoted(current, parent, sources), problem).hint(hint)]
        }
        ErrorKind::Msg(message) => reports(message, sources),
        _ => vec![Diagnostic::error(sentence(&error.to_string())).hint(advice(""))],
    }
}

/// Where the template `template` names the template `name`.
fn quoted(template: &str, name: &str, sources: &BTreeMap<String, Source>) -> Option<Place> {
    let source = sources.get(template)?;
    let find = |quote: char| source.text().find(&format!("{quote}{name}{quote}"));
    let at = find('"').or_else(|| find('\''))?;
    Some(source.place(at..at + name.len() + 2))
}

/// Templates that lead back to the first of them. The place that is told is one
/// in the site's own templates, if they take part: the theme was good before.
fn circle(chain: &[&str], how: &str, sources: &BTreeMap<String, Source>) -> Diagnostic {
    let links = chain.windows(2).filter_map(|pair| quoted(pair[0], pair[1], sources));
    let links: Vec<Place> = links.collect();
    let own = links.iter().find(|place| place.file.starts_with("templates/"));
    let problem = Diagnostic::error(format!("templates {how} each other: {}", chain.join(" → ")))
        .hint(format!("take one `{how}{}` out", if how == "extend" { "s" } else { "" }));
    match own.or(links.first()) {
        Some(place) => problem.at(place.clone()),
        None => problem,
    }
}

/// The engine gives what is missing in several templates as one text: reports
/// with `--> file:line:column` under each message.
fn reports(message: &str, sources: &BTreeMap<String, Source>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for report in message.split("\n\n") {
        let mut lines = report.lines();
        let words = lines.next().unwrap_or_default().trim_start_matches("error: ");
        let place = lines.next().and_then(|line| located(line, sources));
        let problem = Diagnostic::error(sentence(words)).hint(advice(words));
        problems.push(match place {
            Some(place) => problem.at(place),
            None => problem,
        });
    }
    problems
}

fn located(line: &str, sources: &BTreeMap<String, Source>) -> Option<Place> {
    let (file, at) = line.trim().strip_prefix("--> ")?.split_once(':')?;
    let (line, column) = at.split_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let source = sources.get(file)?;
    let start: usize =
        source.text().split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let within = source.text()[start..].char_indices().nth(column.checked_sub(1)?)?.0;
    Some(source.place(start + within..start + within + 1))
}

/// A message of the engine as one of ours: without a capital and a full stop.
fn sentence(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut chars = first.chars();
    let start = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("in the template: {start}{}", chars.as_str())
}

/// What to do about a problem of a template.
fn advice(message: &str) -> &'static str {
    let message = message.to_lowercase();
    if message.contains("unknown filter") {
        "templates have the filters of Tera 2"
    } else if message.contains("unknown function") {
        "templates have no functions but `range` and `throw`: all they show is in their View"
    } else if message.contains("unknown component") || message.contains("unknown template") {
        "write the name of one that the theme has"
    } else if message.contains("not defined")
        || message.contains("undefined")
        || message.contains("not found")
        || message.contains("does not exist")
    {
        "a template sees its View and nothing else; `name?.part or \"\"` allows for what may be missing"
    } else {
        "the syntax is that of Tera 2"
    }
}
