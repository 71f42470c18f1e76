//! Prose to learn from.

use std::{
    collections::{BTreeSet, HashSet},
    fs,
    path::PathBuf,
};

use crate::random::Random;

/// Texts that are measured with, of which nothing may be learned.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measures(HashSet<Vec<char>>);

impl Measures {
    /// What has so many characters in common with one is taken from it.
    const COMMON: usize = 12;

    pub(crate) fn read(files: &[PathBuf]) -> Self {
        let mut found = Self::default();
        for file in files {
            let text = fs::read_to_string(file).expect("a text");
            let lines = text.lines().map(|line| line.chars().collect::<Vec<char>>());
            for line in lines {
                found.0.extend(line.windows(Self::COMMON).map(<[char]>::to_vec));
            }
        }
        found
    }

    fn have(&self, line: &str) -> bool {
        let line: Vec<char> = line.chars().collect();
        line.windows(Self::COMMON).any(|some| self.0.contains(some))
    }
}

/// How lines of heads begin.
const HEADS: [&str; 3] = ["headline:", "deck:", "## "];

/// How the line begins that stands before an article.
const ARTICLE: &str = "===";

/// Whether a line is a paragraph.
fn is_text(line: &str) -> bool {
    !HEADS.iter().any(|name| line.starts_with(name))
        && line.chars().count() > 20
        && line.contains(['，', '。'])
}

/// Paragraphs and heads, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prose {
    /// Running text.
    pub(crate) paragraphs: Vec<String>,
    /// Headlines, decks, subheads.
    pub(crate) heads: Vec<String>,
    /// The paragraphs of each article that has more than one.
    pub(crate) articles: Vec<Vec<String>>,
}

impl Prose {
    /// Reads files in the format of the articles of the damage bench, or with a paragraph a line.
    pub(crate) fn read(files: &[PathBuf], measures: &Measures) -> Self {
        let (mut paragraphs, mut heads) = (BTreeSet::new(), BTreeSet::new());
        let mut articles = Vec::new();
        for file in files {
            let text = fs::read_to_string(file).expect("a text");
            articles.extend(text.split(ARTICLE).map(|article| {
                let lines = article.lines().map(str::trim);
                lines.filter(|line| is_text(line)).map(str::to_owned).collect::<Vec<_>>()
            }));
            for line in text.lines().map(str::trim).filter(|line| !measures.have(line)) {
                if let Some(head) = HEADS.iter().find_map(|name| line.strip_prefix(name)) {
                    let head = head.trim().trim_start_matches(['—', '#', ' ']);
                    if head.chars().nth(3).is_some() {
                        heads.insert(head.to_owned());
                    }
                } else if is_text(line) {
                    paragraphs.insert(line.to_owned());
                }
            }
        }
        articles.retain(|article| {
            article.len() > 1 && !article.iter().any(|paragraph| measures.have(paragraph))
        });
        Self { paragraphs: Vec::from_iter(paragraphs), heads: Vec::from_iter(heads), articles }
    }

    /// Its sentences, but for those that open a paragraph, each with all that follows it there.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = &str> {
        self.paragraphs.iter().flat_map(|paragraph| {
            let ends = paragraph.match_indices(['。', '！', '？']);
            let sentences = ends.map(|(at, mark)| &paragraph[at + mark.len()..]);
            sentences.filter(|sentence| sentence.chars().nth(10).is_some())
        })
    }

    /// A paragraph cut in two anywhere but where a sentence ends.
    pub(crate) fn cut(&self, random: &mut Random) -> (&str, &str) {
        loop {
            let paragraph = &self.paragraphs[random.below(self.paragraphs.len())];
            let mut at: Vec<usize> = paragraph.char_indices().map(|(at, _)| at).skip(4).collect();
            at.truncate(at.len().saturating_sub(6));
            if at.is_empty() {
                continue;
            }
            let (left, right) = paragraph.split_at(at[random.below(at.len())]);
            let number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
            let digits = number(left.chars().next_back()) && number(right.chars().next());
            if !left.ends_with(['。', '！', '？', '；', '…', '”']) && !digits {
                return (left, right);
            }
        }
    }

    /// A piece of running text about as long as a head is, without an end: the beginning of a
    /// paragraph or what stands inside of one.
    pub(crate) fn piece(&self, random: &mut Random) -> &str {
        loop {
            let length = self.heads[random.below(self.heads.len())].chars().count();
            let length = (length + random.below(8)).saturating_sub(3).max(5);
            let text = if random.below(2) == 0 {
                self.paragraphs[random.below(self.paragraphs.len())].as_str()
            } else {
                self.cut(random).1
            };
            let end = text.char_indices().nth(length).map_or(text.len(), |(at, _)| at);
            let piece = &text[..end];
            if !piece.contains(['。', '！', '？']) && piece.chars().count() > 4 {
                return piece;
            }
        }
    }
}
