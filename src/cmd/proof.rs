//! `kanyin proof`: raw text and restored text side by side, for the editor.

use std::path::Path;

use super::{Console, Outcome, Site, import};
use crate::{
    diag::{Checked, Diagnostic, has_errors},
    disk::{Limit, Root, Tree},
    import::Content,
    preview,
    proof::{self, Inputs},
    tongue::{plural, said},
};

/// Where the pages are written if nobody says otherwise: with what else belongs
/// to the program, and never published.
const OUTPUT: &str = ".kanyin/proof";

/// Runs the verb.
pub(super) fn run(console: Console, dir: &Path, output: Option<&Path>) -> Outcome {
    let mut problems = Vec::new();
    let site = match Site::open(dir) {
        Ok(site) => site.into_value(&mut problems),
        Err(problems) => return Ok(problems),
    };
    let lock = super::lock(console, &site.root)?;
    let place = output.unwrap_or(Path::new(OUTPUT));
    // Before the work: a refused output directory is told at once.
    let tree = Tree::open_proof(&lock, place)?;
    let pages = make(&site, &mut problems);
    if has_errors(&problems) {
        console.say(&super::as_it_was(place));
        return Ok(problems);
    }
    let stage = tree.stage()?;
    for (address, bytes) in &pages {
        stage.write(address, bytes)?;
    }
    problems.extend(stage.commit()?.diagnostics);
    let count = pages.keys().filter(|address| is_page(address)).count();
    let pages = plural(count, "page");
    console.say(&said!(
        "{pages} for the editor in {place}",
        "{count} 个校样网页，在“{place}”",
        place = place.display()
    ));
    if count == 1 {
        console.say(&said!(
            "no seeds yet: put page text as .txt files into seeds/ and import it",
            "还没有底本：请把版面文字存成 .txt 放进 seeds/，再导入"
        ));
    }
    let front = site.root.place().join(place).join("index.html");
    console.say(&said!("open {front}", "请打开 {front}", front = front.display()));
    Ok(problems)
}

fn is_page(address: &str) -> bool {
    Path::new(address).extension().is_some_and(|ending| ending == "html")
}

/// Makes the pages in memory from the files as they are now, for the preview.
/// There they are shown whatever is wrong: it is then that they are needed.
pub(super) fn in_memory(root: &Root) -> Checked<Option<preview::Pages>> {
    let mut problems = Vec::new();
    let site = match Site::open(root.place()) {
        Ok(site) => site.into_value(&mut problems),
        Err(problems) => return Checked::new(None, problems),
    };
    let pages = make(&site, &mut problems);
    let pages = pages.into_iter().map(|(address, bytes)| (address, bytes.into())).collect();
    Checked::new(Some(pages), problems)
}

fn make(site: &Site, problems: &mut Vec<Diagnostic>) -> proof::Pages {
    let seeds = import::read_seeds(site, problems);
    let content = content(&site.root, problems);
    let inputs = Inputs {
        title: &site.config.title,
        seeds: &seeds,
        content: &content,
        vocabulary: &site.vocabulary,
        limits: &site.config.limits,
    };
    proof::pages(&inputs).into_value(problems)
}

/// Articles and ledgers, as far as they can be read.
fn content(root: &Root, problems: &mut Vec<Diagnostic>) -> Content {
    let limit = Limit::new(u64::MAX, "limits.article");
    let mut content = Content::new();
    for entry in root.walk("content", &["md", "jsonl"]).into_value(problems) {
        match root.read_text(&entry.path, limit) {
            Ok(text) => {
                drop(content.insert(entry.path.trim_start_matches("content/").to_owned(), text));
            }
            Err(error) => problems.push(error.into()),
        }
    }
    content
}
