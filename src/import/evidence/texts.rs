//! Weights of where a text ends, goes on, begins and belongs.

use super::{Weight, weight};

/// Does a paragraph without an end go on in a later block?
pub mod join {
    use super::{Weight, weight};

    /// Prior: of paragraphs without terminal punctuation, about nine in ten go
    /// on in the next block (a rule of this alone reaches F1 .92).
    pub const NO_END: Weight = weight("no-terminal-punctuation", 2.9);
    /// Prior for a short line without an end: it is a head, not a fragment.
    pub const LOOKS_LIKE_HEAD: Weight = weight("looks-like-a-head", -0.6);
    /// The block that should continue looks like a head itself.
    pub const NEXT_LOOKS_LIKE_HEAD: Weight = weight("next-looks-like-a-head", -3.4);
    /// Measured .47 against .15.
    pub const WORD_ACROSS: Weight = weight("word-across-the-break", 1.7);
    /// Set: a word of three or more characters seldom arises by chance.
    pub const LONG_WORD_ACROSS: Weight = weight("long-word-across-the-break", 4.9);
    /// Measured .53 against .85, the absence of the same.
    pub const NO_WORD_ACROSS: Weight = weight("no-word-across-the-break", -2.3);
    /// Measured .82 against .36: the two characters at the break stand next to
    /// each other elsewhere in the text.
    pub const BIGRAM_KNOWN: Weight = weight("characters-stand-together-elsewhere", -0.1);
    /// Measured .18 against .64, the absence of the same.
    pub const BIGRAM_UNKNOWN: Weight = weight("characters-never-stand-together", -0.6);
    /// Measured .34 against .58.
    pub const OPENS_PARAGRAPH: Weight = weight("next-opens-like-a-paragraph", 0.2);
    /// 近年来, 记者, 据介绍: what sentences open with.
    pub const OPENS_SENTENCE: Weight = weight("next-opens-like-a-sentence", -0.2);
    /// A paragraph of speech opens so, one that goes on seldom.
    pub const OPENS_QUOTATION: Weight = weight("next-opens-a-quotation", -1.6);
    /// Set: short lines without a mark in them, one below the other.
    pub const VERSE: Weight = weight("lines-of-verse", -8.0);
    /// 二、, （三）: an item of a list.
    pub const OPENS_ITEM: Weight = weight("next-opens-an-item", -2.9);
    /// 该负责人表示，: a paragraph opens with who speaks.
    pub const OPENS_SPEAKER: Weight = weight("next-opens-with-who-speaks", -1.2);
    /// 服务方面，: a paragraph opens with what it is about.
    pub const OPENS_MATTER: Weight = weight("next-opens-with-its-matter", -1.2);
    /// A digit at the end, and behind it no digit, no unit, no mark.
    pub const NUMBER_WITHOUT_UNIT: Weight = weight("number-without-its-unit", -2.8);
    /// The first word behind the break nearly always stands behind the last before it.
    pub const FOLLOWS_SURELY: Weight = weight("words-surely-follow", 2.5);
    /// It does more often than by chance.
    pub const FOLLOWS_OFTEN: Weight = weight("words-often-follow", 1.8);
    /// Both are frequent, and it never does.
    pub const FOLLOWS_NEVER: Weight = weight("words-never-follow", -0.2);
    /// The clause through the break has up to sixteen characters.
    pub const SHORT_CLAUSE: Weight = weight("short-clause-across-the-break", 0.4);
    /// More than twenty-six.
    pub const LONG_CLAUSE: Weight = weight("long-clause-across-the-break", -1.3);
    /// The whole next block is the end of a sentence.
    pub const NEXT_TINY: Weight = weight("next-is-the-end-of-a-sentence", 1.3);
    /// Measured .66 against .42, the absence of the same.
    pub const NO_OPENING: Weight = weight("next-does-not-open-a-paragraph", 1.5);
    /// Set: 的, 了, a comma or a closing bracket never open a paragraph.
    pub const BOUND_OPENING: Weight = weight("next-cannot-open-a-paragraph", 3.1);
    /// Measured .034 against .021 over all; set higher, as it is seen only where
    /// something is open.
    pub const QUOTE_CLOSES: Weight = weight("quotation-closes-across-the-break", 2.7);
    /// Measured .008 against 0.
    pub const BRACKET_CLOSES: Weight = weight("bracket-closes-across-the-break", 3.1);
    /// Set: a quotation is opened again while the same kind is open.
    pub const QUOTE_REOPENS: Weight = weight("quotation-opens-inside-itself", -4.0);
    /// Set: the next block closes what nothing opened.
    pub const CLOSES_NOTHING: Weight = weight("next-closes-what-is-not-open", -1.8);
    /// Set: a comma or a 、 at the end wants more.
    pub const ENDS_IN_COMMA: Weight = weight("ends-in-a-comma", 1.0);
    /// Set: digits on both sides of the break.
    pub const NUMBER_ACROSS: Weight = weight("number-across-the-break", 4.5);
    /// Set: the continuation has an end, as a paragraph has.
    pub const NEXT_ENDS: Weight = weight("next-ends-properly", -0.7);
    /// Set: other paragraphs of the text begin with the same words.
    pub const OPENS_LIKE_OTHERS: Weight = weight("next-opens-like-other-paragraphs", -3.0);
    /// Set: 第八条, 一是, （二）: a number opens the next.
    pub const OPENS_NUMBERED: Weight = weight("next-opens-with-a-number", 0.8);
    /// Set: the other copy of the passage has no break here.
    pub const WHOLE_IN_COPY: Weight = weight("whole-in-the-other-copy", 5.0);
    /// Set: a photo stands between.
    pub const PAST_PHOTO: Weight = weight("past-a-photo", -1.2);
    /// Set: a head stands between.
    pub const PAST_HEAD: Weight = weight("past-a-head", -2.0);
    /// Set: the masthead of another article stands between.
    pub const PAST_MASTHEAD: Weight = weight("past-a-masthead", -1.6);
    /// Text that ends inside a quotation: the paragraph may end all the same.
    pub const INSIDE_QUOTATION: Weight = weight("ends-inside-a-quotation", -1.1);
    /// A short line that its own words show to be a fragment.
    pub const SURE_FRAGMENT: Weight = weight("is-a-fragment", 3.0);
    /// The same, less sure.
    pub const LIKELY_FRAGMENT: Weight = weight("may-be-a-fragment", 1.3);
    /// A short line whose words are those of a head.
    pub const SURE_HEAD: Weight = weight("is-a-head", -2.4);
    /// The same of the line that should continue.
    pub const NEXT_SURE_FRAGMENT: Weight = weight("next-is-a-fragment", 3.2);
    /// The same, less sure.
    pub const NEXT_LIKELY_FRAGMENT: Weight = weight("next-may-be-a-fragment", 1.7);
    /// The same.
    pub const NEXT_SURE_HEAD: Weight = weight("next-is-a-head", -2.8);
    /// A short line stands between that may be the continuation itself.
    pub const PAST_FRAGMENT: Weight = weight("past-what-may-be-a-fragment", -3.5);
    /// The first sentence behind the break has up to six characters.
    pub const NEXT_STUB: Weight = weight("next-begins-with-a-stub", 0.4);
    /// Up to twelve.
    pub const NEXT_BRIEF: Weight = weight("next-begins-with-a-brief-sentence", -0.3);
    /// Set: 第八条 and a space open an article of a law.
    pub const OPENS_ARTICLE: Weight = weight("next-opens-an-article-of-a-law", -5.5);
    /// 坚持|河长, 在|堤上: a verb or preposition and what it is about.
    pub const OBJECT: Weight = weight("verb-and-object", 0.4);
    /// 新的|堤: what leans on a word before it is followed by its noun.
    pub const QUALIFIED: Weight = weight("particle-and-noun", -0.4);
    /// 河水|涨: a noun and a verb.
    pub const PREDICATE: Weight = weight("noun-and-verb", 0.4);
    /// 已|种下.
    pub const MODIFIED: Weight = weight("adverb-and-verb", 0.4);
    /// 在|的: words that cannot follow each other.
    pub const CLASH: Weight = weight("words-that-cannot-follow", -2.3);
    /// Set: cells of a table on either side.
    pub const TABBED: Weight = weight("row-of-a-table", -12.0);
    /// What stands on both sides stands together elsewhere, two characters and one.
    pub const PHRASE_KNOWN: Weight = weight("phrase-stands-elsewhere", 3.1);
    /// The text before ends inside a word that the next does not complete.
    pub const BROKEN_BEFORE: Weight = weight("word-not-completed", -1.2);
    /// The next begins inside a word that the text before does not begin.
    pub const BROKEN_BEHIND: Weight = weight("rest-of-another-word", -0.2);
    /// Part of speech of the first word behind the break.
    pub const NEXT_LEANING: Weight = weight("next-opens-with-a-word-that-leans", 0.6);
    /// Part of speech of the first word behind the break.
    pub const NEXT_ADVERB: Weight = weight("next-opens-with-an-adverb", 0.4);
    /// Part of speech of the first word behind the break.
    pub const NEXT_PREPOSITION: Weight = weight("next-opens-with-a-preposition", -0.4);
    /// Part of speech of the first word behind the break.
    pub const NEXT_CONJUNCTION: Weight = weight("next-opens-with-a-conjunction", 1.0);
    /// Part of speech of the first word behind the break.
    pub const NEXT_PRONOUN: Weight = weight("next-opens-with-a-pronoun", -0.7);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NUMERAL: Weight = weight("next-opens-with-a-numeral", -0.3);
    /// Part of speech of the first word behind the break.
    pub const NEXT_VERB: Weight = weight("next-opens-with-a-verb", 0.0);
    /// Part of speech of the first word behind the break.
    pub const NEXT_QUALITY: Weight = weight("next-opens-with-a-quality", -0.6);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NOUN: Weight = weight("next-opens-with-a-noun", -0.4);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NAME: Weight = weight("next-opens-with-a-name", -0.5);
    /// Part of speech of the first word behind the break.
    pub const NEXT_TIME: Weight = weight("next-opens-with-a-time", -1.7);
    /// Part of speech of the first word behind the break.
    pub const NEXT_MARK: Weight = weight("next-opens-with-no-word", 0.6);
}

