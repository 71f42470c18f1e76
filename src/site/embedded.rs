//! The default theme, compiled in, so that an empty site needs none.

/// A file of the theme: its path below the theme's folder, and its bytes.
type File = (&'static str, &'static [u8]);

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../themes/broadsheet/", $path)))),*]
    };
}

/// Name of the embedded theme.
pub(super) const NAME: &str = "broadsheet";

/// Its files, sorted; a test compares them with the folder.
pub(super) const FILES: &[File] = files![
    "404.html",
    "archive-style.html",
    "archive.html",
    "article.html",
    "assets/broadsheet.css",
    "author.html",
    "authors.html",
    "cities.html",
    "city.html",
    "column.html",
    "columns.html",
    "components.html",
    "corrections.html",
    "front.html",
    "issue.html",
    "issues.html",
    "layout.html",
    "photo.html",
    "search.html",
    "theme.yaml",
    "topic.html",
    "topics.html",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_theme_is_compiled_in() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/broadsheet");
        let mut found: Vec<String> = walkdir::WalkDir::new(root)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .filter_map(|entry| {
                Some(entry.path().strip_prefix(root).ok()?.to_str()?.replace('\\', "/"))
            })
            .collect();
        // The picture is for people who choose a theme; no page is set with it.
        found.retain(|path| path != "screenshot.png");
        found.sort();
        let listed: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(found, listed, "list the files of themes/broadsheet in site/embedded.rs");
    }
}
