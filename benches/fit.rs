//! Fits the weights of `src/import/evidence` on pages whose truth is known.
//!
//! `cargo bench --bench fit` composes and damages documents of one half of the articles
//! in `benches/damage/articles`, asks import what it weighed, reads the answers off the
//! pages, and prints for each kind of question the weights that make the answers most
//! likely, with how well present and fitted weights do on both halves.
//! `benches/damage/README.md` says more. The same arguments print the same.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    missing_docs,
    reason = "a bench is a program of its own: it reads its arguments and prints, and stops where it cannot go on"
)]

use std::{collections::BTreeMap, fs, path::Path};

use clap::Parser as _;
use kanyin::{
    import::{self, evidence::Weight, question::Questions},
    topics::Vocabulary,
};
use rayon::prelude::*;

#[allow(dead_code, reason = "other benches use the rest")]
mod damage;
mod fitting;

use damage::{
    Document,
    articles::{self, Split, Text},
    compose,
    ops::{self, Op, Severity},
};
use fitting::{
    constants::{self, Constants},
    labels::{Asked, Labelled, Page, Skip},
    model::{self, Case, Features, Measured},
};

/// What the bench was called with.
#[derive(clap::Parser, Debug)]
#[command(about = "Fits the weights of import on damaged pages whose truth is known")]
struct Arguments {
    /// How many documents of each half.
    #[arg(long, default_value_t = 300)]
    documents: usize,
    /// Other documents for another number.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// light, medium or heavy; all three in turn without it or with `all`.
    #[arg(long, default_value = "all")]
    severity: String,
    /// fit, held or all: which half of the articles the weights are fitted on. The other
    /// half is only measured.
    #[arg(long, default_value = "fit")]
    split: String,
    /// How strongly weights are held where they stand: 10 hold one as strongly as 40 even
    /// questions would.
    #[arg(long, default_value_t = 10.0)]
    strength: f64,
    /// Names of the weights that may move, as `evidence/` has them; all without it.
    #[arg(long, num_args = 1..)]
    only: Vec<String>,
    /// Prints so many questions of each kind whose answers the fitted weights find least
    /// likely.
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// Prints lines for `evidence/` below each table.
    #[arg(long)]
    constants: bool,
    /// Cargo passes it to every bench.
    #[arg(long, hide = true)]
    bench: bool,
}

/// So many documents are restored before their questions are made small.
const TOGETHER: usize = 32;
/// A reading whose sum is so far below the best is left out: it will not be the best
/// under any weights that are near.
const FAR: f32 = 30.0;
/// How strongly a weight is held that may not move.
const HELD: f64 = 1e7;
/// How many readings that import lacks are shown.
const SHOWN: usize = 20;

/// The questions of one kind.
#[derive(Default)]
struct Kind {
    cases: Vec<Case>,
    skipped: BTreeMap<&'static str, usize>,
    /// Right readings that import lacks, how often, and the lines of the first.
    missing: BTreeMap<String, (usize, String)>,
}

/// The questions of one half, by kind.
type Half = BTreeMap<Asked, Kind>;

/// The signals of one kind of question, by number.
#[derive(Default)]
struct Signals {
    numbers: BTreeMap<&'static str, u32>,
    /// The names, and the weights now.
    known: Vec<Weight>,
    /// Signals of one name and two weights.
    torn: Vec<&'static str>,
}

impl Signals {
    fn number(&mut self, weight: Weight) -> u32 {
        let next = self.known.len() as u32;
        let number = *self.numbers.entry(weight.name).or_insert(next);
        if number == next {
            self.known.push(weight);
        } else if self.known[number as usize] != weight && !self.torn.contains(&weight.name) {
            self.torn.push(weight.name);
        }
        number
    }

    fn features(&mut self, weights: &[Weight]) -> Features {
        let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
        for &weight in weights {
            *counts.entry(self.number(weight)).or_default() += 1.0;
        }
        counts.into_iter().collect()
    }

    /// A question as numbers, without the readings that are out of the question.
    fn case(&mut self, question: &Labelled) -> Case {
        let sum = |weights: &Vec<Weight>| weights.iter().map(|w| w.log_odds).sum::<f32>();
        let sums: Vec<f32> = question.options.iter().map(sum).collect();
        let best = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut case = Case { options: Vec::new(), truth: 0, note: question.note.clone() };
        for (at, weights) in question.options.iter().enumerate() {
            if at == question.truth {
                case.truth = case.options.len();
            } else if sums[at] < best - FAR {
                continue;
            }
            case.options.push(self.features(weights));
        }
        case
    }
}

