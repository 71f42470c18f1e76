//! Weights of what a line is: furniture, heads, captions, fragments.

use super::{Weight, weight};

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
    /// Set: the day beside the name of a paper or the number of a page.
    pub const DAY_AND_TITLE: Weight = weight("day-and-running-title", 3.0);
    /// Set: 责编：…
    pub const STAFF: Weight = weight("editors-of-the-page", 4.0);
    /// Set: 新闻热线 …
    pub const CONTACT: Weight = weight("address-of-the-paper", 4.0);
    /// Set: ends in 报 or 刊, as a running title does.
    pub const PAPER: Weight = weight("named-like-a-paper", 1.5);
    /// Set: once more among other lines. Names of columns are as well.
    pub const PRINTED_AGAIN: Weight = weight("printed-again-among-other-lines", 0.6);
    /// Set: a page ends where it must, a column begins where an article does. A head that
    /// stands in a cut and is printed twice with its article does so, too: three printings.
    pub const IN_CUT: Weight = weight("stands-in-a-sentence", 1.9);
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
    /// Set: it is the only line of its paragraph, or stands above a byline or a deck, behind a
    /// line that ends a sentence.
    pub const NEXT_STANDS_ALONE: Weight = weight("next-stands-alone", -2.5);
    /// Set: a headline may be as long as a line.
    pub const LOOKS_LIKE_HEAD: Weight = weight("looks-like-a-head", -1.0);
    /// Set: a byline, a deck, a number begins the next.
    pub const NEXT_OF_ITS_OWN: Weight = weight("next-is-a-line-of-its-own", -3.0);
    /// Set: what was wrapped is no longer than the column.
    pub const NEXT_TOO_LONG: Weight = weight("next-is-longer-than-the-column", -3.0);
}

/// Is the paragraph beside a photo's credit its caption?
pub mod caption {
    use super::{Weight, weight};

    /// Set: prior of the paragraph before a credit.
    pub const BEFORE_CREDIT: Weight = weight("before-the-credit", -3.0);
    /// Set: prior of the paragraph behind it.
    pub const BEHIND_CREDIT: Weight = weight("behind-the-credit", -2.5);
    /// Set: 图为 …
    pub const SHOWS: Weight = weight("says-what-the-picture-shows", 4.9);
    /// Set: 正在 …, 现场.
    pub const AT_WORK: Weight = weight("says-what-is-done-at-the-moment", 2.0);
    /// Set: up to 120 characters.
    pub const SHORT: Weight = weight("short-as-captions-are", -1.2);
    /// Set: up to 180.
    pub const MIDDLING: Weight = weight("long-for-a-caption", -2.2);
    /// Set: up to 260.
    pub const LONG: Weight = weight("very-long-for-a-caption", -2.1);
    /// Set: longer.
    pub const ENDLESS: Weight = weight("too-long-for-a-caption", -5.0);
    /// Set: captions are seldom cut.
    pub const NO_END: Weight = weight("no-end", -0.7);
    /// Set: nothing else has its credit on both sides.
    pub const BETWEEN_CREDITS: Weight = weight("between-two-equal-credits", 5.5);
    /// A credit that says 摄 and nothing of a report has a caption beside it.
    pub const PURE_CREDIT: Weight = weight("credit-of-a-photo-alone", 0.9);
    /// Nothing but a head stands on the other side of the credit: no other caption.
    pub const NO_OTHER: Weight = weight("no-other-text-beside-the-credit", 1.2);
    /// Behind headline and credit more than one paragraph follows: the credit signs them.
    pub const SIGNED_TEXT: Weight = weight("credit-between-headline-and-text", -0.7);
    /// It speaks of what the paragraph beyond it does.
    pub const OF_TEXT: Weight = weight("speaks-of-what-stands-beyond", -1.0);
    /// It shares nothing with that.
    pub const OFF_TEXT: Weight = weight("speaks-not-of-what-stands-beyond", 0.9);
    /// 他说, “…: captions do not speak.
    pub const SPEAKS: Weight = weight("somebody-speaks", -1.0);
    /// 一、, 第八条.
    pub const NUMBERED: Weight = weight("opens-with-a-number", -0.5);
    /// Set: 本报讯 opens an article.
    pub const NEWS: Weight = weight("opens-with-a-dateline", -3.0);
    /// Up to thirty characters.
    pub const TINY: Weight = weight("tiny-for-a-caption", 0.5);
    /// Set: one short sentence before the credit of a photo alone, as most captions are. Those of
    /// the bench are longer than those of papers.
    pub const ONE_SENTENCE: Weight = weight("one-short-sentence-before-the-credit", 2.3);
    /// 近日, 5月3日, a place: captions say when and where at once.
    pub const OPENS: Weight = weight("opens-like-a-caption", 1.3);
    /// Set: a photo may have a headline.
    pub const BELOW_HEAD: Weight = weight("below-a-head", 0.8);
    /// Set: no running text beside it.
    pub const STANDS_APART: Weight = weight("no-running-text-beside-it", 1.7);
    /// Set: the text before has no end, and goes on behind the photo.
    pub const IN_CUT: Weight = weight("stands-in-a-sentence", 2.0);
    /// Set: the paragraph itself goes on with the text before it.
    pub const GOES_ON: Weight = weight("goes-on-with-the-text-before", -1.1);
    /// Set: the text around is of the same place.
    pub const SAME_PLACE: Weight = weight("place-of-the-text-around", -0.5);
    /// Set: the text around is of another place.
    pub const OTHER_PLACE: Weight = weight("another-place-than-around", 0.2);
    /// From this sum on the likelier paragraph is the caption: each was weighed by itself,
    /// but a credit that is of a photo alone has one.
    pub const ENOUGH: f32 = -1.5;
    /// The same beside a credit that may sign a whole text.
    pub const ENOUGH_OF_REPORT: f32 = 0.0;
}

