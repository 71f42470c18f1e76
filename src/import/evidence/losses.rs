//! Weights of what a text has lost.

use super::{Weight, weight};

/// Has a paragraph without an end lost it, if nothing continues it?
///
/// Weights without another origin are of a logistic regression over the half of the bench
/// that may be fitted on, rounded.
pub mod loss {
    use super::{Weight, weight};

    /// Paragraphs have ends.
    pub const NO_END: Weight = weight("no-end-and-no-continuation", 2.1);
    /// A short line without an end: most are heads. Fitted, then lowered with [`ENOUGH`], so that
    /// such lines are marked as seldom as before.
    pub const LOOKS_LIKE_HEAD: Weight = weight("short-line", -4.8);
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
    pub const SUREST_FRAGMENT: Weight = weight("short-line-is-a-fragment-beyond-doubt", 5.4);
    /// It is hardly a head.
    pub const PERHAPS_FRAGMENT: Weight = weight("short-line-is-perhaps-a-fragment", 1.1);
    /// It is more likely a head.
    pub const HARDLY_FRAGMENT: Weight = weight("short-line-is-hardly-a-fragment", -0.4);
    /// Its own words show a fragment.
    pub const SURE_FRAGMENT: Weight = weight("short-line-is-a-fragment", 4.6);
    /// The same, less sure.
    pub const LIKELY_FRAGMENT: Weight = weight("short-line-may-be-a-fragment", 2.8);
    /// Its words are those of a head.
    pub const SURE_HEAD: Weight = weight("short-line-is-a-head", -3.2);
    /// No passage behind it could continue it.
    pub const NOTHING_FOLLOWS: Weight = weight("nothing-could-continue-it", 0.8);
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
    pub const REFUSED_SURELY: Weight = weight("continuation-does-not-fit", 0.7);
    /// Fits not.
    pub const REFUSED_CLEARLY: Weight = weight("continuation-clearly-fits-not", 0.6);
    /// Fits hardly.
    pub const REFUSED_ONCE: Weight = weight("continuation-hardly-fits", 0.8);
    /// The same.
    pub const REFUSED_LIKELY: Weight = weight("continuation-likely-fits-not", 0.4);
    /// May fit.
    pub const REFUSED_HARDLY: Weight = weight("continuation-may-fit", -0.1);
    /// The same.
    pub const REFUSED_BARELY: Weight = weight("continuation-might-well-fit", -0.1);
    /// Fits nearly.
    pub const NEARLY_FITS: Weight = weight("continuation-nearly-fits", -0.6);
    /// Fits as well as not.
    pub const FITS_EVENLY: Weight = weight("continuation-fits-evenly", -1.2);
    /// The sums of a join between which [`REFUSED`] tells.
    pub const FITS: [f32; 7] = [-6.0, -4.0, -3.0, -2.0, -1.5, -1.0, -0.5];
    /// A text further on has a sum above [`FITS_FURTHER`].
    pub const FITS_FURTHER_ON: Weight = weight("text-further-on-fits", -1.1);
    /// One above [`MAY_FIT_FURTHER`].
    pub const MAY_FIT_FURTHER_ON: Weight = weight("text-further-on-may-fit", 0.0);
    /// See [`FITS_FURTHER_ON`].
    pub const FITS_FURTHER: f32 = 2.5;
    /// See [`MAY_FIT_FURTHER_ON`].
    pub const MAY_FIT_FURTHER: f32 = 0.5;
    /// A whole paragraph stands directly below: what a cut has parted stands so, and was
    /// looked at.
    pub const ABOVE_PARAGRAPH: Weight = weight("paragraph-directly-below", 0.6);
    /// A short text does, which may be the rest of this or of another.
    pub const ABOVE_STUB: Weight = weight("short-text-directly-below", 0.0);
    /// Set, as [`APART`] is, so that an article alone is read as it was on its page: the page
    /// ends, and what ends with it may go on on another.
    pub const AT_THE_END: Weight = weight("page-ends", -0.6);
    /// Set, then fitted: what stood there stands elsewhere as well, and was taken out.
    pub const TAKEN_OUT_BELOW: Weight = weight("a-copy-was-taken-out-below", 0.5);
    /// Set to the mean of what the fit gives it and [`AT_THE_END`]: a head stands below, or words
    /// were left out there, and the rest may be anywhere.
    pub const APART: Weight = weight("no-text-directly-below", -0.6);
    /// A photo stands below: it may stand in a cut.
    pub const PHOTO_BELOW: Weight = weight("photo-directly-below", -2.1);
    /// The line that stood directly below and was taken out would continue it with a sum of
    /// join below the first of [`TAKEN_OUT_AT`], between the first and the second, and so on.
    pub const TAKEN_OUT: [Weight; 5] = [
        weight("what-was-taken-out-fits-not", 0.0),
        weight("what-was-taken-out-clearly-fits-not", 0.0),
        weight("what-was-taken-out-hardly-fits", -0.9),
        weight("what-was-taken-out-may-fit", -1.0),
        weight("what-was-taken-out-fits", -2.7),
    ];
    /// See [`TAKEN_OUT`].
    pub const TAKEN_OUT_AT: [f32; 4] = [-6.0, -3.5, -1.5, 0.0];
    /// A line near behind begins in a sentence: it may continue this one.
    pub const ORPHAN_FOLLOWS: Weight = weight("rest-of-a-sentence-follows", -0.5);
    /// Set, then fitted: the line directly below it on the page begins in a sentence, wherever
    /// that stands now.
    pub const REST_BELOW: Weight = weight("rest-of-a-sentence-directly-below", -1.4);
    /// No text of the page begins in a sentence.
    pub const NO_REST_ON_PAGE: Weight = weight("no-rest-of-a-sentence-on-the-page", 0.2);
    /// The same words stand elsewhere on the page, and go on: their rest is not lost.
    pub const GOES_ON_ELSEWHERE: Weight = weight("same-words-go-on-elsewhere", -5.6);
    /// They stand elsewhere and end there as well, and what may continue them begins so
    /// elsewhere too: both copies may have one break.
    pub const BREAKS_SO_ELSEWHERE: Weight = weight("same-break-elsewhere", 0.6);
    /// They stand elsewhere and end there as well, and no text stands directly below: the
    /// rest of both copies may be anywhere.
    pub const ENDS_SO_APART: Weight = weight("same-end-elsewhere-and-no-text-below", 1.0);
    /// They stand elsewhere and end there as well: a copy was cut elsewhere, and what both
    /// have lost was lost before.
    pub const ENDS_SO_ELSEWHERE: Weight = weight("same-words-end-elsewhere", 1.3);
    /// Its last part looked like a head before it was joined, and may be one. Set lower than the
    /// fit has it: of marks that are wrong a fourth were behind such a head.
    pub const ENDS_IN_HEAD: Weight = weight("last-part-looks-like-a-head", -0.7);
    /// What stands directly below opens as a paragraph: （二）, 第八条, 服务方面，, 问：.
    pub const OWN_PARAGRAPH_BELOW: Weight = weight("paragraph-of-its-own-below", 2.7);
    /// It likely does: with who speaks, with speech, with a word that others open with.
    pub const LIKELY_OWN_BELOW: Weight = weight("likely-paragraph-of-its-own-below", 0.6);
    /// It begins inside a word: it is the rest of something.
    pub const REST_OF_WORD_BELOW: Weight = weight("rest-of-a-word-below", -0.9);
    /// A number at the end, and a paragraph below that does not begin with its unit. Set, as
    /// nearly all that it was seen at were losses.
    pub const NO_UNIT_BELOW: Weight = weight("number-without-its-unit", 0.6);
    /// How much likelier what stands directly below is where a paragraph begins than anywhere,
    /// by the model of prose: below the first of [`BELOW_AT`], between the first and the second,
    /// and so on.
    pub const BELOW: [Weight; 6] = [
        weight("text-below-clearly-begins-inside", -0.1),
        weight("text-below-likely-begins-inside", -0.2),
        weight("text-below-may-open", -0.2),
        weight("text-below-likely-opens", 0.3),
        weight("text-below-clearly-opens", 0.0),
        weight("text-below-surely-opens", 0.7),
    ];
    /// See [`BELOW`], in nats.
    pub const BELOW_AT: [f32; 5] = [-3.5, -1.5, 0.5, 2.5, 4.5];
    /// The first words of a line near by on the page would follow it, by the model of prose.
    pub const FOLLOWED: Weight = weight("words-of-a-line-near-by-follow", -0.6);
    /// Less than twenty characters are as often a label, a name, a row.
    pub const SHORT: Weight = weight("short-for-a-paragraph", -1.5);
    /// More is said behind a comma, and the rest begins as sentences do.
    pub const ENDS_IN_COMMA: Weight = weight("ends-in-a-comma", -0.5);
    /// 43: what is counted is lost, and a rest of a number would be known.
    pub const ENDS_IN_DIGIT: Weight = weight("ends-in-a-number", 0.0);
    /// From this sum on the loss is marked. A mark that is wrong is worse than one that is
    /// missing, and most ends that are open are cuts. With this sum and that of
    /// [`super::opening::ENOUGH`] 254 of 3,559 marks are wrong on the pages of twelve seeds of the
    /// bench, of both halves and all severities (`cargo bench --bench restoration -- --documents
    /// 150 --split held --seed N`): six in a hundred on light and medium ones, eight on heavy
    /// ones. From 2.7 on it is five in a hundred and a third of the marks fewer: most of those
    /// that are wrong stand where a rest was not found, whatever the sum.
    pub const ENOUGH: f32 = 2.05;
    /// From this sum on it is reported.
    pub const DOUBTFUL: f32 = -2.5;
    /// Set: verse, tables and lists have no ends to lose.
    pub const NO_PROSE: Weight = weight("no-running-text", -5.4);
    /// Set: cells of a table.
    pub const TABBED: Weight = weight("row-of-a-table", -6.8);
    /// Set: （新华社）, （记者 刘娟）.
    pub const SIGNED: Weight = weight("ends-in-a-source", -5.0);
    /// Set: …的决定（节选）: the title of a document, however long.
    pub const DOCUMENT: Weight = weight("title-of-a-document-ends-so", -5.0);
    /// Set: 编者按, 来源：, 电话：
    pub const LABELLED: Weight = weight("line-with-a-label", -3.9);
    /// Set: captions often have none.
    pub const CAPTION: Weight = weight("captions-need-no-end", -1.7);
    /// Set, then fitted: something is open that nothing behind it closes: a bracket, a
    /// quotation.
    pub const OPEN: Weight = weight("something-is-open", 1.2);
}

