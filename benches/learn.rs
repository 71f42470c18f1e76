//! Learns the model of prose and writes the table of `src/text/model`.
//!
//! `cargo bench --bench learn -- FILE… > src/text/model/model.bin` learns from text files, in the
//! format of the articles of the damage bench or with a paragraph a line. Those articles are not
//! among them: they measure. `benches/damage/README.md` says which files the table in the
//! repository is from.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::expect_used,
    missing_docs,
    reason = "a bench is a program of its own: it reads its arguments and prints, and stops where it cannot go on"
)]

use std::{io::Write as _, path::PathBuf};

use clap::Parser as _;
use kanyin::text::model::{
    self,
    signs::{self, OPENS_STEP, SMALL_STEP},
};

mod learning;
#[path = "corpus/random.rs"]
#[allow(dead_code, reason = "other benches use the rest")]
mod random;

use learning::{
    grams::{Counts, Grams},
    logistic::Examples,
    prose::{Measures, Prose},
};
use random::Random;

/// What the program was called with.
#[derive(clap::Parser, Debug)]
#[command(about = "Learns the model of prose")]
struct Arguments {
    /// Texts.
    files: Vec<PathBuf>,
    /// Texts of laws, of which one paragraph in three is read: they are all alike.
    #[arg(long, num_args = 1..)]
    laws: Vec<PathBuf>,
    /// Texts that are measured with: what is taken from them is left out.
    #[arg(long, num_args = 1..)]
    without: Vec<PathBuf>,
    /// How much an entry of the grams must tell, in nats over the whole text.
    #[arg(long, default_value_t = 5.0)]
    gain: f64,
    /// How strongly weights are drawn to nought.
    #[arg(long, default_value_t = 0.5)]
    spring: f64,
    /// Cargo passes it to every bench.
    #[arg(long, hide = true)]
    bench: bool,
}

/// To each beginning of a paragraph so many places inside of one, to each head so many pieces.
const OTHERS: usize = 2;

fn main() {
    let arguments = Arguments::parse();
    let measures = Measures::read(&arguments.without);
    let prose = Prose::read(&arguments.files, &measures);
    let mut laws = Prose::read(&arguments.laws, &measures);
    laws.paragraphs = laws.paragraphs.into_iter().step_by(3).collect();
    let mut random = Random::new(1, 0);

    let mut counts = Counts::new();
    for paragraph in prose.paragraphs.iter().chain(&laws.paragraphs) {
        counts.add(paragraph);
    }
    let mut entries = Grams::of(&counts).entries(&counts, arguments.gain);
    eprintln!("{} entries of grams", entries.len());

    let mut opens = Examples::default();
    for text in prose.paragraphs.iter().map(String::as_str).chain(prose.sentences()) {
        opens.add(&signs::of_beginning(text), true);
    }
    let sentences: Vec<&str> = laws.sentences().collect();
    for text in sentences.iter().take(opens.len() / 4) {
        opens.add(&signs::of_beginning(text), true);
    }
    for _ in 0..opens.len() * OTHERS {
        let inside = if sentences.is_empty() || random.below(5) > 0 { &prose } else { &laws };
        opens.add(&signs::of_beginning(inside.cut(&mut random).1), false);
    }
    entries.extend(opens.learn(arguments.spring, OPENS_STEP, &mut random));

    let mut heads = Examples::default();
    for head in &prose.heads {
        heads.add(&signs::of_line(head), true);
    }
    for _ in 0..heads.len() * OTHERS {
        heads.add(&signs::of_line(prose.piece(&mut random)), false);
    }
    entries.extend(heads.learn(arguments.spring, SMALL_STEP, &mut random));

    let (mut leads, mut closes) = (Examples::default(), Examples::default());
    for article in &prose.articles {
        for (at, paragraph) in article.iter().enumerate() {
            leads.add(&signs::of_lead(paragraph), at == 0);
            closes.add(&signs::of_close(paragraph), at + 1 == article.len());
        }
    }
    entries.extend(leads.learn(arguments.spring, SMALL_STEP, &mut random));
    entries.extend(closes.learn(arguments.spring, SMALL_STEP, &mut random));

    eprintln!(
        "{} articles, {} paragraphs, {} heads, {} paragraphs of laws; {} entries",
        prose.articles.len(),
        prose.paragraphs.len(),
        prose.heads.len(),
        laws.paragraphs.len(),
        entries.len()
    );
    std::io::stdout().write_all(&model::table(entries)).expect("a place to write");
}
