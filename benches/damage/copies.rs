//! Damage that prints things twice, and what copies lose.

use std::collections::{BTreeMap, BTreeSet};

use kanyin::text::words;

use super::{
    Document, Glyph, Id, Kind, Line, NONE,
    ops::{choose, is_text, lines, point},
    random::Random,
};

/// Characters that are taken for each other.
const LOOK_ALIKE: [&str; 30] = [
    "己已巳",
    "未末",
    "日曰",
    "土士",
    "人入",
    "干千",
    "治冶",
    "侯候",
    "拔拨",
    "戊戌戍",
    "晴睛",
    "大太",
    "徒徙",
    "壁璧",
    "辩辨",
    "帐账",
    "折拆",
    "析祈",
    "博搏",
    "历厉",
    "困因",
    "免兔",
    "且旦",
    "兵乒",
    "鸟乌",
    "遣遗",
    "弛驰",
    "暑署",
    "刺剌",
    "酒洒",
];

/// The characters that `c` is taken for.
pub(crate) fn look_alike(c: char) -> Option<&'static str> {
    LOOK_ALIKE.into_iter().find(|set| set.contains(c))
}

/// How a copy is dressed.
struct Dress {
    quotes: Option<[char; 4]>,
    wide_digits: bool,
    narrow_marks: bool,
    errors: usize,
}

impl Dress {
    fn draw(random: &mut Random) -> Self {
        let quotes = match random.below(10) {
            0 => Some(['"', '"', '\'', '\'']),
            1 => Some(['「', '」', '『', '』']),
            2 => Some(['‘', '’', '“', '”']),
            _ => None,
        };
        Self {
            quotes,
            wide_digits: random.chance(8),
            narrow_marks: random.chance(8),
            errors: if random.chance(30) { random.between(1, 3) } else { 0 },
        }
    }

    fn wear(&self, c: char) -> char {
        let shifted = |by: i32| char::from_u32((c as i32 + by) as u32).unwrap_or(c);
        match c {
            '“' | '”' | '‘' | '’' => {
                let at = "“”‘’".chars().position(|q| q == c);
                self.quotes.zip(at).map_or(c, |(quotes, at)| quotes[at])
            }
            '0'..='9' if self.wide_digits => shifted(0xfee0),
            '，' | '（' | '）' | '：' | '；' if self.narrow_marks => shifted(-0xfee0),
            _ => c,
        }
    }
}

/// Copies lines, dressed anew, with a look-alike error or three.
fn copy(document: &mut Document, from: &[usize], random: &mut Random) -> Vec<Line> {
    document.copies += 1;
    let dress = Dress::draw(random);
    let mut copied: Vec<Line> = from.iter().map(|&at| document.lines[at].clone()).collect();
    for line in &mut copied {
        line.copy = document.copies;
        for glyph in &mut line.glyphs {
            glyph.c = dress.wear(glyph.c);
        }
    }
    let taken: Vec<(usize, usize)> = copied
        .iter()
        .enumerate()
        .filter(|(_, line)| document.units[line.unit].kind == Kind::Paragraph)
        .flat_map(|(at, line)| {
            line.glyphs.iter().enumerate().map(move |(g, glyph)| (at, g, glyph.c))
        })
        .filter(|(_, _, c)| look_alike(*c).is_some())
        .map(|(at, glyph, _)| (at, glyph))
        .collect();
    for _ in 0..dress.errors {
        let Some((line, glyph)) = choose(&taken, random) else { break };
        let glyph = &mut copied[line].glyphs[glyph];
        let others: Vec<char> =
            look_alike(glyph.c).unwrap_or_default().chars().filter(|c| *c != glyph.c).collect();
        glyph.c = choose(&others, random).unwrap_or(glyph.c);
        document.variants.push(glyph.id);
    }
    copied
}

/// The place itself, or that below the photo it lies in.
fn outside_photos(document: &Document, mut at: usize) -> usize {
    let photo = |at: usize| document.articles.get(document.article(at)).is_some_and(|a| a.photo);
    while at > 0
        && at < document.lines.len()
        && photo(at)
        && document.article(at) == document.article(at - 1)
    {
        at += 1;
    }
    at
}

/// Prints a paragraph again: beside itself, or far away.
pub(crate) fn repeat_paragraph(document: &mut Document, random: &mut Random) -> Option<String> {
    let line = choose(&lines(document, |at| is_text(document, at, 20)), random)?;
    let copied = copy(document, &[line], random);
    let at = match random.below(4) {
        0 => line + 1,
        1 => (line + random.between(2, 6)).min(document.lines.len()),
        _ => random.between(0, document.lines.len()),
    };
    let at = outside_photos(document, at);
    document.lines.splice(at..at, copied);
    Some(format!("line {line} again before {at}"))
}

