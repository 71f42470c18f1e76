//! Evidence: named signals, each with a weight, added up.
//!
//! A decision is a sum of log-odds (natural logarithm): 0 is even, +2.2 is nine
//! to one for, −2.2 nine to one against. All weights stand in this file, each
//! with where it comes from; a step says which signals it saw, never how much
//! they count. The ledger shows both.
//!
//! Origins: *measured* are rough shares counted over Chinese news and government
//! prose (how often the signal is seen in paragraphs that go on, against those
//! that were truncated), as log-odds; *set* are set by hand and held by the cases
//! beside each step.

/// A kind of signal and how much it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// Its name in the ledger.
    pub name: &'static str,
    /// Log-odds for the decision.
    pub log_odds: f32,
}

const fn weight(name: &'static str, log_odds: f32) -> Weight {
    Weight { name, log_odds }
}

/// Does a line belong to the page and to no article?
pub mod furniture {
    use super::{Weight, weight};

    /// Set: nearly all lines are of articles.
    pub const PRIOR: Weight = weight("most-lines-are-text", -3.0);
    /// Set: 第3版 and nothing else.
    pub const PAGE_NUMBER: Weight = weight("number-of-a-page", 5.0);
    /// Set: A03 要闻.
    pub const PAGE_AND_NAME: Weight = weight("number-and-name-of-a-page", 4.0);
    /// Set: — 3 —.
    pub const RULED_NUMBER: Weight = weight("number-between-rules", 4.5);
    /// Set: a bare number stands in tables as well.
    pub const NUMBER: Weight = weight("bare-number", 1.0);
    /// Set: the day with its weekday.
    pub const DAY_AND_WEEKDAY: Weight = weight("day-and-weekday", 4.0);
    /// Set: a bare day stands below official documents as well.
    pub const DAY: Weight = weight("bare-day", 0.5);
    /// Set: 责编：…
    pub const STAFF: Weight = weight("editors-of-the-page", 4.0);
    /// Set: 新闻热线 …
    pub const CONTACT: Weight = weight("address-of-the-paper", 4.0);
    /// Set: ends in 报 or 刊, as a running title does.
    pub const PAPER: Weight = weight("named-like-a-paper", 1.5);
    /// Set: once more among other lines. Names of columns are as well.
    pub const PRINTED_AGAIN: Weight = weight("printed-again-among-other-lines", 0.6);
    /// Set: a page ends where it must, a column begins where an article does.
    pub const IN_CUT: Weight = weight("stands-in-a-sentence", 2.5);
    /// Set: furniture stands together.
    pub const BESIDE: Weight = weight("stands-beside-furniture", 2.0);
}

/// Does a full line of a wrapped text go on in the next?
pub mod wrap {
    use super::{Weight, weight};

    /// Set: the line is as long as its neighbours, and no empty line follows.
    pub const FULL_LINE: Weight = weight("full-line-wraps", 2.5);
    /// Set: a sentence may end where the line does.
    pub const ENDS: Weight = weight("line-ends-a-sentence", -1.0);
    /// Set: a short line without an end behind it.
    pub const NEXT_LOOKS_LIKE_HEAD: Weight = weight("next-looks-like-a-head", -2.0);
    /// Set: a headline may be as long as a line.
    pub const LOOKS_LIKE_HEAD: Weight = weight("looks-like-a-head", -1.0);
    /// Set: a byline, a deck, a number begins the next.
    pub const NEXT_OF_ITS_OWN: Weight = weight("next-is-a-line-of-its-own", -3.0);
}

/// Is the paragraph beside a photo's credit its caption?
pub mod caption {
    use super::{Weight, weight};

    /// Set: prior of the paragraph before a credit.
    pub const BEFORE_CREDIT: Weight = weight("before-the-credit", -1.4);
    /// Set: prior of the paragraph behind it.
    pub const BEHIND_CREDIT: Weight = weight("behind-the-credit", -1.5);
    /// Set: 图为 …
    pub const SHOWS: Weight = weight("says-what-the-picture-shows", 4.3);
    /// Set: 正在 …, 现场.
    pub const AT_WORK: Weight = weight("says-what-is-done-at-the-moment", 1.7);
    /// Set: up to 120 characters.
    pub const SHORT: Weight = weight("short-as-captions-are", 0.2);
    /// Set: up to 180.
    pub const MIDDLING: Weight = weight("long-for-a-caption", -0.8);
    /// Set: up to 260.
    pub const LONG: Weight = weight("very-long-for-a-caption", -2.0);
    /// Set: longer.
    pub const ENDLESS: Weight = weight("too-long-for-a-caption", -5.0);
    /// Set: captions are seldom cut.
    pub const NO_END: Weight = weight("no-end", -1.9);
    /// Set: nothing else has its credit on both sides.
    pub const BETWEEN_CREDITS: Weight = weight("between-two-equal-credits", 5.1);
    /// Set: a photo may have a headline.
    pub const BELOW_HEAD: Weight = weight("below-a-head", 0.4);
    /// Set: no running text beside it.
    pub const STANDS_APART: Weight = weight("no-running-text-beside-it", 1.8);
    /// Set: the text before has no end, and goes on behind the photo.
    pub const IN_CUT: Weight = weight("stands-in-a-sentence", 2.2);
    /// Set: the paragraph itself goes on with the text before it.
    pub const GOES_ON: Weight = weight("goes-on-with-the-text-before", -5.0);
    /// Set: the text around is of the same place.
    pub const SAME_PLACE: Weight = weight("place-of-the-text-around", -0.5);
    /// Set: the text around is of another place.
    pub const OTHER_PLACE: Weight = weight("another-place-than-around", 1.5);
}

