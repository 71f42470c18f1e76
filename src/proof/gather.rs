//! The first step: what ledger, seeds and articles say, put together by issue.
//!
//! A ledger is a file like any other: a range in it may lead nowhere, a name may
//! be anything. What does not fit the seed is left out here, so that the steps
//! behind this one see only ranges of the text.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{Inputs, address::Addresses};
use crate::{
    article::{self, body_from_markdown},
    diag::{Diagnostic, Source},
    import::{
        self, Content, SeedFile,
        blocks::{self, Block},
        decode::{self, Seed, sha256},
        ledger::{self, FileRecord, Record, RepairRecord, Run, TextRecord},
        repair::{Kind, Status},
    },
};

/// Name of an issue's own page, which no seed is set into.
const ISSUE_PAGE: &str = "_issue.md";

/// An issue and all that its ledger tells.
pub(super) struct Issue {
    /// Its folder below `content/`.
    pub id: String,
    pub seeds: Vec<Held>,
    pub articles: Vec<Article>,
    /// All repairs and doubts, in the order of the ledger.
    pub notes: Vec<Note>,
    /// Files that the editor wrote without a seed.
    pub own: Vec<String>,
}

/// A seed as it stands.
pub(super) struct Held {
    pub name: String,
    /// Where its page stands.
    pub address: String,
    /// Its text, if it is there and is text.
    pub seed: Option<Seed>,
    /// Its lines with words on them, found once for all articles.
    pub blocks: Vec<Block>,
    /// Whether the ledger speaks of these very bytes.
    pub fits: bool,
    /// What is wrong with it, to be told on its page.
    pub fault: Option<String>,
}

impl Held {
    /// The text that the ledger's ranges are ranges of.
    pub(super) fn ground(&self) -> Option<&Seed> {
        self.seed.as_ref().filter(|_| self.fits)
    }
}

/// An article that import set.
pub(super) struct Article {
    pub file: String,
    /// Where its page stands.
    pub address: String,
    /// Which of the issue's seeds it was set from.
    pub seed: usize,
    /// In the order in which a reader meets them.
    pub parts: Vec<Part>,
    /// Which of the issue's notes are about it.
    pub notes: Vec<usize>,
    /// How its lines without an end were read.
    pub readings: Vec<Note>,
    /// The file as it stands; `None` if the editor deleted it.
    pub standing: Option<String>,
    /// The file as import wrote it, where that is known.
    pub imported: Option<String>,
    pub edited: bool,
}

/// A part of an article as import set it.
pub(super) struct Part {
    /// Its name in the ledger.
    pub name: String,
    /// Whether another part holds the same bytes.
    pub copy: bool,
    pub subhead: bool,
    pub pieces: Vec<Piece>,
}

/// A stretch of a part.
pub(super) enum Piece {
    /// A range of the seed's text.
    Text(Range<usize>),
    /// Words that stand in no seed.
    Scaffold(String),
}

/// A repair or a doubt.
pub(super) struct Note {
    pub record: RepairRecord,
    pub kind: Option<Kind>,
    pub applied: bool,
    /// Its number on the article's page: repairs and doubts count by themselves.
    pub number: usize,
    /// The issue's article that it is about.
    pub article: Option<usize>,
    /// Its seed in the issue.
    pub seed: Option<usize>,
    /// Where it shows in the seed's text.
    pub anchor: Option<usize>,
    /// What no article holds because of it.
    pub removed: Vec<Range<usize>>,
}

impl Part {
    /// Its words.
    pub(super) fn text(&self, seed: &Seed) -> String {
        let words = |piece: &Piece| match piece {
            Piece::Text(span) => seed.slice(span).to_owned(),
            Piece::Scaffold(words) => words.clone(),
        };
        self.pieces.iter().map(words).collect()
    }

    /// Its place among the parts as a reader meets them.
    fn rank(&self) -> u8 {
        match self.name.split(':').next().unwrap_or_default() {
            "column" => 0,
            "title" => 1,
            "subtitle" => 2,
            "byline" => 3,
            _ => 4,
        }
    }
}

/// Puts everything together: the issues that have a ledger, by name, and the
/// seeds that none of them knows.
pub(super) fn gather(
    inputs: &Inputs<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Issue>, Vec<Held>) {
    let mut addresses = Addresses::default();
    let files: Files<'_> = inputs.seeds.iter().map(|s| (s.name.as_str(), s)).collect();
    let mut issues = Vec::new();
    for (path, text) in inputs.content {
        let Some(id) = path.strip_suffix(ledger::FILE_NAME).and_then(|p| p.strip_suffix('/'))
        else {
            continue;
        };
        let source = Source::new(format!("content/{path}"), text.as_str());
        let records = ledger::read(&source).into_value(problems);
        issues.push(issue(inputs, &files, id, records, &mut addresses));
    }
    let known: BTreeSet<&str> =
        issues.iter().flat_map(|i| &i.seeds).map(|s| s.name.as_str()).collect();
    let rest: Vec<&SeedFile> =
        inputs.seeds.iter().filter(|s| !known.contains(s.name.as_str())).collect();
    let loose = rest.into_iter().map(|file| held(file, None, addresses.seed("seeds", &file.name)));
    let loose = loose.collect();
    (issues, loose)
}

