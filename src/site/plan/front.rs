//! The front page and the issues.

use super::{
    Claim, Head, MOST, Planner, dates, longest,
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
    tongue::said,
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

/// All issues by year, and what of them stands on which page.
pub(super) struct Years {
    all: Vec<YearView>,
    pages: Vec<Vec<Stretch>>,
    /// To the years on the pages, where there are several.
    jumps: Vec<LinkView>,
}

impl Years {
    /// How many pages they take.
    pub(super) fn pages(&self) -> usize {
        if self.all.is_empty() { 0 } else { self.pages.len() }
    }
}

impl Planner<'_> {
    pub(super) fn front(&self, address: &Address) -> FrontView {
        let description = self.config.tagline.clone().unwrap_or_default();
        let head = Head { title: "", description, kind: "front", section: "front" };
        self.front_view(self.page(address, head))
    }

    fn front_view(&self, mut page: PageView) -> FrontView {
        let library = self.library;
        let latest =
            library.issues.iter().find(|i| !i.entries.is_empty()).or(library.issues.first());
        let entries = latest.map(|i| i.entries.clone()).unwrap_or_default();
        let (photos, articles): (Vec<usize>, Vec<usize>) =
            entries.partition(|&entry| self.teaser(entry).photo);
        let rest = articles.get(1..).unwrap_or_default();
        let (seconds, briefs) = rest.split_at(rest.len().min(SECONDS));
        let lead = articles.first().copied();
        let older = library.issues.iter().filter(|i| latest.is_some_and(|l| l.slug != i.slug));
        page.image = lead.and_then(|entry| self.shared_image(entry));
        FrontView {
            page,
            issue: latest.map(|issue| dates::issue_head(issue, self.words)),
            lead: lead.map(|entry| Shared::clone(self.teaser(entry))),
            opening: lead.map(|entry| library.entries[entry].facts.opening()).unwrap_or_default(),
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
        let counts = cities.into_iter().map(|c| (c, library.cities[c].entries.len()));
        let most = longest(counts, MOST, |c| self.stock.city_ranks[c]);
        most.map(|(c, n)| self.city_count(c, n)).collect()
    }

    fn front_topics(&self, kind: TopicKind) -> Vec<CountView> {
        let topics = self.vocabulary.topics();
        let of_kind = (0..topics.len()).filter(|&t| topics[t].kind == kind);
        let counts = of_kind.map(|t| (t, self.library.topics[t].len()));
        let most = longest(counts, MOST, |t| self.stock.topic_ranks[t]);
        most.map(|(t, n)| self.topic_count(t, n)).collect()
    }

    fn front_columns(&self) -> Vec<CountView> {
        let columns = self.library.columns.iter().enumerate();
        let counts = columns.map(|(c, column)| (c, column.entries.len()));
        longest(counts, MOST, |c| c).map(|(c, n)| self.column_count(c, n)).collect()
    }

    /// The articles of an issue as they are listed: photo pieces last.
    fn listed(&self, index: usize) -> &[usize] {
        self.stock.heads.issues[index].get_or_init(|| {
            let entries = self.library.issues[index].entries.clone();
            let (photos, articles): (Vec<usize>, Vec<usize>) =
                entries.partition(|&entry| self.teaser(entry).photo);
            articles.into_iter().chain(photos).collect()
        })
    }

    pub(super) fn issue(&self, address: &Address, index: usize, number: usize) -> IssueView {
        let (issues, size) = (&self.library.issues, self.config.page_size);
        let issue = &issues[index];
        // Newest first: what comes after in the list came before in time.
        let link = |issue: &Issue| dates::issue_link(issue, self.words);
        let all = self.listed(index);
        let title = dates::issue_title(issue, self.words);
        let description = self.words.fill("issue_summary", &[("title", &title), ("n", &all.len())]);
        let head = Head { title: &title, description, kind: "issue", section: "issues" };
        let shown = self.list(page_of(all, number, size));
        let (photos, articles): (Vec<_>, Vec<_>) =
            shown.into_iter().partition(|t: &Shared<TeaserView>| t.photo);
        IssueView {
            page: self.page(address, head),
            issue: dates::issue_head(issue, self.words),
            note: if number == 1 { issue.note.clone() } else { String::new() },
            articles,
            photos,
            archives: self.archives(issue),
            previous: issues.get(index + 1).map(link),
            next: index.checked_sub(1).map(|index| link(&issues[index])),
            pagination: pagination(number, page_count(all.len(), size), |n| {
                Address::entry(Section::Issue, &issue.slug, n)
            }),
        }
    }

    pub(super) fn issue_claim(&self, index: usize) -> Claim {
        let slug = &self.library.issues[index].slug;
        Claim {
            what: said!("the issue {slug}", "刊期“{slug}”", slug = slug.as_str()),
            place: Some(Place::file(issue_page(slug))),
            hint: said!("rename the folder of one of them", "请给其中一个文件夹改名"),
        }
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

    /// All issues by year.
    pub(super) fn years(&self) -> &Years {
        self.stock.heads.years.get_or_init(|| {
            let years = years(&self.library.issues, self.words);
            let sizes: Vec<usize> = years.iter().map(|year| year.issues.len()).collect();
            let pages = pages_of_groups(&sizes, self.names_a_page());
            let mut jumps = Vec::new();
            for (number, stretches) in (1..).zip(&pages).filter(|_| pages.len() > 1) {
                for (year, _) in stretches.iter().filter(|(_, range)| range.start == 0) {
                    let YearView { id, title, .. } = &years[*year];
                    let href = format!("{}#{id}", Address::list(Section::Issue, number));
                    jumps.push(LinkView { title: title.clone(), href });
                }
            }
            Years { all: years, pages, jumps }
        })
    }

    pub(super) fn issues(&self, address: &Address, number: usize) -> IssuesView {
        let Years { all, pages, jumps } = self.years();
        let count = self.library.issues.len();
        let description = self.words.fill("issues_summary", &[("n", &count)]);
        let title = self.words.get("issues");
        let head = Head { title, description, kind: "issues", section: "issues" };
        let part = |(year, range): &Stretch| {
            let YearView { id, title, issues } = &all[*year];
            let issues = issues[range.clone()].to_vec();
            YearView { id: id.clone(), title: title.clone(), issues }
        };
        IssuesView {
            page: self.page(address, head),
            years: pages[number - 1].iter().map(part).collect(),
            jumps: jumps.clone(),
            pagination: pagination(number, pages.len(), |n| Address::list(Section::Issue, n)),
        }
    }
}

fn issue_count(issue: &Issue, words: &Words) -> CountView {
    let IssueHeadView { title, href, count, .. } = dates::issue_head(issue, words);
    CountView { title, href, count }
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
