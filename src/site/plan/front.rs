//! The front page and the issues.

use super::{
    Claim, Head, MOST, Planner, View, dates, most,
    paging::{Stretch, page_count, page_of, pages_of_groups, pagination},
};
use crate::{
    diag::Place,
    places::Level,
    route::{Address, ArchiveFormat, Section},
    site::{
        library::{Issue, issue_page},
        seen::Shared,
        view::{
            CountView, FrontView, IssueHeadView, IssueView, IssuesView, LinkView, PageView,
            TeaserView, YearView,
        },
    },
    tongue::{Said, said},
    topics::TopicKind,
    words::Words,
};

/// Articles beside the lead.
const SECONDS: usize = 3;
/// Articles in the column of briefs.
const BRIEFS: usize = 12;
/// Pieces in the strip of photo news.
const PHOTOS: usize = 6;
/// Issues before the latest.
const ISSUES: usize = 8;

impl Planner<'_> {
    pub(super) fn front(&mut self) {
        let address = Address::front();
        let description = self.config.tagline.clone().unwrap_or_default();
        let head = Head { title: "", description, kind: "front", section: "front" };
        let page = self.page(&address, head);
        let view = self.front_view(page);
        let claim =
            Claim { what: said!("the front page", "首页"), place: None, hint: Said::nothing() };
        self.push(address, View::Front(Box::new(view)), claim);
    }

    fn front_view(&self, mut page: PageView) -> FrontView {
        let library = self.library;
        let latest =
            library.issues.iter().find(|i| !i.entries.is_empty()).or(library.issues.first());
        let entries = latest.map(|i| i.entries.clone()).unwrap_or_default();
        let (photos, articles): (Vec<usize>, Vec<usize>) =
            entries.partition(|&entry| self.teasers[entry].photo);
        let rest = articles.get(1..).unwrap_or_default();
        let (seconds, briefs) = rest.split_at(rest.len().min(SECONDS));
        let lead = articles.first().copied();
        let older = library.issues.iter().filter(|i| latest.is_some_and(|l| l.slug != i.slug));
        page.image = lead.and_then(|entry| self.shared_image(entry));
        FrontView {
            page,
            issue: latest.map(|issue| dates::issue_head(issue, self.words)),
            lead: lead.map(|entry| Shared::clone(&self.teasers[entry])),
            opening: lead
                .map(|entry| library.entries[entry].facts.opening.clone())
                .unwrap_or_default(),
            seconds: self.list(seconds),
            briefs: self.list(&briefs[..briefs.len().min(BRIEFS)]),
            photos: self.list(&photos[..photos.len().min(PHOTOS)]),
            cities: self.front_cities(),
            subjects: self.front_topics(TopicKind::Subject),
            mechanisms: self.front_topics(TopicKind::Mechanism),
            columns: self.front_columns(),
            issues: older.take(ISSUES).map(|issue| issue_count(issue, self.words)).collect(),
        }
    }

    /// The prefectures with most articles; any places, if there is none.
    fn front_cities(&self) -> Vec<CountView> {
        let library = self.library;
        let of_level = |c: &usize| library.cities[*c].place.level == Level::Prefecture;
        let mut cities: Vec<usize> = (0..library.cities.len()).filter(of_level).collect();
        if cities.is_empty() {
            cities = (0..library.cities.len()).collect();
        }
        let articles =
            cities.iter().flat_map(|&c| std::iter::repeat_n(c, library.cities[c].entries.len()));
        most(articles, MOST, |c| self.city_ranks[c]).map(|(c, n)| self.city_count(c, n)).collect()
    }

    fn front_topics(&self, kind: TopicKind) -> Vec<CountView> {
        let topics = self.vocabulary.topics();
        let of_kind = (0..topics.len()).filter(|&t| topics[t].kind == kind);
        let articles = of_kind.flat_map(|t| std::iter::repeat_n(t, self.library.topics[t].len()));
        most(articles, MOST, |t| self.topic_ranks[t]).map(|(t, n)| self.topic_count(t, n)).collect()
    }

    fn front_columns(&self) -> Vec<CountView> {
        let columns = &self.library.columns;
        let articles =
            (0..columns.len()).flat_map(|c| std::iter::repeat_n(c, columns[c].entries.len()));
        most(articles, MOST, |c| c).map(|(c, n)| self.column_count(c, n)).collect()
    }

    pub(super) fn issues(&mut self) {
        let library = self.library;
        for (index, issue) in library.issues.iter().enumerate() {
            // Newest first: what comes after in the list came before in time.
            let link = |issue: &Issue| dates::issue_link(issue, self.words);
            let previous = library.issues.get(index + 1).map(link);
            let next = index.checked_sub(1).map(|i| link(&library.issues[i]));
            let (photos, articles): (Vec<usize>, Vec<usize>) =
                issue.entries.clone().partition(|&entry| self.teasers[entry].photo);
            let all: Vec<usize> = articles.into_iter().chain(photos).collect();
            let total = page_count(all.len(), self.config.page_size);
            for number in 1..=total {
                let at = |n| Address::entry(Section::Issue, &issue.slug, n);
                let title = dates::issue_title(issue, self.words);
                let count = issue.entries.len();
                let description =
                    self.words.fill("issue_summary", &[("title", &title), ("n", &count)]);
                let head = Head { title: &title, description, kind: "issue", section: "issues" };
                let shown = self.list(page_of(&all, number, self.config.page_size));
                let (photos, articles): (Vec<_>, Vec<_>) =
                    shown.into_iter().partition(|t: &Shared<TeaserView>| t.photo);
                let view = IssueView {
                    page: self.page(&at(number), head),
                    issue: dates::issue_head(issue, self.words),
                    note: if number == 1 { issue.note.clone() } else { String::new() },
                    articles,
                    photos,
                    archives: self.archives(issue),
                    previous: previous.clone(),
                    next: next.clone(),
                    pagination: pagination(number, total, at),
                };
                let claim = issue_claim(issue);
                self.push(at(number), View::Issue(Box::new(view)), claim);
            }
        }
        self.issue_list();
    }

    /// The files that hold a whole issue; whoever builds the site makes them.
    fn archives(&self, issue: &Issue) -> Vec<LinkView> {
        let formats = self.config.archive.iter().filter(|_| !issue.entries.is_empty());
        let link = |format: &ArchiveFormat| LinkView {
            title: match format {
                ArchiveFormat::Html => self.words.get("archive_html"),
                ArchiveFormat::Epub => self.words.get("archive_epub"),
                ArchiveFormat::Zip => self.words.get("archive_zip"),
            }
            .to_owned(),
            href: Address::archive(&issue.slug, *format).to_string(),
        };
        formats.map(link).collect()
    }

    fn issue_list(&mut self) {
        let library = self.library;
        if library.issues.is_empty() {
            return;
        }
        let years = years(&library.issues, self.words);
        let sizes: Vec<usize> = years.iter().map(|year| year.issues.len()).collect();
        let pages = pages_of_groups(&sizes, self.names_a_page());
        let total = pages.len();
        let at = |n| Address::list(Section::Issue, n);
        let mut jumps = Vec::new();
        for (number, stretches) in (1..).zip(&pages).filter(|_| total > 1) {
            for (year, _) in stretches.iter().filter(|(_, range)| range.start == 0) {
                let YearView { id, title, .. } = &years[*year];
                jumps.push(LinkView { title: title.clone(), href: format!("{}#{id}", at(number)) });
            }
        }
        for (number, stretches) in (1..).zip(pages) {
            let description = self.words.fill("issues_summary", &[("n", &library.issues.len())]);
            let title = self.words.get("issues");
            let head = Head { title, description, kind: "issues", section: "issues" };
            let part = |(year, range): Stretch| {
                let YearView { id, title, issues } = &years[year];
                YearView { id: id.clone(), title: title.clone(), issues: issues[range].to_vec() }
            };
            let view = IssuesView {
                page: self.page(&at(number), head),
                years: stretches.into_iter().map(part).collect(),
                jumps: jumps.clone(),
                pagination: pagination(number, total, at),
            };
            let claim = Claim {
                what: said!("the list of issues", "刊期目录"),
                place: None,
                hint: Said::nothing(),
            };
            self.push(at(number), View::Issues(view), claim);
        }
    }
}

fn issue_count(issue: &Issue, words: &Words) -> CountView {
    let IssueHeadView { title, href, count, .. } = dates::issue_head(issue, words);
    CountView { title, href, count }
}

fn issue_claim(issue: &Issue) -> Claim {
    Claim {
        what: said!("the issue {slug}", "刊期“{slug}”", slug = issue.slug.as_str()),
        place: Some(Place::file(issue_page(&issue.slug))),
        hint: said!("rename the folder of one of them", "请给其中一个文件夹改名"),
    }
}

/// Issues by year, in the order they come.
fn years(issues: &[Issue], words: &Words) -> Vec<YearView> {
    let mut years: Vec<YearView> = Vec::new();
    for issue in issues {
        let title = match issue.date {
            Some(date) => words.fill("year", &[("year", &date.year())]),
            None => words.get("undated").to_owned(),
        };
        let head = dates::issue_head(issue, words);
        if let Some(year) = years.last_mut().filter(|y| y.title == title) {
            year.issues.push(head);
            continue;
        }
        let id = format!("y{}", issue.date.map_or(0, jiff::civil::Date::year));
        years.push(YearView { id, title, issues: vec![head] });
    }
    years
}