/// The seeds that are there, by name.
type Files<'a> = BTreeMap<&'a str, &'a SeedFile>;

fn issue(
    inputs: &Inputs<'_>,
    seeds: &Files<'_>,
    id: &str,
    records: Vec<Record>,
    addresses: &mut Addresses,
) -> Issue {
    let mut issue = Issue {
        id: id.to_owned(),
        seeds: Vec::new(),
        articles: Vec::new(),
        notes: Vec::new(),
        own: Vec::new(),
    };
    let (mut files, mut texts, mut repairs) = (Vec::new(), Vec::new(), Vec::new());
    let folder = addresses.folder(id);
    for record in records {
        match record {
            Record::Seed(record) => {
                let address = addresses.seed(&format!("{folder}/seeds"), &record.seed);
                issue.seeds.push(match seeds.get(record.seed.as_str()) {
                    Some(file) => held(file, Some(&record.sha256), address),
                    None => missing(record.seed, address),
                });
            }
            Record::File(file) if file.file != ISSUE_PAGE => files.push(file),
            Record::Text(text) => texts.push(text),
            Record::Repair(repair) => repairs.push(repair),
            Record::File(_) | Record::Layout(_) => {}
        }
    }
    add_articles(&mut issue, inputs, &folder, &files, addresses);
    add_parts(&mut issue, texts);
    add_notes(&mut issue, repairs);
    add_imported(&mut issue, inputs, &files);
    for article in &mut issue.articles {
        mark_subheads(article, inputs);
        article.parts.sort_by_key(Part::rank);
    }
    let prefix = format!("{id}/");
    let names: BTreeSet<&str> = files.iter().map(|f| f.file.as_str()).collect();
    let here = inputs.content.range(prefix.clone()..).take_while(|(p, _)| p.starts_with(&prefix));
    let own = here.filter_map(|(path, _)| path.strip_prefix(&prefix));
    let own =
        own.filter(|n| n.strip_suffix(".md").is_some() && *n != ISSUE_PAGE && !names.contains(n));
    issue.own = own.map(str::to_owned).collect();
    issue
}

/// A seed that is there; `digest` is the one in the ledger.
fn held(file: &SeedFile, digest: Option<&str>, address: String) -> Held {
    let name = file.name.clone();
    match decode::decode(&name, &file.bytes) {
        Ok(seed) => {
            let fits = digest == Some(&*seed.sha256);
            let fault = match digest {
                None => Some("这份底本还没有导入。"),
                Some(_) if !fits => {
                    Some("这份底本不是当初导入的文件：账本对不上它，请找回原件，或重新导入。")
                }
                Some(_) => None,
            };
            let (blocks, fault) = (blocks::split(&seed), fault.map(str::to_owned));
            Held { name, address, seed: Some(seed), blocks, fits, fault }
        }
        Err(problem) => {
            let fault = Some(format!("这份底本读不成文字：{}", problem.message.zh()));
            Held { name, address, seed: None, blocks: Vec::new(), fits: false, fault }
        }
    }
}

fn missing(name: String, address: String) -> Held {
    let fault = Some("账本里有这份底本，seeds/ 里却没有它，无从对照。".to_owned());
    Held { name, address, seed: None, blocks: Vec::new(), fits: false, fault }
}

fn add_articles(
    issue: &mut Issue,
    inputs: &Inputs<'_>,
    folder: &str,
    files: &[FileRecord],
    addresses: &mut Addresses,
) {
    let seeds = by_name(issue);
    for file in files {
        let Some(&seed) = seeds.get(&file.seed) else { continue };
        let standing = inputs.content.get(&format!("{}/{}", issue.id, file.file)).cloned();
        let same = standing.as_ref().is_some_and(|t| sha256(t.as_bytes()) == file.sha256);
        issue.articles.push(Article {
            file: file.file.clone(),
            address: addresses.article(folder, &file.file),
            seed,
            parts: Vec::new(),
            notes: Vec::new(),
            readings: Vec::new(),
            imported: standing.clone().filter(|_| same),
            edited: standing.is_some() && !same,
            standing,
        });
    }
}

/// The issue's seeds by name.
fn by_name(issue: &Issue) -> BTreeMap<String, usize> {
    issue.seeds.iter().enumerate().map(|(index, held)| (held.name.clone(), index)).collect()
}

/// The issue's articles by seed and file.
fn by_file(issue: &Issue) -> BTreeMap<(String, String), usize> {
    let key = |a: &Article| (issue.seeds[a.seed].name.clone(), a.file.clone());
    issue.articles.iter().enumerate().map(|(index, a)| (key(a), index)).collect()
}

