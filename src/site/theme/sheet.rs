//! What a theme says of itself (`theme.yaml`), and what a site says to it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    config::Choice,
    diag::{self, Checked, Diagnostic, Place, Source},
    limits::Limits,
    tongue::{Said, said},
    yaml::{Mapping, Text},
};

/// `theme.yaml`
#[derive(Default)]
pub(super) struct Sheet {
    /// The theme whose files stand in for those that this one has not.
    pub(super) extends: Option<Text>,
    /// Names of styles that stand before its style sheet: `indexes` is
    /// `styles/indexes.css`, its own or of what it extends.
    pub(super) styles: Vec<(String, Place)>,
    /// What a site may choose, by its name.
    pub(super) options: BTreeMap<String, Setting>,
}

/// What a site may choose in a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// `true` or `false`; the default.
    Flag(bool),
    /// One of some words, the default first.
    Choice(Vec<String>),
    /// Any words; the default.
    Text(String),
}

/// What is chosen, as templates see it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
pub(super) enum Chosen {
    Flag(bool),
    Text(String),
}

/// All choices, by name.
pub(super) type Options = BTreeMap<String, Chosen>;

impl Sheet {
    /// Reads `theme.yaml`. What is wrong with it is reported and left out.
    pub(super) fn parse(source: &Source) -> Checked<Self> {
        let mut problems = Vec::new();
        let all = 0..source.text().len();
        let mut mapping = Mapping::parse(source, all, &Limits::default()).into_value(&mut problems);
        // For people who choose a theme.
        for key in ["name", "description", "license"] {
            mapping.text(key, &mut problems);
        }
        let extends = mapping.text("extends", &mut problems);
        let styles = mapping.texts("styles", &mut problems).into_iter();
        let styles = styles.map(|text| (text.value, source.place(text.span))).collect();
        let options = options(source, &mut mapping, &mut problems);
        mapping.finish(&mut problems);
        Checked::new(Self { extends, styles, options }, problems)
    }
}

fn options(
    source: &Source,
    mapping: &mut Mapping,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Setting> {
    let mut options = BTreeMap::new();
    let Some(all) = mapping.mapping("options", problems) else { return options };
    let names: Vec<String> = all.keys().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let Some(mut inner) = all.nested(&name, problems) else { continue };
        let default = inner.required("default", problems);
        let choices = inner.texts("choices", problems);
        inner.text("description", problems);
        inner.finish(problems);
        let Some(default) = default else { continue };
        if choices.is_empty() {
            let flag = default.value.parse().map(Setting::Flag);
            let none = if default.value == "none" { String::new() } else { default.value };
            options.insert(name, flag.unwrap_or(Setting::Text(none)));
            continue;
        }
        let mut words: Vec<String> = choices.into_iter().map(|choice| choice.value).collect();
        let Some(at) = words.iter().position(|word| *word == default.value) else {
            let problem = Diagnostic::error(said!(
                "`{default}` is none of the choices",
                "`{default}` 不在可选之列",
                default = default.brief()
            ))
            .at(source.place(default.span));
            problems.push(problem.hint(one_of(&words)));
            continue;
        };
        words.swap(0, at);
        options.insert(name, Setting::Choice(words));
    }
    options
}

fn one_of(words: &[String]) -> Said {
    said!("write one of {words}", "可以写 {words}", words = Said::list(words))
}

/// The options of a theme as a site has chosen them.
pub(super) fn choose(
    settings: &BTreeMap<String, Setting>,
    chosen: &BTreeMap<String, Choice>,
    theme: &str,
    problems: &mut Vec<Diagnostic>,
) -> Options {
    for (name, choice) in chosen.iter().filter(|(name, _)| !settings.contains_key(*name)) {
        let problem = Diagnostic::error(said!(
            "the theme `{theme}` has no option `{name}`",
            "版式 `{theme}` 没有 `{name}` 这个选项"
        ))
        .at(choice.place.clone());
        let names: Vec<&str> = settings.keys().map(String::as_str).collect();
        problems.push(match diag::nearest(name, names.iter().copied()) {
            Some(near) => problem.hint(said!("did you mean {near}?", "是不是 {near}？")),
            None if names.is_empty() => problem.hint(said!("it has none", "它没有选项")),
            None => {
                problem.hint(said!("it has {names}", "它有 {names}", names = Said::list(&names)))
            }
        });
    }
    let value = |(name, setting): (&String, &Setting)| {
        let choice = chosen.get(name);
        let value = choice.map_or_else(|| Ok(setting.default()), |c| setting.read(&c.value));
        let value = value.unwrap_or_else(|hint| {
            let brief = choice.map(|c| crate::yaml::brief(&c.value)).unwrap_or_default();
            let problem = Diagnostic::error(said!(
                "`{brief}` is no choice for `{name}`",
                "`{name}` 不能选“{brief}”"
            ));
            let problem = match choice {
                Some(choice) => problem.at(choice.place.clone()),
                None => problem,
            };
            problems.push(problem.hint(hint));
            setting.default()
        });
        (name.clone(), value)
    };
    settings.iter().map(value).collect()
}

impl Setting {
    fn default(&self) -> Chosen {
        match self {
            Self::Flag(default) => Chosen::Flag(*default),
            Self::Choice(words) => Chosen::Text(words.first().cloned().unwrap_or_default()),
            Self::Text(default) => Chosen::Text(default.clone()),
        }
    }

    /// What a site wrote, or what it may write.
    fn read(&self, value: &str) -> Result<Chosen, Said> {
        match self {
            Self::Flag(_) => value
                .parse()
                .map(Chosen::Flag)
                .map_err(|_| said!("write `true` or `false`", "请写 `true` 或 `false`")),
            Self::Choice(words) if words.iter().any(|word| word == value) => {
                Ok(Chosen::Text(value.to_owned()))
            }
            Self::Choice(words) => Err(one_of(words)),
            Self::Text(_) => Ok(Chosen::Text(value.to_owned())),
        }
    }
}