/// Has a paragraph without an end lost it, if nothing continues it?
///
/// Weights without another origin are of a logistic regression over the half of the bench
/// that may be fitted on, rounded.
pub mod loss {
    use super::{Weight, weight};

    /// Paragraphs have ends.
    pub const NO_END: Weight = weight("no-end-and-no-continuation", 0.6);
    /// A short line without an end: most are heads.
    pub const LOOKS_LIKE_HEAD: Weight = weight("short-line", -4.0);
    /// Its own words show a fragment.
    pub const SURE_FRAGMENT: Weight = weight("short-line-is-a-fragment", 3.4);
    /// The same, less sure.
    pub const LIKELY_FRAGMENT: Weight = weight("short-line-may-be-a-fragment", 2.2);
    /// Its words are those of a head.
    pub const SURE_HEAD: Weight = weight("short-line-is-a-head", -3.1);
    /// No passage behind it could continue it.
    pub const NOTHING_FOLLOWS: Weight = weight("nothing-could-continue-it", 0.2);
    /// The likeliest continuation fits not at all.
    pub const REFUSED_SURELY: Weight = weight("continuation-does-not-fit", 0.7);
    /// It hardly fits.
    pub const REFUSED: Weight = weight("continuation-hardly-fits", 0.5);
    /// It may fit.
    pub const REFUSED_BARELY: Weight = weight("continuation-may-fit", -0.3);
    /// It fits nearly.
    pub const NEARLY_FITS: Weight = weight("continuation-nearly-fits", -1.0);
    /// A whole paragraph stands directly below: what a cut has parted stands so, and was
    /// looked at.
    pub const ABOVE_PARAGRAPH: Weight = weight("paragraph-directly-below", 1.0);
    /// A short text does, which may be the rest of this or of another.
    pub const ABOVE_STUB: Weight = weight("short-text-directly-below", -0.5);
    /// The page ends.
    pub const AT_THE_END: Weight = weight("page-ends", 0.0);
    /// A head or a photo stands below, or words were left out there: the rest may be anywhere.
    pub const APART: Weight = weight("no-text-directly-below", -0.6);
    /// A line near behind begins in a sentence: it may continue this one.
    pub const ORPHAN_FOLLOWS: Weight = weight("rest-of-a-sentence-follows", -0.8);
    /// Less than twenty characters are as often a label, a name, a row.
    pub const SHORT: Weight = weight("short-for-a-paragraph", -2.0);
    /// More is said behind a comma, and the rest begins as sentences do.
    pub const ENDS_IN_COMMA: Weight = weight("ends-in-a-comma", -0.3);
    /// 43: what is counted is lost, and a rest of a number would be known.
    pub const ENDS_IN_DIGIT: Weight = weight("ends-in-a-number", 0.5);
    /// Below this sum of a join the continuation fits not at all.
    pub const FITS_NOT: f32 = -4.0;
    /// Below this one it hardly fits.
    pub const FITS_HARDLY: f32 = -2.0;
    /// Below this one it may fit.
    pub const MAY_FIT: f32 = -1.0;
    /// From this sum on the loss is marked. A mark that is wrong is worse than one that is
    /// missing, and most ends that are open are cuts: of the marks that are set so, one in
    /// ten is wrong on the pages of the bench, of those from even odds on it was one in two.
    pub const ENOUGH: f32 = 2.05;
    /// From this sum on it is reported.
    pub const DOUBTFUL: f32 = -2.5;
    /// Set: verse, tables and lists have no ends to lose.
    pub const NO_PROSE: Weight = weight("no-running-text", -5.0);
    /// Set: cells of a table.
    pub const TABBED: Weight = weight("row-of-a-table", -6.0);
    /// Set: （新华社）, （记者 刘娟）.
    pub const SIGNED: Weight = weight("ends-in-a-source", -5.0);
    /// Set: …的决定（节选）: the title of a document, however long.
    pub const DOCUMENT: Weight = weight("title-of-a-document-ends-so", -5.0);
    /// Set: 编者按, 来源：, 电话：
    pub const LABELLED: Weight = weight("line-with-a-label", -4.0);
    /// Set: captions often have none.
    pub const CAPTION: Weight = weight("captions-need-no-end", -2.1);
    /// Something is open that nothing behind it closes: a bracket, a quotation.
    pub const OPEN: Weight = weight("something-is-open", 1.5);
}