/// What are short lines that stand together: subheads, or a masthead?
pub mod masthead {
    use super::{Weight, weight};

    /// Set: text stands under each subhead.
    pub const TWO_SUBHEADS: Weight = weight("two-subheads-in-a-row", -2.8);
    /// Set: the same.
    pub const SUBHEAD_WITHOUT_TEXT: Weight = weight("subhead-without-text", -3.9);
    /// Set: an article with one subhead has more.
    pub const HAS_SUBHEADS: Weight = weight("has-subheads-already", 0.3);
    /// Set: most bylines stand above.
    pub const SIGNATURE: Weight = weight("signature-below-the-text", -0.2);
    /// Set: an article with a byline has no second below.
    pub const SIGNED_TWICE: Weight = weight("signed-twice", -2.8);
    /// Set: the head of the article stands elsewhere.
    pub const OPENS_WITH_SUBHEAD: Weight = weight("opens-with-a-subhead", -3.5);
    /// Set: a lead stands between, as a rule.
    pub const SUBHEAD_BELOW_MASTHEAD: Weight = weight("subhead-below-the-masthead", -2.7);
    /// Set: the headline is lost.
    pub const DECK_FIRST: Weight = weight("deck-without-headline", -4.3);
    /// Set: the headline stands elsewhere, or there is none.
    pub const BYLINE_FIRST: Weight = weight("byline-without-headline", -1.5);
    /// Set: heads slide to the end, not between articles.
    pub const HEAD_AWAY: Weight = weight("masthead-without-text", -4.3);
    /// Set: there they stand together.
    pub const HEAD_AWAY_AT_END: Weight = weight("masthead-at-the-end", -0.4);
    /// Set: a column or a kicker has a headline below it.
    pub const NO_HEADLINE: Weight = weight("no-headline", -5.8);
    /// Set: three of four articles are signed.
    pub const UNSIGNED: Weight = weight("unsigned", -0.6);
    /// Set: one article in five stands in a column.
    pub const COLUMN: Weight = weight("column", -1.2);
    /// Set.
    pub const COLUMN_SHORT: Weight = weight("two-to-six-characters", 2.6);
    /// Set.
    pub const COLUMN_USUAL: Weight = weight("seven-to-nine-characters", 0.0);
    /// Set.
    pub const COLUMN_LONGISH: Weight = weight("ten-to-twelve-characters", -2.6);
    /// Set.
    pub const COLUMN_LONG: Weight = weight("too-long-for-a-column", -6.0);
    /// Set.
    pub const COLUMN_WORD: Weight = weight("word-of-a-column", 2.5);
    /// Set: names of columns have no punctuation.
    pub const COLUMN_MARKED: Weight = weight("marks-in-a-column", -2.5);
    /// Set.
    pub const COLUMN_PLACE: Weight = weight("place-in-a-column", -1.5);
    /// Set.
    pub const COLUMN_SHORTER: Weight = weight("column-shorter-than-headline", 0.3);
    /// Set: they are rare.
    pub const KICKER: Weight = weight("kicker", -2.8);
    /// Set.
    pub const KICKER_REPORT: Weight = weight("kicker-names-a-kind-of-report", 2.0);
    /// Set: a report is named above or below the headline.
    pub const HEADLINE_REPORT: Weight = weight("headline-names-a-kind-of-report", -1.0);
    /// Set.
    pub const KICKER_PLACE: Weight = weight("place-in-a-kicker", 0.7);
    /// Set.
    pub const KICKER_SHORTER: Weight = weight("kicker-shorter-than-headline", -0.7);
    /// Set: who is named with a role needs no name above.
    pub const NAMES_ABOVE_BYLINE: Weight = weight("names-above-a-byline", -3.0);
    /// Set: a name without a role is a byline only where one is expected.
    pub const BARE_NAMES: Weight = weight("names-without-a-role", 0.2);
    /// Set.
    pub const PHOTO_TITLE: Weight = weight("headline-of-a-photo", -0.5);
    /// Set.
    pub const PHOTO_SHARES: Weight = weight("shares-words-with-the-caption", 1.5);
    /// Set.
    pub const PHOTO_SHARES_NOTHING: Weight = weight("shares-nothing-with-the-caption", -1.0);
    /// Set.
    pub const HEADLINE_TINY: Weight = weight("up-to-four-characters", -3.2);
    /// Set.
    pub const HEADLINE_SHORT: Weight = weight("five-to-seven-characters", -1.3);
    /// Set.
    pub const HEADLINE_BRIEF: Weight = weight("eight-to-eleven-characters", -0.2);
    /// Set.
    pub const HEADLINE_USUAL: Weight = weight("length-of-a-headline", 0.5);
    /// Set.
    pub const HEADLINE_LONG: Weight = weight("long-for-a-headline", 0.0);
    /// Set.
    pub const HEADLINE_PLACE: Weight = weight("place-in-a-headline", -0.9);
    /// Set.
    pub const HEADLINE_DOCUMENT: Weight = weight("title-of-a-document", 3.1);
    /// Set.
    pub const HEADLINE_SPACED: Weight = weight("headline-in-two-halves", -0.4);
    /// Set.
    pub const HEADLINE_MARKED: Weight = weight("marks-in-a-headline", -0.2);
    /// Set: numbers count subheads.
    pub const NUMBERED_HEADLINE: Weight = weight("headline-with-a-number", -5.0);
    /// Set.
    pub const SUBHEAD_TINY: Weight = weight("up-to-three-characters", -2.4);
    /// Set.
    pub const SUBHEAD_SHORT: Weight = weight("four-to-eight-characters", 0.9);
    /// Set.
    pub const SUBHEAD_USUAL: Weight = weight("nine-to-fourteen-characters", 0.6);
    /// Set.
    pub const SUBHEAD_LONG: Weight = weight("fifteen-to-twenty-characters", -1.5);
    /// Set.
    pub const SUBHEAD_VERY_LONG: Weight = weight("twenty-one-to-twenty-eight-characters", -2.9);
    /// Set.
    pub const SUBHEAD_ENDLESS: Weight = weight("too-long-for-a-subhead", -4.0);
    /// Set.
    pub const UNNUMBERED: Weight = weight("no-number-among-numbered-subheads", -2.0);
    /// Set.
    pub const NUMBERED_SUBHEAD: Weight = weight("numbered", 4.0);
    /// Set.
    pub const SUBHEAD_PLACE: Weight = weight("place-in-a-subhead", -1.7);
    /// Set.
    pub const SUBHEAD_DOCUMENT: Weight = weight("document-titled-line", -3.0);
    /// Set.
    pub const DECK: Weight = weight("deck-without-dashes", -2.1);
    /// Set.
    pub const DECK_DASHED: Weight = weight("deck-with-dashes", 4.0);
    /// Set.
    pub const DECK_LONGER: Weight = weight("deck-longer-than-headline", 1.1);
    /// Set.
    pub const DECK_SHORT: Weight = weight("short-for-a-deck", -2.4);
    /// Set.
    pub const DECK_REPORT: Weight = weight("names-a-kind-of-report", 2.2);
    /// Set.
    pub const DECK_PLACE: Weight = weight("place-in-a-deck", 1.1);
    /// Set: the texts on both sides share next to nothing.
    pub const SHARES_NOTHING: Weight = weight("texts-share-nothing", 1.0);
    /// Set.
    pub const SHARES_LITTLE: Weight = weight("texts-share-little", 0.3);
    /// Set.
    pub const SHARES_SOME: Weight = weight("texts-share-some", -0.5);
    /// Set.
    pub const SHARES_MUCH: Weight = weight("texts-share-much", -1.5);
    /// Set: the text before names places, the text behind none, or the other way.
    pub const PLACE_IN_ONE: Weight = weight("one-text-names-places", 0.5);
    /// Set: 本报讯 opens nothing else.
    pub const DATELINE: Weight = weight("text-opens-with-a-dateline", 4.2);
    /// Set.
    pub const OPENS_LIKE_LEAD: Weight = weight("text-opens-like-a-lead", -1.1);
    /// Set: a signature ends an article.
    pub const ENDED_SIGNED: Weight = weight("text-before-is-signed", 2.2);
    /// Set.
    pub const OTHER_PLACE: Weight = weight("text-speaks-of-another-place", 2.5);
    /// Set.
    pub const SAME_PLACE: Weight = weight("text-speaks-of-the-same-place", -2.2);
}

