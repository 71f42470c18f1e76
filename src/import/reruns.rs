//! Articles that ran in two seeds. They are reported with both places and left as
//! they are: a paper may have meant to print a text twice.
//!
//! Of each paragraph some *prints* are kept: hashes of twelve letters, the least of
//! each so many neighbours (winnowing), and at least one. Letters are folded and
//! all else is left out, so that quotes, widths and look-alike characters do not
//! matter; and a passage that is cut keeps the prints of what is left. An article
//! *ran twice* if half of the prints of either stand in the other: less is what two
//! reports of one event quote alike, more is the same text.
//!
//! A print is eight bytes, one for about thirty letters: a gigabyte of text is
//! compared in less than a tenth of it. Linear but for one sort: of a print that
//! stands in many places few are looked at.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    ledger::{self, AlsoRecord, RepairRecord},
    plan::IssuePlan,
    prints::Least,
    repair::Kind,
};
use crate::{route::Slug, text::fold};

/// Letters of a print.
const GRAM: usize = 12;
/// The least print of each so many neighbours is kept.
const WINDOW: usize = 64;
/// Fewer prints than this are no article: a rubric, a colophon, a line of notice.
const LEAST: usize = 2;
/// Below so many common prints, two thirds must agree: one sentence of a short
/// notice is half of it.
const FEW: usize = 4;
/// What stands in more seeds than this is a set text, such as the sentence that
/// closes every report. It says nothing, unless an article has nothing else.
const OFTEN: usize = 8;
/// Articles with one print that are held against each other.
const POSTINGS: usize = 16;
/// Of a set text, the first so many places are told.
const FIRST: usize = 4;
/// Places that a report names; the others are counted.
pub const MOST_NAMED: usize = 8;

/// Low bits of a print in the index: the number of its article.
const ARTICLE: u64 = (1 << 24) - 1;

/// An article, as far as it is known where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Its seed and issue.
    pub of: Arc<Of>,
    /// The line of the seed where its text starts.
    pub line: usize,
    /// Where its text starts and ends, in bytes of the seed.
    pub range: (usize, usize),
    /// Its file below the issue's folder.
    pub file: Box<str>,
    /// Its headline.
    pub title: Box<str>,
}

/// What the articles of a seed have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Of {
    /// The seed, below `seeds/`.
    pub seed: String,
    /// SHA-256 of the seed.
    pub sha256: String,
    /// The issue.
    pub issue: String,
}

/// An article that stands in other seeds too.
#[derive(Clone, Debug, PartialEq)]
pub struct Rerun {
    /// The article.
    pub article: Ran,
    /// Where else it stands, in the order of issues, seeds and lines; at most
    /// [`MOST_NAMED`].
    pub also: Vec<AlsoRecord>,
    /// In how many places more.
    pub more: usize,
}

/// The prints of all articles of an import.
#[derive(Clone, Debug, Default)]
pub struct Index {
    articles: Vec<Ran>,
    /// How many prints each article has.
    totals: Vec<u32>,
    /// Prints, the low bits replaced by the article's number.
    prints: Vec<u64>,
}

/// Two articles and how many prints they share.
type Pair = ((u32, u32), u32);

impl Index {
    /// Takes an article in. They come in the order of issues, seeds and lines.
    pub fn add(&mut self, article: Ran, prints: &[u64]) {
        let number = self.articles.len() as u64;
        if prints.len() < LEAST || number >= ARTICLE {
            return;
        }
        self.prints.extend(prints.iter().map(|print| (print & !ARTICLE) | number));
        self.totals.push(u32::try_from(prints.len()).unwrap_or(u32::MAX));
        self.articles.push(article);
    }

