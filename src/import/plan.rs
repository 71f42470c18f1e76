//! Step 14: what is to be written, as data.
//!
//! The pieces of the seeds become files, and are held against what stands in
//! `content/` already: what a person has edited or deleted since the last import
//! is left as it is. Nothing is written here.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use super::{
    Restored, Rules, SeedFile,
    account::{Part, account, parts},
    decode::{Seed, sha256},
    ledger::{
        self, FORMAT, FileRecord, LayoutRecord, Ledger, Record, RepairRecord, Run, SeedRecord,
        SignalRecord, TextRecord,
    },
    metadata::Described,
    passage::{Passage, Piece, Role},
    repair::{Kind, Repair, Status},
    reruns::{self, Of, Ran},
};
use crate::{
    article::{Article, Block, SourceLines, body_to_markdown},
    diag::{Diagnostic, Place},
    route::Slug,
    tongue::said,
    yaml,
};

/// What is to become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Written for the first time.
    New,
    /// Written anew: nobody has edited it, and it comes out differently now.
    Updated,
    /// Nothing to do.
    Unchanged,
    /// A person has edited it: left as it is.
    Kept,
    /// A person has deleted it: it stays away.
    Deleted,
    /// It is not import's: left as it is.
    Foreign,
}

/// A file of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePlan {
    /// Path below `content/`.
    pub path: String,
    /// What is to become of it.
    pub action: Action,
    /// Its text as import makes it now.
    pub text: String,
    /// For a file that is kept: whether import would make it differently than
    /// it did the last time.
    pub would_change: bool,
}

/// What import is about to do. Data; writing it is dull.
#[derive(Clone, Debug, Default)]
pub struct ImportPlan {
    /// Files, by path.
    pub files: Vec<FilePlan>,
    /// Repairs of this run, in the order of seeds and text, if they are kept.
    pub repairs: Vec<RepairRecord>,
    /// How many there are, by status and kind.
    pub kinds: BTreeMap<(&'static str, &'static str), usize>,
    /// How many seeds it was made of.
    pub seeds: usize,
    /// How many articles and photo pieces.
    pub pieces: usize,
}

impl ImportPlan {
    /// Takes the plan of another issue in.
    pub fn add(&mut self, other: Self) {
        self.files.extend(other.files);
        self.repairs.extend(other.repairs);
        for (kind, count) in other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
        self.seeds += other.seeds;
        self.pieces += other.pieces;
    }
}

/// What is about to be done to one issue, and what of it is compared with others.
#[derive(Clone, Debug, Default)]
pub struct IssuePlan {
    /// Files and repairs. The ledger comes last and has the reruns that it had.
    pub plan: ImportPlan,
    /// The articles with their prints, in the order of seeds and lines.
    pub articles: Vec<(Ran, Vec<u64>)>,
    /// The reruns in the ledger that stands.
    pub told: Vec<RepairRecord>,
}

/// The files of an issue that stand in `content/`, by name.
pub type Standing<'a> = BTreeMap<&'a str, &'a str>;

/// Makes the files of one issue.
pub(super) fn issue(
    id: &Slug,
    restored: Vec<(&SeedFile, Restored)>,
    standing: &Standing<'_>,
    rules: Rules<'_>,
    problems: &mut Vec<Diagnostic>,
) -> IssuePlan {
    let seeds: Vec<&SeedFile> = restored.iter().map(|(file, _)| *file).collect();
    let old = Old::read(id, &seeds, standing, problems);
    let mut writer = Writer {
        id,
        old: &old,
        standing,
        names: old.foreign.clone(),
        numbers: BTreeMap::new(),
        plan: ImportPlan::default(),
        ledger: Ledger::of(restored.iter().map(|(_, restored)| restored.seed.size).sum()),
        articles: Vec::new(),
        keep_repairs: rules.keep_repairs,
    };
    for record in &old.others {
        writer.ledger.push(record);
    }
    for (file, restored) in restored {
        // Each seed is let go when its files are made: what follows needs room too.
        writer.seed(file, restored, problems);
    }
    let mut files = writer.issue_page(&seeds);
    files.append(&mut writer.plan.files);
    let mut plan = writer.plan;
    let mut articles = writer.articles;
    articles.sort_by_key(|(ran, _)| (ran.of.seed.clone(), ran.range));
    let mut ledger = writer.ledger;
    for mut file in files {
        let name = file.path.split('/').next_back().unwrap_or_default().to_owned();
        old.decide(&name, standing, rules.rewrite_deleted, &mut file);
        plan.files.push(file);
    }
    old.report_orphans(id, &plan.files, standing, problems);
    for repair in &old.told {
        ledger.push(&Record::Repair(repair.clone()));
    }
    let text = ledger.text();
    let action = ledger_action(standing.get(ledger::FILE_NAME).copied(), &text);
    let path = format!("{id}/{}", ledger::FILE_NAME);
    plan.files.push(FilePlan { path, action, text, would_change: false });
    IssuePlan { plan, articles, told: old.told }
}