/// Does a paragraph without an end go on in a later block?
pub mod join {
    use super::{Weight, weight};

    /// Prior: of paragraphs without terminal punctuation, about nine in ten go
    /// on in the next block (a rule of this alone reaches F1 .92).
    pub const NO_END: Weight = weight("no-terminal-punctuation", 2.8);
    /// Prior for a short line without an end: it is a head, not a fragment.
    pub const LOOKS_LIKE_HEAD: Weight = weight("looks-like-a-head", -1.2);
    /// The block that should continue looks like a head itself.
    pub const NEXT_LOOKS_LIKE_HEAD: Weight = weight("next-looks-like-a-head", -4.3);
    /// Measured .47 against .15.
    pub const WORD_ACROSS: Weight = weight("word-across-the-break", 1.5);
    /// Set: a word of three or more characters seldom arises by chance.
    pub const LONG_WORD_ACROSS: Weight = weight("long-word-across-the-break", 4.9);
    /// Measured .53 against .85, the absence of the same.
    pub const NO_WORD_ACROSS: Weight = weight("no-word-across-the-break", -2.2);
    /// Measured .82 against .36: the two characters at the break stand next to
    /// each other elsewhere in the text.
    pub const BIGRAM_KNOWN: Weight = weight("characters-stand-together-elsewhere", 1.0);
    /// Measured .18 against .64, the absence of the same.
    pub const BIGRAM_UNKNOWN: Weight = weight("characters-never-stand-together", 0.2);
    /// Measured .34 against .58.
    pub const OPENS_PARAGRAPH: Weight = weight("next-opens-like-a-paragraph", -0.5);
    /// Measured .66 against .42, the absence of the same.
    pub const NO_OPENING: Weight = weight("next-does-not-open-a-paragraph", 1.2);
    /// Set: 的, 了, a comma or a closing bracket never open a paragraph.
    pub const BOUND_OPENING: Weight = weight("next-cannot-open-a-paragraph", 3.2);
    /// Measured .034 against .021 over all; set higher, as it is seen only where
    /// something is open.
    pub const QUOTE_CLOSES: Weight = weight("quotation-closes-across-the-break", 3.1);
    /// Measured .008 against 0.
    pub const BRACKET_CLOSES: Weight = weight("bracket-closes-across-the-break", 3.0);
    /// Set: a quotation is opened again while the same kind is open.
    pub const QUOTE_REOPENS: Weight = weight("quotation-opens-inside-itself", -4.8);
    /// Set: the next block closes what nothing opened.
    pub const CLOSES_NOTHING: Weight = weight("next-closes-what-is-not-open", -2.5);
    /// Set: a comma or a 、 at the end wants more.
    pub const ENDS_IN_COMMA: Weight = weight("ends-in-a-comma", 1.4);
    /// Set: digits on both sides of the break.
    pub const NUMBER_ACROSS: Weight = weight("number-across-the-break", 5.4);
    /// Set: the continuation has an end, as a paragraph has.
    pub const NEXT_ENDS: Weight = weight("next-ends-properly", -0.5);
    /// Set: other paragraphs of the text begin with the same words.
    pub const OPENS_LIKE_OTHERS: Weight = weight("next-opens-like-other-paragraphs", -2.2);
    /// Set: 第八条, 一是, （二）: a number opens the next.
    pub const OPENS_NUMBERED: Weight = weight("next-opens-with-a-number", -0.9);
    /// Set: the other copy of the passage has no break here.
    pub const WHOLE_IN_COPY: Weight = weight("whole-in-the-other-copy", 5.0);
    /// Set: a photo stands between.
    pub const PAST_PHOTO: Weight = weight("past-a-photo", -1.6);
    /// Set: a head stands between.
    pub const PAST_HEAD: Weight = weight("past-a-head", -1.8);
    /// Set: the masthead of another article stands between.
    pub const PAST_MASTHEAD: Weight = weight("past-a-masthead", -2.0);
    /// Text that ends inside a quotation: the paragraph may end all the same.
    pub const INSIDE_QUOTATION: Weight = weight("ends-inside-a-quotation", -0.7);
    /// A short line that its own words show to be a fragment.
    pub const SURE_FRAGMENT: Weight = weight("is-a-fragment", 3.6);
    /// The same, less sure.
    pub const LIKELY_FRAGMENT: Weight = weight("may-be-a-fragment", 1.4);
    /// A short line whose words are those of a head.
    pub const SURE_HEAD: Weight = weight("is-a-head", -3.4);
    /// The same of the line that should continue.
    pub const NEXT_SURE_FRAGMENT: Weight = weight("next-is-a-fragment", 3.8);
    /// The same, less sure.
    pub const NEXT_LIKELY_FRAGMENT: Weight = weight("next-may-be-a-fragment", 1.8);
    /// The same.
    pub const NEXT_SURE_HEAD: Weight = weight("next-is-a-head", -1.0);
    /// A short line stands between that may be the continuation itself.
    pub const PAST_FRAGMENT: Weight = weight("past-what-may-be-a-fragment", -2.6);
    /// The first sentence behind the break has up to six characters.
    pub const NEXT_STUB: Weight = weight("next-begins-with-a-stub", 0.9);
    /// Up to twelve.
    pub const NEXT_BRIEF: Weight = weight("next-begins-with-a-brief-sentence", -0.1);
    /// Set: 第八条 and a space open an article of a law.
    pub const OPENS_ARTICLE: Weight = weight("next-opens-an-article-of-a-law", -5.0);
    /// 坚持|河长, 在|堤上: a verb or preposition and what it is about.
    pub const OBJECT: Weight = weight("verb-and-object", 0.1);
    /// 新的|堤: what leans on a word before it is followed by its noun.
    pub const QUALIFIED: Weight = weight("particle-and-noun", -0.1);
    /// 河水|涨: a noun and a verb.
    pub const PREDICATE: Weight = weight("noun-and-verb", 0.0);
    /// 已|种下.
    pub const MODIFIED: Weight = weight("adverb-and-verb", 0.0);
    /// 在|的: words that cannot follow each other.
    pub const CLASH: Weight = weight("words-that-cannot-follow", -3.0);
    /// Set: cells of a table on either side.
    pub const TABBED: Weight = weight("row-of-a-table", -12.0);
    /// What stands on both sides stands together elsewhere, two characters and one.
    pub const PHRASE_KNOWN: Weight = weight("phrase-stands-elsewhere", 3.6);
    /// The text before ends inside a word that the next does not complete.
    pub const BROKEN_BEFORE: Weight = weight("word-not-completed", -0.8);
    /// The next begins inside a word that the text before does not begin.
    pub const BROKEN_BEHIND: Weight = weight("rest-of-another-word", -0.2);
    /// Part of speech of the first word behind the break.
    pub const NEXT_LEANING: Weight = weight("next-opens-with-a-word-that-leans", -0.1);
    /// Part of speech of the first word behind the break.
    pub const NEXT_ADVERB: Weight = weight("next-opens-with-an-adverb", 1.5);
    /// Part of speech of the first word behind the break.
    pub const NEXT_PREPOSITION: Weight = weight("next-opens-with-a-preposition", 0.3);
    /// Part of speech of the first word behind the break.
    pub const NEXT_CONJUNCTION: Weight = weight("next-opens-with-a-conjunction", 0.4);
    /// Part of speech of the first word behind the break.
    pub const NEXT_PRONOUN: Weight = weight("next-opens-with-a-pronoun", -1.4);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NUMERAL: Weight = weight("next-opens-with-a-numeral", 0.1);
    /// Part of speech of the first word behind the break.
    pub const NEXT_VERB: Weight = weight("next-opens-with-a-verb", 0.4);
    /// Part of speech of the first word behind the break.
    pub const NEXT_QUALITY: Weight = weight("next-opens-with-a-quality", -0.6);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NOUN: Weight = weight("next-opens-with-a-noun", -0.3);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NAME: Weight = weight("next-opens-with-a-name", -0.8);
    /// Part of speech of the first word behind the break.
    pub const NEXT_TIME: Weight = weight("next-opens-with-a-time", -1.8);
    /// Part of speech of the first word behind the break.
    pub const NEXT_MARK: Weight = weight("next-opens-with-no-word", 0.3);
}

