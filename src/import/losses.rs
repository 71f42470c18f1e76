//! Whether a passage without an end, which nothing continues, has lost it.
//!
//! A loss that is surely one is marked 〔原文缺失〕. A mark where nothing is missing is
//! worse than one that is missing, so that what may as well go on somewhere else on
//! the page is only reported.

use std::borrow::Cow;

use super::{
    between,
    breaks::{closes_what_is_open, weigh_together},
    clause,
    decode::Seed,
    evidence::{Evidence, Tally as _, Weight, fragment, join, loss as sign},
    fragments::sure,
    join::{Context, Joined, Open},
    left::{Left, tail},
    line::{is_document, is_numbered},
    openings::{bound, opens_article},
    passage::{Passage, Piece, Role},
    question::{Question, Questions},
    repair::{Kind, Repair},
    signoffs::is_contact,
};
use crate::text::{
    GAP,
    model::{grams::Beginning, signs},
};

/// How many passages behind it are looked at for what has lost its beginning.
const LOOK_AHEAD: usize = 8;
/// From so many characters on a text is a paragraph, and no rest of one.
const PARAGRAPH: usize = 40;
/// Below so many it is as often no paragraph at all.
const SHORT: usize = 20;

/// What stands behind a passage.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is seen or not, in any combination")]
pub(super) struct Behind {
    below: Weight,
    /// Whether a line not far behind begins in a sentence.
    orphan: bool,
    /// Whether one of the texts behind it closes what it leaves open.
    closes: bool,
    /// Whether any text of the page begins inside a sentence.
    rests: bool,
    /// Whether the line directly below it on the page does, wherever that stands now.
    rest_below: bool,
    /// Whether a line of the page begins with all of it, if it is short, and goes on.
    begun: bool,
    /// How much the text directly below looks like the beginning of a paragraph.
    opens: Option<f32>,
}

impl Behind {
    /// Looks at what follows a text without an end, which ends before byte `end`.
    pub(super) fn of(
        context: &Context<'_>,
        end: usize,
        Open { left, .. }: &Open,
        rest: &[Joined],
        rests: bool,
    ) -> Self {
        let seed = context.seed;
        let begins_inside = |text: &Passage| {
            text.spans().next().is_some_and(|span| bound(seed.slice(span)).is_some())
        };
        let closes = |text: &Passage| closes_what_is_open(left, &text.words(seed));
        let opens = |text: &Passage| text.spans().next().map(|span| signs::opens(seed.slice(span)));
        let below = below(seed, end, rest.first().map(|line| &line.passage));
        let directly = below == sign::ABOVE_PARAGRAPH || below == sign::ABOVE_STUB;
        let first = near(rest).next().filter(|_| directly && is_text(left));
        Self {
            closes: near(rest).any(closes),
            below,
            opens: first.and_then(opens),
            orphan: near(rest).any(begins_inside),
            rests,
            rest_below: bound(seed.slice(&clause::line_below(&seed.text, end))).is_some(),
            begun: context.echoes.begins_a_line(&left.tail),
        }
    }
}

/// Whether a text is running text: a short line is, if its own words show it.
fn is_text(left: &Left) -> bool {
    left.fragment.as_ref().is_none_or(|sum| sum.total() >= fragment::SURE)
}

/// The running text near behind a passage.
fn near(rest: &[Joined]) -> impl Iterator<Item = &Passage> {
    rest.iter().take(LOOK_AHEAD).map(|line| &line.passage).filter(|p| p.role == Role::Body)
}

/// What speaks against a loss, and is dear to look at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Further {
    /// How well that text fits which fits best of those that stand further on than any that was
    /// asked about.
    fits: Option<f32>,
    /// Whether the first words of any line near by on the page would follow the text.
    followed: bool,
    /// How well the line fits that stood directly below the text, if that is what was taken
    /// out there.
    taken: Option<f32>,
}

impl Further {
    /// Looks further than what was asked about when a text that ends before byte `end` was to be
    /// continued.
    pub(super) fn of(
        context: &Context<'_>,
        end: usize,
        left: &Left,
        rest: &[Joined],
        behind: Behind,
    ) -> Self {
        let fits = |text: Cow<'_, str>, start: usize| {
            let mut evidence = left.prior();
            context.weigh(left, &context.right(text, start), &mut evidence);
            weigh_together(&mut evidence);
            evidence.total()
        };
        let seed = context.seed;
        let taken = behind.below == sign::TAKEN_OUT_BELOW;
        let taken = taken.then(|| clause::line_below(&seed.text, end)).filter(|l| !l.is_empty());
        Self {
            fits: near(rest)
                .skip(1)
                .map(|next| fits(next.words(seed), next.start()))
                .max_by(f32::total_cmp),
            followed: is_text(left) && is_followed(&seed.text, end, left),
            taken: taken.map(|line| fits(seed.slice(&line).into(), line.start)),
        }
    }
}

