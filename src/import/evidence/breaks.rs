//! Weights of where a text goes on, and of what it has lost.

use super::{Weight, weight};

/// Does a paragraph without an end go on in a later block?
pub mod join {
    use super::{Weight, weight};

    /// Prior: of paragraphs without terminal punctuation, about nine in ten go
    /// on in the next block (a rule of this alone reaches F1 .92).
    pub const NO_END: Weight = weight("no-terminal-punctuation", 1.4);
    /// Prior for a short line without an end: it is a head, not a fragment.
    pub const LOOKS_LIKE_HEAD: Weight = weight("looks-like-a-head", -1.2);
    /// The block that should continue looks like a head itself.
    pub const NEXT_LOOKS_LIKE_HEAD: Weight = weight("next-looks-like-a-head", -3.1);
    /// Measured .47 against .15.
    pub const WORD_ACROSS: Weight = weight("word-across-the-break", 1.1);
    /// Set: a word of three or more characters seldom arises by chance.
    pub const LONG_WORD_ACROSS: Weight = weight("long-word-across-the-break", 3.2);
    /// Measured .53 against .85, the absence of the same.
    pub const NO_WORD_ACROSS: Weight = weight("no-word-across-the-break", -2.6);
    /// Measured .82 against .36: the two characters at the break stand next to
    /// each other elsewhere in the text.
    pub const BIGRAM_KNOWN: Weight = weight("characters-stand-together-elsewhere", 0.0);
    /// Measured .18 against .64, the absence of the same.
    pub const BIGRAM_UNKNOWN: Weight = weight("characters-never-stand-together", -0.7);
    /// Measured .34 against .58.
    pub const OPENS_PARAGRAPH: Weight = weight("next-opens-like-a-paragraph", -0.1);
    /// 近年来, 记者, 据介绍: what sentences open with.
    pub const OPENS_SENTENCE: Weight = weight("next-opens-like-a-sentence", 0.1);
    /// Set, then fitted: “一站式” is part of a sentence.
    pub const OPENS_TERM: Weight = weight("next-opens-with-a-term-in-quotes", 0.5);
    /// Set, then fitted: a paragraph of speech opens so.
    pub const OPENS_SPEECH: Weight = weight("next-opens-with-speech", -2.5);
    /// Set, then fitted: speech in a sentence stands behind a mark.
    pub const QUOTATION_BEHIND_MARK: Weight = weight("quotation-behind-a-mark", -0.3);
    /// Set, then fitted: 通报显示，: what was said is to follow, however it opens.
    pub const BEHIND_ATTRIBUTION: Weight = weight("ends-with-who-says-it", 0.7);
    /// Set, then fitted: behind a comma a verb, an adverb, a preposition.
    pub const CARRIES_ON: Weight = weight("next-carries-the-clause-on", 0.3);
    /// Set, then fitted: behind 、 more of a list.
    pub const LIST_GOES_ON: Weight = weight("list-goes-on", 1.2);
    /// Set, then fitted: behind 、 no list.
    pub const LIST_STOPS: Weight = weight("list-stops", -0.5);
    /// Set, then fitted: the rest of a sentence has often no comma left.
    pub const FIRST_STOPS: Weight = weight("first-clause-ends-its-sentence", 1.0);
    /// Set, then fitted: nor the rest of a half of one.
    pub const FIRST_HALTS: Weight = weight("first-clause-ends-in-a-semicolon", 2.0);
    /// Set, then fitted: a paragraph may open with a question.
    pub const FIRST_ASKS: Weight = weight("first-clause-asks", 0.8);
    /// Set, then fitted.
    pub const FIRST_LISTS: Weight = weight("first-clause-lists", 0.4);
    /// Set, then fitted: no mark at all.
    pub const FIRST_ENDLESS: Weight = weight("next-has-no-mark", -0.8);
    /// Set, then fitted: 问：
    pub const OPENS_DIALOGUE: Weight = weight("next-opens-with-a-speaker", -3.9);
    /// A paragraph of speech opens so, one that goes on seldom.
    pub const OPENS_QUOTATION: Weight = weight("next-opens-a-quotation", -3.0);
    /// Set: short lines without a mark in them, one below the other.
    pub const VERSE: Weight = weight("lines-of-verse", -8.0);
    /// 二、, （三）: an item of a list.
    pub const OPENS_ITEM: Weight = weight("next-opens-an-item", -4.9);
    /// 该负责人表示，: a paragraph opens with who speaks.
    pub const OPENS_SPEAKER: Weight = weight("next-opens-with-who-speaks", -0.2);
    /// 服务方面，: a paragraph opens with what it is about.
    pub const OPENS_MATTER: Weight = weight("next-opens-with-its-matter", -3.3);
    /// A digit at the end, and behind it no digit, no unit, no mark.
    pub const NUMBER_WITHOUT_UNIT: Weight = weight("number-without-its-unit", -3.3);
    /// The first word behind the break nearly always stands behind the last before it.
    pub const FOLLOWS_SURELY: Weight = weight("words-surely-follow", 2.5);
    /// It does more often than by chance.
    pub const FOLLOWS_OFTEN: Weight = weight("words-often-follow", 1.8);
    /// Both are frequent, and it never does.
    pub const FOLLOWS_NEVER: Weight = weight("words-never-follow", -0.1);
    /// The clause through the break has up to sixteen characters.
    pub const SHORT_CLAUSE: Weight = weight("short-clause-across-the-break", 0.3);
    /// More than twenty-six.
    pub const LONG_CLAUSE: Weight = weight("long-clause-across-the-break", -0.9);
    /// The whole next block is the end of a sentence.
    pub const NEXT_TINY: Weight = weight("next-is-the-end-of-a-sentence", -0.1);
    /// Measured .66 against .42, the absence of the same.
    pub const NO_OPENING: Weight = weight("next-does-not-open-a-paragraph", 1.1);
    /// Set: 的, 了, a comma or a closing bracket never open a paragraph.
    pub const BOUND_OPENING: Weight = weight("next-cannot-open-a-paragraph", 2.7);
    /// Measured .034 against .021 over all; set higher, as it is seen only where
    /// something is open.
    pub const QUOTE_CLOSES: Weight = weight("quotation-closes-across-the-break", 2.6);
    /// Measured .008 against 0.
    pub const BRACKET_CLOSES: Weight = weight("bracket-closes-across-the-break", 3.6);
    /// Set: a quotation is opened again while the same kind is open.
    pub const QUOTE_REOPENS: Weight = weight("quotation-opens-inside-itself", -3.4);
    /// Set: the next block closes what nothing opened.
    pub const CLOSES_NOTHING: Weight = weight("next-closes-what-is-not-open", -1.9);
    /// Set: a comma or a 、 at the end wants more.
    pub const ENDS_IN_COMMA: Weight = weight("ends-in-a-comma", 0.8);
    /// Set: digits on both sides of the break.
    pub const NUMBER_ACROSS: Weight = weight("number-across-the-break", 3.8);
    /// Set: the continuation has an end, as a paragraph has.
    pub const NEXT_ENDS: Weight = weight("next-ends-properly", 0.4);
    /// Set: other paragraphs of the text begin with the same words.
    pub const OPENS_LIKE_OTHERS: Weight = weight("next-opens-like-other-paragraphs", -1.0);
    /// Set: 第八条, 一是, （二）: a number opens the next.
    pub const OPENS_NUMBERED: Weight = weight("next-opens-with-a-number", -1.0);
    /// Set: the other copy of the passage has no break here.
    pub const WHOLE_IN_COPY: Weight = weight("whole-in-the-other-copy", 5.0);
    /// Set: a photo stands between.
    pub const PAST_PHOTO: Weight = weight("past-a-photo", -1.2);
    /// Set: a head stands between.
    pub const PAST_HEAD: Weight = weight("past-a-head", 0.0);
    /// Set: the masthead of another article stands between.
    pub const PAST_MASTHEAD: Weight = weight("past-a-masthead", 0.1);
    /// Set, then fitted: the next has no end of a sentence.
    pub const NO_SENTENCE: Weight = weight("next-has-no-sentence", 1.0);
    /// Set, then fitted: what a cut has left of a paragraph is often one sentence.
    pub const ONE_SENTENCE: Weight = weight("next-has-one-sentence", -0.7);
    /// Set, then fitted: fewer than most paragraphs of the page have.
    pub const FEW_SENTENCES: Weight = weight("next-has-few-sentences", -0.7);
    /// Set, then fitted: as many as most.
    pub const USUAL_SENTENCES: Weight = weight("next-has-as-many-sentences-as-most", -1.1);
    /// Set, then fitted: more.
    pub const MANY_SENTENCES: Weight = weight("next-has-many-sentences", -2.0);
    /// Set, then fitted: another line of running text opens with the same two characters.
    pub const OPENS_WITH_WORD_OF_OTHERS: Weight = weight("next-opens-with-a-word-of-others", -0.7);
    /// Set, then fitted: up to twenty characters are a title more often than a paragraph
    /// that was cut.
    pub const SHORT_BEFORE: Weight = weight("short-text-before", -0.8);
    /// Set, then fitted: the next begins inside a sentence, and nothing else took it.
    pub const ORPHAN: Weight = weight("rest-that-nothing-took", 2.1);
    /// Set, then fitted: both sides share seven pairs of characters or more.
    pub const SHARES_MUCH: Weight = weight("both-sides-share-much", -1.9);
    /// Set, then fitted: three.
    pub const SHARES_SOME: Weight = weight("both-sides-share-some", -0.6);
    /// Set, then fitted: what stands below a head in the cut opens like a lead.
    pub const LEAD_BELOW_HEAD: Weight = weight("lead-below-the-head", -0.9);
    /// Set, then fitted: what stands behind that does.
    pub const LEAD_BEHIND_IT: Weight = weight("lead-behind-it", 1.7);
    /// Set, then fitted: the head shares words with it.
    pub const HEAD_SPEAKS_OF_IT: Weight = weight("head-speaks-of-it", -3.5);
    /// Set, then fitted: one pair of characters.
    pub const HEAD_MAY_SPEAK_OF_IT: Weight = weight("head-may-speak-of-it", -0.4);
    /// Set, then fitted: none with it, and some with what stands behind it.
    pub const HEAD_SPEAKS_OF_NEXT: Weight = weight("head-speaks-of-what-follows", 1.4);
    /// Set, then fitted: the text before the cut shares words with it.
    pub const SHARES_WORDS: Weight = weight("both-sides-of-the-head-share-words", -0.1);
    /// Set, then fitted: no running text follows it.
    pub const ALONE_BELOW_HEAD: Weight = weight("only-text-below-the-head", 0.1);
    /// Text that ends inside a quotation: the paragraph may end all the same.
    pub const INSIDE_QUOTATION: Weight = weight("ends-inside-a-quotation", -1.8);
    /// A short line by how much its own words show it to be a fragment.
    pub const AS_FRAGMENT: [Weight; 6] = [
        SUREST_FRAGMENT,
        SURE_FRAGMENT,
        LIKELY_FRAGMENT,
        PERHAPS_FRAGMENT,
        HARDLY_FRAGMENT,
        SURE_HEAD,
    ];
    /// The same of the line that should continue.
    pub const NEXT_AS_FRAGMENT: [Weight; 6] = [
        NEXT_SUREST_FRAGMENT,
        NEXT_SURE_FRAGMENT,
        NEXT_LIKELY_FRAGMENT,
        NEXT_PERHAPS_FRAGMENT,
        NEXT_HARDLY_FRAGMENT,
        NEXT_SURE_HEAD,
    ];
    /// A short line that its own words show to be a fragment beyond doubt.
    pub const SUREST_FRAGMENT: Weight = weight("is-a-fragment-beyond-doubt", 2.7);
    /// A short line that is hardly a head.
    pub const PERHAPS_FRAGMENT: Weight = weight("is-perhaps-a-fragment", 0.2);
    /// One that is more likely a head.
    pub const HARDLY_FRAGMENT: Weight = weight("is-hardly-a-fragment", -0.4);
    /// The same of the line that should continue.
    pub const NEXT_SUREST_FRAGMENT: Weight = weight("next-is-a-fragment-beyond-doubt", 2.0);
    /// The same.
    pub const NEXT_PERHAPS_FRAGMENT: Weight = weight("next-is-perhaps-a-fragment", 0.0);
    /// The same.
    pub const NEXT_HARDLY_FRAGMENT: Weight = weight("next-is-hardly-a-fragment", -0.7);
    /// A short line that its own words show to be a fragment.
    pub const SURE_FRAGMENT: Weight = weight("is-a-fragment", 2.2);
    /// The same, less sure.
    pub const LIKELY_FRAGMENT: Weight = weight("may-be-a-fragment", 1.5);
    /// A short line whose words are those of a head.
    pub const SURE_HEAD: Weight = weight("is-a-head", -2.6);
    /// The same of the line that should continue.
    pub const NEXT_SURE_FRAGMENT: Weight = weight("next-is-a-fragment", 1.5);
    /// The same, less sure.
    pub const NEXT_LIKELY_FRAGMENT: Weight = weight("next-may-be-a-fragment", 1.1);
    /// The same.
    pub const NEXT_SURE_HEAD: Weight = weight("next-is-a-head", -3.5);
    /// A short line stands between that may be the continuation itself.
    pub const PAST_FRAGMENT: Weight = weight("past-what-may-be-a-fragment", -3.7);
    /// The first sentence behind the break has up to six characters.
    pub const NEXT_STUB: Weight = weight("next-begins-with-a-stub", 0.2);
    /// Up to twelve.
    pub const NEXT_BRIEF: Weight = weight("next-begins-with-a-brief-sentence", -0.6);
    /// Set: 第八条 and a space open an article of a law.
    pub const OPENS_ARTICLE: Weight = weight("next-opens-an-article-of-a-law", -7.4);
    /// 坚持|河长, 在|堤上: a verb or preposition and what it is about.
    pub const OBJECT: Weight = weight("verb-and-object", 0.7);
    /// 新的|堤: what leans on a word before it is followed by its noun.
    pub const QUALIFIED: Weight = weight("particle-and-noun", 0.2);
    /// 河水|涨: a noun and a verb.
    pub const PREDICATE: Weight = weight("noun-and-verb", 0.5);
    /// 已|种下.
    pub const MODIFIED: Weight = weight("adverb-and-verb", 1.1);
    /// 在|的: words that cannot follow each other.
    pub const CLASH: Weight = weight("words-that-cannot-follow", -1.4);
    /// Set: cells of a table on either side.
    pub const TABBED: Weight = weight("row-of-a-table", -12.0);
    /// What stands on both sides stands together elsewhere, two characters and one.
    pub const PHRASE_KNOWN: Weight = weight("phrase-stands-elsewhere", 2.7);
    /// The text before ends inside a word that the next does not complete.
    pub const BROKEN_BEFORE: Weight = weight("word-not-completed", -1.0);
    /// The next begins inside a word that the text before does not begin.
    pub const BROKEN_BEHIND: Weight = weight("rest-of-another-word", -0.2);
    /// Set, then fitted: the rest of a sentence below a head goes on from many a text.
    pub const REST_PAST_HEAD: Weight = weight("rest-of-a-sentence-past-a-head", -1.0);
    /// Set, then fitted: of two short lines one may continue the other.
    pub const TWO_SHORT_LINES: Weight = weight("both-look-like-heads", 1.1);
    /// Set, then fitted: in a copy the next goes on from other words on the same line.
    pub const REST_IN_COPY: Weight = weight("rest-of-a-line-in-a-copy", -1.0);
    /// Set, then fitted: in a copy more words stand behind the text on the same line.
    pub const GOES_ON_IN_COPY: Weight = weight("goes-on-in-a-copy", -2.0);
    /// Set, then fitted: in a copy the text ends so, and the next begins so.
    pub const BREAK_IN_COPY: Weight = weight("same-break-in-a-copy", 0.0);
    /// Set, then fitted: in a copy the text ends so; the next stands on the page once.
    pub const END_IN_COPY: Weight = weight("same-end-in-a-copy-without-the-next", -2.6);
    /// Set, then fitted: in a copy the next begins so; the text before it stands once.
    pub const START_IN_COPY: Weight = weight("same-start-in-a-copy-without-the-text", -2.2);
    /// Fitted: nothing but white space stands on the page between the two.
    pub const DIRECTLY_BELOW: Weight = weight("directly-below", 1.7);
    /// Fitted: no mark stands in the last words of the text.
    pub const FIRST_CLAUSE: Weight = weight("no-mark-before-the-break", 0.2);
    /// Fitted: the last mark before the break is a comma.
    pub const BEHIND_COMMA: Weight = weight("clause-behind-a-comma", 0.6);
    /// Fitted: it ends a sentence.
    pub const BEHIND_SENTENCE: Weight = weight("clause-behind-a-sentence", 0.7);
    /// Fitted: it is 、.
    pub const IN_LIST: Weight = weight("clause-in-a-list", 0.1);
    /// Fitted: the text ends in a mark that ends no sentence.
    pub const ENDS_IN_MARK: Weight = weight("ends-in-a-mark", 0.3);
    /// Fitted: the clause through the break has up to four characters.
    pub const TINY_CLAUSE: Weight = weight("tiny-clause-across-the-break", 0.8);
    /// Fitted: up to three of them stand behind it.
    pub const REST_TINY: Weight = weight("rest-of-the-clause-is-tiny", 0.5);
    /// Fitted: twelve or more.
    pub const REST_MIDDLING: Weight = weight("rest-of-the-clause-is-middling", 0.2);
    /// Fitted: twenty or more.
    pub const REST_LONG: Weight = weight("rest-of-the-clause-is-long", 0.0);
    /// Fitted: both halves of the clause have a verb.
    pub const BOTH_HAVE_VERBS: Weight = weight("both-sides-have-a-verb", -0.1);
    /// Fitted: only the second has.
    pub const VERB_BEHIND: Weight = weight("verb-behind-the-break-alone", 0.2);
    /// Fitted: ，成|立，
    pub const TINY_BEHIND_COMMA: Weight = weight("tiny-clause-behind-a-comma", -2.0);
    /// Fitted: ，|， and ，|的: two marks do not stand beside each other.
    pub const TWO_MARKS: Weight = weight("marks-on-both-sides", -5.3);
    /// Fitted: the first clause of a text would have two verbs.
    pub const FIRST_WITH_VERBS: Weight = weight("first-clause-with-two-verbs", -0.2);
    /// Fitted: so would one that is not short.
    pub const MIDDLING_WITH_VERBS: Weight = weight("middling-clause-with-two-verbs", -0.8);
    /// Fitted: one sentence is what is left of a paragraph where nothing stands between.
    pub const ONE_SENTENCE_BELOW: Weight = weight("one-sentence-directly-below", 1.5);
    /// Fitted: so are a few words and a mark.
    pub const TINY_REST_BELOW: Weight = weight("tiny-rest-directly-below", 0.2);
    /// Fitted: and a clause that ends its sentence.
    pub const STOPS_BELOW: Weight = weight("end-of-a-sentence-directly-below", 0.3);
    /// Fitted: and a number that opens a line.
    pub const NUMBERED_BELOW: Weight = weight("number-directly-below", 3.5);
    /// Fitted: what has no sentence and stands below a head is more likely one itself.
    pub const NO_SENTENCE_PAST_HEAD: Weight = weight("no-sentence-past-a-head", -1.8);
    /// Fitted: the same of a photo.
    pub const NO_SENTENCE_PAST_PHOTO: Weight = weight("no-sentence-past-a-photo", -0.7);
    /// Fitted: 近日，, 目前，: words and a comma with which sentences begin.
    pub const TINY_OPENING: Weight = weight("next-opens-with-a-word-and-a-mark", -3.5);
    /// Fitted: a clause of three characters between two commas.
    pub const TINY_BETWEEN_MARKS: Weight = weight("tiny-clause-between-marks", -1.2);
    /// Fitted: three characters and a mark that open like no paragraph.
    pub const TINY_REST: Weight = weight("tiny-rest-opens-like-no-paragraph", 0.3);
    /// Fitted: a short line that ends in a mark may be a row of a list.
    pub const HEAD_ENDS_IN_MARK: Weight = weight("short-line-ends-in-a-mark", 0.0);
    /// Fitted: what is left of a paragraph above a head goes on before it.
    pub const FRAGMENT_PAST_HEAD: Weight = weight("fragment-past-a-head", -1.7);
    /// Fitted: what looks like a head by its words is what the verb behind it is said of.
    pub const HEAD_WITH_VERB: Weight = weight("head-and-verb", 1.3);
    /// Fitted: 12、: a number of a list opens a line.
    pub const LISTS_NUMBERS: Weight = weight("next-opens-with-a-number-and-lists", -1.3);
    /// Fitted: the sentence through the break has one clause.
    pub const ONE_CLAUSE: Weight = weight("sentence-of-one-clause", -1.1);
    /// Fitted: a long clause that is a sentence is whole.
    pub const LONG_REST_STOPS: Weight = weight("long-clause-ends-its-sentence", -1.2);
    /// Fitted: a long clause that opens like no paragraph.
    pub const LONG_REST: Weight = weight("long-clause-opens-like-no-paragraph", -0.3);
    /// Fitted: who speaks stands at the beginning of a sentence.
    pub const SPEAKER_BEHIND_COMMA: Weight = weight("who-speaks-behind-a-comma", -2.8);
    /// Fitted: a time and a verb are most of a clause, and what they are said of stood before.
    pub const TIME_WITH_VERB: Weight = weight("time-and-verb-behind-the-break", 1.2);
    /// Fitted: it goes on elsewhere, and otherwise.
    pub const UNKNOWN_AND_IN_COPY: Weight = weight("goes-on-otherwise-in-a-copy", -1.8);
    /// Fitted: the credit of a photo stands below the next, which may be its caption.
    pub const CREDIT_BELOW_NEXT: Weight = weight("credit-below-the-next", -0.5);
    /// Fitted: one stands above it, which may be of the caption above.
    pub const CREDIT_ABOVE_NEXT: Weight = weight("credit-above-the-next", 1.3);
    /// Fitted: 和, 但: more follows.
    pub const ENDS_IN_CONJUNCTION: Weight = weight("ends-with-a-conjunction-before-the-break", 1.5);
    /// Part of speech of the first word behind the break.
    pub const NEXT_LEANING: Weight = weight("next-opens-with-a-word-that-leans", 0.1);
    /// Part of speech of the first word behind the break.
    pub const NEXT_ADVERB: Weight = weight("next-opens-with-an-adverb", 0.1);
    /// Part of speech of the first word behind the break.
    pub const NEXT_PREPOSITION: Weight = weight("next-opens-with-a-preposition", -0.1);
    /// Part of speech of the first word behind the break.
    pub const NEXT_CONJUNCTION: Weight = weight("next-opens-with-a-conjunction", 1.1);
    /// Part of speech of the first word behind the break.
    pub const NEXT_PRONOUN: Weight = weight("next-opens-with-a-pronoun", -0.8);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NUMERAL: Weight = weight("next-opens-with-a-numeral", -0.5);
    /// Part of speech of the first word behind the break.
    pub const NEXT_VERB: Weight = weight("next-opens-with-a-verb", -0.3);
    /// Part of speech of the first word behind the break.
    pub const NEXT_QUALITY: Weight = weight("next-opens-with-a-quality", -0.4);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NOUN: Weight = weight("next-opens-with-a-noun", -0.7);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NAME: Weight = weight("next-opens-with-a-name", -0.9);
    /// Part of speech of the first word behind the break.
    pub const NEXT_TIME: Weight = weight("next-opens-with-a-time", -2.3);
    /// Part of speech of the first word behind the break.
    pub const NEXT_MARK: Weight = weight("next-opens-with-no-word", 0.1);
}

