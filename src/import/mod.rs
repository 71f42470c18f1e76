//! Import: raw page text to clean articles.
//!
//! Pure: bytes in, a plan out. The steps, in order:
//!
//! 1. [`decode`]: bytes to text, strictly.
//! 2. [`blocks`]: the lines.
//! 3. [`furniture`]: what belongs to the page and to no article.
//! 4. [`mod@unwrap`]: lines that were wrapped by hand are paragraphs again.
//! 5. [`duplicates`]: what stands there twice.
//! 6. [`mod@restore`]: each passage once, with what one copy had lost.
//! 7. [`roles`]: heads, decks, bylines, credits, captions, running text.
//! 8. [`join`]: paragraphs that were cut; marks where text is lost.
//! 9. [`segment`]: where a piece ends and the next begins.
//! 10. [`heads`], [`leads`]: displaced heads and leads come back.
//! 11. [`repairs`]: small repairs, each with a sure reason.
//! 12. [`doubts`]: what looks wrong and is left as printed.
//! 13. [`metadata`]: headline, deck, column, authors, place, topics.
//! 14. [`mod@plan`]: the files to write, held against what stands there; the
//!     [`ledger`] that proves them.
//! 15. [`reruns`]: articles that stand in another seed too, over all issues.
//!
//! The order matters: what is no text goes first; copies go before paragraphs are joined, or a cut
//! paragraph swallows its neighbour and the copy no longer matches; paragraphs
//! are joined before losses are marked; pieces are told apart before heads look
//! for theirs; small repairs come last, on text that stands where it belongs.
//!
//! A text is a list of ranges of the seed from step 4 to the last
//! ([`passage::Passage`]): nothing can be invented on the way. That nothing is
//! lost is counted in step 14 for every seed. All steps but the last see one
//! issue, so that thousands need no more memory than the largest.

mod account;
mod ahead;
mod between;
pub mod blocks;
mod boundary;
mod breaks;
mod bylines;
mod captions;
pub mod chinese;
mod clause;
pub mod cohesion;
mod columns;
pub mod common;
pub mod decode;
pub mod doubts;
pub mod duplicates;
mod echoes;
pub mod edges;
pub mod evidence;
pub mod fragments;
pub mod furniture;
pub mod heads;
mod home;
pub mod join;
pub mod leads;
pub mod ledger;
mod left;
pub mod line;
mod loose;
mod losses;
pub mod masthead;
mod matching;
pub mod merge;
pub mod metadata;
pub mod openings;
mod orphans;
pub mod passage;
mod past;
pub mod plan;
mod prints;
mod profile;
pub mod question;
mod quotes;
mod rebuild;
pub mod repair;
pub mod repairs;
pub mod reruns;
pub mod restore;
mod rests;
mod right;
pub mod roles;
#[cfg(test)]
mod sample;
pub mod segment;
mod signoffs;
pub mod starts;
pub mod together;
pub mod unwrap;

use std::{
    borrow::{Borrow, Cow},
    collections::{BTreeMap, BTreeSet},
};

use rayon::prelude::*;

pub use self::plan::{Action, FilePlan, ImportPlan, IssuePlan, Standing};
use self::{
    decode::Seed, metadata::Described, passage::Passage, question::Questions, repair::Repair,
    reruns::Gathered,
};
use crate::{
    article::Sidecar,
    diag::{Checked, Diagnostic, Place},
    route::Slug,
    tongue::said,
    topics::Vocabulary,
};

/// A file of `seeds/`.
#[derive(Clone, Debug, Default)]
pub struct SeedFile {
    /// File name below `seeds/`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the editor says about it in the file beside it.
    pub sidecar: Sidecar,
}

impl SeedFile {
    /// The issue it belongs to: the one the editor named, or one of its own.
    pub fn issue(&self) -> Option<Slug> {
        let stem = self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem);
        self.sidecar.issue.clone().or_else(|| Slug::from_title(stem))
    }
}

/// A seed after all steps that look at it alone.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The seed.
    pub seed: Seed,
    /// Its pieces, in the order of their texts.
    pub pieces: Vec<Described>,
    /// What was done and doubted, in the order of the text.
    pub repairs: Vec<Repair>,
}

/// Restores one seed.
///
/// # Errors
/// The seed is no text.
pub fn restore<'b>(
    name: &str,
    bytes: impl Into<Cow<'b, [u8]>>,
    vocabulary: &Vocabulary,
) -> Result<Restored, Diagnostic> {
    restore_and_ask(name, bytes, vocabulary, &mut Questions::default())
}

/// Restores one seed and writes down the questions it weighed.
///
/// # Errors
/// The seed is no text.
pub fn restore_and_ask<'b>(
    name: &str,
    bytes: impl Into<Cow<'b, [u8]>>,
    vocabulary: &Vocabulary,
    questions: &mut Questions,
) -> Result<Restored, Diagnostic> {
    let seed = decode::decode(name, bytes)?;
    let (blocks, mut repairs) = furniture::take_out(&seed, blocks::split(&seed));
    let lines = blocks.into_iter().map(|b| Passage::new(b.span, b.after_blank || b.indented));
    let (passages, unwrapped) = unwrap::unwrap(&seed, lines.collect());
    repairs.extend(unwrapped);
    let runs = duplicates::find(&seed, &passages);
    let (mut passages, restored) = restore::restore(&seed, passages, &runs);
    repairs.extend(restored);
    roles::assign(&seed, &mut passages, questions);
    let (passages, joined) = join::join(&seed, passages, questions);
    repairs.extend(joined);
    let segments = segment::segment(&seed, passages, questions);
    let (drafts, settled) = heads::settle(&seed, segments, questions);
    repairs.extend(settled);
    let mut pieces = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        repairs.extend(repairs::repair(&seed, &mut draft));
        repairs.extend(doubts::doubts(&seed, &draft));
        let (piece, described) = metadata::describe(&seed, draft, vocabulary);
        repairs.extend(described);
        pieces.push(piece);
    }
    repairs.sort_by_key(|r| (r.anchor, r.kind));
    Ok(Restored { seed, pieces, repairs })
}

