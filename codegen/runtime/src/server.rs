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
    let values = RawPathParams::from_request_parts(&mut parts, &()).await;
    let values = values.map_err(|_| Refusal::new(Cause::Malformed))?;
    let texts = values.iter().map(|(_, text)| text.to_owned());
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
