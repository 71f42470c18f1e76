//! The ledger (账): the proof that nothing is lost and nothing invented.
//!
//! `_ledger.jsonl` holds one JSON record a line. `seed` names the raw text and
//! its hash; `text` says for each part of each article from which bytes of the
//! seed it was set; `repair` says what was done or doubted and why, with the
//! words that were left out; `layout` holds the white space between; `file`
//! keeps the digest of each file as import wrote it. From articles and ledger
//! the seed can be set again, byte for byte: [`prove`] does it.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    decode::{Encoding, sha256},
    rebuild::{Setting, Texts},
    repair::Kind,
};
use crate::{
    article::{Article, Block, body_from_markdown},
    diag::{Checked, Diagnostic, Source},
    tongue::{Said, said},
};

/// Version of the format.
pub const FORMAT: u32 = 1;

/// Name of the file below the folder.
pub const FILE_NAME: &str = "_ledger.jsonl";

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "a ledger is written and read line by line, once")]
pub enum Record {
    /// A seed that went into the issue.
    Seed(SeedRecord),
    /// A file that import wrote.
    File(FileRecord),
    /// Where the words of a part of an article stood.
    Text(TextRecord),
    /// A repair, done or only reported.
    Repair(RepairRecord),
    /// The white space of a seed.
    Layout(LayoutRecord),
}

impl Record {
    /// The seed that it is about.
    pub fn seed(&self) -> &str {
        match self {
            Self::Seed(record) => &record.seed,
            Self::File(record) => &record.seed,
            Self::Text(record) => &record.seed,
            Self::Repair(record) => &record.seed,
            Self::Layout(record) => &record.seed,
        }
    }
}

/// A seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeedRecord {
    /// Version of this format.
    pub format: u32,
    /// File name below `seeds/`.
    pub seed: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: usize,
    /// Name of the encoding.
    pub encoding: String,
    /// Whether the file starts with a byte order mark.
    pub byte_order_mark: bool,
}

/// A file of the issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Its name below the folder.
    pub file: String,
    /// The seed it comes from.
    pub seed: String,
    /// SHA-256 of the file as import made it. A file with another was edited.
    pub sha256: String,
}

/// The words of a part of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRecord {
    /// The seed.
    pub seed: String,
    /// The article's file.
    pub file: String,
    /// Which part: `title`, `subtitle`, `column`, `byline:1`, `p:1` …
    pub part: String,
    /// Whether the same bytes stand in another part too (a derived headline).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copy: bool,
    /// The words, run by run.
    pub runs: Vec<Run>,
}

/// A stretch of words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Run {
    /// From these bytes of the seed (start, end); so many characters.
    Source(usize, usize, usize),
    /// Words that stand in no seed: the gap mark, a space between two lines.
    Scaffold(String),
}

/// A repair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairRecord {
    /// Unique in the ledger, the same at every import of the same seed.
    pub id: String,
    /// What kind.
    pub kind: Cow<'static, str>,
    /// `applied` or `reported`.
    pub status: Cow<'static, str>,
    /// The seed.
    pub seed: String,
    /// SHA-256 of the seed.
    pub sha256: Arc<str>,
    /// Where in the seed, in bytes: where it shows, and what is left out.
    pub ranges: Vec<(usize, usize)>,
    /// The article's file.
    pub file: String,
    /// The part of it.
    pub part: String,
    /// The words before.
    pub before: String,
    /// The words after.
    pub after: String,
    /// What it was decided by: signal, log-odds, what was seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<SignalRecord>,
    /// Probability that it is right, where it was weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    /// What else was considered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub considered: Vec<String>,
    /// What no article holds because of it: start in bytes, and the words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<(usize, String)>,
    /// Where else the article stands, if it ran in several seeds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AlsoRecord>,
}

/// Another place of an article that ran twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlsoRecord {
    /// The other seed.
    pub seed: String,
    /// The line where the text starts there.
    pub line: usize,
    /// The other article's file below `content/`.
    pub file: String,
    /// About how much of this article stands there, of a hundred.
    pub share: u8,
}

/// A signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignalRecord {
    /// Its name.
    pub signal: Cow<'static, str>,
    /// Its log-odds.
    pub weight: f32,
    /// What was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

