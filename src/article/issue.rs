//! What an editor says about an issue: its own page, and the sheet beside a seed.

use jiff::civil::Date;

use super::front_matter::{file, parts, push, push_text};
use crate::{
    diag::{Checked, Source},
    limits::Limits,
    route::Slug,
    yaml::{self, Mapping},
};

/// `content/<issue>/_issue.md`: an issue's name, date and foreword.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssuePage {
    /// Its name, where it has one beside its date.
    pub title: Option<String>,
    /// When it appeared.
    pub date: Option<Date>,
    /// Markdown.
    pub body: String,
    /// Where the body starts in the file, in bytes.
    pub body_start: usize,
}

/// `seeds/<name>.yaml`: what the editor says about the seed beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sidecar {
    /// The issue it belongs to.
    pub issue: Option<Slug>,
    /// When the issue appeared.
    pub date: Option<Date>,
    /// The issue's name.
    pub title: Option<String>,
}

impl IssuePage {
    /// The page as its file.
    pub fn to_markdown(&self) -> String {
        let Self { title, date, body, body_start: _ } = self;
        let mut out = String::new();
        push_text(&mut out, "title", title.as_deref());
        if let Some(date) = date {
            push(&mut out, "date", &date.to_string());
        }
        file(&out, body)
    }

    /// Reads an issue's page. Nothing in it is required.
    pub fn from_markdown(source: &Source, limits: &Limits) -> Checked<Self> {
        let mut problems = Vec::new();
        let parts = parts(source, &mut problems);
        let body_start = parts.body.start;
        let body = source.text()[parts.body].to_owned();
        let mut page = Self { title: None, date: None, body, body_start };
        if let Some(span) = parts.front_matter {
            let mut mapping = Mapping::parse(source, span, limits).into_value(&mut problems);
            page.title = mapping.text("title", &mut problems).map(|title| title.value);
            page.date = yaml::date(source, &mut mapping, "date", &mut problems);
            mapping.finish(&mut problems);
        }
        Checked::new(page, problems)
    }
}

impl Sidecar {
    /// Reads the sheet beside a seed. Nothing in it is required.
    pub fn parse(source: &Source, limits: &Limits) -> Checked<Self> {
        let mut problems = Vec::new();
        let all = 0..source.text().len();
        let mut mapping = Mapping::parse(source, all, limits).into_value(&mut problems);
        let mut sheet = Self::default();
        if let Some(text) = mapping.text("issue", &mut problems) {
            sheet.issue = yaml::slug(source, &text, &text.value, &mut problems);
        }
        sheet.date = yaml::date(source, &mut mapping, "date", &mut problems);
        sheet.title = mapping.text("title", &mut problems).map(|title| title.value);
        mapping.finish(&mut problems);
        Checked::new(sheet, problems)
    }
}
