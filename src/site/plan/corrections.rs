//! Corrections (更正): on the page of their article, and all of them in one list.

use super::{
    Head, Planner, dates,
    paging::{page_count, page_of, pagination},
};
use crate::{
    article::Correction,
    route::Address,
    site::view::{CorrectionEntryView, CorrectionView, CorrectionsView},
    words::Words,
};

impl Planner<'_> {
    pub(super) fn corrections(&self, address: &Address, number: usize) -> CorrectionsView {
        let (all, size) = (&self.stock.corrections, self.config.page_size);
        let description = self.words.fill("corrections_summary", &[("n", &all.len())]);
        let title = self.words.get("corrections");
        let head = Head { title, description, kind: "corrections", section: "" };
        let shown = page_of(all, number, size).iter();
        CorrectionsView {
            page: self.page(address, head),
            count: all.len(),
            entries: shown.map(|&(entry, number)| self.entry(entry, number)).collect(),
            pagination: pagination(number, page_count(all.len(), size), Address::corrections),
        }
    }

    fn entry(&self, entry: usize, number: usize) -> CorrectionEntryView {
        let corrections = self.library.entries[entry].corrections();
        let correction = correction(corrections, number, self.words);
        CorrectionEntryView { article: self.teaser(entry).clone(), correction }
    }
}

/// The corrections of an article, the newest first; those of one day as they are
/// written.
pub(super) fn newest_first(corrections: &[Correction], words: &Words) -> Vec<CorrectionView> {
    let mut order: Vec<usize> = (0..corrections.len()).collect();
    order.sort_by_key(|&number| std::cmp::Reverse(corrections[number].date));
    order.into_iter().map(|number| correction(corrections, number, words)).collect()
}

fn correction(corrections: &[Correction], number: usize, words: &Words) -> CorrectionView {
    let Correction { date, text } = &corrections[number];
    CorrectionView {
        id: id(corrections, number),
        date: dates::iso(*date),
        date_text: dates::day(*date, words),
        text: text.clone(),
    }
}

/// The id of a correction on the page of its article: its day, and a number where
/// one day has more. A later correction changes none.
pub(in crate::site) fn id(corrections: &[Correction], number: usize) -> String {
    let date = corrections[number].date;
    let before = corrections[..number].iter().filter(|c| c.date == date).count();
    let day = dates::iso(date);
    if before == 0 {
        format!("correction-{day}")
    } else {
        format!("correction-{day}-{}", before + 1)
    }
}
