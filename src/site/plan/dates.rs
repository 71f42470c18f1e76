//! Dates and issues in words.

use jiff::civil::{Date, Weekday};

use crate::{
    route::{Address, Section},
    site::{
        library::Issue,
        view::{IssueHeadView, LinkView},
    },
};

/// `2023-04-07`
pub(super) fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `2023年4月7日`
pub(in crate::site) fn words(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `2023年4月7日 星期五`
fn words_with_weekday(date: Date) -> String {
    let day = match date.weekday() {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    };
    format!("{} 星期{day}", words(date))
}

/// An issue's name: its own, or its date, or its id.
pub(in crate::site) fn issue_title(issue: &Issue) -> String {
    issue.title.clone().or_else(|| issue.date.map(words)).unwrap_or_else(|| issue.slug.to_string())
}

pub(super) fn issue_link(issue: &Issue) -> LinkView {
    LinkView {
        title: issue_title(issue),
        href: Address::entry(Section::Issue, &issue.slug, 1).to_string(),
    }
}

pub(in crate::site) fn issue_head(issue: &Issue) -> IssueHeadView {
    let LinkView { title, href } = issue_link(issue);
    IssueHeadView {
        title,
        href,
        date: issue.date.map(iso),
        date_text: issue.date.map(words_with_weekday),
        count: issue.entries.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_on_paper() {
        let date = jiff::civil::date(2023, 4, 7);
        assert_eq!(iso(date), "2023-04-07");
        assert_eq!(words_with_weekday(date), "2023年4月7日 星期五");
    }
}
