//! How the rest of a sentence begins: with a word that stands behind another one in every
//! sentence, or with what is left of a longer word.

use crate::text::words::{self, Edge, Tagged};

/// Characters with which many words end and that are hardly ever a word by themselves: of
/// those that stand in words of the dictionary behind another character, the ones of which
/// less than one in twenty is a word of its own. Those that are names, or may open a sentence in
/// terse prose (民, 理, 育), were left out.
const ENDINGS: &str = "\
业然员度务己术济议委际士候究息律示察革央构域技益括效庭币疗络址睛迹协绩障绪趣纷询贸璃咐疫氛琦仑况展";

/// Words that count something and are nothing else: a numeral stands before them.
const MEASURES: &[&str] = &[
    "个",
    "些",
    "座",
    "粒",
    "匹",
    "盏",
    "棵",
    "株",
    "幢",
    "辆",
    "艘",
    "吨",
    "公里",
    "厘米",
    "毫米",
    "分钟",
    "美元",
    "欧元",
    "公斤",
    "千克",
    "公顷",
    "平方米",
    "平方公里",
    "立方米",
    "毫升",
    "毫克",
    "微克",
    "人次",
    "万元",
    "亿元",
    "摄氏度",
];

/// Those that may be other words as well: a clause ends with them.
const MEASURES_OR_NOT: &str = "元岁倍亩户名位次类级件场层批口";

/// Words that lean on those before them.
const LEANING: &[&str] = &[
    "者", "型", "式", "么", "来说", "的话", "似的", "而已", "罢了", "般", "在内", "等等", "及",
    "以及", "或", "或者", "乃至",
];

/// What a text begins with, if it is the rest of a sentence.
pub(super) fn rest_of_sentence(text: &str) -> Option<&str> {
    const NEAR: usize = 24;
    // Of most texts the first character says that they begin otherwise.
    if !text.chars().next().is_some_and(may_begin_rest) {
        return None;
    }
    let near = &text[..text.floor_char_boundary(NEAR)];
    let words = words::tagged(words::clauses(near).next().unwrap_or_default());
    let first = words.first()?;
    let next = words.get(1);
    let rest = LEANING.contains(&first.word)
        || MEASURES.contains(&first.word)
        || MEASURES_OR_NOT.contains(first.word) && next.is_some_and(ends_clause)
        || first.word == "等" && next.is_some_and(|next| counts_or_names(*next))
        || ends_word(*first, next);
    rest.then_some(&text[..first.word.len()])
}

/// Whether a rest of a sentence may begin with a character.
fn may_begin_rest(c: char) -> bool {
    c == '等'
        || ENDINGS.contains(c)
        || MEASURES_OR_NOT.contains(c)
        || MEASURES.iter().any(|word| word.starts_with(c))
        || LEANING.iter().any(|word| word.starts_with(c))
}

/// Whether a word is a mark behind which another clause stands.
fn ends_clause(word: &Tagged<'_>) -> bool {
    matches!(word.word, "，" | "。" | "；")
}

/// Whether a word is what 等 stands before in a list: 等三个部门, 等场所.
fn counts_or_names(word: Tagged<'_>) -> bool {
    matches!(word.tag.as_bytes(), [b'm' | b'n', ..])
}

/// Whether the first character of a text ends a word, and no longer one that the dictionary
/// lacks begins with it.
fn ends_word(first: Tagged<'_>, next: Option<&Tagged<'_>>) -> bool {
    let lone = |word: &Tagged<'_>| {
        word.word.chars().nth(1).is_none() && Edge::first(word.word).is_some_and(|edge| edge.lone)
    };
    // 度与心的背后: what is named beside another thing is a word of its own.
    let named = |word: &Tagged<'_>| matches!(word.word, "与" | "和" | "、");
    first.word.chars().nth(1).is_none()
        && ENDINGS.contains(first.word)
        && !next.is_some_and(|next| lone(next) || named(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_sentence_is_told_by_its_first_word() {
        for (text, rest) in [
            ("个百分点，比去年多。", Some("个")),
            ("公里，沿河种了柳树。", Some("公里")),
            ("元，比去年多。", Some("元")),
            ("位列全省第一。", None),
            ("以及沿河的住户。", Some("以及")),
            ("等部门的人都到堤上看了。", Some("等")),
            ("等他到堤上，水已经退了。", None),
            ("构，吸收沿河的住户参加。", Some("构")),
            ("员已责令有关经营者下架。", Some("员")),
            ("务的认证和检查。", Some("务")),
            ("静。只听见河水的声音。", None),
            ("个人修堤，集体出钱。", None),
            ("次均费用下降了一成。", None),
            ("业主都来了。", None),
            ("度与心的背后，是治理的较量。", None),
            ("水清了，鱼也回来了。", None),
            ("，修堤的人。", None),
            ("", None),
        ] {
            assert_eq!(rest_of_sentence(text), rest, "{text}");
        }
    }
}