/// White space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutRecord {
    /// The seed.
    pub seed: String,
    /// Start in bytes, and the white space.
    pub gaps: Vec<(usize, String)>,
}

/// A ledger in the making. Records become lines at once: what they hold stands in the
/// seed and the articles as well, and need not be there a third time.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    lines: Vec<u8>,
}

/// A ledger takes two or three times the room of its seeds. Room that is not written into takes no
/// memory, but one that grows leaves as much behind as it has.
const ROOM: usize = 4;

impl Ledger {
    /// An empty one, for seeds of so many bytes.
    pub fn of(seeds: usize) -> Self {
        Self { lines: Vec::with_capacity(seeds.saturating_mul(ROOM)) }
    }

    /// Adds a record.
    pub fn push(&mut self, record: &Record) {
        let before = self.lines.len();
        if serde_json::to_writer(&mut self.lines, record).is_err() {
            self.lines.truncate(before);
        }
        self.lines.push(b'\n');
    }

    /// The records as a file.
    pub fn text(self) -> String {
        // JSON is UTF-8.
        String::from_utf8(self.lines).unwrap_or_default()
    }
}

/// The records as a file.
pub fn write(records: &[Record]) -> String {
    let mut ledger = Ledger::default();
    for record in records {
        ledger.push(record);
    }
    ledger.text()
}

/// The identity of a repair: the same at every import of the same seed.
pub fn id(sha256_of_seed: &str, kind: Kind, anchor: usize, before: &str) -> String {
    let id = sha256(format!("{sha256_of_seed}:{}:{anchor}:{before}", kind.name()).as_bytes());
    id[..10].to_owned()
}

/// The text of a ledger with these reruns instead of its own. They stand at its
/// end: they are known last, when all issues have been seen.
pub fn with_reruns(text: &str, reruns: &[RepairRecord]) -> String {
    let mark = format!("\"kind\":\"{}\",\"status\":", Kind::Rerun.name());
    let is_rerun = |line: &str| line.starts_with("{\"record\":\"repair\"") && line.contains(&mark);
    // The words of a record have their quotation marks escaped: none can be mistaken.
    let rest = text.split_inclusive('\n').filter(|line| !is_rerun(line));
    let reruns: Vec<Record> = reruns.iter().cloned().map(Record::Repair).collect();
    rest.collect::<String>() + &write(&reruns)
}

/// Reads a ledger. Lines that are no records are problems, each with its place.
pub fn read(source: &Source) -> Checked<Vec<Record>> {
    let mut problems = Vec::new();
    let mut records = Vec::new();
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let span = start..start + line.trim_end().len();
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(record) => records.push(record),
            Err(error) => problems.push(
                Diagnostic::error(said!(
                    "this line of the ledger cannot be read: {error}",
                    "账本的这一行读不懂：{error}",
                    error = unread(&error)
                ))
                .at(source.place(span))
                .hint(said!(
                    "the ledger is written by `kanyin import`; get it back from version control",
                    "账本由 `kanyin import` 写成，请从版本库找回原件"
                )),
            ),
        }
    }
    Checked::new(records, problems)
}

/// The parser's words, and what they mean.
fn unread(error: &serde_json::Error) -> Said {
    let zh = match error.classify() {
        serde_json::error::Category::Eof => "这一行没有写完",
        serde_json::error::Category::Data => "有不认识的内容，或缺了必需的内容",
        _ => "不合 JSON 的写法",
    };
    Said::both(error.to_string(), zh.to_owned())
}

/// The names of the seeds that a ledger speaks of.
pub fn seeds(text: &str) -> Vec<String> {
    let seed = |line: &str| match serde_json::from_str(line) {
        Ok(Record::Seed(record)) => Some(record.seed),
        _ => None,
    };
    text.lines().filter(|line| line.starts_with("{\"record\":\"seed\"")).filter_map(seed).collect()
}

