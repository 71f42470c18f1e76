//! What the words and marks on both sides of a break say of the text going on there.

use std::sync::LazyLock;

use super::{
    echoes,
    evidence::{Evidence, Tally as _, Weight, join as sign},
    left::Left,
    line,
    openings::{
        counts_itself, first_unopened, goes_on_number, opens_address, opens_article,
        opens_dialogue, opens_item,
    },
    passage::ends_properly,
    right::{Opening, Right},
};
use crate::text::{
    hash::FastMap,
    pairs,
    words::{self, Class, Edge},
};

/// Longest line of verse, in characters.
const VERSE: usize = 12;

/// Whether a line can be one of verse, which ends where it pleases.
pub(super) fn is_verse(line: &str) -> bool {
    line.chars().nth(VERSE).is_none() && !line.contains(['。', '，', '；'])
}

/// Adds how the text behind the break opens: whether it is an `item` of a list, by what else
/// stands on the page.
pub(super) fn weigh_opening(text: &str, right: &Right<'_>, item: bool, e: &mut Evidence) {
    let next = &*right.text;
    if opens_article(next) {
        e.add(sign::OPENS_ARTICLE);
    } else if item && !number_ends_word(text, next) {
        e.add(sign::OPENS_ITEM);
    } else if line::is_numbered(next) && (item || !opens_item(next)) || counts_itself(next) {
        e.add(sign::OPENS_NUMBERED);
    }
    match right.opening {
        Opening::Bound(c) => e.saw(sign::BOUND_OPENING, c.to_string()),
        Opening::Quotation => weigh_quotation(text, next, e),
        Opening::Sentence => e.add(sign::OPENS_SENTENCE),
        Opening::Paragraph => e.add(sign::OPENS_PARAGRAPH),
        Opening::Other => e.add(sign::NO_OPENING),
    }
}

/// Whether the number that opens `next` is the end of a word that the text begins: 周|三、四.
fn number_ends_word(text: &str, next: &str) -> bool {
    let ends = text.chars().next_back().zip(next.chars().next());
    ends.is_some_and(|(last, first)| words::is_word(&format!("{last}{first}")))
}

/// Marks with which a quotation opens.
pub(super) const QUOTES: [char; 4] = ['“', '「', '『', '"'];

/// Adds what a quotation behind the break is: a term is part of a sentence, speech is one
/// of its own and wants a mark before it.
fn weigh_quotation(text: &str, next: &str, e: &mut Evidence) {
    const TERM: usize = 10;
    let inside = next.trim_start_matches(QUOTES);
    let end = inside.find(['”', '」', '』', '"']);
    let term = |end: usize| {
        let words = &inside[..end];
        words.chars().nth(TERM).is_none() && !words.contains(['，', '。', '！', '？', '；'])
    };
    e.add(match end {
        Some(end) if term(end) => sign::OPENS_TERM,
        Some(_) => sign::OPENS_SPEECH,
        None => sign::OPENS_QUOTATION,
    });
    if text.ends_with(['，', '：', ',', ':']) {
        e.add(sign::QUOTATION_BEHIND_MARK);
    }
}

/// Verbs behind which a comma stands and then what was said or found.
const ATTRIBUTIONS: &[&str] = &[
    "说",
    "道",
    "问",
    "答",
    "称",
    "表示",
    "认为",
    "介绍",
    "指出",
    "强调",
    "显示",
    "统计",
    "了解",
    "透露",
    "坦言",
    "提出",
    "发现",
    "规定",
    "明确",
    "预计",
    "回忆",
    "感慨",
    "要求",
    "写道",
    "悉",
    "获悉",
    "解释",
    "提醒",
    "推测",
    "分析",
    "建议",
    "证实",
    "宣布",
    "通报",
    "告诉记者",
    "反映",
];

/// Whether a text ends with who said what is to follow: 通报显示，
fn ends_in_attribution(text: &str) -> bool {
    let clause = text.strip_suffix(['，', '：', ',', ':']);
    clause.is_some_and(|clause| ATTRIBUTIONS.iter().any(|verb| clause.ends_with(verb)))
}

