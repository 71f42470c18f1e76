//! What is seen of a short line, and what that says of the parts of a masthead
//! it can be.

use std::cmp::Ordering;

use super::{
    cohesion::{BEFORE, BEHIND, Both},
    columns::{names_column, names_photos},
    evidence::{Tally, Weight, masthead as sign},
    heads::places_of,
    masthead::{
        Around, Line,
        Part::{
            self, Byline, Column, Deck, Headline, Kicker, PhotoTitle, SignatureBefore,
            SubheadBefore, SubheadBehind, TextBefore, TextBehind,
        },
    },
    passage::Role,
    together::Together,
};
use crate::{
    article::byline,
    text::{
        ends_with, pairs,
        words::{self, Tagged},
    },
};

/// The form of a subhead.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// In characters.
    length: usize,
    /// Whether it is in halves, with a space between.
    spaced: bool,
    /// Whether it carries a number.
    numbered: bool,
    /// Whether a few characters and a colon open it: 第三代：屏幕那头是专家.
    labelled: bool,
}

/// Longest label before the colon of a subhead, in characters.
const LONGEST_LABEL: usize = 6;

impl Form {
    /// Looks at a subhead.
    pub fn of(text: &str) -> Self {
        Self {
            length: text.chars().count(),
            spaced: text.contains([' ', '\u{3000}']),
            numbered: is_numbered(text),
            labelled: text.split_once(['：', ':']).is_some_and(|(label, rest)| {
                !rest.is_empty() && label.chars().nth(LONGEST_LABEL).is_none()
            }),
        }
    }

    /// Whether two lines have one form: about as long, and both in halves or not.
    fn is_like(self, other: Self) -> bool {
        const NEAR: usize = 4;
        self.spaced == other.spaced
            && self.numbered == other.numbered
            && self.length.abs_diff(other.length) <= NEAR
    }

    /// Whether they are set to match: as long as each other.
    fn matches(self, other: Self) -> bool {
        self.is_like(other) && self.length.abs_diff(other.length) <= 1
    }
}

/// What is seen of a line.
#[expect(clippy::struct_excessive_bools, reason = "each is seen or not, by itself")]
pub struct Facts {
    /// What it looks like by itself.
    pub role: Role,
    /// In characters.
    pub length: usize,
    form: Form,
    numbered: bool,
    /// Titled as laws and documents are.
    document: bool,
    /// Whether it holds a word that the names of columns hold.
    column: bool,
    /// Whether it is the name of a column of photos.
    pub of_photos: bool,
    /// Whether it names something of something: 小店里的大账本.
    of: bool,
    report: bool,
    spaced: bool,
    marked: bool,
    place: bool,
    /// Whether dashes set it off.
    pub dashed: bool,
    /// Whether it names the paper as the author: above a headline it is a column.
    collective: bool,
    /// Whether it is a post whose name stands below.
    pub post: bool,
    /// Whether it stands in brackets, as signatures do.
    pub bracketed: bool,
    /// Whether it can be names and nothing else.
    names: bool,
    /// Whether it opens with the name of a person, a place, a body.
    named: bool,
    /// Whether it says who does what: a noun, and a verb behind it.
    says: bool,
    /// What speaks for its being a fragment of running text, as log-odds rounded down.
    fragment: Option<i8>,
    /// Whether it speaks of the text that the line above it speaks of.
    pub with_above: Together,
    /// Its pairs of neighbouring characters.
    pairs: Vec<(char, char)>,
}

impl Facts {
    /// Looks at a line.
    pub fn of(line: &Line) -> Self {
        let text = line.text.as_str();
        let tagged = words::tagged(&text[..text.floor_char_boundary(LOOKED_AT)]);
        Self {
            role: line.role,
            length: text.chars().count(),
            form: Form::of(text),
            numbered: is_numbered(text),
            document: is_document(text),
            column: names_column(text),
            of_photos: names_photos(text),
            of: text.contains('的'),
            report: ends_with(text, REPORTS),
            spaced: text.contains([' ', '\u{3000}']),
            marked: text.contains(['：', '！', '？', '“', '，', '、', ':']),
            place: !places_of(text).is_empty(),
            dashed: line.role == Role::Deck,
            collective: line.role == Role::Byline
                && text.starts_with("本")
                && !text.contains("记者"),
            post: byline::is_post(text) && !says_last(&tagged),
            bracketed: text.starts_with(['（', '(']),
            names: !byline::bare_names(text).is_empty()
                || (byline::is_post(text) && !says_last(&tagged)),
            named: opens_with_name(&tagged),
            says: says_what_happens(&tagged),
            fragment: line.fragment,
            with_above: line.with_above,
            pairs: pairs(text).collect(),
        }
    }