/// Is a short line without an end a fragment of a paragraph, and no head?
pub mod fragment {
    use super::{Weight, weight};

    /// Prior.
    pub const PRIOR: Weight = weight("most-short-lines-are-heads", -3.2);
    /// Up to eight characters.
    pub const TINY: Weight = weight("up-to-eight-characters", -1.3);
    /// Up to fourteen.
    pub const SHORT: Weight = weight("up-to-fourteen-characters", -1.6);
    /// Up to twenty.
    pub const USUAL: Weight = weight("up-to-twenty-characters", -0.5);
    /// Up to twenty-eight.
    pub const LONG: Weight = weight("up-to-twenty-eight-characters", 1.3);
    /// More.
    pub const ENDLESS: Weight = weight("long-for-a-head", 3.3);
    /// One comma.
    pub const CLAUSE: Weight = weight("two-clauses", 1.3);
    /// More.
    pub const CLAUSES: Weight = weight("several-clauses", 4.8);
    /// 近日, 记者, 据介绍 …
    pub const OPENS: Weight = weight("opens-like-a-paragraph", 1.0);
    /// 第八条 and words behind it: a law.
    pub const ARTICLE: Weight = weight("article-of-a-law", 6.8);
    /// 一、, （二）.
    pub const NUMBERED: Weight = weight("numbered", -1.3);
    /// Set: 中华人民共和国消防法（节选）: the title of a document.
    pub const DOCUMENT: Weight = weight("title-of-a-document", -4.6);
    /// Two halves with a space between.
    pub const SPACED: Weight = weight("in-two-halves", -7.1);
    /// 应当, 记者, 了 …: words of sentences, not of heads.
    pub const PROSE_WORD: Weight = weight("word-of-running-text", 1.1);
    /// The last word is one character that ends nothing.
    pub const LONE_END: Weight = weight("ends-in-a-lone-character", 1.1);
    /// Text on both sides, as a subhead has.
    pub const IN_TEXT: Weight = weight("between-paragraphs", 1.7);
    /// Other short lines stand beside it.
    pub const AMONG_HEADS: Weight = weight("beside-short-lines", 1.6);
    /// A byline or a deck follows.
    pub const ABOVE_BYLINE: Weight = weight("above-a-byline", -2.8);
    /// The paragraph before has no end either.
    pub const IN_CUT: Weight = weight("text-before-has-no-end", 1.7);
    /// The next line cannot open a paragraph.
    pub const NEXT_BOUND: Weight = weight("next-cannot-open-a-paragraph", 4.1);
    /// The same, and the text before the line has no end: that may go on there.
    pub const NEXT_BOUND_IN_CUT: Weight = weight("text-may-go-on-behind-it", 0.5);
    /// Other lines begin with the same words, and are text.
    pub const OPENS_LIKE_OTHERS: Weight = weight("opens-like-paragraphs", 2.3);
    /// It begins with what cannot begin a line.
    pub const LEANS: Weight = weight("begins-in-a-sentence", -0.6);
    /// From this sum on a line is surely a fragment: its loss is marked.
    pub const SURE: f32 = 1.5;
    /// Below this sum it is surely a head.
    pub const HEAD: f32 = -3.0;
    /// Part of speech of its last word.
    pub const ENDS_LEANING: Weight = weight("ends-with-a-word-that-leans", -0.5);
    /// Part of speech of its last word.
    pub const ENDS_ADVERB: Weight = weight("ends-with-an-adverb", 0.7);
    /// Part of speech of its last word.
    pub const ENDS_PREPOSITION: Weight = weight("ends-with-a-preposition", 2.1);
    /// Part of speech of its last word.
    pub const ENDS_CONJUNCTION: Weight = weight("ends-with-a-conjunction", 1.9);
    /// Part of speech of its last word.
    pub const ENDS_PRONOUN: Weight = weight("ends-with-a-pronoun", -3.2);
    /// Part of speech of its last word.
    pub const ENDS_NUMERAL: Weight = weight("ends-with-a-number", 2.2);
    /// Part of speech of its last word.
    pub const ENDS_VERB: Weight = weight("ends-with-a-verb", -0.5);
    /// Part of speech of its last word.
    pub const ENDS_QUALITY: Weight = weight("ends-with-a-quality", -0.6);
    /// Part of speech of its last word.
    pub const ENDS_NOUN: Weight = weight("ends-with-a-noun", -0.6);
    /// Part of speech of its last word.
    pub const ENDS_NAME: Weight = weight("ends-with-a-name", 0.3);
    /// Part of speech of its last word.
    pub const ENDS_TIME: Weight = weight("ends-with-a-time", -0.3);
    /// Part of speech of its last word.
    pub const ENDS_MARK: Weight = weight("ends-with-no-word", -2.0);
}

