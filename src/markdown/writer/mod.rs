//! The parser's events as HTML, with what they tell about the body.

mod links;
mod pictures;

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::{
    Album, Block, Options, Rendered,
    cjk::{self, Prepared},
    escape, highlight,
    notes::Notes,
};
use crate::{
    diag::{Checked, Diagnostic, Source},
    text::GAP,
    tongue::said,
};

type Located<'a> = (Event<'a>, Range<usize>);

/// Writes `events`, which the parser made of the `prepared` body at `start`.
pub(super) fn write(
    source: &Source,
    start: usize,
    options: Options,
    album: &Album<'_>,
    prepared: &Prepared<'_>,
    events: Vec<Located<'_>>,
) -> Checked<Rendered> {
    let h1 = |(e, _): &Located<'_>| {
        matches!(e, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))
    };
    let mut writer = Writer {
        source,
        start,
        options,
        album,
        prepared,
        shift: u8::from(events.iter().any(h1)),
        notes: Notes::number(&events),
        events,
        at: 0,
        out: String::with_capacity(prepared.text.len() * 5 / 4),
        rendered: Rendered::default(),
        depth: 0,
        outside: Vec::new(),
        note: String::new(),
        last: None,
        table: Table::default(),
        tables: 0,
        told_html: false,
        diagnostics: Vec::new(),
    };
    writer.run();
    let Writer { mut out, notes, mut rendered, diagnostics, .. } = writer;
    notes.write(&mut out, album.words);
    rendered.html = out;
    Checked::new(rendered, diagnostics)
}

struct Writer<'a> {
    source: &'a Source,
    /// Where the body starts in the source.
    start: usize,
    options: Options,
    album: &'a Album<'a>,
    prepared: &'a Prepared<'a>,
    /// What is added to each heading's level: 1 if the body uses the level of
    /// the headline, of which a page has one.
    shift: u8,
    notes: Notes,
    events: Vec<Located<'a>>,
    at: usize,
    out: String,
    rendered: Rendered,
    /// How many elements are open.
    depth: usize,
    /// What was written before each footnote that is open, and how deep it is.
    outside: Vec<(String, usize)>,
    /// The words of the footnote that is open.
    note: String,
    /// The last character of running text, for the line break after it.
    last: Option<char>,
    table: Table,
    tables: usize,
    told_html: bool,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    head: bool,
    column: usize,
}

impl<'a> Writer<'a> {
    fn run(&mut self) {
        while let Some((event, range)) = self.events.get(self.at).cloned() {
            self.at += 1;
            match event {
                Event::Start(tag) => {
                    if self.depth >= self.options.nesting {
                        self.refuse_depth(range);
                        return;
                    }
                    self.open(tag, range);
                }
                Event::End(tag) => self.close(tag),
                Event::Text(text) => self.text(&text),
                Event::Code(text) => {
                    self.out.push_str("<code>");
                    let text = self.prepared.strip(&text).into_owned();
                    escape::push_text(&mut self.out, &text);
                    self.out.push_str("</code>");
                    self.note_text(&text);
                }
                Event::Html(html) | Event::InlineHtml(html) => self.raw(&html, range),
                Event::FootnoteReference(label) => self.notes.refer(&mut self.out, &label),
                Event::SoftBreak => self.soft_break(),
                Event::HardBreak => {
                    self.out.push_str("<br>\n");
                    self.note_break();
                }
                Event::Rule => {
                    let id = self.block(None, range);
                    self.out.push_str(&format!("<hr{id}>\n"));
                }
                // Never made: their extensions are not switched on.
                Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
            }
        }
    }

    /// The `id` of a block that starts here, if it is a top-level one; it is
    /// then noted as such.
    fn block(&mut self, heading: Option<u8>, range: Range<usize>) -> String {
        if self.depth > 0 || !self.outside.is_empty() {
            return String::new();
        }
        let number = self.rendered.blocks.len() + 1;
        let span = self.prepared.original(range.start)..self.prepared.original(range.end);
        self.rendered.blocks.push(Block {
            number,
            heading,
            figure: false,
            text: String::new(),
            span,
        });
        self.last = None;
        format!(" id=\"p{number}\"")
    }