/// What are short lines that stand together: subheads, or a masthead?
pub mod masthead {
    use super::{Weight, weight};

    /// Set: text stands under each subhead.
    pub const TWO_SUBHEADS: Weight = weight("two-subheads-in-a-row", -4.2);
    /// Set: the same.
    pub const SUBHEAD_WITHOUT_TEXT: Weight = weight("subhead-without-text", -4.5);
    /// An article with one subhead has more.
    pub const HAS_SUBHEADS: Weight = weight("has-subheads-already", 0.5);
    /// Most articles have none.
    pub const FIRST_SUBHEAD: Weight = weight("first-subhead", 0.1);
    /// No other short line follows: an article with subheads has more than one.
    pub const ONLY_SUBHEAD: Weight = weight("only-subhead", -2.4);
    /// Up to sixty characters since the last.
    pub const SHORT_SECTION: Weight = weight("little-text-since-the-last-head", -1.6);
    /// Up to a hundred and fifty, as brief news has.
    pub const BRIEF_SECTION: Weight = weight("brief-text-since-the-last-head", -0.3);
    /// More than three hundred and fifty.
    pub const LONGISH_SECTION: Weight = weight("longish-text-since-the-last-head", -0.7);
    /// More than seven hundred.
    pub const LONG_SECTION: Weight = weight("much-text-since-the-last-head", -1.8);
    /// Set, then fitted: what speaks for a fragment of running text, by how much.
    pub const LIKELY_FRAGMENT: Weight = weight("line-is-likely-a-fragment", 1.0);
    /// Set, then fitted.
    pub const MAYBE_FRAGMENT: Weight = weight("line-may-be-a-fragment", -0.2);
    /// Set, then fitted.
    pub const HARDLY_FRAGMENT: Weight = weight("line-is-hardly-a-fragment", -1.5);
    /// Set, then fitted.
    pub const SELDOM_FRAGMENT: Weight = weight("line-is-seldom-a-fragment", -2.4);
    /// Set, then fitted.
    pub const NO_FRAGMENT: Weight = weight("line-is-no-fragment", -3.6);
    /// Set, then fitted: the masthead of the text stands elsewhere.
    pub const OPENS_WITH_FRAGMENT: Weight = weight("opens-with-a-fragment", -2.1);
    /// Set, then fitted.
    pub const PAGE_OPENS_WITH_FRAGMENT: Weight = weight("page-opens-with-a-fragment", -3.6);
    /// Set, then fitted: the last paragraph has lost its end.
    pub const FRAGMENT_ABOVE_MASTHEAD: Weight = weight("fragment-above-a-masthead", -0.6);
    /// Set, then fitted.
    pub const TWO_FRAGMENTS: Weight = weight("two-fragments-in-a-row", -0.3);
    /// Set, then fitted.
    pub const FRAGMENT_BELOW_SUBHEAD: Weight = weight("fragment-below-a-subhead", -1.1);
    /// Set, then fitted.
    pub const FRAGMENT_ABOVE_SUBHEAD: Weight = weight("fragment-above-a-subhead", -1.4);
    /// Set, then fitted: who signs below it signs an end.
    pub const FRAGMENT_SIGNED: Weight = weight("fragment-above-a-signature", -4.0);
    /// Set, then fitted: the first paragraph has lost its end.
    pub const FRAGMENT_BELOW_MASTHEAD: Weight = weight("fragment-below-the-masthead", -1.2);
    /// Set, then fitted: what they say stands in the same paragraphs of the page.
    pub const OF_ONE_TEXT: Weight = weight("both-lines-are-of-one-text", 2.9);
    /// Set, then fitted.
    pub const MAY_BE_OF_ONE_TEXT: Weight = weight("both-lines-may-be-of-one-text", -0.1);
    /// Set, then fitted: in others.
    pub const OF_TWO_TEXTS: Weight = weight("lines-are-of-two-texts", -2.5);
    /// Set: most bylines stand above.
    pub const SIGNATURE: Weight = weight("signature-below-the-text", -0.7);
    /// （记者 刘娟）: so texts are signed below, seldom above.
    pub const SIGNATURE_BRACKETED: Weight = weight("signature-in-brackets", 1.6);
    /// Set: 本报讯（记者 …） names who wrote it, and no line above does.
    pub const SIGNED_AGAIN: Weight = weight("text-names-its-reporters-itself", -3.1);
    /// Set: an article with a byline has no second below.
    pub const SIGNED_TWICE: Weight = weight("signed-twice", -2.2);
    /// Set: the head of the article stands elsewhere.
    pub const OPENS_WITH_SUBHEAD: Weight = weight("opens-with-a-subhead", -3.6);
    /// Set: a page, or what follows a photo, opens with the head of an article.
    pub const PAGE_OPENS_WITH_SUBHEAD: Weight = weight("page-opens-with-a-subhead", -5.6);
    /// The same on a page that ends with a masthead. Fitted (−2.8), then lowered: of two even
    /// readings of a page's first line the headline is the better one.
    pub const OPENS_WITH_SUBHEAD_AWAY: Weight =
        weight("opens-with-a-subhead-and-a-head-is-away", -3.0);
    /// It has the form of the subheads before it.
    pub const LIKE_OTHERS: Weight = weight("like-the-subheads-before", 0.6);
    /// It has another.
    pub const UNLIKE_OTHERS: Weight = weight("unlike-the-subheads-before", -0.7);
    /// It is as long as most of them: subheads of one text are set to match.
    pub const AS_LONG_AS_OTHERS: Weight = weight("as-long-as-the-subheads-before", 1.1);
    /// The next short line that stands alone is as long: the two match.
    pub const AS_LONG_AS_NEXT: Weight = weight("as-long-as-the-next-subhead", 0.6);
    /// Set: both open with a label and a colon.
    pub const LABELLED_AS_OTHERS: Weight = weight("labelled-as-the-subheads-before", 2.3);
    /// Set: the same of the next short line.
    pub const LABELLED_AS_NEXT: Weight = weight("labelled-as-the-next-short-line", 1.0);
    /// It has another form.
    pub const UNLIKE_NEXT: Weight = weight("unlike-the-next-short-line", -0.8);
    /// The text before opens with 本报讯: news of that kind has no subheads.
    pub const IN_NEWS: Weight = weight("in-a-text-with-a-dateline", -0.7);
    /// Set: a lead stands between, as a rule.
    pub const SUBHEAD_BELOW_MASTHEAD: Weight = weight("subhead-below-the-masthead", -2.4);
    /// Set: the headline is lost.
    pub const DECK_FIRST: Weight = weight("deck-without-headline", -5.2);
    /// Set: the headline stands elsewhere, or there is none.
    pub const BYLINE_FIRST: Weight = weight("byline-without-headline", -2.5);
    /// Set: heads slide to the end, not between articles.
    pub const HEAD_AWAY: Weight = weight("masthead-without-text", -3.9);
    /// Set: there they stand together.
    pub const HEAD_AWAY_AT_END: Weight = weight("masthead-at-the-end", 0.9);
    /// Set: a column or a kicker has a headline below it.
    pub const NO_HEADLINE: Weight = weight("no-headline", -7.2);
    /// Set: three of four articles are signed.
    pub const UNSIGNED: Weight = weight("unsigned", 0.1);
    /// Set: one article in five stands in a column.
    pub const COLUMN: Weight = weight("column", -1.9);
    /// Set.
    pub const COLUMN_SHORT: Weight = weight("two-to-six-characters", 4.0);
    /// Set.
    pub const COLUMN_USUAL: Weight = weight("seven-to-nine-characters", -1.5);
    /// Set.
    pub const COLUMN_LONGISH: Weight = weight("ten-to-twelve-characters", -3.2);
    /// Set.
    pub const COLUMN_LONG: Weight = weight("too-long-for-a-column", -6.0);
    /// Set.
    pub const COLUMN_WORD: Weight = weight("word-of-a-column", 4.0);
    /// Set: 小店里的大账本: a thing of something is told of below.
    pub const COLUMN_OF: Weight = weight("column-of-something", -1.6);
    /// Set: a line that is named like a column, above another headline.
    pub const COLUMN_ABOVE: Weight = weight("headline-named-like-a-column", -2.1);
    /// Set: names of columns have no punctuation.
    pub const COLUMN_MARKED: Weight = weight("marks-in-a-column", -2.6);
    /// Set.
    pub const COLUMN_PLACE: Weight = weight("place-in-a-column", -1.6);
    /// Set.
    pub const COLUMN_SHORTER: Weight = weight("column-shorter-than-headline", -0.3);
    /// Set: they are rare.
    pub const KICKER: Weight = weight("kicker", -2.6);
    /// Set.
    pub const KICKER_REPORT: Weight = weight("kicker-names-a-kind-of-report", 2.2);
    /// Set: a report is named above or below the headline.
    pub const HEADLINE_REPORT: Weight = weight("headline-names-a-kind-of-report", -3.0);
    /// Set.
    pub const KICKER_PLACE: Weight = weight("place-in-a-kicker", 0.2);
    /// Set.
    pub const KICKER_SPACED: Weight = weight("kicker-in-two-halves", -0.9);
    /// Set.
    pub const KICKER_SHORTER: Weight = weight("kicker-shorter-than-headline", -0.9);
    /// Set: who is named with a role needs no name above.
    pub const NAMES_ABOVE_BYLINE: Weight = weight("names-above-a-byline", -6.0);
    /// Set: a name without a role is a byline only where one is expected.
    pub const BARE_NAMES: Weight = weight("names-without-a-role", 2.4);
    /// Set.
    pub const PHOTO_TITLE: Weight = weight("headline-of-a-photo", 0.3);
    /// Set.
    pub const PHOTO_SHARES: Weight = weight("shares-words-with-the-caption", 0.7);
    /// Set.
    pub const PHOTO_SHARES_NOTHING: Weight = weight("shares-nothing-with-the-caption", 0.5);
    /// Set.
    pub const HEADLINE_TINY: Weight = weight("up-to-four-characters", -3.9);
    /// Set.
    pub const HEADLINE_SHORT: Weight = weight("five-to-seven-characters", -1.5);
    /// Set.
    pub const HEADLINE_BRIEF: Weight = weight("eight-to-eleven-characters", -1.0);
    /// Set.
    pub const HEADLINE_USUAL: Weight = weight("length-of-a-headline", -0.9);
    /// Set.
    pub const HEADLINE_LONG: Weight = weight("long-for-a-headline", 0.0);
    /// Set.
    pub const HEADLINE_PLACE: Weight = weight("place-in-a-headline", -1.0);
    /// Set.
    pub const HEADLINE_DOCUMENT: Weight = weight("title-of-a-document", 3.5);
    /// Half of its words stand in the text that follows.
    pub const HEADLINE_FITS: Weight = weight("headline-fits-the-text", 0.5);
    /// Next to none do.
    pub const HEADLINE_OFF: Weight = weight("headline-not-of-the-text", -0.2);
    /// Its words stand in the text before: it is of the same article.
    pub const HEADLINE_KNOWN: Weight = weight("text-before-speaks-of-it", -0.2);
    /// None does.
    pub const HEADLINE_NEW: Weight = weight("text-before-speaks-not-of-it", 0.6);
    /// Five pairs of its characters stand in the first words of the text that follows.
    pub const OF_LEAD: Weight = weight("says-what-the-lead-says", 2.1);
    /// Two to four do.
    pub const IN_LEAD: Weight = weight("says-some-of-what-the-lead-says", 1.1);
    /// None does.
    pub const NOT_IN_LEAD: Weight = weight("says-nothing-of-the-lead", -0.5);
    /// Half of its words stand in the text that follows.
    pub const SUBHEAD_FITS: Weight = weight("subhead-fits-the-text", 0.3);
    /// Next to none do.
    pub const SUBHEAD_OFF: Weight = weight("subhead-not-of-the-text", -0.3);
    /// It opens with the name of a person, a place, a body.
    pub const HEADLINE_NAMED: Weight = weight("headline-opens-with-a-name", -0.5);
    /// It says who does what.
    pub const HEADLINE_SAYS: Weight = weight("headline-says-who-does-what", 0.2);
    /// The same.
    pub const SUBHEAD_NAMED: Weight = weight("subhead-opens-with-a-name", -2.7);
    /// The same.
    pub const SUBHEAD_SAYS: Weight = weight("subhead-says-who-does-what", -0.1);
    /// Set.
    pub const HEADLINE_SPACED: Weight = weight("headline-in-two-halves", -0.4);
    /// Set.
    pub const HEADLINE_MARKED: Weight = weight("marks-in-a-headline", 0.2);
    /// Set: numbers count subheads.
    pub const NUMBERED_HEADLINE: Weight = weight("headline-with-a-number", -4.2);
    /// Set, to half of what the fit has: 缘起, 破局. Features have such, of which the bench has one.
    pub const SUBHEAD_TINY: Weight = weight("up-to-three-characters", -1.5);
    /// Set.
    pub const SUBHEAD_SHORT: Weight = weight("four-to-eight-characters", 1.4);
    /// Set.
    pub const SUBHEAD_USUAL: Weight = weight("nine-to-fourteen-characters", 0.8);
    /// Set.
    pub const SUBHEAD_LONG: Weight = weight("fifteen-to-twenty-characters", -0.9);
    /// Set.
    pub const SUBHEAD_VERY_LONG: Weight = weight("twenty-one-to-twenty-eight-characters", -4.5);
    /// Set.
    pub const SUBHEAD_ENDLESS: Weight = weight("too-long-for-a-subhead", -4.2);
    /// Set.
    pub const UNNUMBERED: Weight = weight("no-number-among-numbered-subheads", -1.9);
    /// Set.
    pub const NUMBERED_SUBHEAD: Weight = weight("numbered", 3.4);
    /// Set.
    pub const SUBHEAD_PLACE: Weight = weight("place-in-a-subhead", -2.5);
    /// Set.
    pub const SUBHEAD_DOCUMENT: Weight = weight("document-titled-line", -3.0);
    /// Set.
    pub const DECK: Weight = weight("deck-without-dashes", -1.5);
    /// Set.
    pub const DECK_DASHED: Weight = weight("deck-with-dashes", 4.0);
    /// Set.
    pub const DECK_LONGER: Weight = weight("deck-longer-than-headline", 0.9);
    /// Set: two halves with a space are a headline's.
    pub const DECK_SPACED: Weight = weight("deck-in-two-halves", -1.4);
    /// Set: directly above a deck with dashes stands the headline.
    pub const DECK_ABOVE_DASHES: Weight = weight("deck-above-a-deck-with-dashes", -2.5);
    /// Set.
    pub const DECK_SHORT: Weight = weight("short-for-a-deck", -2.4);
    /// The lead says more of the deck than of the line above it.
    pub const DECK_OF_LEAD: Weight = weight("lead-says-more-of-the-deck", -0.2);
    /// It says less of it.
    pub const DECK_OFF_LEAD: Weight = weight("lead-says-less-of-the-deck", 0.7);
    /// Set.
    pub const DECK_REPORT: Weight = weight("names-a-kind-of-report", 1.7);
    /// Set.
    pub const DECK_PLACE: Weight = weight("place-in-a-deck", 0.0);
    /// Set: the texts on both sides share next to nothing.
    pub const SHARES_NOTHING: Weight = weight("texts-share-nothing", -0.3);
    /// Set.
    pub const SHARES_LITTLE: Weight = weight("texts-share-little", -0.8);
    /// Set.
    pub const SHARES_SOME: Weight = weight("texts-share-some", -1.5);
    /// Set.
    pub const SHARES_MORE: Weight = weight("texts-share-more", -1.9);
    /// Set.
    pub const SHARES_MUCH: Weight = weight("texts-share-much", -1.6);
    /// Set.
    pub const SHARES_MOST: Weight = weight("texts-share-most", -1.3);
    /// The last paragraph before shares more with the text before it than with that behind.
    pub const LAST_FITS_BEFORE: Weight = weight("last-paragraph-fits-before", 0.5);
    /// Less.
    pub const LAST_FITS_BEHIND: Weight = weight("last-paragraph-fits-behind", 0.1);
    /// The first paragraph behind shares more with the text behind it than with that before.
    pub const FIRST_FITS_BEHIND: Weight = weight("first-paragraph-fits-behind", 1.1);
    /// Less.
    pub const FIRST_FITS_BEFORE: Weight = weight("first-paragraph-fits-before", -0.6);
    /// There is little text on one side, which shares little with any.
    pub const LITTLE_TEXT: Weight = weight("little-text-on-one-side", -0.5);
    /// 近日, 3月5日, 获悉: what leads say.
    pub const SAYS_WHEN: Weight = weight("text-opens-with-when", 1.0);
    /// A place in its first words.
    pub const SAYS_WHERE: Weight = weight("text-opens-with-where", 1.3);
    /// Its first words name who or what the text before does not.
    pub const OPENS_WITH_NEW_NAME: Weight = weight("text-opens-with-a-new-name", 0.7);
    /// The text behind comes back to a name of the text before.
    pub const KNOWN_NAME_LATER: Weight = weight("text-comes-back-to-a-known-name", -0.8);
    /// To the name of a person: seldom do two articles speak of one.
    pub const KNOWN_PERSON_LATER: Weight = weight("text-comes-back-to-a-known-person", -2.0);
    /// It names others, and none of them.
    pub const NEW_NAMES_LATER: Weight = weight("text-speaks-of-new-names-alone", 0.5);
    /// They name who or what the text before does.
    pub const OPENS_WITH_KNOWN_NAME: Weight = weight("text-opens-with-a-known-name", -1.1);
    /// Set: the text before has a deck and is a lead alone: subheads follow.
    pub const LEAD_ALONE: Weight = weight("text-before-is-a-lead-alone", -2.3);
    /// Nothing of the headline of the text before stands in the text behind.
    pub const OFF_HEADLINE_ABOVE: Weight = weight("text-speaks-not-of-the-headline-above", 0.5);
    /// Some of it does.
    pub const ON_HEADLINE_ABOVE: Weight = weight("text-speaks-of-the-headline-above", -0.7);
    /// Set: the text before names places, the text behind none, or the other way.
    pub const PLACE_IN_ONE: Weight = weight("one-text-names-places", -0.7);
    /// How much the text behind opens as the first of an article does, by the model of prose: below
    /// the first of [`LEADS_AT`], between the first and the second, and so on.
    pub const LEADS: [Weight; 8] = [
        weight("text-opens-no-article-beyond-doubt", -0.6),
        weight("text-surely-opens-no-article", -0.2),
        weight("text-clearly-opens-no-article", -0.1),
        weight("text-likely-opens-no-article", 0.2),
        weight("text-may-open-an-article", -0.2),
        weight("text-likely-opens-an-article", 0.7),
        weight("text-clearly-opens-an-article", 1.0),
        weight("text-surely-opens-an-article", 0.5),
    ];
    /// See [`LEADS`], in log-odds.
    pub const LEADS_AT: [f32; 7] = [-4.5, -3.25, -2.25, -1.25, -0.25, 0.75, 2.0];
    /// How much the text before ends as the last of an article does, by the model of prose.
    pub const CLOSES: [Weight; 8] = [
        weight("text-ends-no-article-beyond-doubt", -1.1),
        weight("text-surely-ends-no-article", -0.6),
        weight("text-clearly-ends-no-article", -0.1),
        weight("text-likely-ends-no-article", -0.1),
        weight("text-may-end-an-article", 0.4),
        weight("text-likely-ends-an-article", 0.8),
        weight("text-clearly-ends-an-article", 0.6),
        weight("text-surely-ends-an-article", 1.1),
    ];
    /// See [`CLOSES`], in log-odds.
    pub const CLOSES_AT: [f32; 7] = [-4.5, -3.25, -2.25, -1.25, -0.25, 0.75, 2.0];
    /// Set: 本报讯 opens nothing else.
    pub const DATELINE: Weight = weight("text-opens-with-a-dateline", 2.8);
    /// The best reading that ends in another part, for the ledger: its own sum stands
    /// against the one that was chosen.
    pub const RIVAL: Weight = weight("next-best-reading", 0.0);
    /// Set.
    pub const OPENS_LIKE_LEAD: Weight = weight("text-opens-like-a-lead", -1.2);
    /// Set: a signature ends an article.
    pub const ENDED_SIGNED: Weight = weight("text-before-is-signed", 2.9);
    /// Set.
    pub const OTHER_PLACE: Weight = weight("text-speaks-of-another-place", -0.3);
    /// Set.
    pub const SAME_PLACE: Weight = weight("text-speaks-of-the-same-place", -2.8);
}

