//! The Views as their source declares them.

use std::collections::BTreeMap;

/// Fields that neither of our themes sets: for others, and for the program's own
/// templates of a book.
pub(super) const FREE: [&str; 7] = [
    "NavigationView.key",
    "PaginationView.number",
    "PaginationView.total",
    "ArchiveView.pictures",
    "ArchivedView.number",
    "PictureView.path",
    "PictureView.media_type",
];

/// What a template may see.
pub(super) struct Contract {
    /// In the order of the source.
    pub(super) views: Vec<View>,
    /// Template and the View it is set with.
    pub(super) templates: BTreeMap<String, String>,
}

pub(super) struct View {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) fields: Vec<Field>,
}

pub(super) struct Field {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) kind: Kind,
}

/// What a template can do with a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Text,
    Number,
    Flag,
    View(String),
    List(Box<Kind>),
    /// Or nothing.
    Maybe(Box<Kind>),
    /// Names and texts.
    Map,
    /// Not followed.
    Any,
}

impl Kind {
    fn parse(text: &str) -> Self {
        let inside = |name: &str| {
            let inner = text.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>')?;
            Some(Self::parse(inner.trim()))
        };
        if let Some(kind) = ["Arc", "Box", "Shared"].into_iter().find_map(inside) {
            return kind;
        }
        if let Some(kind) = inside("Vec") {
            return Self::List(Box::new(kind));
        }
        if let Some(kind) = inside("Option") {
            return Self::Maybe(Box::new(kind));
        }
        if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return Self::List(Box::new(Self::parse(inner)));
        }
        match text {
            "String" | "&'static str" | "str" | "Html" => Self::Text,
            "bool" => Self::Flag,
            "usize" | "u8" | "u16" | "u32" | "u64" | "i32" | "i64" | "f32" | "f64" => Self::Number,
            "BTreeMap<String, String>" => Self::Map,
            name if name.ends_with("View") => Self::View(name.to_owned()),
            "Manifest" => Self::Any,
            other => panic!("what is {other} to a template?"),
        }
    }

    /// Without the possibility of nothing.
    pub(super) fn there(&self) -> &Self {
        match self {
            Self::Maybe(kind) => kind.there(),
            kind => kind,
        }
    }
}

impl Contract {
    /// From the sources of the Views and of the plan, which says what is set with what.
    pub(super) fn read(views: &str, archive: &str, plan: &str) -> Self {
        let views: Vec<View> = [views, archive].into_iter().flat_map(structs).collect();
        let mut templates = BTreeMap::from([("archive.html".to_owned(), "ArchiveView".to_owned())]);
        let variants = plan.split_once("enum View {").expect("the kinds of page").1;
        let variants = variants.split_once('}').expect("its end").0;
        for line in variants.lines().map(str::trim).filter(|line| line.contains('(')) {
            let (variant, kind) = line.split_once('(').expect("a variant");
            let view = kind.trim_end_matches([')', ',', '>']).trim_start_matches("Box<");
            let named = format!("Self::{variant}(_) => \"");
            let template = plan.split_once(&named).expect("its template").1;
            let template = template.split_once('"').expect("its end").0;
            templates.insert(template.to_owned(), view.to_owned());
        }
        Self { views, templates }
    }

    pub(super) fn view(&self, name: &str) -> &View {
        self.views.iter().find(|view| view.name == name).unwrap_or_else(|| panic!("no {name}"))
    }

    /// `View.field` of every field.
    pub(super) fn fields(&self) -> impl Iterator<Item = String> {
        self.views.iter().flat_map(|view| {
            view.fields.iter().map(|field| format!("{}.{}", view.name, field.name))
        })
    }
}

/// The structs `…View` in a source.
fn structs(source: &str) -> Vec<View> {
    let mut views: Vec<View> = Vec::new();
    let mut doc = String::new();
    let mut inside = false;
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            if !doc.is_empty() {
                doc.push(' ');
            }
            doc.push_str(text.trim());
            continue;
        }
        if let Some(name) = line.strip_prefix("pub struct ").and_then(|l| l.strip_suffix(" {")) {
            inside = true;
            let (name, doc) = (name.to_owned(), std::mem::take(&mut doc));
            views.push(View { name, doc, fields: Vec::new() });
        } else if line == "}" {
            inside = false;
        } else if inside && line.starts_with("pub ") {
            let (name, kind) = line[4..].trim_end_matches(',').split_once(": ").expect("a field");
            let (name, doc) = (name.to_owned(), std::mem::take(&mut doc));
            let view = views.last_mut().expect("a view");
            view.fields.push(Field { name, doc, kind: Kind::parse(kind) });
        }
        if !line.starts_with("#[") {
            doc.clear();
        }
    }
    views
}