    /// The articles that ran in more than one seed, in their order.
    pub fn reruns(mut self) -> Vec<Rerun> {
        self.prints.par_sort_unstable();
        self.prints.dedup();
        let rare = self.rare();
        let mut partners: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.articles.len()];
        for ((a, b), common) in self.pairs(&rare) {
            let total = |article: u32| match rare[article as usize] {
                0 => self.totals[article as usize],
                rare => rare,
            };
            if ran_twice(common, total(a).min(total(b))) {
                partners[a as usize].push((b, common));
                partners[b as usize].push((a, common));
            }
        }
        let told = partners.into_iter().enumerate().filter(|(_, of)| !of.is_empty());
        told.map(|(article, mut of)| {
            of.sort_unstable();
            self.rerun(article, &of)
        })
        .collect()
    }

    /// How many prints of each article do not stand everywhere.
    fn rare(&self) -> Vec<u32> {
        let mut rare = vec![0; self.articles.len()];
        for group in self.groups().filter(|group| !self.is_often(group)) {
            for print in group {
                rare[(print & ARTICLE) as usize] += 1;
            }
        }
        rare
    }

    /// The places of each print.
    fn groups(&self) -> impl Iterator<Item = &[u64]> {
        self.prints.chunk_by(|a, b| a & !ARTICLE == b & !ARTICLE)
    }

    fn is_often(&self, group: &[u64]) -> bool {
        let seed = |print: &u64| &self.articles[(print & ARTICLE) as usize].of.seed;
        let changes = group.windows(2).filter(|two| seed(&two[0]) != seed(&two[1])).count();
        changes >= OFTEN
    }

    /// The articles of different seeds that share prints, in order.
    fn pairs(&self, rare: &[u32]) -> Vec<Pair> {
        let mut pairs: HashMap<(u32, u32), u32> = HashMap::new();
        let apart =
            |a: u32, b: u32| self.articles[a as usize].of.seed != self.articles[b as usize].of.seed;
        for group in self.groups().filter(|group| group.len() > 1) {
            let often = self.is_often(group);
            let articles = group.iter().map(|print| (print & ARTICLE) as u32);
            if often {
                let bare: Vec<u32> = articles.filter(|a| rare[*a as usize] == 0).collect();
                for (at, &b) in bare.iter().enumerate() {
                    for &a in bare[..at.min(FIRST)].iter().filter(|a| apart(**a, b)) {
                        *pairs.entry((a, b)).or_default() += 1;
                    }
                }
                continue;
            }
            let articles: Vec<u32> = articles.take(POSTINGS).collect();
            for (at, &b) in articles.iter().enumerate() {
                for &a in articles[..at].iter().filter(|a| apart(**a, b)) {
                    *pairs.entry((a, b)).or_default() += 1;
                }
            }
        }
        let mut pairs: Vec<Pair> = pairs.into_iter().collect();
        pairs.sort_unstable();
        pairs
    }

    fn rerun(&self, article: usize, of: &[(u32, u32)]) -> Rerun {
        let total = f64::from(self.totals[article]);
        let also = of.iter().take(MOST_NAMED).map(|&(other, common)| {
            let other = &self.articles[other as usize];
            AlsoRecord {
                seed: other.of.seed.clone(),
                line: other.line,
                file: format!("{}/{}", other.of.issue, other.file),
                share: (f64::from(common) * 100.0 / total).round().min(100.0) as u8,
            }
        });
        Rerun {
            article: self.articles[article].clone(),
            also: also.collect(),
            more: of.len().saturating_sub(MOST_NAMED),
        }
    }
}

impl Rerun {
    /// The report as the ledger keeps it.
    pub fn record(&self) -> RepairRecord {
        let article = &self.article;
        let kind = Kind::Rerun;
        let more = (self.more > 0).then(|| format!("it stands in {} places more", self.more));
        RepairRecord {
            id: ledger::id(&article.of.sha256, kind, article.range.0, &article.title),
            kind: kind.name().into(),
            status: "reported".into(),
            seed: article.of.seed.clone(),
            sha256: article.of.sha256.as_str().into(),
            ranges: vec![article.range],
            file: article.file.to_string(),
            part: String::new(),
            before: article.title.to_string(),
            after: String::new(),
            evidence: Vec::new(),
            confidence: None,
            considered: more.into_iter().collect(),
            removed: Vec::new(),
            also: self.also.clone(),
        }
    }
}

