//! The editor's proof (校样): raw text and restored text side by side.
//!
//! 1. `gather`: what ledgers, seeds and articles say, by issue.
//! 2. `rows`: raw lines and restored paragraphs aligned.
//! 3. `marks`: where each repair and doubt is marked.
//! 4. `edits`, `diff`: what the editor changed since import.
//! 5. `view`: pages as finished words, set with the templates beside this file.
//!
//! Values in, pages out, like the site; but it is no part of the site, and a
//! theme has no say in it. What is shown comes from seeds, ledgers and files of
//! the editor, none of which is trusted: the templates escape all of it.
//!
//! As the pages are for checking that nothing is lost, they show every character
//! of every seed: the page of a seed has its whole text, each stretch with the
//! article that holds it or the reason why none does.

mod address;
mod diff;
mod edits;
mod gather;
mod marks;
mod rows;
mod view;

use std::{collections::BTreeMap, sync::LazyLock};

use rayon::prelude::*;
use tera::Tera;

use self::view::View;
use crate::{
    diag::{self, Checked, Diagnostic},
    import::{Content, SeedFile},
    limits::Limits,
    tongue::{Said, said},
    topics::Vocabulary,
};

/// All that the pages are made from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The publication's name.
    pub title: &'a str,
    /// All seeds.
    pub seeds: &'a [SeedFile],
    /// What stands in `content/`: articles and ledgers.
    pub content: &'a Content,
    /// The vocabulary: import is asked again how an edited article was.
    pub vocabulary: &'a Vocabulary,
    /// Bounds of the input.
    pub limits: &'a Limits,
}

/// The files by their address.
pub type Pages = BTreeMap<String, Vec<u8>>;

/// Where the style sheet stands.
const STYLESHEET: &str = "proof.css";

/// The templates, compiled in: these pages belong to the program.
const TEMPLATES: [(&str, &str); 5] = [
    ("layout.html", include_str!("templates/layout.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("index.html", include_str!("templates/index.html")),
    ("article.html", include_str!("templates/article.html")),
    ("seed.html", include_str!("templates/seed.html")),
];

static ENGINE: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = Tera::new();
    tera.autoescape_on([".html"]);
    tera.add_raw_templates(TEMPLATES).map_err(|error| error.to_string())?;
    Ok(tera)
});

/// Makes all pages. Problems are those of ledgers that cannot be read; the pages
/// show what can.
pub fn pages(inputs: &Inputs<'_>) -> Checked<Pages> {
    let mut problems = Vec::new();
    let (issues, loose) = gather::gather(inputs, &mut problems);
    let views = view::views(inputs, &issues, &loose, &problems);
    let set: Vec<Result<(String, Vec<u8>), Diagnostic>> =
        views.into_par_iter().map(|(address, view)| Ok((address, set(&view)?))).collect();
    let mut pages = Pages::new();
    pages.insert(STYLESHEET.into(), include_bytes!("templates/proof.css").to_vec());
    for page in set {
        match page {
            Ok((address, bytes)) => drop(pages.insert(address, bytes)),
            Err(problem) => problems.push(problem),
        }
    }
    diag::sort(&mut problems);
    Checked::new(pages, problems)
}

/// Sets a page. That it fails is a fault of the program: a test sets each kind.
fn set(view: &View) -> Result<Vec<u8>, Diagnostic> {
    let fault = |error: &dyn std::fmt::Display| {
        let cause = Said::verbatim(error.to_string());
        Diagnostic::error(said!(
            "a page of the proof cannot be set: {cause}",
            "校样有一页排不出来：{cause}",
            cause
        ))
        .hint(said!("this is a fault of kanyin; please report it", "这是 kanyin 的毛病，请报告"))
    };
    let tera = ENGINE.as_ref().map_err(|error| fault(error))?;
    let context = tera::Context::from_serialize(view).map_err(|error| fault(&error))?;
    let page = tera.render(view.template(), &context).map_err(|error| fault(&error))?;
    Ok(page.into_bytes())
}
