//! Follows what templates ask of their Views: a small reading of Tera's language,
//! enough for paths, loops, components, `set`, `include` and `extends`.

use std::collections::{BTreeMap, BTreeSet};

use super::views::{Contract, Kind};

/// Words of the language that are no names.
const KEYWORDS: [&str; 18] = [
    "and", "or", "not", "in", "is", "if", "elif", "else", "endif", "true", "false", "loop",
    "endfor", "endblock", "block", "words", "options", "none",
];

type Scope = BTreeMap<String, Kind>;
/// A component, the kinds of what it was given, and whether as a piece.
type Followed = (String, Vec<(String, Kind)>, bool);

pub(super) struct Checker<'a> {
    contract: &'a Contract,
    templates: &'a BTreeMap<String, String>,
    /// Each component: its parameters and its body.
    components: BTreeMap<String, (Vec<String>, String)>,
    /// Components already followed.
    followed: BTreeSet<Followed>,
    /// Whether what is followed is set once for many pages.
    in_piece: bool,
    pub(super) faults: Vec<String>,
    /// `View.field` of every field that was asked for.
    pub(super) used: BTreeSet<String>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(contract: &'a Contract, templates: &'a BTreeMap<String, String>) -> Self {
        let mut components = BTreeMap::new();
        for text in templates.values() {
            let starts = text.match_indices("component ").map(|(at, word)| (at, at + word.len()));
            for (_, start) in starts.filter(|(at, _)| !text[..*at].ends_with("end")) {
                let part = &text[start..];
                let Some((name, rest)) = part.split_once('(') else { continue };
                let (Some((parameters, _)), Some((_, body))) =
                    (rest.split_once(')'), rest.split_once("%}"))
                else {
                    continue;
                };
                let name = name.trim().to_owned();
                let Some(end) = body.find(&format!("endcomponent {name}")) else { continue };
                let end = body[..end].rfind("{%").expect("its tag");
                let names = parameters
                    .split(',')
                    .map(|p| p.split([':', '=']).next().unwrap_or_default().trim().to_owned());
                components.insert(name, (names.collect(), body[..end].to_owned()));
            }
        }
        let (followed, faults, used) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
        Self { contract, templates, components, followed, in_piece: false, faults, used }
    }

    /// Follows the template of a page, what it extends and includes.
    pub(super) fn page(&mut self, template: &str, view: &str) {
        let fields = &self.contract.view(view).fields;
        let scope: Scope = fields.iter().map(|f| (f.name.clone(), f.kind.clone())).collect();
        let owner: BTreeMap<String, String> =
            scope.keys().map(|name| (name.clone(), format!("{view}.{name}"))).collect();
        self.template(template, scope, &owner);
    }

    fn template(&mut self, template: &str, scope: Scope, owner: &BTreeMap<String, String>) {
        let Some(text) = self.templates.get(template).cloned() else {
            self.faults.push(format!("there is no template {template}"));
            return;
        };
        if let Some(parent) = quoted_after(&text, "{% extends ") {
            self.template(&parent, scope.clone(), owner);
        }
        self.text(template, &without_components(&text), scope, owner);
    }

    fn text(&mut self, name: &str, text: &str, scope: Scope, owner: &BTreeMap<String, String>) {
        let mut scopes = vec![scope];
        for tag in tags(text) {
            let words: Vec<&str> = tag.split_whitespace().collect();
            match words.first().copied() {
                Some("for") => {
                    let (variables, list) =
                        tag[3..].split_once(" in ").unwrap_or_else(|| panic!("{name}: {tag}"));
                    let kind = self.expression(name, list, &scopes, owner);
                    let element = match kind.map(|k| k.there().clone()) {
                        Some(Kind::List(element)) => *element,
                        _ => Kind::Any,
                    };
                    let variables: Vec<&str> = variables.split(',').map(str::trim).collect();
                    let element = if variables.len() == 1 { element } else { Kind::Any };
                    let each = |v: &&str| ((*v).to_owned(), element.clone());
                    scopes.push(variables.iter().map(each).collect());
                }
                Some("endfor") => drop(scopes.pop()),
                Some("set") => {
                    let (variable, value) = tag[3..].split_once('=').expect("a value");
                    let kind = self.expression(name, value, &scopes, owner).unwrap_or(Kind::Any);
                    let innermost = scopes.last_mut().expect("a scope");
                    innermost.insert(variable.trim().to_owned(), kind);
                }
                Some("include") => {
                    let included = quoted_after(tag, "include ").expect("a template");
                    let all = scopes.iter().flatten();
                    let scope = all.map(|(k, v)| (k.clone(), v.clone())).collect();
                    self.template(&included, scope, owner);
                }
                Some("block" | "endblock" | "extends" | "endif" | "else") | None => {}
                _ => {
                    self.expression(name, tag, &scopes, owner);
                }
            }
        }
    }

    /// Follows all paths of an expression; the kind of the first.
    fn expression(
        &mut self,
        name: &str,
        text: &str,
        scopes: &[Scope],
        owner: &BTreeMap<String, String>,
    ) -> Option<Kind> {
        self.calls(name, text, scopes, owner);
        self.pieces(name, text, scopes, owner);
        let plain = without_calls(&without_strings(text));
        let mut first = None;
        for path in paths(&plain) {
            let kind = self.path(name, &path, scopes, owner);
            first = first.or(kind);
        }
        first
    }

    fn path(
        &mut self,
        name: &str,
        path: &str,
        scopes: &[Scope],
        owner: &BTreeMap<String, String>,
    ) -> Option<Kind> {
        let mut parts = path.split('.');
        let head = parts.next()?;
        let Some((depth, kind)) =
            scopes.iter().enumerate().rev().find_map(|(d, scope)| Some((d, scope.get(head)?)))
        else {
            self.faults.push(format!("{name}: {path} is not there"));
            return None;
        };
        if depth == 0
            && let Some(field) = owner.get(head)
        {
            self.used.insert(field.clone());
        }
        let mut kind = kind.clone();
        for part in parts {
            kind = match kind.there() {
                Kind::View(view) => {
                    let view = self.contract.view(view);
                    let Some(field) = view.fields.iter().find(|f| f.name == part) else {
                        self.faults.push(format!("{name}: {path}: {} has no {part}", view.name));
                        return None;
                    };
                    self.used.insert(format!("{}.{part}", view.name));
                    field.kind.clone()
                }
                Kind::List(element) if part.bytes().all(|b| b.is_ascii_digit()) => *element.clone(),
                Kind::Map | Kind::Any => Kind::Any,
                other => {
                    let other = format!("{other:?}").to_lowercase();
                    self.faults.push(format!("{name}: {path}: {other} has no {part}"));
                    return None;
                }
            };
        }
        Some(kind)
    }

    /// Follows the components that an expression calls.
    fn calls(
        &mut self,
        name: &str,
        text: &str,
        scopes: &[Scope],
        owner: &BTreeMap<String, String>,
    ) {
        for call in text.split('<').skip(1).filter_map(|part| part.split_once("/>")) {
            let call = call.0;
            let component = call.split_whitespace().next().unwrap_or_default();
            if !self.components.contains_key(component) {
                continue;
            }
            let mut given = Scope::new();
            for (at, open) in call.match_indices("={") {
                let parameter = call[..at].rsplit(' ').next().unwrap_or_default();
                let value = call[at + open.len()..].split('}').next().unwrap_or_default();
                let kind = self.expression(name, value, scopes, owner).unwrap_or(Kind::Any);
                given.insert(parameter.to_owned(), kind);
            }
            self.component(component, &given);
        }
    }

    /// Follows the pieces that an expression sets, which see nothing of the page.
    fn pieces(
        &mut self,
        name: &str,
        text: &str,
        scopes: &[Scope],
        owner: &BTreeMap<String, String>,
    ) {
        let Some((of, how)) = text.split_once("| once(") else { return };
        let of = paths(of).pop().and_then(|of| self.path(name, &of, scopes, owner));
        let of = of.unwrap_or(Kind::Any);
        let component = quoted_after(how, "set=").expect("the name of a component");
        self.in_piece = true;
        self.component(&component, &Scope::from([("of".to_owned(), of)]));
        self.in_piece = false;
    }

    fn component(&mut self, component: &str, given: &Scope) {
        let (parameters, body) = self.components[component].clone();
        let mut scope = Scope::new();
        for parameter in parameters {
            let kind = match parameter.strip_prefix('@') {
                Some("page") if self.in_piece => {
                    self.faults.push(format!("component {component}: a piece sees no page"));
                    continue;
                }
                Some("page") => Kind::View("PageView".to_owned()),
                Some(_) => Kind::Any,
                None => given.get(&parameter).cloned().unwrap_or(Kind::Any),
            };
            scope.insert(parameter.trim_start_matches('@').to_owned(), kind);
        }
        let seen = scope.clone().into_iter().collect();
        if self.followed.insert((component.to_owned(), seen, self.in_piece)) {
            self.text(&format!("component {component}"), &body, scope, &BTreeMap::new());
        }
    }
}