/// Has a paragraph without an end lost it, if nothing continues it?
pub mod loss {
    use super::{Weight, weight};

    /// Set: paragraphs have ends.
    pub const NO_END: Weight = weight("no-end-and-no-continuation", 2.0);
    /// Set: verse, tables and lists have no ends to lose.
    pub const NO_PROSE: Weight = weight("no-running-text", -6.0);
    /// Set: cells of a table.
    pub const TABBED: Weight = weight("row-of-a-table", -6.0);
    /// Set: （新华社）, （记者 刘娟）.
    pub const SIGNED: Weight = weight("ends-in-a-source", -5.0);
    /// Set: 编者按, 来源：, 电话：
    pub const LABELLED: Weight = weight("line-with-a-label", -4.0);
    /// Set: captions often have none.
    pub const CAPTION: Weight = weight("captions-need-no-end", -2.5);
    /// Set: 的, 在, a comma, half a word.
    pub const WANTS_MORE: Weight = weight("ends-in-a-sentence", 1.5);
    /// Set: a bracket, a quotation.
    pub const OPEN: Weight = weight("something-is-open", 2.0);
}

/// Has a paragraph lost its beginning?
pub mod opening {
    use super::{Weight, weight};

    /// Prior.
    pub const PRIOR: Weight = weight("most-paragraphs-are-whole", -5.3);
    /// The text before it waits for its rest.
    pub const BEHIND_OPEN: Weight = weight("text-before-has-no-end", 0.5);
    /// A comma, 的, 了.
    pub const BOUND: Weight = weight("cannot-open-a-paragraph", 7.2);
    /// Something closes that was not opened.
    pub const CLOSES_NOTHING: Weight = weight("closes-what-is-not-open", 4.3);
    /// Set: the same within its first words; stray marks stand at an end.
    pub const CLOSES_EARLY: Weight = weight("closes-in-its-first-words", 4.8);
    /// Set: 八条 with a space behind it: 第 is lost.
    pub const REST_OF_ARTICLE: Weight = weight("number-of-an-article-without-its-beginning", 7.0);
    /// 近日, 记者, 据介绍 …, a place.
    pub const OPENS: Weight = weight("opens-like-a-paragraph", -1.7);
    /// A number counts it.
    pub const NUMBERED: Weight = weight("opens-with-a-number", -3.9);
    /// Other paragraphs open so.
    pub const OPENS_LIKE_OTHERS: Weight = weight("opens-like-other-paragraphs", -0.4);
    /// The first word is one character that stands for nothing.
    pub const LONE: Weight = weight("begins-with-a-lone-character", 1.2);
    /// Set: digits that are the rest of a number, a letter that is no capital.
    pub const REST_OF_NUMBER: Weight = weight("begins-with-the-rest-of-a-number", 5.5);
    /// Its first sentence has up to six characters.
    pub const STUB: Weight = weight("begins-with-a-stub", 1.2);
    /// Up to twelve.
    pub const BRIEF: Weight = weight("begins-with-a-brief-sentence", -0.3);
    /// It follows a head: the first paragraph of a text.
    pub const BELOW_HEAD: Weight = weight("below-a-head", -0.2);
    /// From this sum on the loss is marked: a mark that is wrong is worse than one
    /// that is missing.
    pub const ENOUGH: f32 = 1.0;
    /// Part of speech of its first word.
    pub const NEXT_LEANING: Weight = weight("opens-with-a-word-that-leans", 1.7);
    /// Part of speech of its first word.
    pub const NEXT_ADVERB: Weight = weight("opens-with-an-adverb", 0.5);
    /// Part of speech of its first word.
    pub const NEXT_PREPOSITION: Weight = weight("opens-with-a-preposition", 0.2);
    /// Part of speech of its first word.
    pub const NEXT_CONJUNCTION: Weight = weight("opens-with-a-conjunction", 0.6);
    /// Part of speech of its first word.
    pub const NEXT_PRONOUN: Weight = weight("opens-with-a-pronoun", -1.2);
    /// Part of speech of its first word.
    pub const NEXT_NUMERAL: Weight = weight("opens-with-a-numeral", 0.7);
    /// Part of speech of its first word.
    pub const NEXT_VERB: Weight = weight("opens-with-a-verb", -0.1);
    /// Part of speech of its first word.
    pub const NEXT_QUALITY: Weight = weight("opens-with-a-quality", -1.4);
    /// Part of speech of its first word.
    pub const NEXT_NOUN: Weight = weight("opens-with-a-noun", 0.0);
    /// Part of speech of its first word.
    pub const NEXT_NAME: Weight = weight("opens-with-a-name", -0.8);
    /// Part of speech of its first word.
    pub const NEXT_TIME: Weight = weight("opens-with-a-time", -2.3);
    /// Part of speech of its first word.
    pub const NEXT_MARK: Weight = weight("opens-with-no-word", 0.6);
}

