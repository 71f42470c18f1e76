//! The difference between what should stand and what stands, as a value.

use std::collections::BTreeMap;

use super::{
    edition::{Digest, Edition, Rank, is_page},
    ledger::{Entry, Ledger},
    precompress,
    why::{Context, Why},
};
use crate::{
    diag::Diagnostic,
    route::Address,
    tongue::{Said, said},
};

/// How what stands at an address agrees with the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stood {
    /// It is what kanyin published.
    Published,
    /// kanyin published here, and it is something else.
    Otherwise,
    /// kanyin published here, and nothing stands here.
    Missing,
    /// Something stands here, and kanyin never published here.
    Foreign,
}

/// What stands at a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// What kanyin published there.
    pub ledger: Ledger,
    /// All addresses of the ledger, and all at which something stands.
    pub files: BTreeMap<Address, Stood>,
    /// What a person should know about it.
    pub notes: Vec<Diagnostic>,
}

impl Standing {
    /// Holds `ledger` against the marks of the files that stand.
    pub fn new(ledger: Ledger, marks: &BTreeMap<Address, String>, notes: Vec<Diagnostic>) -> Self {
        let mut files: BTreeMap<Address, Stood> =
            marks.keys().map(|address| (address.clone(), Stood::Foreign)).collect();
        for (address, entry) in &ledger.entries {
            let stood = match (marks.get(address), entry) {
                (None, _) => Stood::Missing,
                (Some(mark), Some(entry)) if *mark == entry.mark => Stood::Published,
                _ => Stood::Otherwise,
            };
            files.insert(address.clone(), stood);
        }
        Self { ledger, files, notes }
    }

    fn entry(&self, address: &Address) -> Option<&Entry> {
        self.ledger.entries.get(address)?.as_ref()
    }
}

/// What is done to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Nothing of kanyin's stood there.
    New,
    /// Another file, or other headers, take its place.
    Changed,
    /// It is removed.
    Gone,
}

/// A change of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The address.
    pub address: Address,
    /// What is done.
    pub kind: Kind,
    /// When it is done.
    pub rank: Rank,
    /// Why; empty where the kind says all.
    pub why: Vec<Why>,
    /// Bytes to send.
    pub bytes: u64,
}

/// All that has to be done, in the order in which it is done: what is put, by
/// rank, then what is removed, the highest rank first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The changes.
    pub changes: Vec<Change>,
    /// How many files stay as they are.
    pub unchanged: usize,
    /// How many files at the target are somebody else's and stay.
    pub foreign: usize,
    /// Whether addresses have to be taken out of the ledger at which nothing
    /// stands any longer.
    forgotten: bool,
    pages_before: usize,
    pages_after: usize,
    articles_after: usize,
}

impl Plan {
    /// The difference. `base_url` tells which absolute links are the site's own.
    pub fn new(edition: &Edition, standing: &Standing, base_url: Option<&str>) -> Self {
        let entries = &standing.ledger.entries;
        let context = Context::new(edition.files(), entries, base_url);
        let mut plan = Self::default();
        for (address, file) in edition.files() {
            let (kind, why) = match standing.files.get(address) {
                None => (Kind::New, Vec::new()),
                Some(&stood) => {
                    let entry = standing.entry(address);
                    let why = context.reasons(address, file, stood, entry);
                    // What a run was about to put is new until it stands.
                    let noted = stood == Stood::Missing && entry.is_none();
                    if noted { (Kind::New, Vec::new()) } else { (Kind::Changed, why) }
                }
            };
            if kind == Kind::Changed && why.is_empty() {
                plan.unchanged += 1;
                continue;
            }
            let (rank, bytes) = (Rank::of(address), file.bytes.len() as u64);
            plan.changes.push(Change { address: address.clone(), kind, rank, why, bytes });
        }
        plan.changes.sort_by(|a, b| (a.rank, &a.address).cmp(&(b.rank, &b.address)));
        plan.remove(edition, standing);
        plan.count(edition, standing);
        plan
    }

