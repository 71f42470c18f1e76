//! What the template engine says, in our words and with our places.

use std::collections::BTreeMap;

use tera::ErrorKind;

use crate::diag::{self, Diagnostic, Place, Source};

/// What the engine says, in our words and with our places.
pub(super) fn explain(error: &tera::Error, sources: &BTreeMap<String, Source>) -> Vec<Diagnostic> {
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
        "templates have the filters of Tera 2, and `fill`"
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
