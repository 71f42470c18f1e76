//! What short lines that stand together are: heads of the text before them,
//! mastheads of their own, heads of the text behind them.
//!
//! The lines are read as a whole. Each can be a subhead, a column, a kicker
//! (引题), a headline, a deck or a byline; which may follow which is the grammar
//! of a masthead, and the most likely reading is the one whose signals add up to
//! most (Viterbi 1967). All weights stand in [`super::evidence::masthead`].

use super::{
    evidence::{Evidence, Tally, masthead as sign},
    heads::{pairs, places_of},
    passage::Role,
};
use crate::article::byline;

/// What a line is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A subhead of the text before it.
    SubheadBefore,
    /// A signature below the text before it.
    SignatureBefore,
    /// Name of a column (栏目).
    Column,
    /// Kicker (引题), the small line above a headline.
    Kicker,
    /// Headline (主题).
    Headline,
    /// Deck (副题).
    Deck,
    /// Byline (署名).
    Byline,
    /// The first subhead, directly below a masthead.
    SubheadBehind,
    /// Headline of the photo that follows.
    PhotoTitle,
}

use Part::{
    Byline, Column, Deck, Headline, Kicker, PhotoTitle, SignatureBefore, SubheadBefore,
    SubheadBehind,
};

impl Part {
    const ALL: [Self; 9] = [
        SubheadBefore,
        SignatureBefore,
        Column,
        Kicker,
        Headline,
        Deck,
        Byline,
        SubheadBehind,
        PhotoTitle,
    ];

    /// Whether a masthead can begin with it.
    fn begins(self) -> bool {
        matches!(self, Column | Kicker | Headline | Deck | Byline)
    }

    /// Whether it belongs to the text before the lines.
    pub fn is_before(self) -> bool {
        matches!(self, SubheadBefore | SignatureBefore)
    }
}

/// A line of a group.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// What it looks like by itself.
    pub role: Role,
}

/// What stands around a group of lines.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Whether the text of an article stands before it, and is still read.
    pub reading: bool,
    /// Whether that article has subheads already.
    pub has_subheads: bool,
    /// Whether it has, and all of them carry numbers.
    pub numbered: bool,
    /// Whether that article has a byline.
    pub signed: bool,
    /// Whether text follows, behind a photo perhaps.
    pub text_follows: bool,
    /// The caption of the photo that follows directly, if one does.
    pub photo: Option<String>,
    /// What speaks for a new article in the texts on both sides.
    pub boundary: Evidence,
}

/// How a group of lines is read: what each line is, and where in them mastheads
/// begin.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Each line, and whether a masthead begins with it.
    pub parts: Vec<(Part, bool)>,
    /// What the reading was chosen by.
    pub evidence: Evidence,
}

/// Reads a group of lines.
pub fn read(lines: &[Line], around: &Around) -> Reading {
    let facts: Vec<Facts> = lines.iter().map(Facts::of).collect();
    let mut best: Vec<Row> = Vec::with_capacity(lines.len());
    for (at, line) in facts.iter().enumerate() {
        let mut row = Row::default();
        for (index, &part) in Part::ALL.iter().enumerate().filter(|(_, p)| line.can_be(**p)) {
            let mut own = 0.0;
            if part == PhotoTitle && (around.photo.is_none() || at + 1 < facts.len()) {
                continue;
            }
            line.signs(part, around, &mut own);
            match at.checked_sub(1) {
                None => row[index] = begin(part, around).map(|sum| (sum + own, 0, part.begins())),
                Some(before) => {
                    row[index] = step(&facts[before], line, &best[before], part, around)
                        .map(|(sum, from, begins)| (sum + own, from, begins));
                }
            }
        }
        best.push(row);
    }
    trace(&facts, &best, around)
}

/// Most lines whose readings are all told.
const MOST_LINES: usize = 6;

/// All readings of a group of few lines, for those who fit the weights.
pub fn all(lines: &[Line], around: &Around) -> Vec<Reading> {
    let facts: Vec<Facts> = lines.iter().map(Facts::of).collect();
    if facts.len() > MOST_LINES {
        return Vec::new();
    }
    let mut ways: Vec<Vec<(Part, bool)>> = vec![Vec::new()];
    for (at, line) in facts.iter().enumerate() {
        let mut longer = Vec::new();
        for way in &ways {
            for part in Part::ALL.into_iter().filter(|&part| line.can_be(part)) {
                if part == PhotoTitle && (around.photo.is_none() || at + 1 < facts.len()) {
                    continue;
                }
                let Some(&(was, _)) = way.last() else {
                    longer.extend(begin(part, around).map(|_| vec![(part, part.begins())]));
                    continue;
                };
                for begins in [false, true] {
                    let before = (&facts[at - 1], was);
                    if follows(before, (line, part), begins, around, &mut 0.0) {
                        longer.push([way.as_slice(), &[(part, begins)]].concat());
                    }
                }
            }
        }
        ways = longer;
    }
    let explained = |parts: Vec<(Part, bool)>| {
        let evidence = explain(&facts, &parts, around);
        Reading { parts, evidence }
    };
    ways.into_iter().map(explained).collect()
}

