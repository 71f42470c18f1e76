//! Lone bylines come back to articles that nobody signed.
//!
//! A byline that slid away stands below its text or at the end of the page, where
//! several stand one below the other. One below a text that nobody signed is that
//! text's. Of those at the end each has an article of its own: the one whose place or
//! office its post names, or else they go to those articles that papers are likely to
//! have signed, in their order. Where many more articles are unsigned than bylines are
//! left nobody can tell: they stay where they stand.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::{
    decode::Seed,
    heads::{places_of, without_body},
    line::is_document,
    matching::{MOST_PLACES, MOST_SHARED, push_once},
    passage::{Passage, Role},
    repair::{Kind, Repair},
    segment::{Draft, Masthead, Segments},
};
use crate::{
    article::{self, byline},
    places::{Place, places},
};

/// From so many paragraphs on an article is long: papers sign it.
const LONG: usize = 6;

/// Takes out of displaced mastheads the bylines that cannot be theirs: of two
/// reporters one below the other only the first signs, and a law has none.
pub(super) fn part(seed: &Seed, displaced: Vec<Masthead>) -> Vec<Masthead> {
    let mut parted = Vec::with_capacity(displaced.len());
    for mut masthead in displaced {
        let mut signatures = signatures(seed, std::mem::take(&mut masthead.byline)).into_iter();
        if !is_law(seed, &masthead) {
            masthead.byline = signatures.next().unwrap_or_default();
        }
        parted.push(masthead);
        parted.extend(signatures.map(|byline| Masthead { byline, ..Masthead::default() }));
    }
    parted
}

/// Whether a masthead is titled as laws and documents are: nobody signs those.
fn is_law(seed: &Seed, masthead: &Masthead) -> bool {
    masthead.headline.as_ref().is_some_and(|line| is_document(&line.words(seed)))
}

/// Parts lines into signatures: 记者 and 通讯员 on two lines are one, so are a post and
/// the name below it.
fn signatures(seed: &Seed, lines: Vec<Passage>) -> Vec<Vec<Passage>> {
    let mut found: Vec<Vec<Passage>> = Vec::new();
    let mut before = String::new();
    for line in lines {
        let text = line.text(seed);
        match found.last_mut() {
            Some(last) if goes_on(&before, &text) => last.push(line),
            _ => found.push(vec![line]),
        }
        before = text;
    }
    found
}

/// Whether a line of a byline belongs to the same signature as the one before it.
fn goes_on(before: &str, line: &str) -> bool {
    let roles = |line: &str| -> BTreeSet<byline::Role> {
        byline::parse(line).into_iter().map(|c| c.role).collect()
    };
    let (earlier, later) = (roles(before), roles(line));
    if before.starts_with(['（', '(']) != line.starts_with(['（', '(']) {
        return false;
    }
    if later.is_empty() || earlier.is_empty() {
        return byline::is_post(before) || later.is_empty() && earlier.is_empty();
    }
    // 记者 before 通讯员 before 摄: roles rise.
    earlier.iter().max() < later.iter().min() && !later.contains(&byline::Role::Author)
}

/// A byline that stands by itself.
struct Lone {
    lines: Vec<Passage>,
    start: usize,
    /// The article below which it stands, if it was read as signed by it.
    below: Option<usize>,
    /// Whether that article is sure to be its own.
    own: bool,
}

/// Gives lone bylines to articles that nobody signed.
pub(super) fn settle(seed: &Seed, segments: &mut Segments, bylines: Vec<Masthead>) {
    let mut lone: Vec<Lone> = bylines
        .into_iter()
        .map(|m| Lone { start: m.start(), lines: m.byline, below: None, own: false })
        .collect();
    let drafts = &mut segments.drafts;
    let last =
        (0..drafts.len()).filter(|&d| is_article(&drafts[d])).max_by_key(|&d| text_end(&drafts[d]));
    let end = last.map_or(0, |last| text_end(&drafts[last]));
    for (index, draft) in drafts.iter_mut().enumerate() {
        lone.extend(loosen(seed, draft, index, Some(index) == last));
    }
    if lone.is_empty() {
        return;
    }
    let mut free_lines = Vec::new();
    for byline in rejoin(seed, lone) {
        match byline.below.filter(|_| byline.own) {
            Some(draft) => drafts[draft].masthead.byline.extend(byline.lines),
            None => free_lines.push(byline),
        }
    }
    let mut free = Free::of(seed, drafts);
    let mut at_end: Vec<Lone> = Vec::new();
    for byline in free_lines {
        match free.below(byline.start).filter(|_| byline.start < end) {
            Some(at) => free.give(seed, segments, byline, at, "the unsigned text before it"),
            None => at_end.push(byline),
        }
    }
    let mut others = Vec::new();
    for byline in at_end {
        match free.of_post(seed, &byline) {
            Some(at) => free.give(seed, segments, byline, at, "the unsigned text of its place"),
            None => others.push(byline),
        }
    }
    let likely = free.likeliest(others.len(), last);
    let mut likely = likely.into_iter();
    for byline in others {
        match likely.next() {
            Some(at) => free.give(seed, segments, byline, at, "an unsigned text, in their order"),
            None => keep(seed, segments, byline),
        }
    }
}

