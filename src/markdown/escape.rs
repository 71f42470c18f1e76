//! The one way text gets into HTML and XML.

use crate::text::beside_han;

/// Appends `text` so that it is text wherever it lands, attribute values in
/// double quotes included. Characters that no HTML or XML document may hold
/// become visible ones.
pub(crate) fn push_text(out: &mut String, text: &str) {
    let mut done = 0;
    for (at, c) in beside_han(text) {
        let mut picture = [0; 4];
        let with: &str = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\t' | '\n' | '\r' => continue,
            '\u{0}'..='\u{1f}' => {
                char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}').encode_utf8(&mut picture)
            }
            '\u{7f}' => "\u{2421}",
            '\u{80}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => "\u{fffd}",
            c if c as u32 & 0xfffe == 0xfffe => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(with);
        done = at + c.len_utf8();
    }
    out.push_str(&text[done..]);
}

/// `text`, a document that is set already, with characters that no document may
/// hold as visible ones, as [`push_text`] writes them.
pub(crate) fn printable(text: String) -> String {
    let forbidden = |c: char| {
        matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
            || matches!(c, '\u{fdd0}'..='\u{fdef}')
            || c as u32 & 0xfffe == 0xfffe
    };
    if !text.contains(forbidden) {
        return text;
    }
    let visible = |c: char| match c {
        c if !forbidden(c) => c,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ => '\u{fffd}',
    };
    text.chars().map(visible).collect()
}

/// [`push_text`] into a text of its own.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_text(&mut out, text);
    out
}

/// Appends an address for `href` or `src`: what is not allowed in one becomes
/// `%XX`, what is there already stays.
pub(crate) fn push_href(out: &mut String, address: &str) {
    for byte in address.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b':'
            | b'/'
            | b'?'
            | b'#'
            | b'@'
            | b'!'
            | b'$'
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b'%' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_looks_like_markup_gets_through() {
        assert_eq!(text(r#"a<b>&"c'"#), "a&lt;b&gt;&amp;&quot;c&#39;");
        assert_eq!(
            text("\u{0}\u{8}\u{1b}[31m\u{7f}\u{85}\u{fffe}x\n"),
            "␀␈␛[31m␡\u{fffd}\u{fffd}x\n"
        );
        let controls = "一\u{0}\u{8}\u{1b}\u{7f}\u{85}\u{fffe}\u{fdd0}\n\t二";
        assert_eq!(printable(controls.to_owned()), text(controls));
        let mut href = String::new();
        push_href(&mut href, "图 1.jpg?a=1&b=\"><");
        assert_eq!(href, "%E5%9B%BE%201.jpg?a=1&amp;b=%22%3E%3C");
    }
}
