//! The shortest way from one text to another, as far as it is worth it.
//!
//! Myers' algorithm over any kind of token. Its cost grows with the number of
//! differences, so that number is bounded: two texts that have little in common
//! are told as one taken out and the other put in, which is also what a person
//! reads more easily.

use std::ops::Range;

/// Most differences that are followed one by one.
const MOST: usize = 600;

/// A stretch of the change, as ranges of both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// The same in both.
    Same(Range<usize>, Range<usize>),
    /// Stands in the first only, in the second only, or in both and differs.
    Differs(Range<usize>, Range<usize>),
}

/// What must be done to `old` so that it is `new`.
pub(super) fn diff<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Change> {
    let head = old.iter().zip(new).take_while(|(was, is)| was == is).count();
    let most = old.len().min(new.len()) - head;
    let ends = old.iter().rev().zip(new.iter().rev()).take(most);
    let tail = ends.take_while(|(was, is)| was == is).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let inside = matches(&old[head..old_end], &new[head..new_end]).unwrap_or_default();
    let inside = inside.into_iter().map(|run| Run {
        old: run.old + head,
        new: run.new + head,
        length: run.length,
    });
    let first = Run { old: 0, new: 0, length: head };
    let last = Run { old: old_end, new: new_end, length: tail };
    let mut changes: Vec<Change> = Vec::new();
    let (mut at_old, mut at_new) = (0, 0);
    for run in [first].into_iter().chain(inside).chain([last]) {
        let (to_old, to_new) = (run.old + run.length, run.new + run.length);
        if at_old < run.old || at_new < run.new {
            changes.push(Change::Differs(at_old..run.old, at_new..run.new));
        }
        match changes.last_mut() {
            _ if run.length == 0 => {}
            Some(Change::Same(was, is)) => (was.end, is.end) = (to_old, to_new),
            _ => changes.push(Change::Same(run.old..to_old, run.new..to_new)),
        }
        (at_old, at_new) = (to_old, to_new);
    }
    changes
}

/// A run that both have.
#[derive(Clone, Copy)]
struct Run {
    old: usize,
    new: usize,
    length: usize,
}

/// The runs that both share on the shortest way; `None` if it is too long.
fn matches<T: PartialEq>(old: &[T], new: &[T]) -> Option<Vec<Run>> {
    let (width, height) = (old.len().cast_signed(), new.len().cast_signed());
    let most = MOST.min(old.len() + new.len()).cast_signed();
    // `reach[d][diagonal + d]` is how far in `old` one comes with d differences on
    // the diagonal, which is the place in `old` less that in `new`.
    let mut reach: Vec<Vec<isize>> = Vec::new();
    for d in 0..=most {
        let mut row = vec![-1; 2 * d.cast_unsigned() + 1];
        for diagonal in (-d..=d).step_by(2) {
            let mut at = reach.last().map_or(0, |before| step(before, d, diagonal).0);
            let same = |at: isize| {
                let beside = at - diagonal;
                let inside = at < width && (0..height).contains(&beside);
                inside && old[at.cast_unsigned()] == new[beside.cast_unsigned()]
            };
            while same(at) {
                at += 1;
            }
            row[(diagonal + d).cast_unsigned()] = at;
            if at >= width && at - diagonal >= height {
                reach.push(row);
                return Some(way_back(&reach, width, height));
            }
        }
        reach.push(row);
    }
    None
}

/// Where the diagonal begins with `d` differences, and from which one it came.
fn step(before: &[isize], d: isize, diagonal: isize) -> (isize, isize) {
    let at = |diagonal: isize| {
        let index = usize::try_from(diagonal + d - 1).ok();
        index.and_then(|index| before.get(index)).copied().unwrap_or(-1)
    };
    let (down, right) = (at(diagonal + 1), at(diagonal - 1));
    if diagonal == -d || (diagonal != d && right < down) {
        (down, diagonal + 1)
    } else {
        (right + 1, diagonal - 1)
    }
}

