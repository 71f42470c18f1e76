//! A repair or a doubt in words: what, why, what else.

use std::collections::BTreeMap;

use serde::Serialize;

use super::short;
use crate::{
    import::{
        chinese,
        ledger::SignalRecord,
        repair::{Kind, words_in_chinese},
    },
    proof::gather::Note,
};

/// Most characters that are shown of the words before and after.
const SHOWN: usize = 120;

/// Most things that are named for one signal.
const NAMED: usize = 6;

/// A repair or a doubt.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NoteView {
    /// `7`, or `疑2`.
    pub number: String,
    /// Where its marks stand on the article's page: raw, restored.
    pub raw: String,
    pub set: String,
    pub doubt: bool,
    pub kind: String,
    pub meaning: String,
    pub before: String,
    pub after: String,
    signals: Vec<SignalView>,
    /// The sum of the signals, and what it makes as a probability.
    total: Option<Total>,
    considered: Vec<Words>,
    /// How many characters it leaves out.
    pub left_out: usize,
}

/// One kind of signal, however often it was seen.
#[derive(Clone, Debug, Serialize)]
struct SignalView {
    name: Words,
    seen: String,
    times: usize,
    weight: String,
    against: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Total {
    sum: String,
    share: String,
}

/// Words and whether they are English, which is then said to the reader's program.
#[derive(Clone, Debug, Serialize)]
struct Words {
    text: String,
    english: bool,
}

impl Words {
    fn new(own: &str, chinese: Option<&str>) -> Self {
        let english = chinese.is_none() && own.is_ascii();
        Self { text: chinese.unwrap_or(own).to_owned(), english }
    }
}

/// A note as it is shown.
pub(super) fn view(note: &Note) -> NoteView {
    let record = &note.record;
    let (kind, meaning) = match note.kind {
        Some(kind) => kind.in_chinese(),
        None => (&*record.kind, ""),
    };
    let (number, id) = if note.applied {
        (note.number.to_string(), note.number.to_string())
    } else {
        (format!("疑{}", note.number), format!("d{}", note.number))
    };
    let in_chinese = |words: &str| {
        let reading = (note.kind == Some(Kind::ReadAs)).then(|| chinese::reading(words)).flatten();
        reading.unwrap_or_else(|| words_in_chinese(words).unwrap_or(words).to_owned())
    };
    let sum: f32 = record.evidence.iter().map(|s| s.weight).sum();
    let total = (!record.evidence.is_empty()).then(|| {
        let share = record.confidence.unwrap_or_else(|| 1.0 / (1.0 + (-sum).exp()));
        Total { sum: signed(sum), share: percent(share) }
    });
    NoteView {
        raw: format!("y{id}"),
        set: format!("x{id}"),
        number,
        doubt: !note.applied,
        kind: kind.to_owned(),
        meaning: meaning.to_owned(),
        before: short(&record.before, SHOWN),
        after: short(&in_chinese(&record.after), SHOWN),
        signals: signals(&record.evidence),
        total,
        considered: record.considered.iter().map(|w| Words::new(w, words_in_chinese(w))).collect(),
        left_out: record.removed.iter().map(|(_, words)| words.chars().count()).sum(),
    }
}

/// The signals, those of one name together, in the order in which they were seen.
fn signals(records: &[SignalRecord]) -> Vec<SignalView> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&SignalRecord>> = Vec::new();
    for record in records {
        let place = *places.entry(&record.signal).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(record);
    }
    groups.iter().map(|group| signal(group)).collect()
}

fn signal(group: &[&SignalRecord]) -> SignalView {
    let mut seen: Vec<&str> = Vec::new();
    let read: Vec<Option<String>> = group
        .iter()
        .map(|s| {
            s.seen
                .as_deref()
                .map(|words| chinese::reading(words).unwrap_or_else(|| words.to_owned()))
        })
        .collect();
    for words in read.iter().flatten().map(String::as_str) {
        if !seen.contains(&words) && seen.len() < NAMED {
            seen.push(words);
        }
    }
    let name = group.first().map_or("", |s| &*s.signal);
    let weight: f32 = group.iter().map(|s| s.weight).sum();
    SignalView {
        name: Words::new(name, chinese::signal(name)),
        seen: seen.join("、"),
        times: group.len(),
        weight: signed(weight),
        against: weight < 0.0,
    }
}

/// A weight with its sign; a true minus, as wide as the plus.
fn signed(weight: f32) -> String {
    let words = format!("{:+.2}", if weight == 0.0 { 0.0 } else { weight });
    words.replace('-', "−")
}

/// A probability. None is certain, and none is said to be.
fn percent(share: f32) -> String {
    match share * 100.0 {
        p if p >= 99.9 => "99.9% 以上".into(),
        p if p <= 0.1 => "0.1% 以下".into(),
        p => format!("{p:.1}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_of_one_name_are_told_once() {
        let signal = |name: &str, weight, seen: Option<&str>| SignalRecord {
            signal: name.to_owned().into(),
            weight,
            seen: seen.map(str::to_owned),
        };
        let views = signals(&[
            signal("shares-usual-words", -0.1, None),
            signal("names-the-same-place", 1.5, Some("赤水市")),
            signal("shares-usual-words", -0.1, None),
            signal("of-a-later-version", 0.0, None),
        ]);
        let told: Vec<_> =
            views.iter().map(|s| (s.name.text.as_str(), s.times, s.weight.as_str())).collect();
        let expected = [
            ("共有不常见的词", 2, "−0.20"),
            ("写的是同一地点", 1, "+1.50"),
            ("of-a-later-version", 1, "+0.00"),
        ];
        assert_eq!(told, expected);
        assert!(views[2].name.english && !views[0].name.english);
        assert_eq!((percent(1.0), percent(0.752)), ("99.9% 以上".into(), "75.2%".into()));
    }
}