/// Prints an article, or consecutive lines of one, again: once or twice, with or without
/// its masthead, at the edge of an article or anywhere.
pub(crate) fn repeat_article(document: &mut Document, random: &mut Random) -> Option<String> {
    let articles: Vec<usize> =
        (0..document.articles.len()).filter(|&a| !document.articles[a].photo).collect();
    let article = choose(&articles, random)?;
    let mut from =
        lines(document, |at| document.article(at) == article && document.lines[at].copy == 0);
    if random.chance(45) {
        from.retain(|&at| !document.kind(at).is_masthead());
    }
    if random.chance(40) && from.len() > 3 {
        let first = random.below(from.len() - 2);
        let length = random.between(2, from.len() - first);
        from = from[first..first + length].to_vec();
    }
    if from.is_empty() {
        return None;
    }
    let times = 1 + usize::from(random.chance(15));
    for _ in 0..times {
        let copied = copy(document, &from, random);
        let edge = |at: usize| at == 0 || document.article(at) != document.article(at - 1);
        let edges = lines(document, edge);
        let at = match random.below(10) {
            0..3 => from.last().map_or(0, |last| last + 1),
            3..5 => from[0],
            5..7 => document.lines.len(),
            7..9 => choose(&edges, random).unwrap_or_default(),
            _ => random.between(0, document.lines.len()),
        };
        let at = outside_photos(document, at);
        let shift = copied.len();
        document.lines.splice(at..at, copied);
        for line in from.iter_mut().filter(|line| **line >= at) {
            *line += shift;
        }
    }
    Some(format!("article {article}, {} copies", document.copies))
}

/// Takes words out of one copy of a paragraph that is whole on another: a tail, a head,
/// a stretch across a cut, or all of it.
pub(crate) fn lose_in_copy(document: &mut Document, random: &mut Random) -> Option<String> {
    let mut copies: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in lines(document, |at| document.kind(at) == Kind::Paragraph) {
        copies.entry(document.lines[at].unit).or_default().push(at);
    }
    let differ = |lines: &Vec<usize>| {
        lines.iter().any(|&at| document.lines[at].copy != document.lines[lines[0]].copy)
    };
    copies.retain(|_, lines| differ(lines));
    let units: Vec<usize> = copies.keys().copied().collect();
    let Some(unit) = choose(&units, random) else {
        // A loss needs a copy first.
        repeat_article(document, random)?;
        let again = lines(document, |at| {
            document.kind(at) == Kind::Paragraph && document.lines[at].copy > 0
        });
        let line = choose(&again, random)?;
        return lose_from(document, line, random);
    };
    let line = choose(&copies[&unit], random)?;
    lose_from(document, line, random)
}

/// Takes words out of a line, if they all stand on another.
fn lose_from(document: &mut Document, line: usize, random: &mut Random) -> Option<String> {
    let glyphs = &document.lines[line].glyphs;
    let length = glyphs.len();
    let kind = random.below(10);
    let at = if kind == 0 { 0 } else { point(glyphs, random)? };
    let (gone, what) = match kind {
        0 => (0..length, "all of it"),
        1 | 2 if length > 30 => (0..at.min(length * 2 / 3), "its head"),
        3 | 4 if at + 14 < length => {
            (at..at + random.between(4, (length - at - 8).min(60)), "a stretch across a cut")
        }
        _ => (at..length, "its tail"),
    };
    let lost: BTreeSet<Id> =
        glyphs[gone.clone()].iter().map(|g| g.id).filter(|id| *id != NONE).collect();
    let others = document.lines.iter().enumerate().filter(|(other, _)| *other != line);
    let elsewhere: BTreeSet<Id> = others.flat_map(|(_, l)| &l.glyphs).map(|g| g.id).collect();
    if !lost.is_subset(&elsewhere) {
        return None;
    }
    let words = document.lines[line].glyphs.drain(gone.clone());
    document.dropped.extend(words.filter(|g| g.id != NONE && !g.c.is_whitespace()).map(|g| g.id));
    if gone.start > 0 && gone.end < length {
        let rest = document.lines[line].glyphs.split_off(gone.start);
        document.lines.insert(line + 1, Line { glyphs: rest, ..document.lines[line].clone() });
    }
    if document.lines[line].glyphs.is_empty() {
        document.lines.remove(line);
    }
    Some(format!("line {line}, {what}"))
}

/// Prints the credit of a photo on the other side of its caption as well.
pub(crate) fn credit_twice(document: &mut Document, random: &mut Random) -> Option<String> {
    let once = |at: usize| {
        let unit = document.lines[at].unit;
        document.kind(at) == Kind::Credit
            && document.lines.iter().filter(|l| l.unit == unit).count() == 1
    };
    let line = choose(&lines(document, once), random)?;
    let article = document.article(line);
    let captions =
        lines(document, |at| document.article(at) == article && document.kind(at) == Kind::Caption);
    let at = match captions[..] {
        [first, .., _] | [first] if first > line => captions.last().map(|last| last + 1)?,
        [first, ..] => first,
        [] => return None,
    };
    let mut again = document.lines[line].clone();
    document.copies += 1;
    again.copy = document.copies;
    document.lines.insert(at, again);
    Some(format!("line {line} again before {at}"))
}

/// Prints a noun twice in a row that the page has by itself elsewhere.
pub(crate) fn double_word(document: &mut Document, random: &mut Random) -> Option<String> {
    let line = choose(&lines(document, |at| is_text(document, at, 20)), random)?;
    let text = document.lines[line].string();
    let page: String = document.lines.iter().map(|l| l.string() + "\n").collect();
    let mut found = Vec::new();
    let mut at = 0;
    for tagged in words::tagged(&text) {
        let length = tagged.word.chars().count();
        let noun = tagged.tag.starts_with('n') && tagged.tag != "nr" && length >= 2;
        if noun && page.matches(tagged.word).count() > 1 && at > 0 {
            found.push((at, length));
        }
        at += length;
    }
    let (at, length) = choose(&found, random)?;
    let glyphs = &mut document.lines[line].glyphs;
    let word: Vec<Glyph> = glyphs[at..at + length].to_vec();
    let shown: String = word.iter().map(|g| g.c).collect();
    glyphs.splice(at..at, word);
    Some(format!("line {line}, {shown}"))
}
