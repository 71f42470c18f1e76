//! Which paragraph beside the credit of a photo is its caption (图片说明).

use std::collections::BTreeSet;

use super::{
    decode::Seed,
    evidence::{Evidence, caption as sign},
    heads::{opens_like_lead, places_of},
    line::{is_document, is_numbered},
    openings::{bound, opens_paragraph},
    passage::{Passage, Role, ends_properly},
    question::{Question, Questions},
    roles,
};
use crate::{
    article::byline,
    places::{Place, places},
    text::{
        model::signs,
        pairs,
        words::{self, Class, Edge},
    },
};

/// Finds the captions beside the credits. Of the paragraphs before and behind a
/// credit the one that more speaks for is its caption, if anything does.
pub(super) fn find(seed: &Seed, passages: &mut [Passage], questions: &mut Questions) {
    let mut credits: Vec<usize> =
        (0..passages.len()).filter(|&i| passages[i].role == Role::Credit).collect();
    // Those of a photo alone first: what is left may be the credit of a report.
    credits.sort_by_key(|&at| is_report(&passages[at].words(seed)));
    for &at in &credits {
        let near = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let near: Vec<usize> = near.filter(|&i| i < passages.len()).collect();
        if near.iter().any(|&i| passages[i].role == Role::Caption) {
            if signs_a_report(seed, passages, at) {
                passages[at].role = Role::Byline;
            }
            continue;
        }
        let may_be = |i: &usize| {
            passages[*i].role == Role::Body && !roles::is_bracketed(&passages[*i].words(seed))
        };
        let body = near.iter().copied().filter(may_be);
        let weighed = body.map(|i| {
            let evidence = weigh_caption(seed, passages, at, i);
            let sum = evidence.total();
            let line = passages[i].start()..passages[i].end();
            questions.ask(|| Question::Caption { line, evidence });
            (sum, i)
        });
        let enough = if is_report(&passages[at].words(seed)) {
            sign::ENOUGH_OF_REPORT
        } else {
            sign::ENOUGH
        };
        // Of two equal ones the one before: that is where captions stand.
        let best =
            weighed.filter(|(sum, _)| *sum > enough).reduce(|a, b| if b.0 > a.0 { b } else { a });
        let unended = || near.iter().copied().find(|&i| is_without_stop(seed, passages, at, i));
        if let Some(i) = best.map(|(_, i)| i).or_else(unended) {
            passages[i].role = Role::Caption;
        }
    }
}

/// Whether a credit of a report signs it: 记者 孙立 摄影报道 below the headline, with a photo and
/// its own credit behind it.
fn signs_a_report(seed: &Seed, passages: &[Passage], credit: usize) -> bool {
    let above = credit.checked_sub(1).map(|above| passages[above].role);
    let own = passages.get(credit + 2).is_some_and(|p| p.role == Role::Credit);
    is_report(&passages[credit].words(seed))
        && matches!(above, Some(Role::Head | Role::Deck))
        && own
        && passages[credit + 1].role == Role::Caption
}

/// Words of sentences that tell what is seen: heads have them seldom.
const SEEN: &[&str] = &["在", "正", "向", "为", "给", "参加", "查看", "现场"];

/// Whether a short line beside the credit of a photo is a caption without a full stop, and no
/// head: 法官在乡里进行远程调解. On the other side of the credit stands no other, and beyond the
/// line no text that it may be the head of.
fn is_without_stop(seed: &Seed, passages: &[Passage], credit: usize, at: usize) -> bool {
    const SHORTEST: usize = 10;
    /// In log-odds, as the model of prose has it.
    const LIKE_A_HEAD: f32 = 2.0;
    let text = passages[at].words(seed);
    let [beyond, _] = beyond_and_across(passages, credit, at);
    passages[at].role == Role::Head
        && !is_report(&passages[credit].words(seed))
        && text.chars().nth(SHORTEST - 1).is_some()
        && !text.contains([' ', '\u{3000}', '：', '，', '！', '？', '、'])
        && !is_numbered(&text)
        && !is_document(&text)
        && SEEN.iter().any(|word| text.contains(word))
        && signs::heads(&text) < LIKE_A_HEAD
        && Edge::first(&text).is_some_and(|edge| matches!(edge.class, Class::Noun | Class::Name))
        && (at < credit || beyond.is_none_or(|p| p.role != Role::Body))
}

