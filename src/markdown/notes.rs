//! Footnotes: numbered in the order they are referred to, set at the end.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag};

use super::escape;
use crate::words::Words;

/// The footnotes of a body.
pub(super) struct Notes {
    /// Number from 1 for each label.
    numbers: HashMap<String, usize>,
    /// By number: how often it has been referred to so far.
    references: Vec<usize>,
    /// By number: the text as HTML.
    bodies: Vec<String>,
}

impl Notes {
    /// Gives numbers: first to the notes that are referred to, in that order,
    /// then to those that are not, so that nothing an editor wrote is dropped.
    pub(super) fn number<R>(events: &[(Event<'_>, R)]) -> Self {
        let mut numbers = HashMap::new();
        let mut give = |label: &str| {
            let next = numbers.len() + 1;
            numbers.entry(label.to_owned()).or_insert(next);
        };
        for (event, _) in events {
            if let Event::FootnoteReference(label) = event {
                give(label);
            }
        }
        for (event, _) in events {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                give(label);
            }
        }
        let count = numbers.len();
        Self { numbers, references: vec![0; count], bodies: vec![String::new(); count] }
    }

    /// Writes a reference to `label`.
    pub(super) fn refer(&mut self, out: &mut String, label: &str) {
        let Some(&number) = self.numbers.get(label) else { return };
        self.references[number - 1] += 1;
        let id = back(number, self.references[number - 1]);
        out.push_str(&format!(
            "<sup class=\"footnote\"><a href=\"#fn-{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// Keeps the text of the note `label`.
    pub(super) fn define(&mut self, label: &str, html: &str) {
        if let Some(&number) = self.numbers.get(label) {
            self.bodies[number - 1].push_str(html);
        }
    }

    /// Writes all notes, each with links back to where it is referred to.
    pub(super) fn write(self, out: &mut String, words: &Words) {
        if self.bodies.is_empty() {
            return;
        }
        let (notes, back_to_text) =
            (escape::text(words.get("notes")), escape::text(words.get("back_to_text")));
        out.push_str(&format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{notes}\">\n<ol>\n"
        ));
        for (index, (body, references)) in self.bodies.iter().zip(self.references).enumerate() {
            let number = index + 1;
            out.push_str(&format!("<li id=\"fn-{number}\">"));
            let body = body.trim_end();
            // The way back stands in the last line of the note, if that is a paragraph.
            let (text, end) = body.strip_suffix("</p>").map_or((body, ""), |text| (text, "</p>"));
            out.push_str(text);
            for reference in 1..=references {
                let id = back(number, reference);
                let label = if references == 1 { String::new() } else { format!(" {reference}") };
                out.push_str(&format!(
                    " <a href=\"#{id}\" class=\"backlink\" role=\"doc-backlink\" aria-label=\"{back_to_text}{label}\">↩</a>"
                ));
            }
            out.push_str(end);
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n</section>\n");
    }
}

/// Id of the `reference`th reference to note `number`.
fn back(number: usize, reference: usize) -> String {
    match reference {
        1 => format!("fnref-{number}"),
        n => format!("fnref-{number}-{n}"),
    }
}
