//! Code in a body, coloured by classes.

use std::sync::LazyLock;

use syntect::{
    html::{ClassStyle, ClassedHTMLGenerator},
    parsing::{SyntaxReference, SyntaxSet},
    util::LinesWithEndings,
};

use super::escape;

/// Loading takes a moment, and few publications print code.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Code that is larger, or has a longer line, is set plain: the highlighter's
/// regular expressions may take very long on text that was made for it.
const MAX_CODE_BYTES: usize = 256 * 1024;
const MAX_LINE_BYTES: usize = 4 * 1024;

const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// Style rules for the classes, to stand at the end of a theme's style sheet.
/// Two inks and one weight are enough for a newspaper; both keep a contrast of
/// more than 4.5 on light and dark paper.
pub(crate) const STYLE: &str = "\
.hl-comment,.hl-comment *{color:light-dark(#5c5850,#b4afa3)}
.hl-string,.hl-string *,.hl-constant,.hl-constant *{color:light-dark(#245a38,#9cc7a6)}
.hl-keyword,.hl-storage{font-weight:600}
.table .center{text-align:center}
.table .right{text-align:right}
";

/// `code` as the inside of a `<code>` element: with classes if the language in
/// `info` is known, plain if not.
pub(super) fn code(info: &str, code: &str) -> String {
    let language = language(info);
    let long = code.len() > MAX_CODE_BYTES || code.lines().any(|l| l.len() > MAX_LINE_BYTES);
    // The highlighter does not know which characters HTML forbids.
    let forbidden = code.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    if language.is_empty() || long || forbidden {
        return escape::text(code);
    }
    let Some(syntax) = SYNTAXES.find_syntax_by_token(language) else { return escape::text(code) };
    // A syntax that fails half-way leaves the code plain, never half.
    classed(syntax, code).unwrap_or_else(|| escape::text(code))
}

fn classed(syntax: &SyntaxReference, code: &str) -> Option<String> {
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, CLASSES);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

/// The language an info string names: its first word.
pub(super) fn language(info: &str) -> &str {
    info.split([' ', '\t', ',', '{']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_language_has_classes_and_an_unknown_one_is_plain() {
        let html = code("rust ignore", "let a = \"<b>\"; // x\n");
        assert!(html.contains("class=\"hl-") && html.contains("&lt;b&gt;"), "{html}");
        assert_eq!(code("wenyan", "吾有一數<b>"), "吾有一數&lt;b&gt;");
        assert_eq!(code("", "a & b"), "a &amp; b");
    }

    #[test]
    fn a_line_beyond_the_bound_is_plain() {
        let long = format!("let a = {};\n", "(".repeat(MAX_LINE_BYTES));
        assert_eq!(code("rust", &long), long);
    }
}