/// Whether a paragraph is one short sentence in which nobody speaks.
fn is_one_sentence(text: &str) -> bool {
    const LONGEST: usize = 50;
    text.chars().nth(LONGEST).is_none()
        && text.matches(['。', '！', '？']).count() == 1
        && ends_properly(text)
        && !text.contains(['“', '”'])
        && !SAYS.iter().any(|word| text.contains(word))
}

/// Whether a credit may sign a whole text: 摄影报道.
pub(super) fn is_report(credit: &str) -> bool {
    credit.contains("报道")
}

/// Words that show a caption: it tells what the picture shows.
const SHOWS: &[&str] = &["图为", "图①", "图一", "上图", "下图", "左图", "右图", "图片为", "图中"];
/// The same, at the beginning only.
const THIS_IS: &[&str] = &["这是"];
/// Words of what is seen at the moment.
const AT_WORK: &[&str] = &["正在", "正忙", "正用", "现场", "正为", "正通过", "正将"];

/// What speaks for the paragraph `at` being the caption of `credit` beside it.
fn weigh_caption(seed: &Seed, passages: &[Passage], credit: usize, at: usize) -> Evidence {
    let text = passages[at].words(seed);
    let mut e = Evidence::default();
    e.add(if at < credit { sign::BEFORE_CREDIT } else { sign::BEHIND_CREDIT });
    // 这是 says what a picture shows where a text opens with it; elsewhere anything.
    let shows = SHOWS.iter().find(|w| text.contains(**w));
    if let Some(word) = shows.or(THIS_IS.iter().find(|w| text.starts_with(**w))) {
        e.saw(sign::SHOWS, *word);
    }
    if let Some(word) = AT_WORK.iter().find(|w| text.contains(**w)) {
        e.saw(sign::AT_WORK, *word);
    }
    e.add(match text.chars().count() {
        0..=30 => sign::TINY,
        31..=120 => sign::SHORT,
        121..=180 => sign::MIDDLING,
        181..=260 => sign::LONG,
        _ => sign::ENDLESS,
    });
    if !ends_properly(&text) {
        e.add(sign::NO_END);
    }
    // At the end of a page a credit may have slid there; and of two sentences beside it either
    // may be its caption.
    let longer =
        passages.get(credit + 1).is_some_and(|behind| !is_one_sentence(&behind.words(seed)));
    let before = at < credit && longer && is_one_sentence(&text);
    if before && !is_report(&passages[credit].words(seed)) {
        e.add(sign::ONE_SENTENCE);
    }
    let beyond = if at < credit { at.checked_sub(1) } else { Some(at + 1) };
    let beyond = beyond.and_then(|i| passages.get(i));
    match beyond.map(|p| p.role) {
        // Printed on both sides of its caption.
        Some(Role::Credit)
            if beyond.map(|p| p.words(seed)) == Some(passages[credit].words(seed)) =>
        {
            e.add(sign::BETWEEN_CREDITS);
        }
        Some(Role::Body) => {}
        Some(Role::Head | Role::Byline | Role::Deck) if at < credit => e.add(sign::BELOW_HEAD),
        _ => e.add(sign::STANDS_APART),
    }
    weigh_credit(seed, passages, credit, at, &mut e);
    weigh_words(seed, passages, credit, at, &mut e);
    weigh_surroundings(seed, passages, (credit.min(at), credit.max(at)), &text, &mut e);
    e
}

