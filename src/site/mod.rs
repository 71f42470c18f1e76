//! The site pipeline: content in, the files of a website out.
//!
//! 1. [`load`]: what each file says, file by file.
//! 2. [`library`]: how the articles belong together.
//! 3. [`plan`]: every page, as an address and a [`view`].
//! 4. [`render`]: pages set with the templates of the [`theme`].
//! 5. [`feeds`], [`sitemap`], [`headers`]: what machines read.
//! 6. [`search`]: what a reader's browser looks things up in.
//!
//! The first two and the theme make a [`Publication`]. It gives the site, and
//! whole issues to who sets them otherwise.
//!
//! Text in, value out: nothing here reads a file, a clock or the environment,
//! and two runs over the same input give the same [`Output`], byte for byte.

mod body;
mod captions;
mod credits;
mod embedded;
mod engine;
mod feeds;
mod filed;
mod found;
mod headers;
mod index_view;
mod kept;
mod key;
mod library;
mod links;
mod live;
mod load;
mod names;
mod output;
mod passed_on;
mod pictured;
mod plan;
mod publication;
mod readings;
mod registry;
mod related;
mod render;
mod said;
mod search;
mod seen;
mod shelf;
mod sitemap;
#[cfg(test)]
mod testing;
mod theme;
pub mod view;

pub use engine::{engine, speak};
pub use headers::headers_of;
pub use key::{Key, Keys, Made};
pub use links::{check as check_links, links_of};
pub use live::{Change, Live};
pub use output::{Files, Keep, Moved, Note, Output, Sink, Step, Stopped};
pub use publication::{Issues, Printed, PrintedArticle, Publication, bytes_of, data_address};
pub use render::with_room;
pub use seen::Shared;
pub use shelf::{Shelf, Text};
pub use theme::ThemeFiles;

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use crate::{
    config::Config,
    diag::{self, Checked, Diagnostic},
    pictures::Picture,
    route::Address,
    tongue::{Said, said},
    topics::Vocabulary,
    words::Words,
};

/// So many texts or pages at most are one thread's at a time: some take much longer than others,
/// and no thread is to wait for the last of another.
const AT_ONCE: usize = 32;

/// All that a site is made from.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// `kanyin.yaml`
    pub config: Config,
    /// The topics of the publication.
    pub vocabulary: Vocabulary,
    /// The site's own themes and templates.
    pub theme: ThemeFiles,
    /// The files of `content/`: articles and the issues' own pages, in any order.
    pub content: Vec<Text>,
    /// The pictures that lie beside the articles, by their path from the site's
    /// directory.
    pub pictures: PictureFiles,
    /// What becomes of drafts, and of articles whose day has not come.
    pub drafts: Drafts,
    /// The day for which the site is built, where somebody said so. Nothing here
    /// asks a clock: what is built depends on what is given.
    pub day: Option<Date>,
    /// How much is asked of pictures.
    pub captions: Captions,
}

/// How much is asked of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Captions {
    /// One without a caption or a credit is printed, with a warning.
    #[default]
    Wanted,
    /// It is an error; and captions whose picture is missing are looked for.
    Required,
}

/// What becomes of drafts, and of articles whose day has not come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// A build never prints one.
    #[default]
    LeftOut,
    /// The preview prints them, and says of each what it is.
    Marked,
}

/// Pictures by the path of their file; what is no picture has the reason why,
/// after the file's name.
pub type PictureFiles = BTreeMap<String, Result<Arc<Picture>, Said>>;

/// Builds the site. `None` if the input has errors: a site is whole or it is
/// not there.
pub fn build(inputs: &Inputs) -> Checked<Option<Output>> {
    let mut problems = Vec::new();
    let publication = Publication::open(inputs).into_value(&mut problems);
    let output = publication.and_then(|p| p.site().into_value(&mut problems));
    diag::sort(&mut problems);
    let output = output.filter(|_| !diag::has_errors(&problems));
    Checked::new(output, problems)
}

/// Said of a site of which nobody knows where it will stand.
fn unaddressed(config: &Config) -> Option<Diagnostic> {
    let warning = Diagnostic::warning(said!(
        "without a `base_url` there is no feed and no sitemap",
        "没有写 `base_url`，就没有订阅源和站点地图"
    ));
    let hint = said!(
        "say in kanyin.yaml where the site will stand: `base_url: https://…/`",
        "请在 kanyin.yaml 里写上网站将来的网址：`base_url: https://…/`"
    );
    config.base_url.is_none().then(|| warning.hint(hint))
}

fn print_for_machines(
    outlet: &output::Outlet<'_, impl Sink>,
    contents: &plan::Contents,
    feeds: &feeds::Feeds,
    library: &library::Library,
    inputs: &Inputs,
    words: &Words,
    problems: &mut Vec<Diagnostic>,
) {
    let config = &inputs.config;
    problems.extend(unaddressed(config));
    let lists = || {
        sitemap::print(outlet, contents, library, inputs, words);
        let headers = || headers::text(contents, library);
        outlet.put_common(&Address::file(headers::FILE), headers);
    };
    rayon::join(|| feeds.print(outlet, library, config, words), lists);
}