fn main() {
    let arguments = Arguments::parse();
    let split = Split::named(&arguments.split).expect("--split fit, held or all");
    let other = match split {
        Split::Fit => Some(Split::Held),
        Split::Held => Some(Split::Fit),
        Split::All => None,
    };
    // The dictionary and the table of places are loaded once a process.
    import::restore("warm.txt", "桐乡市的集市搬进了新棚。".as_bytes(), &Vocabulary::default())
        .expect("a text");
    let mut signals = BTreeMap::new();
    let fit = ask(&arguments, split, &mut signals);
    let held = other.map(|other| ask(&arguments, other, &mut signals));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/import/evidence");
    let read = |name| fs::read_to_string(folder.join(name)).expect("the weights of import");
    let source =
        [read("breaks.rs"), read("losses.rs"), read("lines.rs"), read("texts.rs")].concat();
    for asked in Asked::ALL {
        let (Some(signals), Some(fit)) = (signals.get(&asked), fit.get(&asked)) else { continue };
        let held = held.as_ref().and_then(|held| held.get(&asked));
        let constants = constants::read(&source, asked.module());
        report(&arguments, asked, signals, &constants, (fit, held));
    }
}

/// Asks import about the pages of one half of the articles.
fn ask(arguments: &Arguments, split: Split, signals: &mut BTreeMap<Asked, Signals>) -> Half {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/damage/articles");
    let texts = articles::load(&folder, split).expect("the articles of the bench");
    let (documents, seed) = (arguments.documents, arguments.seed);
    println!("{} articles, {documents} documents, seed {seed}", texts.len());
    let mut half = Half::new();
    let numbers: Vec<usize> = (0..documents).collect();
    for numbers in numbers.chunks(TOGETHER) {
        let answered: Vec<_> =
            numbers.par_iter().map(|&number| answer(arguments, &texts, number)).collect();
        for (asked, label) in answered.into_iter().flatten() {
            let kind = half.entry(asked).or_default();
            match label {
                Ok(question) => {
                    kind.cases.push(signals.entry(asked).or_default().case(&question));
                }
                Err(Skip::Unknown(why)) => *kind.skipped.entry(why).or_default() += 1,
                Err(Skip::Missing(pattern, lines)) => {
                    kind.missing.entry(pattern).or_insert((0, lines)).0 += 1;
                }
            }
        }
    }
    half
}

/// Makes document `number` as the bench for the restoration does, but as plain UTF-8.
fn document(arguments: &Arguments, texts: &[Text], number: usize) -> Document {
    let severities = Severity::ALL;
    let named = severities.into_iter().find(|s| s.name() == arguments.severity);
    let severity = named.unwrap_or(severities[number % severities.len()]);
    let ways = damage::page::WAYS.into_iter().filter(|way| *way != "encoding");
    let only: Vec<String> =
        Op::ALL.map(Op::name).into_iter().chain(ways).map(str::to_owned).collect();
    let mut random = damage::stream(arguments.seed, number as u64);
    let mut document = compose::compose(texts, &mut random);
    ops::damage(&mut document, severity, &only, &mut random);
    document
}

/// What import is asked by document `number`, with the answers.
fn answer(
    arguments: &Arguments,
    texts: &[Text],
    number: usize,
) -> Vec<(Asked, Result<Labelled, Skip>)> {
    let document = document(arguments, texts, number);
    let page = Page::of(&document);
    let mut questions = Questions::wanted();
    let name = format!("{number}.txt");
    let restored = import::restore_and_ask(
        &name,
        page.text.as_bytes(),
        &Vocabulary::default(),
        &mut questions,
    )
    .expect("a text");
    assert_eq!(restored.seed.text, page.text, "questions count the bytes of the page");
    questions.into_inner().iter().map(|question| page.label(question)).collect()
}