/// Are the first paragraphs under the first subhead really the lead?
pub mod lead {
    use super::{Weight, weight};

    /// Set: a text seldom opens with a subhead.
    pub const PRIOR: Weight = weight("opens-with-a-subhead", 0.0);
    /// Set: 第二章 opens what is cut out of a law.
    pub const NUMBERED: Weight = weight("subhead-with-a-number", -6.0);
    /// Set: 近年来, 日前 … open a lead.
    pub const OPENS: Weight = weight("opens-like-a-lead", 2.0);
    /// Set: a lead says where.
    pub const NAMES_PLACE: Weight = weight("names-the-place", 0.7);
    /// Set: what follows speaks of the subhead's matter, this does not.
    pub const OFF_SUBHEAD: Weight = weight("subhead-fits-what-follows-better", 0.8);
    /// Set: the paragraph speaks of the subhead's matter.
    pub const ON_SUBHEAD: Weight = weight("subhead-fits-this-paragraph", -1.5);
    /// Set: a lead speaks of what the headline does.
    pub const ON_HEADLINE: Weight = weight("headline-fits-this-paragraph", 0.7);
    /// Set: more subheads follow: the text has a lead and sections.
    pub const MORE_SUBHEADS: Weight = weight("more-subheads-follow", 0.3);
    /// Set: nothing above tells where the article begins.
    pub const NO_HEADLINE: Weight = weight("no-headline-above", -1.0);
}

