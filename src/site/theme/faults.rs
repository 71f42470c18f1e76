//! What the template engine says, in our words and with our places.

use std::collections::BTreeMap;

use tera::ErrorKind;

use crate::{
    diag::{self, Diagnostic, Place, Source},
    tongue::{Said, said},
};

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
            let problem = Diagnostic::error(said!(
                "there is no template `{parent}` to extend",
                "没有 `{parent}` 这个模板可以继承"
            ));
            let near = diag::nearest(parent, sources.keys().map(String::as_str));
            let hint = near.map_or_else(
                || said!("write the name of a template", "请写模板的名称"),
                |n| said!("did you mean {n}?", "是不是 {n}？"),
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
    let chain = chain.join(" → ");
    let (message, hint) = if how == "extend" {
        (
            said!("templates extend each other: {chain}", "模板互相继承：{chain}"),
            said!("take one `extends` out", "请去掉一个 `extends`"),
        )
    } else {
        (
            said!("templates include each other: {chain}", "模板互相包含：{chain}"),
            said!("take one `include` out", "请去掉一个 `include`"),
        )
    };
    let problem = Diagnostic::error(message).hint(hint);
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

/// A message of the engine as one of ours: without a capital and a full stop. What
/// it says is for who writes templates, and stays as the engine says it.
fn sentence(message: &str) -> Said {
    let first = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut chars = first.chars();
    let start = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    let words = start + chars.as_str();
    said!("in the template: {words}", "模板里：{words}")
}

/// What to do about a problem of a template.
fn advice(message: &str) -> Said {
    let message = message.to_lowercase();
    if message.contains("unknown filter") {
        said!(
            "templates have the filters of Tera 2, `fill` and `once`",
            "模板可以用 Tera 2 的过滤器，还有 `fill` 和 `once`"
        )
    } else if message.contains("unknown function") {
        said!(
            "templates have no functions but `range` and `throw`: all they show is in their View",
            "模板里的函数只有 `range` 和 `throw`：要显示的都在视图里"
        )
    } else if message.contains("unknown component") || message.contains("unknown template") {
        said!("write the name of one that the theme has", "请写版式里有的名称")
    } else if message.contains("not defined")
        || message.contains("undefined")
        || message.contains("not found")
        || message.contains("does not exist")
    {
        said!(
            "a template sees its View and nothing else; `name?.part or \"\"` allows for what may be missing",
            "模板只看得到自己的视图；可能没有的内容请写 `name?.part or \"\"`"
        )
    } else {
        said!("the syntax is that of Tera 2", "写法同 Tera 2")
    }
}
