//! `_headers`: what a host says with each file, as many hosts of static sites read
//! it, and the content security policy that the site keeps.
//!
//! Hosts join the headers of all rules that fit an address, so no header stands in
//! two rules that can fit the same one.

use std::collections::BTreeSet;

use super::{
    library::Library,
    links,
    plan::{Contents, Page},
};
/// Where the file stands.
pub(super) const FILE: &str = "_headers";

/// Folders whose files have the digest of what is in them in their names.
const FINGERPRINTED: [&str; 2] = ["assets", "pictures"];

/// What every page may do; where pictures may come from is said behind it. Nothing
/// runs or is loaded but what the site itself holds.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; img-src 'self' data:";
/// An archive is one file with all in it, and runs nothing.
const ARCHIVE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
    font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The file for the pages that are listed.
pub(super) fn text(contents: &Contents, library: &Library) -> String {
    let mut text = String::new();
    let mut rule = |pattern: &str, headers: &[(&str, &str)]| {
        text.push_str(&format!("{pattern}\n"));
        for (name, value) in headers {
            text.push_str(&format!("  {name}: {value}\n"));
        }
    };
    rule(
        "/*",
        &[
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ],
    );
    let policy = policy(library);
    for pattern in patterns(contents) {
        rule(&pattern, &[("Content-Security-Policy", &policy)]);
    }
    rule("/archive/*", &[("Content-Security-Policy", ARCHIVE_POLICY)]);
    for folder in FINGERPRINTED {
        let cache = [("Cache-Control", "public, max-age=31536000, immutable")];
        rule(&format!("/{folder}/*"), &cache);
    }
    text
}

/// The policy of pages. Articles may show pictures that lie elsewhere: the hosts of
/// those are allowed, and no other.
fn policy(library: &Library) -> String {
    let articles = library.entries.iter().map(|entry| &entry.facts.body.hosts);
    let notes = library.issues.iter().map(|issue| &issue.hosts);
    let hosts: BTreeSet<&String> = articles.chain(notes).flatten().collect();
    let mut policy = POLICY.to_owned();
    for host in hosts {
        policy.push(' ');
        policy.push_str(host);
    }
    policy
}

/// The hosts of the pictures in a body that lie elsewhere.
pub(super) fn hosts(html: &str) -> BTreeSet<String> {
    let mut hosts = BTreeSet::new();
    if html.contains("src=\"http") {
        links::attributes(html, |name, value| {
            hosts.extend(host(value).filter(|_| name == "src").map(str::to_owned));
        });
    }
    hosts
}

/// `https://example.org` of an address below it, if it is a host that a policy can
/// name.
fn host(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let good = |b: u8| b.is_ascii_alphanumeric() || b"-.:".contains(&b);
    let known = matches!(scheme, "http" | "https") && host.bytes().all(good) && !host.is_empty();
    known.then(|| &address[..scheme.len() + 3 + host.len()])
}

/// What fits each page and no archive: the front page, the lists with all their
/// pages, the folders. Some hosts serve `issues.html` as `issues`.
fn patterns(contents: &Contents) -> BTreeSet<String> {
    let mut patterns = BTreeSet::from(["/".to_owned()]);
    for Page { address, .. } in &contents.pages {
        if let Some((folder, _)) = address.as_str().split_once('/') {
            patterns.insert(format!("/{folder}/*"));
        } else {
            let stem = address.as_str().split('.').next().unwrap_or_default();
            patterns.insert(format!("/{stem}"));
            patterns.insert(format!("/{stem}.*"));
        }
    }
    patterns
}

/// The headers that a `_headers` file gives to the file at `path`, as hosts read it.
pub fn headers_of<'h>(file: &'h str, path: &str) -> Vec<(&'h str, &'h str)> {
    let mut headers = Vec::new();
    let mut fits = false;
    for line in file.lines() {
        match line.strip_prefix("  ") {
            None => {
                let (start, rest) = line.split_once('*').unwrap_or((line, ""));
                let path = path.strip_prefix('/').unwrap_or(path);
                let start = start.strip_prefix('/').unwrap_or(start);
                fits = if line.contains('*') {
                    path.starts_with(start) && path[start.len()..].ends_with(rest)
                } else {
                    path == start
                };
            }
            Some(header) if fits => headers.extend(header.split_once(": ")),
            Some(_) => {}
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gets_the_headers_of_all_rules_that_fit_it() {
        let file = "/*\n  a: 1\n/\n  b: 2: 3\n/x.*\n  c: 4\n/x/*\n  d: 5\n";
        let of =
            |path| headers_of(file, path).into_iter().map(|(n, v)| format!("{n}{v}")).collect();
        let expected: [(&str, &[&str]); 5] = [
            ("/", &["a1", "b2: 3"]),
            ("", &["a1", "b2: 3"]),
            ("x.2.html", &["a1", "c4"]),
            ("/x/y/z", &["a1", "d5"]),
            ("xy", &["a1"]),
        ];
        for (path, headers) in expected {
            let found: Vec<String> = of(path);
            assert_eq!(found, headers, "{path}");
        }
    }

    #[test]
    fn a_host_is_what_a_policy_can_name() {
        assert_eq!(host("https://a.example/b.png?c"), Some("https://a.example"));
        assert_eq!(host("http://a.example:80"), Some("http://a.example:80"));
        for other in
            ["data:image/png;base64,x", "ftp://a/b", "https://", "https://u@h/", "https://a; b/"]
        {
            assert_eq!(host(other), None, "{other}");
        }
    }
}
