//! What signals are called in Chinese, for the editor's pages.
//!
//! The ledger keeps names, and so they are asked by name; a name that stands here
//! no more, or not yet, is shown as it is.

mod breaks;
mod lines;

use super::masthead::{PARTED, Part};

/// What a signal of this name is called in Chinese.
pub fn signal(name: &str) -> Option<&'static str> {
    let mut signals = breaks::SIGNALS.iter().chain(lines::SIGNALS);
    signals.find(|(known, _)| *known == name).map(|(_, chinese)| *chinese)
}

/// How lines were read, in Chinese: 标题 / 署名.
pub fn reading(words: &str) -> Option<String> {
    let parts: Option<Vec<&str>> = words.split(PARTED).map(Part::in_chinese).collect();
    parts.map(|parts| parts.join(PARTED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_has_a_name_in_chinese() {
        let sources = [
            include_str!("../evidence/breaks.rs"),
            include_str!("../evidence/lines.rs"),
            include_str!("../evidence/losses.rs"),
            include_str!("../evidence/texts.rs"),
        ];
        let source: String = sources.concat().split_whitespace().collect();
        let names: Vec<&str> =
            source.split("weight(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(names.len() > 30, "{names:?}");
        let without: Vec<&&str> = names.iter().filter(|name| signal(name).is_none()).collect();
        assert!(without.is_empty(), "{without:?}");
    }
}
