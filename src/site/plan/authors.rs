//! Authors: a directory by role, and a page an author.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Head, Planner,
    directory::{Directory, Part},
    paging::{page_count, page_of, pagination},
};
use crate::{
    article::byline::{self, Role},
    route::{Address, Section},
    site::{
        library::{Author, Named, Roles},
        readings::Bearer,
        view::{AuthorView, CountView, NameView, RoleCountView},
    },
    words::Words,
};

/// The roles in the order in which a site lists them, each with the key of its word.
pub(in crate::site) const ROLES: [(Role, &str); 4] = [
    (Role::Reporter, "reporter"),
    (Role::Correspondent, "correspondent"),
    (Role::Photographer, "photographer"),
    (Role::Author, "other_author"),
];

/// What somebody does in a byline, as the directory parts it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Reporters,
    Correspondents,
    Photographers,
    /// Signed with an office.
    Officials,
    Others,
}

impl Group {
    const ALL: [Self; 5] =
        [Self::Reporters, Self::Correspondents, Self::Photographers, Self::Officials, Self::Others];

    fn of(role: Role, title: &str) -> Self {
        match role {
            Role::Reporter => Self::Reporters,
            Role::Correspondent => Self::Correspondents,
            Role::Photographer => Self::Photographers,
            Role::Author if byline::is_office(title) => Self::Officials,
            Role::Author => Self::Others,
        }
    }

    /// The id of its part, the word over it, and the word for what one of it does.
    fn keys(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Reporters => ("reporters", "reporter", "reporter"),
            Self::Correspondents => ("correspondents", "correspondent", "correspondent"),
            Self::Photographers => ("photographers", "photographer", "photographer"),
            Self::Officials => ("officials", "official", "as_official"),
            Self::Others => ("others", "other_author", "as_author"),
        }
    }
}

/// What an author's bylines say.
struct Said {
    roles: Vec<String>,
    posts: Vec<String>,
    outlets: Vec<String>,
    by_role: Vec<RoleCountView>,
}

/// The directory of authors.
pub(super) const AUTHORS: Directory = Directory {
    section: Section::Author,
    key: "authors",
    summary: "authors_summary",
    bearer: Bearer::Person,
    count: |planner| planner.library.authors.len(),
    parts: |planner| {
        let part = |group: Group| {
            let (id, key, _) = group.keys();
            let title = planner.words.get(key).to_owned();
            Part { id, title, names: planner.author_names(group) }
        };
        Group::ALL.into_iter().map(part).collect()
    },
};

impl Planner<'_> {
    /// The authors of a group, in order.
    fn author_names(&self, group: Group) -> Vec<NameView> {
        let authors = self.library.authors.iter().enumerate();
        let found = authors.filter_map(|(index, author)| {
            let mut titles = author.roles.keys().filter(|(r, t)| Group::of(*r, t) == group);
            let (_, title) = titles.next()?;
            let CountView { title: name, href, count } =
                self.author_count(index, author.named.entries.len());
            let post = (group == Group::Officials).then(|| title.clone());
            Some(NameView { title: name, href, count, post })
        });
        found.collect()
    }

    pub(super) fn author(&self, address: &Address, index: usize, number: usize) -> AuthorView {
        let Author { named: Named { name, slug, entries }, roles } = &self.library.authors[index];
        let said = said(roles, self.words);
        let size = self.config.page_size;
        let description =
            self.words.fill("author_summary", &[("name", name), ("n", &entries.len())]);
        let head = Head { title: name, description, kind: "author", section: "authors" };
        AuthorView {
            page: self.page(address, head),
            title: name.clone(),
            roles: said.roles,
            posts: said.posts,
            outlets: said.outlets,
            by_role: said.by_role,
            count: entries.len(),
            articles: self.list(page_of(entries, number, size)),
            pagination: pagination(number, page_count(entries.len(), size), |n| {
                Address::entry(Section::Author, slug, n)
            }),
        }
    }
}

fn said(roles: &Roles, words: &Words) -> Said {
    let (mut titles, mut posts, mut outlets) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut counts: BTreeMap<Group, usize> = BTreeMap::new();
    for ((role, title), count) in roles {
        *counts.entry(Group::of(*role, title)).or_default() += count;
        outlets.extend(byline::outlet(title).map(str::to_owned));
        if byline::is_post(title) {
            posts.push(title.clone());
        } else if let Some(title) = role_title(*role, title, words).filter(|t| !titles.contains(t))
        {
            titles.push(title);
        }
    }
    let by_role = counts.into_iter().filter(|_| roles.len() > 1);
    let by_role: Vec<RoleCountView> = by_role
        .map(|(group, count)| RoleCountView { title: words.get(group.keys().2).to_owned(), count })
        .collect();
    let by_role = if by_role.len() > 1 { by_role } else { Vec::new() };
    Said { roles: titles, posts, outlets: outlets.into_iter().collect(), by_role }
}

/// The words for what somebody did: those of the byline, or the name of the
/// role where it has a name.
fn role_title(role: Role, title: &str, words: &Words) -> Option<String> {
    if !title.is_empty() {
        return Some(title.to_owned());
    }
    let (_, key) = ROLES.into_iter().find(|(r, _)| *r == role && role != Role::Author)?;
    Some(words.get(key).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_posts_and_papers_are_told_apart() {
        let roles: Roles = [
            ((Role::Reporter, "记者"), 3),
            ((Role::Reporter, "贵州日报首席记者"), 2),
            ((Role::Photographer, "通讯员"), 1),
            ((Role::Photographer, ""), 1),
            ((Role::Author, "某市委常委、市委政法委书记"), 1),
        ]
        .into_iter()
        .map(|((role, title), count)| ((role, title.to_owned()), count))
        .collect();
        let said = said(&roles, Words::of(crate::words::Language::Simplified));
        assert_eq!(said.roles, ["记者", "贵州日报首席记者", "摄影", "通讯员"]);
        assert_eq!(said.posts, ["某市委常委、市委政法委书记"]);
        assert_eq!(said.outlets, ["贵州日报"]);
        let counts: Vec<(&str, usize)> =
            said.by_role.iter().map(|role| (role.title.as_str(), role.count)).collect();
        assert_eq!(counts, [("记者", 5), ("摄影", 2), ("署职务", 1)]);
    }
}
