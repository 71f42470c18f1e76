//! Where in a text that was read as one another article may begin.
//!
//! An article whose head slid away was swallowed by the one before it. What speaks
//! for a start stands in the texts on both sides; the weights are in
//! [`super::evidence::start`].

use std::{borrow::Cow, ops::Range};

use super::{
    cohesion::{Cohesion, Stretch, Window},
    decode::Seed,
    evidence::{Evidence, Tally as _, masthead, start as sign},
    heads::{opens_like_lead, places_of},
    openings::opens_address,
    passage::{Passage, Role},
    segment::Draft,
};
use crate::{
    article::byline,
    places::{Place, places},
    text::{model::signs, opens_with},
};

/// How much text on either side is looked at, in bytes.
const WINDOW: usize = 2400;
/// How much of a text is read at once to compare its sides, in bytes: many windows, and no
/// more than a cache holds.
const STRETCH: usize = 32 * 1024;
/// How much of a paragraph is its opening, in bytes.
const OPENING: usize = 120;
/// How many places of a passage are looked at.
const MOST_PLACES: usize = 8;
/// Signals that a start has, as a rule.
const SIGNALS: usize = 8;
/// Shares of words that two texts have in common: nothing, little, some, much.
const SHARES: [f32; 4] = [0.01, 0.02, 0.035, 0.06];
/// Words with which a paragraph goes on.
const GOES_ON: &[&str] = &[
    "但",
    "而",
    "同时",
    "此外",
    "如今",
    "他",
    "她",
    "这",
    "那",
    "目前",
    "据",
    "其",
    "该",
    "不仅",
    "于是",
    "当时",
    "后来",
    "随后",
    "接着",
    "为此",
    "因此",
    "不过",
    "另一",
    "除了",
    "在此",
    "对此",
    "下一步",
    "截至",
    "一是",
    "二是",
    "三是",
    "首先",
    "最后",
    "与此",
    "也",
    "还",
    "谈",
    "说",
    "原来",
    "此案",
    "法官",
    "经",
    "当天",
    "当日",
    "活动",
    "通过",
    "…",
    "有",
    "“",
    "\"",
    "又",
    "会上",
];

/// Another article may begin at a passage of a text.
#[derive(Clone, Debug)]
pub struct Start {
    /// Which passage of the text.
    pub at: usize,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// All places in a text where another article may begin, in order. The first places that
/// each passage names are known.
pub fn of<'p>(
    seed: &Seed,
    cohesion: &Cohesion,
    draft: &Draft,
    named: impl Iterator<Item = &'p [&'static Place]>,
) -> Vec<Start> {
    let lines = draft.body.iter().zip(named).map(|(p, named)| Line::of(seed, p, named));
    let lines: Vec<Line<'_>> = lines.collect();
    let sides = Sides::of(cohesion, &lines);
    let mut found = Vec::new();
    for at in 0..lines.len() {
        if at == 0 {
            if draft.masthead.lines().next().is_none() {
                let mut evidence = Evidence::default();
                evidence.add(sign::HEADLESS);
                found.push(Start { at, evidence });
            }
        } else if lines[at - 1].role != Role::Head {
            found.push(Start { at, evidence: weigh(&lines, at, &sides) });
        }
    }
    found
}

/// What is known of a passage.
struct Line<'s> {
    role: Role,
    /// Its words, but not all of very many: how it begins …
    head: Cow<'s, str>,
    /// … and how it ends, if that is something else.
    tail: Option<Cow<'s, str>>,
    places: Vec<&'static Place>,
    number: Option<(char, u32)>,
}

impl<'s> Line<'s> {
    fn of(seed: &'s Seed, passage: &Passage, named: &[&'static Place]) -> Self {
        let text = passage.words(seed);
        let whole = text.len() <= WINDOW;
        let (head, tail) = if text.len() > WINDOW {
            let (head, tail) = (
                0..text.floor_char_boundary(WINDOW),
                text.ceil_char_boundary(text.len() - WINDOW)..text.len(),
            );
            (part(&text, head), Some(part(&text, tail)))
        } else {
            (text, None)
        };
        let mut places = if whole { named.to_vec() } else { places_of(&head) };
        places.truncate(MOST_PLACES);
        Self { role: passage.role, places, number: number(&head), head, tail }
    }

    fn tail(&self) -> &str {
        self.tail.as_deref().unwrap_or(&self.head)
    }

    /// How its end is read: what is no longer than the window is read once.
    fn end(&self) -> &str {
        self.tail.as_deref().unwrap_or_default()
    }

    fn is_long(&self) -> bool {
        self.tail.is_some()
    }

    fn length(&self) -> usize {
        self.head.len()
    }
}