/// Adds what the end of the text before the break lets expect: what is behind a comma
/// carries the clause on, what is behind 、 is one more of a list.
pub(super) fn weigh_expected(text: &str, next: &str, e: &mut Evidence) {
    if text.ends_with(['，', '、', ',']) {
        e.add(sign::ENDS_IN_COMMA);
    }
    if ends_in_attribution(text) {
        e.add(sign::BEHIND_ATTRIBUTION);
    } else if text.ends_with(['，', ',']) && Edge::first(next).is_some_and(carries_on) {
        e.add(sign::CARRIES_ON);
    }
    if text.ends_with('、') {
        let clause = next.split(['，', '。', '；', '：']).next().unwrap_or_default();
        let list = clause.contains(['、', '和', '与', '及', '等']);
        e.add(if list { sign::LIST_GOES_ON } else { sign::LIST_STOPS });
    }
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    // 4.|2万: the point belongs to the number.
    let whole = text.strip_suffix('.').unwrap_or(text);
    if digit(whole.chars().next_back()) {
        if digit(next.chars().next()) {
            e.add(sign::NUMBER_ACROSS);
        } else if whole.len() < text.len() || !goes_on_number(next) {
            e.add(sign::NUMBER_WITHOUT_UNIT);
        }
    }
}

/// Whether a word begins what is said of something that was named before.
fn carries_on(first: Edge) -> bool {
    use Class::{Adverb, Conjunction, Preposition, Pronoun, Verb};
    matches!(first.class, Verb | Adverb | Conjunction | Preposition | Pronoun)
}

/// Adds how the first clause behind the break ends: a sentence that goes on is often near
/// its end, and one that begins seldom.
pub(super) fn weigh_first_clause(next: &str, e: &mut Evidence) {
    match next.chars().find(|c| "，。！？；：、,;:".contains(*c)) {
        Some('。' | '！') => e.add(sign::FIRST_STOPS),
        Some('；' | ';') => e.add(sign::FIRST_HALTS),
        Some('？') => e.add(sign::FIRST_ASKS),
        Some('、') => e.add(sign::FIRST_LISTS),
        None => e.add(sign::FIRST_ENDLESS),
        Some(_) => {}
    }
    if opens_dialogue(next) {
        e.add(sign::OPENS_DIALOGUE);
    } else if opens_address(next) {
        e.add(sign::OPENS_ADDRESS);
    }
}

/// Adds what the model of prose says: whether the words behind the break are likely behind those
/// before it, and whether they are where a paragraph begins.
pub(super) fn weigh_prose(left: &Left, right: &Right<'_>, e: &mut Evidence) {
    e.add_level(right.opens, &sign::OPENS_AT, &sign::OPENS);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    // A number that the break has cut is one to the model.
    if digit(left.tail.chars().next_back()) && digit(right.text.chars().next()) {
        return;
    }
    if let Some((beginning, end)) = right.beginning.zip(left.end()) {
        e.add_level(beginning.follows(&end), &sign::FOLLOWS_AT, &sign::FOLLOWS);
    }
}

/// Adds what the lengths on both sides of the break say: whether a clause that goes
/// through it is as long as clauses are, whether what follows is a paragraph at all.
pub(super) fn weigh_lengths(text: &str, next: &str, e: &mut Evidence) {
    const TINY: usize = 12;
    let clause = |c: &char| !"，。！？；：、,;".contains(*c);
    let (before, behind) =
        (text.chars().rev().take_while(clause).count(), next.chars().take_while(clause).count());
    if before > 0 && behind > 0 {
        match before + behind {
            0..=16 => e.add(sign::SHORT_CLAUSE),
            17..=26 => {}
            _ => e.add(sign::LONG_CLAUSE),
        }
    }
    if next.chars().nth(TINY).is_none() && ends_properly(next) && !next.starts_with(['“', '「'])
    {
        e.add(sign::NEXT_TINY);
    }
}

/// How many sentences a text has.
pub(super) fn sentences(text: &str) -> usize {
    text.matches(['。', '！', '？']).count()
}

/// Adds whether the text behind has as many sentences as the paragraphs of the page have, of which
/// most have `typical`: what a cut has left of one has fewer. Halves of a sentence share
/// less than two paragraphs of one matter.
pub(super) fn weigh_size(left: &Left, right: &Right<'_>, typical: usize, e: &mut Evidence) {
    const NEAR: usize = 180;
    const MUCH: usize = 7;
    const LITTLE: usize = 3;
    const SHORT: usize = 20;
    match right.sentences {
        0 => e.add(sign::NO_SENTENCE),
        1 => e.add(sign::ONE_SENTENCE),
        some if some < typical => e.add(sign::FEW_SENTENCES),
        some if some < typical + 2 => e.add(sign::USUAL_SENTENCES),
        _ => e.add(sign::MANY_SENTENCES),
    }
    if left.tail.chars().nth(SHORT).is_none() {
        e.add(sign::SHORT_BEFORE);
    }
    let before = left.pairs();
    let near = &right.text[..right.text.floor_char_boundary(NEAR)];
    let mut shared: Vec<(char, char)> = Vec::with_capacity(MUCH);
    for pair in pairs(near).filter(|pair| before.contains(pair)) {
        if shared.len() < MUCH && !shared.contains(&pair) {
            shared.push(pair);
        }
    }
    match shared.len() {
        MUCH.. => e.add(sign::SHARES_MUCH),
        LITTLE.. => e.add(sign::SHARES_SOME),
        _ => {}
    }
}

