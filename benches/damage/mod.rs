//! Pages as they come off an e-paper, with the truth of what was printed.
//!
//! A document is made in four steps, each of which is deterministic by its seed:
//!
//! 1. [`articles`]: texts are read, and places set into their slots;
//! 2. [`compose`]: headlines, decks, columns and bylines are set above them;
//! 3. [`ops`], [`copies`], [`moves`], [`page`]: the page is damaged;
//! 4. [`truth`]: what a perfect restoration would give is read off what is left.
//!
//! Every character of a clean article has a number, its [`Id`], and the damage moves,
//! copies and drops characters together with their numbers. So the truth needs no
//! bookkeeping of its own: a loss is where numbers stand on no line of the page, a copy
//! where a number stands on two. [`align`] gives the characters of the restored articles
//! their numbers back, [`measures`] holds them against the truth, [`score`] counts.

pub(crate) mod align;
pub(crate) mod articles;
pub(crate) mod bylines;
pub(crate) mod compose;
pub(crate) mod copies;
pub(crate) mod measures;
pub(crate) mod moves;
pub(crate) mod ops;
pub(crate) mod output;
pub(crate) mod page;
#[path = "../corpus/random.rs"]
pub(crate) mod random;
pub(crate) mod score;
pub(crate) mod truth;

/// The number of a character of a clean article.
pub(crate) type Id = u32;

/// The number of a character that belongs to no article: dashes before a deck, a stray
/// quotation mark.
pub(crate) const NONE: Id = Id::MAX;

/// A character on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glyph {
    /// The character as printed; a copy may look different from the original.
    pub(crate) c: char,
    /// The character that it is.
    pub(crate) id: Id,
}

impl Glyph {
    /// A character that belongs to no article.
    pub(crate) fn stray(c: char) -> Self {
        Self { c, id: NONE }
    }
}

/// What a line of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// 栏目
    Column,
    /// 主题
    Headline,
    /// 副题 or 引题
    Deck,
    /// A byline of its own line, above or below the text.
    Byline,
    /// Running text.
    Paragraph,
    /// 小标题
    Subhead,
    /// The text below a photo.
    Caption,
    /// Who took a photo.
    Credit,
    /// Page numbers, running titles: text of no article.
    Furniture,
}

impl Kind {
    /// Whether such a line is part of what is read, not of what stands above it.
    pub(crate) fn is_body(self) -> bool {
        matches!(self, Self::Paragraph | Self::Subhead | Self::Caption)
    }

    /// Whether such a line stands above a text.
    pub(crate) fn is_masthead(self) -> bool {
        matches!(self, Self::Column | Self::Headline | Self::Deck | Self::Byline)
    }
}

/// A line of a clean article: a paragraph, a headline, a credit.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// What it is.
    pub(crate) kind: Kind,
    /// The article, as an index; [`FURNITURE`] for none.
    pub(crate) article: usize,
    /// The number of its first character; those of the others follow.
    pub(crate) first: Id,
    /// Its characters.
    pub(crate) text: Vec<char>,
}

/// The article of what belongs to none.
pub(crate) const FURNITURE: usize = usize::MAX;

impl Unit {
    /// The numbers of its characters.
    pub(crate) fn ids(&self) -> std::ops::Range<Id> {
        self.first..self.first + self.text.len() as Id
    }

    /// Its text.
    pub(crate) fn string(&self) -> String {
        self.text.iter().collect()
    }
}

/// A line on the page.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The unit it is or is a part of.
    pub(crate) unit: usize,
    /// 0 for the original, then the number of the copy.
    pub(crate) copy: usize,
    /// Its characters.
    pub(crate) glyphs: Vec<Glyph>,
    /// Whether it is the rest of the line above, which the page has no room for.
    pub(crate) wrapped: bool,
}

impl Line {
    /// Its text as printed.
    pub(crate) fn string(&self) -> String {
        self.glyphs.iter().map(|g| g.c).collect()
    }
}

/// What is to be found in the front matter of an article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Article {
    /// Its name in `articles/`.
    pub(crate) id: String,
    /// Whether it is a photo with a caption.
    pub(crate) photo: bool,
    /// 主题
    pub(crate) headline: Option<String>,
    /// 副题 or 引题, without the dashes before it.
    pub(crate) deck: Option<String>,
    /// 栏目
    pub(crate) column: Option<String>,
    /// Names of the authors.
    pub(crate) authors: Vec<String>,
    /// The place it is about.
    pub(crate) city: Option<String>,
}

/// A page: the clean articles, and the lines that are left of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    /// The clean articles.
    pub(crate) articles: Vec<Article>,
    /// Their lines, in the order of their numbers.
    pub(crate) units: Vec<Unit>,
    /// The lines of the page.
    pub(crate) lines: Vec<Line>,
    /// How many copies have been made.
    pub(crate) copies: usize,
    /// Characters that were dropped from one copy.
    pub(crate) dropped: Vec<Id>,
    /// Characters of which one copy shows another, look-alike one.
    pub(crate) variants: Vec<Id>,
    /// Leads that were put below a subhead: the units of both.
    pub(crate) leads: Vec<(usize, usize)>,
    /// Units at whose start or end a stray quotation mark was set.
    pub(crate) stray: Vec<usize>,
    /// What was done, for those who read.
    pub(crate) done: Vec<String>,
    /// How the lines are written down.
    pub(crate) page: page::Setting,
}

/// Numbers for page `number` that have nothing to do with those for another: the
/// streams of one seed are steps of one sequence, which pages must not share.
pub(crate) fn stream(seed: u64, number: u64) -> random::Random {
    random::Random::new(random::Random::new(seed, number).next(), 0)
}

impl Document {
    /// Adds a clean line and sets it at the end of the page.
    pub(crate) fn push(&mut self, article: usize, kind: Kind, text: &str) -> usize {
        let line = self.unit(article, kind, text);
        let unit = line.unit;
        self.lines.push(line);
        unit
    }

    /// Adds a clean line and gives it to be set somewhere on the page.
    pub(crate) fn unit(&mut self, article: usize, kind: Kind, text: &str) -> Line {
        let first = self.units.last().map_or(0, |last| last.ids().end);
        let text: Vec<char> = text.chars().collect();
        let ids = first..;
        let glyphs = text.iter().zip(ids).map(|(&c, id)| Glyph { c, id }).collect();
        self.units.push(Unit { kind, article, first, text });
        Line { unit: self.units.len() - 1, copy: 0, glyphs, wrapped: false }
    }

    /// What a line is.
    pub(crate) fn kind(&self, line: usize) -> Kind {
        self.units[self.lines[line].unit].kind
    }

    /// The article of a line.
    pub(crate) fn article(&self, line: usize) -> usize {
        self.units[self.lines[line].unit].article
    }

    /// The unit of the character `id`.
    pub(crate) fn unit_of(&self, id: Id) -> usize {
        self.units.partition_point(|unit| unit.first <= id) - 1
    }

    /// The clean character `id`.
    pub(crate) fn clean(&self, id: Id) -> char {
        let unit = &self.units[self.unit_of(id)];
        unit.text[(id - unit.first) as usize]
    }
}