/// For each part a line can be: the best sum up to there, the part before, and
/// whether a masthead begins with it.
type Row = [Option<(f32, usize, bool)>; Part::ALL.len()];

fn begin(part: Part, around: &Around) -> Option<f32> {
    let mut sum = 0.0;
    first(part, around, &mut sum).then_some(sum)
}

/// The best way from the line before to this one as `part`.
fn step(
    before: &Facts,
    line: &Facts,
    sums: &Row,
    part: Part,
    around: &Around,
) -> Option<(f32, usize, bool)> {
    let mut best: Option<(f32, usize, bool)> = None;
    for (from, &earlier) in Part::ALL.iter().enumerate() {
        let Some((sum, ..)) = sums[from] else { continue };
        for begins in [false, true] {
            let mut sum = sum;
            let may = follows((before, earlier), (line, part), begins, around, &mut sum);
            if may && best.is_none_or(|(known, ..)| sum > known) {
                best = Some((sum, from, begins));
            }
        }
    }
    best
}

/// The best way through the lines.
fn trace(facts: &[Facts], best: &[Row], around: &Around) -> Reading {
    let ends = best.last().into_iter().flat_map(|row| row.iter().enumerate());
    let ends = ends.filter_map(|(index, cell)| {
        let mut sum = cell.map(|(sum, ..)| sum)?;
        last(Part::ALL[index], around, &mut sum);
        Some((sum, index))
    });
    let Some((_, mut at)) = ends.max_by(|a, b| a.0.total_cmp(&b.0)) else {
        return Reading::default();
    };
    let mut parts = Vec::with_capacity(facts.len());
    for row in best.iter().rev() {
        let Some((_, from, begins)) = row[at] else { break };
        parts.push((Part::ALL[at], begins));
        at = from;
    }
    parts.reverse();
    let evidence = explain(facts, &parts, around);
    Reading { parts, evidence }
}

/// All signals of a reading.
fn explain(facts: &[Facts], parts: &[(Part, bool)], around: &Around) -> Evidence {
    let mut evidence = Evidence::default();
    for (at, &(part, begins)) in parts.iter().enumerate() {
        match at.checked_sub(1) {
            None => first(part, around, &mut evidence),
            Some(b) => {
                let before = (&facts[b], parts[b].0);
                follows(before, (&facts[at], part), begins, around, &mut evidence)
            }
        };
        facts[at].signs(part, around, &mut evidence);
    }
    if let Some(&(part, _)) = parts.last() {
        last(part, around, &mut evidence);
    }
    evidence
}

/// Whether the lines can begin with `part`, and what that says.
fn first(part: Part, around: &Around, tally: &mut impl Tally) -> bool {
    match part {
        SubheadBefore if around.reading => {
            if around.has_subheads {
                tally.add(sign::HAS_SUBHEADS);
            }
        }
        SignatureBefore if around.reading => {
            tally.add(if around.signed { sign::SIGNED_TWICE } else { sign::SIGNATURE });
        }
        SubheadBefore | SignatureBefore => return false,
        // Text whose head stands elsewhere may open with a subhead.
        SubheadBehind => tally.add(sign::OPENS_WITH_SUBHEAD),
        Deck => tally.add(sign::DECK_FIRST),
        Byline => tally.add(sign::BYLINE_FIRST),
        Column | Kicker | Headline | PhotoTitle => {}
    }
    true
}

/// Whether a line can be a part behind another, in the same masthead or as the
/// beginning of a new one, and what that says.
fn follows(
    (before, was): (&Facts, Part),
    (line, is): (&Facts, Part),
    begins: bool,
    around: &Around,
    tally: &mut impl Tally,
) -> bool {
    if begins {
        match was {
            _ if !is.begins() => return false,
            SubheadBefore => tally.add(sign::SUBHEAD_WITHOUT_TEXT),
            SignatureBefore => {}
            Headline | Deck | Byline if around.text_follows => tally.add(sign::HEAD_AWAY),
            Headline | Deck | Byline => tally.add(sign::HEAD_AWAY_AT_END),
            Column | Kicker | SubheadBehind | PhotoTitle => return false,
        }
        match is {
            Deck => tally.add(sign::DECK_FIRST),
            Byline => tally.add(sign::BYLINE_FIRST),
            _ => {}
        }
        return true;
    }
    match (was, is) {
        (SubheadBefore | SignatureBefore, PhotoTitle) => {}
        (Headline | Deck | Byline, PhotoTitle) => {
            if !around.text_follows {
                tally.add(sign::HEAD_AWAY_AT_END);
            }
        }
        (SubheadBefore, SubheadBefore) | (SubheadBehind, SubheadBehind) => {
            tally.add(sign::TWO_SUBHEADS);
        }
        (Headline | Deck | Byline, SubheadBehind) => tally.add(sign::SUBHEAD_BELOW_MASTHEAD),
        // The text behind the signature has lost its head.
        (SignatureBefore, SubheadBehind) => tally.add(sign::OPENS_WITH_SUBHEAD),
        (Byline, Byline) if before.role == Role::Head && !before.post => {
            tally.add(sign::NAMES_ABOVE_BYLINE);
        }
        (SignatureBefore, SignatureBefore)
        | (Column, Kicker)
        | (Headline | Deck | Byline, Byline) => {}
        (Column, Headline) if line.length * 2 >= before.length * 3 => {
            tally.add(sign::COLUMN_SHORTER);
        }
        (Kicker, Headline) if line.length > before.length => tally.add(sign::KICKER_SHORTER),
        (Column | Kicker, Headline) => {}
        (Headline | Deck, Deck) => {
            if !line.dashed && line.length > before.length {
                tally.add(sign::DECK_LONGER);
            }
        }
        _ => return false,
    }
    true
}

