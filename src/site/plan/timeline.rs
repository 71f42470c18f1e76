//! Which city takes part in a topic when: a small picture, and the same in words.

use std::{collections::BTreeMap, fmt::Display};

use jiff::civil::Date;

use super::{
    Planner, dates,
    dots::{radius, units},
    most,
};
use crate::{
    site::{
        library::Issue,
        view::{TickView, TimelineDotView, TimelineRowView, TimelineView},
    },
    words::Words,
};

/// Cities with a row.
const ROWS: usize = 12;
/// Periods of the axis.
const PERIODS: usize = 24;
/// Width of a period and height of a row.
const STEP: (i32, i32) = (28, 26);
/// Width of a character of a city's name, and room around the picture.
const NAME: i32 = 15;
const MARGIN: i32 = 8;
/// Height of the line with the names of periods.
const AXIS: i32 = 28;
const RADIUS: (i32, i32) = (3, 11);

/// The axis: for each issue its period, and what the periods are called.
struct Axis {
    dated: bool,
    /// Period of each issue that has articles of the topic.
    period: BTreeMap<usize, usize>,
    /// In full, for words; and short, for the picture.
    names: Vec<(String, String)>,
}

impl Planner<'_> {
    /// The timeline of a topic's articles; `None` if none of them names a city.
    pub(super) fn timeline(&self, entries: &[usize]) -> Option<TimelineView> {
        let library = self.library;
        let placed: Vec<(usize, usize)> = entries
            .iter()
            .filter_map(|&number| {
                let entry = &library.entries[number];
                Some((self.stock.rows[entry.city?]?, entry.issue))
            })
            .collect();
        let mut issues: Vec<usize> = placed.iter().map(|(_, issue)| *issue).collect();
        issues.sort_unstable();
        issues.dedup();
        let axis = Axis::new(&library.issues, &issues, self.words)?;
        let all = most(placed.iter().map(|(c, _)| *c), usize::MAX, |c| self.stock.city_ranks[c]);
        let all: Vec<(usize, usize)> = all.collect();
        let shown = &all[..all.len().min(ROWS)];
        let mut dots: Vec<(usize, usize)> =
            placed.iter().map(|(city, issue)| (*city, axis.period[issue])).collect();
        dots.sort_unstable();
        let counts: BTreeMap<(usize, usize), usize> =
            dots.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
        let name = |city: usize| units(library.cities[city].place.short.chars().count());
        let left = shown.iter().map(|(c, _)| name(*c)).max().unwrap_or(0) * NAME + 2 * MARGIN;
        let largest = counts.values().copied().max().unwrap_or(1);
        let x = |period: usize| left + STEP.0 * units(period) + STEP.0 / 2;
        let row = |(row, &(city, count)): (usize, &(usize, usize))| TimelineRowView {
            city: self.city_count(city, count),
            label: library.cities[city].place.short,
            y: MARGIN + STEP.1 * units(row) + STEP.1 / 2,
            dots: counts
                .range((city, 0)..=(city, usize::MAX))
                .map(|(&(_, period), &count)| TimelineDotView {
                    title: axis.names[period].0.clone(),
                    count,
                    x: x(period),
                    r: radius(count, largest, RADIUS),
                })
                .collect(),
        };
        // The ends of the names reach beyond the first and the last period.
        let periods = axis.names.len();
        Some(TimelineView {
            width: left + STEP.0 * units(periods) + 3 * STEP.0,
            height: 2 * MARGIN + STEP.1 * units(shown.len()) + AXIS,
            dated: axis.dated,
            left,
            ticks: axis.ticks().map(|(p, text)| TickView { x: x(p) - STEP.0 / 2, text }).collect(),
            rows: shown.iter().enumerate().map(row).collect(),
            left_out: all.len() - shown.len(),
        })
    }
}

impl Axis {
    /// The axis of some issues, given by their numbers, the newest first; `None` if
    /// there are none.
    fn new(issues: &[Issue], numbers: &[usize], words: &Words) -> Option<Self> {
        let dates: Option<Vec<Date>> = numbers.iter().map(|&n| issues[n].date).collect();
        let Some(dates) = dates else { return Some(Self::of_issues(issues, numbers, words)) };
        let (newest, oldest) = (*dates.first()?, *dates.last()?);
        let mut days = dates.clone();
        days.dedup();
        days.reverse();
        let (period, names): (Box<dyn Fn(Date) -> usize>, Vec<_>) = if days.len() <= PERIODS {
            let names = days.iter().map(|&day| (dates::day(day, words), short_day(day))).collect();
            (Box::new(move |date| days.partition_point(|day| *day < date)), names)
        } else {
            let months = |date: Date| {
                usize::try_from(date.year()).unwrap_or(0) * 12 + date.month() as usize - 1
            };
            let unit = Unit::for_span(months(oldest), months(newest));
            let first = months(oldest) / unit.0;
            let count = months(newest) / unit.0 - first + 1;
            let names = (0..count).map(|period| unit.name(first + period, words)).collect();
            (Box::new(move |date| months(date) / unit.0 - first), names)
        };
        let period = numbers.iter().zip(dates).map(|(&n, date)| (n, period(date))).collect();
        Some(Self { dated: true, period, names })
    }