    /// Whether it is worded as the names of columns are.
    pub fn is_named_like_a_column(&self) -> bool {
        self.column && !self.of && !self.spaced && !self.marked
    }

    /// Whether it can be `part` at all.
    pub fn can_be(&self, part: Part) -> bool {
        match self.role {
            Role::Byline | Role::Credit => {
                matches!(part, SignatureBefore | Byline) || (part == Column && self.collective)
            }
            Role::Deck => matches!(part, Deck),
            _ => match part {
                SignatureBefore | Byline => self.names,
                TextBefore | TextBehind => self.fragment.is_some(),
                Column => self.length <= 14,
                _ => true,
            },
        }
    }

    /// What speaks for and against a line being `part`.
    pub fn signs(&self, part: Part, around: &Around, e: &mut impl Tally) {
        match part {
            PhotoTitle => {
                e.add(sign::PHOTO_TITLE);
                let caption = around.photo.as_deref().unwrap_or_default();
                let of_caption: Vec<(char, char)> = pairs(caption).collect();
                let shares = self.pairs.iter().any(|pair| of_caption.contains(pair));
                e.add(if shares { sign::PHOTO_SHARES } else { sign::PHOTO_SHARES_NOTHING });
                if self.numbered {
                    e.add(sign::NUMBERED_HEADLINE);
                }
            }
            SubheadBefore | SubheadBehind => {
                self.as_subhead(e);
                if part == SubheadBefore {
                    self.among_subheads(around, e);
                }
                self.fits(around, [sign::SUBHEAD_FITS, sign::SUBHEAD_OFF], e);
                if part == SubheadBefore && around.numbered && !self.numbered {
                    e.add(sign::UNNUMBERED);
                }
            }
            Column => self.as_column(e),
            Kicker => {
                e.add(sign::KICKER);
                if self.report {
                    e.add(sign::KICKER_REPORT);
                }
                if self.place {
                    e.add(sign::KICKER_PLACE);
                }
                if self.spaced {
                    e.add(sign::KICKER_SPACED);
                }
                self.leads(around, e);
                if self.numbered {
                    e.add(sign::NUMBERED_HEADLINE);
                }
            }
            Headline => {
                self.as_headline(e);
                self.fits(around, [sign::HEADLINE_FITS, sign::HEADLINE_OFF], e);
                if let Some(share) = self.share(&around.words, BEFORE) {
                    match share {
                        s if s >= KNOWN => e.add(sign::HEADLINE_KNOWN),
                        s if s > 0.0 => {}
                        _ => e.add(sign::HEADLINE_NEW),
                    }
                }
                self.leads(around, e);
            }
            Deck => {
                self.as_deck(e);
                self.leads(around, e);
            }
            TextBefore | TextBehind => e.add(match self.fragment {
                Some(0..) => sign::LIKELY_FRAGMENT,
                Some(-1) => sign::MAYBE_FRAGMENT,
                Some(-2) => sign::HARDLY_FRAGMENT,
                Some(-3) => sign::SELDOM_FRAGMENT,
                _ => sign::NO_FRAGMENT,
            }),
            SignatureBefore | Byline => {
                if self.role == Role::Head {
                    e.add(sign::BARE_NAMES);
                }
                if part == SignatureBefore && self.bracketed {
                    e.add(sign::SIGNATURE_BRACKETED);
                }
            }
        }
    }

    /// Adds whether a subhead has the form of those before it and of the next.
    fn among_subheads(&self, around: &Around, e: &mut impl Tally) {
        let most = |like: fn(Form, Form) -> bool| {
            let alike = around.subheads.iter().filter(|other| like(**other, self.form)).count();
            alike * 2 >= around.subheads.len()
        };
        if !around.subheads.is_empty() {
            e.add(if most(Form::is_like) { sign::LIKE_OTHERS } else { sign::UNLIKE_OTHERS });
            if most(Form::matches) {
                e.add(sign::AS_LONG_AS_OTHERS);
            }
            if self.form.labelled && most(|other, _| other.labelled) {
                e.add(sign::LABELLED_AS_OTHERS);
            }
        }
        if self.form.labelled && around.next_line.is_some_and(|next| next.labelled) {
            e.add(sign::LABELLED_AS_NEXT);
        }
        match around.next_line {
            Some(next) if next.matches(self.form) => e.add(sign::AS_LONG_AS_NEXT),
            Some(next) if !next.is_like(self.form) => e.add(sign::UNLIKE_NEXT),
            _ => {}
        }
    }

    /// Which share of its pairs is among those of one of the texts around; none where
    /// there are too few on either side to tell.
    fn share(&self, words: &Both, parts: &[usize]) -> Option<f32> {
        if self.pairs.len() < FEW || words.distinct(parts) < MANY {
            return None;
        }
        let known = self.pairs.iter().filter(|pair| words.has(**pair, parts)).count();
        Some(known as f32 / self.pairs.len() as f32)
    }

