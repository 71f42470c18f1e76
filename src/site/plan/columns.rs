//! Columns: a directory, and a page a column.

use super::{
    Head, Planner, count_view,
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
};

/// The directory of columns.
pub(super) const COLUMNS: Directory = Directory {
    section: Section::Column,
    key: "columns",
    summary: "columns_summary",
    bearer: Bearer::Thing,
    count: |planner| planner.library.columns.len(),
    parts: |planner| {
        let columns = &planner.library.columns;
        let name = |c: usize| {
            let CountView { title, href, count } =
                planner.column_count(c, columns[c].entries.len());
            NameView { title, href, count, post: None }
        };
        let names = (0..columns.len()).map(name).collect();
        vec![Part { id: "columns", title: planner.words.get("columns").to_owned(), names }]
    },
};

impl Planner<'_> {
    pub(super) fn column_count(&self, column: usize, count: usize) -> CountView {
        let column = &self.library.columns[column];
        count_view(&column.name, Section::Column, &column.slug, count)
    }

    pub(super) fn column(&self, address: &Address, index: usize, number: usize) -> ColumnView {
        let Named { name, slug, entries } = &self.library.columns[index];
        let size = self.config.page_size;
        let description =
            self.words.fill("column_summary", &[("name", name), ("n", &entries.len())]);
        let head = Head { title: name, description, kind: "column", section: "columns" };
        ColumnView {
            page: self.page(address, head),
            title: name.clone(),
            count: entries.len(),
            articles: self.list(page_of(entries, number, size)),
            pagination: pagination(number, page_count(entries.len(), size), |n| {
                Address::entry(Section::Column, slug, n)
            }),
        }
    }
}