pub(super) fn weigh_brackets(left: &Left, right: &Right<'_>, e: &mut Evidence) {
    let Some(open) = left.innermost() else {
        if right.unopened.is_some() {
            e.add(sign::CLOSES_NOTHING);
        }
        return;
    };
    let bracket = matches!(open, '（' | '(' | '《' | '〈' | '【' | '〔' | '[');
    if left.is_closed_by(right.unopened) {
        e.saw(if bracket { sign::BRACKET_CLOSES } else { sign::QUOTE_CLOSES }, open.to_string());
    } else if right.text.contains(open) {
        e.saw(sign::QUOTE_REOPENS, open.to_string());
    }
}

/// Adds what copies say: what was cut before it was set twice has the same break in both.
pub(super) fn weigh_copies(left: &Left, right: &Right<'_>, e: &mut Evidence) {
    let (before, behind) = (left.edge.echo, right.echo);
    if behind.goes_on() {
        e.add(sign::REST_IN_COPY);
    }
    if before.goes_on() {
        e.add(sign::GOES_ON_IN_COPY);
    }
    match (before.same_edge(), behind.same_edge()) {
        (true, true) => e.add(sign::BREAK_IN_COPY),
        (true, false) if !behind.goes_on() && echoes::can_tell(&right.text) => {
            e.add(sign::END_IN_COPY);
        }
        (false, true) if !before.goes_on() && echoes::can_tell(&left.tail) => {
            e.add(sign::START_IN_COPY);
        }
        _ => {}
    }
}

/// Signals that say together what neither says by itself.
const TOGETHER: [(Weight, Weight, Weight); 24] = [
    // Of two short lines one may continue the other.
    (sign::LOOKS_LIKE_HEAD, sign::NEXT_LOOKS_LIKE_HEAD, sign::TWO_SHORT_LINES),
    (sign::TINY_CLAUSE, sign::BEHIND_COMMA, sign::TINY_BEHIND_COMMA),
    (sign::ENDS_IN_MARK, sign::BOUND_OPENING, sign::TWO_MARKS),
    (sign::FIRST_CLAUSE, sign::BOTH_HAVE_VERBS, sign::FIRST_WITH_VERBS),
    (sign::REST_MIDDLING, sign::BOTH_HAVE_VERBS, sign::MIDDLING_WITH_VERBS),
    (sign::DIRECTLY_BELOW, sign::ONE_SENTENCE, sign::ONE_SENTENCE_BELOW),
    (sign::DIRECTLY_BELOW, sign::REST_TINY, sign::TINY_REST_BELOW),
    (sign::DIRECTLY_BELOW, sign::FIRST_STOPS, sign::STOPS_BELOW),
    (sign::DIRECTLY_BELOW, sign::OPENS_NUMBERED, sign::NUMBERED_BELOW),
    (sign::PAST_HEAD, sign::NO_SENTENCE, sign::NO_SENTENCE_PAST_HEAD),
    (sign::PAST_PHOTO, sign::NO_SENTENCE, sign::NO_SENTENCE_PAST_PHOTO),
    (sign::OPENS_SENTENCE, sign::REST_TINY, sign::TINY_OPENING),
    (sign::ENDS_IN_COMMA, sign::REST_TINY, sign::TINY_BETWEEN_MARKS),
    (sign::NO_OPENING, sign::REST_TINY, sign::TINY_REST),
    (sign::LOOKS_LIKE_HEAD, sign::ENDS_IN_MARK, sign::HEAD_ENDS_IN_MARK),
    (sign::SUREST_FRAGMENT, sign::PAST_HEAD, sign::FRAGMENT_PAST_HEAD),
    (sign::SURE_HEAD, sign::VERB_BEHIND, sign::HEAD_WITH_VERB),
    (sign::FIRST_LISTS, sign::NEXT_NUMERAL, sign::LISTS_NUMBERS),
    (sign::FIRST_STOPS, sign::BEHIND_SENTENCE, sign::ONE_CLAUSE),
    (sign::FIRST_STOPS, sign::REST_LONG, sign::LONG_REST_STOPS),
    (sign::NO_OPENING, sign::REST_LONG, sign::LONG_REST),
    (sign::OPENS_SPEAKER, sign::BEHIND_COMMA, sign::SPEAKER_BEHIND_COMMA),
    (sign::NEXT_TIME, sign::VERB_BEHIND, sign::TIME_WITH_VERB),
    (sign::BIGRAM_UNKNOWN, sign::GOES_ON_IN_COPY, sign::UNKNOWN_AND_IN_COPY),
];

