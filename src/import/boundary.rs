//! What the texts on both sides of short lines say of another article beginning there.

use super::{
    cohesion::{BEFORE, BEHIND, Both, Cohesion, Shares},
    evidence::{Evidence, Tally as _, masthead as sign},
    heads::{opens_like_lead, places_of},
};
use crate::{
    article::byline,
    places::{Place, places},
    text::{
        model::signs,
        names::can_be_name,
        pairs,
        words::{Tagged, clauses, tagged},
    },
};

/// Shares of words that two texts have in common which part nothing, little,
/// some and much.
const SHARES: [f32; 5] = [0.015, 0.03, 0.045, 0.07, 0.11];

/// Less text on either side says little, in bytes.
const SHORT_TEXT: usize = 360;

/// A paragraph that shares so many times as much with one side is of that side.
const LEANS: f32 = 2.0;

/// In how much of a text its names are looked at, in bytes.
const NAMES: usize = 900;

/// How much of a paragraph is its opening, in bytes.
const OPENING: usize = 90;

/// What says that another article begins between two texts, whose pairs are counted.
pub(super) fn weigh(cohesion: &Cohesion, before: &str, behind: &str, words: &Both) -> Evidence {
    let mut evidence = Evidence::default();
    let (here, there) = (places_of(before), places_of(behind));
    weigh_opening(behind, &here, &mut evidence);
    weigh_names((before, behind), words, &mut evidence);
    let last = before.lines().last().unwrap_or_default();
    let first = behind.lines().next().unwrap_or_default();
    evidence.add_level(signs::leads(first), &sign::LEADS_AT, &sign::LEADS);
    evidence.add_level(signs::closes(last), &sign::CLOSES_AT, &sign::CLOSES);
    if is_end_of_article(last) {
        evidence.add(sign::ENDED_SIGNED);
    }
    let weights = [
        sign::SHARES_NOTHING,
        sign::SHARES_LITTLE,
        sign::SHARES_SOME,
        sign::SHARES_MORE,
        sign::SHARES_MUCH,
        sign::SHARES_MOST,
    ];
    let shares = cohesion.shares(words);
    evidence.saw_share(shares.all, &SHARES, &weights);
    weigh_leanings(shares, (before, behind), &mut evidence);
    if before.len().min(behind.len()) < SHORT_TEXT {
        evidence.add(sign::LITTLE_TEXT);
    }
    if here.is_empty() != there.is_empty() {
        evidence.add(sign::PLACE_IN_ONE);
    }
    if !here.is_empty() && !there.is_empty() {
        let related = |a: &Place, b: &Place| places().within(a, b) || places().within(b, a);
        match there.iter().find(|t| here.iter().any(|h| related(h, t))) {
            Some(place) => evidence.saw(sign::SAME_PLACE, place.name),
            None => evidence.saw(sign::OTHER_PLACE, there[0].name),
        }
    }
    evidence
}

/// Whether the text behind speaks of what the headline above the text before does: all
/// sections of an article do, another article does not.
pub(super) fn weigh_headline(headline: &str, words: &Both, evidence: &mut Evidence) {
    const FEW: usize = 3;
    let (mut all, mut known) = (0, 0);
    for pair in pairs(headline) {
        all += 1;
        known += usize::from(words.has(pair, BEHIND));
    }
    match known {
        _ if all < FEW => {}
        0 => evidence.add(sign::OFF_HEADLINE_ABOVE),
        1 => {}
        _ => evidence.add(sign::ON_HEADLINE_ABOVE),
    }
}

/// Whether the paragraphs at the break lean to their own sides or to the other: those of
/// two articles do not know each other, however little each shares with its own.
fn weigh_leanings(shares: Shares, (before, behind): (&str, &str), evidence: &mut Evidence) {
    if before.contains('\n') {
        let (own, other) = shares.last;
        if own > LEANS * other {
            evidence.add(sign::LAST_FITS_BEFORE);
        } else if other > LEANS * own {
            evidence.add(sign::LAST_FITS_BEHIND);
        }
    }
    if behind.split_once('\n').is_some_and(|(_, rest)| !rest.is_empty()) {
        let (own, other) = shares.first;
        if own > LEANS * other {
            evidence.add(sign::FIRST_FITS_BEHIND);
        } else if other > LEANS * own {
            evidence.add(sign::FIRST_FITS_BEFORE);
        }
    }
}

/// Words with which news says when.
const SAYS_WHEN: &[&str] = &[
    "近日", "日前", "日，", "日在", "日从", "获悉", "今天", "今日", "昨天", "昨日", "今晚", "昨晚",
];

/// Whether a text names a day by its number: 21日.
fn names_day(text: &str) -> bool {
    let mut days = text.match_indices('日').map(|(at, _)| &text[..at]);
    days.any(|before| before.ends_with(|c: char| "0123456789一二三四五六七八九十".contains(c)))
}

/// What the first words of a text say of it being the first of an article.
fn weigh_opening(behind: &str, known: &[&Place], evidence: &mut Evidence) {
    if byline::opens_news(behind) {
        evidence.add(sign::DATELINE);
        return;
    }
    let opening = behind.lines().next().unwrap_or_default();
    let opening = &opening[..opening.floor_char_boundary(OPENING)];
    if opens_like_lead(opening) {
        evidence.add(sign::OPENS_LIKE_LEAD);
    } else if SAYS_WHEN.iter().any(|w| opening.contains(w)) || names_day(opening) {
        evidence.add(sign::SAYS_WHEN);
    }
    let new = |place: &&Place| !known.iter().any(|k| k.code == place.code);
    if places_of(opening).iter().any(new) {
        evidence.add(sign::SAYS_WHERE);
    }
}

