//! What short lines that stand together are: heads of the text before them,
//! mastheads of their own, heads of the text behind them.
//!
//! The lines are read as a whole. Each can be a subhead, a column, a kicker
//! (引题), a headline, a deck or a byline; which may follow which is the grammar
//! of a masthead, and the most likely reading is the one whose signals add up to
//! most (Viterbi 1967). All weights stand in [`super::evidence::masthead`].

#[cfg(test)]
mod tests;

use super::{
    cohesion::Both,
    evidence::{Evidence, Tally, Weight, masthead as sign},
    line::{Facts, Form, above_deck, together},
    passage::Role,
    repair::{Kind, NEWS, Repair},
    together::Together,
};

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
    /// A fragment of the text before it.
    TextBefore,
    /// A fragment of the text that begins here.
    TextBehind,
}

use Part::{
    Byline, Column, Deck, Headline, Kicker, PhotoTitle, SignatureBefore, SubheadBefore,
    SubheadBehind, TextBefore, TextBehind,
};

impl Part {
    const ALL: [Self; 11] = [
        SubheadBefore,
        SignatureBefore,
        Column,
        Kicker,
        Headline,
        Deck,
        Byline,
        SubheadBehind,
        PhotoTitle,
        TextBefore,
        TextBehind,
    ];

    /// Its name in the ledger.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    /// The part of this name, in Chinese.
    pub fn in_chinese(name: &str) -> Option<&'static str> {
        Self::ALL.into_iter().map(Self::names).find(|(own, _)| *own == name).map(|names| names.1)
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            SubheadBefore | SubheadBehind => ("subhead", "小标题"),
            SignatureBefore => ("signature", "文末署名"),
            Column => ("column", "栏目"),
            Kicker => ("kicker", "引题"),
            Headline => ("headline", "标题"),
            Deck => ("deck", "副题"),
            Byline => ("byline", "署名"),
            PhotoTitle => ("photo headline", "图片标题"),
            TextBefore | TextBehind => ("text", "正文"),
        }
    }

    /// Whether a masthead can begin with it.
    fn begins(self) -> bool {
        matches!(self, Column | Kicker | Headline | Deck | Byline)
    }

    /// Whether it belongs to the text before the lines.
    pub fn is_before(self) -> bool {
        matches!(self, SubheadBefore | SignatureBefore | TextBefore)
    }
}

/// A line of a group.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// What it looks like by itself.
    pub role: Role,
    /// What speaks for its being a fragment of running text, as log-odds rounded down.
    pub fragment: Option<i8>,
    /// Whether it speaks of the text that the line above it speaks of.
    pub with_above: Together,
}

/// What stands around a group of lines.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is so or not, by itself")]
pub struct Around {
    /// Whether the text of an article stands before it, and is still read.
    pub reading: bool,
    /// Whether that article has subheads already.
    pub has_subheads: bool,
    /// Whether it has, and all of them carry numbers.
    pub numbered: bool,
    /// The forms of its subheads.
    pub subheads: Vec<Form>,
    /// Whether a masthead without a text stands at the end of the page: some text has
    /// lost its own.
    pub head_away: bool,
    /// How many characters of text stand since its last subhead, or since it began.
    pub since: usize,
    /// The form of the next short line that stands alone in the text behind, up to a
    /// masthead.
    pub next_line: Option<Form>,
    /// Whether that article opens with a dateline: 本报讯.
    pub news: bool,
    /// Whether that article has a byline.
    pub signed: bool,
    /// Whether it has a deck.
    pub decked: bool,
    /// Whether the text behind names its reporters in its first words: 本报讯（记者 …）.
    pub signs_itself: bool,
    /// Whether text follows, behind a photo perhaps.
    pub text_follows: bool,
    /// The caption of the photo that follows directly, if one does.
    pub photo: Option<String>,
    /// The pairs of characters of the text before, as far as it is near, and those of the
    /// text behind.
    pub words: Both,
    /// The pairs of the first words of the text behind.
    pub lead: Vec<(char, char)>,
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
    /// The best of those that end in another part, with its sum.
    pub rival: Option<(Vec<(Part, bool)>, f32)>,
}

impl Reading {
    /// What the ledger says of it, with the next best reading against it: the sum is how
    /// much likelier it is than that one. `anchor` is where the lines begin.
    pub fn told(&self, anchor: usize, lines: &[Line]) -> Repair {
        let mut evidence = self.evidence.clone();
        if let Some((parts, sum)) = &self.rival {
            let rounded = -(sum * 10.0).round() / 10.0;
            evidence.saw(Weight { log_odds: rounded, ..sign::RIVAL }, words(parts));
        }
        let printed: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        Repair::weighed(Kind::ReadAs, anchor)
            .words(printed.join(PARTED), words(&self.parts))
            .because(evidence)
    }
}

