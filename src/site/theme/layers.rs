//! Which file of which theme is used.

use std::collections::BTreeMap;

use super::{
    ThemeFiles, is_template,
    sheet::{Setting, Sheet},
};
use crate::{
    diag::{self, Checked, Diagnostic, Place, Source},
    site::embedded,
    tongue::said,
};

/// A file of a theme, with the path under which its author knows it.
pub(super) struct Layered<'a> {
    pub(super) path: String,
    pub(super) bytes: &'a [u8],
}

/// A theme, what it extends and the site's own templates as one: where several have
/// a file, that of the more special.
#[derive(Default)]
pub(super) struct Layers<'a> {
    /// By the name below the theme's folder.
    pub(super) files: BTreeMap<String, Layered<'a>>,
    /// Templates whose place another took, by the names under which that one may
    /// extend them: `broadsheet/city.html`.
    covered: BTreeMap<String, Layered<'a>>,
    /// Words of the themes (`words/zh-Hans.yaml`), the most special first.
    pub(super) words: Vec<(String, Layered<'a>)>,
    /// Name of the style sheet.
    pub(super) stylesheet: Option<String>,
    /// The styles that its theme wants before it.
    pub(super) styles: Vec<(String, Place)>,
    /// What a site may choose.
    pub(super) options: BTreeMap<String, Setting>,
}

/// Lays the theme `name` over what it extends.
pub(super) fn layers<'a>(files: &'a ThemeFiles, name: &str) -> Checked<Layers<'a>> {
    let mut problems = Vec::new();
    let mut all = Layers::default();
    let own = below(files, "templates/");
    all.files.extend(own.into_iter().filter(|(name, _)| is_template(name)));
    let mut chain = vec![name.to_owned()];
    while let Some(name) = chain.last().cloned() {
        let folder = format!("themes/{name}/");
        let mut layer = below(files, &folder);
        if layer.is_empty() {
            layer = built_in(&name, &folder);
        }
        if layer.is_empty() {
            problems.push(unknown_theme(files, &name));
            break;
        }
        let sheet = layer.remove("theme.yaml");
        // For people who choose a theme; no page is set with it.
        layer.remove("screenshot.png");
        let sheet = sheet.map(|s| parse(&s).into_value(&mut problems)).unwrap_or_default();
        all.add(&name, layer, sheet.styles, sheet.options);
        let Some(parent) = sheet.extends else { break };
        let circle = chain.contains(&parent.value);
        chain.push(parent.value);
        if circle {
            let problem = Diagnostic::error(said!(
                "themes extend each other: {chain}",
                "版式互相继承：{chain}",
                chain = chain.join(" → ")
            ));
            let place = Place::file(format!("{folder}theme.yaml"));
            problems.push(
                problem.at(place).hint(said!("take one `extends:` out", "请去掉一个 `extends:`")),
            );
            break;
        }
    }
    all.uncover();
    Checked::new(all, problems)
}

impl<'a> Layers<'a> {
    /// Of the templates whose place another took, keeps those that are named: the
    /// others may ask for what is no longer there.
    fn uncover(&mut self) {
        while let Some(name) = self.covered.keys().find(|name| self.names(name)).cloned() {
            self.files.extend(self.covered.remove_entry(&name));
        }
        self.covered.clear();
    }

    /// Whether any template has `name` in quotes.
    fn names(&self, name: &str) -> bool {
        let quoted = [format!("\"{name}\""), format!("'{name}'")];
        let mut texts = self.files.iter().filter(|(file, _)| is_template(file));
        texts.any(|(_, file)| {
            let text = String::from_utf8_lossy(file.bytes);
            quoted.iter().any(|quoted| text.contains(quoted))
        })
    }

    /// Puts a theme under what is there already.
    fn add(
        &mut self,
        theme: &str,
        layer: BTreeMap<String, Layered<'a>>,
        styles: Vec<(String, Place)>,
        options: BTreeMap<String, Setting>,
    ) {
        let style = format!("assets/{theme}.css");
        if self.stylesheet.is_none() && layer.contains_key(&style) {
            self.stylesheet = Some(style);
            self.styles = styles;
        }
        for (name, file) in layer {
            if name.starts_with("words/") {
                self.words.push((name, file));
            } else if is_template(&name) && self.files.contains_key(&name) {
                self.covered.insert(format!("{theme}/{name}"), file);
            } else {
                self.files.entry(name).or_insert(file);
            }
        }
        for (name, setting) in options {
            self.options.entry(name).or_insert(setting);
        }
    }
}

/// The files of a theme that is compiled in; none if `name` is not one.
fn built_in(name: &str, folder: &str) -> BTreeMap<String, Layered<'static>> {
    let files = embedded::THEMES.iter().find(|(theme, _)| *theme == name).map(|(_, files)| *files);
    let file = |(path, bytes): &(&'static str, &'static [u8])| {
        ((*path).to_owned(), Layered { path: format!("{folder}{path}"), bytes })
    };
    files.unwrap_or_default().iter().map(file).collect()
}

fn parse(file: &Layered<'_>) -> Checked<Sheet> {
    if let Ok(text) = std::str::from_utf8(file.bytes) {
        return Sheet::parse(&Source::new(&*file.path, text));
    }
    let problem = Diagnostic::error(said!("the file is not UTF-8 text", "文件不是 UTF-8 文字"))
        .at(Place::file(&*file.path));
    Checked::new(Sheet::default(), vec![problem])
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
    let near = diag::nearest(name, folders.chain(embedded::THEMES.map(|(theme, _)| theme)));
    let problem = Diagnostic::error(said!("there is no theme `{name}`", "没有“{name}”这个版式"));
    problem.hint(match near {
        Some(near) => said!("did you mean {near}?", "是不是 {near}？"),
        None => said!(
            "put it into `themes/{name}/`, or use `broadsheet`",
            "请把它放进 `themes/{name}/`，或用 `broadsheet`"
        ),
    })
}
