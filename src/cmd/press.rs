//! `kanyin press`: import, build, check, and say where to look.

use std::path::Path;

use jiff::civil::Date;

use super::{
    Console, Outcome, Site, build, check,
    import::{self, How, Mode},
};
use crate::tongue::said;

/// Runs the verb. A step that finds errors does not stop the next: articles
/// that are well are printed although a seed was refused, and the check still
/// looks at what stands.
pub(super) fn run(
    console: Console,
    dir: &Path,
    day: Option<Date>,
    program: Option<&Path>,
) -> Outcome {
    let mut problems = Vec::new();
    let site = match Site::open(dir) {
        Ok(site) => site.into_value(&mut problems).for_day(day),
        Err(problems) => return Ok(problems),
    };
    let how = How { seeds: &[], mode: Mode::Write, restore_deleted: false };
    problems.extend(import::import(console, &site, &how)?);
    let how = build::How { program, keep: true, ..build::How::default() };
    let built = build::build(console, &site, &how)?.into_value(&mut problems);
    problems.extend(check::seeds(console, &site)?);
    if let Some(built) = built {
        problems.extend(build::follow_links(console, &site, &built));
        let front = site.root.place().join("public").join("index.html");
        console.say(&said!(
            "\nopen {front}\nor run `kanyin serve`",
            "\n请打开 {front}\n或运行 `kanyin serve`",
            front = front.display()
        ));
    }
    Ok(problems)
}
