//! The walk inside `[…]` and `{…}`.

use super::{
    fault::{Fault, FaultKind},
    scan::{Scanner, is_blank},
};
use crate::diag::Span;

/// What the last sign inside brackets was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// An opening bracket, a comma or a colon: something may begin.
    Sign,
    Plain,
    Closed,
}

impl Scanner<'_> {
    /// From an opening bracket to behind the one that closes it.
    pub(super) fn flow(&mut self) -> Result<(), Fault> {
        let mut open: Vec<(u8, usize)> = Vec::new();
        let mut last = Last::Sign;
        let mut entry = FlowEntry::default();
        while let Some(byte) = self.peek() {
            let start = self.at;
            self.at += 1;
            match byte {
                b'\n' => {}
                _ if is_blank(byte) => {}
                b'#' if self.comment(start) => self.at = self.next_line(start),
                b'[' | b'{' if last == Last::Sign => {
                    if open.len() == 1 && open[0].0 == b'[' {
                        entry.key.get_or_insert(start);
                    }
                    open.push((byte, start));
                    let depth = self.columns.len() + open.len();
                    if depth > self.nesting {
                        return Err(self.at_sign(start, FaultKind::TooDeep(self.nesting)));
                    }
                }
                b']' | b'}' => {
                    let opened = if byte == b']' { b'[' } else { b'{' };
                    if open.pop().is_none_or(|(was, _)| was != opened) {
                        return Err(self.at_sign(start, FaultKind::Mismatched(char::from(byte))));
                    }
                    if open.is_empty() {
                        self.value.entries.extend(entry.end(self.bytes, start));
                        return Ok(());
                    }
                    last = Last::Closed;
                }
                b',' => {
                    if open.len() == 1 {
                        self.value.entries.extend(entry.end(self.bytes, start));
                    }
                    last = Last::Sign;
                }
                b':' if last != Last::Sign && self.flow_gap(self.at, last) => {
                    if open.len() == 1 {
                        entry.value = Some(self.at);
                    }
                    self.value.scalars.pop();
                    last = Last::Sign;
                }
                _ => {
                    self.at = start;
                    if open.len() == 1 && entry.key.is_none() {
                        entry.key = Some(start);
                    }
                    last = self.flow_scalar(last)?;
                }
            }
        }
        let start = open.first().map_or(self.at, |&(_, start)| start);
        let bracket = char::from(self.bytes.get(start).copied().unwrap_or(b'['));
        Err(self.at_sign(start, FaultKind::Unclosed(bracket)))
    }

    fn at_sign(&self, start: usize, kind: FaultKind) -> Fault {
        Fault { kind, span: start..(start + 1).min(self.bytes.len()) }
    }

    /// Whether what stands at `at` lets the colon before it separate.
    fn flow_gap(&self, at: usize, last: Last) -> bool {
        let sign = self.byte(at).is_some_and(|b| b",[]{}".contains(&b));
        last == Last::Closed || self.gap(at) || sign
    }

    fn flow_scalar(&mut self, last: Last) -> Result<Last, Fault> {
        let start = self.at;
        let byte = self.bytes[start];
        if last == Last::Closed || (last == Last::Plain && b"[{".contains(&byte)) {
            return Err(self.fault(FaultKind::MissingComma));
        }
        if last == Last::Sign {
            if byte == b'"' || byte == b'\'' {
                self.quoted(byte)?;
                self.value.scalars.push(start..self.at);
                return Ok(Last::Closed);
            }
            if byte == b'-' && self.flow_gap(start + 1, last) {
                return Err(self.fault(FaultKind::Lead('-')));
            }
            self.refuse_lead()?;
        }
        let mut end = start + 1;
        while let Some(byte) = self.byte(end) {
            let stops = b",[]{}\n".contains(&byte)
                || (byte == b':' && self.flow_gap(end + 1, last))
                || self.comment(end);
            if stops {
                break;
            }
            end += 1;
        }
        self.at = end;
        while end > start && is_blank(self.bytes[end - 1]) {
            end -= 1;
        }
        if &self.bytes[start..end] == b"<<" {
            return Err(Fault { kind: FaultKind::Merge, span: start..end });
        }
        match self.value.scalars.last_mut() {
            Some(scalar) if last == Last::Plain => scalar.end = end,
            _ => self.value.scalars.push(start..end),
        }
        Ok(Last::Plain)
    }
}

/// The entry of `{…}` that is being walked.
#[derive(Default)]
struct FlowEntry {
    key: Option<usize>,
    value: Option<usize>,
}

impl FlowEntry {
    /// The entry that ends at `end`, if one began; trimmed.
    fn end(&mut self, bytes: &[u8], end: usize) -> Option<(Span, Span)> {
        let Self { key, value } = std::mem::take(self);
        let key = key?;
        let key_end = value.map_or(end, |value| value - 1);
        Some((trim(bytes, key..key_end), trim(bytes, value.unwrap_or(end)..end)))
    }
}

fn trim(bytes: &[u8], span: Span) -> Span {
    let space = |b: &u8| is_blank(*b) || *b == b'\n';
    let Span { mut start, mut end } = span;
    while start < end && space(&bytes[start]) {
        start += 1;
    }
    while start < end && space(&bytes[end - 1]) {
        end -= 1;
    }
    start..end
}