/// Is a short line without an end a fragment of a paragraph, and no head?
pub mod fragment {
    use super::{Weight, weight};

    /// Prior.
    pub const PRIOR: Weight = weight("most-short-lines-are-heads", -1.4);
    /// Up to eight characters.
    pub const TINY: Weight = weight("up-to-eight-characters", -1.1);
    /// Up to fourteen.
    pub const SHORT: Weight = weight("up-to-fourteen-characters", -1.2);
    /// Up to twenty.
    pub const USUAL: Weight = weight("up-to-twenty-characters", -0.3);
    /// Up to twenty-eight.
    pub const LONG: Weight = weight("up-to-twenty-eight-characters", 1.9);
    /// More.
    pub const ENDLESS: Weight = weight("long-for-a-head", 3.8);
    /// Set, then fitted: two clauses that are as long as each other, as in heads.
    pub const BALANCED: Weight = weight("two-clauses-of-one-length", -0.1);
    /// Set, then fitted: 本报讯 opens a text.
    pub const DATELINE: Weight = weight("opens-with-a-dateline", 4.1);
    /// One comma.
    pub const CLAUSE: Weight = weight("two-clauses", 1.0);
    /// More.
    pub const CLAUSES: Weight = weight("several-clauses", 5.0);
    /// 近日, 记者, 据介绍 …
    pub const OPENS: Weight = weight("opens-like-a-paragraph", 0.3);
    /// 第八条 and words behind it: a law.
    pub const ARTICLE: Weight = weight("article-of-a-law", 6.9);
    /// 一、, （二）.
    pub const NUMBERED: Weight = weight("numbered", -1.4);
    /// Set: 中华人民共和国消防法（节选）: the title of a document.
    pub const DOCUMENT: Weight = weight("title-of-a-document", -5.5);
    /// 本报讯, 本报某市3月5日电 opens the text directly below.
    pub const ABOVE_DATELINE: Weight = weight("text-opens-with-a-dateline", -1.4);
    /// How much the text directly below opens as the first of an article does, by the model of
    /// prose; see [`super::masthead::LEADS_AT`].
    pub const ABOVE_LEAD: [Weight; 8] = [
        weight("text-opens-no-article-beyond-doubt", 0.4),
        weight("text-surely-opens-no-article", 0.7),
        weight("text-clearly-opens-no-article", 0.5),
        weight("text-likely-opens-no-article", 0.4),
        weight("text-may-open-an-article", 0.0),
        weight("text-likely-opens-an-article", 0.0),
        weight("text-clearly-opens-an-article", -0.7),
        weight("text-surely-opens-an-article", -1.5),
    ];
    /// Two halves with a space between.
    pub const SPACED: Weight = weight("in-two-halves", -6.0);
    /// 已经, 有关, 了 …: words of sentences more than of heads.
    pub const PROSE_WORD: Weight = weight("word-of-running-text", -0.3);
    /// 记者, 指出, 应当, 该 …: words of reports and laws.
    pub const REPORT_WORD: Weight = weight("word-of-reports", 1.4);
    /// The last word is one character that ends nothing.
    pub const LONE_END: Weight = weight("ends-in-a-lone-character", 1.0);
    /// Text on both sides, as a subhead has.
    pub const IN_TEXT: Weight = weight("between-paragraphs", 0.1);
    /// Other short lines stand beside it.
    pub const AMONG_HEADS: Weight = weight("beside-short-lines", 0.6);
    /// A byline or a deck follows.
    pub const ABOVE_BYLINE: Weight = weight("above-a-byline", -3.1);
    /// The paragraph before has no end either.
    pub const IN_CUT: Weight = weight("text-before-has-no-end", 1.5);
    /// The next line cannot open a paragraph.
    pub const NEXT_BOUND: Weight = weight("next-cannot-open-a-paragraph", 4.6);
    /// The same, and the text before the line has no end: that may go on there.
    pub const NEXT_BOUND_IN_CUT: Weight = weight("text-may-go-on-behind-it", 1.2);
    /// Other lines begin with the same words, and are text.
    pub const OPENS_LIKE_OTHERS: Weight = weight("opens-like-paragraphs", 2.6);
    /// It begins with what cannot begin a line.
    pub const LEANS: Weight = weight("begins-in-a-sentence", -0.8);
    /// Its words stand elsewhere on the page, with more on the same line.
    pub const PART_ELSEWHERE: Weight = weight("part-of-a-line-elsewhere", 1.7);
    /// They stand elsewhere as a line of their own.
    pub const WHOLE_ELSEWHERE: Weight = weight("same-line-elsewhere", -0.3);
    /// Three to five pairs of its characters stand in the first words of the text below.
    pub const IN_LEAD: Weight = weight("lead-says-some-of-it", -1.7);
    /// More do.
    pub const OF_LEAD: Weight = weight("lead-says-it-too", -2.6);
    /// Fitted: 、 behind the first words: 对钢铁、建材、化工.
    pub const LISTS: Weight = weight("lists", 0.9);
    /// Fitted: 7月16日, 8时: never seen in a head.
    pub const DATED: Weight = weight("has-a-date", 1.5);
    /// From this sum on a line is surely a fragment: its loss is marked.
    pub const SURE: f32 = 1.5;
    /// Below this sum it is surely a head.
    pub const HEAD: f32 = -3.0;
    /// The sums from which on a line is a fragment beyond doubt, surely, likely, perhaps,
    /// hardly; below the last it is a head.
    pub const STEPS: [f32; 5] = [3.5, SURE, 0.0, -1.5, HEAD];
    /// Part of speech of its last word.
    pub const ENDS_LEANING: Weight = weight("ends-with-a-word-that-leans", -0.3);
    /// Part of speech of its last word.
    pub const ENDS_ADVERB: Weight = weight("ends-with-an-adverb", 0.1);
    /// Part of speech of its last word.
    pub const ENDS_PREPOSITION: Weight = weight("ends-with-a-preposition", -0.3);
    /// Part of speech of its last word.
    pub const ENDS_CONJUNCTION: Weight = weight("ends-with-a-conjunction", 2.3);
    /// Part of speech of its last word.
    pub const ENDS_PRONOUN: Weight = weight("ends-with-a-pronoun", -1.8);
    /// Part of speech of its last word.
    pub const ENDS_NUMERAL: Weight = weight("ends-with-a-number", 1.4);
    /// Part of speech of its last word.
    pub const ENDS_VERB: Weight = weight("ends-with-a-verb", -0.3);
    /// Part of speech of its last word.
    pub const ENDS_QUALITY: Weight = weight("ends-with-a-quality", -0.4);
    /// Part of speech of its last word.
    pub const ENDS_NOUN: Weight = weight("ends-with-a-noun", -0.4);
    /// Part of speech of its last word.
    pub const ENDS_NAME: Weight = weight("ends-with-a-name", 0.6);
    /// Part of speech of its last word.
    pub const ENDS_TIME: Weight = weight("ends-with-a-time", 0.2);
    /// Part of speech of its last word.
    pub const ENDS_MARK: Weight = weight("ends-with-no-word", 0.0);
    /// How much the words are those of a head, by the model of prose: below the first of
    /// [`HEADS_AT`], between the first and the second, and so on.
    pub const HEADS: [Weight; 8] = [
        weight("words-are-text-beyond-doubt", 5.2),
        weight("words-are-surely-text", 2.0),
        weight("words-are-clearly-text", 1.4),
        weight("words-are-likely-text", 0.0),
        weight("words-may-be-a-head", -0.6),
        weight("words-are-likely-a-head", -1.0),
        weight("words-are-clearly-a-head", -2.1),
        weight("words-are-surely-a-head", -2.8),
    ];
    /// See [`HEADS`], in log-odds.
    pub const HEADS_AT: [f32; 7] = [-5.0, -3.25, -1.75, -0.25, 1.25, 2.75, 4.25];
}