    /// How many of its pairs stand in the first words of the text behind.
    pub fn in_lead(&self, around: &Around) -> usize {
        self.pairs.iter().filter(|pair| around.lead.contains(pair)).count()
    }

    /// Adds how much of the line stands in the first words of the text behind: news says
    /// there what its headline, its kicker and its deck do.
    fn leads(&self, around: &Around, e: &mut impl Tally) {
        if self.pairs.len() < FEW || around.lead.is_empty() {
            return;
        }
        match self.in_lead(around) {
            0 => e.add(sign::NOT_IN_LEAD),
            1 => {}
            2..=4 => e.add(sign::IN_LEAD),
            _ => e.add(sign::OF_LEAD),
        }
    }

    /// Adds whether the text that follows speaks of what the line does.
    fn fits(&self, around: &Around, [yes, no]: [Weight; 2], e: &mut impl Tally) {
        match self.share(&around.words, BEHIND) {
            Some(share) if share >= FITS => e.add(yes),
            Some(share) if share < OFF => e.add(no),
            _ => {}
        }
    }

    fn as_subhead(&self, e: &mut impl Tally) {
        e.add(match self.length {
            0..=3 => sign::SUBHEAD_TINY,
            4..=8 => sign::SUBHEAD_SHORT,
            9..=14 => sign::SUBHEAD_USUAL,
            15..=20 => sign::SUBHEAD_LONG,
            21..=28 => sign::SUBHEAD_VERY_LONG,
            _ => sign::SUBHEAD_ENDLESS,
        });
        if self.numbered {
            e.add(sign::NUMBERED_SUBHEAD);
        }
        if self.place {
            e.add(sign::SUBHEAD_PLACE);
        }
        if self.document {
            e.add(sign::SUBHEAD_DOCUMENT);
        }
        if self.named {
            e.add(sign::SUBHEAD_NAMED);
        }
        if self.says {
            e.add(sign::SUBHEAD_SAYS);
        }
    }

    fn as_headline(&self, e: &mut impl Tally) {
        e.add(match self.length {
            0..=4 => sign::HEADLINE_TINY,
            5..=7 => sign::HEADLINE_SHORT,
            8..=11 => sign::HEADLINE_BRIEF,
            12..=30 => sign::HEADLINE_USUAL,
            _ => sign::HEADLINE_LONG,
        });
        if self.numbered {
            e.add(sign::NUMBERED_HEADLINE);
        }
        if self.place {
            e.add(sign::HEADLINE_PLACE);
        }
        if self.document {
            e.add(sign::HEADLINE_DOCUMENT);
        }
        if self.spaced {
            e.add(sign::HEADLINE_SPACED);
        }
        if self.marked {
            e.add(sign::HEADLINE_MARKED);
        }
        if self.report {
            e.add(sign::HEADLINE_REPORT);
        }
        if self.named {
            e.add(sign::HEADLINE_NAMED);
        }
        if self.says {
            e.add(sign::HEADLINE_SAYS);
        }
    }

    fn as_column(&self, e: &mut impl Tally) {
        e.add(sign::COLUMN);
        e.add(match self.length {
            0..=1 | 13.. => sign::COLUMN_LONG,
            2..=6 => sign::COLUMN_SHORT,
            7..=9 => sign::COLUMN_USUAL,
            _ => sign::COLUMN_LONGISH,
        });
        if self.column {
            e.add(sign::COLUMN_WORD);
        }
        if self.spaced || self.marked {
            e.add(sign::COLUMN_MARKED);
        }
        if self.of {
            e.add(sign::COLUMN_OF);
        }
        if self.place {
            e.add(sign::COLUMN_PLACE);
        }
        if self.numbered {
            e.add(sign::NUMBERED_HEADLINE);
        }
    }

    fn as_deck(&self, e: &mut impl Tally) {
        if self.dashed {
            e.add(sign::DECK_DASHED);
            return;
        }
        e.add(sign::DECK);
        if self.length < 10 {
            e.add(sign::DECK_SHORT);
        }
        if self.spaced {
            e.add(sign::DECK_SPACED);
        }
        if self.report {
            e.add(sign::DECK_REPORT);
        }
        if self.place {
            e.add(sign::DECK_PLACE);
        }
        if self.numbered {
            e.add(sign::NUMBERED_HEADLINE);
        }
        if self.document {
            e.add(sign::SUBHEAD_DOCUMENT);
        }
    }
}

