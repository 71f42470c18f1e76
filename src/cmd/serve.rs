//! `kanyin serve`: the site in a browser, while it is being edited.

use std::{path::Path, sync::Arc};

use super::{Console, Outcome, Site, build, darkroom::Darkroom, proof};
use crate::{
    diag::Diagnostic,
    preview::{Build, Notice, Options, Preview},
};

/// Runs the verb until the person ends it.
pub(super) fn run(console: Console, dir: &Path, port: u16, open: bool) -> Outcome {
    // Opened once to say at once what is wrong with the directory itself; the
    // settings are read anew at every build, as they may be what is edited.
    let site = match Site::open(dir) {
        Ok(site) => site.value,
        Err(problems) => return Ok(problems),
    };
    let place = site.root.place().to_owned();
    let root = Arc::new(site.root);
    let again = Arc::clone(&root);
    let darkroom = Darkroom::default();
    let pages: Arc<Build> = Arc::new(move || build::in_memory(&root, &darkroom));
    let preview = Preview::open(Options { site: place, port })
        .map_err(Diagnostic::from)?
        .with_proof(Arc::new(move || proof::in_memory(&again)));
    let color = console.colors_problems();
    let mut tell = |notice: Notice| {
        for line in lines(&notice, color) {
            console.tell(&line);
        }
        if let (Notice::Ready { url, .. }, true) = (&notice, open)
            && let Err(why) = open::that_detached(url)
        {
            console.tell(&no_browser(url, &why).draw(color));
        }
    };
    preview.run(pages, &mut tell).map_err(Diagnostic::from)?;
    Ok(Vec::new())
}

/// Said where there is no browser to open, as on a server.
fn no_browser(url: &str, why: &std::io::Error) -> Diagnostic {
    Diagnostic::warning(format!("no browser could be opened: {why}")).hint(format!("open {url}"))
}

/// A notice as a person reads it.
fn lines(notice: &Notice, color: bool) -> Vec<String> {
    match notice {
        Notice::Ready { url, proof } => {
            let proof = proof.as_ref().map(|url| format!("raw and restored text at {url}"));
            let ready = format!("preview at {url} (Ctrl-C ends it)");
            [ready].into_iter().chain(proof).collect()
        }
        Notice::NotWatching { why } => {
            vec![
                Diagnostic::warning(format!("changes are not noticed: {why}"))
                    .hint("end the preview and start it again after an edit")
                    .draw(color),
            ]
        }
        Notice::Built { files, diagnostics, took } => {
            let took = took.as_millis();
            let summary = match files {
                Some(files) => format!("built {files} files in {took} ms"),
                None => format!("not built: the last good pages stay ({took} ms)"),
            };
            let drawn = diagnostics.iter().map(|diagnostic| diagnostic.draw(color));
            drawn.chain([summary]).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_build_is_told_with_all_its_problems() {
        let diagnostics = [Diagnostic::error("one"), Diagnostic::warning("two")].into();
        let notice = Notice::Built { files: None, diagnostics, took: Duration::from_millis(12) };
        let lines = lines(&notice, false);
        assert_eq!(lines.len(), 3);
        assert!(
            lines[0].contains("one") && lines[1].contains("two") && lines[2].contains("last good")
        );
    }
}