/// What is gathered of an import, issue by issue, to find reruns at its end.
#[derive(Debug, Default)]
pub struct Gathered {
    index: Index,
    /// The reruns in the ledgers that stand, where there are any.
    told: BTreeMap<String, Vec<RepairRecord>>,
    /// The seeds of this import.
    seeds: BTreeSet<String>,
}

/// The reruns of an issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfIssue {
    /// Those that this import has found.
    pub new: Vec<RepairRecord>,
    /// Those that its ledger is to have: the same, and what earlier imports told of
    /// seeds that were not in this one.
    pub records: Vec<RepairRecord>,
    /// Whether the ledger has them already.
    pub unchanged: bool,
}

impl Gathered {
    /// Takes in what there is to compare of an issue. Issues come in their order.
    pub fn add(&mut self, id: &Slug, issue: &mut IssuePlan) {
        for (article, prints) in issue.articles.drain(..) {
            if !self.seeds.contains(&article.of.seed) {
                self.seeds.insert(article.of.seed.clone());
            }
            self.index.add(article, &prints);
        }
        let told = std::mem::take(&mut issue.told);
        if !told.is_empty() {
            self.told.insert(id.to_string(), told);
        }
    }

    /// The reruns by issue. `beside` are the seeds that are there and were not
    /// imported this time.
    pub fn reruns(self, beside: &BTreeSet<String>) -> BTreeMap<String, OfIssue> {
        let Self { index, told, seeds } = self;
        let mut issues: BTreeMap<String, OfIssue> = BTreeMap::new();
        for rerun in index.reruns() {
            let issue = issues.entry(rerun.article.of.issue.clone()).or_default();
            issue.new.push(rerun.record());
        }
        for id in told.keys() {
            issues.entry(id.clone()).or_default();
        }
        for (id, issue) in &mut issues {
            let told = told.get(id).map_or(&[][..], Vec::as_slice);
            issue.records = settle(&issue.new, told, &seeds, beside);
            issue.unchanged = issue.records == told;
        }
        issues
    }
}

/// New reruns, and of the old ones what this import could not see.
fn settle(
    new: &[RepairRecord],
    told: &[RepairRecord],
    seeds: &BTreeSet<String>,
    beside: &BTreeSet<String>,
) -> Vec<RepairRecord> {
    let mut all = new.to_vec();
    for old in told {
        if !seeds.contains(&old.seed) {
            all.extend(beside.contains(&old.seed).then(|| old.clone()));
            continue;
        }
        let unseen: Vec<AlsoRecord> =
            old.also.iter().filter(|also| beside.contains(&also.seed)).cloned().collect();
        match all.iter_mut().find(|record| record.id == old.id) {
            _ if unseen.is_empty() => {}
            Some(record) => {
                record.also.extend(unseen);
                record.also.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
                record.also.truncate(MOST_NAMED);
            }
            None => all.push(RepairRecord { also: unseen, ..old.clone() }),
        }
    }
    all.sort_by(|a, b| (&a.seed, &a.ranges, &a.id).cmp(&(&b.seed, &b.ranges, &b.id)));
    all
}

/// Whether so many common prints of `total` make one text.
fn ran_twice(common: u32, total: u32) -> bool {
    let (common, total) = (common as usize, total as usize);
    let enough = if common < FEW { common * 3 >= total * 2 } else { common * 2 >= total };
    common >= LEAST && enough
}

