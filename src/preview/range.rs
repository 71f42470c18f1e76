//! Parts of a file: a browser asks for them to play or to go on with a download.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

/// All bytes of an answer, beside its body: what a part of it is cut from.
#[derive(Clone)]
pub(super) struct Whole(pub(super) Bytes);

/// The part of a good answer that a request wants. A request for several parts, or one
/// that says nothing sensible, gets the whole, as it may (RFC 9110, 14.2).
pub(super) fn cut(wanted: &HeaderMap, mut response: Response) -> Response {
    let Some(Whole(bytes)) = response.extensions_mut().remove::<Whole>() else { return response };
    if response.status() != StatusCode::OK {
        return response;
    }
    response.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let range = wanted.get(header::RANGE).and_then(|value| value.to_str().ok());
    let parsed = range.and_then(|range| http_range_header::parse_range_header(range).ok());
    let Some(parsed) = parsed else { return response };
    let total = bytes.len();
    let (status, body, says) = match parsed.validate(total as u64).as_deref() {
        Ok([range]) => {
            let (first, last) = (*range.start() as usize, *range.end() as usize);
            let part = bytes.slice(first..=last);
            (StatusCode::PARTIAL_CONTENT, part, format!("bytes {first}-{last}/{total}"))
        }
        Ok(_) => return response,
        Err(_) => (StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new(), format!("bytes */{total}")),
    };
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    if let Ok(says) = HeaderValue::try_from(says) {
        headers.insert(header::CONTENT_RANGE, says);
    }
    *response.body_mut() = Body::from(body);
    response
}
