//! `kanyin build`: articles to a site.

use std::path::Path;

use super::{Console, Outcome, Site};

/// Runs the verb.
pub(super) fn run(_console: &Console, _dir: &Path, _output: Option<&Path>, _base_url: Option<&str>) -> Outcome {
    Ok(Vec::new())
}

/// Builds an open publication into `output`, or `public/`.
pub(super) fn build(_console: &Console, _site: &Site, _output: Option<&Path>) -> Outcome {
    Ok(Vec::new())
}

/// Builds in memory and looks over articles and links.
pub(super) fn check(_console: &Console, _site: &Site) -> Outcome {
    Ok(Vec::new())
}
