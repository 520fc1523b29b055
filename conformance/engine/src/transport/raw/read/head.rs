//! The header section of a response, the fields after a chunked body, and how the body ends.

use conformance_core::exchange::HttpResponse;

/// The longest header section that is read, in bytes.
pub(super) const LONGEST_HEAD: usize = 64 * 1024;

/// The state of the bytes so far.
pub(super) enum Head {
    /// Complete, with this many bytes.
    Whole(usize, HttpResponse),
    /// The beginning of a header section.
    Partial,
    /// Invalid, and why.
    Wrong(String),
}

pub(super) fn parse(buffer: &[u8]) -> Head {
    let mut fields = [httparse::EMPTY_HEADER; 128];
    let mut response = httparse::Response::new(&mut fields);
    match response.parse(buffer) {
        Err(error) => Head::Wrong(format!("the response is not HTTP/1.1: {error}")),
        Ok(httparse::Status::Partial) => Head::Partial,
        Ok(httparse::Status::Complete(length)) => {
            let headers = response.headers.iter();
            let headers = headers.map(|field| (field.name, field.value)).collect();
            let status = response.code.unwrap_or_default();
            Head::Whole(length, HttpResponse { status, headers, ..HttpResponse::default() })
        }
    }
}

/// The length of the fields after the last chunk with the empty line; `None` where more must come.
pub(super) fn trailers(buffer: &[u8]) -> Result<Option<usize>, String> {
    let mut fields = [httparse::EMPTY_HEADER; 32];
    match httparse::parse_headers(buffer, &mut fields) {
        Ok(httparse::Status::Complete((length, _))) => Ok(Some(length)),
        Ok(httparse::Status::Partial) => Ok(None),
        Err(error) => Err(format!("what follows the last chunk is not a trailer section: {error}")),
    }
}

/// How the end of the body is determined (RFC 9112 §6.3).
pub(super) enum Framing {
    None,
    Length(u64),
    Chunked,
    UntilClosed,
}

pub(super) fn framing(received: &HttpResponse, method: &str) -> Result<Framing, String> {
    if method == "HEAD" || received.class() == 1 || matches!(received.status, 204 | 304) {
        return Ok(Framing::None);
    }
    let codings: Vec<_> = received.header_values("transfer-encoding").collect();
    if let Some(last) = codings.last() {
        let chunked = last
            .rsplit(',')
            .next()
            .is_some_and(|coding| coding.trim().eq_ignore_ascii_case("chunked"));
        return Ok(if chunked { Framing::Chunked } else { Framing::UntilClosed });
    }
    let mut lengths: Vec<_> = received.header_values("content-length").collect();
    lengths.dedup();
    match lengths.as_slice() {
        [] => Ok(Framing::UntilClosed),
        // RFC 9110 §8.6: digits only; a number with a sign is invalid.
        [length] if length.bytes().all(|byte| byte.is_ascii_digit()) => length
            .parse()
            .map(Framing::Length)
            .map_err(|_| "Content-Length is too large".to_owned()),
        [_] => Err("Content-Length is not a number".to_owned()),
        _ => Err("two different Content-Length fields".to_owned()),
    }
}