/// What the ledger says of a text that opens an article by itself: 本报讯.
pub fn news(anchor: usize, text: &str) -> Repair {
    const SHOWN: usize = 12;
    let mut evidence = Evidence::default();
    evidence.add(sign::DATELINE);
    let opening: String = text.chars().take(SHOWN).collect();
    Repair::weighed(Kind::ReadAs, anchor).words(opening, NEWS).because(evidence)
}

/// The parts of a reading in words: `headline / byline`.
pub fn words(parts: &[(Part, bool)]) -> String {
    parts.iter().map(|(part, _)| part.name()).collect::<Vec<_>>().join(PARTED)
}

/// What stands between lines, and between the names of their parts, in one line of words.
pub const PARTED: &str = " / ";

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
    let mut readings: Vec<Vec<(Part, bool)>> = vec![Vec::new()];
    for (at, line) in facts.iter().enumerate() {
        let mut grown = Vec::new();
        for reading in &readings {
            for part in Part::ALL.into_iter().filter(|&part| line.can_be(part)) {
                if part == PhotoTitle && (around.photo.is_none() || at + 1 < facts.len()) {
                    continue;
                }
                let Some(&(was, _)) = reading.last() else {
                    grown.extend(begin(part, around).map(|_| vec![(part, part.begins())]));
                    continue;
                };
                for begins in [false, true] {
                    let before = (&facts[at - 1], was);
                    if follows(before, (line, part), begins, around, &mut 0.0) {
                        grown.push([reading.as_slice(), &[(part, begins)]].concat());
                    }
                }
            }
        }
        readings = grown;
    }
    let explained = |parts: Vec<(Part, bool)>| {
        let evidence = explain(&facts, &parts, around);
        Reading { parts, evidence, rival: None }
    };
    readings.into_iter().map(explained).collect()
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

/// The best way through the lines, and the best of those that end otherwise.
fn trace(facts: &[Facts], best: &[Row], around: &Around) -> Reading {
    let ends = best.last().into_iter().flat_map(|row| row.iter().enumerate());
    let ends = ends.filter_map(|(index, cell)| {
        let mut sum = cell.map(|(sum, ..)| sum)?;
        last(facts.last()?, Part::ALL[index], around, &mut sum);
        Some((sum, index))
    });
    let mut ends: Vec<(f32, usize)> = ends.collect();
    // The last of equals, as ever.
    ends.reverse();
    ends.sort_by(|a, b| b.0.total_cmp(&a.0));
    let Some(&(_, end)) = ends.first() else { return Reading::default() };
    let parts = way(best, end);
    let evidence = explain(facts, &parts, around);
    // One of the same words would tell a reader nothing.
    let mut others = ends.iter().skip(1).map(|&(sum, end)| (way(best, end), sum));
    let rival = others.find(|(other, _)| words(other) != words(&parts));
    Reading { parts, evidence, rival }
}

/// The best way through the lines to this part of the last.
fn way(best: &[Row], mut at: usize) -> Vec<(Part, bool)> {
    let mut parts = Vec::with_capacity(best.len());
    for row in best.iter().rev() {
        let Some((_, from, begins)) = row[at] else { break };
        parts.push((Part::ALL[at], begins));
        at = from;
    }
    parts.reverse();
    parts
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
    if let (Some(line), Some(&(part, _))) = (facts.last(), parts.last()) {
        last(line, part, around, &mut evidence);
    }
    evidence
}

