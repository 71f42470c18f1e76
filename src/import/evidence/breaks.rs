//! Weights of where a text goes on.

use super::{Weight, weight};

/// Does a paragraph without an end go on in a later block?
pub mod join {
    use super::{Weight, weight};

    /// Prior: of paragraphs without terminal punctuation, about nine in ten go
    /// on in the next block (a rule of this alone reaches F1 .92).
    pub const NO_END: Weight = weight("no-terminal-punctuation", 0.9);
    /// Prior for a short line without an end: it is a head, not a fragment.
    pub const LOOKS_LIKE_HEAD: Weight = weight("looks-like-a-head", -1.6);
    /// The block that should continue looks like a head itself.
    pub const NEXT_LOOKS_LIKE_HEAD: Weight = weight("next-looks-like-a-head", -2.4);
    /// Measured .47 against .15.
    pub const WORD_ACROSS: Weight = weight("word-across-the-break", 0.4);
    /// Set: a word of three or more characters seldom arises by chance.
    pub const LONG_WORD_ACROSS: Weight = weight("long-word-across-the-break", 1.1);
    /// Measured .53 against .85, the absence of the same.
    pub const NO_WORD_ACROSS: Weight = weight("no-word-across-the-break", -1.3);
    /// Measured .82 against .36: the two characters at the break stand next to
    /// each other elsewhere in the text.
    pub const BIGRAM_KNOWN: Weight = weight("characters-stand-together-elsewhere", 0.2);
    /// Measured .18 against .64, the absence of the same.
    pub const BIGRAM_UNKNOWN: Weight = weight("characters-never-stand-together", 0.3);
    /// Measured .34 against .58.
    pub const OPENS_PARAGRAPH: Weight = weight("next-opens-like-a-paragraph", 0.4);
    /// 近年来, 记者, 据介绍: what sentences open with.
    pub const OPENS_SENTENCE: Weight = weight("next-opens-like-a-sentence", 0.0);
    /// Set, then fitted: “一站式” is part of a sentence.
    pub const OPENS_TERM: Weight = weight("next-opens-with-a-term-in-quotes", 0.9);
    /// Set, then fitted: a paragraph of speech opens so.
    pub const OPENS_SPEECH: Weight = weight("next-opens-with-speech", -2.8);
    /// Set, then fitted: speech in a sentence stands behind a mark.
    pub const QUOTATION_BEHIND_MARK: Weight = weight("quotation-behind-a-mark", -0.8);
    /// Set, then fitted: 通报显示，: what was said is to follow, however it opens.
    pub const BEHIND_ATTRIBUTION: Weight = weight("ends-with-who-says-it", 0.9);
    /// Set, then fitted: behind a comma a verb, an adverb, a preposition.
    pub const CARRIES_ON: Weight = weight("next-carries-the-clause-on", 0.1);
    /// Set, then fitted: behind 、 more of a list.
    pub const LIST_GOES_ON: Weight = weight("list-goes-on", 0.6);
    /// Set, then fitted: behind 、 no list.
    pub const LIST_STOPS: Weight = weight("list-stops", -0.3);
    /// Set, then fitted: the rest of a sentence has often no comma left.
    pub const FIRST_STOPS: Weight = weight("first-clause-ends-its-sentence", 0.2);
    /// Set, then fitted: nor the rest of a half of one.
    pub const FIRST_HALTS: Weight = weight("first-clause-ends-in-a-semicolon", 1.7);
    /// Set, then fitted: a paragraph may open with a question.
    pub const FIRST_ASKS: Weight = weight("first-clause-asks", 0.6);
    /// Set, then fitted.
    pub const FIRST_LISTS: Weight = weight("first-clause-lists", 0.3);
    /// Set, then fitted: no mark at all.
    pub const FIRST_ENDLESS: Weight = weight("next-has-no-mark", -0.8);
    /// Set, then fitted: 问：
    pub const OPENS_DIALOGUE: Weight = weight("next-opens-with-a-speaker", -3.5);
    /// Set: 各位代表：, 亲爱的市民朋友：
    pub const OPENS_ADDRESS: Weight = weight("next-addresses-its-hearers", -6.0);
    /// A paragraph of speech opens so, one that goes on seldom.
    pub const OPENS_QUOTATION: Weight = weight("next-opens-a-quotation", -3.0);
    /// Set: short lines without a mark in them, one below the other.
    pub const VERSE: Weight = weight("lines-of-verse", -8.0);
    /// 二、, （三）: an item of a list.
    pub const OPENS_ITEM: Weight = weight("next-opens-an-item", -4.8);
    /// 该负责人表示，: a paragraph opens with who speaks.
    pub const OPENS_SPEAKER: Weight = weight("next-opens-with-who-speaks", -0.3);
    /// 服务方面，: a paragraph opens with what it is about.
    pub const OPENS_MATTER: Weight = weight("next-opens-with-its-matter", -3.3);
    /// A digit at the end, and behind it no digit, no unit, no mark.
    pub const NUMBER_WITHOUT_UNIT: Weight = weight("number-without-its-unit", -2.8);
    /// The clause through the break has up to sixteen characters.
    pub const SHORT_CLAUSE: Weight = weight("short-clause-across-the-break", 0.3);
    /// More than twenty-six.
    pub const LONG_CLAUSE: Weight = weight("long-clause-across-the-break", -0.9);
    /// The whole next block is the end of a sentence.
    pub const NEXT_TINY: Weight = weight("next-is-the-end-of-a-sentence", 0.0);
    /// Measured .66 against .42, the absence of the same.
    pub const NO_OPENING: Weight = weight("next-does-not-open-a-paragraph", 0.7);
    /// Set: 的, 了, a comma or a closing bracket never open a paragraph.
    pub const BOUND_OPENING: Weight = weight("next-cannot-open-a-paragraph", 1.0);
    /// Measured .034 against .021 over all; set higher, as it is seen only where
    /// something is open.
    pub const QUOTE_CLOSES: Weight = weight("quotation-closes-across-the-break", 3.1);
    /// Measured .008 against 0.
    pub const BRACKET_CLOSES: Weight = weight("bracket-closes-across-the-break", 3.7);
    /// Set: a quotation is opened again while the same kind is open.
    pub const QUOTE_REOPENS: Weight = weight("quotation-opens-inside-itself", -3.4);
    /// Set: the next block closes what nothing opened.
    pub const CLOSES_NOTHING: Weight = weight("next-closes-what-is-not-open", -2.3);
    /// Set: a comma or a 、 at the end wants more.
    pub const ENDS_IN_COMMA: Weight = weight("ends-in-a-comma", 1.1);
    /// Set: digits on both sides of the break.
    pub const NUMBER_ACROSS: Weight = weight("number-across-the-break", 4.2);
    /// Set: the continuation has an end, as a paragraph has.
    pub const NEXT_ENDS: Weight = weight("next-ends-properly", 0.5);
    /// Set: other paragraphs of the text begin with the same words.
    pub const OPENS_LIKE_OTHERS: Weight = weight("next-opens-like-other-paragraphs", -0.9);
    /// Set: 第八条, 一是, （二）: a number opens the next.
    pub const OPENS_NUMBERED: Weight = weight("next-opens-with-a-number", -1.2);
    /// Set: the other copy of the passage has no break here.
    pub const WHOLE_IN_COPY: Weight = weight("whole-in-the-other-copy", 5.0);
    /// Set: a photo stands between.
    pub const PAST_PHOTO: Weight = weight("past-a-photo", -1.2);
    /// Set: a head stands between.
    pub const PAST_HEAD: Weight = weight("past-a-head", -0.3);
    /// Set: the masthead of another article stands between.
    pub const PAST_MASTHEAD: Weight = weight("past-a-masthead", -0.6);
    /// Set, then fitted: the next has no end of a sentence.
    pub const NO_SENTENCE: Weight = weight("next-has-no-sentence", -0.2);
    /// Set, then fitted: what a cut has left of a paragraph is often one sentence.
    pub const ONE_SENTENCE: Weight = weight("next-has-one-sentence", -0.6);
    /// Set, then fitted: fewer than most paragraphs of the page have.
    pub const FEW_SENTENCES: Weight = weight("next-has-few-sentences", -0.7);
    /// Set, then fitted: as many as most.
    pub const USUAL_SENTENCES: Weight = weight("next-has-as-many-sentences-as-most", -1.2);
    /// Set, then fitted: more.
    pub const MANY_SENTENCES: Weight = weight("next-has-many-sentences", -2.1);
    /// Set, then fitted: another line of running text opens with the same two characters.
    pub const OPENS_WITH_WORD_OF_OTHERS: Weight = weight("next-opens-with-a-word-of-others", -1.0);
    /// Set, then fitted: up to twenty characters are a title more often than a paragraph
    /// that was cut.
    pub const SHORT_BEFORE: Weight = weight("short-text-before", -0.4);
    /// Set, then fitted: the next begins inside a sentence, and nothing else took it.
    pub const ORPHAN: Weight = weight("rest-that-nothing-took", 1.4);
    /// Set, then fitted: both sides share seven pairs of characters or more.
    pub const SHARES_MUCH: Weight = weight("both-sides-share-much", -1.8);
    /// Set, then fitted: three.
    pub const SHARES_SOME: Weight = weight("both-sides-share-some", -0.4);
    /// Set, then fitted: what stands below a head in the cut opens like a lead.
    pub const LEAD_BELOW_HEAD: Weight = weight("lead-below-the-head", -1.0);
    /// Set, then fitted: what stands behind that does.
    pub const LEAD_BEHIND_IT: Weight = weight("lead-behind-it", 1.2);
    /// Set, then fitted: the head shares words with it.
    pub const HEAD_SPEAKS_OF_IT: Weight = weight("head-speaks-of-it", -3.1);
    /// Set, then fitted: one pair of characters.
    pub const HEAD_MAY_SPEAK_OF_IT: Weight = weight("head-may-speak-of-it", -0.9);
    /// Set, then fitted: none with it, and some with what stands behind it.
    pub const HEAD_SPEAKS_OF_NEXT: Weight = weight("head-speaks-of-what-follows", 1.1);
    /// Set, then fitted: the text before the cut shares words with it.
    pub const SHARES_WORDS: Weight = weight("both-sides-of-the-head-share-words", -0.2);
    /// Set, then fitted: no running text follows it.
    pub const ALONE_BELOW_HEAD: Weight = weight("only-text-below-the-head", 0.1);
    /// Text that ends inside a quotation: the paragraph may end all the same.
    pub const INSIDE_QUOTATION: Weight = weight("ends-inside-a-quotation", -2.0);
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
    pub const PERHAPS_FRAGMENT: Weight = weight("is-perhaps-a-fragment", 0.6);
    /// One that is more likely a head.
    pub const HARDLY_FRAGMENT: Weight = weight("is-hardly-a-fragment", -0.4);
    /// The same of the line that should continue.
    pub const NEXT_SUREST_FRAGMENT: Weight = weight("next-is-a-fragment-beyond-doubt", 2.9);
    /// The same.
    pub const NEXT_PERHAPS_FRAGMENT: Weight = weight("next-is-perhaps-a-fragment", -0.1);
    /// The same.
    pub const NEXT_HARDLY_FRAGMENT: Weight = weight("next-is-hardly-a-fragment", -1.5);
    /// A short line that its own words show to be a fragment.
    pub const SURE_FRAGMENT: Weight = weight("is-a-fragment", 1.8);
    /// The same, less sure.
    pub const LIKELY_FRAGMENT: Weight = weight("may-be-a-fragment", 1.1);
    /// A short line whose words are those of a head.
    pub const SURE_HEAD: Weight = weight("is-a-head", -2.6);
    /// The same of the line that should continue.
    pub const NEXT_SURE_FRAGMENT: Weight = weight("next-is-a-fragment", 2.3);
    /// The same, less sure.
    pub const NEXT_LIKELY_FRAGMENT: Weight = weight("next-may-be-a-fragment", 0.8);
    /// The same.
    pub const NEXT_SURE_HEAD: Weight = weight("next-is-a-head", -2.9);
    /// A short line stands between that may be the continuation itself.
    pub const PAST_FRAGMENT: Weight = weight("past-what-may-be-a-fragment", -4.8);
    /// The first sentence behind the break has up to six characters.
    pub const NEXT_STUB: Weight = weight("next-begins-with-a-stub", 0.3);
    /// Up to twelve.
    pub const NEXT_BRIEF: Weight = weight("next-begins-with-a-brief-sentence", -0.4);
    /// Set: 第八条 and a space open an article of a law.
    pub const OPENS_ARTICLE: Weight = weight("next-opens-an-article-of-a-law", -7.4);
    /// 坚持|河长, 在|堤上: a verb or preposition and what it is about.
    pub const OBJECT: Weight = weight("verb-and-object", 0.7);
    /// 新的|堤: what leans on a word before it is followed by its noun.
    pub const QUALIFIED: Weight = weight("particle-and-noun", 0.2);
    /// 河水|涨: a noun and a verb.
    pub const PREDICATE: Weight = weight("noun-and-verb", 0.7);
    /// 已|种下.
    pub const MODIFIED: Weight = weight("adverb-and-verb", 1.0);
    /// 在|的: words that cannot follow each other.
    pub const CLASH: Weight = weight("words-that-cannot-follow", -1.3);
    /// Set: cells of a table on either side.
    pub const TABBED: Weight = weight("row-of-a-table", -12.0);
    /// What stands on both sides stands together elsewhere, two characters and one.
    pub const PHRASE_KNOWN: Weight = weight("phrase-stands-elsewhere", 3.3);
    /// The text before ends inside a word that the next does not complete.
    pub const BROKEN_BEFORE: Weight = weight("word-not-completed", -0.7);
    /// The next begins inside a word that the text before does not begin.
    pub const BROKEN_BEHIND: Weight = weight("rest-of-another-word", -0.4);
    /// Set, then fitted: the rest of a sentence below a head goes on from many a text.
    pub const REST_PAST_HEAD: Weight = weight("rest-of-a-sentence-past-a-head", -0.7);
    /// Set, then fitted: of two short lines one may continue the other.
    pub const TWO_SHORT_LINES: Weight = weight("both-look-like-heads", 0.4);
    /// Set, then fitted: in a copy the next goes on from other words on the same line.
    pub const REST_IN_COPY: Weight = weight("rest-of-a-line-in-a-copy", -1.7);
    /// Set, then fitted: in a copy more words stand behind the text on the same line.
    pub const GOES_ON_IN_COPY: Weight = weight("goes-on-in-a-copy", -1.4);
    /// Set, then fitted: in a copy the text ends so, and the next begins so.
    pub const BREAK_IN_COPY: Weight = weight("same-break-in-a-copy", -0.4);
    /// Set, then fitted: in a copy the text ends so; the next stands on the page once.
    pub const END_IN_COPY: Weight = weight("same-end-in-a-copy-without-the-next", -1.9);
    /// Set, then fitted: in a copy the next begins so; the text before it stands once.
    pub const START_IN_COPY: Weight = weight("same-start-in-a-copy-without-the-text", -2.0);
    /// Fitted: nothing but white space stands on the page between the two.
    pub const DIRECTLY_BELOW: Weight = weight("directly-below", 1.5);
    /// Fitted: no mark stands in the last words of the text.
    pub const FIRST_CLAUSE: Weight = weight("no-mark-before-the-break", 0.1);
    /// Fitted: the last mark before the break is a comma.
    pub const BEHIND_COMMA: Weight = weight("clause-behind-a-comma", 0.4);
    /// Fitted: it ends a sentence.
    pub const BEHIND_SENTENCE: Weight = weight("clause-behind-a-sentence", 0.3);
    /// Fitted: it is 、.
    pub const IN_LIST: Weight = weight("clause-in-a-list", -0.1);
    /// Fitted: the text ends in a mark that ends no sentence.
    pub const ENDS_IN_MARK: Weight = weight("ends-in-a-mark", 0.5);
    /// Fitted: the clause through the break has up to four characters.
    pub const TINY_CLAUSE: Weight = weight("tiny-clause-across-the-break", 0.4);
    /// Fitted: up to three of them stand behind it.
    pub const REST_TINY: Weight = weight("rest-of-the-clause-is-tiny", 0.2);
    /// Fitted: twelve or more.
    pub const REST_MIDDLING: Weight = weight("rest-of-the-clause-is-middling", 0.1);
    /// Fitted: twenty or more.
    pub const REST_LONG: Weight = weight("rest-of-the-clause-is-long", 0.6);
    /// Fitted: both halves of the clause have a verb.
    pub const BOTH_HAVE_VERBS: Weight = weight("both-sides-have-a-verb", -0.3);
    /// Fitted: only the second has.
    pub const VERB_BEHIND: Weight = weight("verb-behind-the-break-alone", 0.0);
    /// Fitted: ，成|立，
    pub const TINY_BEHIND_COMMA: Weight = weight("tiny-clause-behind-a-comma", -1.1);
    /// Fitted: ，|， and ，|的: two marks do not stand beside each other.
    pub const TWO_MARKS: Weight = weight("marks-on-both-sides", -5.3);
    /// Fitted: the first clause of a text would have two verbs.
    pub const FIRST_WITH_VERBS: Weight = weight("first-clause-with-two-verbs", -0.1);
    /// Fitted: so would one that is not short.
    pub const MIDDLING_WITH_VERBS: Weight = weight("middling-clause-with-two-verbs", -0.7);
    /// Fitted: one sentence is what is left of a paragraph where nothing stands between.
    pub const ONE_SENTENCE_BELOW: Weight = weight("one-sentence-directly-below", 0.7);
    /// Fitted: so are a few words and a mark.
    pub const TINY_REST_BELOW: Weight = weight("tiny-rest-directly-below", -0.1);
    /// Fitted: and a clause that ends its sentence.
    pub const STOPS_BELOW: Weight = weight("end-of-a-sentence-directly-below", -0.1);
    /// Fitted: and a number that opens a line.
    pub const NUMBERED_BELOW: Weight = weight("number-directly-below", 3.7);
    /// Fitted: what has no sentence and stands below a head is more likely one itself.
    pub const NO_SENTENCE_PAST_HEAD: Weight = weight("no-sentence-past-a-head", -1.4);
    /// Fitted: the same of a photo.
    pub const NO_SENTENCE_PAST_PHOTO: Weight = weight("no-sentence-past-a-photo", -0.3);
    /// Fitted: 近日，, 目前，: words and a comma with which sentences begin.
    pub const TINY_OPENING: Weight = weight("next-opens-with-a-word-and-a-mark", -3.5);
    /// Fitted: a clause of three characters between two commas.
    pub const TINY_BETWEEN_MARKS: Weight = weight("tiny-clause-between-marks", -0.8);
    /// Fitted: three characters and a mark that open like no paragraph.
    pub const TINY_REST: Weight = weight("tiny-rest-opens-like-no-paragraph", 0.3);
    /// Fitted: a short line that ends in a mark may be a row of a list.
    pub const HEAD_ENDS_IN_MARK: Weight = weight("short-line-ends-in-a-mark", 0.0);
    /// Fitted: what is left of a paragraph above a head goes on before it.
    pub const FRAGMENT_PAST_HEAD: Weight = weight("fragment-past-a-head", -1.2);
    /// Fitted: what looks like a head by its words is what the verb behind it is said of.
    pub const HEAD_WITH_VERB: Weight = weight("head-and-verb", 0.8);
    /// Fitted: 12、: a number of a list opens a line.
    pub const LISTS_NUMBERS: Weight = weight("next-opens-with-a-number-and-lists", -0.6);
    /// Fitted: the sentence through the break has one clause.
    pub const ONE_CLAUSE: Weight = weight("sentence-of-one-clause", -0.8);
    /// Fitted: a long clause that is a sentence is whole.
    pub const LONG_REST_STOPS: Weight = weight("long-clause-ends-its-sentence", -1.2);
    /// Fitted: a long clause that opens like no paragraph.
    pub const LONG_REST: Weight = weight("long-clause-opens-like-no-paragraph", -0.3);
    /// Fitted: who speaks stands at the beginning of a sentence.
    pub const SPEAKER_BEHIND_COMMA: Weight = weight("who-speaks-behind-a-comma", -2.5);
    /// Fitted: a time and a verb are most of a clause, and what they are said of stood before.
    pub const TIME_WITH_VERB: Weight = weight("time-and-verb-behind-the-break", 0.8);
    /// Fitted: it goes on elsewhere, and otherwise.
    pub const UNKNOWN_AND_IN_COPY: Weight = weight("goes-on-otherwise-in-a-copy", -2.0);
    /// Fitted: the credit of a photo stands below the next, which may be its caption.
    pub const CREDIT_BELOW_NEXT: Weight = weight("credit-below-the-next", -1.1);
    /// Fitted: one stands above it, which may be of the caption above.
    pub const CREDIT_ABOVE_NEXT: Weight = weight("credit-above-the-next", 1.7);
    /// Fitted: 和, 但: more follows.
    pub const ENDS_IN_CONJUNCTION: Weight = weight("ends-with-a-conjunction-before-the-break", 1.2);
    /// Part of speech of the first word behind the break.
    pub const NEXT_LEANING: Weight = weight("next-opens-with-a-word-that-leans", -0.2);
    /// Part of speech of the first word behind the break.
    pub const NEXT_ADVERB: Weight = weight("next-opens-with-an-adverb", 0.1);
    /// Part of speech of the first word behind the break.
    pub const NEXT_PREPOSITION: Weight = weight("next-opens-with-a-preposition", -0.7);
    /// Part of speech of the first word behind the break.
    pub const NEXT_CONJUNCTION: Weight = weight("next-opens-with-a-conjunction", 0.7);
    /// Part of speech of the first word behind the break.
    pub const NEXT_PRONOUN: Weight = weight("next-opens-with-a-pronoun", -0.9);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NUMERAL: Weight = weight("next-opens-with-a-numeral", -1.0);
    /// Part of speech of the first word behind the break.
    pub const NEXT_VERB: Weight = weight("next-opens-with-a-verb", -0.5);
    /// Part of speech of the first word behind the break.
    pub const NEXT_QUALITY: Weight = weight("next-opens-with-a-quality", -0.4);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NOUN: Weight = weight("next-opens-with-a-noun", -0.7);
    /// Part of speech of the first word behind the break.
    pub const NEXT_NAME: Weight = weight("next-opens-with-a-name", -0.5);
    /// Part of speech of the first word behind the break.
    pub const NEXT_TIME: Weight = weight("next-opens-with-a-time", -1.6);
    /// Part of speech of the first word behind the break.
    pub const NEXT_MARK: Weight = weight("next-opens-with-no-word", 0.2);

