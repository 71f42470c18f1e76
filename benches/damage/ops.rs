//! What can happen to a page, how often, and in which order.

use super::{Document, Glyph, Kind, NONE, copies, moves, page, random::Random};

/// A kind of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Op {
    /// Words are lost on every copy.
    Lost,
    /// A word is printed twice in a row.
    DoubledWord,
    /// The first subhead slid above the lead.
    LeadUnderSubhead,
    /// A photo stands between two paragraphs of another article.
    PhotoAmong,
    /// A credit is printed before and after its caption.
    CreditTwice,
    /// A paragraph is printed again.
    RepeatParagraph,
    /// An article, or a part of one, is printed again.
    RepeatArticle,
    /// Words are lost on one copy and whole on another.
    LostInCopy,
    /// A paragraph is cut into two lines.
    Cut,
    /// The same, and a photo stands in the cut.
    CutPhoto,
    /// The same, and a subhead or the masthead of the next article stands in the cut.
    CutHead,
    /// A quotation mark that opens or closes nothing.
    StrayQuote,
    /// What stands above a text stands at the end of the document.
    HeadAway,
    /// The byline alone does.
    BylineAway,
}

impl Op {
    /// All, in the order in which they are done: what is lost on every copy is lost
    /// before there are copies, and what is cut is cut in each copy by itself.
    pub(crate) const ALL: [Self; 14] = [
        Self::Lost,
        Self::DoubledWord,
        Self::LeadUnderSubhead,
        Self::PhotoAmong,
        Self::CreditTwice,
        Self::RepeatParagraph,
        Self::RepeatArticle,
        Self::LostInCopy,
        Self::Cut,
        Self::CutPhoto,
        Self::CutHead,
        Self::StrayQuote,
        Self::HeadAway,
        Self::BylineAway,
    ];

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::DoubledWord => "doubled-word",
            Self::LeadUnderSubhead => "lead-under-subhead",
            Self::PhotoAmong => "photo-among",
            Self::CreditTwice => "credit-twice",
            Self::RepeatParagraph => "repeat-paragraph",
            Self::RepeatArticle => "repeat-article",
            Self::LostInCopy => "lost-in-copy",
            Self::Cut => "cut",
            Self::CutPhoto => "cut-photo",
            Self::CutHead => "cut-head",
            Self::StrayQuote => "stray-quote",
            Self::HeadAway => "head-away",
            Self::BylineAway => "byline-away",
        }
    }

    /// How often it is among a hundred and five.
    fn weight(self) -> usize {
        match self {
            Self::Cut => 30,
            Self::RepeatArticle | Self::LostInCopy => 10,
            Self::Lost | Self::RepeatParagraph => 9,
            Self::CutPhoto | Self::CutHead | Self::HeadAway => 5,
            Self::StrayQuote | Self::DoubledWord | Self::CreditTwice | Self::PhotoAmong => 4,
            Self::BylineAway | Self::LeadUnderSubhead => 3,
        }
    }

    /// Does it once, if the page has a place for it.
    pub(crate) fn apply(self, document: &mut Document, random: &mut Random) -> Option<String> {
        match self {
            Self::Lost => lose(document, random),
            Self::DoubledWord => copies::double_word(document, random),
            Self::LeadUnderSubhead => moves::lead_under_subhead(document, random),
            Self::PhotoAmong => moves::photo_among(document, random),
            Self::CreditTwice => copies::credit_twice(document, random),
            Self::RepeatParagraph => copies::repeat_paragraph(document, random),
            Self::RepeatArticle => copies::repeat_article(document, random),
            Self::LostInCopy => copies::lose_in_copy(document, random),
            Self::Cut => cut(document, random).map(|at| format!("line {at}")),
            Self::CutPhoto => moves::cut_photo(document, random),
            Self::CutHead => moves::cut_head(document, random),
            Self::StrayQuote => stray_quote(document, random),
            Self::HeadAway => moves::head_away(document, random),
            Self::BylineAway => moves::byline_away(document, random),
        }
    }
}

/// How badly a page is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    /// One damage in every two or three articles.
    Light,
    /// One or two an article.
    Medium,
    /// Three to five an article.
    Heavy,
}

impl Severity {
    /// All, the lightest first.
    pub(crate) const ALL: [Self; 3] = [Self::Light, Self::Medium, Self::Heavy];

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Medium => "medium",
            Self::Heavy => "heavy",
        }
    }

    /// Damages to every hundred articles.
    fn rate(self) -> usize {
        match self {
            Self::Light => 40,
            Self::Medium => 150,
            Self::Heavy => 400,
        }
    }

    /// Of a hundred pages, so many are set in a way of their own: wrapped, with page
    /// furniture, in another encoding.
    fn odd_pages(self) -> usize {
        match self {
            Self::Light => 8,
            Self::Medium => 16,
            Self::Heavy => 28,
        }
    }
}

/// Damages a clean page. `only` names the kinds of damage that are allowed; all are if
/// it is empty.
pub(crate) fn damage(
    document: &mut Document,
    severity: Severity,
    only: &[String],
    random: &mut Random,
) {
    let wanted = |name: &str| only.is_empty() || only.iter().any(|o| o == name);
    let ops: Vec<Op> = Op::ALL.into_iter().filter(|op| wanted(op.name())).collect();
    let total: usize = ops.iter().map(|op| op.weight()).sum();
    let rate = document.articles.len() * severity.rate();
    let count = rate / 100 + usize::from(random.chance(rate % 100));
    let mut drawn: Vec<Op> = Vec::new();
    for _ in 0..if ops.is_empty() { 0 } else { count } {
        let mut at = random.below(total);
        drawn.extend(ops.iter().find(|op| {
            let found = at < op.weight();
            at = at.saturating_sub(op.weight());
            found
        }));
    }
    drawn.sort();
    for op in drawn {
        if let Some(what) = op.apply(document, random) {
            document.done.push(format!("{}: {what}", op.name()));
        }
    }
    page::set(document, severity.odd_pages(), &wanted, random);
}

