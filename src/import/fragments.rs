//! Which short lines without an end are fragments of a paragraph.
//!
//! A head and the beginning of a paragraph that a break cut, or whose rest is lost,
//! look alike to [`super::roles`]. Which of the two a line is, is a sum of evidence
//! ([`super::evidence::fragment`]) from its words and its neighbours.

use super::{
    captions,
    decode::Seed,
    echoes::Echo,
    evidence::{Evidence, Signal, Tally as _, Weight, fragment as sign, masthead},
    line::{is_document, is_numbered},
    openings::{Openings, bound, counts_itself, opens_sentence},
    passage::{Passage, Role, ends_properly},
};
use crate::{
    article::byline,
    text::{
        model::signs,
        pairs,
        words::{Class, Edge},
    },
};

/// The passage before a line: what it is, and whether it has an end.
pub type Before = Option<(Role, bool)>;

/// Words of sentences that hardly stand in heads.
const PROSE: &[&str] = &[
    "可以", "已经", "说", "了", "着", "是", "其他", "以及", "或者", "有关", "因为", "如果", "也",
    "就", "都", "还",
];

/// Words of reports and laws that next to no head has.
const REPORTS: &[&str] = &[
    "应当",
    "不得",
    "记者",
    "指出",
    "强调",
    "表示",
    "介绍",
    "其中",
    "此外",
    "目前",
    "去年",
    "昨日",
    "各级",
    "该",
    "他",
    "她",
    "它",
    "此",
    "我们",
    "方面",
    "主管",
    "负责人",
    "将",
    "但",
];

/// How sure `evidence` for a fragment is, in the words of another sum, the surest first.
pub fn sure(evidence: &Evidence, weights: [Weight; 6]) -> Signal {
    let sum = evidence.total();
    let step = sign::STEPS.iter().take_while(|least| sum < **least).count();
    Signal { weight: weights[step], seen: None }
}

/// What speaks for the line `this` being a fragment. What follows it begins `behind` it.
pub fn weigh<'p>(
    seed: &Seed,
    openings: &Openings,
    before: Before,
    this: &Passage,
    behind: impl Iterator<Item = &'p Passage> + Clone,
) -> Evidence {
    let text = this.words(seed);
    let mut e = Evidence::default();
    e.add(sign::PRIOR);
    e.add(match text.chars().count() {
        0..=8 => sign::TINY,
        9..=14 => sign::SHORT,
        15..=20 => sign::USUAL,
        21..=28 => sign::LONG,
        _ => sign::ENDLESS,
    });
    match text.matches(['，', ',', '；']).count() {
        0 => {}
        1 if is_balanced(&text) => e.add(sign::BALANCED),
        1 => e.add(sign::CLAUSE),
        _ => e.add(sign::CLAUSES),
    }
    weigh_words(&text, openings, &mut e);
    weigh_neighbours(seed, before, behind.clone().next(), &mut e);
    weigh_lead(seed, &text, behind, &mut e);
    e
}

/// Adds whether the first words of the text below say what the line does, as leads do with
/// their headlines. Decks and bylines may stand between.
fn weigh_lead<'p>(
    seed: &Seed,
    text: &str,
    behind: impl Iterator<Item = &'p Passage>,
    e: &mut Evidence,
) {
    const MOST_BETWEEN: usize = 4;
    const LEAD: usize = 240;
    let mut below = behind.take(MOST_BETWEEN).skip_while(|p| p.role != Role::Body);
    let Some(lead) = below.next().map(|lead| lead.words(seed)) else { return };
    let lead: Vec<(char, char)> = pairs(&lead[..lead.floor_char_boundary(LEAD)]).collect();
    let mut own: Vec<(char, char)> = pairs(text).collect();
    own.sort_unstable();
    own.dedup();
    match own.iter().filter(|pair| lead.contains(pair)).count() {
        0..=2 => {}
        3..=5 => e.add(sign::IN_LEAD),
        _ => e.add(sign::OF_LEAD),
    }
}

