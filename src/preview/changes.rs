//! How two builds differ: whether a page must be loaded again, or only its styles.

use super::Pages;
use crate::{media::ending, route::is_archive};

/// How two builds differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Changes {
    /// In nothing.
    None,
    /// In what style sheets say, and in their addresses.
    OnlyStyles,
    /// In more.
    Some,
}

impl Changes {
    /// Holds a build against the one before.
    pub(super) fn between(old: Option<&Pages>, new: Option<&Pages>) -> Self {
        let (Some(old), Some(new)) = (old, new) else {
            return if old.is_none() && new.is_none() { Self::None } else { Self::Some };
        };
        let Some(renamed) = renamed(old, new) else { return Self::Some };
        let mut changes = if renamed.is_empty() { Self::None } else { Self::OnlyStyles };
        for (path, before) in old {
            let Some(now) = new.get(path).filter(|now| *now != before) else { continue };
            // An archive holds the styles, and has no script that would load it again.
            if is_archive(path) {
                continue;
            }
            if ending(path) != "css" && !differ_by_names(before, now, &renamed) {
                return Self::Some;
            }
            changes = Self::OnlyStyles;
        }
        changes
    }
}

/// The names of style sheets that changed with what is in them, each with the new one:
/// a build puts a fingerprint into them. `None` if anything else came or went.
fn renamed<'a>(old: &'a Pages, new: &'a Pages) -> Option<Vec<(&'a str, &'a str)>> {
    let only_in = |these: &'a Pages, those: &Pages| -> Option<Vec<(String, &'a str)>> {
        let gone = these.keys().filter(|path| !those.contains_key(*path));
        gone.map(|path| Some((without_fingerprint(path)?, name(path)))).collect()
    };
    let (mut gone, mut came) = (only_in(old, new)?, only_in(new, old)?);
    gone.sort_unstable();
    came.sort_unstable();
    let same = gone.iter().map(|(path, _)| path).eq(came.iter().map(|(path, _)| path));
    same.then(|| gone.iter().zip(&came).map(|((_, old), (_, new))| (*old, *new)).collect())
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `assets/a.css` of `assets/a.0f3c.css`; `None` for what is no style sheet.
fn without_fingerprint(path: &str) -> Option<String> {
    let (stem, _fingerprint) = path.strip_suffix(".css")?.rsplit_once('.')?;
    Some(format!("{stem}.css"))
}

/// Whether a page is the same but for the names of style sheets.
fn differ_by_names(old: &[u8], new: &[u8], renamed: &[(&str, &str)]) -> bool {
    let (Ok(old), Ok(new)) = (std::str::from_utf8(old), std::str::from_utf8(new)) else {
        return false;
    };
    let renamed = renamed.iter().fold(old.to_owned(), |text, (old, new)| text.replace(old, new));
    renamed == new
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(old: &[(&str, &str)], new: &[(&str, &str)]) -> Changes {
        let pages = |files: &[(&str, &str)]| -> Pages {
            files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), (*text).to_owned().into()))
                .collect()
        };
        Changes::between(Some(&pages(old)), Some(&pages(new)))
    }

    #[test]
    fn a_sheet_that_got_another_fingerprint_is_only_styles() {
        let old = [("a.html", "<link href=assets/ink.11.css>"), ("assets/ink.11.css", "a{}")];
        let new = [("a.html", "<link href=assets/ink.22.css>"), ("assets/ink.22.css", "b{}")];
        assert_eq!(between(&old, &old), Changes::None);
        assert_eq!(between(&old, &new), Changes::OnlyStyles);
        let edited = [("a.html", "<link href=assets/ink.22.css>字"), new[1]];
        assert_eq!(between(&old, &edited), Changes::Some);
        let other = [("a.html", "<link href=assets/tint.22.css>"), ("assets/tint.22.css", "b{}")];
        assert_eq!(between(&old, &other), Changes::Some);
        let picture = [("a.html", ""), ("assets/ink.11.png", "x")];
        let archive = |text| [("archive/1.html", text), ("assets/ink.11.css", "a{}")];
        assert_eq!(between(&archive("old"), &archive("new")), Changes::None);
        assert_eq!(between(&picture, &[("a.html", ""), ("assets/ink.22.png", "x")]), Changes::Some);
    }
}
