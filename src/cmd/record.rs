//! What the last build made of what: the next one makes only what would be otherwise.
//!
//! A text in `.kanyin/built`: its version, the program that wrote it, the key of all
//! that was read, and that of what any page may show of it, what there was to say (JSON), keys
//! that many files share, and a line for each file of the site,
//! and for each text that it was made of; the last line is the key of all before. It is
//! thrown away when in doubt: when it is not whole, of another version or of another program.
//! Of each file it has the [`Stamp`] too, of each text the [`Witness`], so that it holds for
//! a file that nobody has touched since, and for no other.

use std::{collections::HashMap, fmt::Write as _};

use rayon::prelude::*;
use serde_json::json;

use crate::{
    diag::Diagnostic,
    disk::{Error, Limit, Lock, Root, Stamp, Witness},
    route::Address,
    site::{Key, Keys, Made},
    text::hash::FastMap,
    tongue::{Said, said},
};

/// Where it is kept.
const PATH: &str = ".kanyin/built";
const VERSION: &str = "kanyin built 3";
/// Largest record that is read: one of some ten million files.
const LIMIT: Limit = Limit { bytes: 2 << 30, key: "" };

/// So many lines of it are written, and read, at once.
const LINES: usize = 2048;

/// The files of a site, by their address.
pub(super) type Files = FastMap<String, Entry>;

/// Texts that were read, by their path: the key of each, and what the system said of its file.
pub(super) type Texts = FastMap<String, (Key, Witness)>;

/// The files of a site, and what they were made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// Of all that was read. `None` if nothing is known.
    pub(super) inputs: Option<Key>,
    /// Of all that any page may show, but for what is its [own](Keys::own), if that is known.
    pub(super) seen: Option<Key>,
    /// What there was to say of it.
    pub(super) told: Vec<Diagnostic>,
    pub(super) files: Files,
    /// Of the texts that were read those that can be told without being read again.
    pub(super) texts: Texts,
}

/// A line of the record.
enum Line {
    File(String, Entry),
    Text(String, (Key, Witness)),
}

/// A file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) made: Made,
    pub(super) stamp: Stamp,
}

/// Why a file was made, or was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It is as it was.
    Same,
    /// Nobody knows how it was made before, or whether.
    Unknown,
    /// It was not there.
    New,
    /// It would be as it was, but somebody has touched it.
    Touched,
    /// Templates, words or options of the theme are others.
    Theme,
    /// What it shows is something else.
    Shown,
}

impl Why {
    /// For a person, after the file's name.
    pub(super) fn said(self) -> Said {
        match self {
            Self::Same => said!(
                "was kept: nothing that it is made of has changed",
                "原样保留：它所依据的内容都没有变"
            ),
            Self::Unknown => said!(
                "was made: nothing is known of an earlier build by this program",
                "重新做了：没有本程序上一次的印制记录"
            ),
            Self::New => said!("was made: it was not there before", "重新做了：以前没有"),
            Self::Touched => said!(
                "was made: it is as it would be, but somebody has touched the file since",
                "重新做了：内容没有变，但文件后来被人动过"
            ),
            Self::Theme => said!(
                "was made: the theme's templates, words or options have changed",
                "重新做了：版式的模板、用语或选项变了"
            ),
            Self::Shown => {
                said!("was made: what it shows has changed", "重新做了：它登的内容变了")
            }
        }
    }
}

impl Record {
    /// The record of the last build by `program`; an empty one when in doubt.
    pub(super) fn read(root: &Root, program: Stamp) -> Self {
        let text = root.read_text(PATH, LIMIT).ok();
        text.and_then(|text| Self::parse(&text, program)).unwrap_or_default()
    }

    /// Keeps it for the next build.
    ///
    /// # Errors
    /// The system refuses.
    pub(super) fn keep(&self, lock: &Lock<'_>, program: Stamp) -> Result<(), Error> {
        lock.write(PATH, self.to_text(program).as_bytes())
    }