    /// Adds what is published and no longer built.
    fn remove(&mut self, edition: &Edition, standing: &Standing) {
        let new = self.changes.iter().filter(|c| c.kind == Kind::New);
        let words = |address: &Address| edition.get(address)?.words;
        let moved: BTreeMap<Digest, &Address> =
            new.filter_map(|c| Some((words(&c.address)?, &c.address))).collect();
        let mut gone = Vec::new();
        for (address, stood) in &standing.files {
            match stood {
                _ if edition.get(address).is_some() => {}
                Stood::Foreign => self.foreign += 1,
                Stood::Missing => self.forgotten = true,
                Stood::Published | Stood::Otherwise => {
                    let words = standing.entry(address).and_then(|entry| entry.words);
                    let to = words.and_then(|words| moved.get(&words));
                    let why = to.map(|to| Why::MovedTo((*to).clone())).into_iter().collect();
                    let (rank, kind) = (Rank::of(address), Kind::Gone);
                    gone.push(Change { address: address.clone(), kind, rank, why, bytes: 0 });
                }
            }
        }
        gone.sort_by(|a, b| (b.rank, &a.address).cmp(&(a.rank, &b.address)));
        self.changes.extend(gone);
    }

    fn count(&mut self, edition: &Edition, standing: &Standing) {
        let published = |address: &Address| standing.entry(address).is_some();
        let pages = standing.files.keys().filter(|a| is_page(a) && published(a));
        self.pages_before = pages.count();
        for (address, _) in edition.files().filter(|(address, _)| is_page(address)) {
            self.pages_after += 1;
            let article = address.as_str().starts_with("article/");
            self.articles_after += usize::from(article);
        }
    }

    /// Whether nothing has to be done.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && !self.forgotten
    }

    /// What is put, in its order.
    pub fn puts(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.kind != Kind::Gone)
    }

    /// What is removed, in its order.
    pub fn removals(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.kind == Kind::Gone)
    }

    /// How many changes are of this kind.
    pub fn how_many(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// Bytes to send.
    pub fn bytes(&self) -> u64 {
        self.changes.iter().map(|change| change.bytes).sum()
    }

    /// The changes as a person wants to see them: compressed forms follow what
    /// they are forms of, and are told with it.
    pub fn told(&self) -> impl Iterator<Item = &Change> {
        let changed: std::collections::BTreeSet<&str> =
            self.changes.iter().map(|change| change.address.as_str()).collect();
        let form = move |change: &&Change| {
            let base = precompress::base(change.address.as_str());
            !base.is_some_and(|base| changed.contains(base))
        };
        self.changes.iter().filter(form)
    }

    /// Why the plan looks like an accident, if it does.
    pub fn refusal(&self) -> Option<Diagnostic> {
        let Self { pages_before: before, pages_after: after, .. } = *self;
        let message = if self.articles_after == 0 {
            said!("the site has no article: nothing was sent", "网站里没有文章，什么也没有发送")
        } else if after * 5 < before * 4 {
            let fewer = before - after;
            said!(
                "the site would lose {fewer} of its {before} pages: nothing was sent",
                "网站 {before} 个网页会少掉 {fewer} 个，什么也没有发送"
            )
        } else {
            return None;
        };
        let hint = said!(
            "see with `--dry-run` what would go; if it is meant, say `--force-shrink`",
            "用 `--dry-run` 看会删掉什么；确要如此，请加 `--force-shrink`"
        );
        Some(Diagnostic::error(message).hint(hint))
    }

    /// The pages that readers may have kept the address of and that would lead
    /// nowhere.
    pub fn lost_addresses(&self) -> Option<Diagnostic> {
        const MOST: usize = 10;
        let lost: Vec<&Change> = self.removals().filter(|c| is_page(&c.address)).collect();
        let (first, rest) = lost.split_at(lost.len().min(MOST));
        let names: Vec<&str> = first.iter().map(|change| change.address.as_str()).collect();
        let more = match rest.len() {
            0 => Said::nothing(),
            more => said!(", and {more} more", "，还有 {more} 个"),
        };
        let what = match lost.len() {
            0 => return None,
            1 => said!("an address that was published leads", "有一个发布过的网址"),
            n => said!("{n} addresses that were published lead", "有 {n} 个发布过的网址"),
        };
        let names = names.join(", ");
        let message = said!(
            "{what} nowhere from now on: {names}{more}",
            "{what}从此打不开：{names}{more}",
            what,
            names,
            more
        );
        let hint = said!(
            "an article keeps its address as long as its issue and `slug:` stay; where it has moved, name the old one in its `aliases:`, that of a topic in `formerly:`, of a column or an author in `renamed:`, and a page there leads on",
            "只要期和 `slug:` 不变，文章的网址就不变；移走的，请把旧网址写进文章的 `aliases:`、专题的 `formerly:`，栏目和作者的写进 `renamed:`，那里就有一页转到新网址"
        );
        Some(Diagnostic::warning(message).hint(hint))
    }
}