/// Has a paragraph lost its beginning?
pub mod opening {
    use super::{Weight, weight};

    /// Prior.
    pub const PRIOR: Weight = weight("most-paragraphs-are-whole", -4.3);
    /// The text before it waits for its rest.
    pub const BEHIND_OPEN: Weight = weight("text-before-has-no-end", -0.7);
    /// A comma, 的, 了.
    pub const BOUND: Weight = weight("cannot-open-a-paragraph", 0.7);
    /// A measure, 以及, the last character of a word: it stands behind something in every sentence.
    pub const REST_OF_SENTENCE: Weight = weight("begins-with-the-rest-of-a-sentence", 2.9);
    /// Something closes that was not opened.
    pub const CLOSES_NOTHING: Weight = weight("closes-what-is-not-open", 1.1);
    /// Set: the same within its first words; stray marks stand at an end. Set lower than the fit
    /// has it: of marks that were wrong half had this sign and no whole text above.
    pub const CLOSES_EARLY: Weight = weight("closes-in-its-first-words", 3.3);
    /// Set: 八条 with a space behind it: 第 is lost.
    pub const REST_OF_ARTICLE: Weight = weight("number-of-an-article-without-its-beginning", 7.5);
    /// 近日, 记者, 据介绍 …, a place.
    pub const OPENS: Weight = weight("opens-like-a-paragraph", -1.3);
    /// A number counts it.
    pub const NUMBERED: Weight = weight("opens-with-a-number", -3.1);
    /// Other paragraphs open so.
    pub const OPENS_LIKE_OTHERS: Weight = weight("opens-like-other-paragraphs", -1.7);
    /// How much likelier it is where a paragraph begins than anywhere, by the model of prose:
    /// below the first of [`MODEL_AT`], between the first and the second, and so on.
    pub const MODEL: [Weight; 8] = [
        weight("begins-inside-beyond-doubt", 3.8),
        weight("surely-begins-inside", 2.6),
        weight("clearly-begins-inside", 1.7),
        weight("likely-begins-inside", 0.7),
        weight("may-begin-inside", -0.6),
        weight("likely-opens", -1.9),
        weight("clearly-opens", -2.8),
        weight("surely-opens", -1.7),
    ];
    /// See [`MODEL`], in nats.
    pub const MODEL_AT: [f32; 7] = [-6.0, -4.5, -3.0, -1.5, 0.5, 2.5, 4.5];
    /// The first word is one character that stands for nothing.
    pub const LONE: Weight = weight("begins-with-a-lone-character", 0.7);
    /// Set: digits that are the rest of a number, a letter that is no capital.
    pub const REST_OF_NUMBER: Weight = weight("begins-with-the-rest-of-a-number", 2.9);
    /// Its first sentence has up to six characters.
    pub const STUB: Weight = weight("begins-with-a-stub", 0.2);
    /// Up to twelve.
    pub const BRIEF: Weight = weight("begins-with-a-brief-sentence", -0.8);
    /// It follows a head: the first paragraph of a text.
    pub const BELOW_HEAD: Weight = weight("below-a-head", -0.4);
    /// What stands directly above is no running text with an end: what it continues may stand
    /// above that.
    pub const BELOW_NO_TEXT: Weight = weight("no-whole-text-directly-above", -0.8);
    /// Set, as nearly all that it was seen at were losses: a whole text stands directly above.
    /// A rest that a break has parted from its beginning stands below that, or below what
    /// stands in the break.
    pub const BELOW_WHOLE_TEXT: Weight = weight("whole-text-directly-above", 3.0);
    /// Nothing above it waits for its rest.
    pub const NOTHING_ABOVE: Weight = weight("nothing-above-has-no-end", 2.4);
    /// The likeliest of the texts above that have no end has a sum of join below the first
    /// of [`FITS`], between the first and the second, and so on.
    pub const ABOVE: [Weight; 4] = [ABOVE_FITS_NOT, ABOVE_FITS_HARDLY, ABOVE_MAY_FIT, ABOVE_FITS];
    /// Fits not.
    pub const ABOVE_FITS_NOT: Weight = weight("text-above-does-not-fit", 2.4);
    /// Fits hardly.
    pub const ABOVE_FITS_HARDLY: Weight = weight("text-above-hardly-fits", -0.2);
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
    pub const OPEN_LINE_ABOVE: Weight = weight("line-above-on-the-page-has-no-end", -3.4);
    /// The same words stand elsewhere on the page, with more before them.
    pub const GOES_ON_ELSEWHERE: Weight = weight("same-words-go-back-elsewhere", -8.5);
    /// They stand elsewhere and begin there as well: a copy was cut elsewhere, or both were cut
    /// in one place.
    pub const BEGINS_SO_ELSEWHERE: Weight = weight("same-words-begin-elsewhere", 1.2);
    /// Less than thirty characters: it may be the rest of anything.
    pub const SHORT: Weight = weight("short-for-a-paragraph", -0.5);
    /// Less than thirty characters that begin inside a sentence: what a cut in a copy that was
    /// taken out has left of one is short. Set: of those that had the sum for a mark without it
    /// seven in sixteen were none; of longer ones, one in 121.
    pub const SHORT_REST: Weight = weight("short-rest-of-a-sentence", -4.1);
    /// From this sum on the loss is marked; found as [`super::loss::ENOUGH`] was.
    pub const ENOUGH: f32 = 4.4;
    /// Part of speech of its first word.
    pub const NEXT_LEANING: Weight = weight("opens-with-a-word-that-leans", 0.4);
    /// Part of speech of its first word.
    pub const NEXT_ADVERB: Weight = weight("opens-with-an-adverb", 0.4);
    /// Part of speech of its first word.
    pub const NEXT_PREPOSITION: Weight = weight("opens-with-a-preposition", -0.6);
    /// Part of speech of its first word.
    pub const NEXT_CONJUNCTION: Weight = weight("opens-with-a-conjunction", 1.0);
    /// Part of speech of its first word.
    pub const NEXT_PRONOUN: Weight = weight("opens-with-a-pronoun", -0.7);
    /// Part of speech of its first word.
    pub const NEXT_NUMERAL: Weight = weight("opens-with-a-numeral", 0.3);
    /// Part of speech of its first word.
    pub const NEXT_VERB: Weight = weight("opens-with-a-verb", -0.5);
    /// Part of speech of its first word.
    pub const NEXT_QUALITY: Weight = weight("opens-with-a-quality", -0.1);
    /// Part of speech of its first word.
    pub const NEXT_NOUN: Weight = weight("opens-with-a-noun", 0.1);
    /// Part of speech of its first word.
    pub const NEXT_NAME: Weight = weight("opens-with-a-name", -0.2);
    /// Part of speech of its first word.
    pub const NEXT_TIME: Weight = weight("opens-with-a-time", -0.5);
    /// Part of speech of its first word.
    pub const NEXT_MARK: Weight = weight("opens-with-no-word", -0.3);
}
