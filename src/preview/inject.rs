//! What the preview adds to a page: the script that reloads it, the problems.

use std::fmt::Write as _;

use super::session::Version;
use crate::{
    diag::{Diagnostic, Severity, has_errors},
    tongue::{Tongue, plural, said},
};

/// Most problems that are listed; who has more begins with these.
const LISTED: usize = 50;

/// The page `html` with the preview's own parts before the end of its body.
pub(super) fn into_page(html: &[u8], parts: &str) -> Vec<u8> {
    let end = rfind(html, b"</body").unwrap_or(html.len());
    [&html[..end], parts.as_bytes(), &html[end..]].concat()
}

/// The page for a missing address as seen from anywhere: its relative links
/// count from the root of the site, not from the address that does not exist.
pub(super) fn at_root(html: &[u8]) -> Vec<u8> {
    let start = rfind(html, b"<head>").map_or(0, |at| at + b"<head>".len());
    [&html[..start], b"<base href=\"/\">", &html[start..]].concat()
}

/// A page that shows nothing but the problems.
pub(super) fn page_of_problems(parts: &str) -> Vec<u8> {
    let head = "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>kanyin</title></head><body>";
    format!("{head}{parts}</body></html>").into_bytes()
}

/// The script, with all that it must know in its own address.
pub(super) fn script(version: Version, token: &str) -> String {
    let Version { content, styles } = version;
    format!(
        "<script src=\"/_kanyin/live.js?content={content}&amp;styles={styles}&amp;token={token}\"></script>"
    )
}

/// The list of `diagnostics`, open if one is an error; nothing if there is
/// nothing to do about them: mere notes stand in the terminal. All that comes
/// from files is escaped.
pub(super) fn problems(diagnostics: &[Diagnostic], stale: bool, tongue: Tongue) -> String {
    let mut html = String::new();
    if diagnostics.iter().all(|diagnostic| diagnostic.severity == Severity::Note) {
        return html;
    }
    let open = if has_errors(diagnostics) { " open" } else { "" };
    let count = diagnostics.len();
    let problems = plural(count, "problem");
    let title = if stale {
        said!(
            "{problems}; the page is as it was before",
            "{count} 处问题。页面是上一次无误时的样子"
        )
    } else {
        said!("{problems}", "{count} 处问题")
    };
    let language = match tongue {
        Tongue::English => "en",
        Tongue::Chinese => "zh-CN",
    };
    html.push_str("<link rel=\"stylesheet\" href=\"/_kanyin/problems.css\">");
    // Writing to a text cannot fail.
    let _ =
        write!(html, "<aside id=\"kanyin-problems\" lang=\"{language}\" aria-label=\"kanyin\">");
    let title = title.text(tongue);
    let _ = write!(html, "<details{open}><summary>kanyin · {title}</summary><ol>");
    for diagnostic in diagnostics.iter().take(LISTED) {
        let _ = write!(html, "<li><pre>{}</pre></li>", escape(&diagnostic.draw(false, tongue)));
    }
    html.push_str("</ol>");
    if count > LISTED {
        let more = count - LISTED;
        let more = said!("{more} more are not listed", "另有 {more} 处未列出");
        let _ = write!(html, "<p>{}</p>", more.text(tongue));
    }
    html.push_str("</details></aside>");
    html
}

/// `text` as it is to be read, in HTML.
fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
    html
}

/// Where `part` stands last, whatever its case.
fn rfind(html: &[u8], part: &[u8]) -> Option<usize> {
    html.windows(part.len()).rposition(|window| window.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diag::Source, tongue::Said};

    #[test]
    fn parts_stand_before_the_end_of_the_body() {
        assert_eq!(
            into_page(b"<body>a</body>b</BODY></html>", "+"),
            b"<body>a</body>b+</BODY></html>"
        );
        assert_eq!(into_page("刊".as_bytes(), "+"), "刊+".as_bytes());
        assert_eq!(at_root(b"<html><head><title>"), b"<html><head><base href=\"/\"><title>");
    }

    #[test]
    fn problems_are_escaped_and_bounded() {
        let source = Source::new("<b>.md", "</pre><script>alert(1)</script>");
        let problem = Diagnostic::error(Said::verbatim("<i>"))
            .at(source.place(6..14))
            .hint(Said::verbatim("\"'&"));
        let html = problems(&vec![problem; 60], true, Tongue::Chinese);
        assert!(
            !html.contains("<script>") && !html.contains("<i>") && !html.contains("<b>"),
            "{html}"
        );
        assert!(
            html.contains("&lt;script&gt;")
                && html.contains("60 处问题")
                && html.contains("另有 10 处"),
            "{html}"
        );
        assert_eq!(html.matches("<pre").count(), html.matches("</pre>").count());
        assert!(html.contains("<details open>"));
        assert!(
            problems(&[Diagnostic::warning(Said::verbatim("x"))], false, Tongue::English)
                .contains("<details>")
        );
        assert_eq!(problems(&[], false, Tongue::Chinese), "");
        assert_eq!(problems(&[Diagnostic::note(Said::verbatim("x"))], false, Tongue::Chinese), "");
    }
}
