//! Receiving requests and sending responses, with axum.

use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts as _, RawPathParams, Request};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::message::{Incoming, ResponseParts};
use super::refusal::{Cause, Refusal, Rejected};

/// Receives a request. `names` are the path parameters, in the order of the route.
///
/// # Errors
/// A body of more than `limit` bytes, a body that ends early, a path that is not UTF-8.
pub async fn read(
    request: Request,
    names: &'static [&'static str],
    limit: usize,
) -> Result<Incoming, Refusal> {
    let (mut parts, body) = request.into_parts();
    let texts = match parts.extensions.remove::<Captures>() {
        Some(Captures(texts)) => texts,
        None => {
            let values = RawPathParams::from_request_parts(&mut parts, &()).await;
            let values = values.map_err(|_| Refusal::new(Cause::Malformed))?;
            values.iter().map(|(_, text)| text.to_owned()).collect()
        }
    };
    let path: BTreeMap<_, _> = names.iter().copied().zip(texts).collect();
    let query = parts.uri.query().unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let body = to_bytes(body, limit).await.map_err(|error| {
        let too_large = std::error::Error::source(&error)
            .is_some_and(|source| source.to_string().contains("limit"));
        Refusal::new(if too_large { Cause::ContentTooLarge } else { Cause::Malformed })
    })?;
    Ok(Incoming { path, query, headers: parts.headers, body })
}

/// The values of a path's variables, where they are parts of segments.
#[derive(Clone)]
struct Captures(Vec<String>);

/// Whether a path has the segments of a pattern, each given as the texts around its variables. The values
/// are kept with the request, for [`read`].
pub fn captures(request: &mut Request, pattern: &[&[&str]]) -> bool {
    let target = request.uri().path();
    let segments: Vec<&str> = target.strip_prefix('/').unwrap_or(target).split('/').collect();
    if segments.len() != pattern.len() {
        return false;
    }
    let mut values = Vec::new();
    for (segment, texts) in segments.iter().zip(pattern) {
        let Ok(segment) = percent_encoding::percent_decode_str(segment).decode_utf8() else {
            return false;
        };
        if !capture(&segment, texts, &mut values) {
            return false;
        }
    }
    request.extensions_mut().insert(Captures(values));
    true
}

/// Takes the values out of a segment; none of them is empty.
fn capture(segment: &str, texts: &[&str], values: &mut Vec<String>) -> bool {
    let [first, others @ ..] = texts else { return segment.is_empty() };
    let Some(mut rest) = segment.strip_prefix(first) else { return false };
    for (index, text) in others.iter().enumerate() {
        let start = rest.chars().next().map_or(0, char::len_utf8);
        let end = if index + 1 == others.len() {
            // The last text is at the end of the segment.
            rest.len().checked_sub(text.len()).filter(|_| rest.ends_with(text))
        } else {
            rest.get(start..).and_then(|tail| tail.find(text)).map(|at| at + start)
        };
        let Some(end) = end.filter(|end| *end > 0 && *end >= start) else { return false };
        values.push(rest[..end].to_owned());
        rest = &rest[end + text.len()..];
    }
    rest.is_empty()
}

/// Whether a request has this pair in its query.
pub fn has_query(request: &Request, name: &str, value: &str) -> bool {
    let query = request.uri().query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).any(|(key, text)| key == name && text == value)
}

/// Whether a request has a header field of this value.
pub fn has_header(request: &Request, name: &str, value: &str) -> bool {
    request.headers().get_all(name).iter().any(|field| field.as_bytes() == value.as_bytes())
}

/// The response where no path matches.
pub fn not_found() -> Response {
    respond(ResponseParts::new(StatusCode::NOT_FOUND))
}

/// Rejects a request that accepts none of `offered` (RFC 9110 §12.5.1).
///
/// # Errors
/// [`Cause::NotAcceptable`].
pub fn negotiate(headers: &HeaderMap, offered: &[&str]) -> Result<(), Refusal> {
    let fields = headers.get_all(header::ACCEPT).iter().filter_map(|field| field.to_str().ok());
    let ranges: Vec<&str> = fields
        .flat_map(|field| field.split(','))
        .map(str::trim)
        .filter(|r| !r.is_empty())
        .collect();
    let accepted = ranges.is_empty() || offered.iter().any(|offer| accepts(&ranges, offer));
    if accepted { Ok(()) } else { Err(Refusal::new(Cause::NotAcceptable)) }
}

/// Whether the most specific range that matches an offered media type has a weight above zero.
fn accepts(ranges: &[&str], offer: &str) -> bool {
    let offer = offer.split(';').next().unwrap_or(offer).trim().to_ascii_lowercase();
    let family = offer.split('/').next().unwrap_or_default();
    let weighed = ranges.iter().filter_map(|range| {
        let mut parts = range.split(';').map(|part| part.trim().to_ascii_lowercase());
        let name = parts.next()?;
        let specificity = match name.strip_suffix("/*") {
            _ if name == offer => 2,
            Some(prefix) if prefix == family => 1,
            Some("*") => 0,
            _ => return None,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=").map(str::to_owned));
        Some((
            specificity,
            weight
                .and_then(|weight| weight.parse().ok())
                .filter(|weight: &f32| weight.is_finite())
                .unwrap_or(1.0_f32),
        ))
    });
    weighed.max_by_key(|(specificity, _)| *specificity).is_some_and(|(_, weight)| weight > 0.0)
}

/// Sends a response.
pub fn respond(parts: ResponseParts) -> Response {
    let mut response = Response::new(Body::from(parts.body));
    *response.status_mut() = parts.status;
    *response.headers_mut() = parts.headers;
    response
}

/// Sends the response to a rejected request.
pub fn respond_rejected<R>(
    rejected: Rejected<R>,
    encode: impl FnOnce(R) -> ResponseParts,
) -> Response {
    respond(match rejected {
        Rejected::Declared(response) => encode(response),
        Rejected::Bare(status) => ResponseParts::new(status),
    })
}

/// Adds the `Allow` header that a 405 must have (RFC 9110 §15.5.6).
pub fn with_allow(mut response: Response, allow: &'static str) -> Response {
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
    }
    response
}