/// Whether the first words of any line near by would follow a text that ends before byte `end`.
fn is_followed(page: &str, end: usize, left: &Left) -> bool {
    /// So many lines are looked at on either side, …
    const LINES: usize = 100;
    /// … and no more than so many bytes.
    const BYTES: usize = 64 * 1024;
    /// So many times likelier than anywhere the words are, as a logarithm.
    const LIKELY: f32 = 1.0;
    let Some(left) = left.end() else { return false };
    let above = &page[page.ceil_char_boundary(end.saturating_sub(BYTES))..end];
    let below = &page[end..page.floor_char_boundary(end.saturating_add(BYTES))];
    let above = above.rsplit('\n').skip(1).take(LINES);
    let mut lines = below.split('\n').skip(1).take(LINES).chain(above);
    lines.any(|line| Beginning::of(line).is_some_and(|line| line.follows(&left) >= LIKELY))
}

/// What stands directly below the text that ends before byte `end`, if that is what comes
/// `next`.
fn below(seed: &Seed, end: usize, next: Option<&Passage>) -> Weight {
    let Some(next) = next else { return sign::AT_THE_END };
    let start = next.start();
    let between = if end <= start { seed.slice(&(end..start)) } else { "" };
    if !between.trim().is_empty() {
        return sign::TAKEN_OUT_BELOW;
    }
    match between::role(seed, next) {
        Role::Credit | Role::Caption => return sign::PHOTO_BELOW,
        Role::Body if end <= start => {}
        _ => return sign::APART,
    }
    let line = next.spans().next().map_or("", |span| seed.slice(span));
    if line.chars().nth(PARAGRAPH - 1).is_some() { sign::ABOVE_PARAGRAPH } else { sign::ABOVE_STUB }
}

/// Whether what stands directly below tells nothing of where a text goes on.
fn is_apart(below: Weight) -> bool {
    [sign::APART, sign::PHOTO_BELOW, sign::TAKEN_OUT_BELOW].contains(&below)
}

/// Marks the end of a passage that nothing continues, if it has surely lost it; says
/// so if it may have.
pub(super) fn settle(
    passage: &mut Passage,
    Open { left, refused }: &Open,
    behind: Behind,
    further: impl FnOnce() -> Further,
    questions: &mut Questions,
) -> Option<Repair> {
    // A line of marks alone has no words to lose.
    if left.ends_properly() || !left.has_words() {
        return None;
    }
    let mut evidence = weigh(passage.role, left, refused.as_ref(), behind, None);
    // Where nothing is to be said without it, it is not asked.
    if evidence.total() > sign::DOUBTFUL || questions.are_wanted() {
        evidence = weigh(passage.role, left, refused.as_ref(), behind, Some(further()));
    }
    let total = evidence.total();
    let end = passage.end();
    questions.ask(|| Question::Loss { end, evidence: evidence.clone() });
    let words = tail(&left.tail);
    let anchor = end.saturating_sub(1);
    if total > sign::ENOUGH {
        if passage.role == Role::Head {
            passage.role = Role::Body;
        }
        passage.pieces.push(Piece::Gap);
        let mark = Repair::applied(Kind::Gap, anchor).words(&words, format!("{words}{GAP}"));
        return Some(mark.because(evidence).or_else(Kind::Joined.name()));
    }
    // What its own words show to be text is no head, wherever its rest is.
    if left.fragment.as_ref().is_some_and(|fragment| fragment.total() >= fragment::SURE) {
        passage.role = Role::Body;
    }
    let doubtful = total > sign::DOUBTFUL && passage.role != Role::Head;
    doubtful.then(|| {
        let doubt = Repair::reported(Kind::DoubtfulEnd, anchor).words(&words, "");
        doubt.because(evidence).or_else(Kind::Gap.name())
    })
}

