//! Weights of what stands where it belongs, and of whose a text is.

use super::{Weight, weight};

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
    /// Set: nobody speaks in it, and it is longer than a remark.
    pub const NARRATES: Weight = weight("paragraph-narrates", 0.8);
    /// Set: a colon before it announces speech.
    pub const ANNOUNCED: Weight = weight("speech-is-announced", -2.5);
    /// Below this sum a stray mark is only reported.
    pub const ENOUGH: f32 = 1.0;
}

/// Does another article, whose head slid away, begin inside a text?
pub mod start {
    use super::{Weight, weight};

    /// Set: a paragraph of a page whose heads slid away.
    pub const PRIOR: Weight = weight("a-paragraph", -3.1);
    /// Set: a text without a headline is an article all the same.
    pub const HEADLESS: Weight = weight("text-without-a-head", 4.0);
    /// Set: both sides share no words.
    pub const SHARES_NOTHING: Weight = weight("both-sides-share-nothing", 0.7);
    /// Set.
    pub const SHARES_LITTLE: Weight = weight("both-sides-share-little", 0.3);
    /// Set.
    pub const SHARES_SOME: Weight = weight("both-sides-share-some", -0.1);
    /// Set.
    pub const SHARES_MORE: Weight = weight("both-sides-share-more", -0.6);
    /// Set.
    pub const SHARES_MUCH: Weight = weight("both-sides-share-much", -1.5);
    /// Set: nowhere near both sides share less.
    pub const LOWEST: Weight = weight("shares-least-around", 1.0);
    /// Set.
    pub const LAST_FITS_BEFORE: Weight = weight("last-paragraph-fits-before", 0.8);
    /// Set.
    pub const LAST_FITS_BEHIND: Weight = weight("last-paragraph-fits-behind", -0.2);
    /// Set.
    pub const FIRST_FITS_BEHIND: Weight = weight("first-paragraph-fits-behind", 1.0);
    /// Set.
    pub const FIRST_FITS_BEFORE: Weight = weight("first-paragraph-fits-before", -0.2);
    /// Set.
    pub const PLACE_IN_ONE: Weight = weight("one-side-names-places", 0.0);
    /// Set.
    pub const SAME_PLACE: Weight = weight("both-sides-name-one-place", -2.1);
    /// Set.
    pub const OTHER_PLACE: Weight = weight("both-sides-name-other-places", 1.0);
    /// Set: a signature ends an article.
    pub const ENDED_SIGNED: Weight = weight("signed-before-it", 4.1);
    /// Set.
    pub const SUBHEAD: Weight = weight("begins-with-a-subhead", 0.2);
    /// Set.
    pub const OPENS_LIKE_LEAD: Weight = weight("lead-like-opening", 0.0);
    /// Set: 各位代表：, 亲爱的市民朋友：: speeches and letters open so.
    pub const OPENS_ADDRESS: Weight = weight("addresses-its-hearers", 4.0);
    /// Set.
    pub const GOES_ON: Weight = weight("opens-like-one-that-goes-on", -0.3);
    /// Set: 近日, 日前, 5月3日.
    pub const SAYS_WHEN: Weight = weight("opening-says-when", 2.6);
    /// Set.
    pub const SAYS_WHERE: Weight = weight("opening-says-where", 0.9);
    /// Set: below this sum nobody asks the model of prose, which can add 2.4 at most.
    pub const FAR: f32 = -4.0;
    /// Set: how much it opens as the first paragraph of an article does, by the model of prose.
    pub const LEADS: [Weight; 8] = [
        weight("text-opens-no-article-beyond-doubt", -1.4),
        weight("text-surely-opens-no-article", -1.0),
        weight("text-clearly-opens-no-article", -0.7),
        weight("text-likely-opens-no-article", 0.0),
        weight("text-may-open-an-article", 0.1),
        weight("text-likely-opens-an-article", 1.0),
        weight("text-clearly-opens-an-article", 1.0),
        weight("text-surely-opens-an-article", 0.9),
    ];
    /// Set: how much the paragraph above it ends as the last of an article does.
    pub const CLOSES: [Weight; 8] = [
        weight("text-ends-no-article-beyond-doubt", -1.1),
        weight("text-surely-ends-no-article", -0.8),
        weight("text-clearly-ends-no-article", -0.2),
        weight("text-likely-ends-no-article", -0.4),
        weight("text-may-end-an-article", 0.2),
        weight("text-likely-ends-an-article", 0.4),
        weight("text-clearly-ends-an-article", 0.8),
        weight("text-surely-ends-an-article", 1.5),
    ];
    /// Set: under a subhead more than one paragraph is usual.
    pub const SHORT_SECTION: Weight = weight("subhead-just-above", -0.4);
    /// Set.
    pub const AMONG_NUMBERS: Weight = weight("among-numbered-paragraphs", 0.0);
    /// Set.
    pub const NO_MORE_NUMBERS: Weight = weight("no-more-numbered-paragraphs", 0.6);
    /// Set.
    pub const FIRST_NUMBER: Weight = weight("first-number", 0.6);
    /// Set.
    pub const NEXT_NUMBER: Weight = weight("next-number", -2.3);
    /// Set.
    pub const LATER_NUMBER: Weight = weight("later-number", 0.1);
    /// Set.
    pub const EARLIER_NUMBER: Weight = weight("number-begins-again", 2.6);
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