/// Has a paragraph lost its beginning?
pub mod opening {
    use super::{Weight, weight};

    /// Prior.
    pub const PRIOR: Weight = weight("most-paragraphs-are-whole", -4.9);
    /// The text before it waits for its rest.
    pub const BEHIND_OPEN: Weight = weight("text-before-has-no-end", 0.4);
    /// A comma, 的, 了.
    pub const BOUND: Weight = weight("cannot-open-a-paragraph", 7.6);
    /// Something closes that was not opened.
    pub const CLOSES_NOTHING: Weight = weight("closes-what-is-not-open", 1.7);
    /// Set: the same within its first words; stray marks stand at an end.
    pub const CLOSES_EARLY: Weight = weight("closes-in-its-first-words", 6.3);
    /// Set: 八条 with a space behind it: 第 is lost.
    pub const REST_OF_ARTICLE: Weight = weight("number-of-an-article-without-its-beginning", 7.0);
    /// 近日, 记者, 据介绍 …, a place.
    pub const OPENS: Weight = weight("opens-like-a-paragraph", -1.7);
    /// A number counts it.
    pub const NUMBERED: Weight = weight("opens-with-a-number", -3.3);
    /// Other paragraphs open so.
    pub const OPENS_LIKE_OTHERS: Weight = weight("opens-like-other-paragraphs", -1.6);
    /// The first word is one character that stands for nothing.
    pub const LONE: Weight = weight("begins-with-a-lone-character", 1.1);
    /// Set: digits that are the rest of a number, a letter that is no capital.
    pub const REST_OF_NUMBER: Weight = weight("begins-with-the-rest-of-a-number", 5.8);
    /// Its first sentence has up to six characters.
    pub const STUB: Weight = weight("begins-with-a-stub", 1.1);
    /// Up to twelve.
    pub const BRIEF: Weight = weight("begins-with-a-brief-sentence", -0.4);
    /// It follows a head: the first paragraph of a text.
    pub const BELOW_HEAD: Weight = weight("below-a-head", -0.1);
    /// What stands directly above is no running text with an end: what it continues may
    /// stand above that.
    pub const BELOW_NO_TEXT: Weight = weight("no-whole-text-directly-above", -6.0);
    /// Less than thirty characters: it may be the rest of anything.
    pub const SHORT: Weight = weight("short-for-a-paragraph", -5.0);
    /// A text near above it has no end.
    pub const OPEN_ABOVE: Weight = weight("text-near-above-has-no-end", -4.0);
    /// From this sum on the loss is marked: a mark that is wrong is worse than one
    /// that is missing.
    pub const ENOUGH: f32 = 1.0;
    /// Part of speech of its first word.
    pub const NEXT_LEANING: Weight = weight("opens-with-a-word-that-leans", 2.2);
    /// Part of speech of its first word.
    pub const NEXT_ADVERB: Weight = weight("opens-with-an-adverb", 0.2);
    /// Part of speech of its first word.
    pub const NEXT_PREPOSITION: Weight = weight("opens-with-a-preposition", -0.2);
    /// Part of speech of its first word.
    pub const NEXT_CONJUNCTION: Weight = weight("opens-with-a-conjunction", 1.0);
    /// Part of speech of its first word.
    pub const NEXT_PRONOUN: Weight = weight("opens-with-a-pronoun", -0.7);
    /// Part of speech of its first word.
    pub const NEXT_NUMERAL: Weight = weight("opens-with-a-numeral", 0.2);
    /// Part of speech of its first word.
    pub const NEXT_VERB: Weight = weight("opens-with-a-verb", -0.1);
    /// Part of speech of its first word.
    pub const NEXT_QUALITY: Weight = weight("opens-with-a-quality", -0.8);
    /// Part of speech of its first word.
    pub const NEXT_NOUN: Weight = weight("opens-with-a-noun", -0.1);
    /// Part of speech of its first word.
    pub const NEXT_NAME: Weight = weight("opens-with-a-name", 0.1);
    /// Part of speech of its first word.
    pub const NEXT_TIME: Weight = weight("opens-with-a-time", -2.7);
    /// Part of speech of its first word.
    pub const NEXT_MARK: Weight = weight("opens-with-no-word", -0.1);
    /// The most that all signals together come to for a paragraph that closes nothing, can
    /// open one, and begins with no rest of a number.
    pub const MOST_OF_WHOLE: f32 = {
        let alone =
            [BEHIND_OPEN, BELOW_HEAD, OPENS, NUMBERED, OPENS_LIKE_OTHERS, STUB, BRIEF, LONE];
        let words = [
            NEXT_LEANING,
            NEXT_ADVERB,
            NEXT_PREPOSITION,
            NEXT_CONJUNCTION,
            NEXT_PRONOUN,
            NEXT_NUMERAL,
            NEXT_VERB,
            NEXT_QUALITY,
            NEXT_NOUN,
            NEXT_NAME,
            NEXT_TIME,
            NEXT_MARK,
        ];
        let (mut sum, mut word, mut at) = (PRIOR.log_odds, 0.0_f32, 0);
        while at < alone.len() {
            sum += alone[at].log_odds.max(0.0);
            at += 1;
        }
        at = 0;
        while at < words.len() {
            word = word.max(words[at].log_odds);
            at += 1;
        }
        sum + word
    };
}