/// The passage beyond `at`, on the side that is turned away from `credit`, and that across
/// the credit from it.
fn beyond_and_across(passages: &[Passage], credit: usize, at: usize) -> [Option<&Passage>; 2] {
    let before = credit.min(at).checked_sub(1).and_then(|i| passages.get(i));
    let behind = passages.get(credit.max(at) + 1);
    if at < credit { [before, behind] } else { [behind, before] }
}

/// What the credit itself says: whether it is of a photo alone, and what else it may be of.
fn weigh_credit(seed: &Seed, passages: &[Passage], credit: usize, at: usize, e: &mut Evidence) {
    let role = |p: Option<&Passage>| p.map(|p| p.role);
    let [beyond, across] = beyond_and_across(passages, credit, at).map(role);
    if !is_report(&passages[credit].words(seed)) {
        e.add(sign::PURE_CREDIT);
    }
    if across != Some(Role::Body) {
        e.add(sign::NO_OTHER);
    }
    if at > credit && across == Some(Role::Head) && beyond == Some(Role::Body) {
        e.add(sign::SIGNED_TEXT);
    }
}

/// Of a hundred pairs of characters so many stand in the next paragraph of one text.
const OF_ONE_TEXT: usize = 8;
/// How much of a paragraph is its opening, in characters.
const OPENING: usize = 12;
/// Words that tell who speaks.
const SAYS: &[&str] = &["说", "表示", "介绍", "告诉"];

/// What the words of a paragraph say: of what it speaks, and how.
fn weigh_words(seed: &Seed, passages: &[Passage], credit: usize, at: usize, e: &mut Evidence) {
    let text = passages[at].words(seed);
    let [beyond, _] = beyond_and_across(passages, credit, at);
    if let Some(beyond) = beyond.filter(|p| p.role == Role::Body) {
        let own: BTreeSet<(char, char)> = pairs(&text).collect();
        let other: BTreeSet<(char, char)> = pairs(&beyond.words(seed)).collect();
        match own.intersection(&other).count() * 100 / own.len().max(1) {
            0 => e.add(sign::OFF_TEXT),
            OF_ONE_TEXT.. => e.add(sign::OF_TEXT),
            _ => {}
        }
    }
    if text.contains(['“', '「', '"']) && SAYS.iter().any(|word| text.contains(word)) {
        e.add(sign::SPEAKS);
    }
    if is_numbered(&text) {
        e.add(sign::NUMBERED);
    }
    if byline::opens_news(&text) {
        e.add(sign::NEWS);
    }
    let end = text.char_indices().nth(OPENING).map_or(text.len(), |(end, _)| end);
    let opening = &text[..end];
    if opens_like_lead(opening) || opening.contains('日') || !places_of(opening).is_empty() {
        e.add(sign::OPENS);
    }
}

/// Whether a break between these two is a cut in a word.
fn goes_on(text: &str, next: &str) -> bool {
    bound(next).is_some() || words::across(text, next).is_some()
}