/// Has a paragraph without an end lost it, if nothing continues it?
///
/// Weights without another origin are of a logistic regression over the half of the bench
/// that may be fitted on, rounded.
pub mod loss {
    use super::{Weight, weight};

    /// Paragraphs have ends.
    pub const NO_END: Weight = weight("no-end-and-no-continuation", 1.1);
    /// A short line without an end: most are heads.
    pub const LOOKS_LIKE_HEAD: Weight = weight("short-line", -4.4);
    /// A short line by how much its own words show it to be a fragment.
    pub const AS_FRAGMENT: [Weight; 6] = [
        SUREST_FRAGMENT,
        SURE_FRAGMENT,
        LIKELY_FRAGMENT,
        PERHAPS_FRAGMENT,
        HARDLY_FRAGMENT,
        SURE_HEAD,
    ];
    /// Its own words show a fragment beyond doubt.
    pub const SUREST_FRAGMENT: Weight = weight("short-line-is-a-fragment-beyond-doubt", 5.3);
    /// It is hardly a head.
    pub const PERHAPS_FRAGMENT: Weight = weight("short-line-is-perhaps-a-fragment", 1.0);
    /// It is more likely a head.
    pub const HARDLY_FRAGMENT: Weight = weight("short-line-is-hardly-a-fragment", -0.8);
    /// Its own words show a fragment.
    pub const SURE_FRAGMENT: Weight = weight("short-line-is-a-fragment", 4.5);
    /// The same, less sure.
    pub const LIKELY_FRAGMENT: Weight = weight("short-line-may-be-a-fragment", 2.7);
    /// Its words are those of a head.
    pub const SURE_HEAD: Weight = weight("short-line-is-a-head", -2.8);
    /// No passage behind it could continue it.
    pub const NOTHING_FOLLOWS: Weight = weight("nothing-could-continue-it", 0.0);
    /// The likeliest continuation has a sum of join below the first of [`FITS`], between
    /// the first and the second, and so on.
    pub const REFUSED: [Weight; 8] = [
        REFUSED_SURELY,
        REFUSED_CLEARLY,
        REFUSED_ONCE,
        REFUSED_LIKELY,
        REFUSED_HARDLY,
        REFUSED_BARELY,
        NEARLY_FITS,
        FITS_EVENLY,
    ];
    /// Fits not at all.
    pub const REFUSED_SURELY: Weight = weight("continuation-does-not-fit", 0.5);
    /// Fits not.
    pub const REFUSED_CLEARLY: Weight = weight("continuation-clearly-fits-not", 0.4);
    /// Fits hardly.
    pub const REFUSED_ONCE: Weight = weight("continuation-hardly-fits", 0.1);
    /// The same.
    pub const REFUSED_LIKELY: Weight = weight("continuation-likely-fits-not", 0.6);
    /// May fit.
    pub const REFUSED_HARDLY: Weight = weight("continuation-may-fit", 0.3);
    /// The same.
    pub const REFUSED_BARELY: Weight = weight("continuation-might-well-fit", 0.3);
    /// Fits nearly.
    pub const NEARLY_FITS: Weight = weight("continuation-nearly-fits", -0.8);
    /// Fits as well as not.
    pub const FITS_EVENLY: Weight = weight("continuation-fits-evenly", -1.2);
    /// The sums of a join between which [`REFUSED`] tells.
    pub const FITS: [f32; 7] = [-6.0, -4.0, -3.0, -2.0, -1.5, -1.0, -0.5];
    /// A text further on has a sum above [`FITS_FURTHER`].
    pub const FITS_FURTHER_ON: Weight = weight("text-further-on-fits", -0.9);
    /// One above [`MAY_FIT_FURTHER`].
    pub const MAY_FIT_FURTHER_ON: Weight = weight("text-further-on-may-fit", -0.1);
    /// See [`FITS_FURTHER_ON`].
    pub const FITS_FURTHER: f32 = 2.5;
    /// See [`MAY_FIT_FURTHER_ON`].
    pub const MAY_FIT_FURTHER: f32 = 0.5;
    /// A whole paragraph stands directly below: what a cut has parted stands so, and was
    /// looked at.
    pub const ABOVE_PARAGRAPH: Weight = weight("paragraph-directly-below", 0.5);
    /// A short text does, which may be the rest of this or of another.
    pub const ABOVE_STUB: Weight = weight("short-text-directly-below", -0.5);
    /// Set: the page ends, and what ends with it may go on on another.
    pub const AT_THE_END: Weight = weight("page-ends", -0.1);
    /// Set, then fitted: what stood there stands elsewhere as well, and was taken out.
    pub const TAKEN_OUT_BELOW: Weight = weight("a-copy-was-taken-out-below", -1.3);
    /// A head or a photo stands below, or words were left out there: the rest may be anywhere.
    pub const APART: Weight = weight("no-text-directly-below", -0.7);
    /// A line near behind begins in a sentence: it may continue this one.
    pub const ORPHAN_FOLLOWS: Weight = weight("rest-of-a-sentence-follows", -0.3);
    /// Set, then fitted: the line directly below it on the page begins in a sentence, wherever
    /// that stands now.
    pub const REST_BELOW: Weight = weight("rest-of-a-sentence-directly-below", -1.5);
    /// No text of the page begins in a sentence.
    pub const NO_REST_ON_PAGE: Weight = weight("no-rest-of-a-sentence-on-the-page", 0.2);
    /// The same words stand elsewhere on the page, and go on: their rest is not lost.
    pub const GOES_ON_ELSEWHERE: Weight = weight("same-words-go-on-elsewhere", -4.9);
    /// They stand elsewhere and end there as well, and what may continue them begins so
    /// elsewhere too: both copies may have one break.
    pub const BREAKS_SO_ELSEWHERE: Weight = weight("same-break-elsewhere", 0.7);
    /// They stand elsewhere and end there as well, and no text stands directly below: the
    /// rest of both copies may be anywhere.
    pub const ENDS_SO_APART: Weight = weight("same-end-elsewhere-and-no-text-below", 1.2);
    /// They stand elsewhere and end there as well: a copy was cut elsewhere, and what both
    /// have lost was lost before.
    pub const ENDS_SO_ELSEWHERE: Weight = weight("same-words-end-elsewhere", 1.4);
    /// Its last part looked like a head before it was joined, and may be one. Set lower than the
    /// fit has it: of marks that are wrong a fourth were behind such a head.
    pub const ENDS_IN_HEAD: Weight = weight("last-part-looks-like-a-head", -1.5);
    /// What stands directly below opens as a paragraph: （二）, 第八条, 服务方面，, 问：.
    pub const OWN_PARAGRAPH_BELOW: Weight = weight("paragraph-of-its-own-below", 2.4);
    /// It likely does: with who speaks, with speech, with a word that others open with.
    pub const LIKELY_OWN_BELOW: Weight = weight("likely-paragraph-of-its-own-below", 0.8);
    /// It begins inside a word: it is the rest of something.
    pub const REST_OF_WORD_BELOW: Weight = weight("rest-of-a-word-below", -1.6);
    /// A number at the end, and a paragraph below that does not begin with its unit. Set, as
    /// nearly all that it was seen at were losses.
    pub const NO_UNIT_BELOW: Weight = weight("number-without-its-unit", 0.5);
    /// Less than twenty characters are as often a label, a name, a row.
    pub const SHORT: Weight = weight("short-for-a-paragraph", -2.2);
    /// More is said behind a comma, and the rest begins as sentences do.
    pub const ENDS_IN_COMMA: Weight = weight("ends-in-a-comma", -0.2);
    /// 43: what is counted is lost, and a rest of a number would be known.
    pub const ENDS_IN_DIGIT: Weight = weight("ends-in-a-number", 0.6);
    /// From this sum on the loss is marked. A mark that is wrong is worse than one that is
    /// missing, and most ends that are open are cuts. With this sum and that of
    /// [`super::opening::ENOUGH`] three marks in a hundred are wrong: 17 of 624 on the
    /// pages of twelve seeds of the bench, of both halves (`cargo bench --bench restoration --
    /// --documents 150 --seed N`), and 11 of 410 on eight others; with 2.95 here and 2.75
    /// there 18 of 648 and 14 of 438.
    pub const ENOUGH: f32 = 3.1;
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
    pub const LABELLED: Weight = weight("line-with-a-label", -3.8);
    /// Set: captions often have none.
    pub const CAPTION: Weight = weight("captions-need-no-end", -2.1);
    /// Set, then fitted: something is open that nothing behind it closes: a bracket, a
    /// quotation.
    pub const OPEN: Weight = weight("something-is-open", 1.2);
}

