//! XML that is always well-formed.

use crate::markdown::escape;

/// A document, or a part of one, whose elements are always closed and whose text
/// is always escaped.
#[derive(Default)]
pub(in crate::site) struct Xml(pub(in crate::site) String);

impl Xml {
    /// A document without an element as yet.
    pub(in crate::site) fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned())
    }

    /// `<name attributes>`, what `inside` writes, `</name>`.
    pub(in crate::site) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes, ">");
        inside(self);
        self.0.push_str(&format!("</{name}>\n"));
    }

    /// An element with nothing but `text` in it.
    pub(in crate::site) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(name, attributes, |xml| escape::push_text(&mut xml.0, text));
    }

    /// An element with nothing in it.
    pub(in crate::site) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes, "/>\n");
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.0.push_str(&format!("<{name}"));
        for (key, value) in attributes {
            self.0.push_str(&format!(" {key}=\""));
            escape::push_text(&mut self.0, value);
            self.0.push('"');
        }
        self.0.push_str(end);
    }
}