/// What stands in `content/`: the text of each file by its path below it.
pub type Content = BTreeMap<String, String>;

/// Seeds by the issue they belong to. One without an address is a problem.
pub fn by_issue<S: Borrow<SeedFile>>(
    seeds: impl IntoIterator<Item = S>,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<Slug, Vec<S>> {
    let mut issues: BTreeMap<Slug, Vec<S>> = BTreeMap::new();
    for seed in seeds {
        match seed.borrow().issue() {
            Some(issue) => issues.entry(issue).or_default().push(seed),
            None => problems.push(no_address(&seed.borrow().name)),
        }
    }
    for seeds in issues.values_mut() {
        seeds.sort_by(|a, b| a.borrow().name.cmp(&b.borrow().name));
    }
    issues
}

/// How the seeds of an issue are imported.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The topics that are looked for.
    pub vocabulary: &'a Vocabulary,
    /// Lets articles come back that a person has deleted.
    pub rewrite_deleted: bool,
    /// Gives the repairs as records. They are in the ledger and counted without that, and
    /// need more room than the text where there are many.
    pub keep_repairs: bool,
}

/// Plans one issue: its seeds, in the order of their names, with the bytes of each, into
/// what stands in its folder. Bytes that are given away are not held beside their text. Seeds that are no text are problems; the others are planned all the
/// same. `progress` is told after each seed.
pub fn issue<S: Borrow<SeedFile> + Sync>(
    id: &Slug,
    seeds: &[S],
    bytes: Vec<Cow<'_, [u8]>>,
    standing: &Standing<'_>,
    rules: Rules<'_>,
    progress: &(dyn Fn() + Sync),
) -> Checked<IssuePlan> {
    let one = |(file, bytes): (&S, Cow<'_, [u8]>)| {
        let restored = restore(&file.borrow().name, bytes, rules.vocabulary);
        progress();
        restored
    };
    let all: Vec<Result<Restored, Diagnostic>> = seeds.par_iter().zip(bytes).map(one).collect();
    let mut problems = Vec::new();
    let mut restored: Vec<(&SeedFile, Restored)> = Vec::with_capacity(all.len());
    for (file, one) in seeds.iter().zip(all) {
        match one {
            Ok(one) => restored.push((file.borrow(), one)),
            Err(problem) => problems.push(problem),
        }
    }
    if restored.is_empty() {
        return Checked::new(IssuePlan::default(), problems);
    }
    let plan = plan::issue(id, restored, standing, rules, &mut problems);
    Checked::new(plan, problems)
}

/// Plans the import of `seeds` into what stands in `content/`, all in memory.
///
/// `rewrite_deleted` lets articles come back that a person has deleted. Seeds
/// that are no text are problems; the others are planned all the same.
/// `progress` is told after each seed.
pub fn plan(
    seeds: &[SeedFile],
    content: &Content,
    vocabulary: &Vocabulary,
    rewrite_deleted: bool,
    progress: &(dyn Fn() + Sync),
) -> Checked<ImportPlan> {
    let rules = Rules { vocabulary, rewrite_deleted, keep_repairs: true };
    let mut problems = Vec::new();
    let one = |(id, seeds): (&Slug, &Vec<&SeedFile>)| {
        let prefix = format!("{id}/");
        let inside =
            content.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
        let standing = inside.map(|(path, text)| (&path[prefix.len()..], text.as_str())).collect();
        let bytes = seeds.iter().map(|file| Cow::Borrowed(file.bytes.as_slice())).collect();
        (id.clone(), issue(id, seeds, bytes, &standing, rules, progress))
    };
    let planned: Vec<(Slug, Checked<IssuePlan>)> =
        by_issue(seeds, &mut problems).par_iter().map(one).collect();
    let mut all = ImportPlan::default();
    let mut gathered = Gathered::default();
    for (id, checked) in planned {
        let mut issue = checked.into_value(&mut problems);
        gathered.add(&id, &mut issue);
        all.add(issue.plan);
    }
    let is_ledger = |file: &&mut FilePlan| file.path.ends_with(ledger::FILE_NAME);
    let mut ledgers: BTreeMap<String, &mut FilePlan> =
        all.files.iter_mut().filter(is_ledger).map(|file| (file.path.clone(), file)).collect();
    for (id, reruns) in gathered.reruns(&BTreeSet::new()) {
        all.repairs.extend(reruns.new);
        let path = format!("{id}/{}", ledger::FILE_NAME);
        if let Some(file) = ledgers.get_mut(&path) {
            file.text = ledger::with_reruns(&file.text, &reruns.records);
            file.action = plan::ledger_action(content.get(&path).map(String::as_str), &file.text);
        }
    }
    crate::diag::sort(&mut problems);
    Checked::new(all, problems)
}

fn no_address(name: &str) -> Diagnostic {
    let sheet = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Diagnostic::error(said!("no address can be made of this file's name", "这个文件名做不成网址"))
        .at(Place::file(format!("seeds/{name}")))
        .hint(said!(
            "write `issue: some-name` into `seeds/{sheet}.yaml`",
            "请在 `seeds/{sheet}.yaml` 里写上 `issue: some-name`"
        ))
}
