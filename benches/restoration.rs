//! How well import restores damaged pages, measured on pages whose truth is known.
//!
//! `cargo bench --bench restoration` composes documents of the articles in
//! `benches/damage/articles`, damages them, restores them with [`import::plan`], and
//! holds the files that it would write against the truth. It prints a table for each
//! severity; `benches/damage/README.md` says what damage there is and what each line of
//! the table means. The same arguments give the same documents on every machine.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    missing_docs,
    reason = "a bench is a program of its own: it reads its arguments and prints, and stops where it cannot go on"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use clap::Parser as _;
use kanyin::{
    import::{self, Content, SeedFile, ledger},
    topics::Vocabulary,
};

#[allow(dead_code, reason = "the tests use the rest")]
mod damage;

use damage::{
    Document,
    articles::{self, Split, Text},
    compose, measures,
    ops::{self, Op, Severity},
    output::{self, Output},
    score::Score,
    truth::Truth,
};

/// What the bench was called with.
#[derive(clap::Parser, Debug)]
#[command(about = "Measures how well damaged pages are restored")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Arguments {
    /// How many documents of each severity.
    #[arg(long, default_value_t = 200)]
    documents: usize,
    /// Other documents for another number.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// light, medium or heavy; all three without it.
    #[arg(long)]
    severity: Option<String>,
    /// Kinds of damage that are done, `none` for none; all without it.
    #[arg(long, num_args = 1..)]
    only: Vec<String>,
    /// A folder of other articles than those of the bench, in the same format.
    #[arg(long)]
    articles: Option<PathBuf>,
    /// fit, held or all: which half of the articles.
    #[arg(long, default_value = "all")]
    split: String,
    /// Names the worst documents of each metric and writes them to `target/damage`.
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// Tells each line that went wrong: the page, the metric, what was wanted, what came.
    #[arg(long)]
    misses: bool,
    /// Writes each page and its truth into this folder.
    #[arg(long)]
    dump: Option<PathBuf>,
    /// Scores the articles that another program made of dumped pages: `NAME.json` for
    /// each in this folder.
    #[arg(long)]
    score: Option<PathBuf>,
    /// A table of the kinds of damage, each by itself, instead.
    #[arg(long)]
    each: bool,
    /// Scores the truth itself instead of what import makes: all must be 1.
    #[arg(long)]
    perfect: bool,
    /// Cargo passes it to every bench.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A document with what came out of it.
struct Case {
    name: String,
    document: Document,
    bytes: Vec<u8>,
    outputs: Vec<Output>,
    files: Vec<String>,
    score: Score,
}

fn main() {
    let arguments = Arguments::parse();
    let split = Split::named(&arguments.split).expect("--split fit, held or all");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/damage/articles");
    let folder = arguments.articles.as_ref().unwrap_or(&own);
    let texts = articles::load(folder, split).expect("the articles of the bench");
    println!(
        "{} articles, {} documents, seed {}",
        texts.len(),
        arguments.documents,
        arguments.seed
    );
    let wanted = |s: &Severity| arguments.severity.as_deref().is_none_or(|name| name == s.name());
    // The dictionary and the table of places are loaded once a process.
    import::restore("warm.txt", "桐乡市的集市搬进了新棚。".as_bytes(), &Vocabulary::default())
        .expect("a text");
    for severity in Severity::ALL.into_iter().filter(wanted) {
        if arguments.each {
            each(&arguments, &texts, severity);
        } else {
            run(&arguments, &texts, severity);
        }
    }
}

/// Makes document `number`: of the same articles at all severities.
fn document(
    seed: u64,
    texts: &[Text],
    severity: Severity,
    only: &[String],
    number: usize,
) -> Document {
    let mut random = damage::stream(seed, number as u64);
    let mut document = compose::compose(texts, &mut random);
    ops::damage(&mut document, severity, only, &mut random);
    document
}

