//! What the editor changed since import: both files line by line, paragraph by
//! paragraph, and in a paragraph character by character.

use std::collections::BTreeSet;

use super::{
    diff::{self, Change, Tone},
    gather::Article,
};
use crate::import::decode::Seed;

/// How alike two paragraphs must be to be told as one that was changed.
const ALIKE: f32 = 0.35;

/// How far ahead the counterpart of a changed paragraph is looked for.
const AHEAD: usize = 12;

/// A paragraph, or a line of the front matter, with what was changed in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edited {
    pub stretches: Vec<(Tone, String)>,
}

/// All changes in an article.
#[derive(Debug, Default)]
pub(super) struct Edits {
    /// Lines of the front matter that differ.
    pub front: Vec<Edited>,
    /// Paragraphs that differ, in order; `None` for any number that do not.
    pub body: Vec<Option<Edited>>,
    /// Whether the front matter could not be compared: nobody knows how it was.
    pub front_unknown: bool,
}

/// The changes in `article`; `None` if it stands as import wrote it, or not at all.
pub(super) fn edits(article: &Article, seed: Option<&Seed>) -> Option<Edits> {
    let now = article.standing.as_ref().filter(|_| article.edited)?;
    let (now_front, now_body) = parts(now);
    let mut edits = Edits::default();
    let body = |was: &[String], now: &[String]| {
        let mut changed: Vec<Option<Edited>> = Vec::new();
        for edited in compare(was, now) {
            if edited.is_some() || !matches!(changed.last(), Some(None)) {
                changed.push(edited);
            }
        }
        changed
    };
    if let Some(was) = &article.imported {
        let (was_front, was_body) = parts(was);
        edits.front = compare(&was_front, &now_front).into_iter().flatten().collect();
        edits.body = body(&was_body, &now_body);
    } else {
        // Import would make it otherwise today, so only the words that the ledger
        // knows can be compared.
        let seed = seed?;
        let paragraphs = article.parts.iter().filter(|p| p.name.starts_with("p:"));
        let was: Vec<String> = paragraphs.map(|p| p.text(seed)).collect();
        let plain = |line: &String| line.trim_start_matches("## ").to_owned();
        edits.body = body(&was, &now_body.iter().map(plain).collect::<Vec<_>>());
        edits.front_unknown = true;
    }
    Some(edits)
}

/// The lines of the front matter and the paragraphs of a file.
fn parts(text: &str) -> (Vec<String>, Vec<String>) {
    let text = text.replace("\r\n", "\n");
    let split = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let (front, body) = split.unwrap_or(("", &text));
    let lines = front.lines().map(str::to_owned).collect();
    let paragraphs = body.split("\n\n").map(|p| p.trim_matches('\n').to_owned());
    (lines, paragraphs.filter(|p| !p.is_empty()).collect())
}

/// What became of each of `was`: changed, gone, new; `None` where it is the same.
fn compare(was: &[String], now: &[String]) -> Vec<Option<Edited>> {
    let mut out = Vec::new();
    for change in diff::diff(was, now) {
        match change {
            Change::Same(same, _) => out.extend(same.map(|_| None)),
            Change::Differs(old, new) => pair(&was[old], &now[new], &mut out),
        }
    }
    out
}

/// Pairs what was replaced with what replaces it, where they are alike.
fn pair(was: &[String], now: &[String], out: &mut Vec<Option<Edited>>) {
    let one = |tone, text: &String| Some(Edited { stretches: vec![(tone, text.clone())] });
    let mut next = 0;
    for old in was {
        let ahead = now[next..].iter().take(AHEAD);
        match ahead.clone().position(|new| alike(old, new)) {
            Some(skipped) => {
                out.extend(ahead.take(skipped).map(|new| one(Tone::New, new)));
                let texts = diff::texts(old, &now[next + skipped]);
                let stretches = texts.into_iter().map(|(t, s)| (t, s.to_owned())).collect();
                out.push(Some(Edited { stretches }));
                next += skipped + 1;
            }
            None => out.push(one(Tone::Gone, old)),
        }
    }
    out.extend(now[next..].iter().map(|new| one(Tone::New, new)));
}

/// Whether two paragraphs share enough pairs of characters, or the key of a line
/// of front matter.
fn alike(a: &str, b: &str) -> bool {
    let key = |text: &str| text.split_once(": ").map(|(key, _)| key.to_owned());
    if key(a).is_some_and(|k| k.is_ascii() && Some(k) == key(b)) {
        return true;
    }
    let pairs =
        |text: &str| -> BTreeSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (a, b) = (pairs(a), pairs(b));
    let shared = a.intersection(&b).count() as f32;
    shared > 0.0 && shared >= ALIKE * a.len().min(b.len()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(was: &[&str], now: &[&str]) -> Vec<String> {
        let own =
            |lines: &[&str]| -> Vec<String> { lines.iter().map(|l| (*l).to_owned()).collect() };
        let word = |(tone, text): &(Tone, String)| match tone {
            Tone::Same => text.clone(),
            Tone::Gone => format!("[-{text}]"),
            Tone::New => format!("[+{text}]"),
        };
        let line = |e: Option<Edited>| {
            e.map_or("=".to_owned(), |e| e.stretches.iter().map(word).collect())
        };
        compare(&own(was), &own(now)).into_iter().map(line).collect()
    }

    #[test]
    fn a_changed_paragraph_is_told_from_a_new_one() {
        let was = ["河水涨了又落了。", "桥还在。", "老人说从没见过。"];
        let now = ["河水退了又落了。", "村口新开一家店。", "桥还在。", "老人说从来没见过。"];
        let expected =
            ["河水[-涨][+退]了又落了。", "[+村口新开一家店。]", "=", "老人说从[+来]没见过。"];
        assert_eq!(shown(&was, &now), expected);
        assert_eq!(shown(&["甲乙丙。"], &[]), ["[-甲乙丙。]"]);
    }

    #[test]
    fn front_matter_is_compared_key_by_key() {
        let shown =
            shown(&["title: 甲", "city: 赤水市"], &["title: 乙", "draft: true", "city: 赤水市"]);
        assert_eq!(shown, ["title: [-甲][+乙]", "[+draft: true]", "="]);
    }

    #[test]
    fn a_file_is_its_front_matter_and_its_paragraphs() {
        let (front, body) = parts("---\ntitle: 甲\n---\n\n一\n\n## 二\n");
        assert_eq!(
            (front, body),
            (vec!["title: 甲".to_owned()], vec!["一".into(), "## 二".into()])
        );
        assert_eq!(parts("无题").1, ["无题"]);
    }
}
