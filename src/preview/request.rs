//! Which requests are answered at all.
//!
//! A page on the web can make a browser send requests to loopback, and can have
//! its own name point there. So a request must name this server exactly.

use axum::http::{HeaderMap, Method, Request, StatusCode, header};

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Only reading is possible.
    Method,
    /// It asks for another server.
    Host,
    /// It comes from another site's page.
    Origin,
    /// Its path is none that a browser sends.
    Path(&'static str),
}

impl Refusal {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::Origin => StatusCode::FORBIDDEN,
            Self::Path(_) => StatusCode::BAD_REQUEST,
        }
    }

    pub(super) fn message(self) -> &'static str {
        match self {
            Self::Method => "the preview answers GET and HEAD only",
            Self::Host => "this is not the server that the request names",
            Self::Origin => "the preview does not answer pages of other sites",
            Self::Path(why) => why,
        }
    }
}

/// The names under which the server at `port` may be addressed.
pub(super) fn hosts(port: u16) -> Vec<String> {
    let names = ["127.0.0.1", "localhost", "[::1]"];
    let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
    if port == 80 {
        // Browsers leave out the port that goes without saying.
        hosts.extend(names.map(str::to_owned));
    }
    hosts
}

/// The path that a request asks for, decoded once, without its first `/`.
pub(super) fn accept<B>(request: &Request<B>, hosts: &[String]) -> Result<String, Refusal> {
    let uri = request.uri();
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return Err(Refusal::Method);
    }
    if uri.scheme().is_some() || uri.authority().is_some() {
        return Err(Refusal::Path("an absolute address is for proxies, and this is none"));
    }
    let host = only(request.headers(), &header::HOST).ok_or(Refusal::Host)?;
    if !hosts.iter().any(|known| known.eq_ignore_ascii_case(host)) {
        return Err(Refusal::Host);
    }
    decode(uri.path()).map_err(Refusal::Path)
}

/// Whether a request for the stream of changes comes from a page of this server:
/// programs send no origin, browsers always the true one.
pub(super) fn is_own_origin(headers: &HeaderMap, hosts: &[String]) -> bool {
    let own = |origin: &str| {
        let host = origin.strip_prefix("http://");
        host.is_some_and(|host| hosts.iter().any(|known| known == host))
    };
    !headers.contains_key(header::ORIGIN) || only(headers, &header::ORIGIN).is_some_and(own)
}

/// The value of a header that stands exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then_some(value)?.to_str().ok()
}

/// Decodes once. What would mean something else if it were decoded twice, or on
/// another system, is refused rather than cleaned.
fn decode(path: &str) -> Result<String, &'static str> {
    let path = path.strip_prefix('/').ok_or("the path does not start with /")?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |d: Option<u8>| d.and_then(|d| char::from(d).to_digit(16));
                let (high, low) = (digit(rest.next()), digit(rest.next()));
                match high.zip(low) {
                    Some((2, 15)) => return Err("an escaped / is no part of a name"),
                    Some((high, low)) => (high * 16 + low) as u8,
                    None => return Err("a % without two digits"),
                }
            }
            plain => plain,
        });
    }
    let path = String::from_utf8(bytes).map_err(|_| "the path is not UTF-8")?;
    if path.contains(['\\', ':']) || path.contains(char::is_control) {
        return Err("the path has a character that no address has");
    }
    if path.split('/').any(|part| part == "." || part == "..") {
        return Err("the path has . or .. in it");
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_once_and_never_leads_up() {
        assert_eq!(decode("/").as_deref(), Ok(""));
        assert_eq!(decode("/a/%E5%88%8A.html").as_deref(), Ok("a/刊.html"));
        assert_eq!(decode("/%252e%252e/x").as_deref(), Ok("%2e%2e/x"));
        let refused = [
            "",
            "*",
            "a",
            "/..",
            "/a/../b",
            "/%2e%2e/x",
            "/.%2E/x",
            "/./x",
            "/a%5cb",
            "/a\\b",
            "/C:/x",
            "/a%3Ab",
            "/a%00",
            "/a%0d%0a",
            "/a%2fb",
            "/a%2Fb",
            "/%",
            "/%4",
            "/%zz",
            "/%+1",
            "/%ff",
        ];
        for path in refused {
            assert!(decode(path).is_err(), "{path}");
        }
    }

    #[test]
    fn an_origin_is_this_server_or_nobody() {
        let hosts = hosts(4000);
        let with = |origin: &'static str| {
            let value = header::HeaderValue::from_static(origin);
            is_own_origin(&HeaderMap::from_iter([(header::ORIGIN, value)]), &hosts)
        };
        assert!(is_own_origin(&HeaderMap::new(), &hosts));
        assert!(with("http://localhost:4000"));
        for other in [
            "http://localhost:4001",
            "https://localhost:4000",
            "null",
            "",
            "http://localhost:4000.evil.cn",
        ] {
            assert!(!with(other), "{other}");
        }
    }
}
