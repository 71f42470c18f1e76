//! Columns: a directory, and a page a column.

use super::{
    Head, Planner, View, count_view,
    directory::{Directory, Part},
    paging::{page_count, page_of, pagination},
};
use crate::{
    route::{Address, Section},
    site::{
        library::Named,
        readings::Bearer,
        view::{ColumnView, CountView, NameView},
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
        self.directory(Directory {
            section: Section::Column,
            key: "columns",
            summary: "columns_summary",
            bearer: Bearer::Thing,
            count: library.columns.len(),
            parts: vec![part],
            view: View::Columns,
            what: said!("columns", "栏目"),
        });
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