/// Restores a page and reads what was written.
fn restore(name: &str, bytes: &[u8]) -> (Vec<Output>, Vec<String>, Duration) {
    let seed =
        SeedFile { name: format!("{name}.txt"), bytes: bytes.to_vec(), ..SeedFile::default() };
    let started = Instant::now();
    let plan = import::plan(&[seed], &Content::new(), &Vocabulary::default(), false, &|| ());
    let taken = started.elapsed();
    let files = plan.value.files.into_iter();
    let files: Vec<_> = files
        .filter(|f| !f.path.ends_with("_issue.md") && !f.path.ends_with(ledger::FILE_NAME))
        .collect();
    let outputs = files.iter().filter_map(|f| Output::read(&f.path, &f.text)).collect();
    (outputs, files.into_iter().map(|f| f.text).collect(), taken)
}

/// What was measured at one severity.
struct Measured {
    cases: Vec<Case>,
    sum: Score,
    taken: Duration,
}

fn measure(arguments: &Arguments, texts: &[Text], severity: Severity, only: &[String]) -> Measured {
    let mut measured = Measured { cases: Vec::new(), sum: Score::default(), taken: Duration::ZERO };
    for number in 0..arguments.documents {
        let document = document(arguments.seed, texts, severity, only, number);
        let truth = Truth::of(&document);
        let bytes = document.page.bytes(&document);
        let name = format!("{}-{number}", severity.name());
        let (outputs, files) = if arguments.perfect {
            (output::perfect(&document, &truth), Vec::new())
        } else if let Some(folder) = &arguments.score {
            let json = fs::read_to_string(folder.join(format!("{name}.json"))).unwrap_or_default();
            (Output::read_json(&json).unwrap_or_default(), vec![json])
        } else {
            let (outputs, files, took) = restore(&name, &bytes);
            measured.taken += took;
            (outputs, files)
        };
        let score = measures::score(&document, &truth, &outputs);
        measured.sum.add(&score);
        measured.cases.push(Case { name, document, bytes, outputs, files, score });
    }
    measured
}

fn run(arguments: &Arguments, texts: &[Text], severity: Severity) {
    let measured = measure(arguments, texts, severity, &arguments.only);
    table(severity, &measured);
    if arguments.misses {
        for case in &measured.cases {
            for miss in &case.score.misses {
                println!("{}\t{}\t{}\t{}", case.name, miss.metric, miss.wanted, miss.came);
            }
        }
    }
    if arguments.show > 0 {
        show(&measured.cases, arguments.show);
    }
    if let Some(folder) = &arguments.dump {
        dump(folder, &measured.cases);
    }
}

/// Prints a line for each kind of damage by itself, and the first for none.
fn each(arguments: &Arguments, texts: &[Text], severity: Severity) {
    let counted = || Score::default().values().into_iter().enumerate().filter(|(_, v)| v.3);
    println!("\n{}, each damage by itself", severity.name());
    print!("{:<20}{:>7}", "", "total");
    for (_, (name, ..)) in counted() {
        print!("{:>8}", name.chars().take(7).collect::<String>());
    }
    println!("{:>8}", "invent");
    let names = Op::ALL.map(Op::name);
    for name in ["none"].into_iter().chain(names).chain(damage::page::WAYS) {
        let Measured { sum, .. } = measure(arguments, texts, severity, &[name.to_owned()]);
        let number = |value: Option<f64>| value.map_or("–".to_owned(), |v| format!("{v:.3}"));
        print!("{name:<20}{:>7}", number(sum.totals.value()));
        let values = sum.values();
        for (index, _) in counted() {
            print!("{:>8}", number(values[index].1));
        }
        println!("{:>8}", sum.invention);
    }
}

/// Prints the table of one severity.
fn table(severity: Severity, Measured { cases, sum, taken }: &Measured) {
    let articles: usize = cases.iter().map(|c| c.document.articles.len()).sum();
    let bytes: usize = cases.iter().map(|c| c.bytes.len()).sum();
    let damages: usize = cases.iter().map(|c| c.document.done.len()).sum();
    let seconds = taken.as_secs_f64();
    println!(
        "\n{}: {} documents, {articles} articles, {damages} damages; {seconds:.2} s, {:.2} MB/s",
        severity.name(),
        cases.len(),
        if seconds > 0.0 { bytes as f64 / 1e6 / seconds } else { 0.0 },
    );
    println!("{:<28}{:>8}{:>10}{:>9}", "", "value", "of", "costs");
    let costs = costs(cases);
    let number = |value: Option<f64>| value.map_or("–".to_owned(), |v| format!("{v:.4}"));
    println!("{:<28}{:>8}{:>10}", "total (1)", number(sum.totals.value()), sum.totals.all);
    println!("{:<28}{:>8.4}", "total (2)", sum.total());
    for ((name, value, of, counts), cost) in sum.values().into_iter().zip(costs) {
        if counts {
            println!("{:<28}{:>8}{of:>10.0}{cost:>9.4}", format!("{name} *"), number(value));
        } else {
            println!("{name:<28}{:>8}{of:>10.0}", number(value));
        }
    }
    println!("{:<28}{:>8}", "invention, in characters", sum.invention);
    println!("(1) mean over documents of the mean of a document's lines marked *");
    println!("(2) mean of the lines marked * of this table");
}

