//! The texts that documents are made of.
//!
//! `articles/*.txt` hold articles in the format that `README.md` describes. They are
//! read when the bench runs, so that a text can be added without compiling.

use std::path::Path;

/// An article as it is written down, with its slots.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    /// Its name: `f01`.
    pub(crate) id: String,
    /// 主题
    pub(crate) headline: Option<String>,
    /// 副题
    pub(crate) deck: Option<String>,
    /// 栏目
    pub(crate) column: Option<String>,
    /// The post of the official who signs it.
    pub(crate) post: Option<String>,
    /// The line that signs it, as it is printed above the text.
    pub(crate) byline: Option<String>,
    /// Who signs it, where nobody is drawn: in the byline or in the text itself.
    pub(crate) authors: Option<Vec<String>>,
    /// Where the place is not drawn: its name, or `none`.
    pub(crate) place: Option<String>,
    /// Whether it is a photo with a caption.
    pub(crate) photo: bool,
    /// Whether it is an official document, which nobody signs.
    pub(crate) official: bool,
    /// Its paragraphs and subheads (`## …`).
    pub(crate) body: Vec<String>,
}

/// Which of the articles are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// The half that weights may be fitted on.
    Fit,
    /// The half that is held out.
    Held,
    /// Both.
    All,
}

impl Split {
    /// The half called `name`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "fit" => Some(Self::Fit),
            "held" => Some(Self::Held),
            "all" => Some(Self::All),
            _ => None,
        }
    }

    /// Whether an article belongs to it: by a hash of its name, so that a new article
    /// moves no other.
    fn holds(self, id: &str) -> bool {
        // FNV-1a, finished as in SplitMix64: names differ in their last digit.
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325, step);
        let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        match self {
            Self::All => true,
            Self::Fit => (hash >> 40) & 1 == 0,
            Self::Held => (hash >> 40) & 1 == 1,
        }
    }
}

/// The articles of the folder, by file name and place in the file.
pub(crate) fn load(folder: &Path, split: Split) -> std::io::Result<Vec<Text>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        texts.append(&mut parse(&std::fs::read_to_string(path)?));
    }
    texts.retain(|text| split.holds(&text.id));
    Ok(texts)
}

/// Reads the articles of one file.
pub(crate) fn parse(file: &str) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    let mut in_head = false;
    for line in file.lines().map(str::trim_end) {
        if let Some(id) = line.strip_prefix("=== ") {
            texts.push(Text { id: id.trim().to_owned(), ..Text::default() });
            in_head = true;
            continue;
        }
        let Some(text) = texts.last_mut() else { continue };
        if line.is_empty() {
            in_head = false;
        } else if !in_head {
            text.body.push(line.trim().to_owned());
        } else if let Some((key, value)) = line.split_once(':') {
            let value = value.trim().to_owned();
            match key.trim() {
                "headline" => text.headline = Some(value),
                "deck" => text.deck = Some(value),
                "column" => text.column = Some(value),
                "post" => text.post = Some(value),
                "byline" => text.byline = Some(value),
                "authors" => {
                    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
                    text.authors = Some(names.map(str::to_owned).collect());
                }
                "place" => text.place = Some(value),
                "kind" => text.photo = value == "photo",
                "source" => text.official = true,
                _ => {}
            }
        }
    }
    texts.retain(|text| !text.body.is_empty());
    texts
}