/// A part of a text, borrowed if the text is.
fn part<'s>(text: &Cow<'s, str>, range: Range<usize>) -> Cow<'s, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
        Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
    }
}

fn weigh(lines: &[Line<'_>], at: usize, sides: &[Sides]) -> Evidence {
    let mut evidence = Evidence { signals: Vec::with_capacity(SIGNALS) };
    evidence.add(sign::PRIOR);
    let here = &sides[at];
    let weights = [
        sign::SHARES_NOTHING,
        sign::SHARES_LITTLE,
        sign::SHARES_SOME,
        sign::SHARES_MORE,
        sign::SHARES_MUCH,
    ];
    evidence.saw_share(here.share, &SHARES, &weights);
    let near = &sides[at.saturating_sub(2).max(1)..(at + 3).min(sides.len())];
    if near.len() > 2 && near.iter().all(|side| side.share >= here.share) {
        evidence.add(sign::LOWEST);
    }
    evidence.extend(here.leans(lines, at));
    let (before, behind) = here.windows(lines, at);
    if let Some(weight) = change_of_place(before, behind) {
        evidence.add(weight);
    }
    let tail = lines[at - 1].tail();
    // Most paragraphs end in no bracket, and are not read back to one.
    if tail.ends_with(['）', ')', '】']) && !byline::of_end(tail).is_empty() {
        evidence.add(sign::ENDED_SIGNED);
    }
    openings(lines, at, &mut evidence);
    numbers(lines, at, &mut evidence);
    // The model reads words, which takes longer than all the rest: most paragraphs are surely none.
    if evidence.total() > sign::FAR {
        evidence.add_level(signs::leads(&lines[at].head), &masthead::LEADS_AT, &sign::LEADS);
        evidence.add_level(signs::closes(tail), &masthead::CLOSES_AT, &sign::CLOSES);
    }
    evidence
}

/// How a break between two paragraphs looks to those who count words.
#[derive(Default)]
struct Sides {
    /// How many lines before and behind it are looked at.
    lines: (usize, usize),
    /// How much both sides share.
    share: f32,
    /// How much the last paragraph before it shares with what is before and behind.
    last: (f32, f32),
    /// How much the first behind it does.
    first: (f32, f32),
}

impl Sides {
    /// The sides of each break: of that before each line. The first has none.
    fn of(cohesion: &Cohesion, lines: &[Line<'_>]) -> Vec<Self> {
        let mut sides = Vec::with_capacity(lines.len());
        sides.extend(lines.first().map(|_| Self::default()));
        while sides.len() < lines.len() {
            let from = sides.len();
            let mut to = from;
            let mut length = 0;
            while to < lines.len() && length < STRETCH {
                length += lines[to].head.len();
                to += 1;
            }
            Self::of_stretch(cohesion, lines, from..to, &mut sides);
        }
        sides
    }

    /// The sides of the breaks before the lines of a stretch.
    fn of_stretch(
        cohesion: &Cohesion,
        lines: &[Line<'_>],
        breaks: Range<usize>,
        sides: &mut Vec<Self>,
    ) {
        let first = breaks.start - window(lines[..breaks.start].iter().rev());
        let end = breaks.end - 1 + window(lines[breaks.end - 1..].iter());
        let mut rolling = Rolling::of(cohesion, &lines[first..end]);
        for at in breaks {
            rolling.go_to(at - first);
            sides.push(rolling.sides());
        }
    }

    fn windows<'l>(&self, lines: &'l [Line<'l>], at: usize) -> (&'l [Line<'l>], &'l [Line<'l>]) {
        (&lines[at - self.lines.0..at], &lines[at..at + self.lines.1])
    }

    /// Whether the paragraphs at the break lean to their own sides.
    fn leans(&self, lines: &[Line<'_>], at: usize) -> Evidence {
        let mut evidence = Evidence::default();
        if at > 1 {
            let (own, other) = self.last;
            if own > 2.0 * other {
                evidence.add(sign::LAST_FITS_BEFORE);
            } else if other > 2.0 * own {
                evidence.add(sign::LAST_FITS_BEHIND);
            }
        }
        if at + 1 < lines.len() {
            let (other, own) = self.first;
            if own > 2.0 * other {
                evidence.add(sign::FIRST_FITS_BEHIND);
            } else if other > 2.0 * own {
                evidence.add(sign::FIRST_FITS_BEFORE);
            }
        }
        evidence
    }
}

/// The windows on both sides of a break that moves on from line to line: each line
/// is taken in and let go once.
struct Rolling<'l> {
    lines: &'l [Line<'l>],
    stretch: Stretch,
    /// The first line before the break that is looked at.
    first: usize,
    /// The line behind the break.
    at: usize,
    /// The first line behind it that is not looked at.
    end: usize,
    /// Lengths of what is looked at, in bytes.
    lengths: (usize, usize),
    before: Window,
    behind: Window,
}

impl<'l> Rolling<'l> {
    fn of(cohesion: &Cohesion, lines: &'l [Line<'l>]) -> Self {
        let stretch = Stretch::of(cohesion, lines.iter().flat_map(|l| [&*l.head, l.end()]));
        let (before, behind) = (stretch.window(), stretch.window());
        Self { lines, stretch, first: 0, at: 0, end: 0, lengths: (0, 0), before, behind }
    }

    /// The start of a line among the texts of the stretch.
    fn head(line: usize) -> usize {
        2 * line
    }

    /// The end of a line among them.
    fn tail(&self, line: usize) -> usize {
        2 * line + usize::from(self.lines[line].is_long())
    }

    /// Moves the break on to stand before a line.
    fn go_to(&mut self, line: usize) {
        while self.at < line {
            if self.at < self.end {
                self.behind.remove(&self.stretch, Self::head(self.at));
                self.lengths.1 -= self.lines[self.at].length();
            }
            self.before.add(&self.stretch, self.tail(self.at));
            self.lengths.0 += self.lines[self.at].length();
            self.at += 1;
            self.end = self.end.max(self.at);
        }
        while self.lengths.0 - self.lines[self.first].length() > WINDOW {
            self.before.remove(&self.stretch, self.tail(self.first));
            self.lengths.0 -= self.lines[self.first].length();
            self.first += 1;
        }
        while self.lengths.1 <= WINDOW && self.end < self.lines.len() {
            self.behind.add(&self.stretch, Self::head(self.end));
            self.lengths.1 += self.lines[self.end].length();
            self.end += 1;
        }
    }

    /// What is to be known of the break.
    fn sides(&mut self) -> Sides {
        let (last, first) = (self.at - 1, self.at);
        let share = self.stretch.share(&self.before, &self.behind);
        let of_last = |window: &Window| self.stretch.share_of(Self::head(last), window);
        let of_first = |window: &Window| self.stretch.share_of(Self::head(first), window);
        let (other_last, other_first) = (of_last(&self.behind), of_first(&self.before));
        // What a paragraph shares with its own side is what it shares with the rest of it.
        let own_first = self.stretch.share_of_rest(Self::head(first), &self.behind);
        let own_last = if self.lines[last].is_long() {
            self.before.remove(&self.stretch, self.tail(last));
            let own = self.stretch.share_of(Self::head(last), &self.before);
            self.before.add(&self.stretch, self.tail(last));
            own
        } else {
            self.stretch.share_of_rest(Self::head(last), &self.before)
        };
        Sides {
            lines: (self.at - self.first, self.end - self.at),
            share,
            last: (own_last, other_last),
            first: (other_first, own_first),
        }
    }
}

/// How many lines fill the window.
fn window<'l>(lines: impl Iterator<Item = &'l Line<'l>>) -> usize {
    let mut length = 0;
    let mut count = 0;
    for line in lines {
        length += line.head.len();
        count += 1;
        if length > WINDOW {
            break;
        }
    }
    count
}

fn change_of_place(before: &[Line<'_>], behind: &[Line<'_>]) -> Option<super::evidence::Weight> {
    let named = |lines: &[Line<'_>]| -> Vec<&'static Place> {
        lines.iter().flat_map(|l| l.places.iter().copied()).take(24).collect()
    };
    let (here, there) = (named(before), named(behind));
    if here.is_empty() && there.is_empty() {
        return None;
    }
    if here.is_empty() || there.is_empty() {
        return Some(sign::PLACE_IN_ONE);
    }
    let related = |a: &Place, b: &Place| places().within(a, b) || places().within(b, a);
    let same = there.iter().any(|t| here.iter().any(|h| related(h, t)));
    Some(if same { sign::SAME_PLACE } else { sign::OTHER_PLACE })
}

/// How the paragraph opens.
fn openings(lines: &[Line<'_>], at: usize, evidence: &mut Evidence) {
    let line = &lines[at];
    let opens = lines[at..].iter().find(|l| l.role != Role::Head).unwrap_or(line);
    let opening = &opens.head[..opens.head.floor_char_boundary(OPENING)];
    if line.role == Role::Head {
        evidence.add(sign::SUBHEAD);
    }
    if line.role != Role::Head && opens_address(&line.head) {
        evidence.add(sign::OPENS_ADDRESS);
    }
    if opens_like_lead(opening) {
        evidence.add(sign::OPENS_LIKE_LEAD);
    } else if opens_with(opening, GOES_ON).is_some() {
        evidence.add(sign::GOES_ON);
    }
    if ["近日", "日前", "日，"].iter().any(|w| opening.contains(w)) {
        evidence.add(sign::SAYS_WHEN);
    }
    if !places_of(opening).is_empty() {
        evidence.add(sign::SAYS_WHERE);
    }
    let under = lines[..at].iter().rev().take(2).take_while(|l| l.role != Role::Head).count();
    if under < 2 && under < at {
        evidence.add(sign::SHORT_SECTION);
    }
}

/// Numbers that go on and numbers that begin again.
fn numbers(lines: &[Line<'_>], at: usize, evidence: &mut Evidence) {
    const NEAR: usize = 5;
    let Some((of, number)) = lines[at].number else {
        let (before, behind) = (&lines[at.saturating_sub(NEAR)..at], &lines[at..]);
        let any = |lines: &[Line<'_>]| lines.iter().take(NEAR).any(|l| l.number.is_some());
        if any(before) {
            evidence.add(if any(behind) { sign::AMONG_NUMBERS } else { sign::NO_MORE_NUMBERS });
        }
        return;
    };
    let before = lines[..at].iter().rev().take(2 * NEAR).filter_map(|l| l.number);
    evidence.add(match before.into_iter().find(|(c, _)| *c == of) {
        None => sign::FIRST_NUMBER,
        Some((_, before)) if number == before + 1 => sign::NEXT_NUMBER,
        Some((_, before)) if number > before => sign::LATER_NUMBER,
        Some(_) => sign::EARLIER_NUMBER,
    });
}

/// The number with which a paragraph opens, and what it counts: 第八条, 一、.
pub fn number(text: &str) -> Option<(char, u32)> {
    let rest = text.trim_start_matches(['（', '(']);
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    let mut value = 0_u32;
    let mut digit = 0;
    let mut seen = 0;
    for c in rest.chars().take(8) {
        match c {
            '十' => value += 10 * digit.max(u32::from(seen == 0)),
            '百' => value += 100 * digit,
            '零' | '〇' => {}
            _ => match "一二三四五六七八九".chars().position(|d| d == c) {
                Some(at) => {
                    digit = at as u32 + 1;
                    seen += 1;
                    continue;
                }
                None if seen > 0 && matches!(c, '条' | '章' | '节' | '、' | '）' | ')') => {
                    return Some((c, value + digit));
                }
                None => return None,
            },
        }
        digit = 0;
        seen += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        assert_eq!(number("第十二条　县级"), Some(('条', 12)));
        assert_eq!(number("第一百零三条　县级"), Some(('条', 103)));
        assert_eq!(number("三、办法"), Some(('、', 3)));
        assert_eq!(number("第二十章"), Some(('章', 20)));
        assert_eq!(number("一时间"), None);
    }
}
