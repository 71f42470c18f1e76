//! Why a file is published anew, in words.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    edition::{File, Rank, is_page},
    ledger::Entry,
    plan::Stood,
};
use crate::{
    route::Address,
    site,
    tongue::{Said, said},
};

/// A reason for a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The page, or the feed, leads to articles that are new or changed.
    Articles {
        /// How many that were not there before.
        new: usize,
        /// How many whose text is another.
        changed: usize,
    },
    /// The page's own text is another.
    Text,
    /// The page loads a style sheet, or another file of the theme, that is new.
    Theme,
    /// The page's own text is what it was; what is another are its markup, its
    /// links, or the head and foot that it shares with others.
    Frame,
    /// The bytes of a file that is no page are others.
    Content,
    /// It goes out with another header, of this name.
    Header(&'static str),
    /// What stands there is not what the ledger says: a run that ended early, or
    /// somebody else.
    Otherwise,
    /// It was published and is not there.
    Missing,
    /// Something stands there that kanyin did not put there.
    Foreign,
    /// The address is gone, and a new one reads the same.
    MovedTo(Address),
}

impl Why {
    /// In words.
    pub fn said(&self) -> Said {
        let articles = |n: usize| if n == 1 { "article" } else { "articles" };
        match self {
            Self::Articles { new, changed: 0 } => {
                let articles = articles(*new);
                said!("{new} new {articles}", "新文章 {new} 篇")
            }
            Self::Articles { new: 0, changed } => {
                let articles = articles(*changed);
                said!("{changed} changed {articles}", "改动的文章 {changed} 篇")
            }
            Self::Articles { new, changed } => {
                let articles = articles(new + changed);
                said!(
                    "{new} new and {changed} changed {articles}",
                    "新文章 {new} 篇，改动的文章 {changed} 篇"
                )
            }
            Self::Text => said!("text changed", "文字有改动"),
            Self::Theme => said!("theme changed", "版式有改动"),
            Self::Frame => {
                said!("text as it was; links or frame changed", "文字未变，链接或页头页脚有改动")
            }
            Self::Content => said!("content changed", "内容有改动"),
            Self::Header(name) => said!("header changed: `{name}`", "响应头有改动：`{name}`"),
            Self::Otherwise => said!(
                "not as it was published: a run that ended early, or somebody else",
                "与发布时不同：上次没有做完，或有人动过"
            ),
            Self::Missing => said!("was published and is missing", "发布过，现在不见了"),
            Self::Foreign => said!(
                "takes the place of a file that kanyin did not put there",
                "代替一个不是 kanyin 放上去的文件"
            ),
            Self::MovedTo(address) => {
                let address = address.as_str();
                said!("moved to {address}", "移到 {address}")
            }
        }
    }
}

/// What is known of the whole change when reasons are asked for.
pub(super) struct Context<'a> {
    pub(super) new: BTreeSet<&'a Address>,
    /// Pages whose text is another.
    pub(super) changed: BTreeSet<&'a Address>,
    pub(super) base_url: Option<&'a str>,
}

impl<'a> Context<'a> {
    /// Looks over all that should stand and all that does.
    pub(super) fn new(
        files: impl Iterator<Item = (&'a Address, &'a File)>,
        entries: &BTreeMap<Address, Option<Entry>>,
        base_url: Option<&'a str>,
    ) -> Self {
        let (mut new, mut changed) = (BTreeSet::new(), BTreeSet::new());
        for (address, file) in files {
            match entries.get(address) {
                None => drop(new.insert(address)),
                Some(Some(entry)) if entry.words != file.words => drop(changed.insert(address)),
                Some(_) => {}
            }
        }
        Self { new, changed, base_url }
    }

    /// Why `file` is not what stands at `address`; empty if it is.
    pub(super) fn reasons(
        &self,
        address: &Address,
        file: &File,
        stood: Stood,
        entry: Option<&Entry>,
    ) -> Vec<Why> {
        let entry = match (stood, entry) {
            (Stood::Missing, _) => return vec![Why::Missing],
            (Stood::Foreign, _) => return vec![Why::Foreign],
            (Stood::Otherwise, _) | (Stood::Published, None) => return vec![Why::Otherwise],
            (Stood::Published, Some(entry)) => entry,
        };
        let mut reasons = Vec::new();
        if entry.digest != file.digest {
            reasons.extend(self.content(address, file, entry));
        }
        let (was, is) = (&entry.headers, &file.headers);
        let headers = [
            ("content-type", was.content_type != is.content_type),
            ("cache-control", was.cache_control != is.cache_control),
            ("content-encoding", was.content_encoding != is.content_encoding),
        ];
        reasons.extend(headers.iter().filter(|(_, is)| *is).map(|(name, _)| Why::Header(name)));
        reasons
    }

    fn content(&self, address: &Address, file: &File, entry: &Entry) -> Vec<Why> {
        let rank = Rank::of(address);
        if !is_page(address) {
            let told = rank >= Rank::Feed && address.as_str() != "robots.txt";
            let all = told.then(|| self.articles(self.new.iter().chain(&self.changed).copied()));
            return vec![all.flatten().unwrap_or(Why::Content)];
        }
        let html = std::str::from_utf8(&file.bytes).unwrap_or_default();
        let links: BTreeSet<Address> =
            site::links_of(address, html, self.base_url).into_iter().map(Address::file).collect();
        let text = (entry.words != file.words).then_some(Why::Text);
        let articles = || self.articles(links.iter());
        let mut reasons: Vec<Why> = match rank {
            Rank::Index => articles().or(text),
            _ => text.or_else(articles),
        }
        .into_iter()
        .collect();
        let fresh =
            |link: &Address| Rank::of(link) == Rank::Fingerprinted && self.new.contains(link);
        if links.iter().any(fresh) {
            reasons.push(Why::Theme);
        }
        if reasons.is_empty() {
            reasons.push(Why::Frame);
        }
        reasons
    }

    /// How many of `addresses` are articles that are new or changed.
    fn articles<'b>(&self, addresses: impl Iterator<Item = &'b Address>) -> Option<Why> {
        let (mut new, mut changed) = (0, 0);
        for address in addresses.filter(|a| is_page(a) && Rank::of(a) == Rank::Page) {
            new += usize::from(self.new.contains(address));
            changed += usize::from(self.changed.contains(address));
        }
        (new + changed > 0).then_some(Why::Articles { new, changed })
    }
}