/// Adds what copies say: a head stands in all of them as a line of its own, and breaks fall
/// elsewhere in each.
pub(super) fn weigh_copies(start: Echo, end: Echo, e: &mut Evidence) {
    if start.goes_on() || end.goes_on() {
        e.add(sign::PART_ELSEWHERE);
    } else if start.same_edge() && end.same_edge() {
        e.add(sign::WHOLE_ELSEWHERE);
    }
}

/// Whether two clauses are about as long, as those of a head are: 人情债，压弯腰.
fn is_balanced(text: &str) -> bool {
    const APART: usize = 2;
    let mut clauses = text.splitn(2, ['，', ',', '；']).map(|clause| clause.chars().count());
    let (Some(one), Some(other)) = (clauses.next(), clauses.next()) else { return false };
    one.abs_diff(other) <= APART
}

/// Whether white space stands in a line, but for that between names in brackets.
fn is_spaced(text: &str) -> bool {
    let mut depth = 0_usize;
    text.chars().any(|c| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && c.is_whitespace()
    })
}

fn weigh_words(text: &str, openings: &Openings, e: &mut Evidence) {
    const COUNTER: usize = 3;
    if let Some(word) = opens_sentence(text) {
        e.saw(sign::OPENS, word);
    }
    if openings.count(text) > 0 {
        e.add(sign::OPENS_LIKE_OTHERS);
    }
    let article = text.starts_with('第') && text.chars().take(8).any(|c| c == '条');
    if article {
        e.add(sign::ARTICLE);
    } else if is_numbered(text) || counts_itself(text) {
        e.add(sign::NUMBERED);
    } else if is_spaced(text) {
        e.add(sign::SPACED);
    }
    if text.starts_with("本报讯") {
        e.add(sign::DATELINE);
    }
    if is_document(text) {
        e.add(sign::DOCUMENT);
    }
    if let Some(word) = REPORTS.iter().find(|word| text.contains(**word)) {
        e.saw(sign::REPORT_WORD, *word);
    } else if let Some(word) = PROSE.iter().find(|word| text.contains(**word)) {
        e.saw(sign::PROSE_WORD, *word);
    }
    // 十二、 counts an item, and lists nothing.
    if text.chars().skip(COUNTER).any(|c| c == '、') {
        e.add(sign::LISTS);
    }
    if is_dated(text) {
        e.add(sign::DATED);
    }
    if Edge::first(text).is_some_and(|edge| edge.lone || edge.class == Class::Leaning) {
        e.add(sign::LEANS);
    }
    e.add_level(signs::heads(text), &sign::HEADS_AT, &sign::HEADS);
    if let Some(edge) = Edge::last(text) {
        e.add(by_class(edge.class));
        if edge.lone {
            e.add(sign::LONE_END);
        }
    }
}

fn weigh_neighbours(seed: &Seed, before: Before, behind: Option<&Passage>, e: &mut Evidence) {
    let head = |role: Role| matches!(role, Role::Head | Role::Deck | Role::Byline);
    let role = behind.map(|p| p.role);
    // 摄影报道 signs a text as well as its photo.
    let reported = |p: &Passage| p.role == Role::Credit && captions::is_report(&p.words(seed));
    if matches!(role, Some(Role::Byline | Role::Deck)) || behind.is_some_and(reported) {
        e.add(sign::ABOVE_BYLINE);
    } else if before.is_some_and(|(role, _)| head(role)) || role.is_none_or(head) {
        e.add(sign::AMONG_HEADS);
    } else if before.is_some_and(|(role, _)| role == Role::Body) {
        e.add(sign::IN_TEXT);
    }
    let cut = before.is_some_and(|(role, ends)| role == Role::Body && !ends);
    if cut {
        e.add(sign::IN_CUT);
    }
    if let Some(text) = behind.filter(|p| p.role == Role::Body).map(|p| p.words(seed)) {
        if bound(&text).is_some() {
            e.add(if cut { sign::NEXT_BOUND_IN_CUT } else { sign::NEXT_BOUND });
        }
        weigh_opening(&text, e);
    }
}