/// What stands in `{{ }}` and `{% %}`, in order; comments are none.
fn tags(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let tail = &rest[at..];
        let end = match tail.get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => {
                rest = &tail[1..];
                continue;
            }
        };
        // A component's argument ends in a brace too: `{{ <a of={b} /> }}`.
        let Some(close) =
            tail.find(end).map(|at| tail[at..].find(|c| c != '}').unwrap_or(2).max(2) + at)
        else {
            break;
        };
        let inside = tail[2..close - 2].trim_matches('-').trim();
        if end != "#}" {
            found.push(inside);
        }
        rest = &tail[close..];
    }
    found
}

fn without_components(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("component ") {
        let start = rest[..at].rfind("{%").unwrap_or(at);
        let Some(end) = rest.find("endcomponent") else { break };
        out.push_str(&rest[..start]);
        let close = rest[end..].find("%}").map_or(rest.len(), |c| end + c + 2);
        rest = &rest[close..];
    }
    out + rest
}

fn without_strings(text: &str) -> String {
    text.split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

fn without_calls(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        if let Some((_, after)) = after.split_once("/>") {
            rest = after;
        } else {
            out.push(' ');
            rest = after;
        }
    }
    out + rest
}

/// The paths that are asked for: names that are no keyword, no filter, no test and
/// no name of an argument.
fn paths(text: &str) -> Vec<String> {
    let text = text.replace("?.", ".").replace('[', ".").replace(']', "");
    let in_path = |c: char| c == '_' || c == '.' || c.is_ascii_alphanumeric();
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = String::new();
    while at < text.len() {
        let rest = &text[at..];
        let Some(start) = rest.find(in_path) else { break };
        before.push_str(&rest[..start]);
        let end = rest[start..].find(|c| !in_path(c)).map_or(rest.len(), |e| start + e);
        let word = rest[start..end].trim_end_matches('.');
        let last = before.trim_end();
        let after = rest[end..].trim_start();
        let filter = last.ends_with('|');
        let tested = last.ends_with(" is") || last.ends_with(" is not");
        let argument = after.starts_with('=') && !after.starts_with("==");
        let number = word.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        let head = word.split('.').next().unwrap_or_default();
        if !filter && !tested && !argument && !number && !KEYWORDS.contains(&head) {
            found.push(word.to_owned());
        }
        before.push_str(&rest[start..end]);
        at += end;
    }
    found
}

fn quoted_after(text: &str, before: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    let rest = rest.trim_start().strip_prefix('"')?;
    Some(rest.split('"').next()?.to_owned())
}