/// Does a quotation mark at the start of a paragraph open nothing?
pub mod stray_quote {
    use super::{Weight, weight};

    /// Set: prior.
    pub const UNCLOSED: Weight = weight("quotation-never-closes", 0.0);
    /// Set: speech of several paragraphs opens each with a quotation mark.
    pub const NEXT_OPENS: Weight = weight("next-paragraph-opens-a-quotation", -2.5);
    /// Set: a subhead or the end follows, so that nothing can close it.
    pub const NOTHING_FOLLOWS: Weight = weight("no-paragraph-follows", 1.5);
    /// Set: speakers do not open like a lead.
    pub const OPENS_LIKE_LEAD: Weight = weight("opens-like-a-lead", 1.5);
    /// Set: who speaks says 我 and 你.
    pub const SPEAKS: Weight = weight("speaks-in-the-first-person", -2.0);
    /// Set: a colon before it announces speech.
    pub const ANNOUNCED: Weight = weight("speech-is-announced", -2.5);
    /// Below this sum a stray mark is only reported.
    pub const ENOUGH: f32 = 1.0;
}

/// Does another article, whose head slid away, begin inside a text?
pub mod start {
    use super::{Weight, weight};

    /// Set: a paragraph of a page whose heads slid away.
    pub const PRIOR: Weight = weight("a-paragraph", -2.7);
    /// Set: a text without a headline is an article all the same.
    pub const HEADLESS: Weight = weight("text-without-a-head", 4.0);
    /// Set: both sides share no words.
    pub const SHARES_NOTHING: Weight = weight("both-sides-share-nothing", 0.7);
    /// Set.
    pub const SHARES_LITTLE: Weight = weight("both-sides-share-little", 0.1);
    /// Set.
    pub const SHARES_SOME: Weight = weight("both-sides-share-some", -0.3);
    /// Set.
    pub const SHARES_MORE: Weight = weight("both-sides-share-more", -0.4);
    /// Set.
    pub const SHARES_MUCH: Weight = weight("both-sides-share-much", -0.8);
    /// Set: nowhere near both sides share less.
    pub const LOWEST: Weight = weight("shares-least-around", 0.4);
    /// Set.
    pub const LAST_FITS_BEFORE: Weight = weight("last-paragraph-fits-before", 0.2);
    /// Set.
    pub const LAST_FITS_BEHIND: Weight = weight("last-paragraph-fits-behind", -0.5);
    /// Set.
    pub const FIRST_FITS_BEHIND: Weight = weight("first-paragraph-fits-behind", 0.6);
    /// Set.
    pub const FIRST_FITS_BEFORE: Weight = weight("first-paragraph-fits-before", -0.7);
    /// Set.
    pub const PLACE_IN_ONE: Weight = weight("one-side-names-places", 0.2);
    /// Set.
    pub const SAME_PLACE: Weight = weight("both-sides-name-one-place", -0.9);
    /// Set.
    pub const OTHER_PLACE: Weight = weight("both-sides-name-other-places", 1.0);
    /// Set: a signature ends an article.
    pub const ENDED_SIGNED: Weight = weight("signed-before-it", 4.4);
    /// Set.
    pub const SUBHEAD: Weight = weight("begins-with-a-subhead", -0.3);
    /// Set.
    pub const OPENS_LIKE_LEAD: Weight = weight("lead-like-opening", 1.0);
    /// Set.
    pub const GOES_ON: Weight = weight("opens-like-one-that-goes-on", -0.7);
    /// Set: 近日, 日前, 5月3日.
    pub const SAYS_WHEN: Weight = weight("opening-says-when", 1.7);
    /// Set.
    pub const SAYS_WHERE: Weight = weight("opening-says-where", 1.7);
    /// Set: under a subhead more than one paragraph is usual.
    pub const SHORT_SECTION: Weight = weight("subhead-just-above", -0.4);
    /// Set.
    pub const AMONG_NUMBERS: Weight = weight("among-numbered-paragraphs", -0.1);
    /// Set.
    pub const NO_MORE_NUMBERS: Weight = weight("no-more-numbered-paragraphs", 1.0);
    /// Set.
    pub const FIRST_NUMBER: Weight = weight("first-number", 1.8);
    /// Set.
    pub const NEXT_NUMBER: Weight = weight("next-number", -2.5);
    /// Set.
    pub const LATER_NUMBER: Weight = weight("later-number", 0.2);
    /// Set.
    pub const EARLIER_NUMBER: Weight = weight("number-begins-again", 2.8);
}

