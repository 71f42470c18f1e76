//! What an editor says about an issue: its own page, and the sheet beside a seed.

use jiff::civil::Date;

use super::front_matter::{file, parts, push, push_text};
use crate::{
    limits::Limits,
    diag::{Checked, Diagnostic, Source},
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
            page.date = date(source, &mut mapping, &mut problems);
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
        sheet.date = date(source, &mut mapping, &mut problems);
        sheet.title = mapping.text("title", &mut problems).map(|title| title.value);
        mapping.finish(&mut problems);
        Checked::new(sheet, problems)
    }
}

/// The entry `date`: a day that is in the calendar.
fn date(source: &Source, mapping: &mut Mapping, problems: &mut Vec<Diagnostic>) -> Option<Date> {
    let text = mapping.text("date", problems)?;
    let date = parse_date(&text.value);
    if date.is_none() {
        let numbers: Vec<&str> =
            text.value.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
        let written = match numbers[..] {
            [year, month, day] => format!("{year:0>4}-{month:0>2}-{day:0>2}"),
            _ => String::new(),
        };
        let hint = match parse_date(&written) {
            Some(date) => format!("write `{date}`"),
            None => "write year, month and day as on the calendar: `2023-03-23`".to_owned(),
        };
        let error = Diagnostic::error(format!("`{}` is no date", text.brief()));
        problems.push(error.at(source.place(text.span)).hint(hint));
    }
    date
}

/// `2023-03-23`, and no other way to write it: what it means must be the same
/// for every reader.
fn parse_date(text: &str) -> Option<Date> {
    let shape =
        |(at, b): (usize, u8)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() };
    let good = text.len() == 10 && text.bytes().enumerate().all(shape);
    good.then(|| text.parse().ok())?
}
