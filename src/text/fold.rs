//! Folding: characters that stand for the same in two copies of one text.

use std::sync::LazyLock;

/// `c` as it is compared between two copies: full-width ASCII as ASCII, all
/// quotation marks as `"`, dashes as `-`, characters that OCR takes for each
/// other as one of them.
///
/// One character becomes one character, so that positions stay what they are.
#[inline]
pub fn fold(c: char) -> char {
    let plain = CHANGED.get(c as usize / 64).is_some_and(|bits| bits & (1 << (c as u32 % 64)) == 0);
    if plain { c } else { folded(c) }
}

/// Adds the characters of a text that count when two copies are compared.
pub fn add_letters(text: &str, letters: &mut Vec<char>) {
    add(text, letters, |c| !c.is_whitespace());
}

/// Adds the characters of a text that are Chinese or else wanted, each as it is compared.
pub fn add(text: &str, letters: &mut Vec<char>, wanted: impl Fn(char) -> bool) {
    let changed = CHANGED.as_slice();
    // A character of three bytes is the rule.
    letters.reserve(text.len() / 3 + 1);
    for c in text.chars() {
        let plain =
            changed.get(c as usize / 64).is_some_and(|bits| bits & (1 << (c as u32 % 64)) == 0);
        let c = if plain { c } else { folded(c) };
        if ('\u{4e00}'..='\u{9fff}').contains(&c) || wanted(c) {
            letters.push(c);
        }
    }
}

/// A bit for each character that folding changes: of a text few are, and all others are
/// told without a comparison.
static CHANGED: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; 0x1_0000 / 64];
    for c in '\0'..='\u{ffff}' {
        bits[c as usize / 64] |= u64::from(folded(c) != c) << (c as u32 % 64);
    }
    bits
});

fn folded(c: char) -> char {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    match c {
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '\'' | '＂' | '″' | '′' => {
            '"'
        }
        '—' | '–' | '―' | '─' | '−' | '~' | '〜' => '-',
        '…' | '⋯' => '.',
        '【' | '〔' | '［' => '[',
        '】' | '〕' | '］' => ']',
        '·' | '•' | '・' | '‧' => '·',
        _ => look_alike(c).to_ascii_lowercase(),
    }
}

/// Characters that OCR and typists take for each other, as one of them. Each
/// set differs in a stroke or two, and no two words are told apart by it alone.
fn look_alike(c: char) -> char {
    match c {
        '已' | '巳' => '己',
        '末' => '未',
        '士' => '土',
        '曰' => '日',
        '入' => '人',
        '夭' => '天',
        '干' => '千',
        '太' | '犬' => '大',
        '拨' => '拔',
        '候' => '侯',
        '治' => '冶',
        '洒' => '酒',
        '剌' => '刺',
        '徙' => '徒',
        '署' => '暑',
        '戌' | '戍' => '戊',
        '璧' => '壁',
        '辨' => '辩',
        '账' => '帐',
        '拆' => '折',
        '祈' => '析',
        '搏' => '博',
        '厉' => '历',
        '因' => '困',
        '兔' => '免',
        '旦' => '且',
        '乒' => '兵',
        '乌' => '鸟',
        '睛' => '晴',
        '遗' => '遣',
        '驰' => '弛',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_in_other_dress_fold_to_the_same() {
        let folded = |text: &str| text.chars().map(fold).collect::<String>();
        for (a, b) in [("“自己”（1＋N）", "「自已」(1+N)"), ("ＡＢＣ——末来", "abc--未来")]
        {
            assert_eq!(folded(a), folded(b));
        }
        assert_ne!(folded("上海"), folded("上梅"));
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for c in '\u{20}'..='\u{ffff}' {
            assert_eq!(fold(fold(c)), fold(c), "{c}");
        }
    }
}