/// Adds whether the text directly below opens an article: what stands above is its headline.
fn weigh_opening(text: &str, e: &mut Evidence) {
    if byline::opens_news(text) {
        e.add(sign::ABOVE_DATELINE);
    }
    e.add_level(signs::leads(text), &masthead::LEADS_AT, &sign::ABOVE_LEAD);
}

/// Whether a day or an hour stands in a line: 7月16日, 8时.
fn is_dated(text: &str) -> bool {
    let counted = |at: usize| text[..at].ends_with(|c: char| c.is_ascii_digit());
    text.match_indices(['月', '日', '时']).any(|(at, _)| counted(at))
}

fn by_class(class: Class) -> Weight {
    match class {
        Class::Leaning => sign::ENDS_LEANING,
        Class::Adverb => sign::ENDS_ADVERB,
        Class::Preposition => sign::ENDS_PREPOSITION,
        Class::Conjunction => sign::ENDS_CONJUNCTION,
        Class::Pronoun => sign::ENDS_PRONOUN,
        Class::Numeral => sign::ENDS_NUMERAL,
        Class::Verb => sign::ENDS_VERB,
        Class::Quality => sign::ENDS_QUALITY,
        Class::Noun => sign::ENDS_NOUN,
        Class::Name => sign::ENDS_NAME,
        Class::Time => sign::ENDS_TIME,
        Class::Mark => sign::ENDS_MARK,
    }
}