/// A byline that no unsigned article is left for stays where it stands; it is no second
/// one of an article that is signed.
fn keep(seed: &Seed, segments: &mut Segments, byline: Lone) {
    let unsigned = |draft: &usize| !is_signed(seed, &segments.drafts[*draft]);
    if let Some(draft) = byline.below.filter(unsigned) {
        segments.drafts[draft].masthead.byline.extend(byline.lines);
    } else {
        let masthead = Masthead { byline: byline.lines, ..Masthead::default() };
        without_body(seed, segments, masthead);
    }
}

fn is_article(draft: &Draft) -> bool {
    draft.kind == article::Kind::Article
}

fn text_end(draft: &Draft) -> usize {
    draft.body.iter().map(Passage::end).max().unwrap_or_default()
}

/// Takes bylines below a text off it that may be another's: where it is signed
/// already, where several stand there, and at the end of the page.
fn loosen(seed: &Seed, draft: &mut Draft, index: usize, last: bool) -> Vec<Lone> {
    if !is_article(draft) {
        return Vec::new();
    }
    let end = text_end(draft);
    // Of a head that came back from behind its text the byline is its own.
    if draft.masthead.lines().any(|line| line.start() >= end) {
        return Vec::new();
    }
    let below = |p: &Passage| p.start() >= end && !is_of_photo(&p.text(seed));
    let (below, above): (Vec<Passage>, Vec<Passage>) =
        std::mem::take(&mut draft.masthead.byline).into_iter().partition(below);
    draft.masthead.byline = above;
    let signed = is_signed(seed, draft);
    let found = signatures(seed, below);
    // （记者 刘娟） below a text that nobody signed before is its signature.
    let own = |lines: &[Passage]| lines[0].text(seed).starts_with(['（', '(']);
    let alone = found.len() == 1 && !last;
    let lone = |(at, lines): (usize, Vec<Passage>)| Lone {
        start: lines.iter().map(Passage::start).min().unwrap_or_default(),
        own: !signed && at == 0 && (alone || own(&lines)),
        lines,
        below: Some(index),
    };
    found.into_iter().enumerate().map(lone).collect()
}

/// Puts lines of one signature together that stand one below the other and were read
/// apart; all in the order of the page.
fn rejoin(seed: &Seed, mut lone: Vec<Lone>) -> Vec<Lone> {
    lone.sort_by_key(|l| l.start);
    let mut joined: Vec<Lone> = Vec::with_capacity(lone.len());
    for byline in lone {
        let before = joined.last_mut().filter(|before| {
            let (Some(above), Some(next)) = (before.lines.last(), byline.lines.first()) else {
                return false;
            };
            above.end() <= next.start()
                && seed.text[above.end()..next.start()].trim().is_empty()
                && goes_on(&above.text(seed), &next.text(seed))
        });
        match before {
            Some(before) => before.lines.extend(byline.lines),
            None => joined.push(byline),
        }
    }
    joined
}

/// Whether a line names who took a photo, and no more: 摄影报道 signs the text as well.
fn is_of_photo(line: &str) -> bool {
    byline::is_photo_credit(line) && !line.contains("报道")
}

/// Whether somebody signed an article; who took a photo in it did not.
fn is_signed(seed: &Seed, draft: &Draft) -> bool {
    let last = draft.body.last();
    !draft.masthead.byline.iter().all(|line| is_of_photo(&line.words(seed)))
        || signs_itself(seed, &draft.body)
        || last.is_some_and(|text| !byline::of_end(&text.words(seed)).is_empty())
}