/// What becomes of a ledger: it is the program's, so that it is never kept.
pub fn ledger_action(standing: Option<&str>, text: &str) -> Action {
    match standing {
        None => Action::New,
        Some(before) if before == text => Action::Unchanged,
        Some(_) => Action::Updated,
    }
}

/// What the ledger says about the last import.
struct Old {
    /// Records of seeds that are not in this run.
    others: Vec<Record>,
    /// Digest of each file of the seeds in this run, as import wrote it.
    digests: BTreeMap<String, String>,
    /// Files whose texts start at these bytes of a seed.
    starts: BTreeMap<(String, usize), String>,
    /// Names that are taken by files of other seeds and of the editor.
    foreign: BTreeSet<String>,
    /// Those of them that no record names: the editor's, or of an import that was
    /// killed before it came to its ledger.
    strays: BTreeSet<String>,
    /// Articles that stand in other seeds too.
    told: Vec<RepairRecord>,
}

impl Old {
    fn read(
        id: &Slug,
        seeds: &[&SeedFile],
        standing: &Standing<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let text = standing.get(ledger::FILE_NAME).copied().unwrap_or_default();
        let source = crate::diag::Source::new(format!("content/{id}/{}", ledger::FILE_NAME), text);
        let records = ledger::read(&source).into_value(problems);
        let here: BTreeSet<&str> = seeds.iter().map(|file| file.name.as_str()).collect();
        let mut old = Self {
            others: Vec::new(),
            digests: BTreeMap::new(),
            starts: BTreeMap::new(),
            foreign: BTreeSet::new(),
            strays: BTreeSet::new(),
            told: Vec::new(),
        };
        for record in records {
            if let Record::Repair(repair) = &record
                && repair.kind == Kind::Rerun.name()
            {
                old.told.push(repair.clone());
                continue;
            }
            if !here.contains(record.seed()) {
                if let Record::File(file) = &record {
                    old.foreign.insert(file.file.clone());
                }
                old.others.push(record);
                continue;
            }
            match record {
                Record::File(file) => {
                    old.digests.insert(file.file, file.sha256);
                }
                Record::Text(text) if text.part.starts_with("p:") => old.note(&text),
                _ => {}
            }
        }
        for name in standing.keys().filter(|n| !old.digests.contains_key(**n)) {
            if old.foreign.insert((*name).to_owned()) {
                old.strays.insert((*name).to_owned());
            }
        }
        old
    }

    fn note(&mut self, text: &TextRecord) {
        for run in &text.runs {
            if let Run::Source(start, ..) = run {
                self.starts.insert((text.seed.clone(), *start), text.file.clone());
            }
        }
    }

    /// The file that the last import made of the same passages.
    fn file_of(&self, seed: &str, starts: impl Iterator<Item = usize>) -> Option<&String> {
        if self.starts.is_empty() {
            return None;
        }
        let mut votes: BTreeMap<&String, usize> = BTreeMap::new();
        for start in starts {
            if let Some(file) = self.starts.get(&(seed.to_owned(), start)) {
                *votes.entry(file).or_default() += 1;
            }
        }
        votes.into_iter().max_by_key(|&(_, count)| count).map(|(file, _)| file)
    }

    /// Holds a file against what stands there and what the last import wrote.
    fn decide(
        &self,
        name: &str,
        standing: &Standing<'_>,
        rewrite_deleted: bool,
        file: &mut FilePlan,
    ) {
        let written = self.digests.get(name);
        file.action = match (standing.get(name), written) {
            (None, None) => Action::New,
            (None, Some(_)) if rewrite_deleted => Action::New,
            (None, Some(_)) => Action::Deleted,
            (Some(text), _) if **text == file.text => Action::Unchanged,
            (Some(_), None) => Action::Foreign,
            (Some(text), Some(digest)) if sha256(text.as_bytes()) == *digest => Action::Updated,
            (Some(_), Some(digest)) => {
                file.would_change = sha256(file.text.as_bytes()) != *digest;
                Action::Kept
            }
        };
    }