    /// Undated issues in their order, in runs where there are many.
    fn of_issues(issues: &[Issue], numbers: &[usize], words: &Words) -> Self {
        // Dated issues come from the newest to the oldest, undated ones by their id.
        let (mut order, undated): (Vec<usize>, Vec<usize>) =
            numbers.iter().partition(|n| issues[**n].date.is_some());
        order.reverse();
        order.extend(undated);
        let run = order.len().div_ceil(PERIODS).max(1);
        let period = order.iter().enumerate().map(|(at, &issue)| (issue, at / run)).collect();
        let name = |run: &[usize]| {
            let title = |at: Option<&usize>| {
                at.map(|&n| dates::issue_title(&issues[n], words)).unwrap_or_default()
            };
            let (first, last) = (title(run.first()), title(run.last()));
            let whole = words.fill("from_to", &[("first", &first), ("last", &last)]);
            (if run.len() > 1 { whole } else { first.clone() }, first)
        };
        Self { dated: false, period, names: order.chunks(run).map(name).collect() }
    }

    /// The periods that are named on the picture: the first, and as many of the others
    /// as have room.
    fn ticks(&self) -> impl Iterator<Item = (usize, String)> {
        let longest = self.names.iter().map(|(_, short)| short.chars().count()).max().unwrap_or(1);
        let apart = (longest * 13 + 12).div_ceil(STEP.0 as usize).max(1);
        let names = self.names.iter().enumerate().step_by(apart);
        names.map(|(period, (_, short))| (period, short.chars().take(9).collect()))
    }
}

fn short_day(day: Date) -> String {
    format!("{}.{}.{}", day.year(), day.month(), day.day())
}

/// So many months are a period.
#[derive(Clone, Copy)]
struct Unit(usize);

impl Unit {
    /// The shortest unit with which the time between two months fits the axis.
    fn for_span(oldest: usize, newest: usize) -> Self {
        let fits = |unit: &usize| newest / unit - oldest / unit < PERIODS;
        let years = |more: usize| 12 * more;
        let units = [1, 3, 6].into_iter().chain((0..12).map(|power| years(1 << power)));
        Self(units.into_iter().find(fits).unwrap_or(years(10_000)))
    }

    /// What the period `number` is called, in full and in short.
    fn name(self, number: usize, words: &Words) -> (String, String) {
        let first = number * self.0;
        let (year, month) = (first / 12, first % 12 + 1);
        match self.0 {
            1 => {
                let places: [(&str, &dyn Display); 2] = [("year", &year), ("month", &month)];
                (words.fill("month", &places), format!("{year}.{month}"))
            }
            3 | 6 => {
                let last = month + self.0 - 1;
                let places: [(&str, &dyn Display); 3] =
                    [("year", &year), ("month", &month), ("last", &last)];
                (words.fill("months_of_year", &places), format!("{year}.{month}"))
            }
            12 => (words.fill("year", &[("year", &year)]), year.to_string()),
            months => {
                let last = year + months / 12 - 1;
                (words.fill("years", &[("year", &year), ("last", &last)]), year.to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{route::Slug, words::Language};

    fn issue(day: Option<Date>, number: usize) -> Issue {
        let slug = Slug::parse(&format!("i{number}")).unwrap_or_else(|| unreachable!());
        let (note, pictures, hosts) = (String::new(), Vec::new(), BTreeSet::new());
        Issue { slug, title: None, date: day, note, pictures, hosts, entries: 0..1 }
    }

    fn axis(days: &[Option<Date>]) -> Axis {
        let issues: Vec<Issue> = days.iter().enumerate().map(|(n, day)| issue(*day, n)).collect();
        let numbers: Vec<usize> = (0..issues.len()).collect();
        Axis::new(&issues, &numbers, Words::of(Language::Simplified))
            .unwrap_or_else(|| unreachable!())
    }

    /// Days from the newest, so many days apart.
    fn days(count: i64, apart: i64) -> Vec<Option<Date>> {
        let newest = jiff::civil::date(2026, 11, 20);
        let before = |n: i64| newest.checked_sub(jiff::Span::new().days(n * apart)).ok();
        (0..count).map(before).collect()
    }

    #[test]
    fn periods_are_days_months_years_as_they_fit() {
        let names = |axis: &Axis| (axis.names[0].0.clone(), axis.names.len());
        assert_eq!(names(&axis(&days(3, 7))), ("2026年11月6日".into(), 3));
        assert_eq!(names(&axis(&days(100, 7))), ("2024年12月".into(), 24));
        assert_eq!(names(&axis(&days(200, 7))), ("2023年1至3月".into(), 16));
        assert_eq!(names(&axis(&days(400, 30))), ("1994至1995年".into(), 17));
        for (count, apart) in [(1, 1), (24, 1), (25, 1), (300, 3), (3000, 40)] {
            let axis = axis(&days(count, apart));
            assert!(axis.names.len() <= PERIODS && axis.period.len() == count as usize);
            assert!(axis.period.values().all(|period| *period < axis.names.len()));
            // The newest issue comes first, and stands in the last period.
            assert_eq!(axis.period[&0], axis.names.len() - 1);
        }
    }

    #[test]
    fn undated_issues_stand_in_their_order() {
        let few = axis(&[None, None, None]);
        assert!(!few.dated && few.names[0].0 == "i0" && few.period[&2] == 2);
        let many = axis(&vec![None; 100]);
        assert_eq!((many.names.len(), many.names[1].0.as_str()), (20, "i5至i9"));
        let mixed = axis(&[days(1, 1)[0], None]);
        assert!(!mixed.dated && mixed.period[&0] == 0);
        assert!(Axis::new(&[], &[], Words::of(Language::Simplified)).is_none());
    }
}
