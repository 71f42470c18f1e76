//! A body as it is read outside of its page: with addresses in full.

use crate::{
    markdown::escape,
    route::Address,
    site::{links, plan::canonical},
};

/// `html` with each address that counts from `page` in full. Readers of feeds show
/// a text far from where it stands, and many know no base address.
pub(super) fn absolute(html: &str, page: &Address, base: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut done = 0;
    links::attributes(html, |name, value| {
        let at = value.as_ptr().addr() - html.as_ptr().addr();
        let full = match name {
            "href" | "src" | "poster" => in_full(value, page, base),
            "srcset" => Some(each_in_full(value, page, base)),
            _ => None,
        };
        if let Some(full) = full {
            out.push_str(&html[done..at]);
            escape::push_text(&mut out, &full);
            done = at + value.len();
        }
    });
    out.push_str(&html[done..]);
    out
}

/// The addresses of a `srcset`, each with its width.
fn each_in_full(value: &str, page: &Address, base: &str) -> String {
    let one = |part: &str| {
        let part = part.trim();
        let (address, width) =
            part.split_once(' ').map_or((part, ""), |(a, _)| (a, &part[a.len()..]));
        let full = in_full(address, page, base).unwrap_or_else(|| links::decode(address));
        format!("{full}{width}")
    };
    value.split(',').map(one).collect::<Vec<_>>().join(", ")
}

/// The address that is written as `value`; `None` if it is one in full, or none of
/// the site.
fn in_full(value: &str, page: &Address, base: &str) -> Option<String> {
    let value = links::decode(value);
    if value.starts_with('/') || links::has_scheme(&value) {
        return None;
    }
    let path = page.resolve(&value)?;
    let (path, fragment) = path.split_at(path.find('#').unwrap_or(path.len()));
    Some(canonical(base, &Address::file(path)) + fragment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_site_are_given_in_full_and_nothing_else_changes() {
        let page = Address::file("article/a/b.html");
        let absolute = |html: &str| absolute(html, &page, "https://x.cn/p/");
        for (html, full) in [
            ("<p id=\"p1\">文 href=\"c.html\"</p>", "<p id=\"p1\">文 href=\"c.html\"</p>"),
            ("<a href=\"c.html#p2\">c</a>", "<a href=\"https://x.cn/p/article/a/c.html#p2\">c</a>"),
            ("<a href='../d/e.html'>", "<a href='https://x.cn/p/article/d/e.html'>"),
            ("<a href=\"#fn-1\">", "<a href=\"https://x.cn/p/article/a/b.html#fn-1\">"),
            ("<a href=\"../../index.html\">", "<a href=\"https://x.cn/p/\">"),
            ("<img src=\"../../i/a.png\">", "<img src=\"https://x.cn/p/i/a.png\">"),
            (
                "<img srcset=\"../../i/a.png 1x, ../../i/b.png 2x\">",
                "<img srcset=\"https://x.cn/p/i/a.png 1x, https://x.cn/p/i/b.png 2x\">",
            ),
            ("<a href=\"https://y.cn/?a&amp;b\">", "<a href=\"https://y.cn/?a&amp;b\">"),
            (
                "<a href=\"mailto:a@b.cn\"><a href=\"//z.cn\">",
                "<a href=\"mailto:a@b.cn\"><a href=\"//z.cn\">",
            ),
        ] {
            assert_eq!(absolute(html), full);
        }
    }
}
