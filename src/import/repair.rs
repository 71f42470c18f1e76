//! What import did or doubted, as data.

use std::ops::Range;

use super::evidence::Evidence;

/// A change to the text as it stood in the seed, or a doubt about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// What kind.
    pub kind: Kind,
    /// Done, or only reported.
    pub status: Status,
    /// Where it shows: a byte of the seed's text that an article holds.
    pub anchor: usize,
    /// Ranges of the seed's text that no article holds because of it.
    pub removed: Vec<Range<usize>>,
    /// The words before.
    pub before: String,
    /// The words after; for a doubt, what may have been meant, or nothing.
    pub after: String,
    /// What it was decided by.
    pub evidence: Evidence,
    /// What else was considered.
    pub considered: Vec<String>,
}

/// Whether something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The article has it.
    Applied,
    /// Left as printed, for a person to look at.
    Reported,
}

/// Kinds of repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A line that belongs to the page: a running title, a page number.
    Furniture,
    /// A passage stood there twice; one copy is left out.
    Duplicate,
    /// Words that one copy had lost came back from the other.
    Restored,
    /// Of two readings of a character the one that makes a word is taken.
    Reading,
    /// A paragraph that a break had cut is whole again.
    Joined,
    /// Text is missing; the place is marked.
    Gap,
    /// A headline and byline came back to their article.
    HeadMoved,
    /// A lead came back before the first subhead.
    LeadMoved,
    /// A headline was made from the words of the text.
    HeadlineDerived,
    /// An article without any headline.
    HeadlineMissing,
    /// A head without an article.
    BodyMissing,
    /// The dashes that set off a deck: the site sets them.
    DeckDash,
    /// A quotation mark that opens nothing.
    StrayQuote,
    /// A word printed twice in a row.
    DoubledWord,
    /// A photo credit printed twice.
    CreditRepeated,
    /// A join that may hide a loss.
    DoubtfulJoin,
    /// An enumeration names the same thing twice.
    RepeatedItem,
    /// Words that differ from the set phrase they begin like.
    SetPhrase,
    /// An adverb in 地 without its verb.
    AdverbWithoutVerb,
    /// A quotation or bracket that never closes, or closes unopened.
    Unbalanced,
    /// An article that stands in another seed too.
    Rerun,
}

impl Kind {
    /// All kinds, in the order of the steps.
    pub const ALL: [Self; 21] = [
        Self::Furniture,
        Self::Duplicate,
        Self::Restored,
        Self::Reading,
        Self::Joined,
        Self::Gap,
        Self::HeadMoved,
        Self::LeadMoved,
        Self::HeadlineDerived,
        Self::HeadlineMissing,
        Self::BodyMissing,
        Self::DeckDash,
        Self::StrayQuote,
        Self::DoubledWord,
        Self::CreditRepeated,
        Self::DoubtfulJoin,
        Self::RepeatedItem,
        Self::SetPhrase,
        Self::AdverbWithoutVerb,
        Self::Unbalanced,
        Self::Rerun,
    ];

    /// Name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Furniture => "furniture",
            Self::Duplicate => "duplicate-of",
            Self::Restored => "restored",
            Self::Reading => "reading",
            Self::Joined => "joined",
            Self::Gap => "gap",
            Self::HeadMoved => "head-moved",
            Self::LeadMoved => "lead-moved",
            Self::HeadlineDerived => "headline-derived",
            Self::HeadlineMissing => "headline-missing",
            Self::BodyMissing => "body-missing",
            Self::DeckDash => "deck-dash",
            Self::StrayQuote => "stray-quote",
            Self::DoubledWord => "doubled-word",
            Self::CreditRepeated => "credit-repeated",
            Self::DoubtfulJoin => "doubtful-join",
            Self::RepeatedItem => "repeated-item",
            Self::SetPhrase => "set-phrase",
            Self::AdverbWithoutVerb => "adverb-without-verb",
            Self::Unbalanced => "unbalanced",
            Self::Rerun => "rerun",
        }
    }

    /// What it means, for an editor.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Furniture => "belongs to the page, not to an article",
            Self::Duplicate => "printed twice: the second copy is left out",
            Self::Restored => "words lost here came back from the other copy",
            Self::Reading => "of two readings the one that makes a word is taken",
            Self::Joined => "a paragraph cut by a break is whole again",
            Self::Gap => "text is missing and marked",
            Self::HeadMoved => "headline and byline came back to their article",
            Self::LeadMoved => "the lead came back before the first subhead",
            Self::HeadlineDerived => "there was no headline: it is made of the text's own words",
            Self::HeadlineMissing => "the article has no headline of its own",
            Self::BodyMissing => "a headline and byline have no article",
            Self::DeckDash => "the dashes before the deck are left to the site",
            Self::StrayQuote => "a quotation mark that opens nothing is left out",
            Self::DoubledWord => "a word printed twice stands once",
            Self::CreditRepeated => "a photo credit printed twice stands once",
            Self::DoubtfulJoin => "joined, but words may be missing at the break",
            Self::RepeatedItem => "the same thing is listed twice",
            Self::SetPhrase => "differs from the set phrase",
            Self::AdverbWithoutVerb => {
                "an adverb in 地 is followed by a noun: a word may be missing"
            }
            Self::Unbalanced => "a quotation mark or bracket has no partner",
            Self::Rerun => "the article stands in another seed too",
        }
    }
}

impl Repair {
    /// Something done, at `anchor`.
    pub fn applied(kind: Kind, anchor: usize) -> Self {
        Self::new(kind, Status::Applied, anchor)
    }

    /// Something to look at, at `anchor`.
    pub fn reported(kind: Kind, anchor: usize) -> Self {
        Self::new(kind, Status::Reported, anchor)
    }

    fn new(kind: Kind, status: Status, anchor: usize) -> Self {
        Self {
            kind,
            status,
            anchor,
            removed: Vec::new(),
            before: String::new(),
            after: String::new(),
            evidence: Evidence::default(),
            considered: Vec::new(),
        }
    }

    /// The same, leaving out `removed`.
    #[must_use]
    pub fn removing(self, removed: Vec<Range<usize>>) -> Self {
        Self { removed, ..self }
    }

    /// The same, with the words before and after.
    #[must_use]
    pub fn words(self, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { before: before.into(), after: after.into(), ..self }
    }

    /// The same, with what it was decided by.
    #[must_use]
    pub fn because(self, evidence: Evidence) -> Self {
        Self { evidence, ..self }
    }

    /// The same, with another way it might have gone.
    #[must_use]
    pub fn or_else(mut self, considered: impl Into<String>) -> Self {
        self.considered.push(considered.into());
        self
    }
}
