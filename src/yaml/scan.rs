//! Walks one value of a mapping before the parser sees it.
//!
//! The parser takes time and memory without bound for some inputs, gives up at
//! the first fault, and reads what an editor did not mean (`*` as an alias). So
//! the structure is found here first: its depth is bounded, what a publication
//! never needs is refused, and every fault has its place and its name.

use super::fault::{Fault, FaultKind};
use crate::diag::Span;

/// What a value is, by its first sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Empty,
    Scalar,
    List,
    /// A block of entries on lines of their own.
    Map,
    /// `{…}`
    FlowMap,
}

/// What was found of a value.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) shape: Shape,
    /// From its first sign to its last; empty behind the colon if there is none.
    pub(super) span: Span,
    /// Every scalar that is no key, in order.
    pub(super) scalars: Vec<Span>,
    /// The entries of `{…}`: key and value. Of `[…]` the items.
    pub(super) entries: Vec<(Span, Span)>,
    /// The signs before the items of a list in block style.
    pub(super) dashes: Vec<usize>,
    /// Comments that look as if they were meant as text.
    pub(super) cut: Vec<Span>,
}

impl Value {
    fn new(shape: Shape, span: Span) -> Self {
        Self {
            shape,
            span,
            scalars: Vec::new(),
            entries: Vec::new(),
            dashes: Vec::new(),
            cut: Vec::new(),
        }
    }

    /// The items of a list, each from its first sign, the `-` included. `end` is
    /// where the lines of the value end.
    pub(super) fn items(&self, end: usize) -> Vec<Span> {
        if self.dashes.is_empty() {
            return self.entries.iter().map(|(key, value)| key.start..value.end).collect();
        }
        let ends = self.dashes.iter().skip(1).copied().chain([end]);
        self.dashes.iter().zip(ends).map(|(&start, end)| start..end).collect()
    }

    /// A block of entries, not looked into.
    pub(super) fn map(span: Span) -> Self {
        Self::new(Shape::Map, span)
    }
}

/// Walks the value in `text[range]`, the text behind the colon of a key that
/// stands in column `indent`.
pub(super) fn scan(text: &str, range: Span, indent: usize, nesting: usize) -> Result<Value, Fault> {
    let value = Value::new(Shape::Empty, range.start..range.start);
    let bytes = &text.as_bytes()[..range.end];
    let columns = vec![indent];
    let mut scanner = Scanner { bytes, at: range.start, nesting, columns, items: None, value };
    scanner.block()?;
    Ok(scanner.value)
}

/// Whether `byte` separates: a carriage return stands only before a line feed,
/// everything else is refused before.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

pub(super) struct Scanner<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) nesting: usize,
    /// Columns of the open collections, the key's own first.
    pub(super) columns: Vec<usize>,
    /// The column of the items, if the value is a list in block style.
    items: Option<usize>,
    pub(super) value: Value,
}

