//! What `run.py` beside it cannot do as fast: the corpus, and the floor.
//!
//! - `cargo bench --bench peers -- corpus DIRECTORY ARTICLES` writes a publication in
//!   the dialect of kanyin, the same one each time; `run.py` makes the other dialects of it.
//! - `cargo bench --bench peers -- floor DIRECTORY` reads all files of a built site and
//!   writes them again from memory, by one and by two threads; it prints the medians of
//!   five runs in seconds, as JSON.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a bench is a program of its own: it reads its arguments, writes files and prints, and stops where it cannot go on"
)]

use std::{fs, path::Path};

#[allow(dead_code, reason = "each bench uses a part of it")]
#[path = "../corpus/mod.rs"]
mod corpus;
#[path = "../floor/mod.rs"]
mod floor;

/// How often the floor is measured.
const RUNS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["corpus", directory, articles] => {
            let articles = articles.parse().expect("a number of articles");
            for file in corpus::publication(articles, corpus::SEED) {
                let path = Path::new(directory).join(file.path);
                fs::create_dir_all(path.parent().expect("a folder for each file"))
                    .expect("the folder");
                fs::write(&path, file.text).expect("the file");
            }
        }
        ["floor", directory] => {
            let files = floor::read(Path::new(directory));
            let beside = Path::new(directory).parent().expect("a directory around the site");
            let [one, two] = [1, 2].map(|threads| floor::median(&files, beside, threads, RUNS));
            println!("{{\"files\":{},\"one\":{one:.4},\"two\":{two:.4}}}", files.len());
        }
        _ => println!(
            "usage: cargo bench --bench peers -- corpus DIRECTORY ARTICLES | floor DIRECTORY"
        ),
    }
}
