//! `kanyin serve`: the site in a browser, while it is being edited.

use std::sync::Arc;

use crate::{
    diag::Diagnostic,
    preview::{Build, Notice, Options, Preview},
};

/// Shows the site that `build` makes until the person ends it. What there is to
/// say meanwhile goes to `tell`, line by line, drawn with `color` if asked for.
///
/// # Errors
/// If the preview cannot start; a taken port is named with a free one.
pub fn serve(
    options: Options,
    build: Arc<Build>,
    color: bool,
    tell: &mut dyn FnMut(&str),
) -> Result<(), Diagnostic> {
    let preview = Preview::open(options)?;
    preview.run(build, &mut |notice| lines(&notice, color).iter().for_each(|line| tell(line)))?;
    Ok(())
}

/// A notice as a person reads it.
fn lines(notice: &Notice, color: bool) -> Vec<String> {
    match notice {
        Notice::Ready { url } => vec![format!("preview at {url} (Ctrl-C ends it)")],
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