/// What the names in a text say: those of another article are new. The first words say
/// most, but an article comes back later to whom it spoke of.
fn weigh_names((before, behind): (&str, &str), words: &Both, evidence: &mut Evidence) {
    let opening = behind.floor_char_boundary(OPENING);
    let text = &behind[..behind.floor_char_boundary(NAMES)];
    let (mut new, mut known) = (None, false);
    let (mut all_new, mut met) = (0, None);
    let mut at = 0;
    for clause in clauses(text) {
        let mut here = at;
        at += clause.len();
        // Of later names the first person who is known says all, and of new ones the second.
        let told = met.is_some_and(|(_, person)| person);
        if told || here >= opening && all_new > 1 && !may_come_back(clause, words) {
            continue;
        }
        for word in tagged(clause) {
            let first = here < opening;
            here += word.word.len();
            if !is_name(&word) {
                continue;
            }
            match (before.contains(word.word), first) {
                (true, true) => known = true,
                (false, true) => new = new.or(Some(word.word)),
                (true, false) => {
                    let person = is_person(&word);
                    met = met.filter(|_| !person).or(Some((word.word, person)));
                }
                (false, false) => all_new += 1,
            }
        }
    }
    match met {
        Some((name, true)) => evidence.saw(sign::KNOWN_PERSON_LATER, name),
        Some((name, false)) => evidence.saw(sign::KNOWN_NAME_LATER, name),
        None if all_new > 1 => evidence.add(sign::NEW_NAMES_LATER),
        None => {}
    }
    match new {
        _ if known => evidence.add(sign::OPENS_WITH_KNOWN_NAME),
        Some(name) => evidence.saw(sign::OPENS_WITH_NEW_NAME, name),
        None => {}
    }
}

fn is_name(word: &Tagged<'_>) -> bool {
    matches!(word.tag, "nr" | "ns" | "nt" | "nrt" | "nz") && word.word.chars().count() > 1
}

/// Whether a name is that of a person, in full: 王建国. Of two characters many are words.
fn is_person(word: &Tagged<'_>) -> bool {
    matches!(word.tag, "nr" | "nrt") && word.word.chars().count() > 2 && can_be_name(word.word)
}

/// Whether a clause may name somebody of whom the text before speaks: its characters stand
/// there, or it has letters, of which no pairs are counted.
fn may_come_back(clause: &str, words: &Both) -> bool {
    clause.contains(|c: char| c.is_ascii_alphanumeric())
        || pairs(clause).any(|pair| words.has(pair, BEFORE))
}

/// Whether the last paragraph of a text ends as only the last of an article does: with
/// a signature or a source in brackets.
fn is_end_of_article(last: &str) -> bool {
    const SOURCES: &[&str] = &["新华社", "中新社", "专电", "本报", "来源", "原载", "摘自", "完"];
    let bracket = last.rfind(['（', '(']).map(|at| &last[at..]);
    let source = |inside: &str| {
        last.ends_with(['）', ')'])
            && inside.chars().count() <= 20
            && SOURCES.iter().any(|word| inside.contains(word))
    };
    bracket.is_some_and(source) || !byline::of_end(last).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_comes_back_to_its_names() {
        let before = "柳堤修好以后，王建国每天都来，他说水里有了鲫鱼，清河县的人都到堤上走一走。";
        let opening =
            "集市逢五逢十开张，卖菜的天不亮就来，摊主在门口支起桌子下棋，河上有船，一直到晌午。";
        for (rest, expected) in [
            ("天黑了才散。", None),
            ("王建国也来买菜。", Some(sign::KNOWN_PERSON_LATER)),
            ("清河县的人也来。", Some(sign::KNOWN_NAME_LATER)),
            ("李志强说，菜新鲜。张晓燕说，不贵。陈国庆说，下回再来。", Some(sign::NEW_NAMES_LATER)),
        ] {
            let mut evidence = Evidence::default();
            let behind = format!("{opening}\n{rest}");
            weigh_names((before, &behind), &Both::of(before, &behind), &mut evidence);
            let signs = [sign::KNOWN_PERSON_LATER, sign::KNOWN_NAME_LATER, sign::NEW_NAMES_LATER];
            let found = signs.into_iter().find(|weight| evidence.has(weight));
            assert_eq!(found, expected, "{rest}: {:?}", evidence.names());
        }
    }

    #[test]
    fn sections_of_one_article_speak_of_its_headline() {
        let before = "清河两岸种满了柳树，满城的人都到堤上去走一走。";
        for (behind, expected) in [
            ("老周每天都来，他说柳堤修好以后，水里有了鲫鱼。", vec![]),
            ("柳堤新修好，老周每天都来钓鱼。", vec![sign::ON_HEADLINE_ABOVE]),
            ("集市逢五逢十开张，卖菜的天不亮就来。", vec![sign::OFF_HEADLINE_ABOVE]),
        ] {
            let mut evidence = Evidence::default();
            weigh_headline("柳堤新绿四十里", &Both::of(before, behind), &mut evidence);
            let found: Vec<_> = evidence.signals.iter().map(|s| s.weight).collect();
            assert_eq!(found, expected, "{behind}");
        }
    }
}