/// The lines for which `fits` holds, as indices.
pub(crate) fn lines(document: &Document, fits: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..document.lines.len()).filter(|&at| fits(at)).collect()
}

/// One of `choices`.
pub(crate) fn choose<T: Copy>(choices: &[T], random: &mut Random) -> Option<T> {
    (!choices.is_empty()).then(|| choices[random.below(choices.len())])
}

/// Whether a line is running text of at least `length` characters.
pub(crate) fn is_text(document: &Document, line: usize, length: usize) -> bool {
    matches!(document.kind(line), Kind::Paragraph | Kind::Caption)
        && document.lines[line].glyphs.len() >= length
}

fn ends_sentence(c: char) -> bool {
    "。！？…；：”’".contains(c)
}

/// A place in a line where no sentence ends: anywhere, and often where it hurts, in a
/// number, a bracket, or before a mark.
pub(crate) fn point(glyphs: &[Glyph], random: &mut Random) -> Option<usize> {
    let (first, last) = (2, glyphs.len().checked_sub(2)?);
    if last <= first {
        return None;
    }
    let inside = |at: &usize| !ends_sentence(glyphs[at - 1].c) && !glyphs[at - 1].c.is_whitespace();
    let hurts = |at: &usize| {
        let (a, b) = (glyphs[at - 1].c, glyphs[*at].c);
        let both = |is: fn(char) -> bool| is(a) && is(b);
        both(|c| c.is_ascii_digit()) || "，、）》％%的了".contains(b) || "“《（，、".contains(a)
    };
    let hurting: Vec<usize> = (first..last).filter(inside).filter(hurts).collect();
    if random.chance(35) && !hurting.is_empty() {
        return choose(&hurting, random);
    }
    let all: Vec<usize> = (first..last).filter(inside).collect();
    choose(&all, random)
}

/// Of a hundred paragraphs that stand there more than once, so many are cut in one place
/// in all copies: what is set twice from one galley has one break.
const ALIKE: usize = 50;

/// Cuts a paragraph in two and gives the line of its rest; now and then all its copies as
/// well.
pub(crate) fn cut(document: &mut Document, random: &mut Random) -> Option<usize> {
    let line = choose(&lines(document, |at| is_text(document, at, 16)), random)?;
    let rest = cut_line(document, line, random)?;
    let before = document.lines[line].glyphs.last().map(|g| g.id)?;
    let behind = document.lines[rest].glyphs.first().map(|g| g.id)?;
    if before == NONE || behind == NONE || !random.chance(ALIKE) {
        return Some(rest);
    }
    let mut copy = 0;
    while copy < document.lines.len() {
        let glyphs = &document.lines[copy].glyphs;
        let at = glyphs.windows(2).position(|pair| (pair[0].id, pair[1].id) == (before, behind));
        if let Some(at) = at {
            split(document, copy, at + 1);
            copy += 1;
        }
        copy += 1;
    }
    Some(rest)
}

/// Cuts a line in two and gives the line of its rest.
pub(crate) fn cut_line(document: &mut Document, line: usize, random: &mut Random) -> Option<usize> {
    let at = point(&document.lines[line].glyphs, random)?;
    split(document, line, at);
    Some(line + 1)
}

/// Splits a line before a glyph.
fn split(document: &mut Document, line: usize, at: usize) {
    let mut rest = document.lines[line].clone();
    rest.glyphs.drain(..at);
    document.lines[line].glyphs.truncate(at);
    document.lines.insert(line + 1, rest);
}

/// Takes words away that stand nowhere else: a tail, a head, or (one loss in five)
/// whole sentences at the end, which nothing shows.
fn lose(document: &mut Document, random: &mut Random) -> Option<String> {
    let line = choose(&lines(document, |at| is_text(document, at, 40)), random)?;
    let glyphs = &mut document.lines[line].glyphs;
    let kind = random.below(10);
    if kind < 2 {
        let ends: Vec<usize> =
            (10..glyphs.len() - 1).filter(|at| "。！？".contains(glyphs[at - 1].c)).collect();
        let at = choose(&ends, random)?;
        glyphs.truncate(at);
        return Some(format!("line {line}, whole sentences"));
    }
    let at = point(glyphs, random)?;
    if kind < 4 {
        let at = at.min(glyphs.len() / 2);
        glyphs.drain(..at);
        return Some(format!("line {line}, its head"));
    }
    glyphs.truncate(at.max(12));
    Some(format!("line {line}, its tail"))
}

/// Sets a quotation mark where none belongs.
fn stray_quote(document: &mut Document, random: &mut Random) -> Option<String> {
    let whole = |at: usize| {
        let line = &document.lines[at];
        let unit = &document.units[line.unit];
        is_text(document, at, 20) && line.glyphs.len() == unit.text.len() && line.glyphs[0].c != '“'
    };
    let line = choose(&lines(document, whole), random)?;
    let unit = document.lines[line].unit;
    let glyphs = &mut document.lines[line].glyphs;
    if glyphs.iter().any(|g| g.id == NONE) {
        return None;
    }
    let end = random.chance(30);
    if end {
        glyphs.push(Glyph::stray('”'));
    } else {
        glyphs.insert(0, Glyph::stray('“'));
    }
    document.stray.push(unit);
    Some(format!("line {line}, {}", if end { "its end" } else { "its start" }))
}
