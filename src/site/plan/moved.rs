//! Pages that stand where others stood, and lead to where these are now.

use super::{Head, Planner, canonical, stock::Former, teasers, topic_link};
use crate::{
    config::Config,
    route::{Address, Section},
    site::{
        library::{Library, Named},
        names,
        view::{LinkView, MovedView},
    },
    tongue::said,
    topics::Vocabulary,
};

/// All that stood somewhere else.
pub(super) fn formers(library: &Library, config: &Config, vocabulary: &Vocabulary) -> Vec<Former> {
    let topics = topics(library, vocabulary);
    topics.chain(names(library, config)).chain(articles(library)).collect()
}

fn topics(library: &Library, vocabulary: &Vocabulary) -> impl Iterator<Item = Former> {
    // A topic without articles has no page to lead to.
    let known = vocabulary.topics().iter().zip(&library.topics);
    let known = known.filter(|(_, entries)| !entries.is_empty());
    known.flat_map(|(topic, _)| {
        topic.formerly.iter().map(|former| Former {
            address: Address::entry(Section::Topic, &former.slug, 1),
            to: topic_link(topic),
            what: said!(
                "the former address of the topic {name}",
                "专题“{name}”的旧网址",
                name = topic.name
            ),
            place: former.place.clone(),
            hint: said!("take it out of `formerly:`", "请从 `formerly:` 里删掉"),
        })
    })
}

fn names(library: &Library, config: &Config) -> Vec<Former> {
    let mut formers = Vec::new();
    for (old, renamed) in &config.renamed {
        let column = library.column(old).map(|at| (Section::Column, &library.columns[at]));
        let author = library.author(old).map(|at| (Section::Author, &library.authors[at].named));
        for (section, named) in [column, author].into_iter().flatten() {
            let Named { name, slug, .. } = named;
            let Some(before) = names::slug(old, &config.addresses) else { continue };
            if before == *slug {
                continue;
            }
            let href = Address::entry(section, slug, 1).to_string();
            formers.push(Former {
                address: Address::entry(section, &before, 1),
                to: LinkView { title: name.clone(), href },
                what: said!("the former name {old} of {name}", "“{name}”的旧名“{old}”"),
                place: renamed.place.clone(),
                hint: said!(
                    "give the old name another address: `addresses: {{{old}: …}}`",
                    "请给旧名另定网址：`addresses: {{{old}: …}}`"
                ),
            });
        }
    }
    formers
}

fn articles(library: &Library) -> impl Iterator<Item = Former> {
    library.entries.iter().flat_map(|entry| {
        let facts = &entry.facts;
        facts.article.aliases.iter().enumerate().map(|(index, alias)| {
            let href = teasers::address(library, entry).to_string();
            Former {
                address: alias.clone(),
                to: LinkView { title: facts.article.title.clone(), href },
                what: said!("an alias of {name}", "{name} 的旧网址", name = facts.file.name()),
                place: facts.place_of_item("aliases", index),
                hint: said!("take it out of `aliases:`", "请从 `aliases:` 里删掉"),
            }
        })
    })
}

impl Planner<'_> {
    /// The page at `address`, where something stood: it leads to where that is.
    pub(super) fn moved(&self, address: &Address, former: usize) -> MovedView {
        let to = self.stock.formers[former].to.clone();
        let head =
            Head { title: &to.title, description: String::new(), kind: "moved", section: "" };
        let mut page = self.page(address, head);
        let base = self.config.base_url.as_deref();
        page.canonical = base.map(|base| canonical(base, &Address::file(to.href.as_str())));
        MovedView { page, to }
    }
}
