//! Which links and images of a body lead anywhere.

/// Schemes that a reader's browser may be sent to.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Whether `address`, entities decoded, may stand in a link: it has a scheme
/// from the list, or none.
///
/// Read as browsers read it: they drop tabs and line breaks anywhere, and
/// blanks and control characters at the start, before they look for a scheme.
pub(super) fn is_allowed(address: &str) -> bool {
    let mut scheme = String::new();
    for c in address.trim_start_matches(|c: char| c <= ' ').chars() {
        match c {
            '\t' | '\n' | '\r' => {}
            ':' => return SCHEMES.contains(&scheme.as_str()),
            '/' | '?' | '#' | '\\' => return true,
            c => scheme.extend(c.to_lowercase()),
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_schemes_lead_anywhere() {
        for good in [
            "https://a.cn/x",
            "HTTP://a",
            "mailto:a@b.cn",
            "tel:12345",
            "a/b:c",
            "#p1",
            "图.jpg",
            "",
            "?a:b",
        ] {
            assert!(is_allowed(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JavaScript:x",
            " \u{1}javascript:x",
            "java\nscript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            ":x",
        ] {
            assert!(!is_allowed(bad), "{bad}");
        }
    }
}
