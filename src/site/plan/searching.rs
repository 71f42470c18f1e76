//! The page to search on.

use super::{Head, Planner};
use crate::{
    route::Address,
    site::{search, view::SearchView},
};

impl Planner<'_> {
    pub(super) fn search(&self, address: &Address) -> SearchView {
        let search::Index { version, filters } = self.index.cloned().unwrap_or_default();
        let articles = self.library.entries.len();
        let description = self.words.fill("search_summary", &[("n", &articles)]);
        let title = self.words.get("search");
        let head = Head { title, description, kind: "search", section: "" };
        let script = self.stock.site.assets.get(search::SCRIPT.0).cloned().unwrap_or_default();
        let page = self.page(address, head);
        SearchView { page, script, index: search::FOLDER, version, filters }
    }
}