    /// Why the file at `address` has to be made; [`Why::Same`] if it need not, as far
    /// as is written here.
    pub(super) fn why(&self, address: &Address, made: &Made) -> Why {
        let old = self.files.get(address.as_str()).map(|entry| entry.made);
        match (old, made) {
            (None, _) if self.files.is_empty() => Why::Unknown,
            (None, _) => Why::New,
            (Some(Made::Page(old)), Made::Page(new)) if new.set_as(&old) => Why::Same,
            (Some(Made::File(old)), Made::File(new)) if old == *new => Why::Same,
            (Some(Made::Page(old)), Made::Page(new)) if old.theme != new.theme => Why::Theme,
            _ => Why::Shown,
        }
    }

    /// Whether all files stand as they were written, and none beside them.
    pub(super) fn stands(&self, standing: &HashMap<String, Stamp>) -> bool {
        let as_written =
            |(path, entry): (&String, &Entry)| standing.get(path) == Some(&entry.stamp);
        self.files.len() == standing.len() && self.files.iter().all(as_written)
    }

    fn to_text(&self, program: Stamp) -> String {
        let mut text = format!("{VERSION}\n{program}\n");
        let [inputs, seen] =
            [self.inputs, self.seen].map(|key| key.map_or_else(|| "-".to_owned(), hex));
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{inputs} {seen}\n{}", json!(self.told));
        let mut files: Vec<(&String, &Entry)> = self.files.iter().collect();
        files.par_sort_unstable_by_key(|(path, _)| *path);
        let shared = Shared::among(files.iter().map(|(_, entry)| &entry.made));
        let _ = writeln!(text, "{}", shared.to_text());
        let lines = |files: &[(&String, &Entry)]| {
            let mut text = String::new();
            for (path, Entry { made, stamp }) in files {
                match made {
                    Made::Page(Keys { theme, view, own }) => {
                        shared.push(&mut text, Some(*theme));
                        shared.push(&mut text, *own);
                        push_hex(&mut text, *view);
                    }
                    Made::File(key) => {
                        text.push_str("- ");
                        push_hex(&mut text, *key);
                    }
                }
                let _ = writeln!(text, " {stamp} {path}");
            }
            text
        };
        let lines: Vec<String> = files.par_chunks(LINES).map(lines).collect();
        text.extend(lines);
        let mut texts: Vec<(&String, &(Key, Witness))> = self.texts.iter().collect();
        texts.par_sort_unstable_by_key(|(path, _)| *path);
        let lines = |texts: &[(&String, &(Key, Witness))]| {
            let mut text = String::new();
            for (path, (key, witness)) in texts {
                text.push_str("= ");
                push_hex(&mut text, *key);
                let _ = writeln!(text, " {witness} {path}");
            }
            text
        };
        let lines: Vec<String> = texts.par_chunks(LINES).map(lines).collect();
        text.extend(lines);
        let all = hex(Key::of(text.as_str()));
        text + &all + "\n"
    }

    fn parse(text: &str, program: Stamp) -> Option<Self> {
        let text = text.strip_suffix('\n')?;
        let (before, all) = text.split_at(text.rfind('\n')? + 1);
        let mut lines = before.splitn(6, '\n');
        let is_ours = lines.next() == Some(VERSION)
            && lines.next()?.parse() == Ok(program)
            && unhex(all) == Some(Key::of(before));
        let (inputs, seen) = lines.next().filter(|_| is_ours)?.split_once(' ')?;
        let (inputs, seen) = (read_key(inputs, &[])?, read_key(seen, &[])?);
        let told = serde_json::from_str(lines.next()?).ok()?;
        let shared: Option<Vec<Key>> = lines.next()?.split_terminator(' ').map(unhex).collect();
        let shared = shared?;
        let line = |line: &str| {
            let (theme, line) = line.split_once(' ')?;
            let (own, line) =
                if matches!(theme, "=" | "-") { ("-", line) } else { line.split_once(' ')? };
            let mut parts = line.splitn(3, ' ');
            let (key, seen) = (unhex(parts.next()?)?, parts.next()?);
            let path = parts.next()?.to_owned();
            let made = match theme {
                "=" => return Some(Line::Text(path, (key, seen.parse().ok()?))),
                "-" => Made::File(key),
                theme => {
                    let [theme, own] = [theme, own].map(|key| read_key(key, &shared));
                    Made::Page(Keys { theme: theme??, view: key, own: own? })
                }
            };
            Some(Line::File(path, Entry { made, stamp: seen.parse().ok()? }))
        };
        let all: Vec<&str> = lines.next()?.lines().collect();
        let parse = |lines: &[&str]| lines.iter().map(|text| line(text)).collect();
        let parsed: Option<Vec<Vec<Line>>> = all.par_chunks(LINES).map(parse).collect();
        let mut files = Files::with_capacity_and_hasher(all.len(), <_>::default());
        let mut texts = Texts::default();
        for line in parsed?.into_iter().flatten() {
            match line {
                Line::File(path, entry) => drop(files.insert(path, entry)),
                Line::Text(path, known) => drop(texts.insert(path, known)),
            }
        }
        Some(Self { inputs, seen, told, files, texts })
    }
}