    /// Names the files of the last import that this one does not make.
    fn report_orphans(
        &self,
        id: &Slug,
        files: &[FilePlan],
        standing: &Standing<'_>,
        problems: &mut Vec<Diagnostic>,
    ) {
        let made: BTreeSet<&str> =
            files.iter().filter_map(|f| f.path.split('/').next_back()).collect();
        for name in self.digests.keys() {
            if !made.contains(name.as_str()) && standing.contains_key(name.as_str()) {
                problems.push(
                    Diagnostic::warning(said!(
                        "import no longer makes this article of its seed",
                        "现在导入底本已经得不出这一篇"
                    ))
                    .at(Place::file(format!("content/{id}/{name}")))
                    .hint(said!(
                        "it is left as it is; delete it if another article has its text now",
                        "文件没有动；如果文字已经归入别的文章，请删掉它"
                    )),
                );
            }
        }
    }
}

struct Writer<'a> {
    id: &'a Slug,
    old: &'a Old,
    standing: &'a Standing<'a>,
    /// File names that are taken.
    names: BTreeSet<String>,
    /// The last number that was tried behind each name.
    numbers: BTreeMap<Slug, usize>,
    plan: ImportPlan,
    /// The ledger, record by record: there are more of them than there is text.
    ledger: Ledger,
    articles: Vec<(Ran, Vec<u64>)>,
    keep_repairs: bool,
}