/// What `passage` is to the line behind it.
pub fn before(seed: &Seed, passage: &Passage) -> (Role, bool) {
    (passage.role, ends_properly(&passage.words(seed)))
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    fn seen(line: &str) -> Vec<&'static str> {
        let (seed, passages) = sample::page(&[line]);
        let evidence = weigh(&seed, &Openings::default(), None, &passages[0], std::iter::empty());
        evidence.names()
    }

    #[test]
    fn reports_have_words_that_no_head_has() {
        for (line, expected) in [
            ("会议强调，要把", Some(sign::REPORT_WORD)),
            ("该县的堤岸", Some(sign::REPORT_WORD)),
            ("堤修好了", Some(sign::PROSE_WORD)),
            ("让出菜地", None),
        ] {
            let seen = seen(line);
            let words = [sign::REPORT_WORD, sign::PROSE_WORD];
            let found = words.into_iter().find(|weight| seen.contains(&weight.name));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn a_head_says_what_the_lead_below_it_does() {
        let lead = "日前，清河两岸的菜农从雨里搬进了有水有电的新棚，新棚里还装上了电子秤。";
        let cases = [
            ("清河两岸菜农搬进有水有电的新棚", Some(sign::OF_LEAD)),
            ("菜农搬进了装有电子秤的新棚", Some(sign::OF_LEAD)),
            ("河堤上的菜农有新棚", Some(sign::IN_LEAD)),
            ("柳树是住户自己栽的", None),
        ];
        for (line, expected) in cases {
            let (seed, passages) = sample::page(&[line, "——清河市场改造记", "记者 刘娟", lead]);
            let evidence =
                weigh(&seed, &Openings::default(), None, &passages[0], passages[1..].iter());
            let found = [sign::IN_LEAD, sign::OF_LEAD].into_iter().find(|w| evidence.has(w));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn what_opens_an_article_stands_below_a_headline() {
        let line = "两小时，河堤上的口子堵住了";
        let levels = |below: &str| {
            let (seed, passages) = sample::page(&[line, below]);
            let evidence =
                weigh(&seed, &Openings::default(), None, &passages[0], passages[1..].iter());
            let level = sign::ABOVE_LEAD.iter().position(|w| evidence.has(w));
            (evidence.has(&sign::ABOVE_DATELINE), level)
        };
        let (dateline, news) =
            levels("本报讯（记者 刘娟）近日，清河县水利局派人上堤，把裂缝补了一遍。");
        let (plain, inside) = levels("他说，这堤早该修了，水也该清了。");
        assert!(dateline && !plain);
        assert!(levels("本报清河县8月12日电（记者 刘娟）昨夜，河堤上的口子堵住了。").0);
        assert!(news > inside, "{news:?} {inside:?}");
    }

    #[test]
    fn above_who_signs_stands_a_head() {
        let line = "沿河住户让出菜地300亩";
        let seen = |below: &str| {
            let (seed, passages) = sample::page(&[line, below, "清河两岸种满了柳树，水也清了。"]);
            weigh(&seed, &Openings::default(), None, &passages[0], passages[1..].iter())
                .has(&sign::ABOVE_BYLINE)
        };
        assert!(seen("记者 孙立") && seen("记者 孙立 摄影报道") && seen("——清河治水记"));
        assert!(!seen("孙立 摄") && !seen("他说，这堤早该修了，水也该清了。"));
    }

    #[test]
    fn the_clauses_of_a_head_are_as_long_as_each_other() {
        for (line, balanced) in [
            ("路修好了，别忘了养", true),
            ("堤修好，水也清了", true),
            ("受雨水影响，今天上午清河的水位", false),
        ] {
            let seen = seen(line);
            assert_eq!(seen.contains(&sign::BALANCED.name), balanced, "{line}");
            assert_eq!(seen.contains(&sign::CLAUSE.name), !balanced, "{line}");
        }
    }

    #[test]
    fn sentences_list_and_tell_the_day_and_heads_do_not() {
        for (line, lists, dated) in [
            ("对钢铁、建材、化工", true, false),
            ("十二、修好清河的堤", false, false),
            ("清河县于9日22时启动", false, true),
            ("清河县修堤三十天", false, false),
        ] {
            let seen = seen(line);
            assert_eq!(seen.contains(&sign::LISTS.name), lists, "{line}");
            assert_eq!(seen.contains(&sign::DATED.name), dated, "{line}");
        }
    }

    #[test]
    fn a_line_behind_a_text_without_an_end_is_more_likely_its_rest() {
        let (seed, passages) = sample::page(&["满堤的柳树"]);
        let behind = |ends: bool| {
            let before = Some((Role::Body, ends));
            weigh(&seed, &Openings::default(), before, &passages[0], std::iter::empty())
        };
        let (open, whole) = (behind(false), behind(true));
        assert!(open.has(&sign::IN_CUT) && !whole.has(&sign::IN_CUT));
        assert!(open.total() > whole.total() + 1.0, "{} {}", open.total(), whole.total());
    }

    #[test]
    fn how_sure_a_fragment_is_goes_in_steps() {
        let weight = |log_odds| Weight { name: "x", log_odds };
        let steps = [5.0, 4.0, 3.0, 2.0, 1.0, 0.0].map(weight);
        for (sum, step) in
            [(3.5, 5.0), (3.4, 4.0), (1.5, 4.0), (0.0, 3.0), (-0.1, 2.0), (-3.0, 1.0), (-3.1, 0.0)]
        {
            let mut evidence = Evidence::default();
            evidence.add(weight(sum));
            assert_eq!(sure(&evidence, steps).weight, weight(step), "{sum}");
        }
    }

    #[test]
    fn a_dateline_opens_no_head_whatever_white_space_its_names_have() {
        let dateline = seen("本报讯（记者 刘娟 通讯员 王海）清河县的堤");
        assert!(dateline.contains(&sign::DATELINE.name));
        assert!(!dateline.contains(&sign::SPACED.name));
        assert!(seen("法治先行 守护清河").contains(&sign::SPACED.name));
    }
}
