//! Lists on pages of a bounded length.

use std::ops::Range;

use crate::{
    route::Address,
    site::view::{PageNumberView, PaginationView},
};

/// How many pages `length` items take; an empty list has a page too.
pub(super) fn page_count(length: usize, size: usize) -> usize {
    length.div_ceil(size.max(1)).max(1)
}

/// The items on page `number` (from 1).
pub(super) fn page_of<T>(items: &[T], number: usize, size: usize) -> &[T] {
    items.chunks(size.max(1)).nth(number - 1).unwrap_or_default()
}

/// A stretch of a group: the number of the group and which of its items.
pub(super) type Stretch = (usize, Range<usize>);

/// Groups of items, of these sizes, on pages of at most `size` items. A group is
/// kept on one page if it fits on one; a longer one is cut.
pub(super) fn pages_of_groups(groups: &[usize], size: usize) -> Vec<Vec<Stretch>> {
    let size = size.max(1);
    let mut pages: Vec<Vec<Stretch>> = vec![Vec::new()];
    let mut room = size;
    for (group, &length) in groups.iter().enumerate() {
        let mut from = 0;
        while from < length {
            let rest = length - from;
            if room == 0 || (rest > room && rest <= size) {
                pages.push(Vec::new());
                room = size;
            }
            let to = from + rest.min(room);
            if let Some(page) = pages.last_mut() {
                page.push((group, from..to));
            }
            room -= to - from;
            from = to;
        }
    }
    pages
}

/// The pages of a list; `None` where there is only one.
pub(super) fn pagination(
    number: usize,
    total: usize,
    address: impl Fn(usize) -> Address,
) -> Option<PaginationView> {
    if total < 2 {
        return None;
    }
    let href = |number: usize| address(number).to_string();
    let around = number.saturating_sub(2).max(1)..=(number + 2).min(total);
    let mut numbers: Vec<usize> = around.chain([1, total]).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut before = 0;
    let mut pages = Vec::with_capacity(numbers.len());
    for n in numbers {
        let gap_before = n > before + 1;
        pages.push(PageNumberView { number: n, href: href(n), current: n == number, gap_before });
        before = n;
    }
    Some(PaginationView {
        number,
        total,
        previous: (number > 1).then(|| href(number - 1)),
        next: (number < total).then(|| href(number + 1)),
        pages,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::route::Section;

    #[test]
    fn a_long_list_shows_its_ends_and_what_is_near() {
        assert!(pagination(1, 1, |n| Address::list(Section::Issue, n)).is_none());
        let shown = |number, total| {
            let view = pagination(number, total, |n| Address::list(Section::Issue, n));
            let pages = view.map(|v| v.pages).unwrap_or_default();
            pages.iter().map(|p| (p.number, p.gap_before)).collect::<Vec<_>>()
        };
        assert_eq!(shown(1, 3), [(1, false), (2, false), (3, false)]);
        assert_eq!(
            shown(9, 20),
            [(1, false), (7, true), (8, false), (9, false), (10, false), (11, false), (20, true)]
        );
    }

    #[test]
    fn a_group_stays_together_where_it_can() {
        let pages = pages_of_groups(&[3, 0, 4, 9, 1], 5);
        let expected: [&[Stretch]; 4] =
            [&[(0, 0..3)], &[(2, 0..4), (3, 0..1)], &[(3, 1..6)], &[(3, 6..9), (4, 0..1)]];
        assert_eq!(pages, expected);
        assert_eq!(pages_of_groups(&[], 5), [Vec::new()]);
    }

    proptest! {
        #[test]
        fn no_page_is_too_long_and_nothing_is_lost(
            groups in prop::collection::vec(0..40_usize, 0..12),
            size in 1..20_usize,
        ) {
            let pages = pages_of_groups(&groups, size);
            let length = |page: &Vec<Stretch>| page.iter().map(|(_, range)| range.len()).sum::<usize>();
            prop_assert!(pages.iter().all(|page| length(page) <= size));
            prop_assert!(pages.len() == 1 || pages.iter().all(|page| length(page) > 0));
            let mut found: Vec<(usize, usize)> = Vec::new();
            for (group, range) in pages.into_iter().flatten() {
                found.extend(range.map(|item| (group, item)));
            }
            let all: Vec<(usize, usize)> = groups
                .iter()
                .enumerate()
                .flat_map(|(group, &length)| (0..length).map(move |item| (group, item)))
                .collect();
            prop_assert_eq!(found, all);
        }
    }
}