/// Whether a text says in its first words who wrote it: 本报讯（记者 …）.
pub(super) fn signs_itself(seed: &Seed, body: &[Passage]) -> bool {
    let first = body.iter().find(|p| p.role != Role::Head);
    first.is_some_and(|text| !byline::of_lead(&text.words(seed)).is_empty())
}

/// The articles that nobody signed.
struct Free {
    /// By where their texts start: which draft.
    texts: BTreeMap<usize, usize>,
    /// For each place the texts that name it.
    in_place: HashMap<u32, Vec<usize>>,
    /// How likely papers are to sign them.
    likely: BTreeMap<usize, usize>,
    /// Where the text of each article ends, and where it starts.
    ends: BTreeMap<usize, usize>,
}

impl Free {
    fn of(seed: &Seed, drafts: &[Draft]) -> Self {
        let mut free = Self {
            texts: BTreeMap::new(),
            in_place: HashMap::new(),
            likely: BTreeMap::new(),
            ends: BTreeMap::new(),
        };
        for (index, draft) in drafts.iter().enumerate().filter(|(_, d)| is_article(d)) {
            let Some(start) = draft.body.first().map(Passage::start) else { continue };
            free.ends.insert(text_end(draft), start);
            if is_signed(seed, draft) || is_law(seed, &draft.masthead) {
                continue;
            }
            free.texts.insert(start, index);
            for place in places_of_article(seed, draft) {
                for outer in places().lineage(place) {
                    push_once(free.in_place.entry(outer.code).or_default(), start);
                }
            }
            let subheads = draft.body.iter().any(|p| p.role == Role::Head);
            let deck = draft.masthead.column.is_some() || !draft.masthead.decks.is_empty();
            let long = draft.body.len() >= LONG;
            free.likely.insert(start, [subheads, deck, long].iter().filter(|f| **f).count());
        }
        free
    }

    /// The unsigned text that ends directly before a byline.
    fn below(&self, start: usize) -> Option<usize> {
        let (_, text) = self.ends.range(..=start).next_back()?;
        self.texts.contains_key(text).then_some(*text)
    }

    /// The unsigned text whose place the post of a byline names.
    fn of_post(&self, seed: &Seed, byline: &Lone) -> Option<usize> {
        let words: Vec<String> = byline.lines.iter().map(|p| p.text(seed)).collect();
        places_of(&words.join(" / ")).into_iter().find_map(|place| {
            let there = self.in_place.get(&place.code)?;
            there.iter().rev().take(MOST_SHARED).find(|at| self.texts.contains_key(at)).copied()
        })
    }

    /// So many of the unsigned texts that are most likely to have been signed, in their
    /// order. The last on the page is, where a byline stands below it. None where it is
    /// likelier that a text is signed wrongly than that a byline comes to its own.
    fn likeliest(&self, count: usize, last: Option<usize>) -> Vec<usize> {
        if self.texts.len() > count + 1 {
            return Vec::new();
        }
        let mut texts: Vec<(bool, usize, usize)> = self
            .texts
            .iter()
            .map(|(&at, draft)| (Some(*draft) == last, self.likely[&at], at))
            .collect();
        texts.sort_by_key(|text| Reverse(*text));
        texts.truncate(count);
        let mut texts: Vec<usize> = texts.into_iter().map(|(.., at)| at).collect();
        texts.sort_unstable();
        texts
    }

    fn give(&mut self, seed: &Seed, segments: &mut Segments, byline: Lone, at: usize, why: &str) {
        let Some(draft) = self.texts.remove(&at) else { return };
        if byline.below != Some(draft) {
            let words: Vec<String> = byline.lines.iter().map(|p| p.text(seed)).collect();
            let repair =
                Repair::applied(Kind::HeadMoved, byline.start).words(words.join(" / "), why);
            segments.repairs.push(repair);
        }
        segments.drafts[draft].masthead.byline.extend(byline.lines);
    }
}

/// The places that the masthead and the first paragraphs of an article name.
fn places_of_article(seed: &Seed, draft: &Draft) -> Vec<&'static Place> {
    let lines = draft.masthead.lines().chain(draft.body.iter().take(4));
    let mut named = places_of(&lines.map(|p| p.text(seed) + "\n").collect::<String>());
    named.truncate(MOST_PLACES);
    named
}