/// Adds what a headline or deck says of the deck without dashes that stands below it.
pub fn above_deck(
    (before, was): (&Facts, Part),
    line: &Facts,
    around: &Around,
    tally: &mut impl Tally,
) {
    together(line, tally);
    if was == Headline && before.is_named_like_a_column() {
        tally.add(sign::COLUMN_ABOVE);
    }
    if line.length > before.length {
        tally.add(sign::DECK_LONGER);
    }
    match line.in_lead(around).cmp(&before.in_lead(around)) {
        Ordering::Greater => tally.add(sign::DECK_OF_LEAD),
        Ordering::Less => tally.add(sign::DECK_OFF_LEAD),
        Ordering::Equal => {}
    }
}

/// Adds whether a line speaks of the text that the one above it speaks of.
pub fn together(line: &Facts, tally: &mut impl Tally) {
    match line.with_above {
        Together::Unknown => {}
        Together::Same => tally.add(sign::OF_ONE_TEXT),
        Together::Likely => tally.add(sign::MAY_BE_OF_ONE_TEXT),
        Together::Other => tally.add(sign::OF_TWO_TEXTS),
    }
}

/// From this share of its words on that stand in the text before, a line is of it.
const KNOWN: f32 = 0.3;
/// From this share on the text behind is of a line.
const FITS: f32 = 0.5;
/// Below it is not.
const OFF: f32 = 0.15;
/// A text of fewer pairs says little.
const MANY: usize = 60;

/// A line of fewer pairs says little.
const FEW: usize = 3;

/// How much of a line is divided into words, in bytes.
const LOOKED_AT: usize = 120;

/// Whether a line opens with the name of a person, a place, a body.
fn opens_with_name(words: &[Tagged<'_>]) -> bool {
    words.first().is_some_and(|first| matches!(first.tag, "nr" | "ns" | "nt" | "nrt"))
}

/// Whether the last word of a line says what happens: 出口增长 is no head of anything,
/// as 局长 is.
fn says_last(words: &[Tagged<'_>]) -> bool {
    words.last().is_some_and(|last| last.tag.starts_with('v') && last.tag != "vn")
}

/// Whether a line says who does what: a noun, and a verb behind it.
fn says_what_happens(words: &[Tagged<'_>]) -> bool {
    let noun = words.iter().take(4).position(|w| w.tag.starts_with('n') || w.tag == "j");
    let verb = noun.and_then(|at| words[at + 1..].iter().find(|w| w.tag.starts_with('v')));
    verb.is_some() && !words.first().is_some_and(|w| w.tag.starts_with('v'))
}

/// Whether a line carries a number as subheads do: 一、 （二） 03 第四章 5.
pub fn is_numbered(text: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十百零〇0123456789０１２３４５６７８９";
    let inside = text.trim_start_matches(['（', '(', '第', '【']);
    let digits: usize = inside.chars().take_while(|c| NUMERALS.contains(*c)).count();
    if !(1..=4).contains(&digits) {
        return false;
    }
    let behind = inside.chars().nth(digits);
    if text.starts_with('第') {
        return behind.is_some_and(|c| "章节条编部讲课篇回".contains(c));
    }
    if text.starts_with(['（', '(', '【']) {
        return behind.is_some_and(|c| "）)】".contains(c));
    }
    behind.is_none_or(|c| "、.．）)·".contains(c) || (c.is_whitespace() && digits <= 2))
}

/// How the titles of laws and documents end.
const DOCUMENTS: &[&str] = &[
    "通知", "意见", "办法", "条例", "规定", "决定", "决议", "公告", "通告", "通报", "方案", "细则",
    "规则", "报告", "规划", "纲要", "章程", "命令", "批复", "公报", "解释", "法",
];

/// Whether a line is titled as laws and documents are.
pub fn is_document(text: &str) -> bool {
    let title = text.split(['（', '(']).next().unwrap_or_default().trim_end();
    let long = title.chars().count() >= 8;
    let ends = DOCUMENTS.iter().any(|d| title.ends_with(d));
    long && ends && (title.contains("关于") || title.starts_with("中华人民共和国") || text != title)
        || text.ends_with("（节选）")
        || text.ends_with("(节选)")
}

/// Kinds of report that decks name.
const REPORTS: &[&str] = &[
    "纪实",
    "侧记",
    "综述",
    "掠影",
    "见闻",
    "扫描",
    "巡礼",
    "走笔",
    "小记",
    "记",
    "观察",
    "纪事",
    "调查",
    "追踪",
    "答卷",
    "记录",
    "回眸",
    "展望",
    "启示",
    "样本",
    "访谈",
    "对话",
    "解读",
    "速写",
    "一瞥",
    "札记",
    "三问",
    "五问",
    "实录",
    "直击",
    "探访",
    "述评",
    "透视",
    "之路",
    "的实践",
    "的探索",
    "之后",
    "负责人",
];