/// Words that label a line which is no paragraph, beside those of [`is_contact`].
const LABELS: &[&str] = &["编者按", "来源", "责编", "责任编辑", "编辑"];
/// Words of a source in brackets at the end of a text.
const SOURCES: &[&str] =
    &["记者", "通讯员", "作者", "来源", "据", "摘自", "供图", "摄", "新华社", "报", "单位"];

/// What speaks for a passage without an end having lost it.
fn weigh(
    role: Role,
    left: &Left,
    refused: Option<&Evidence>,
    behind: Behind,
    further: Option<Further>,
) -> Evidence {
    let mut e = Evidence::default();
    // Of a short line that is surely no head all is said that is said of a longer one.
    let is_text = is_text(left);
    if let Some(fragment) = &left.fragment {
        e.add(sign::LOOKS_LIKE_HEAD);
        e.signals.push(sure(fragment, sign::AS_FRAGMENT));
    } else {
        e.add(sign::NO_END);
        weigh_words(role, left, &mut e);
    }
    let fits = refused.map(Evidence::total);
    let step = |sum: f32| sign::FITS.partition_point(|limit| *limit <= sum);
    e.add(fits.map_or(sign::NOTHING_FOLLOWS, |sum| sign::REFUSED[step(sum)]));
    match further.and_then(|further| further.fits) {
        Some(sum) if sum > sign::FITS_FURTHER => e.add(sign::FITS_FURTHER_ON),
        Some(sum) if sum > sign::MAY_FIT_FURTHER => e.add(sign::MAY_FIT_FURTHER_ON),
        _ => {}
    }
    // What looks like a head and closes nothing was taken for the rest wrongly.
    let open = left.innermost().is_some() && !left.is_speech() && !left.edge.is_head;
    if open && !behind.closes {
        e.add(sign::OPEN);
    }
    if is_text {
        e.add(behind.below);
    }
    if behind.orphan {
        e.add(sign::ORPHAN_FOLLOWS);
    } else if is_text && !behind.rests {
        e.add(sign::NO_REST_ON_PAGE);
    }
    if behind.rest_below {
        e.add(sign::REST_BELOW);
    }
    if let Some(opens) = behind.opens {
        e.add_level(opens, &sign::BELOW_AT, &sign::BELOW);
    }
    if further.is_some_and(|further| further.followed) {
        e.add(sign::FOLLOWED);
    }
    if let Some(sum) = further.and_then(|further| further.taken) {
        e.add_level(sum, &sign::TAKEN_OUT_AT, &sign::TAKEN_OUT);
    }
    let head = !is_text || left.edge.is_head;
    if left.edge.is_head {
        e.add(sign::ENDS_IN_HEAD);
    }
    if left.edge.echo.goes_on() || is_text && behind.begun {
        e.add(sign::GOES_ON_ELSEWHERE);
    } else if !head && left.edge.echo.same_edge() {
        // A headline ends in all copies where it ends.
        let with_next = refused.is_some_and(|refused| refused.has(&join::BREAK_IN_COPY));
        e.add(match behind.below {
            _ if with_next => sign::BREAKS_SO_ELSEWHERE,
            w if is_apart(w) => sign::ENDS_SO_APART,
            _ => sign::ENDS_SO_ELSEWHERE,
        });
    }
    if let Some(refused) = refused.filter(|_| is_text && !is_apart(behind.below)) {
        weigh_next(refused, behind.below, &mut e);
    }
    e
}

/// Adds whether what stands directly below is surely a paragraph of its own, by what was
/// seen when it was `refused`.
fn weigh_next(refused: &Evidence, below: Weight, e: &mut Evidence) {
    const SURELY: [Weight; 4] =
        [join::OPENS_ITEM, join::OPENS_ARTICLE, join::OPENS_MATTER, join::OPENS_DIALOGUE];
    const LIKELY: [Weight; 3] =
        [join::OPENS_SPEAKER, join::OPENS_WITH_WORD_OF_OTHERS, join::OPENS_SPEECH];
    let seen = |weight: &Weight| refused.has(weight);
    if SURELY.iter().any(seen) {
        e.add(sign::OWN_PARAGRAPH_BELOW);
    } else if LIKELY.iter().any(seen) {
        e.add(sign::LIKELY_OWN_BELOW);
    }
    if seen(&join::BROKEN_BEHIND) {
        e.add(sign::REST_OF_WORD_BELOW);
    }
    if below == sign::ABOVE_PARAGRAPH && seen(&join::NUMBER_WITHOUT_UNIT) {
        e.add(sign::NO_UNIT_BELOW);
    }
}

