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
    /// Decided, without a change to any word.
    Weighed,
}

impl Status {
    /// Name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Reported => "reported",
            Self::Weighed => "weighed",
        }
    }
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
    /// Lines without an end were read as parts of a masthead, or as subheads.
    ReadAs,
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
    /// A paragraph without an end that may have lost it, or may go on elsewhere.
    DoubtfulEnd,
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
    pub const ALL: [Self; 23] = [
        Self::Furniture,
        Self::Duplicate,
        Self::Restored,
        Self::Reading,
        Self::Joined,
        Self::Gap,
        Self::ReadAs,
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
        Self::DoubtfulEnd,
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
            Self::ReadAs => "read-as",
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
            Self::DoubtfulEnd => "doubtful-end",
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
            Self::ReadAs => "what lines without an end were first read as: where an article begins",
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
            Self::DoubtfulEnd => "no end: words may be missing behind it, or stand elsewhere",
            Self::RepeatedItem => "the same thing is listed twice",
            Self::SetPhrase => "differs from the set phrase",
            Self::AdverbWithoutVerb => {
                "an adverb in 地 is followed by a noun: a word may be missing"
            }
            Self::Unbalanced => "a quotation mark or bracket has no partner",
            Self::Rerun => "the article stands in another seed too",
        }
    }

    /// What it is called in Chinese, and what it means, for the editor's pages.
    pub fn in_chinese(self) -> (&'static str, &'static str) {
        match self {
            Self::Furniture => ("版面文字", "属于版面，不属于哪一篇文章"),
            Self::Reading => ("择字", "两份用字不同，取成词的一个"),
            Self::Rerun => ("重刊", "同一篇文章还登在另一份原文里，两处都保留"),
            Self::Duplicate => ("复本", "同一段文字印了两遍，只取一份"),
            Self::Restored => ("补全", "一份缺了的字，从另一份找回"),
            Self::Joined => ("接段", "被版面切断的一段重新接上"),
            Self::Gap => ("缺文", "原文在此中断，标出缺处，不补写"),
            Self::ReadAs => {
                ("判读", "没有句末标点的短行先判作什么，一篇从哪里起；后面的步骤可以改判")
            }
            Self::HeadMoved => ("归题", "标题和署名移回所属的文章"),
            Self::LeadMoved => ("导语归位", "导语移回第一个小标题之前"),
            Self::HeadlineDerived => ("拟题", "原无标题，用正文的原话作题"),
            Self::HeadlineMissing => ("无题", "这篇没有自己的标题"),
            Self::BodyMissing => ("有题无文", "有标题和署名，不见正文"),
            Self::DeckDash => ("副题破折号", "副题前的破折号由版式添印"),
            Self::StrayQuote => ("孤引号", "引号之后没有所引的话，不取"),
            Self::DoubledWord => ("叠词", "一个词连印了两遍，只取一个"),
            Self::CreditRepeated => ("重署名", "图片署名印了两遍，只取一个"),
            Self::DoubtfulJoin => ("接处存疑", "已经接上，断处可能缺字"),
            Self::DoubtfulEnd => ("段末存疑", "段末没有结束，其后可能缺字，也可能接在别处"),
            Self::RepeatedItem => ("列举重复", "同一事项列了两次"),
            Self::SetPhrase => ("提法不同", "与通行的固定提法不同"),
            Self::AdverbWithoutVerb => ("“地”后缺动词", "“地”的后面是名词，可能缺字"),
            Self::Unbalanced => ("引号括号不配", "引号或括号缺了另一半"),
        }
    }

    /// The kind of this name in the ledger.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a text is called that opens as only news do, with no headline above it.
pub const NEWS: &str = "news without a headline";

/// In Chinese what a step says in words of its own: another way it might have
/// gone, or what came of it. The name of a kind is one, too.
pub fn words_in_chinese(words: &str) -> Option<&'static str> {
    match words {
        "speech whose end is lost" => Some("是一段引语，收尾已失"),
        "words lost at the break" => Some("断处缺了字"),
        "the unsigned text before it" => Some("前面没有署名的那一篇"),
        NEWS => Some("没有标题的消息"),
        name => Kind::from_name(name).map(|kind| kind.in_chinese().0),
    }
}

impl Repair {
    /// Something done, at `anchor`.
    pub fn applied(kind: Kind, anchor: usize) -> Self {
        Self::new(kind, Status::Applied, anchor)
    }

    /// A decision that changes no word, at `anchor`.
    pub fn weighed(kind: Kind, anchor: usize) -> Self {
        Self::new(kind, Status::Weighed, anchor)
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
    pub fn because(self, mut evidence: Evidence) -> Self {
        // It was weighed with room for more, and is kept.
        evidence.signals.shrink_to_fit();
        Self { evidence, ..self }
    }

    /// The same, with another way it might have gone.
    #[must_use]
    pub fn or_else(mut self, considered: impl Into<String>) -> Self {
        self.considered.push(considered.into());
        self
    }
}