/// Keys that many files have in common: a record names them by their number.
#[derive(Default)]
struct Shared {
    keys: Vec<Key>,
    numbers: FastMap<Key, usize>,
}

impl Shared {
    /// Those of themes, and what neighbours have as their own.
    fn among<'a>(files: impl Iterator<Item = &'a Made>) -> Self {
        let mut shared = Self::default();
        let mut before = None;
        for made in files {
            let Made::Page(Keys { theme, own, .. }) = made else { continue };
            shared.add(*theme);
            if let Some(own) = own.filter(|_| *own == before) {
                shared.add(own);
            }
            before = *own;
        }
        shared
    }

    fn add(&mut self, key: Key) {
        if !self.numbers.contains_key(&key) {
            self.numbers.insert(key, self.keys.len());
            self.keys.push(key);
        }
    }

    fn to_text(&self) -> String {
        let mut text = String::new();
        for key in &self.keys {
            push_hex(&mut text, *key);
            text.push(' ');
        }
        text
    }

    /// Writes a key: its number, or itself.
    fn push(&self, text: &mut String, key: Option<Key>) {
        match (key, key.and_then(|key| self.numbers.get(&key))) {
            (None, _) => text.push('-'),
            (Some(key), None) => push_hex(text, key),
            // Writing into a text cannot fail.
            (_, Some(number)) => drop(write!(text, "{number}")),
        }
        text.push(' ');
    }
}

/// A key as it was written; `None` if it is damaged.
#[expect(clippy::option_option, reason = "what is damaged is not what is not there")]
fn read_key(text: &str, shared: &[Key]) -> Option<Option<Key>> {
    match text {
        "-" => Some(None),
        number if number.len() < 2 * Key::BYTES => {
            number.parse().ok().and_then(|number: usize| shared.get(number).copied()).map(Some)
        }
        key => unhex(key).map(Some),
    }
}

pub(super) fn hex(key: Key) -> String {
    let mut text = String::with_capacity(2 * Key::BYTES);
    push_hex(&mut text, key);
    text
}

fn push_hex(text: &mut String, Key(bytes): Key) {
    let digit = |digit: u8| b"0123456789abcdef"[usize::from(digit)];
    let digits: [u8; 2 * Key::BYTES] = std::array::from_fn(|at| {
        let byte = bytes[at / 2];
        digit(if at % 2 == 0 { byte >> 4 } else { byte & 0xf })
    });
    // Digits are text.
    text.push_str(std::str::from_utf8(&digits).unwrap_or_default());
}