/// Adds what signals say together. The rest of a sentence below a head goes on from many a
/// text, whichever way it shows that it is one.
pub(super) fn weigh_together(e: &mut Evidence) {
    const RESTS: [Weight; 3] = [sign::BOUND_OPENING, sign::NEXT_LEANING, sign::NEXT_STUB];
    let rest = e.has(&sign::PAST_HEAD) && RESTS.iter().any(|weight| e.has(weight));
    // A bit for each pair: whether its one signal was seen, and its other.
    let (mut ones, mut others) = (0_u32, 0_u32);
    for signal in &e.signals {
        if let Some((one, other)) = IN_PAIRS.get(signal.weight.name) {
            ones |= one;
            others |= other;
        }
    }
    if rest {
        e.add(sign::REST_PAST_HEAD);
    }
    for (at, (_, _, together)) in TOGETHER.iter().enumerate() {
        if ones & others & 1 << at != 0 {
            e.add(*together);
        }
    }
}

/// For each signal of a pair of [`TOGETHER`] a bit for each pair of which it is the one, and
/// for each of which it is the other.
static IN_PAIRS: LazyLock<FastMap<&'static str, (u32, u32)>> = LazyLock::new(|| {
    let mut bits: FastMap<&'static str, (u32, u32)> = FastMap::default();
    for (at, (one, other, _)) in TOGETHER.iter().enumerate() {
        bits.entry(one.name).or_default().0 |= 1 << at;
        bits.entry(other.name).or_default().1 |= 1 << at;
    }
    bits
});

/// Whether `next` closes what is open before it opens the same.
pub(super) fn closes_what_is_open(left: &Left, next: &str) -> bool {
    left.innermost().is_some() && left.is_closed_by(first_unopened(next))
}

/// A join that may hide a loss: an enumeration is closed at the break (等十余个
/// 部门), and the next words lean on it as if more had stood there.
pub(super) fn hides_a_loss(text: &str, next: &str) -> Option<&'static str> {
    if !next.starts_with('的') {
        return None;
    }
    let clause = text.rsplit(['，', '。', '；']).next().unwrap_or_default();
    let (list, closed) = clause.rsplit_once('等')?;
    let counted = closed
        .starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百千数多几".contains(c));
    (list.contains('、') && counted).then_some("words lost at the break")
}

#[cfg(test)]
mod tests {
    use super::{super::echoes::Echo, *};