/// Whether the lines can begin with `part`, and what that says.
fn first(part: Part, around: &Around, tally: &mut impl Tally) -> bool {
    match part {
        SubheadBefore if around.reading => {
            if around.has_subheads {
                tally.add(sign::HAS_SUBHEADS);
            } else {
                tally.add(sign::FIRST_SUBHEAD);
                if around.next_line.is_none() {
                    tally.add(sign::ONLY_SUBHEAD);
                }
            }
            match around.since {
                0..=60 => tally.add(sign::SHORT_SECTION),
                61..=150 => tally.add(sign::BRIEF_SECTION),
                151..=350 => {}
                351..=700 => tally.add(sign::LONGISH_SECTION),
                _ => tally.add(sign::LONG_SECTION),
            }
            if around.news {
                tally.add(sign::IN_NEWS);
            }
        }
        SignatureBefore if around.reading => {
            tally.add(if around.signed { sign::SIGNED_TWICE } else { sign::SIGNATURE });
        }
        SubheadBefore | SignatureBefore | TextBefore if !around.reading => return false,
        TextBehind if around.reading => tally.add(sign::OPENS_WITH_FRAGMENT),
        TextBehind => tally.add(sign::PAGE_OPENS_WITH_FRAGMENT),
        // Text whose head stands elsewhere may open with a subhead.
        SubheadBehind if around.head_away => tally.add(sign::OPENS_WITH_SUBHEAD_AWAY),
        SubheadBehind if !around.reading => tally.add(sign::PAGE_OPENS_WITH_SUBHEAD),
        SubheadBehind => tally.add(sign::OPENS_WITH_SUBHEAD),
        Deck => tally.add(sign::DECK_FIRST),
        Byline => tally.add(sign::BYLINE_FIRST),
        SubheadBefore | SignatureBefore | TextBefore | Column | Kicker | Headline | PhotoTitle => {}
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
            TextBefore => tally.add(sign::FRAGMENT_ABOVE_MASTHEAD),
            Headline | Deck | Byline if around.text_follows => tally.add(sign::HEAD_AWAY),
            Headline | Deck | Byline => tally.add(sign::HEAD_AWAY_AT_END),
            Column | Kicker | SubheadBehind | TextBehind | PhotoTitle => return false,
        }
        match is {
            Deck => tally.add(sign::DECK_FIRST),
            Byline => tally.add(sign::BYLINE_FIRST),
            _ => {}
        }
        return true;
    }
    match (was, is) {
        (Headline | Deck | Byline, PhotoTitle) => {
            if !around.text_follows {
                tally.add(sign::HEAD_AWAY_AT_END);
            }
        }
        (SubheadBefore, SubheadBefore) | (SubheadBehind, SubheadBehind) => {
            tally.add(sign::TWO_SUBHEADS);
        }
        (Headline | Deck | Byline, SubheadBehind) => tally.add(sign::SUBHEAD_BELOW_MASTHEAD),
        (TextBefore, TextBefore) | (TextBehind, TextBehind) => tally.add(sign::TWO_FRAGMENTS),
        (SubheadBefore, TextBefore) | (SubheadBehind, TextBehind) => {
            tally.add(sign::FRAGMENT_BELOW_SUBHEAD);
        }
        (TextBefore, SubheadBefore) | (TextBehind, SubheadBehind) => {
            tally.add(sign::FRAGMENT_ABOVE_SUBHEAD);
        }
        (TextBefore, SignatureBefore) => tally.add(sign::FRAGMENT_SIGNED),
        (Headline | Deck | Byline, TextBehind) => tally.add(sign::FRAGMENT_BELOW_MASTHEAD),
        // The text behind the signature has lost its head.
        (SignatureBefore, SubheadBehind) => tally.add(sign::OPENS_WITH_SUBHEAD),
        (Byline, Byline) if before.role == Role::Head && !before.post => {
            tally.add(sign::NAMES_ABOVE_BYLINE);
        }
        (Column, Headline) if line.length * 2 >= before.length * 3 => {
            tally.add(sign::COLUMN_SHORTER);
        }
        (Kicker, Headline) => {
            if line.length > before.length {
                tally.add(sign::KICKER_SHORTER);
            }
            together(line, tally);
        }
        (Deck, Deck) if line.dashed && !before.dashed => tally.add(sign::DECK_ABOVE_DASHES),
        (Headline | Deck, Deck) if line.dashed => {}
        (Headline | Deck, Deck) => above_deck((before, was), line, around, tally),
        (SubheadBefore | SignatureBefore | TextBefore | Column, PhotoTitle)
        | (SignatureBefore, SignatureBefore)
        | (Column, Kicker | Headline)
        | (Headline | Deck | Byline, Byline) => {}
        _ => return false,
    }
    true
}

/// A text below a deck that is no longer is the lead of a feature, and no feature, in characters.
const LEAD_ALONE: usize = 300;

/// What it says that the lines end with `part`.
fn last(line: &Facts, part: Part, around: &Around, tally: &mut impl Tally) {
    match part {
        // 图片新闻, and at once its photo.
        Column if line.of_photos && around.photo.is_some() => return,
        Column | Kicker => tally.add(sign::NO_HEADLINE),
        SubheadBefore | SubheadBehind if !around.text_follows => {
            tally.add(sign::SUBHEAD_WITHOUT_TEXT);
        }
        Headline | Deck if around.text_follows => tally.add(sign::UNSIGNED),
        Byline if around.signs_itself => tally.add(sign::SIGNED_AGAIN),
        _ => {}
    }
    if matches!(part, SubheadBefore | TextBefore | PhotoTitle) {
        return;
    }
    if part == SignatureBefore && !(around.text_follows && line.bracketed) {
        return;
    }
    if !around.text_follows {
        if part != TextBehind {
            tally.add(sign::HEAD_AWAY_AT_END);
        }
    } else if around.reading {
        if around.decked && !around.has_subheads && around.since <= LEAD_ALONE {
            tally.add(sign::LEAD_ALONE);
        }
        around.boundary.signals.iter().for_each(|signal| tally.add_signal(signal));
    }
}
