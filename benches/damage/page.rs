//! How a page is written down: furniture, lines wrapped by hand, indents, encodings.

use kanyin::import::decode::Encoding;

use super::{Document, FURNITURE, Glyph, Kind, Line, ops, random::Random};

/// The ways of their own in which a page can be set.
pub(crate) const WAYS: [&str; 4] = ["furniture", "wrapped", "indent", "encoding"];

/// How the lines of a page are written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Whether lines follow each other without a blank one between.
    tight: bool,
    /// Whether paragraphs begin with two wide spaces.
    indented: bool,
    /// Whether lines end as they do on Windows.
    windows: bool,
    /// The encoding.
    encoding: Option<Encoding>,
}

/// Sets the page: each way by itself in so many of a hundred pages.
pub(crate) fn set(
    document: &mut Document,
    percent: usize,
    wanted: &dyn Fn(&str) -> bool,
    random: &mut Random,
) {
    if wanted("furniture") && random.chance(percent) {
        furniture(document, random);
    }
    if wanted("wrapped") && random.chance(percent) {
        wrap(document, random);
    }
    if wanted("indent") && random.chance(percent) {
        document.page.indented = true;
        // Indents show where paragraphs begin, so that blank lines may be missing.
        document.page.tight |= random.chance(50);
        document.done.push("indent".to_owned());
    }
    if wanted("encoding") && random.chance(percent) {
        document.page.windows = random.chance(50);
        document.page.encoding = match random.below(4) {
            0 => Some(Encoding::Utf16Le),
            1 => Some(Encoding::Utf16Be),
            2 => Some(Encoding::Gb18030),
            _ => None,
        };
        document.done.push("encoding".to_owned());
    }
}

/// Sets page numbers, running titles and dates between the lines.
fn furniture(document: &mut Document, random: &mut Random) {
    let paper = random.pick(&["河口日报", "江城晚报", "山海周刊", "清川法治报"]);
    let (month, day) = (random.between(1, 12), random.between(1, 28));
    let form = random.below(4);
    let every = random.between(10, 30);
    let mut at = random.between(0, every);
    let mut number = random.between(1, 6);
    while at < document.lines.len() {
        let date =
            format!("2023年{month}月{day}日 星期{}", random.pick(&["一", "二", "三", "四", "五"]));
        let texts = match form {
            0 => vec![format!("第{number}版"), format!("{paper} {date}")],
            1 => vec![format!("A{number:02}")],
            2 => vec![format!("— {number} —")],
            _ => vec![paper.to_owned(), format!("{date} 责编：版面组"), format!("{number:02}")],
        };
        for text in texts {
            let line = document.unit(FURNITURE, Kind::Furniture, &text);
            document.lines.insert(at, line);
            at += 1;
        }
        at += every;
        number += 1;
    }
    document.done.push("furniture".to_owned());
}

/// Breaks running text after so many characters.
fn wrap(document: &mut Document, random: &mut Random) {
    let width = random.between(16, 42);
    document.page.tight = random.chance(80);
    document.page.indented = random.chance(70) || document.page.tight;
    let mut wrapped = Vec::with_capacity(document.lines.len());
    for at in 0..document.lines.len() {
        let indent = if document.page.indented { 2 } else { 0 };
        let line = document.lines[at].clone();
        if !ops::is_text(document, at, width) {
            wrapped.push(line);
            continue;
        }
        let mut rest = line.glyphs.as_slice();
        let mut room = width - indent;
        while !rest.is_empty() {
            let mut end = room.min(rest.len());
            // No line begins with a mark that closes or ends.
            while end < rest.len() && "，。、；：！？）》”’".contains(rest[end].c) {
                end += 1;
            }
            let first = rest.len() == line.glyphs.len();
            wrapped.push(Line { glyphs: rest[..end].to_vec(), wrapped: !first, ..line.clone() });
            rest = &rest[end..];
            room = width;
        }
    }
    document.lines = wrapped;
    document.done.push(format!("wrapped at {width}"));
}

impl Setting {
    /// The page as text.
    pub(crate) fn text(self, document: &Document) -> String {
        let end = if self.windows { "\r\n" } else { "\n" };
        let mut text = String::new();
        for (at, line) in document.lines.iter().enumerate() {
            if at > 0 && !self.tight && !line.wrapped {
                text.push_str(end);
            }
            let kind = document.units[line.unit].kind;
            if self.indented && !line.wrapped && matches!(kind, Kind::Paragraph | Kind::Caption) {
                text.push_str("\u{3000}\u{3000}");
            }
            text.extend(line.glyphs.iter().map(|g: &Glyph| g.c));
            text.push_str(end);
        }
        text
    }

    /// The page as bytes: in its encoding, or as UTF-8 if that lacks a character.
    pub(crate) fn bytes(self, document: &Document) -> Vec<u8> {
        let text = self.text(document);
        let encoding = self.encoding.unwrap_or(Encoding::Utf8);
        match encoding.encode(&text) {
            Some(words) if self.encoding == Some(Encoding::Gb18030) => words,
            Some(words) if self.encoding.is_some() => [encoding.mark(), &words].concat(),
            _ => text.into_bytes(),
        }
    }
}
