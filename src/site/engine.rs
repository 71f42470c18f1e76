//! The template engine, fenced in: it reads no file and no environment, and its
//! lists are short.

use std::collections::BTreeMap;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::{
    diag::{self, Diagnostic, Source},
    tongue::said,
    words::{self, Words},
};

/// Longest list that a template can make by itself. Views bring their own.
const MAX_RANGE: i64 = 1_000;

/// An engine without templates, and without words yet.
pub fn engine() -> Tera {
    let mut tera = Tera::new();
    tera.register_function("range", range);
    tera.register_filter("fill", fill);
    tera.register_filter("once", refuse);
    tera
}

/// Pieces are of themes, and no piece is in another.
fn refuse(_: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    Err(tera::Error::message("`once` is for the templates of pages, and no piece is in another"))
}

/// Gives all templates the site's own words, as `words`.
pub fn speak(tera: &mut Tera, words: &Words) {
    tera.global_context().insert("words", words);
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

/// `words.pieces | fill(n=3)`: a word with its places filled.
#[expect(clippy::needless_pass_by_value, reason = "the engine calls filters so")]
fn fill(text: &str, values: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let value = |name: &str| {
        let mut values = values.iter();
        values.find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value.to_string())
    };
    let (filled, missing) = words::fill(text, value);
    match missing {
        None => Ok(filled),
        Some(name) => Err(tera::Error::message(format!("`fill` lacks {name} for “{text}”"))),
    }
}

/// Parts of `whole`, such as `words`, that templates name and nobody has: errors
/// before the first page, not on the page that comes to them.
pub(super) fn unknown_names<'a>(
    sources: &BTreeMap<String, Source>,
    whole: &str,
    known: impl Iterator<Item = &'a str>,
    problems: &mut Vec<Diagnostic>,
) {
    let known: Vec<&str> = known.collect();
    let in_name = |c: char| c == '_' || c.is_alphanumeric();
    for source in sources.values() {
        for (at, named) in source.text().match_indices(&format!("{whole}.")) {
            let before = source.text()[..at].chars().next_back();
            if before.is_some_and(|c| c == '.' || in_name(c)) {
                continue;
            }
            let start = at + named.len();
            let rest = &source.text()[start..];
            let end = start + rest.find(|c| !in_name(c)).unwrap_or(rest.len());
            let name = &source.text()[start..end];
            if name.is_empty() || known.contains(&name) {
                continue;
            }
            let problem =
                Diagnostic::error(said!("`{whole}` has no `{name}`", "`{whole}` 里没有 `{name}`"));
            let problem = problem.at(source.place(start..end));
            problems.push(match diag::nearest(name, known.iter().copied()) {
                Some(near) => problem.hint(said!("did you mean {near}?", "是不是 {near}？")),
                None => problem.hint(said!(
                    "a theme adds words in `words/zh-Hans.yaml`, options in `theme.yaml`",
                    "版式的用语加在 `words/zh-Hans.yaml` 里，选项加在 `theme.yaml` 里"
                )),
            });
        }
    }
}
