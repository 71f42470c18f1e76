//! The registry of columns and authors: who there is, under which name and
//! address, and which two names are probably one.
//!
//! The names are those of the articles. What an editor renamed is counted under
//! its new name. Two columns that read the same but for width, spaces, quotes or a
//! character that is taken for another are an error; columns and authors that are
//! merely close get a warning. `addresses:` in the settings says that names
//! are what they are: a pair with an address each is let be.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    library::{Author, Named, named},
    load::Facts,
    names::{self, Names},
    readings::Bearer,
};
use crate::{
    article::byline::Role,
    config::Config,
    diag::{self, Checked, Diagnostic, Place, nearest},
    route::Slug,
    text::{fold, hash::FastMap},
    tongue::{Said, said},
};

/// Shorter names differ by a character without being one: 水边谈 and 山边谈.
const LEAST_CLOSE: usize = 4;

/// Which of several each name means.
pub(super) type Index = FastMap<String, usize>;

/// What the articles call a column or an author, and where one first does.
type Seen<'f, T> = BTreeMap<&'f str, (&'f Facts, T)>;

/// The columns in their order.
pub(super) fn columns(facts: &[Arc<Facts>], config: &Config, order: &Names) -> Checked<Vec<Named>> {
    let mut problems = Vec::new();
    let mut seen: Seen<'_, ()> = BTreeMap::new();
    for facts in facts {
        if let Some(name) = facts.article.column.as_deref() {
            seen.entry(today(config, name)).or_insert((facts, ()));
        }
    }
    let registry = Registry { what: said!("column", "栏目"), key: "column", config };
    let mut columns = Vec::with_capacity(seen.len());
    for (&name, (facts, ())) in &seen {
        if let Some(slug) = registry.address(name, facts, &mut problems) {
            columns.push(Named { name: name.to_owned(), slug, entries: Vec::new() });
        }
    }
    problems.extend(registry.look_alikes(&seen, &columns, true));
    problems.extend(registry.close(&seen));
    Checked::new(order.sort(columns, |column| &column.name, Bearer::Thing), problems)
}

/// The authors in their order, with their roles.
pub(super) fn authors(
    facts: &[Arc<Facts>],
    config: &Config,
    order: &Names,
) -> Checked<Vec<Author>> {
    let mut problems = Vec::new();
    let mut seen: Seen<'_, BTreeMap<(Role, &str), usize>> = BTreeMap::new();
    for facts in facts {
        // A name that a byline has twice in one role did one thing.
        let mut roles: Vec<_> = named(facts).collect();
        roles.sort();
        roles.dedup();
        for (name, role, title) in roles {
            let (_, roles) =
                seen.entry(today(config, name)).or_insert_with(|| (facts, BTreeMap::new()));
            *roles.entry((role, title)).or_default() += 1;
        }
    }
    let registry = Registry { what: said!("author", "作者"), key: "byline", config };
    let mut authors = Vec::with_capacity(seen.len());
    let mut people = Vec::with_capacity(seen.len());
    for (&name, (facts, roles)) in &seen {
        if let Some(slug) = registry.address(name, facts, &mut problems) {
            let named = Named { name: name.to_owned(), slug, entries: Vec::new() };
            authors.push(named.clone());
            let roles = roles.iter().map(|(&(role, title), &n)| ((role, title.to_owned()), n));
            people.push(Author { named, roles: roles.collect() });
        }
    }
    problems.extend(registry.look_alikes(&seen, &authors, false));
    Checked::new(order.sort(people, |author| &author.named.name, Bearer::Person), problems)
}

/// What a name that an article carries is today.
pub(super) fn today<'n>(config: &'n Config, name: &'n str) -> &'n str {
    config.renamed.get(name).map_or(name, |renamed| &renamed.to)
}

/// Index by each name, those of today and those before them.
pub(super) fn index<'n>(names: impl Iterator<Item = &'n str>, config: &Config) -> Index {
    let mut index: Index = names.map(str::to_owned).zip(0..).collect();
    for (old, renamed) in &config.renamed {
        if let Some(&number) = index.get(&renamed.to) {
            index.insert(old.clone(), number);
        }
    }
    index
}

/// Names that were renamed to what nobody is called.
pub(super) fn renamed_to_nothing(config: &Config, known: &[&Index]) -> Vec<Diagnostic> {
    let lost =
        config.renamed.iter().filter(|(_, new)| known.iter().all(|k| !k.contains_key(&new.to)));
    lost.map(|(old, new)| {
        let message = said!(
            "`{old}` is renamed to `{new}`, and no column or author is called so",
            "“{old}”改名为“{new}”，可是没有栏目或作者叫这个名",
            old = diag::visible(old),
            new = diag::visible(&new.to)
        );
        let mut names: Vec<&str> =
            known.iter().flat_map(|k| k.keys()).map(String::as_str).collect();
        names.sort_unstable();
        let hint = match nearest(&new.to, names) {
            Some(near) => said!("did you mean {near}?", "是不是 {near}？"),
            None => said!(
                "take the entry out once no article carries either name",
                "如果已经没有文章用这两个名，请删掉这一项"
            ),
        };
        Diagnostic::warning(message).at(new.place.clone()).hint(hint)
    })
    .collect()
}

/// How problems of one kind of names are told.
struct Registry<'a> {
    /// What bears the names.
    what: Said,
    /// The key of the front matter that has them.
    key: &'static str,
    config: &'a Config,
}