fn weigh_words(role: Role, left: &Left, e: &mut Evidence) {
    let text = left.tail.as_str();
    if !left.is_prose() {
        e.add(sign::NO_PROSE);
    }
    if text.contains('\t') {
        e.add(sign::TABBED);
    }
    let bracket = text.strip_suffix(['）', ')']).and_then(|t| t.rsplit_once(['（', '(']));
    if bracket.is_some_and(|(_, inside)| SOURCES.iter().any(|word| inside.contains(word))) {
        e.add(sign::SIGNED);
    }
    let chapter = text.starts_with('第') && is_numbered(text) && !text.contains(['，', '。']);
    if is_document(text) || chapter && !opens_article(text) {
        e.add(sign::DOCUMENT);
    }
    if LABELS.iter().any(|label| left.opening.starts_with(label)) || is_contact(&left.opening) {
        e.add(sign::LABELLED);
    }
    if role == Role::Caption {
        e.add(sign::CAPTION);
    }
    if text.chars().nth(SHORT - 1).is_none() {
        e.add(sign::SHORT);
    }
    if text.ends_with(['，', '、', ',']) {
        e.add(sign::ENDS_IN_COMMA);
    } else if text.ends_with(|c: char| c.is_ascii_digit()) {
        e.add(sign::ENDS_IN_DIGIT);
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{join, sample},
        *,
    };

    /// What was weighed for the first of some passages, if it was to be continued.
    fn of_first(seed: &Seed, passages: Vec<Passage>) -> Evidence {
        let first = passages[0].end();
        let asked = sample::asked(seed, passages).into_iter().find_map(|question| match question {
            Question::Loss { end, evidence } if end == first => Some(evidence),
            _ => None,
        });
        asked.unwrap_or_default()
    }

    #[test]
    fn that_a_copy_ends_so_says_less_where_both_may_have_one_break() {
        let cut =
            "修堤的那几年是县里最忙的几年，天不亮就有人上堤，沿河的住户一家一家地让出了自己的菜地";
        let other = "去年冬天，集市搬进了新棚，卖菜的不用再淋雨，摊主在门口支起桌子下棋看河。";
        let seen = |lines: &[&str]| {
            let (seed, passages) = sample::page(lines);
            of_first(&seed, passages).names()
        };
        let head = "法治先行 守护一河清水";
        // What stands below the one stands below the other, or not.
        let ends = [sign::ENDS_SO_ELSEWHERE, sign::BREAKS_SO_ELSEWHERE, sign::ENDS_SO_APART];
        for (lines, expected) in [
            (vec![cut, other, head, cut, head], &ends[0]),
            (vec![cut, other, head, cut, other, head], &ends[1]),
            (vec![cut, head, other, head, cut, head], &ends[2]),
        ] {
            let seen = seen(&lines);
            let found: Vec<&str> =
                ends.iter().map(|w| w.name).filter(|name| seen.contains(name)).collect();
            assert_eq!(found, [expected.name], "{lines:?}: {seen:?}");
        }
    }

    /// The line below may have been taken out as a copy since.
    #[test]
    fn a_rest_directly_below_on_the_page_is_seen_wherever_it_stands_now() {
        let open = "修堤的那几年，沿河的住户一家一家地让出了河边的菜地";
        let whole = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
        for (below, seen) in [("，换来的是一河清水和满堤的柳树。", true), (whole, false)]
        {
            let (seed, mut passages) = sample::page(&[open, below, whole]);
            passages.remove(1);
            let evidence = of_first(&seed, passages);
            assert_eq!(evidence.has(&sign::REST_BELOW), seen, "{below}");
        }
    }

    /// What a text has lost was not where a copy went on that was taken out.
    #[test]
    fn what_was_taken_out_directly_below_is_weighed() {
        let open = "去年年成好，全县完成生";
        let rest = "产总值三百亿元，比前年多了二十亿元。";
        let whole = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
        let other = "近日，清河县举行龙舟赛，十二支队伍参加，满城的人都去看。";
        for (below, fits) in [(rest, true), (other, false)] {
            let (seed, mut passages) = sample::page(&[open, below, whole]);
            passages.remove(1);
            let names = of_first(&seed, passages).names();
            let level = sign::TAKEN_OUT.iter().position(|w| names.contains(&w.name));
            assert_eq!(level, Some(if fits { 4 } else { 0 }), "{below}: {names:?}");
        }
    }

    /// A head may have been taken for the last line of the paragraph above it.
    #[test]
    fn a_wrapped_paragraph_may_end_in_a_head() {
        let open = "修堤的那几年，沿河的住户一家一家地让出了河边的菜地，村里";
        for (last, is_head) in [("住房有补贴", true), ("，也有了新的", false)] {
            let (seed, mut passages) = sample::page(&[open, last]);
            let rest = passages.remove(1);
            passages[0].pieces.extend(rest.pieces);
            let evidence = of_first(&seed, passages);
            assert_eq!(evidence.has(&sign::ENDS_IN_HEAD), is_head, "{last}");
        }
    }

    /// A photo may stand in a cut.
    #[test]
    fn a_photo_directly_below_is_no_head() {
        let open = "修堤的那几年，沿河的住户一家一家地让出了河边的菜地，村里";
        let news = "近日，清河县举行龙舟赛，十二支队伍参加。图为比赛现场。";
        for (lines, photo) in [
            (vec![open, "孙立 摄", news], true),
            (vec![open, "法治先行 守护一河清水", news], false),
        ] {
            let (seed, passages) = sample::page(&lines);
            let next = passages.get(1);
            let found = below(&seed, open.len(), next);
            assert_eq!(found, if photo { sign::PHOTO_BELOW } else { sign::APART }, "{lines:?}");
        }
    }

    /// Or a text would have to be asked for that is not.
    #[test]
    fn nothing_that_stands_further_on_speaks_for_a_loss() {
        let mut less = vec![sign::FITS_FURTHER_ON, sign::MAY_FIT_FURTHER_ON, sign::FOLLOWED];
        less.extend(sign::TAKEN_OUT);
        assert!(less.iter().all(|weight| weight.log_odds <= 0.0));
        assert!([sign::DOUBTFUL, sign::ENOUGH].is_sorted());
    }

    /// Of a head it says nothing.
    #[test]
    fn what_stands_below_a_short_line_that_is_text_is_seen() {
        let behind = Behind {
            below: sign::ABOVE_PARAGRAPH,
            orphan: false,
            closes: false,
            rests: false,
            rest_below: false,
            begun: true,
            opens: None,
        };
        for (sum, seen) in [(fragment::SURE, true), (fragment::SURE - 0.1, false)] {
            let mut left = Left::of("第八条　县级以上人民政府应当");
            let weight = Weight { log_odds: sum, ..fragment::PRIOR };
            left.fragment = Some(Evidence::default());
            left.fragment.iter_mut().for_each(|fragment| fragment.add(weight));
            let evidence = weigh(Role::Body, &left, None, behind, None);
            for weight in [sign::ABOVE_PARAGRAPH, sign::NO_REST_ON_PAGE, sign::GOES_ON_ELSEWHERE] {
                assert_eq!(evidence.has(&weight), seen, "{sum} {}", weight.name);
            }
        }
    }

    #[test]
    fn a_head_that_closes_nothing_leaves_nothing_open() {
        let behind = Behind {
            below: sign::APART,
            orphan: false,
            closes: false,
            rests: false,
            rest_below: false,
            begun: false,
            opens: None,
        };
        let mut left = Left::of("清河两岸种满了柳树，老人说，“这堤早该修了");
        for is_head in [false, true] {
            left.edge.is_head = is_head;
            let evidence = weigh(Role::Body, &left, None, behind, None);
            assert_eq!(evidence.has(&sign::OPEN), !is_head);
        }
    }

    #[test]
    fn a_title_of_a_document_has_no_end_to_lose() {
        for (line, title) in [
            ("第二章　旅游者", true),
            ("第二章　旅游者的权利，也", false),
            ("第八条　县级以上", false),
        ] {
            let mut evidence = Evidence::default();
            weigh_words(Role::Body, &Left::of(line), &mut evidence);
            assert_eq!(evidence.has(&sign::DOCUMENT), title, "{line}");
        }
    }

    #[test]
    fn what_is_surely_a_fragment_is_text_marked_or_not() {
        let prose = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
        let head = "法治先行 守护一河清水";
        for (line, role) in [("第八条　县级以上人民政府应当", Role::Body), (head, Role::Head)]
        {
            let (seed, passages) = sample::page(&[prose, line, head, prose]);
            let (passages, _) = join::join(&seed, passages, &mut Questions::default());
            assert_eq!(passages[1].text(&seed), line);
            assert_eq!(passages[1].role, role, "{line}");
        }
    }
}