impl Scanner<'_> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Whether a separator, a line end or the end of the text stands at `at`.
    pub(super) fn gap(&self, at: usize) -> bool {
        self.byte(at).is_none_or(|b| is_blank(b) || b == b'\n')
    }

    /// Whether a `#` at `at` begins a comment.
    pub(super) fn comment(&self, at: usize) -> bool {
        self.byte(at) == Some(b'#') && (at == 0 || self.gap(at - 1))
    }

    fn line_end(&self, from: usize) -> usize {
        let found = self.bytes[from..].iter().position(|&b| b == b'\n');
        let mut end = found.map_or(self.bytes.len(), |n| from + n);
        while end > from && is_blank(self.bytes[end - 1]) {
            end -= 1;
        }
        end
    }

    pub(super) fn next_line(&self, from: usize) -> usize {
        let found = self.bytes[from..].iter().position(|&b| b == b'\n');
        found.map_or(self.bytes.len(), |n| from + n)
    }

    fn column(&self) -> usize {
        let before = self.bytes[..self.at].iter().rposition(|&b| b == b'\n');
        self.at - before.map_or(0, |n| n + 1)
    }

    pub(super) fn fault(&self, kind: FaultKind) -> Fault {
        Fault { kind, span: self.at..self.line_end(self.at) }
    }

    /// Notes that a value reaches over `span`.
    fn cover(&mut self, span: Span, shape: Shape) {
        if self.value.shape == Shape::Empty {
            self.value.shape = shape;
            self.value.span = span;
        } else {
            self.value.span.end = self.value.span.end.max(span.end);
        }
    }

    /// A value in block style, line by line.
    fn block(&mut self) -> Result<(), Fault> {
        // Whether a collection may begin here: on a line of its own, behind `- `.
        let mut opens = false;
        let mut fresh = false;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => (opens, fresh) = (true, true),
                b'\t' if opens && self.line_end(self.at) > self.at => {
                    return Err(self.fault(FaultKind::Tab));
                }
                _ if is_blank(byte) => {}
                b'#' if self.comment(self.at) => {
                    self.note_comment(fresh);
                    self.at = self.next_line(self.at);
                    continue;
                }
                _ => {
                    if fresh && self.value.shape == Shape::Scalar {
                        return Err(self.fault(FaultKind::Indented));
                    }
                    opens = self.node(opens)?;
                    fresh = false;
                    continue;
                }
            }
            self.at += 1;
        }
        Ok(())
    }

    /// A comment behind a value is meant as one if it has a space behind its
    /// `#`; ` #1` or ` #话题` are more likely words.
    fn note_comment(&mut self, alone: bool) {
        let meant = alone || self.gap(self.at + 1) || self.byte(self.at + 1) == Some(b'#');
        if !meant {
            self.value.cut.push(self.at..self.line_end(self.at));
        }
    }

    /// One sign of a collection, or one scalar. Gives whether a collection may
    /// begin behind it.
    fn node(&mut self, opens: bool) -> Result<bool, Fault> {
        let start = self.at;
        let column = self.column();
        match self.bytes[start] {
            b'-' if self.gap(start + 1) => {
                if !opens {
                    return Err(self.fault(FaultKind::Lead('-')));
                }
                if self.value.shape == Shape::Empty {
                    self.items = Some(column);
                }
                self.open(column, Shape::List)?;
                if self.items == Some(column) {
                    self.value.dashes.push(start);
                }
                self.at += 1;
                Ok(true)
            }
            quote @ (b'"' | b'\'') => {
                self.quoted(quote)?;
                self.behind(start..self.at, column, opens, Shape::Scalar)
            }
            bracket @ (b'[' | b'{') => {
                self.flow()?;
                let shape = if bracket == b'[' { Shape::List } else { Shape::FlowMap };
                self.behind(start..self.at, column, opens, shape)
            }
            b'|' | b'>' => self.block_scalar().map(|()| false),
            _ => {
                self.refuse_lead()?;
                self.plain(column, opens)
            }
        }
    }

    /// Refuses what may not begin a scalar, or begins something that only a
    /// machine would write.
    pub(super) fn refuse_lead(&self) -> Result<(), Fault> {
        let byte = self.bytes[self.at];
        let kind = match byte {
            b'&' => FaultKind::Anchor,
            b'*' => FaultKind::Alias,
            b'!' => FaultKind::Tag,
            b'?' if self.gap(self.at + 1) => FaultKind::ComplexKey,
            b'%' | b'@' | b'`' | b',' | b']' | b'}' | b'|' | b'>' => {
                FaultKind::Lead(char::from(byte))
            }
            _ => return Ok(()),
        };
        Err(self.fault(kind))
    }

    /// Opens a collection in `column`, closing those to the right of it.
    fn open(&mut self, column: usize, shape: Shape) -> Result<(), Fault> {
        while self.columns.len() > 1 && self.columns.last().is_some_and(|&c| c > column) {
            self.columns.pop();
        }
        if self.columns.last().is_none_or(|&c| c < column) {
            self.columns.push(column);
        }
        if self.columns.len() > self.nesting {
            return Err(self.fault(FaultKind::TooDeep(self.nesting)));
        }
        self.cover(self.at..self.at + 1, shape);
        Ok(())
    }

    /// What stands behind a quoted scalar or a closed bracket: nothing, a
    /// comment, or the colon that makes it a key.
    fn behind(
        &mut self,
        span: Span,
        column: usize,
        opens: bool,
        shape: Shape,
    ) -> Result<bool, Fault> {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
        let ends = self.peek().is_none_or(|b| b == b'\n') || self.comment(self.at);
        if ends {
            if shape == Shape::Scalar {
                self.value.scalars.push(span.clone());
            }
            self.cover(span, shape);
            return Ok(false);
        }
        if opens && shape == Shape::Scalar && self.peek() == Some(b':') && self.gap(self.at + 1) {
            self.open(column, Shape::Map)?;
            self.at += 1;
            return Ok(false);
        }
        let kind = FaultKind::TextBehind(char::from(self.bytes[span.start]));
        Err(Fault { kind, span: span.start..self.line_end(self.at) })
    }

    /// From an opening quote to behind its closing one.
    pub(super) fn quoted(&mut self, quote: u8) -> Result<(), Fault> {
        let start = self.at;
        let mut at = start + 1;
        while let Some(byte) = self.byte(at) {
            at += 1;
            if byte == b'\\' && quote == b'"' {
                at += 1;
            } else if byte == quote {
                if quote == b'\'' && self.byte(at) == Some(b'\'') {
                    at += 1;
                    continue;
                }
                self.at = at;
                return Ok(());
            }
        }
        Err(self.fault(FaultKind::Unclosed(char::from(quote))))
    }

    /// `|` and `>`: a text of lines, or a text that should have been quoted.
    fn block_scalar(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let mut at = start + 1;
        while self.byte(at).is_some_and(|b| matches!(b, b'+' | b'-' | b'0'..=b'9')) {
            at += 1;
        }
        let header = at;
        while self.byte(at).is_some_and(is_blank) {
            at += 1;
        }
        let commented = at > header && self.comment(at);
        if self.byte(at).is_some_and(|b| b != b'\n') && !commented {
            return Err(self.fault(FaultKind::Lead(char::from(self.bytes[start]))));
        }
        let parent = self.columns.last().copied().unwrap_or(0);
        let mut end = self.next_line(at);
        while let Some(indent) = self.indent_of(end + 1) {
            let line = end + 1;
            if indent <= parent && self.line_end(line) > line {
                break;
            }
            end = self.next_line(line);
        }
        self.at = end;
        self.value.scalars.push(start..end);
        self.cover(start..end, Shape::Scalar);
        Ok(())
    }

    /// How many spaces the line that starts at `line` starts with.
    fn indent_of(&self, line: usize) -> Option<usize> {
        let rest = self.bytes.get(line..).filter(|rest| !rest.is_empty())?;
        Some(rest.iter().take_while(|&&b| b == b' ').count())
    }

    /// An unquoted scalar with the lines that continue it, or a key.
    fn plain(&mut self, column: usize, opens: bool) -> Result<bool, Fault> {
        let start = self.at;
        let (mut end, colon) = self.plain_line(start);
        if let Some(colon) = colon {
            if !opens {
                return Err(Fault { kind: FaultKind::Colon, span: colon..colon + 1 });
            }
            if &self.bytes[start..colon] == b"<<" {
                return Err(self.fault(FaultKind::Merge));
            }
            self.open(column, Shape::Map)?;
            self.at = colon + 1;
            return Ok(false);
        }
        let parent = self.columns.last().copied().unwrap_or(0);
        self.at = end;
        let mut newline = self.next_line(end);
        let commented = self.line_end(end) > end;
        while !commented && let Some(indent) = self.indent_of(newline + 1) {
            let from = newline + 1 + indent;
            let blank = self.line_end(newline + 1) == newline + 1 || self.line_end(from) == from;
            if !blank {
                if indent <= parent || self.byte(from) == Some(b'#') {
                    break;
                }
                end = self.continuation(from)?;
                self.at = end;
            }
            newline = self.next_line(from);
        }
        self.value.scalars.push(start..end);
        self.cover(start..end, Shape::Scalar);
        Ok(false)
    }

    /// A further line of an unquoted scalar. What looks like an entry of its
    /// own was indented by mistake.
    fn continuation(&self, from: usize) -> Result<usize, Fault> {
        let (end, colon) = self.plain_line(from);
        let dash = self.bytes[from] == b'-' && self.gap(from + 1);
        if colon.is_some() || dash || self.bytes[from] == b'\t' {
            let kind = if self.bytes[from] == b'\t' { FaultKind::Tab } else { FaultKind::Indented };
            return Err(Fault { kind, span: from..end.max(from + 1) });
        }
        Ok(end)
    }

    /// Where the unquoted text of one line ends, and the first colon in it that
    /// makes a key.
    fn plain_line(&self, start: usize) -> (usize, Option<usize>) {
        let end = self.line_end(start);
        let mut stop = end;
        for at in start..end {
            if self.bytes[at] == b':' && self.gap(at + 1) {
                return (end, Some(at));
            }
            if at > start && self.comment(at) {
                stop = at;
                break;
            }
        }
        while stop > start && is_blank(self.bytes[stop - 1]) {
            stop -= 1;
        }
        (stop, None)
    }
}