/// Has a paragraph lost its beginning?
pub mod opening {
    use super::{Weight, weight};

    /// Prior.
    pub const PRIOR: Weight = weight("most-paragraphs-are-whole", -4.7);
    /// The text before it waits for its rest.
    pub const BEHIND_OPEN: Weight = weight("text-before-has-no-end", -0.7);
    /// A comma, 的, 了.
    pub const BOUND: Weight = weight("cannot-open-a-paragraph", 2.5);
    /// A measure, 以及, the last character of a word: it stands behind something in every sentence.
    pub const REST_OF_SENTENCE: Weight = weight("begins-with-the-rest-of-a-sentence", 3.0);
    /// Something closes that was not opened.
    pub const CLOSES_NOTHING: Weight = weight("closes-what-is-not-open", 0.9);
    /// Set: the same within its first words; stray marks stand at an end. Set lower than the fit
    /// has it: of marks that were wrong half had this sign and no whole text above.
    pub const CLOSES_EARLY: Weight = weight("closes-in-its-first-words", 3.1);
    /// Set: 八条 with a space behind it: 第 is lost.
    pub const REST_OF_ARTICLE: Weight = weight("number-of-an-article-without-its-beginning", 7.5);
    /// 近日, 记者, 据介绍 …, a place.
    pub const OPENS: Weight = weight("opens-like-a-paragraph", -2.2);
    /// A number counts it.
    pub const NUMBERED: Weight = weight("opens-with-a-number", -3.6);
    /// Other paragraphs open so.
    pub const OPENS_LIKE_OTHERS: Weight = weight("opens-like-other-paragraphs", -1.9);
    /// The first word is one character that stands for nothing.
    pub const LONE: Weight = weight("begins-with-a-lone-character", 1.4);
    /// Set: digits that are the rest of a number, a letter that is no capital.
    pub const REST_OF_NUMBER: Weight = weight("begins-with-the-rest-of-a-number", 3.1);
    /// Its first sentence has up to six characters.
    pub const STUB: Weight = weight("begins-with-a-stub", 1.1);
    /// Up to twelve.
    pub const BRIEF: Weight = weight("begins-with-a-brief-sentence", -0.4);
    /// It follows a head: the first paragraph of a text.
    pub const BELOW_HEAD: Weight = weight("below-a-head", -0.2);
    /// What stands directly above is no running text with an end: what it continues may stand
    /// above that.
    pub const BELOW_NO_TEXT: Weight = weight("no-whole-text-directly-above", -0.5);
    /// Set, as nearly all that it was seen at were losses: a whole text stands directly above.
    /// A rest that a break has parted from its beginning stands below that, or below what
    /// stands in the break.
    pub const BELOW_WHOLE_TEXT: Weight = weight("whole-text-directly-above", 3.0);
    /// Nothing above it waits for its rest.
    pub const NOTHING_ABOVE: Weight = weight("nothing-above-has-no-end", 2.3);
    /// The likeliest of the texts above that have no end has a sum of join below the first
    /// of [`FITS`], between the first and the second, and so on.
    pub const ABOVE: [Weight; 4] = [ABOVE_FITS_NOT, ABOVE_FITS_HARDLY, ABOVE_MAY_FIT, ABOVE_FITS];
    /// Fits not.
    pub const ABOVE_FITS_NOT: Weight = weight("text-above-does-not-fit", 2.6);
    /// Fits hardly.
    pub const ABOVE_FITS_HARDLY: Weight = weight("text-above-hardly-fits", -0.1);
    /// May fit.
    pub const ABOVE_MAY_FIT: Weight = weight("text-above-may-fit", -0.9);
    /// Fits nearly.
    pub const ABOVE_FITS: Weight = weight("text-above-nearly-fits", -2.3);
    /// The sums of a join between which [`ABOVE`] tells.
    pub const FITS: [f32; 3] = [-4.0, -2.0, -1.0];
    /// Set: all that stands around it is whole running text. It is seldom seen on the bench,
    /// and was right there.
    pub const WHOLE_AROUND: Weight = weight("whole-text-all-around", 3.0);
    /// Set: the line directly above it on the page has no end, wherever that stands now.
    pub const OPEN_LINE_ABOVE: Weight = weight("line-above-on-the-page-has-no-end", -3.2);
    /// The same words stand elsewhere on the page, with more before them.
    pub const GOES_ON_ELSEWHERE: Weight = weight("same-words-go-back-elsewhere", -8.4);
    /// They stand elsewhere and begin there as well: a copy was cut elsewhere, or both were cut
    /// in one place.
    pub const BEGINS_SO_ELSEWHERE: Weight = weight("same-words-begin-elsewhere", 1.0);
    /// Less than thirty characters: it may be the rest of anything.
    pub const SHORT: Weight = weight("short-for-a-paragraph", -0.2);
    /// Less than thirty characters that begin inside a sentence: what a cut in a copy that was
    /// taken out has left of one is short. Set: of those that had the sum for a mark without it
    /// seven in sixteen were none; of longer ones, one in 121.
    pub const SHORT_REST: Weight = weight("short-rest-of-a-sentence", -3.0);
    /// From this sum on the loss is marked; found as [`super::loss::ENOUGH`] was.
    pub const ENOUGH: f32 = 2.9;
    /// Part of speech of its first word.
    pub const NEXT_LEANING: Weight = weight("opens-with-a-word-that-leans", 1.2);
    /// Part of speech of its first word.
    pub const NEXT_ADVERB: Weight = weight("opens-with-an-adverb", 0.7);
    /// Part of speech of its first word.
    pub const NEXT_PREPOSITION: Weight = weight("opens-with-a-preposition", -0.7);
    /// Part of speech of its first word.
    pub const NEXT_CONJUNCTION: Weight = weight("opens-with-a-conjunction", 1.2);
    /// Part of speech of its first word.
    pub const NEXT_PRONOUN: Weight = weight("opens-with-a-pronoun", -1.3);
    /// Part of speech of its first word.
    pub const NEXT_NUMERAL: Weight = weight("opens-with-a-numeral", 0.6);
    /// Part of speech of its first word.
    pub const NEXT_VERB: Weight = weight("opens-with-a-verb", -0.1);
    /// Part of speech of its first word.
    pub const NEXT_QUALITY: Weight = weight("opens-with-a-quality", -0.4);
    /// Part of speech of its first word.
    pub const NEXT_NOUN: Weight = weight("opens-with-a-noun", -0.5);
    /// Part of speech of its first word.
    pub const NEXT_NAME: Weight = weight("opens-with-a-name", -0.7);
    /// Part of speech of its first word.
    pub const NEXT_TIME: Weight = weight("opens-with-a-time", -1.9);
    /// Part of speech of its first word.
    pub const NEXT_MARK: Weight = weight("opens-with-no-word", 0.9);
}