impl Writer<'_> {
    fn seed(&mut self, file: &SeedFile, restored: Restored, problems: &mut Vec<Diagnostic>) {
        let Restored { ref seed, ref pieces, repairs } = restored;
        let parts: Vec<Vec<Part<'_>>> = pieces.iter().map(parts).collect();
        let layout = match account(seed, &parts, &repairs) {
            Ok(layout) => layout,
            Err(message) => {
                problems.push(
                    Diagnostic::error(said!(
                        "import would not keep every character: {message}",
                        "照这样导入会有字对不上：{message}",
                        message
                    ))
                    .at(Place::file(format!("seeds/{}", file.name)))
                    .hint(said!(
                        "this is a fault of kanyin; please report it with the seed",
                        "这是 kanyin 的毛病，请连同底本一起报告"
                    )),
                );
                return;
            }
        };
        self.ledger.push(&Record::Seed(SeedRecord {
            format: FORMAT,
            seed: seed.name.clone(),
            sha256: seed.sha256.clone(),
            bytes: seed.size,
            encoding: seed.encoding.name().into(),
            byte_order_mark: seed.marked,
        }));
        let places = Places::of(&parts);
        let counts = places.count(&repairs);
        let mut slugs = Vec::with_capacity(pieces.len());
        let of = Arc::new(Of {
            seed: seed.name.clone(),
            sha256: seed.sha256.clone(),
            issue: self.id.to_string(),
        });
        for ((piece, parts), count) in pieces.iter().zip(&parts).zip(counts) {
            let (slug, text) = self.slug(seed, piece, count);
            let name = format!("{slug}.md");
            slugs.push(slug);
            self.ledger.push(&Record::File(FileRecord {
                file: name.clone(),
                seed: seed.name.clone(),
                sha256: sha256(text.as_bytes()),
            }));
            for part in parts {
                self.ledger.push(&Record::Text(text_record(seed, &name, part)));
            }
            self.compare(seed, &of, piece, &name);
            let path = format!("{}/{name}", self.id);
            self.plan.files.push(FilePlan { path, action: Action::New, text, would_change: false });
        }
        let digest: Arc<str> = seed.sha256.as_str().into();
        for repair in repairs {
            let kind = (repair.status.name(), repair.kind.name());
            *self.plan.kinds.entry(kind).or_default() += 1;
            let record = Record::Repair(repair_record((seed, &digest), repair, &places, &slugs));
            self.ledger.push(&record);
            if let Record::Repair(record) = record
                && self.keep_repairs
            {
                self.plan.repairs.push(record);
            }
        }
        self.ledger.push(&Record::Layout(LayoutRecord { seed: seed.name.clone(), gaps: layout }));
        self.plan.seeds += 1;
        self.plan.pieces += pieces.len();
    }

    /// What of an article is compared with those of other seeds.
    fn compare(&mut self, seed: &Seed, of: &Arc<Of>, piece: &Described, name: &str) {
        let spans = || piece.body.iter().flat_map(Passage::spans);
        let Some(start) = spans().map(|s| s.start).min() else { return };
        let end = spans().map(|s| s.end).max().unwrap_or(start);
        let ran = Ran {
            of: Arc::clone(of),
            line: seed.line(start),
            range: (seed.byte(start), seed.byte(end)),
            file: name.into(),
            title: piece.title.text(seed).into(),
        };
        let prints = reruns::prints(piece.body.iter().map(|p| p.words(seed)));
        self.articles.push((ran, prints));
    }

    /// The address of a piece: the one it had, or one of its headline that is
    /// not taken; and its file.
    fn slug(&mut self, seed: &Seed, piece: &Described, repairs: usize) -> (Slug, String) {
        let starts = piece.body.iter().flat_map(Passage::spans).map(|s| seed.byte(s.start));
        let before = self.old.file_of(&seed.name, starts).and_then(|f| f.strip_suffix(".md"));
        let kept =
            before.and_then(Slug::parse).filter(|s| !self.names.contains(&format!("{s}.md")));
        let fresh = || Slug::from_title(&piece.title.text(seed)).unwrap_or_else(Slug::article);
        let slug = kept.unwrap_or_else(fresh);
        let text = |slug: &Slug| article(seed, piece, slug, repairs).to_markdown();
        let mut numbered = slug.clone();
        let number = self.numbers.entry(slug.clone()).or_insert(1);
        loop {
            let name = format!("{numbered}.md");
            if self.names.insert(name.clone()) {
                return (numbered.clone(), text(&numbered));
            }
            // A run that was killed wrote it and did not come to its ledger.
            let stray =
                self.standing.get(name.as_str()).filter(|_| self.old.strays.contains(&name));
            if let Some(text) = stray.map(|_| text(&numbered)).filter(|t| stray == Some(&&**t)) {
                return (numbered, text);
            }
            *number += 1;
            let room = Slug::MAX_BYTES - 8;
            let stem = slug.as_str().get(..room).unwrap_or(slug.as_str()).trim_end_matches('-');
            numbered = Slug::parse(&format!("{stem}-{number}")).unwrap_or_else(|| slug.clone());
        }
    }

    /// The issue's own page, for the editor to fill in.
    fn issue_page(&mut self, seeds: &[&SeedFile]) -> Vec<FilePlan> {
        const NAME: &str = "_issue.md";
        let others = self.old.others.iter().any(|r| matches!(r, Record::File(f) if f.file == NAME));
        let Some(first) = seeds.first().filter(|_| !others) else { return Vec::new() };
        let sheets = || seeds.iter().map(|file| &file.sidecar);
        let mut text = String::from("---\n");
        match sheets().find_map(|s| s.title.as_deref()) {
            Some(title) => text.push_str(&format!("title: {}\n", yaml::scalar(title))),
            None => text.push_str("# 本期的名称，例如 title: 第12期\n"),
        }
        match sheets().find_map(|s| s.date) {
            Some(date) => text.push_str(&format!("date: {date}\n")),
            None => text.push_str("# 出版日期由编辑填写，程序从不猜测，例如 date: 2026-11-20\n"),
        }
        text.push_str("---\n");
        let record = FileRecord {
            file: NAME.into(),
            seed: first.name.clone(),
            sha256: sha256(text.as_bytes()),
        };
        self.ledger.push(&Record::File(record));
        let path = format!("{}/{NAME}", self.id);
        vec![FilePlan { path, action: Action::New, text, would_change: false }]
    }
}

fn article(seed: &Seed, piece: &Described, slug: &Slug, repairs: usize) -> Article {
    let block = |passage: &Passage| {
        let text = passage.text(seed);
        if passage.role == Role::Head { Block::Subhead(text) } else { Block::Text(text) }
    };
    let blocks: Vec<Block> = piece.body.iter().map(block).collect();
    let text = |p: &Option<Passage>| p.as_ref().map(|p| p.text(seed));
    Article {
        slug: slug.clone(),
        title: piece.title.text(seed),
        subtitle: text(&piece.subtitle),
        column: text(&piece.column),
        authors: piece.authors.clone(),
        byline: piece.byline.iter().map(|p| p.text(seed)).collect(),
        city: piece.city.clone(),
        topics: piece.topics.clone(),
        kind: piece.kind,
        page: None,
        draft: false,
        publish: None,
        order: None,
        source: Some(lines(seed, piece)),
        repairs,
        corrections: Vec::new(),
        aliases: Vec::new(),
        body: body_to_markdown(&blocks) + "\n",
    }
}