/// The words of a part of an article; `None` if it has no such part.
pub fn part_of(article: &Article, blocks: &[Block], part: &str) -> Option<String> {
    let nth = |number: &str| number.parse::<usize>().ok()?.checked_sub(1);
    match part.split_once(':') {
        None => match part {
            "title" => Some(article.title.clone()),
            "subtitle" => article.subtitle.clone(),
            "column" => article.column.clone(),
            _ => None,
        },
        Some(("byline", number)) => article.byline.get(nth(number)?).cloned(),
        Some(("p", number)) => blocks.get(nth(number)?).map(|block| {
            let (Block::Subhead(text) | Block::Text(text)) = block;
            text.clone()
        }),
        Some(_) => None,
    }
}

/// An article's file as it stands now.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The article, if it can be read, and the blocks of its body, if that can be
    /// read as import writes it.
    pub article: Option<(Article, Option<Vec<Block>>)>,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl Standing {
    /// Takes the text of a file and what was read from it.
    pub fn new(text: &str, article: Option<Article>) -> Self {
        let article = article.map(|a| {
            let blocks = body_from_markdown(a.body.trim_end_matches('\n'));
            (a, blocks)
        });
        Self { article, sha256: sha256(text.as_bytes()) }
    }
}

/// What came of setting a seed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The seed.
    pub seed: String,
    /// Whether articles and ledger alone gave its bytes.
    pub whole: bool,
    /// Size of the seed in bytes.
    pub bytes: usize,
    /// Articles that a person has edited since.
    pub edited: Vec<Edit>,
    /// Articles that a person has deleted or renamed since.
    pub gone: Vec<String>,
}

/// What a person changed in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: String,
    /// Parts that differ: which, as import set it, as it stands.
    pub parts: Vec<(String, String, String)>,
    /// Whether other parts cannot be compared: the body holds what import never
    /// writes, or the file cannot be read.
    pub unread: bool,
}

/// Sets each seed of a ledger again from the articles as they stand and says
/// whether the bytes are those that were imported.
///
/// `articles` has the files of the issue by name; `seeds` the files below
/// `seeds/` that are there. Where a person has edited an article its words are
/// taken from the seed, and what differs is told.
pub fn prove(
    ledger: &Source,
    articles: &BTreeMap<String, Standing>,
    seeds: &BTreeMap<String, Vec<u8>>,
) -> Checked<Vec<Proof>> {
    let mut problems = Vec::new();
    let records = read(ledger).into_value(&mut problems);
    if !problems.is_empty() {
        return Checked::new(Vec::new(), problems);
    }
    let mut proofs = Vec::new();
    let mut texts = Texts::new();
    let mut of_seed: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in &records {
        if let Record::Text(text) = record {
            texts.entry((&text.seed, &text.file)).or_default().push(text);
        }
        of_seed.entry(record.seed()).or_default().push(record);
    }
    for record in &records {
        let Record::Seed(seed) = record else { continue };
        let at = || ledger.place(0..0);
        let Some(encoding) = Encoding::from_name(&seed.encoding).filter(|_| seed.format == FORMAT)
        else {
            problems.push(
                Diagnostic::error(said!(
                    "the ledger is of a format that this version cannot read",
                    "这份账本的格式，本版程序读不懂"
                ))
                .at(at()),
            );
            continue;
        };
        let bytes = seeds.get(&seed.seed).map(Vec::as_slice);
        if bytes.is_some_and(|b| sha256(b) != seed.sha256) {
            problems.push(
                Diagnostic::error(said!(
                    "`seeds/{name}` is not the file that was imported",
                    "`seeds/{name}` 不是当初导入的文件",
                    name = seed.seed
                ))
                .at(at())
                .hint(said!(
                    "raw text is never changed: get the file back, or import it again",
                    "底本不能改动：请找回原件，或重新导入"
                )),
            );
            continue;
        }
        let records = of_seed.get(seed.seed.as_str()).map_or(&[][..], Vec::as_slice);
        let setting = Setting { records, texts: &texts, seed, encoding, articles, bytes };
        match setting.rebuild() {
            Ok(proof) => proofs.push(proof),
            Err(message) => problems.push(
                Diagnostic::error(said!("`seeds/{name}` cannot be set again: {message}", "`seeds/{name}` 拼不回去：{message}", name = seed.seed, message))
                    .at(at())
                    .hint(said!("articles or ledger were damaged; get them back from version control, or import again", "文章或账本损坏了：请从版本库找回，或重新导入")),
            ),
        }
    }
    Checked::new(proofs, problems)
}