impl Registry<'_> {
    fn place(&self, facts: &Facts) -> Place {
        facts.place_of(self.key)
    }

    fn address(&self, name: &str, facts: &Facts, problems: &mut Vec<Diagnostic>) -> Option<Slug> {
        let slug = names::slug(name, &self.config.addresses);
        if slug.is_none() {
            let problem = Diagnostic::error(said!(
                "no address can be made of `{name}`",
                "“{name}”做不成网址"
            ));
            let hint = said!(
                "choose one in kanyin.yaml: `addresses: {{{name}: …}}`",
                "请在 kanyin.yaml 里定一个：`addresses: {{{name}: …}}`",
                name = diag::visible(name)
            );
            problems.push(problem.at(self.place(facts)).hint(hint));
        }
        slug
    }

    /// Whether the editor gave both an address: they are two.
    fn apart(&self, one: &str, other: &str) -> bool {
        [one, other].iter().all(|name| self.config.addresses.contains_key(*name))
    }

    /// Names that are the same once what is easily mistaken is folded. Those with
    /// one address are told where addresses are claimed.
    fn look_alikes<T>(&self, seen: &Seen<'_, T>, known: &[Named], error: bool) -> Vec<Diagnostic> {
        let mut first: HashMap<String, &Named> = HashMap::new();
        let mut problems = Vec::new();
        for named in known {
            let Some(before) = first.get(&folded(&named.name)) else {
                first.insert(folded(&named.name), named);
                continue;
            };
            if before.slug != named.slug && !self.apart(&before.name, &named.name) {
                let how = said!("differ only in what is easily mistaken", "只差容易看错的字");
                problems.extend(self.pair(seen, &before.name, &named.name, &how, error));
            }
        }
        problems
    }

    /// Names of some length that one character more, less or other parts. Each is held
    /// against those with which it has a form without a character in common, so that
    /// the cost is that of the names. Those with one address are told elsewhere.
    fn close<T>(&self, seen: &Seen<'_, T>) -> Vec<Diagnostic> {
        let mut forms: HashMap<String, Vec<&str>> = HashMap::new();
        let mut problems = Vec::new();
        for &name in seen.keys() {
            let chars: Vec<char> = name.chars().collect();
            if chars.len() < LEAST_CLOSE {
                continue;
            }
            let without = |at: usize| chars.iter().enumerate().filter(move |(i, _)| *i != at);
            let mut own: Vec<String> =
                (0..=chars.len()).map(|at| without(at).map(|(_, c)| c).collect()).collect();
            own.sort_unstable();
            own.dedup();
            let mut near: Vec<&str> = Vec::new();
            for form in own {
                let known = forms.entry(form).or_default();
                near.extend(known.iter());
                // Many names around one form are a series, and each is told of once.
                if known.len() < 2 {
                    known.push(name);
                }
            }
            near.sort_unstable();
            near.dedup();
            let one = |other: &&str| {
                let slug = |name: &str| names::slug(name, &self.config.addresses);
                strsim::levenshtein(other, name) == 1
                    && slug(other) != slug(name)
                    && folded(other) != folded(name)
                    && !numbered(other, name)
                    && !self.apart(other, name)
            };
            if let Some(other) = near.into_iter().find(one) {
                let how = said!("differ in one character", "只差一个字");
                problems.extend(self.pair(seen, other, name, &how, false));
            }
        }
        problems
    }

    fn pair<T>(
        &self,
        seen: &Seen<'_, T>,
        one: &str,
        other: &str,
        how: &Said,
        error: bool,
    ) -> Option<Diagnostic> {
        let (first, second) = (seen.get(one)?.0, seen.get(other)?.0);
        let Place { file, line, .. } = self.place(first);
        let what = &self.what;
        let message = said!(
            "the {what}s `{one}` in {file}:{line} and `{other}` {how}",
            "{what}“{one}”（{file}:{line}）与“{other}”{how}",
            what,
            how
        );
        let hint = said!(
            "if they are one, `renamed: {{{other}: {one}}}` in kanyin.yaml; if not, list both under `addresses:`",
            "如果是一个，请在 kanyin.yaml 里写 `renamed: {{{other}: {one}}}`；如果不是，请把两个都写进 `addresses:`"
        );
        let problem = if error { Diagnostic::error(message) } else { Diagnostic::warning(message) };
        Some(problem.at(self.place(second)).hint(hint))
    }
}

/// Whether two names differ in a numeral: 第一期 and 第二期 are two.
fn numbered(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        name.chars()
            .filter(|c| !c.is_numeric() && !"〇零一二三四五六七八九十百".contains(*c))
            .collect()
    };
    plain(one) == plain(other)
}

/// A name as it is compared: without spaces and quotes, width and what is taken
/// for another folded.
fn folded(name: &str) -> String {
    let chars = name.chars().map(fold::fold);
    chars.filter(|c| !c.is_whitespace() && !matches!(c, '"' | '《' | '》' | '·' | '-')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_other_dress_folds_to_the_same() {
        for (one, other) in [
            ("法治进行时", "“法冶”进行时"),
            ("ＡＩ观察", "ai 观察"),
            ("买买提·依明", "买买提•依明"),
            ("《水边谈》", "水边谈"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
        assert_ne!(folded("水边谈"), folded("山边谈"));
        assert!(numbered("普法第一课", "普法第二课") && numbered("特刊1", "特刊12"));
        assert!(!numbered("普法第一课", "普法第一刻"));
    }
}