/// Which text does a head without an article belong to?
pub mod head {
    use super::{Weight, weight};

    /// Set: the paragraph names the head's place.
    pub const SAME_PLACE: Weight = weight("names-the-same-place", 1.5);
    /// Set: the paragraph names other places only.
    pub const OTHER_PLACE: Weight = weight("names-another-place", -1.5);
    /// Set: a pair of characters that two or three paragraphs of the page have.
    pub const RARE: Weight = weight("shares-rare-words", 0.9);
    /// Set: one that up to eight have.
    pub const UNUSUAL: Weight = weight("shares-unusual-words", 0.65);
    /// Set: one that more have.
    pub const USUAL: Weight = weight("shares-usual-words", 0.25);
    /// Set: one that up to half of all have.
    pub const COMMON: Weight = weight("shares-common-words", 0.13);
    /// Set: a head was printed for some article.
    pub const WANTED: Weight = weight("a-head-has-an-article", 2.0);
    /// Set: where no other head takes what follows, the text may end.
    pub const MAY_END: Weight = weight("another-may-begin", -0.5);
    /// Below this sum a head stays without an article.
    pub const ENOUGH: f32 = 0.5;
    /// Most that the words of one paragraph say.
    pub const MOST: f32 = 6.5;
    /// What shares nothing with a head is given to it from here on, as there are
    /// as many heads as articles that have none.
    pub const LEFT: f32 = -1.0;
}

/// A signal that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// What it is and how much it counts.
    pub weight: Weight,
    /// What was seen: the word, the place.
    pub seen: Option<String>,
}

/// What signals are added up in: a sum while ways are weighed, the evidence for
/// the one that was taken.
pub trait Tally {
    /// Adds a signal.
    fn add(&mut self, weight: Weight);
    /// Adds a signal that was seen elsewhere.
    fn add_signal(&mut self, signal: &Signal);
}

impl Tally for f32 {
    fn add(&mut self, weight: Weight) {
        *self += weight.log_odds;
    }

    fn add_signal(&mut self, signal: &Signal) {
        *self += signal.weight.log_odds;
    }
}

impl Tally for Evidence {
    fn add(&mut self, weight: Weight) {
        Self::add(self, weight);
    }

    fn add_signal(&mut self, signal: &Signal) {
        self.signals.push(signal.clone());
    }
}

/// Signals for and against one decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// In the order in which they were seen.
    pub signals: Vec<Signal>,
}

impl Evidence {
    /// Adds a signal.
    pub fn add(&mut self, weight: Weight) {
        self.signals.push(Signal { weight, seen: None });
    }

    /// Adds a signal and what was seen of it.
    pub fn saw(&mut self, weight: Weight, seen: impl Into<String>) {
        self.signals.push(Signal { weight, seen: Some(seen.into()) });
    }

    /// Adds all signals of another.
    pub fn extend(&mut self, other: Self) {
        self.signals.extend(other.signals);
    }

    /// The same signals for the opposite decision.
    #[must_use]
    pub fn against(mut self) -> Self {
        for signal in &mut self.signals {
            signal.weight.log_odds = -signal.weight.log_odds;
        }
        self
    }

    /// The sum of the weights.
    pub fn total(&self) -> f32 {
        self.signals.iter().map(|s| s.weight.log_odds).sum()
    }

    /// The sum as a probability.
    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.total()).exp())
    }
}