/// How much of total (1) each metric takes away.
fn costs(cases: &[Case]) -> Vec<f64> {
    let mut costs = vec![0.0; Score::default().values().len()];
    for case in cases {
        let values = case.score.values();
        let counted = values.iter().filter(|v| v.3 && v.1.is_some()).count().max(1);
        for (cost, value) in costs.iter_mut().zip(&values) {
            if let Some(value) = value.1.filter(|_| value.3) {
                *cost += (1.0 - value) / counted as f64 / cases.len() as f64;
            }
        }
    }
    costs
}

/// Names the worst documents of each metric, and writes them down.
fn show(cases: &[Case], count: usize) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("damage");
    fs::create_dir_all(&folder).expect("a folder to write into");
    let names: Vec<&str> = Score::default().values().iter().map(|v| v.0).collect();
    for (index, metric) in names.into_iter().enumerate() {
        let value = |case: &Case| {
            let value = case.score.values()[index].1?;
            Some(if metric.contains("false") || metric == "pollution" {
                1.0 - value
            } else {
                value
            })
        };
        let mut worst: Vec<(f64, &Case)> =
            cases.iter().filter_map(|c| Some((value(c)?, c))).collect();
        worst.retain(|(value, _)| *value < 1.0);
        worst.sort_by(|a, b| {
            a.0.total_cmp(&b.0).then(a.1.document.lines.len().cmp(&b.1.document.lines.len()))
        });
        for (_, case) in worst.iter().take(count) {
            let value = case.score.values()[index].1.unwrap_or_default();
            println!("{metric:<28}{value:>8.3}  {}", folder.join(&case.name).display());
            write_down(&folder, case);
        }
    }
    for case in cases.iter().filter(|c| c.score.invention > 0.0).take(count) {
        let value = case.score.invention;
        println!("{:<28}{value:>8}  {}", "invention", folder.join(&case.name).display());
        write_down(&folder, case);
    }
}

fn write_down(folder: &Path, case: &Case) {
    let write = |kind: &str, text: &str| {
        fs::write(folder.join(format!("{}{kind}", case.name)), text).expect("a file to write");
    };
    write(".txt", &case.document.page.text(&case.document));
    write(".out.md", &case.files.join("\n================\n"));
    let truth = Truth::of(&case.document);
    let missing = measures::missing(&case.document, &truth, &case.outputs);
    let mut text = case.document.done.join("\n") + "\n\nIn no article:\n";
    text.push_str(&(missing.join("\n") + "\n"));
    for (article, perfect) in
        case.document.articles.iter().zip(output::perfect(&case.document, &truth))
    {
        text.push_str(&format!("================\n{article:?}\n{}\n", perfect.markdown()));
    }
    write(".truth.md", &text);
}

/// Writes pages and truths for other programs.
fn dump(folder: &Path, cases: &[Case]) {
    fs::create_dir_all(folder).expect("a folder to write into");
    for case in cases {
        fs::write(folder.join(format!("{}.txt", case.name)), &case.bytes).expect("a file to write");
        let truth = Truth::of(&case.document);
        let json = output::truth_json(&case.document, &truth);
        fs::write(folder.join(format!("{}.json", case.name)), json).expect("a file to write");
    }
    let outputs: usize = cases.iter().map(|c| c.outputs.len()).sum();
    println!(
        "{} pages and truths in {}; import made {outputs} articles",
        cases.len(),
        folder.display()
    );
}
