//! The ledger: what kanyin published at a target, kept there beside it.
//!
//! One line a file, sorted by address, so that two of them can be compared with
//! any tool. It is no proof of what stands: each target holds it against the
//! files themselves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::edition::{Digest, File, Headers};
use crate::{diag::Diagnostic, route::Address, tongue::said};

/// Where the ledger stands at a target, below its root.
pub const LEDGER: &str = ".kanyin-published.jsonl";

/// What was published at one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Digest of the file.
    pub digest: Digest,
    /// Of a page: digest of its own text.
    pub words: Option<Digest>,
    /// What it goes out with.
    pub headers: Headers,
    /// The target's own mark of what is in the file, by which it knows it again.
    pub mark: String,
}

impl Entry {
    /// What `file` is, once the target has marked it so.
    pub fn new(file: &File, mark: String) -> Self {
        Self { digest: file.digest, words: file.words, headers: file.headers.clone(), mark }
    }
}

/// All that kanyin published at a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Which run is writing there, or was when it ended.
    pub claim: Option<String>,
    /// What stands at each address; `None` where a run is about to write, or
    /// ended before it could say what it wrote.
    pub entries: BTreeMap<Address, Option<Entry>>,
}

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    kanyin: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<String>,
}

/// What the first line calls the format.
const FORMAT: &str = "published 1";

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Line {
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    mark: String,
}

impl Ledger {
    /// The ledger as the text of its file.
    pub fn to_text(&self) -> String {
        let head = Head { kanyin: FORMAT.into(), claim: self.claim.clone() };
        let mut text = json(&head);
        for (address, entry) in &self.entries {
            text.push_str(&json(&Line::new(address, entry.as_ref())));
        }
        text
    }

    /// Reads such a text. One that is none gives an empty ledger and a warning:
    /// all is then published anew, and nothing is removed.
    pub fn parse(text: &[u8], problems: &mut Vec<Diagnostic>) -> Self {
        Self::read(text).unwrap_or_else(|| {
            let warning = Diagnostic::warning(said!("the ledger {LEDGER} there is damaged", "那里的发布清单 {LEDGER} 坏了"));
            let hint = said!(
"all files are published anew; those that are gone stay, as nobody knows whose they are",
"全部文件重新发布；站里已经没有的文件留在那里，因为不知道是谁的"
);
            problems.push(warning.hint(hint));
            Self::default()
        })
    }

    fn read(text: &[u8]) -> Option<Self> {
        let mut lines = std::str::from_utf8(text).ok()?.lines();
        let head: Head = serde_json::from_str(lines.next()?).ok()?;
        if head.kanyin != FORMAT {
            return None;
        }
        let entry = |line: &str| {
            let line: Line = serde_json::from_str(line).ok()?;
            line.entry()
        };
        Some(Self { claim: head.claim, entries: lines.map(entry).collect::<Option<_>>()? })
    }
}

impl Line {
    fn new(address: &Address, entry: Option<&Entry>) -> Self {
        Self {
            address: address.to_string(),
            sha256: entry.map(|e| e.digest.to_string()),
            words: entry.and_then(|e| Some(e.words?.to_string())),
            content_type: entry.map(|e| e.headers.content_type.clone()),
            cache: entry.map(|e| e.headers.cache_control.clone()),
            encoding: entry.and_then(|e| e.headers.content_encoding.clone()),
            mark: entry.map(|e| e.mark.clone()).unwrap_or_default(),
        }
    }

    fn entry(self) -> Option<(Address, Option<Entry>)> {
        // An address is what is removed when it is gone: none may lead elsewhere.
        let part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\0');
        if !self.address.split('/').all(part) {
            return None;
        }
        let address = Address::file(self.address);
        let Some(sha256) = self.sha256 else { return Some((address, None)) };
        let words = match self.words {
            Some(words) => Some(Digest::parse(&words)?),
            None => None,
        };
        let headers = Headers {
            content_type: self.content_type?,
            cache_control: self.cache?,
            content_encoding: self.encoding,
        };
        let digest = Digest::parse(&sha256)?;
        Some((address, Some(Entry { digest, words, headers, mark: self.mark })))
    }
}

/// One line of JSON. Texts and numbers always have one.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::Edition;

    fn ledger() -> Ledger {
        let edition = Edition::default()
            .with(Address::file("index.html"), b"<p>x</p>".to_vec())
            .with(Address::file("a/\u{5716} \".jpg"), b"y".to_vec());
        let entry = |(address, file): (&Address, &File)| {
            (address.clone(), Some(Entry::new(file, "\"mark\"".into())))
        };
        let mut entries: BTreeMap<_, _> = edition.files().map(entry).collect();
        entries.insert(Address::file("b.html"), None);
        Ledger { claim: Some("run".into()), entries }
    }

    #[test]
    fn a_ledger_is_read_as_it_is_written() {
        let ledger = ledger();
        let mut problems = Vec::new();
        let text = ledger.to_text();
        assert_eq!(Ledger::parse(text.as_bytes(), &mut problems), ledger);
        assert_eq!(problems, []);
        assert_eq!(text.lines().count(), 4);
    }

    #[test]
    fn what_is_no_ledger_is_none_and_says_so() {
        let text = ledger().to_text();
        let cases = [
            String::new(),
            "<html>".to_owned(),
            text.replace("published 1", "published 9"),
            text[..text.len() - 10].to_owned(),
            text.replace("b.html", "../b.html"),
            text.replace("b.html", "/b.html"),
            text.replace("\"sha256\":\"", "\"sha256\":\"0"),
        ];
        for case in cases {
            let mut problems = Vec::new();
            assert_eq!(Ledger::parse(case.as_bytes(), &mut problems), Ledger::default(), "{case}");
            assert_eq!(problems.len(), 1);
        }
    }
}