    fn right(text: &str) -> Right<'_> {
        Right::of(text.into(), 0, Echo::default())
    }

    fn seen(weigh: impl FnOnce(&mut Evidence)) -> Vec<&'static str> {
        let mut evidence = Evidence::default();
        weigh(&mut evidence);
        evidence.names()
    }

    #[test]
    fn a_term_in_quotes_is_told_from_speech() {
        for (text, next, wanted) in [
            ("派出所把空屋办成", "“说事屋”，谁家有事都来坐坐。", sign::OPENS_TERM),
            ("堤修好了", "“这堤早该修了，谁也别拦。”老人说。", sign::OPENS_SPEECH),
            ("堤修好了", "“这堤早该修了，谁也别拦。", sign::OPENS_QUOTATION),
        ] {
            assert_eq!(
                seen(|e| weigh_opening(text, &right(next), false, e)),
                [wanted.name],
                "{next}"
            );
        }
        let behind_mark = seen(|e| weigh_opening("他说，", &right("“堤修好了。”"), false, e));
        assert!(behind_mark.contains(&sign::QUOTATION_BEHIND_MARK.name));
    }

    #[test]
    fn a_number_that_ends_a_word_counts_no_item() {
        for (text, next, item) in [
            ("堤修好了", "三、春天护堤。", true),
            ("堤修好了，周一种柳，周", "三、周四护堤。", false),
            ("种的树太单", "一、没有柳树。", false),
        ] {
            let seen = seen(|e| weigh_opening(text, &right(next), true, e));
            assert_eq!(seen.contains(&sign::OPENS_ITEM.name), item, "{text}|{next}");
        }
    }

    #[test]
    fn signals_say_together_what_each_says_otherwise() {
        let with = |weights: &[Weight]| {
            let mut evidence = Evidence::default();
            for weight in weights {
                evidence.add(*weight);
            }
            weigh_together(&mut evidence);
            evidence.names().split_off(weights.len())
        };
        let rest = vec![sign::REST_PAST_HEAD.name];
        assert_eq!(with(&[sign::PAST_HEAD, sign::BOUND_OPENING]), rest);
        assert_eq!(with(&[sign::NEXT_STUB, sign::PAST_HEAD]), rest);
        assert_eq!(with(&[sign::PAST_PHOTO, sign::BOUND_OPENING]), Vec::<&str>::new());
        assert_eq!(with(&[sign::PAST_HEAD, sign::NEXT_NOUN]), Vec::<&str>::new());
        let short = [sign::LOOKS_LIKE_HEAD, sign::NEXT_LOOKS_LIKE_HEAD];
        assert_eq!(with(&short), [sign::TWO_SHORT_LINES.name]);
        assert_eq!(with(&short[..1]), Vec::<&str>::new());
    }

    #[test]
    fn pairs_of_signals_say_more_and_single_ones_do_not() {
        for (a, b, together) in TOGETHER {
            let both = seen(|e| {
                e.add(a);
                e.add(b);
                weigh_together(e);
            });
            assert!(both.contains(&together.name), "{both:?}");
            let one = seen(|e| {
                e.add(a);
                weigh_together(e);
            });
            assert_eq!(one, [a.name]);
        }
    }

    #[test]
    fn the_end_of_a_text_says_what_is_expected() {
        for (text, next, wanted) in [
            ("县水务局通报显示，", "去年种下的柳树活了九成。", sign::BEHIND_ATTRIBUTION),
            ("沿河的住户让出了菜地，", "把堤加宽了三尺。", sign::CARRIES_ON),
            ("堤上种了柳树、", "槐树和杨树。", sign::LIST_GOES_ON),
            ("堤上种了柳树、", "去年秋天河水涨到了堤脚。", sign::LIST_STOPS),
            ("柳树种了3", "4棵。", sign::NUMBER_ACROSS),
            ("柳树种了3", "河水涨到了堤脚。", sign::NUMBER_WITHOUT_UNIT),
            ("柳树种了3.", "4万棵。", sign::NUMBER_ACROSS),
            ("柳树种了3.", "万棵柳树都活了。", sign::NUMBER_WITHOUT_UNIT),
        ] {
            let seen = seen(|e| weigh_expected(text, next, e));
            assert!(seen.contains(&wanted.name), "{text}|{next}: {seen:?}");
        }
        let none = seen(|e| weigh_expected("第8", "局，清河队得了一分。", e));
        assert!(none.is_empty(), "{none:?}");
    }

    #[test]
    fn the_first_clause_says_how_far_a_sentence_is() {
        for (next, wanted) in [
            ("人民满意。", Some(sign::FIRST_STOPS)),
            ("堤修好了；水也清了。", Some(sign::FIRST_HALTS)),
            ("钱从哪里来？大家凑。", Some(sign::FIRST_ASKS)),
            ("柳树、槐树都活了。", Some(sign::FIRST_LISTS)),
            ("柳树都活了", Some(sign::FIRST_ENDLESS)),
            ("柳树都活了，水也清了。", None),
        ] {
            let wanted: Vec<&str> = wanted.iter().map(|weight| weight.name).collect();
            assert_eq!(seen(|e| weigh_first_clause(next, e)), wanted, "{next}");
        }
        let asks = seen(|e| weigh_first_clause("问：堤修好了，谁来管", e));
        assert!(asks.contains(&sign::OPENS_DIALOGUE.name));
    }

    #[test]
    fn a_rest_has_fewer_sentences_than_a_paragraph() {
        let text = &Left::of("沿河的住户让出了菜地，堤加宽了三尺，春天种柳");
        for (next, wanted) in [
            ("树，夏天护堤", sign::NO_SENTENCE),
            ("树，夏天护堤。", sign::ONE_SENTENCE),
            ("树。夏天护堤。", sign::FEW_SENTENCES),
            ("树。夏天护堤。水清了。", sign::USUAL_SENTENCES),
            ("树。夏天护堤。水清了。鱼来了。人也来了。", sign::MANY_SENTENCES),
        ] {
            assert_eq!(seen(|e| weigh_size(text, &right(next), 3, e)), [wanted.name], "{next}");
        }
        let much = right("沿河的住户让出了菜地，堤加宽了。");
        let much = seen(|e| weigh_size(text, &much, 3, e));
        assert!(much.contains(&sign::SHARES_MUCH.name), "{much:?}");
        assert!(
            seen(|e| weigh_size(&Left::of("堤"), &right("水。"), 3, e))
                .contains(&sign::SHORT_BEFORE.name)
        );
    }
}
