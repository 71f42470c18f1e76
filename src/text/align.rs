//! Alignment: where two copies of one text say the same.
//!
//! Sequences of characters that are compared as they are: fold them first. The
//! common start and end are set aside; in what is left, runs of [`GRAM`]
//! characters that stand once in each anchor the one to the other (patience
//! diff, Cohen 2005), and the stretches between two anchors are compared from
//! both sides. Linear but for the anchors' sorting, and but for small gaps.

use super::hash::FastMap;

/// Characters of an anchor: as many seldom stand twice in one article.
const GRAM: usize = 6;
/// Product of lengths up to which a gap is compared letter by letter with every
/// other.
const SMALL: usize = 4096;
/// Shortest stretch inside a small gap that is no chance.
const LEAST: usize = 2;

/// Equal characters at `a` in the one text and at `b` in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where it starts in the first text.
    pub a: usize,
    /// Where it starts in the second.
    pub b: usize,
    /// Characters, at least one.
    pub length: usize,
}

/// The stretches that both texts share, in order in both.
pub fn align(a: &[char], b: &[char]) -> Vec<Stretch> {
    let mut found = Stretches(Vec::new());
    between(&mut found, (a, 0), (b, 0), true);
    found.0
}

/// Stretches in the making: one that continues the last is one with it.
struct Stretches(Vec<Stretch>);

impl Stretches {
    fn push(&mut self, a: usize, b: usize, length: usize) {
        match self.0.last_mut() {
            _ if length == 0 => {}
            Some(last) if last.a + last.length == a && last.b + last.length == b => {
                last.length += length;
            }
            _ => self.0.push(Stretch { a, b, length }),
        }
    }
}

/// Aligns two texts that start at these offsets; `anchored` where anchors have
/// not been looked for yet.
fn between(
    found: &mut Stretches,
    (mut a, mut at_a): (&[char], usize),
    (mut b, mut at_b): (&[char], usize),
    anchored: bool,
) {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    found.push(at_a, at_b, head);
    (a, b, at_a, at_b) = (&a[head..], &b[head..], at_a + head, at_b + head);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (end_a, end_b) = (a.len() - tail, b.len() - tail);
    let (inner_a, inner_b) = (&a[..end_a], &b[..end_b]);
    if inner_a.len() == inner_b.len() && mostly_equal(inner_a, inner_b) {
        for (at, (x, y)) in inner_a.iter().zip(inner_b).enumerate() {
            found.push(at_a + at, at_b + at, usize::from(x == y));
        }
    } else if inner_a.len() * inner_b.len() <= SMALL {
        small(found, (inner_a, at_a), (inner_b, at_b));
    } else if anchored {
        let (mut from_a, mut from_b) = (0, 0);
        for (x, y) in anchors(inner_a, inner_b) {
            if x < from_a || y < from_b {
                continue;
            }
            let (gap_a, gap_b) = (&inner_a[from_a..x], &inner_b[from_b..y]);
            between(found, (gap_a, at_a + from_a), (gap_b, at_b + from_b), false);
            found.push(at_a + x, at_b + y, GRAM);
            (from_a, from_b) = (x + GRAM, y + GRAM);
        }
        let (gap_a, gap_b) = (&inner_a[from_a..], &inner_b[from_b..]);
        between(found, (gap_a, at_a + from_a), (gap_b, at_b + from_b), false);
    }
    found.push(at_a + end_a, at_b + end_b, tail);
}

/// Whether two texts of one length differ in single characters only.
fn mostly_equal(a: &[char], b: &[char]) -> bool {
    let equal = a.iter().zip(b).filter(|(x, y)| x == y).count();
    a.len() <= 2 || equal * 2 >= a.len()
}

/// Longest common subsequence of two short texts; lone characters between
/// differences are chance and count as different.
fn small(found: &mut Stretches, (a, at_a): (&[char], usize), (b, at_b): (&[char], usize)) {
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i] == b[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            let length = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count();
            if length >= LEAST {
                found.push(at_a + i, at_b + j, length);
            }
            (i, j) = (i + length, j + length);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
}

