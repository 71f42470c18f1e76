//! The page to search on.

use super::{Claim, Head, Planner, View};
use crate::{
    route::Address,
    site::{search, view::SearchView},
};

impl Planner<'_> {
    /// The page to search the index of this version on.
    pub(super) fn search(&mut self, version: String) {
        let address = Address::search();
        let articles = self.library.entries.len();
        let description = format!("在全部{articles}篇文章中查找");
        let head = Head { title: "搜索", description, kind: "search", section: "" };
        let script = self.site.assets.get(search::SCRIPT.0).cloned().unwrap_or_default();
        let view = SearchView {
            page: self.page(&address, head),
            script,
            index: search::FOLDER,
            version,
        };
        let claim =
            Claim { what: "the page to search on".into(), place: None, hint: String::new() };
        self.push(address, View::Search(view), claim);
    }
}
