//! Pages that stand where others stood, and lead to where these are now.

use super::{Claim, Head, Planner, View, canonical, teasers, topic_link};
use crate::{
    diag::Place,
    route::{Address, Section},
    site::{
        library::Named,
        names,
        view::{LinkView, MovedView},
    },
    tongue::{Said, said},
};

/// What stood somewhere else.
struct Former {
    /// Where.
    address: Address,
    /// What it was, for a person to read.
    what: Said,
    /// Where the editor says so.
    place: Place,
    hint: Said,
}

impl Planner<'_> {
    pub(super) fn moved(&mut self) {
        self.moved_topics();
        self.moved_names();
        self.moved_articles();
    }

    fn moved_topics(&mut self) {
        for (number, topic) in self.vocabulary.topics().iter().enumerate() {
            // A topic without articles has no page to lead to.
            if self.library.topics[number].is_empty() {
                continue;
            }
            for former in &topic.formerly {
                let former = Former {
                    address: Address::entry(Section::Topic, &former.slug, 1),
                    what: said!(
                        "the former address of the topic {name}",
                        "专题“{name}”的旧网址",
                        name = topic.name
                    ),
                    place: former.place.clone(),
                    hint: said!("take it out of `formerly:`", "请从 `formerly:` 里删掉"),
                };
                self.lead(former, topic_link(topic));
            }
        }
    }

    fn moved_names(&mut self) {
        for (old, renamed) in &self.config.renamed {
            let library = self.library;
            let column = library.column(old).map(|at| (Section::Column, &library.columns[at]));
            let author =
                library.author(old).map(|at| (Section::Author, &library.authors[at].named));
            for (section, named) in [column, author].into_iter().flatten() {
                let Named { name, slug, .. } = named;
                let Some(before) = names::slug(old, &self.config.addresses) else { continue };
                if before == *slug {
                    continue;
                }
                let former = Former {
                    address: Address::entry(section, &before, 1),
                    what: said!("the former name {old} of {name}", "“{name}”的旧名“{old}”"),
                    place: renamed.place.clone(),
                    hint: said!(
                        "give the old name another address: `addresses: {{{old}: …}}`",
                        "请给旧名另定网址：`addresses: {{{old}: …}}`"
                    ),
                };
                let href = Address::entry(section, slug, 1).to_string();
                self.lead(former, LinkView { title: name.clone(), href });
            }
        }
    }

    fn moved_articles(&mut self) {
        let library = self.library;
        for entry in &library.entries {
            let (source, parsed) = (&entry.facts.source, &entry.facts.parsed);
            for (index, alias) in parsed.article.aliases.iter().enumerate() {
                let former = Former {
                    address: alias.clone(),
                    what: said!("an alias of {name}", "{name} 的旧网址", name = source.name()),
                    place: source.place(parsed.item_span("aliases", index)),
                    hint: said!("take it out of `aliases:`", "请从 `aliases:` 里删掉"),
                };
                let href = teasers::address(library, entry).to_string();
                self.lead(former, LinkView { title: parsed.article.title.clone(), href });
            }
        }
    }

    /// Puts a page where something stood, which leads to where it is.
    fn lead(&mut self, former: Former, to: LinkView) {
        let Former { address, what, place, hint } = former;
        let head =
            Head { title: &to.title, description: String::new(), kind: "moved", section: "" };
        let mut page = self.page(&address, head);
        let base = self.config.base_url.as_deref();
        page.canonical = base.map(|base| canonical(base, &Address::file(to.href.as_str())));
        let claim = Claim { what, place: Some(place), hint };
        self.push(address, View::Moved(MovedView { page, to }), claim);
    }
}
