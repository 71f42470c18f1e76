//! The themes that are compiled in, so that a site needs none of its own.

/// A file of a theme: its path below the theme's folder, and its bytes.
type File = (&'static str, &'static [u8]);

macro_rules! files {
    ($theme:literal: $($path:literal),* $(,)?) => {
        ($theme, &[$(($path, include_bytes!(concat!("../../themes/", $theme, "/", $path)))),*])
    };
}

/// Each with its files, sorted; a test compares them with the folders.
pub(super) const THEMES: [(&str, &[File]); 2] = [
    files![
        "broadsheet":
        "404.html",
        "archive-style.html",
        "archive.html",
        "article.html",
        "assets/broadsheet.css",
        "assets/cite.js",
        "assets/icon.svg",
        "assets/reading.js",
        "author.html",
        "authors.html",
        "cities.html",
        "city-topic.html",
        "city-topics.html",
        "city.html",
        "column.html",
        "columns.html",
        "components.html",
        "corrections.html",
        "front.html",
        "issue.html",
        "issues.html",
        "layout.html",
        "moved.html",
        "photo.html",
        "search.html",
        "styles/indexes.css",
        "theme.yaml",
        "topic.html",
        "topics.html",
    ],
    files![
        "magazine":
        "article.html",
        "assets/magazine.css",
        "city.html",
        "front.html",
        "issue.html",
        "layout.html",
        "photo.html",
        "pieces.html",
        "theme.yaml",
        "words/en.yaml",
        "words/zh-Hans.yaml",
        "words/zh-Hant.yaml",
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_themes_is_compiled_in() {
        for (theme, files) in THEMES {
            let root = format!("{}/themes/{theme}", env!("CARGO_MANIFEST_DIR"));
            let mut found: Vec<String> = walkdir::WalkDir::new(&root)
                .into_iter()
                .filter_map(Result::ok)
                .filter(|entry| entry.file_type().is_file())
                .filter_map(|entry| {
                    Some(entry.path().strip_prefix(&root).ok()?.to_str()?.replace('\\', "/"))
                })
                .collect();
            // The picture is for people who choose a theme; no page is set with it.
            found.retain(|path| path != "screenshot.png");
            found.sort();
            let listed: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
            assert_eq!(found, listed, "list the files of themes/{theme} in site/embedded.rs");
        }
    }
}
