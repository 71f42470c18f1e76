//! What a search holds for the same: width, case, and the dress of quotation
//! marks, dashes and dots. Nothing else, and never characters that look alike:
//! who searches for 已 does not mean 己.
//!
//! `client.js` has the same two functions. They agree because each asks only for
//! what no version of Unicode changes.

/// `c` as it is searched. One character becomes one character, so that a match
/// in the folded text stands at the same place in the text.
pub(super) fn fold(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).map_or(c, fold),
        '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛' | '「' | '」' | '『' | '』' | '\'' => {
            '"'
        }
        '—' | '–' | '―' | '─' | '−' | '~' | '〜' => '-',
        '•' | '・' | '‧' => '·',
        '⋯' => '…',
        '\u{c0}'..='\u{52f}' => lower(c),
        _ => c,
    }
}

/// The small letter of a Latin, Greek or Cyrillic one, where that is one letter.
fn lower(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Whether no match goes across `c`: white space, as the script's `\s` has it.
pub(super) fn is_break(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\0'
}

/// The stretches of `text` in which a match may stand, folded, one after the other:
/// none is empty.
pub(super) fn runs(text: &str, mut each: impl FnMut(&[char])) {
    let mut run = Vec::with_capacity(text.len() / 3);
    for c in text.chars() {
        if !is_break(c) {
            run.push(fold(c));
        } else if !run.is_empty() {
            each(&run);
            run.clear();
        }
    }
    if !run.is_empty() {
        each(&run);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dress_is_folded_and_words_are_not() {
        let folded = |text: &str| text.chars().map(fold).collect::<String>();
        for (a, b) in [
            ("ＧＤＰ１２３４５", "gdp12345"),
            ("“法润”——‘春’", "「法润」――『春』"),
            ("ÀÉ Ω Ж", "àé ω ж"),
            ("，：（", ",:("),
        ] {
            assert_eq!(folded(a), folded(b), "{a}");
        }
        for (a, b) in [("已", "己"), ("İ", "i"), ("〔", "【"), ("𠮷", "吉")] {
            assert_ne!(folded(a), folded(b), "{a}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for c in '\0'..=char::MAX {
            assert_eq!(fold(fold(c)), fold(c), "{c:?}");
            assert!(is_break(c) == is_break(fold(c)), "{c:?}");
        }
    }

    #[test]
    fn runs_end_at_white_space() {
        let mut found = Vec::new();
        runs(" 春风\u{3000}Ａ1\n\n。", |run| found.push(run.iter().collect::<String>()));
        assert_eq!(found, ["春风", "a1", "。"]);
    }
}