/// What it says that the lines end with `part`.
fn last(part: Part, around: &Around, tally: &mut impl Tally) {
    match part {
        Column | Kicker => tally.add(sign::NO_HEADLINE),
        SubheadBefore | SubheadBehind if !around.text_follows => {
            tally.add(sign::SUBHEAD_WITHOUT_TEXT);
        }
        Headline | Deck if around.text_follows => tally.add(sign::UNSIGNED),
        _ => {}
    }
    if part.is_before() || part == PhotoTitle {
        return;
    }
    if !around.text_follows {
        tally.add(sign::HEAD_AWAY_AT_END);
    } else if around.reading {
        around.boundary.signals.iter().for_each(|signal| tally.add_signal(signal));
    }
}

/// What is seen of a line.
struct Facts {
    role: Role,
    length: usize,
    numbered: bool,
    /// Titled as laws and documents are.
    document: bool,
    column: bool,
    report: bool,
    spaced: bool,
    marked: bool,
    place: bool,
    dashed: bool,
    /// Whether it names the paper as the author: above a headline it is a column.
    collective: bool,
    /// Whether it is a post whose name stands below.
    post: bool,
    /// Whether it can be names and nothing else.
    names: bool,
    /// Its pairs of neighbouring characters.
    pairs: Vec<String>,
}

impl Facts {
    fn of(line: &Line) -> Self {
        let text = line.text.as_str();
        Self {
            role: line.role,
            length: text.chars().count(),
            numbered: is_numbered(text),
            document: is_document(text),
            column: COLUMN_WORDS.iter().any(|w| text.contains(w)),
            report: REPORTS.iter().any(|w| text.ends_with(w)),
            spaced: text.contains([' ', '\u{3000}']),
            marked: text.contains(['：', '！', '？', '“', '，', '、', ':']),
            place: !places_of(text).is_empty(),
            dashed: line.role == Role::Deck,
            collective: line.role == Role::Byline
                && text.starts_with("本")
                && !text.contains("记者"),
            post: byline::is_post(text),
            names: !byline::bare_names(text).is_empty() || byline::is_post(text),
            pairs: pairs(text).map(|(a, b)| [a, b].iter().collect()).collect(),
        }
    }

    fn can_be(&self, part: Part) -> bool {
        match self.role {
            Role::Byline | Role::Credit => {
                matches!(part, SignatureBefore | Byline) || (part == Column && self.collective)
            }
            Role::Deck => matches!(part, Deck),
            _ => match part {
                SignatureBefore | Byline => self.names,
                Column => self.length <= 14,
                _ => true,
            },
        }
    }

    /// What speaks for and against a line being `part`.
    fn signs(&self, part: Part, around: &Around, e: &mut impl Tally) {
        match part {
            PhotoTitle => {
                e.add(sign::PHOTO_TITLE);
                let caption = around.photo.as_deref().unwrap_or_default();
                let shares = self.pairs.iter().any(|pair| caption.contains(pair.as_str()));
                e.add(if shares { sign::PHOTO_SHARES } else { sign::PHOTO_SHARES_NOTHING });
                if self.numbered {
                    e.add(sign::NUMBERED_HEADLINE);
                }
            }
            SubheadBefore | SubheadBehind => {
                self.as_subhead(e);
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
                if self.numbered {
                    e.add(sign::NUMBERED_HEADLINE);
                }
            }
            Headline => self.as_headline(e),
            Deck => self.as_deck(e),
            SignatureBefore | Byline => {
                if self.role == Role::Head {
                    e.add(sign::BARE_NAMES);
                }
            }
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

/// Words that the names of columns hold.
pub const COLUMN_WORDS: &[&str] = &[
    "谈",
    "论坛",
    "专栏",
    "聚焦",
    "视点",
    "观察",
    "评论",
    "时评",
    "言论",
    "特稿",
    "热线",
    "之窗",
    "天地",
    "广角",
    "在线",
    "现场",
    "调查",
    "专题",
    "专版",
    "专访",
    "访谈",
    "一线",
    "走基层",
    "故事",
    "人物",
    "风采",
    "声音",
    "瞭望",
    "园地",
    "笔谈",
    "话题",
    "讲述",
    "纪事",
    "档案",
    "周刊",
    "人生",
    "探索",
    "实践",
    "经验",
    "动态",
    "速递",
    "要闻",
    "快讯",
    "简讯",
    "短波",
    "来信",
    "随笔",
    "副刊",
    "札记",
];