/// The lines of the seed that the text spans, with the headline where it stands
/// above.
fn lines(seed: &Seed, piece: &Described) -> SourceLines {
    let body = || piece.body.iter().flat_map(Passage::spans);
    let start = body().map(|s| s.start).min();
    let head = Some(piece.title.start()).filter(|h| start.is_none_or(|s| *h < s));
    let first = head.into_iter().chain(start).min().unwrap_or_default();
    let last = body().map(|s| s.end).max().unwrap_or(piece.title.end());
    let line = |offset: usize| seed.line(offset);
    SourceLines { seed: seed.name.clone(), first: line(first), last: line(last.saturating_sub(1)) }
}

fn text_record(seed: &Seed, file: &str, part: &Part<'_>) -> TextRecord {
    let run = |piece: &Piece| match piece {
        Piece::Text(span) => {
            let bytes = seed.bytes(span);
            Run::Source(bytes.start, bytes.end, seed.slice(span).chars().count())
        }
        other => Run::Scaffold(other.scaffold().into()),
    };
    TextRecord {
        seed: seed.name.clone(),
        file: file.to_owned(),
        part: part.name.clone(),
        copy: part.copy,
        runs: part.passage.pieces.iter().map(run).collect(),
    }
}

/// Which article and part holds a byte of the seed's text.
struct Places<'a> {
    /// Spans with the article and the name of the part, by start.
    spans: Vec<(Range<usize>, usize, &'a str)>,
    articles: usize,
}

impl<'a> Places<'a> {
    fn of(parts: &'a [Vec<Part<'_>>]) -> Self {
        let mut spans: Vec<(Range<usize>, usize, &str)> = Vec::new();
        for (article, parts) in parts.iter().enumerate() {
            for part in parts.iter().filter(|p| !p.copy) {
                spans
                    .extend(part.passage.spans().map(|s| (s.clone(), article, part.name.as_str())));
            }
        }
        spans.sort_by_key(|(span, ..)| span.start);
        Self { spans, articles: parts.len() }
    }

    /// The article and part at `offset`, or the nearest before it.
    fn find(&self, offset: usize) -> Option<(usize, &str)> {
        let after = self.spans.partition_point(|(span, ..)| span.start <= offset);
        let (_, article, part) = self.spans.get(after.saturating_sub(1))?;
        Some((*article, part))
    }

    /// How many repairs were applied to each article.
    fn count(&self, repairs: &[Repair]) -> Vec<usize> {
        let mut counts = vec![0; self.articles];
        for repair in repairs.iter().filter(|r| r.status == Status::Applied) {
            if let Some((article, _)) = self.find(repair.anchor) {
                counts[article] += 1;
            }
        }
        counts
    }
}

fn repair_record(
    (seed, digest): (&Seed, &Arc<str>),
    repair: Repair,
    places: &Places<'_>,
    slugs: &[Slug],
) -> RepairRecord {
    let place = places.find(repair.anchor);
    let anchor = seed.byte(repair.anchor.min(seed.text.len()));
    let weighed = !repair.evidence.signals.is_empty();
    let ranges = repair.removed.iter().map(|span| seed.bytes(span));
    let ranges: Vec<(usize, usize)> = ranges.map(|r| (r.start, r.end)).collect();
    let confidence = weighed.then(|| (repair.evidence.probability() * 1000.0).round() / 1000.0);
    let removed = repair.removed.iter();
    let removed = removed.map(|s| (seed.byte(s.start), seed.slice(s).to_owned())).collect();
    let signal = |s: super::evidence::Signal| SignalRecord {
        signal: s.weight.name.into(),
        weight: s.weight.log_odds,
        seen: s.seen,
    };
    RepairRecord {
        id: ledger::id(&seed.sha256, repair.kind, anchor, &repair.before),
        kind: repair.kind.name().into(),
        status: repair.status.name().into(),
        seed: seed.name.clone(),
        sha256: Arc::clone(digest),
        ranges: if ranges.is_empty() { vec![(anchor, anchor)] } else { ranges },
        file: place.map(|(article, _)| format!("{}.md", slugs[article])).unwrap_or_default(),
        part: place.map(|(_, part)| part.to_owned()).unwrap_or_default(),
        before: repair.before,
        after: repair.after,
        evidence: repair.evidence.signals.into_iter().map(signal).collect(),
        confidence,
        considered: repair.considered,
        removed,
        also: Vec::new(),
    }
}