/// Are the first paragraphs under the first subhead really the lead?
pub mod lead {
    use super::{Weight, weight};

    /// Set: a text seldom opens with a subhead.
    pub const PRIOR: Weight = weight("opens-with-a-subhead", 0.5);
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
    pub const UNCLOSED: Weight = weight("quotation-never-closes", 0.6);
    /// Set: a quotation inside a quotation has other marks.
    pub const OPENS_AGAIN: Weight = weight("opens-another-quotation-inside", 1.2);
    /// Set: a later paragraph closes what it does not open.
    pub const CLOSED_BEHIND: Weight = weight("closed-in-a-later-paragraph", -4.0);
    /// Set: prior of a mark at the end.
    pub const CLOSES_NOTHING: Weight = weight("mark-at-the-end-closes-nothing", 1.6);
    /// Set: a paragraph before opens what it does not close.
    pub const OPENED_BEFORE: Weight = weight("opened-in-an-earlier-paragraph", -4.0);
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
    pub const PRIOR: Weight = weight("a-paragraph", -3.6);
    /// Set: a text without a headline is an article all the same.
    pub const HEADLESS: Weight = weight("text-without-a-head", 4.0);
    /// Set: both sides share no words.
    pub const SHARES_NOTHING: Weight = weight("both-sides-share-nothing", 0.6);
    /// Set.
    pub const SHARES_LITTLE: Weight = weight("both-sides-share-little", 0.1);
    /// Set.
    pub const SHARES_SOME: Weight = weight("both-sides-share-some", -0.2);
    /// Set.
    pub const SHARES_MORE: Weight = weight("both-sides-share-more", -0.8);
    /// Set.
    pub const SHARES_MUCH: Weight = weight("both-sides-share-much", -1.4);
    /// Set: nowhere near both sides share less.
    pub const LOWEST: Weight = weight("shares-least-around", 1.2);
    /// Set.
    pub const LAST_FITS_BEFORE: Weight = weight("last-paragraph-fits-before", 0.8);
    /// Set.
    pub const LAST_FITS_BEHIND: Weight = weight("last-paragraph-fits-behind", -0.1);
    /// Set.
    pub const FIRST_FITS_BEHIND: Weight = weight("first-paragraph-fits-behind", 1.3);
    /// Set.
    pub const FIRST_FITS_BEFORE: Weight = weight("first-paragraph-fits-before", -0.3);
    /// Set.
    pub const PLACE_IN_ONE: Weight = weight("one-side-names-places", -0.2);
    /// Set.
    pub const SAME_PLACE: Weight = weight("both-sides-name-one-place", -1.6);
    /// Set.
    pub const OTHER_PLACE: Weight = weight("both-sides-name-other-places", 0.6);
    /// Set: a signature ends an article.
    pub const ENDED_SIGNED: Weight = weight("signed-before-it", 4.6);
    /// Set.
    pub const SUBHEAD: Weight = weight("begins-with-a-subhead", 0.6);
    /// Set.
    pub const OPENS_LIKE_LEAD: Weight = weight("lead-like-opening", 0.6);
    /// Set.
    pub const GOES_ON: Weight = weight("opens-like-one-that-goes-on", 0.0);
    /// Set: 近日, 日前, 5月3日.
    pub const SAYS_WHEN: Weight = weight("opening-says-when", 2.4);
    /// Set.
    pub const SAYS_WHERE: Weight = weight("opening-says-where", 1.8);
    /// Set: under a subhead more than one paragraph is usual.
    pub const SHORT_SECTION: Weight = weight("subhead-just-above", -0.5);
    /// Set.
    pub const AMONG_NUMBERS: Weight = weight("among-numbered-paragraphs", -0.2);
    /// Set.
    pub const NO_MORE_NUMBERS: Weight = weight("no-more-numbered-paragraphs", 0.9);
    /// Set.
    pub const FIRST_NUMBER: Weight = weight("first-number", 1.5);
    /// Set.
    pub const NEXT_NUMBER: Weight = weight("next-number", -2.7);
    /// Set.
    pub const LATER_NUMBER: Weight = weight("later-number", 0.1);
    /// Set.
    pub const EARLIER_NUMBER: Weight = weight("number-begins-again", 3.0);
}