/// Places of runs of characters that stand once in each text, in an order that
/// holds in both.
fn anchors(a: &[char], b: &[char]) -> Vec<(usize, usize)> {
    /// A run does not stand in a text so far, or more than once.
    const NOWHERE: usize = usize::MAX;
    const OFTEN: usize = usize::MAX - 1;
    // The runs of the shorter are kept: a few words may be held against a whole page.
    let swapped = a.len() > b.len();
    let (short, long) = if swapped { (b, a) } else { (a, b) };
    let mut seen: FastMap<u128, [usize; 2]> = FastMap::default();
    seen.reserve(short.len());
    let note = |place: &mut usize, at| *place = if *place == NOWHERE { at } else { OFTEN };
    for (at, gram) in grams(short).enumerate() {
        note(&mut seen.entry(gram).or_insert([NOWHERE; 2])[0], at);
    }
    for (at, gram) in grams(long).enumerate() {
        if let Some(places) = seen.get_mut(&gram) {
            note(&mut places[1], at);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for gram in grams(short) {
        if let Some(&[at, other]) = seen.get(&gram)
            && at < OFTEN
            && other < OFTEN
        {
            pairs.push(if swapped { (other, at) } else { (at, other) });
        }
    }
    pairs.sort_unstable();
    increasing(&pairs)
}

/// Each run of [`GRAM`] characters as one number, in order: a character has 21 bits.
fn grams(text: &[char]) -> impl Iterator<Item = u128> + '_ {
    const MASK: u128 = (1 << (21 * GRAM)) - 1;
    let mut gram = 0;
    let all = text.iter().map(move |&c| {
        gram = ((gram << 21) | u128::from(c as u32)) & MASK;
        gram
    });
    all.skip(GRAM - 1)
}

/// The longest part of `pairs`, which rise in the first, that rises in the
/// second as well.
fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        let at = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before.push(at.checked_sub(1).map(|b| ends[b]));
        if at == ends.len() {
            ends.push(index);
        } else {
            ends[at] = index;
        }
    }
    let mut chosen = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        chosen.push(pairs[index]);
        next = before[index];
    }
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second text as it differs from the first: `[-gone-]`, `{+new+}`.
    fn difference(a: &str, b: &str) -> String {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let text = |part: &[char]| part.iter().collect::<String>();
        let mut out = String::new();
        let (mut i, mut j) = (0, 0);
        let end = Stretch { a: a.len(), b: b.len(), length: 0 };
        for s in align(&a, &b).into_iter().chain([end]) {
            assert!(s.a >= i && s.b >= j);
            assert_eq!(a[s.a..s.a + s.length], b[s.b..s.b + s.length]);
            if s.a > i {
                out += &format!("[-{}-]", text(&a[i..s.a]));
            }
            if s.b > j {
                out += &format!("{{+{}+}}", text(&b[j..s.b]));
            }
            out += &text(&a[s.a..s.a + s.length]);
            (i, j) = (s.a + s.length, s.b + s.length);
        }
        out
    }

    #[test]
    fn what_one_copy_lost_shows() {
        for (a, b, expected) in [
            ("河水涨了", "河水涨了", "河水涨了"),
            ("河水涨了", "河水涨了，桥冲走了", "河水涨了{+，桥冲走了+}"),
            ("涨了又落", "河水涨了又落", "{+河水+}涨了又落"),
            ("河水涨了又落", "河水已涨了又落", "河水{+已+}涨了又落"),
            ("未来的事", "末来的事", "[-未-]{+末+}来的事"),
            ("", "河水", "{+河水+}"),
        ] {
            assert_eq!(difference(a, b), expected);
        }
    }

    #[test]
    fn long_texts_are_anchored() {
        let line = |n: u32| format!("第{n}段说的是第{n}座桥，桥长{n}丈，修了{n}天。");
        let whole: String = (1..60).map(line).collect();
        let lost: String = (1..60).filter(|n| !(20..30).contains(n)).map(line).collect();
        let expected = |n: u32| (20..30).contains(&n);
        let shown = difference(&lost, &whole);
        let gone: String = (1..60).filter(|&n| expected(n)).map(line).collect();
        let inserted: usize = shown
            .split("{+")
            .skip(1)
            .map(|p| p.split("+}").next().map_or(0, |w| w.chars().count()))
            .sum();
        assert_eq!(inserted, gone.chars().count(), "{shown}");
        // Whichever of the two is the longer, whatever stands at their edges.
        let (whole, lost) = (format!("甲{whole}乙"), format!("丙{lost}丁"));
        for (a, b) in [(&whole, &lost), (&lost, &whole)] {
            difference(a, b);
            let chars = |text: &str| text.chars().collect::<Vec<char>>();
            let shared: usize = align(&chars(a), &chars(b)).iter().map(|s| s.length).sum();
            assert_eq!(shared + 2, lost.chars().count());
        }
    }
}