    fn open(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => return self.paragraph(range),
            Tag::Heading { level, .. } => {
                let level = (level as u8 + self.shift).min(6);
                let id = self.block(Some(level), range);
                self.out.push_str(&format!("<h{level}{id}>"));
            }
            Tag::BlockQuote(_) => self.open_block("blockquote", range),
            Tag::CodeBlock(kind) => return self.code(&kind, range),
            Tag::HtmlBlock => {
                let id = self.block(None, range);
                let element = if self.options.allow_html { "div" } else { "p class=\"raw\"" };
                self.out.push_str(&format!("<{element}{id}>"));
            }
            Tag::List(first) => {
                let id = self.block(None, range);
                self.out.push_str(&match first {
                    None => format!("<ul{id}>\n"),
                    Some(1) => format!("<ol{id}>\n"),
                    Some(first) => format!("<ol start=\"{first}\"{id}>\n"),
                });
            }
            Tag::Item => self.out.push_str("<li>"),
            Tag::FootnoteDefinition(_) => {
                let before = std::mem::take(&mut self.out);
                self.outside.push((before, self.at - 1));
            }
            Tag::Table(alignments) => self.open_table(alignments, range),
            Tag::TableHead => {
                self.table.head = true;
                self.table.column = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.open_cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                return self.link(link_type, &dest_url, &title, range);
            }
            Tag::Image { .. } => return self.image(&tag, range),
            // Never made: their extensions are not switched on.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
        self.depth += 1;
    }

    fn open_block(&mut self, element: &str, range: Range<usize>) {
        let id = self.block(None, range);
        self.out.push_str(&format!("<{element}{id}>\n"));
    }