/// Which text does a head without an article belong to?
pub mod head {
    use super::{Weight, weight};

    /// Set: the paragraph names the head's place.
    pub const SAME_PLACE: Weight = weight("names-the-same-place", 1.5);
    /// Set: the paragraph names other places only.
    pub const OTHER_PLACE: Weight = weight("names-another-place", -1.5);
    /// Set: a pair of characters that two or three paragraphs of the page have.
    pub const RARE: Weight = weight("shares-rare-words", 1.2);
    /// Set: one that up to eight have.
    pub const UNUSUAL: Weight = weight("shares-unusual-words", 0.85);
    /// Set: one that more have.
    pub const USUAL: Weight = weight("shares-usual-words", 0.3);
    /// Set: one that up to half of all have.
    pub const COMMON: Weight = weight("shares-common-words", 0.17);
    /// Set: a character that is in no pair, in two or three paragraphs of the page.
    pub const RARE_ALONE: Weight = weight("shares-rare-characters", 0.5);
    /// Set: one in up to eight.
    pub const UNUSUAL_ALONE: Weight = weight("shares-unusual-characters", 0.3);
    /// Set: one in more, but not in every sixth.
    pub const USUAL_ALONE: Weight = weight("shares-usual-characters", 0.12);
    /// Set: laws and documents open with the number of an article or chapter.
    pub const LAW_OF_DOCUMENT: Weight = weight("document-opens-with-a-number", 3.0);
    /// Set: news do not.
    pub const LAW_OF_NEWS: Weight = weight("no-document-opens-with-a-number", -4.0);
    /// Set: a line above a text is its headline, whatever heads wait.
    pub const STANDS: Weight = weight("headline-stands-there", 0.5);
    /// Set: subheads carry numbers.
    pub const STANDS_NUMBERED: Weight = weight("headline-with-a-number", -4.0);
    /// Set: headlines do not end like sentences.
    pub const STANDS_AS_SENTENCE: Weight = weight("headline-ends-like-a-sentence", -2.0);
    /// Set: subheads are short.
    pub const STANDS_SHORT: Weight = weight("headline-is-short", -0.5);
    /// Set.
    pub const STANDS_LONG: Weight = weight("headline-is-long", 1.0);
    /// Set: a lead follows.
    pub const STANDS_ABOVE_LEAD: Weight = weight("headline-above-a-lead", 0.5);
    /// Set: the text says where first of all.
    pub const STANDS_ABOVE_PLACE: Weight = weight("headline-above-a-place", 0.0);
    /// Set: a head was printed for some article.
    pub const WANTED: Weight = weight("a-head-has-an-article", 2.0);
    /// Set: where no other head takes what follows, the text may end.
    pub const MAY_END: Weight = weight("another-may-begin", -0.5);
    /// What any text of that length shares with the head; counted, not set.
    pub const BY_CHANCE: Weight = weight("shares-as-much-by-chance", 0.0);
    /// A head whose text runs through a passage leaves this share of what speaks for
    /// another that begins there.
    pub const CROSSED: f32 = 0.3;
    /// Of two heads the one that is printed first has the first text, all else equal.
    pub const IN_ORDER: f32 = 0.3;
    /// Below this sum a head stays without an article.
    pub const ENOUGH: f32 = 0.5;
    /// Most that the words of one paragraph say.
    pub const MOST: f32 = 6.5;
    /// What shares nothing with a head is given to it from here on, as there are
    /// as many heads as articles that have none.
    pub const LEFT: f32 = -1.0;
}
