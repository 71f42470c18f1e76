//! The page to search on.

use super::{Claim, Head, Planner, View};
use crate::{
    route::Address,
    site::{search, view::SearchView},
    tongue::{Said, said},
};

impl Planner<'_> {
    pub(super) fn search(&mut self) {
        let Some(search::Index { version, filters }) = self.index.clone() else { return };
        let address = Address::search();
        let articles = self.library.entries.len();
        let description = self.words.fill("search_summary", &[("n", &articles)]);
        let head =
            Head { title: self.words.get("search"), description, kind: "search", section: "" };
        let script = self.site.assets.get(search::SCRIPT.0).cloned().unwrap_or_default();
        let view = SearchView {
            page: self.page(&address, head),
            script,
            index: search::FOLDER,
            version,
            filters,
        };
        let claim = Claim {
            what: said!("the page to search on", "搜索页"),
            place: None,
            hint: Said::nothing(),
        };
        self.push(address, View::Search(view), claim);
    }
}