/// What the text around a photo says: whether it goes on past it, and whether it
/// speaks of the same place.
fn weigh_surroundings(
    seed: &Seed,
    passages: &[Passage],
    photo: (usize, usize),
    caption: &str,
    e: &mut Evidence,
) {
    let body = |i: Option<usize>| {
        i.and_then(|i| passages.get(i)).filter(|p| p.role == Role::Body).map(|p| p.words(seed))
    };
    let (before, behind) = (body(photo.0.checked_sub(1)), body(Some(photo.1 + 1)));
    let open = before.as_deref().filter(|text| !ends_properly(text));
    if bound(caption).is_some() || open.is_some_and(|text| goes_on(text, caption)) {
        e.add(sign::GOES_ON);
    } else if open.is_some() && behind.as_ref().is_some_and(|text| !opens_paragraph(text)) {
        e.add(sign::IN_CUT);
    }
    let around: Vec<&Place> =
        before.iter().chain(&behind).flat_map(|text| places_of(text)).collect();
    let named = places_of(caption);
    if !around.is_empty() && !named.is_empty() {
        let related = |a: &Place, b: &Place| places().within(a, b) || places().within(b, a);
        let same = named.iter().any(|n| around.iter().any(|a| related(a, n)));
        e.add(if same { sign::SAME_PLACE } else { sign::OTHER_PLACE });
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    const A: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人。";
    const B: &str = "柳树是住户自己种的，谁种谁管，一棵也没有死，清河的水也清了。";
    const SPOKEN: &str = "“这是我种的第一棵柳树。”住在河边的老人说，他在这里住了七十年。";
    const TEA: &str = "五月的茶山，采茶人背着竹篓走在垄间，芽头肥壮，预计亩产比去年多两成。";
    const FIELD: &str = "一台收割机在平原上作业，一名农机手在地头能同时照看四台。";
    const LANTERN: &str = "元宵将至，老艺人忙着为龙头描金。";
    const NEWS: &str = "本报讯（记者 王海）清河县的堤修好了，花了三百万元。";

    /// The captions of a page.
    fn captions(lines: &[&str]) -> Vec<String> {
        let (seed, passages) = sample::page(lines);
        let found = passages.iter().filter(|p| p.role == Role::Caption);
        found.map(|p| p.words(&seed).into_owned()).collect()
    }

    #[test]
    fn a_credit_has_its_caption_beside_it() {
        let credit = "通讯员 孙立 摄";
        let cases: &[(&[&str], &[&str])] = &[
            // Nothing in the words says that it is one: the credit does.
            (&[A, B, FIELD, credit, "集市旧街留不得", "记者 刘娟", A], &[FIELD]),
            (&[A, B, "夏茶迟来", TEA, credit, "集市旧街留不得", "记者 刘娟", A], &[TEA]),
            // Nobody speaks in a caption, whatever words of one it has.
            (&[A, SPOKEN, credit, LANTERN, "集市旧街留不得", "记者 刘娟", A], &[LANTERN]),
            // What opens a piece of news is none.
            (&[A, FIELD, credit, NEWS, B], &[FIELD]),
            // Of two paragraphs the one that is not of the text around it.
            (&[A, B, credit, FIELD, "集市旧街留不得", "记者 刘娟", A], &[FIELD]),
            // What may sign a whole text needs none.
            (&["河堤种柳四十里", "记者 孙立 摄影报道", A, B], &[]),
        ];
        for (lines, expected) in cases {
            assert_eq!(captions(lines), *expected, "{lines:?}");
        }
    }

    #[test]
    fn a_caption_may_have_no_full_stop() {
        let role = |lines: &[&str], at: usize| sample::page(lines).1[at].role;
        let line = "民警在街头向市民发放宣传单";
        assert_eq!(role(&[A, line, "孙立 摄", "柳堤新绿 清河安澜", B], 1), Role::Caption);
        let text = &[A, SPOKEN, B, TEA].concat();
        assert_eq!(role(&[text, "孙立 摄", line, "柳堤新绿 清河安澜", B], 2), Role::Caption);
        // Text stands below it: it may be a subhead.
        assert_eq!(role(&[text, "孙立 摄", line, text], 2), Role::Head);
        assert_eq!(role(&[A, "把集市搬在堤上", "孙立 摄", "柳堤新绿 清河安澜", B], 1), Role::Head);
    }

    #[test]
    fn who_reports_with_pictures_signs_below_the_headline() {
        let lines = ["柳堤新绿", "记者 孙立 摄影报道", "整治后的河道。", "孙立 摄", A, B];
        let roles: Vec<Role> = sample::page(&lines).1.iter().map(|p| p.role).collect();
        assert_eq!(roles[1..4], [Role::Byline, Role::Caption, Role::Credit]);
    }
}