fn way_back(reach: &[Vec<isize>], width: isize, height: isize) -> Vec<Run> {
    let mut runs = Vec::new();
    let (mut end, mut diagonal) = (width, width - height);
    for d in (0..reach.len()).rev() {
        let before = d.checked_sub(1).map(|before| &reach[before]);
        let step = before.map(|before| step(before, d.cast_signed(), diagonal));
        let (start, from) = step.unwrap_or((0, 0));
        if end > start {
            runs.push(Run {
                old: start.cast_unsigned(),
                new: (start - diagonal).cast_unsigned(),
                length: (end - start).cast_unsigned(),
            });
        }
        end = if from < diagonal { start - 1 } else { start };
        diagonal = from;
    }
    runs.reverse();
    runs
}

/// The change from one text to another, character by character. Single
/// characters that two larger changes happen to share are taken into the change.
pub(super) fn texts<'a>(old: &'a str, new: &'a str) -> Vec<(Tone, &'a str)> {
    let places = |text: &'a str| -> Vec<(usize, char)> { text.char_indices().collect() };
    let (was, is) = (places(old), places(new));
    let chars = |places: &[(usize, char)]| -> Vec<char> { places.iter().map(|p| p.1).collect() };
    let mut changes = diff(&chars(&was), &chars(&is));
    let mut index = 1;
    while index + 1 < changes.len() {
        if let [Change::Differs(gone, new), Change::Same(between, _), Change::Differs(gone2, new2)] =
            &changes[index - 1..index + 2]
            && between.len() == 1
            && gone.len() + new.len() > 2
            && gone2.len() + new2.len() > 2
        {
            let merged = Change::Differs(gone.start..gone2.end, new.start..new2.end);
            changes.splice(index - 1..index + 2, [merged]);
        } else {
            index += 1;
        }
    }
    let cut = |text: &'a str, places: &[(usize, char)], range: &Range<usize>| -> &'a str {
        let at = |i: usize| places.get(i).map_or(text.len(), |p| p.0);
        &text[at(range.start)..at(range.end)]
    };
    let mut out = Vec::new();
    for change in &changes {
        match change {
            Change::Same(same, _) => out.push((Tone::Same, cut(old, &was, same))),
            Change::Differs(gone, fresh) => {
                out.push((Tone::Gone, cut(old, &was, gone)));
                out.push((Tone::New, cut(new, &is, fresh)));
            }
        }
    }
    out.retain(|(_, text)| !text.is_empty());
    out
}

/// What became of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Same,
    Gone,
    New,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let word = |(tone, text): (Tone, &str)| match tone {
            Tone::Same => text.to_owned(),
            Tone::Gone => format!("[-{text}]"),
            Tone::New => format!("[+{text}]"),
        };
        texts(old, new).into_iter().map(word).collect()
    }

    #[test]
    fn a_change_is_as_small_as_a_person_would_make_it() {
        assert_eq!(shown("河水涨了又落了", "河水退了又落了"), "河水[-涨][+退]了又落了");
        assert_eq!(shown("河水涨了", "河水又涨了"), "河水[+又]涨了");
        assert_eq!(shown("河水", "河水"), "河水");
        assert_eq!(shown("", "新"), "[+新]");
        assert_eq!(shown("旧", ""), "[-旧]");
        assert_eq!(shown("甲乙丙丁戊己", "甲丁戊庚己"), "甲[-乙丙]丁戊[+庚]己");
    }

    #[test]
    fn what_has_little_in_common_is_exchanged_as_a_whole() {
        let old: String = (0..3000).map(|n| if n % 2 == 0 { '甲' } else { '乙' }).collect();
        let new: String = (0..3000).map(|n| if n % 3 == 0 { '乙' } else { '丙' }).collect();
        assert!(texts(&old, &new).len() <= 4);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_change(old in "[甲乙丙a]{0,40}", new in "[甲乙丙a]{0,40}") {
            let change = texts(&old, &new);
            let of = |without: Tone| -> String {
                change.iter().filter(|(t, _)| *t != without).map(|(_, s)| *s).collect()
            };
            prop_assert_eq!(of(Tone::New), old.as_str());
            prop_assert_eq!(of(Tone::Gone), new.as_str());
        }
    }
}
