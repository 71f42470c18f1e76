//! Dates and issues in words.

use jiff::civil::Date;

use crate::{
    route::{Address, Section},
    site::{
        library::Issue,
        view::{IssueHeadView, LinkView},
    },
    words::Words,
};

/// `2023-04-07`
pub(in crate::site) fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `2023年4月7日`
pub(in crate::site) fn day(date: Date, words: &Words) -> String {
    written("date", date, words)
}

/// `2023年4月7日 星期五`
fn day_and_weekday(date: Date, words: &Words) -> String {
    written("date_with_weekday", date, words)
}

/// `date` in the form that the word `form` gives it.
fn written(form: &str, date: Date, words: &Words) -> String {
    let nth =
        |list: &'static str, n: i8| words.get(list).split(' ').nth(n as usize).unwrap_or_default();
    let month = nth("months", date.month() - 1);
    let weekday = nth("weekdays", date.weekday().to_monday_zero_offset());
    words.fill(
        form,
        &[
            ("year", &date.year()),
            ("month", &date.month()),
            ("month_name", &month),
            ("day", &date.day()),
            ("weekday", &weekday),
        ],
    )
}

/// An issue's name: its own, or its date, or its id.
pub(in crate::site) fn issue_title(issue: &Issue, words: &Words) -> String {
    let named = issue.title.clone().or_else(|| issue.date.map(|date| day(date, words)));
    named.unwrap_or_else(|| issue.slug.to_string())
}

pub(super) fn issue_link(issue: &Issue, words: &Words) -> LinkView {
    LinkView {
        title: issue_title(issue, words),
        href: Address::entry(Section::Issue, &issue.slug, 1).to_string(),
    }
}

pub(in crate::site) fn issue_head(issue: &Issue, words: &Words) -> IssueHeadView {
    let LinkView { title, href } = issue_link(issue, words);
    IssueHeadView {
        title,
        href,
        date: issue.date.map(iso),
        date_text: issue.date.map(|date| day_and_weekday(date, words)),
        count: issue.entries.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn a_date_is_read_as_on_paper() {
        let date = jiff::civil::date(2023, 4, 7);
        assert_eq!(iso(date), "2023-04-07");
        let read = |language| day_and_weekday(date, Words::of(language));
        assert_eq!(read(Language::Simplified), "2023年4月7日 星期五");
        assert_eq!(read(Language::English), "Friday, 7 April 2023");
    }
}