/// The prints of a text, paragraph by paragraph, each once, in their order.
pub fn prints<T: AsRef<str>>(paragraphs: impl IntoIterator<Item = T>) -> Vec<u64> {
    let mut all = Vec::new();
    let mut letters: Vec<char> = Vec::new();
    for paragraph in paragraphs {
        letters.clear();
        fold::add(paragraph.as_ref(), &mut letters, char::is_alphanumeric);
        winnow(&letters, &mut all);
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The least hash of each [`WINDOW`] neighbours, and at least one.
fn winnow(letters: &[char], out: &mut Vec<u64>) {
    let mut least = Least::<WINDOW>::new();
    let mut kept = None;
    let grams = letters.len().saturating_sub(GRAM - 1);
    for (at, gram) in letters.windows(GRAM).enumerate() {
        let front = least.push(hash(gram), at);
        let full = at + 1 >= WINDOW || at + 1 == grams;
        if full && kept.replace(front) != Some(front) {
            out.push(front.0);
        }
    }
}

/// A hash that spreads over all bits (FNV-1a, then the finaliser of SplitMix64).
fn hash(letters: &[char]) -> u64 {
    let hash = letters.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, &c| {
        (hash ^ u64::from(c as u32)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人，一直走到天黑才回家。";
    const B: &str =
        "堤是前年修的，花了三百万元，修堤的时候，沿河的住户让出了六十亩菜地，一句怨言也没有听见。";
    const C: &str = "“让出去的地，换回来的是安心。”住在河边的老人说，他自己在这里住了七十年，没有见过这样的水。";
    const D: &str =
        "河口镇的集市逢五逢十开张，卖菜的天不亮就来占位置，新棚有水有电，摊主都说比从前好做生意。";
    const E: &str =
        "渡口的老船去年上了岸，船工改行养蜂，一年收三百斤蜜，够供两个孩子在县城里把高中读完。";
    const CLOSING: &str =
        "欢迎广大读者踊跃来稿，来稿请注明作者的姓名和联系地址，一经采用即付稿酬。";

    /// A text of its own for each number.
    fn own(number: usize) -> String {
        let word = |at: usize| {
            (hash(&[' ', '一']) ^ (number * 90 + at) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                >> 32
        };
        (0..90).filter_map(|at| char::from_u32(0x4e00 + (word(at) % 20_000) as u32)).collect()
    }

    fn ran(seed: &str, file: &str) -> Ran {
        Ran {
            of: Arc::new(Of { seed: seed.into(), sha256: seed.into(), issue: seed.into() }),
            line: 5,
            range: (30, 90),
            file: file.into(),
            title: "柳堤新绿".into(),
        }
    }

    /// What is reported of articles, each of a seed: its file, and where it stands
    /// too with what share.
    fn told(articles: &[(&str, &str, &[&str])]) -> Vec<(String, Vec<(String, u8)>)> {
        let mut index = Index::default();
        for (seed, file, paragraphs) in articles {
            index.add(ran(seed, file), &prints(*paragraphs));
        }
        let also = |r: &Rerun| r.also.iter().map(|a| (a.file.clone(), a.share)).collect();
        index.reruns().iter().map(|r| (r.article.file.to_string(), also(r))).collect()
    }

    #[test]
    fn an_article_in_two_seeds_is_reported_with_both_places() {
        let found = told(&[("1", "a", &[A, B, C]), ("1", "b", &[D, E]), ("2", "c", &[A, B, C])]);
        let at = |file: &str| vec![(file.to_owned(), 100)];
        assert_eq!(found, [("a".to_owned(), at("2/c")), ("c".to_owned(), at("1/a"))]);
        // In one seed it is the work of the step that takes out copies.
        assert_eq!(told(&[("1", "a", &[A, B, C]), ("1", "c", &[A, B, C])]), []);
    }

    #[test]
    fn other_quotes_and_look_alike_characters_are_the_same_text() {
        let dressed = C.replace('“', "「").replace('”', "」").replace('己', "已");
        let wide = B.replace('，', " , ");
        let found = told(&[("1", "a", &[A, B, C]), ("2", "c", &[A, &wide, &dressed])]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].1[0].1, 100);
    }

    #[test]
    fn a_part_of_an_article_is_reported() {
        let half = &C[..C.floor_char_boundary(C.len() / 2)];
        for part in [&[A, B][..], &[B, C], &[A, B, half], &[A, "记者从现场发回的报道。", B]]
        {
            let found = told(&[("1", "a", &[A, B, C]), ("2", "c", part)]);
            assert_eq!(found.len(), 2, "{part:?}");
        }
        // A character is lost here and there.
        let damaged = [A, B, C].map(|p| p.replacen("的", "", 1));
        let damaged: Vec<&str> = damaged.iter().map(String::as_str).collect();
        assert_eq!(told(&[("1", "a", &[A, B, C]), ("2", "c", &damaged)]).len(), 2);
    }

    #[test]
    fn what_two_reports_quote_alike_is_no_rerun() {
        assert_eq!(told(&[("1", "a", &[A, B, D, E]), ("2", "c", &[C, CLOSING, &own(1), B])]), []);
        assert_eq!(told(&[("1", "a", &[&own(1), &own(2)]), ("2", "c", &[&own(3), &own(4)])]), []);
        // A rubric is no article.
        assert_eq!(
            told(&[
                ("1", "a", &["本报地址：清河县人民路一号"]),
                ("2", "c", &["本报地址：清河县人民路一号"])
            ]),
            []
        );
    }

    #[test]
    fn the_same_closing_sentence_in_a_hundred_articles_is_none() {
        let texts: Vec<String> = (0..100).map(own).collect();
        let names: Vec<String> = (0..100).map(|n| format!("{n:03}")).collect();
        let paragraphs: Vec<[&str; 2]> = texts.iter().map(|own| [own.as_str(), CLOSING]).collect();
        let articles: Vec<(&str, &str, &[&str])> =
            names.iter().zip(&paragraphs).map(|(n, p)| (n.as_str(), n.as_str(), &p[..])).collect();
        assert_eq!(told(&articles), []);
    }

    #[test]
    fn an_article_in_very_many_seeds_is_still_told_with_the_first() {
        let names: Vec<String> = (0..40).map(|n| format!("{n:03}")).collect();
        let articles: Vec<(&str, &str, &[&str])> =
            names.iter().map(|n| (n.as_str(), n.as_str(), &[A, B, C][..])).collect();
        let found = told(&articles);
        assert_eq!(found.len(), 40);
        assert!(found[1..].iter().all(|(_, also)| also[0].0 == "000/000"));
    }

    #[test]
    fn thousands_of_seeds_take_few_comparisons() {
        let mut index = Index::default();
        for number in 0..2000 {
            // Every tenth ran a week before; all close alike.
            let text = own(if number % 10 == 9 { number - 7 } else { number });
            let second = own(5000 + if number % 10 == 9 { number - 7 } else { number });
            let name = format!("{number:04}");
            index.add(ran(&name, &name), &prints([text.as_str(), &second, CLOSING]));
        }
        let prints = index.prints.len();
        assert!(prints < 2000 * 16, "{prints} prints");
        let mut sorted = index.clone();
        sorted.prints.sort_unstable();
        let rare = sorted.rare();
        let pairs = sorted.pairs(&rare).len();
        assert!(pairs <= 400, "{pairs} pairs for 200 reruns");
        assert_eq!(index.reruns().len(), 400);
    }

    fn record(seed: &str, also: &[&str]) -> RepairRecord {
        let place = |seed: &&str| AlsoRecord {
            seed: (*seed).into(),
            line: 1,
            file: format!("{seed}/a.md"),
            share: 100,
        };
        let rerun =
            Rerun { article: ran(seed, "a.md"), also: also.iter().map(place).collect(), more: 0 };
        rerun.record()
    }

    #[test]
    fn what_an_import_of_few_seeds_cannot_see_is_kept() {
        let run = |seeds: &[&str]| seeds.iter().map(|s| (*s).to_owned()).collect::<BTreeSet<_>>();
        let beside = |seeds: &[&str]| seeds.iter().map(|s| (*s).to_owned()).collect();
        let told = [record("1", &["2", "3"])];
        // All were seen: what is new counts.
        assert_eq!(settle(&[], &told, &run(&["1", "2", "3"]), &beside(&[])), []);
        // The third was not in this run.
        let kept = settle(&[], &told, &run(&["1", "2"]), &beside(&["3"]));
        assert_eq!(kept, [record("1", &["3"])]);
        let kept = settle(&[record("1", &["2"])], &told, &run(&["1", "2"]), &beside(&["3"]));
        assert_eq!(kept, told);
        // A seed that is gone is told of no more.
        assert_eq!(settle(&[], &told, &run(&["2"]), &beside(&["3"])), []);
        assert_eq!(settle(&[], &told, &run(&["2"]), &beside(&["1", "3"])), told);
    }
}