fn add_parts(issue: &mut Issue, texts: Vec<TextRecord>) {
    let by_file = by_file(issue);
    for text in texts {
        let Some(&index) = by_file.get(&(text.seed, text.file)) else { continue };
        let Some(seed) = issue.seeds[issue.articles[index].seed].ground() else { continue };
        let piece = |run: &Run| match run {
            Run::Source(start, end, _) => range(seed, *start, *end).map(Piece::Text),
            Run::Scaffold(words) => Some(Piece::Scaffold(words.clone())),
        };
        let pieces = text.runs.iter().filter_map(piece).collect();
        let part = Part { name: text.part, copy: text.copy, subhead: false, pieces };
        issue.articles[index].parts.push(part);
    }
}

/// The range of the text that stands in these bytes of the file.
fn range(seed: &Seed, start: usize, end: usize) -> Option<Range<usize>> {
    let span = seed.offset(start)?..seed.offset(end)?;
    (span.start <= span.end).then_some(span)
}

fn add_notes(issue: &mut Issue, repairs: Vec<RepairRecord>) {
    let (by_file, by_name) = (by_file(issue), by_name(issue));
    let mut counts = vec![(0, 0); issue.articles.len() + 1];
    for record in repairs {
        let article = by_file.get(&(record.seed.clone(), record.file.clone())).copied();
        let seed = by_name.get(&record.seed).copied();
        let ground = seed.and_then(|s| issue.seeds[s].ground());
        let anchor = record.ranges.first().and_then(|r| ground?.offset(r.0));
        let stood = |(start, words): &(usize, String)| {
            let start = ground?.offset(*start)?;
            ground?.text[start..].starts_with(words).then(|| start..start + words.len())
        };
        let removed = record.removed.iter().filter_map(stood).collect();
        let kind = Kind::from_name(&record.kind);
        if record.status == Status::Weighed.name() {
            if let Some(article) = article {
                let readings = &mut issue.articles[article].readings;
                let number = readings.len() + 1;
                let removed = Vec::new();
                let note = Note {
                    record,
                    kind,
                    applied: true,
                    number,
                    article: Some(article),
                    seed,
                    anchor,
                    removed,
                };
                readings.push(note);
            }
            continue;
        }
        let applied = record.status == Status::Applied.name();
        let (repairs, doubts) = &mut counts[article.unwrap_or(issue.articles.len())];
        let count = if applied { repairs } else { doubts };
        *count += 1;
        let number = *count;
        if let Some(article) = article {
            issue.articles[article].notes.push(issue.notes.len());
        }
        issue.notes.push(Note { record, kind, applied, number, article, seed, anchor, removed });
    }
}

/// Files as import wrote them, where the editor has another or none: import is
/// asked again, and believed if the digest is that of the ledger.
fn add_imported(issue: &mut Issue, inputs: &Inputs<'_>, files: &[FileRecord]) {
    if issue.articles.iter().all(|a| a.imported.is_some()) {
        return;
    }
    // A seed without an article that was touched need not be restored again.
    let touched: BTreeSet<&str> = issue
        .articles
        .iter()
        .filter(|a| a.imported.is_none() && issue.seeds[a.seed].fits)
        .map(|a| issue.seeds[a.seed].name.as_str())
        .collect();
    let has = |file: &&SeedFile| touched.contains(file.name.as_str());
    let seeds: Vec<SeedFile> = inputs.seeds.iter().filter(has).cloned().collect();
    let name = format!("{}/{}", issue.id, ledger::FILE_NAME);
    let ledger = inputs.content.get(&name).cloned().unwrap_or_default();
    let content = Content::from([(name, ledger)]);
    let plan = import::plan(&seeds, &content, inputs.vocabulary, false, &|| {}).value;
    let digests: BTreeMap<&str, &str> =
        files.iter().map(|f| (f.file.as_str(), f.sha256.as_str())).collect();
    let mut made: BTreeMap<String, String> =
        plan.files.into_iter().map(|f| (f.path, f.text)).collect();
    for article in issue.articles.iter_mut().filter(|a| a.imported.is_none()) {
        let text = made.remove(&format!("{}/{}", issue.id, article.file));
        let digest = digests.get(article.file.as_str());
        article.imported = text.filter(|t| Some(&&*sha256(t.as_bytes())) == digest);
    }
}

/// Which paragraphs are subheads: the ledger does not say, the file does.
fn mark_subheads(article: &mut Article, inputs: &Inputs<'_>) {
    let Some(text) = &article.imported else { return };
    let source = Source::new(article.file.as_str(), text.as_str());
    let parsed = article::Article::from_markdown(&source, inputs.limits).value;
    let body = parsed.map(|p| p.article.body).unwrap_or_default();
    let blocks = body_from_markdown(body.trim_end_matches('\n')).unwrap_or_default();
    for part in &mut article.parts {
        let number = part.name.strip_prefix("p:").and_then(|n| n.parse::<usize>().ok());
        let block = number.and_then(|n| blocks.get(n.checked_sub(1)?));
        part.subhead = matches!(block, Some(article::Block::Subhead(_)));
    }
}