    /// How much likelier the words behind the break are behind those before it than anywhere,
    /// by the model of prose: below the first of [`FOLLOWS_AT`], between the first and the second,
    /// and so on.
    pub const FOLLOWS: [Weight; 10] = [
        weight("words-never-follow", -2.6),
        weight("words-surely-do-not-follow", -2.1),
        weight("words-do-not-follow", -1.3),
        weight("words-hardly-follow", -1.3),
        weight("words-may-follow", -0.7),
        weight("words-might-well-follow", 0.1),
        weight("words-likely-follow", 0.7),
        weight("words-clearly-follow", 1.7),
        weight("words-surely-follow", 2.8),
        weight("words-run-on", 3.8),
    ];
    /// See [`FOLLOWS`], in nats.
    pub const FOLLOWS_AT: [f32; 9] = [-3.5, -2.25, -1.25, -0.25, 0.75, 1.75, 3.0, 4.5, 6.5];
    /// How much likelier the words behind the break are where a paragraph begins than anywhere:
    /// the same with [`OPENS_AT`].
    pub const OPENS: [Weight; 9] = [
        weight("next-begins-inside-beyond-doubt", 1.2),
        weight("next-surely-begins-inside", 1.5),
        weight("next-clearly-begins-inside", 1.5),
        weight("next-likely-begins-inside", 1.1),
        weight("next-may-open", 0.1),
        weight("next-likely-opens", -0.6),
        weight("next-clearly-opens", -1.8),
        weight("next-surely-opens", -2.4),
        weight("next-opens-beyond-doubt", -2.3),
    ];
    /// See [`OPENS`], in nats.
    pub const OPENS_AT: [f32; 8] = [-6.0, -4.25, -2.75, -1.25, 0.25, 1.75, 3.25, 5.0];
}
