//! `kanyin serve`: the site in a browser, while it is being edited.

use std::{path::Path, sync::Arc};

use super::{Console, Outcome, Site, desk::Desk, proof};
use crate::{
    diag::Diagnostic,
    preview::{Notice, Options, Preview},
    tongue::{Said, said},
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
    let root = site.root;
    let again = Arc::clone(&root);
    let desk = Desk::new(console, root);
    let preview = Preview::open(Options { site: place, port, tongue: console.tongue() })
        .map_err(Diagnostic::from)?
        .with_proof(Arc::new(move || proof::in_memory(&again)));
    let mut tell = |notice: Notice| {
        for line in lines(console, &notice) {
            console.tell(&line);
        }
        if let (Notice::Ready { url, .. }, true) = (&notice, open)
            && let Err(why) = open::that_detached(url)
        {
            console.tell(&console.draw(&no_browser(url, &why)));
        }
    };
    preview.run(Arc::new(move |saved| desk.make(saved)), &mut tell).map_err(Diagnostic::from)?;
    Ok(Vec::new())
}

/// Said where there is no browser to open, as on a server.
fn no_browser(url: &str, why: &std::io::Error) -> Diagnostic {
    let cause = Said::system(why);
    Diagnostic::warning(said!(
        "no browser could be opened: {cause}",
        "打不开浏览器：{cause}",
        cause
    ))
    .hint(said!("open {url}", "请打开 {url}"))
}

/// A notice as a person reads it.
fn lines(console: Console, notice: &Notice) -> Vec<String> {
    let text = |said: Said| said.text(console.tongue()).to_owned();
    match notice {
        Notice::Ready { url, proof } => {
            let proof = proof
                .as_ref()
                .map(|url| said!("raw and restored text at {url}", "原文与还原文对照：{url}"));
            let ready = said!("preview at {url} (Ctrl-C ends it)", "预览：{url}（按 Ctrl-C 结束）");
            [ready].into_iter().chain(proof).map(text).collect()
        }
        Notice::NotWatching { why } => {
            vec![
                console.draw(
                    &Diagnostic::warning(said!(
                        "changes are not noticed: {why}",
                        "改动不会自动刷新：{why}",
                        why
                    ))
                    .hint(said!(
                        "end the preview and start it again after an edit",
                        "改完以后请结束预览，再重新启动"
                    )),
                ),
            ]
        }
        Notice::Built { pages, diagnostics, took } => {
            let took = took.as_millis();
            let summary = match pages {
                Some(pages) => {
                    said!(
                        "up to date after {took} ms ({pages} pages)",
                        "已是最新，用了 {took} 毫秒（{pages} 个网页）"
                    )
                }
                None => said!(
                    "not shown: the last good pages stay ({took} ms)",
                    "没有换上：还是上一次无误的网页（{took} 毫秒）"
                ),
            };
            let drawn = diagnostics.iter().map(|diagnostic| console.draw(diagnostic));
            drawn.chain([text(summary)]).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_build_is_told_with_all_its_problems() {
        let diagnostics =
            [Diagnostic::error(Said::verbatim("one")), Diagnostic::warning(Said::verbatim("two"))]
                .into();
        let notice = Notice::Built { pages: None, diagnostics, took: Duration::from_millis(12) };
        let lines = lines(Console::plain(), &notice);
        assert_eq!(lines.len(), 3);
        assert!(
            lines[0].contains("one") && lines[1].contains("two") && lines[2].contains("last good")
        );
    }
}