/// Fits the weights of one kind of question and prints them.
fn report(
    arguments: &Arguments,
    asked: Asked,
    signals: &Signals,
    constants: &Constants,
    (fit, held): (&Kind, Option<&Kind>),
) {
    let present: Vec<f64> = signals.known.iter().map(|w| f64::from(w.log_odds)).collect();
    let constant = |name: &str| constants.get(name).map_or("?", |(_, constant)| constant);
    let moves = |name| arguments.only.is_empty() || arguments.only.iter().any(|o| o == name);
    let strength = signals
        .known
        .iter()
        .map(|w| if moves(constant(w.name)) { arguments.strength } else { HELD });
    let fitted = model::fit(&fit.cases, &present, &strength.collect::<Vec<f64>>());
    println!("\n{}", asked.module());
    describe(asked, arguments.split.as_str(), fit);
    if let Some(held) = held {
        describe(asked, "the other half", held);
    }
    println!("{:<26}{:>10}{:>10}{:>10}", "", "questions", "accuracy", "log-loss");
    for (name, kind) in [("fitted on", Some(fit)), ("held out", held)] {
        let Some(kind) = kind else { continue };
        for (which, weights) in [("present", &present), ("fitted", &fitted.weights)] {
            let Measured { count, accuracy, loss } = model::measure(&kind.cases, weights);
            println!("{name:<10} {which:<15}{count:>10}{accuracy:>10.4}{loss:>10.4}");
        }
    }
    if !signals.torn.is_empty() {
        println!("signals of one name and several weights: {:?}", signals.torn);
    }
    let seen = seen(&fit.cases, present.len());
    let mut order: Vec<usize> = (0..present.len()).collect();
    let place = |name: &str| constants.get(name).map_or(usize::MAX, |(order, _)| *order);
    order.sort_by_key(|&at| (place(signals.known[at].name), signals.known[at].name));
    println!(
        "{:<24}{:<42}{:>8}{:>8}{:>7}{:>8}{:>8}",
        "", "", "present", "fitted", "±", "for", "against"
    );
    for &at in &order {
        let (name, (yes, no)) = (signals.known[at].name, seen[at]);
        println!(
            "{:<24}{name:<42}{:>8.2}{:>8.2}{:>7.2}{yes:>8}{no:>8}",
            constant(name),
            present[at],
            fitted.weights[at],
            fitted.errors[at],
        );
    }
    if matches!(asked, Asked::Opening | Asked::Loss) {
        marks("fitted on", &fit.cases, &present);
        if let Some(held) = held {
            marks("held out", &held.cases, &present);
        }
    }
    surprises(&fit.cases, &fitted.weights, arguments.show);
    for &at in order.iter().filter(|_| arguments.constants) {
        let (name, value) = (signals.known[at].name, fitted.weights[at]);
        // No −0.0.
        let value = (value * 10.0).round() / 10.0 + 0.0;
        println!("    pub const {}: Weight = weight(\"{name}\", {value:.1});", constant(name));
    }
}

/// Prints for sums from nought on how many questions reach them and which share of those
/// is false: where an answer is a mark, the sum from which it is set is read off here.
fn marks(half: &str, cases: &[Case], weights: &[f64]) {
    const STEPS: u32 = 20;
    let sum = |case: &Case| -> f64 {
        case.options[0].iter().map(|&(f, n)| weights[f as usize] * f64::from(n)).sum()
    };
    let sums: Vec<(f64, bool)> = cases.iter().map(|case| (sum(case), case.truth == 0)).collect();
    println!("{half}: from a sum on, how many, and which share of them is false");
    for sure in (0..STEPS).map(|step| f64::from(step) / 5.0) {
        let reached = sums.iter().filter(|(sum, _)| *sum > sure);
        let (all, wrong) =
            reached.fold((0, 0), |(all, wrong), (_, right)| (all + 1, wrong + u32::from(!right)));
        println!("{sure:>6.1}{all:>8}{:>8.3}", f64::from(wrong) / f64::from(all.max(1)));
    }
}

/// Says what the questions of one half are.
fn describe(asked: Asked, half: &str, kind: &Kind) {
    let options: usize = kind.cases.iter().map(|c| c.options.len()).sum();
    if asked == Asked::Lines {
        let mean = options as f64 / kind.cases.len().max(1) as f64;
        println!("{half}: {} questions, {mean:.0} readings each", kind.cases.len());
    } else {
        let yes = kind.cases.iter().filter(|c| c.truth == 0).count();
        println!("{half}: {} questions, {yes} of them true", kind.cases.len());
    }
    for (why, count) in &kind.skipped {
        println!("  skipped {count}: {why}");
    }
    let total: usize = kind.missing.values().map(|(count, _)| count).sum();
    if total > 0 {
        println!("  skipped {total}: the truth is no reading");
    }
    let mut missing: Vec<_> = kind.missing.iter().collect();
    missing.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (pattern, (count, lines)) in missing.into_iter().take(SHOWN) {
        println!("    {count:>4}  {pattern:<44}  such as {lines}");
    }
}

/// Prints the questions whose answers are the least likely, each text once.
fn surprises(cases: &[Case], weights: &[f64], count: usize) {
    let mut losses: Vec<(f64, &str)> =
        cases.iter().map(|case| (case.likely(weights).1, case.note.as_str())).collect();
    losses.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    losses.dedup_by_key(|(_, note)| *note);
    for (loss, note) in losses.into_iter().take(count) {
        println!("{loss:>6.2}  {note}");
    }
}

/// How many questions show a signal in the right answer, and how many only in others.
/// Of questions that can be true or not: how many true ones show it, and how many false.
fn seen(cases: &[Case], size: usize) -> Vec<(usize, usize)> {
    let mut seen = vec![(0, 0); size];
    for case in cases {
        let mut shown = vec![false; size];
        for &(feature, _) in case.options.iter().flatten() {
            shown[feature as usize] = true;
        }
        for &(feature, _) in &case.options[case.truth] {
            seen[feature as usize].0 += 1;
            shown[feature as usize] = false;
        }
        for (counts, _) in seen.iter_mut().zip(shown).filter(|(_, shown)| *shown) {
            counts.1 += 1;
        }
    }
    seen
}
