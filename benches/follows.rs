//! Counts which words follow each other and writes the table of `src/text/follows.rs`.
//!
//! `cargo bench --bench follows -- FILE… > src/text/follows.bin` counts over text files,
//! a paragraph a line. The articles of the bench are not among them: they measure.
//! `benches/damage/README.md` says which files the table in the repository is from.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::expect_used,
    missing_docs,
    reason = "a bench is a program of its own: it reads its arguments and prints, and stops where it cannot go on"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::PathBuf,
};

use clap::Parser as _;
use kanyin::text::{
    follows::{OFTEN, SURELY, hash},
    is_han, words,
};

/// What the program was called with.
#[derive(clap::Parser, Debug)]
#[command(about = "Counts which words follow each other")]
struct Arguments {
    /// Texts, a paragraph a line.
    files: Vec<PathBuf>,
    /// Cargo passes it to every bench.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A word seen less often is not kept.
const FREQUENT: u32 = 40;
/// A pair seen less often is not kept.
const SEEN: u32 = 2;
/// How many times more a first word would have to be seen for its pairs to be believed
/// by half.
const DOUBT: f64 = 20.0;

fn main() {
    let arguments = Arguments::parse();
    let mut lines = BTreeSet::new();
    for file in arguments.files {
        let text = fs::read_to_string(file).expect("a text");
        let prose = |line: &&str| line.chars().count() > 20 && line.contains('，');
        lines.extend(text.lines().filter(prose).map(str::to_owned));
    }
    let mut singles: BTreeMap<String, u32> = BTreeMap::new();
    let mut pairs: BTreeMap<(String, String), u32> = BTreeMap::new();
    let han = |word: &str| word.chars().all(is_han);
    for line in &lines {
        let mut before: Option<&str> = None;
        for word in words::split(line) {
            let word = Some(word).filter(|word| han(word));
            if let Some(word) = word {
                *singles.entry(word.to_owned()).or_default() += 1;
                if let Some(before) = before {
                    *pairs.entry((before.to_owned(), word.to_owned())).or_default() += 1;
                }
            }
            before = word;
        }
    }
    write(&singles, &pairs);
}

fn write(singles: &BTreeMap<String, u32>, pairs: &BTreeMap<(String, String), u32>) {
    let total: u32 = singles.values().sum();
    let words: BTreeMap<u32, u32> = singles
        .iter()
        .filter(|(_, count)| **count >= FREQUENT)
        .map(|(word, count)| (hash(&[word]), *count))
        .collect();
    let mut kept = BTreeMap::new();
    for ((first, second), count) in pairs.iter().filter(|(_, count)| **count >= SEEN) {
        let chance = f64::from(singles[second]) / f64::from(total);
        let seen = (f64::from(*count) + DOUBT * chance) / (f64::from(singles[first]) + DOUBT);
        let more = (seen / chance).ln();
        if more >= OFTEN {
            let surely = u32::from(more >= SURELY);
            kept.insert(hash(&[first, second]) & !1, surely);
        }
    }
    let sizes = [total, words.len() as u32, kept.len() as u32];
    let words = words.iter().flat_map(|(hash, count)| [*hash, *count]);
    let pairs = kept.iter().map(|(hash, surely)| hash | surely);
    let numbers: Vec<u8> =
        sizes.into_iter().chain(words).chain(pairs).flat_map(u32::to_le_bytes).collect();
    std::io::stdout().write_all(&numbers).expect("a place to write");
    eprintln!("{total} words, {} frequent, {} pairs", sizes[1], sizes[2]);
}
