//! Columns: a directory, and a page a column.

use super::{
    Head, Planner, View, count_view,
    directory::Part,
    directory_claim,
    paging::{page_count, page_of, pagination},
};
use crate::{
    route::{Address, Section},
    site::{
        library::Named,
        readings::Bearer,
        view::{ColumnView, ColumnsView, CountView, NameView},
    },
    tongue::said,
};

impl Planner<'_> {
    pub(super) fn column_count(&self, column: usize, count: usize) -> CountView {
        let column = &self.library.columns[column];
        count_view(&column.name, Section::Column, &column.slug, count)
    }

    pub(super) fn columns(&mut self) {
        let library = self.library;
        if library.columns.is_empty() {
            return;
        }
        for column in &library.columns {
            self.column(column);
        }
        let name = |c: usize| {
            let CountView { title, href, count } =
                self.column_count(c, library.columns[c].entries.len());
            NameView { title, href, count, post: None }
        };
        let names = (0..library.columns.len()).map(name).collect();
        let part = Part { id: "columns", title: self.words.get("columns").to_owned(), names };
        let at = |n| Address::list(Section::Column, n);
        for page in self.directory(vec![part], Bearer::Thing, at) {
            let description = self.words.fill("columns_summary", &[("n", &library.columns.len())]);
            let title = self.words.get("columns");
            let head = Head { title, description, kind: "columns", section: "columns" };
            let view = ColumnsView {
                page: self.page(&page.address, head),
                count: library.columns.len(),
                shelves: page.shelves,
                jumps: page.jumps,
                pagination: page.pagination,
            };
            self.push(
                page.address,
                View::Columns(view),
                directory_claim(&said!("columns", "栏目")),
            );
        }
    }

    fn column(&mut self, column: &Named) {
        let Named { name, slug, entries } = column;
        let total = page_count(entries.len(), self.config.page_size);
        let at = |n| Address::entry(Section::Column, slug, n);
        for number in 1..=total {
            let description =
                self.words.fill("column_summary", &[("name", name), ("n", &entries.len())]);
            let head = Head { title: name, description, kind: "column", section: "columns" };
            let view = ColumnView {
                page: self.page(&at(number), head),
                title: name.clone(),
                count: entries.len(),
                articles: self.list(page_of(entries, number, self.config.page_size)),
                pagination: pagination(number, total, at),
            };
            let claim = self.named_claim(&said!("the column", "栏目"), column, "column");
            self.push(at(number), View::Column(Box::new(view)), claim);
        }
    }
}