    fn close(&mut self, tag: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        let end: Cow<'_, str> = match tag {
            TagEnd::Heading(level) => format!("</h{}>\n", (level as u8 + self.shift).min(6)).into(),
            TagEnd::BlockQuote(_) => "</blockquote>\n".into(),
            TagEnd::HtmlBlock if self.options.allow_html => "</div>\n".into(),
            TagEnd::Paragraph | TagEnd::HtmlBlock => "</p>\n".into(),
            TagEnd::List(true) => "</ol>\n".into(),
            TagEnd::List(false) => "</ul>\n".into(),
            TagEnd::Item => "</li>\n".into(),
            TagEnd::FootnoteDefinition => return self.close_note(),
            TagEnd::Table => "</tbody></table></div>\n".into(),
            TagEnd::TableHead => {
                self.table.head = false;
                "</tr></thead><tbody>\n".into()
            }
            TagEnd::TableRow => "</tr>\n".into(),
            TagEnd::TableCell if self.table.head => "</th>".into(),
            TagEnd::TableCell => "</td>".into(),
            TagEnd::Emphasis => "</em>".into(),
            TagEnd::Strong => "</strong>".into(),
            TagEnd::Strikethrough => "</del>".into(),
            TagEnd::Link => "</a>".into(),
            _ => "".into(),
        };
        self.out.push_str(&end);
        if matches!(tag, TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) && self.depth > 0 {
            self.note_break();
        }
    }

    fn close_note(&mut self) {
        let Some((before, opened)) = self.outside.pop() else { return };
        let html = std::mem::replace(&mut self.out, before);
        let words = std::mem::take(&mut self.note);
        if !words.trim().is_empty() {
            self.rendered.notes.push(words);
        }
        if let Some((Event::Start(Tag::FootnoteDefinition(label)), _)) = self.events.get(opened) {
            let label = label.clone();
            self.notes.define(&label, &html);
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'a>, range: Range<usize>) {
        let id = self.block(None, range);
        let mut code = String::new();
        while let Some((event, _)) = self.events.get(self.at) {
            self.at += 1;
            match event {
                Event::Text(text) => code.push_str(&self.prepared.strip(text)),
                _ => break,
            }
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => self.prepared.strip(info).into_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        // A line of code may be wider than the column: the keyboard must reach it.
        self.out.push_str(&format!("<pre{id} tabindex=\"0\"><code"));
        let language = highlight::language(&info);
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            escape::push_text(&mut self.out, language);
            self.out.push('"');
        }
        self.out.push('>');
        self.out.push_str(&highlight::code(&info, &code));
        self.out.push_str("</code></pre>\n");
        self.note_text(&code);
    }

    fn open_table(&mut self, alignments: Vec<Alignment>, range: Range<usize>) {
        let id = self.block(None, range);
        self.tables += 1;
        // Two regions of one page must not have one name.
        let number = if self.tables == 1 { String::new() } else { format!(" {}", self.tables) };
        let label = escape::text(self.album.words.get("table"));
        self.out.push_str(&format!(
            "<div class=\"table\"{id} tabindex=\"0\" role=\"region\" aria-label=\"{label}{number}\"><table>\n"
        ));
        self.table = Table { alignments, head: false, column: 0 };
    }

    fn open_cell(&mut self) {
        let element = if self.table.head { "th" } else { "td" };
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        self.table.column += 1;
        self.out.push_str(&format!("<{element}{class}>"));
    }

    fn raw(&mut self, html: &str, range: Range<usize>) {
        if self.options.allow_html {
            self.out.push_str(&self.prepared.strip(html));
            return;
        }
        self.text(html.strip_suffix('\n').unwrap_or(html));
        if html.ends_with('\n') && matches!(self.events.get(self.at), Some((Event::Html(_), _))) {
            self.out.push('\n');
            self.note_break();
        }
        if !self.told_html {
            self.told_html = true;
            let note =
                Diagnostic::note(said!("raw HTML is shown as text", "HTML 代码按原样显示成文字"))
                    .at(self.source.place(self.in_source(range)))
                    .hint(said!(
                        "`allow_html: true` in kanyin.yaml passes it on",
                        "kanyin.yaml 里写 `allow_html: true` 才当作网页代码"
                    ));
            self.diagnostics.push(note);
        }
    }

    /// Writes running text, with its gaps marked.
    fn text(&mut self, text: &str) {
        let text = self.prepared.strip(text).into_owned();
        for (index, part) in text.split(GAP).enumerate() {
            if index > 0 {
                self.rendered.gaps += 1;
                let title = escape::text(self.album.words.get("gap_title"));
                self.out.push_str(&format!("<span class=\"gap\" title=\"{title}\">{GAP}</span>"));
            }
            escape::push_text(&mut self.out, part);
        }
        self.note_text(&text);
    }

    fn soft_break(&mut self) {
        let next = self.next_character();
        let joins = self.last.zip(next).is_some_and(|(before, after)| cjk::joins(before, after));
        if !joins {
            self.out.push('\n');
            self.note_break();
        }
    }

    /// The first character of the text that follows.
    fn next_character(&self) -> Option<char> {
        for (event, _) in &self.events[self.at..] {
            match event {
                Event::Start(_) | Event::End(_) => {}
                Event::Text(text) | Event::Code(text) => {
                    if let Some(c) = self.prepared.strip(text).chars().next() {
                        return Some(c);
                    }
                }
                _ => return None,
            }
        }
        None
    }

    /// Notes words of the body: for the block they stand in, and as what a line
    /// break comes after.
    fn note_text(&mut self, text: &str) {
        self.last = text.chars().next_back().or(self.last);
        if !self.outside.is_empty() {
            self.note.push_str(text);
        } else if let Some(block) = self.rendered.blocks.last_mut() {
            block.text.push_str(text);
        }
    }

    fn note_break(&mut self) {
        self.last = None;
        if !self.outside.is_empty() {
            self.note.push('\n');
        } else if let Some(block) = self.rendered.blocks.last_mut() {
            block.text.push('\n');
        }
    }

    fn refuse_depth(&mut self, range: Range<usize>) {
        let problem = Diagnostic::error(said!(
            "nested deeper than {limit} levels",
            "嵌套超过了 {limit} 层",
            limit = self.options.nesting
        ))
        .at(self.source.place(self.in_source(range)))
        .hint(said!(
            "`limits: {{nesting: …}}` in kanyin.yaml says how deep an article may be nested",
            "上限是 kanyin.yaml 里的 `limits: {{nesting: …}}`"
        ));
        self.diagnostics.push(problem);
    }

    /// A range of the prepared body as a range of the file.
    fn in_source(&self, range: Range<usize>) -> Range<usize> {
        self.start + self.prepared.original(range.start)
            ..self.start + self.prepared.original(range.end)
    }
}