fn unhex(text: &str) -> Option<Key> {
    let number = u128::from_str_radix(text, 16).ok()?;
    (text.len() == 2 * Key::BYTES).then(|| Key(number.to_be_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;

    fn stamp(number: u64) -> Result<Stamp, ()> {
        format!("7.{number}.5.3").parse()
    }

    fn record() -> Result<Record, ()> {
        let keys = Keys { theme: Key([1; Key::BYTES]), view: Key([255; Key::BYTES]), own: None };
        let own = |own| Made::Page(Keys { own: Some(Key([own; Key::BYTES])), ..keys });
        let files = [
            ("index.html", Made::Page(keys), 1),
            ("a b/字.css", Made::File(keys.view), 2),
            ("1.html", own(4), 3),
            ("2.html", own(4), 4),
            ("3.html", own(5), 5),
        ];
        let files: Result<Files, ()> = files
            .into_iter()
            .map(|(path, made, number)| {
                Ok((path.to_owned(), Entry { made, stamp: stamp(number)? }))
            })
            .collect();
        let told = Diagnostic::warning(said!("a\nb", "甲")).at(Place::file("content/a.md"));
        let witness = "7.1.5.3+9.1".parse()?;
        let texts = [("content/a b/甲.md".to_owned(), (Key([2; Key::BYTES]), witness))];
        Ok(Record {
            inputs: Some(Key([0; Key::BYTES])),
            seen: Some(Key([3; Key::BYTES])),
            told: vec![told],
            files: files?,
            texts: texts.into_iter().collect(),
        })
    }

    #[test]
    fn a_record_is_read_as_it_was_written_and_thrown_away_when_in_doubt() -> Result<(), ()> {
        let (record, program) = (record()?, stamp(9)?);
        let text = record.to_text(program);
        assert_eq!(Record::parse(&text, program), Some(record.clone()));
        let silent = Record { inputs: None, seen: None, ..record };
        assert_eq!(Record::parse(&silent.to_text(program), program), Some(silent));

        assert_eq!(Record::parse(&text, stamp(8)?), None, "of another program");
        assert_eq!(Record::parse(&text.replacen("built 3", "built 2", 1), program), None);
        for end in 0..text.len() {
            let part = text.get(..end).unwrap_or_default();
            assert_eq!(Record::parse(part, program), None, "cut after {end} bytes");
        }
        for (at, found) in text.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()) {
            let mut damaged = text.clone();
            damaged.replace_range(at..=at, if found == '0' { "1" } else { "0" });
            assert_eq!(Record::parse(&damaged, program), None, "damaged at byte {at}");
        }
        Ok(())
    }

    #[test]
    fn a_record_of_many_files_is_read_whole() -> Result<(), ()> {
        let keys = Keys { theme: Key([1; Key::BYTES]), view: Key([255; Key::BYTES]), own: None };
        let entry = |number: usize| {
            let stamp = stamp(number as u64)?;
            Ok((format!("{number}.html"), Entry { made: Made::Page(keys), stamp }))
        };
        let files: Files = (0..=2 * LINES).map(entry).collect::<Result<_, ()>>()?;
        let (record, program) = (Record { files, ..record()? }, stamp(9)?);
        assert_eq!(Record::parse(&record.to_text(program), program), Some(record));
        Ok(())
    }

    #[test]
    fn a_file_is_made_for_a_reason() -> Result<(), ()> {
        let record = record()?;
        let keys = Keys { theme: Key([1; Key::BYTES]), view: Key([255; Key::BYTES]), own: None };
        let other = Key([3; Key::BYTES]);
        let why = |path: &str, made| record.why(&Address::file(path), &made);
        assert_eq!(why("index.html", Made::Page(keys)), Why::Same);
        assert_eq!(why("index.html", Made::Page(Keys { own: Some(other), ..keys })), Why::Same);
        assert_eq!(why("index.html", Made::Page(Keys { theme: other, ..keys })), Why::Theme);
        assert_eq!(why("index.html", Made::Page(Keys { view: other, ..keys })), Why::Shown);
        assert_eq!(why("a b/字.css", Made::File(keys.view)), Why::Same);
        assert_eq!(why("a b/字.css", Made::File(other)), Why::Shown);
        assert_eq!(why("new.html", Made::Page(keys)), Why::New);
        let nothing = Record::default().why(&Address::file("index.html"), &Made::Page(keys));
        assert_eq!(nothing, Why::Unknown);
        Ok(())
    }
}
