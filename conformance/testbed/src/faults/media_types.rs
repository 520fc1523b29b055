//! Content that is called something else, or nothing.

use specs::contract::MediaType;

use super::{Applicability, Fault, in_response};
use crate::mutation::{HttpResponse, Sent};

const fn called(
    id: &'static str,
    what: &'static str,
    change: fn(&Sent, &mut HttpResponse),
) -> Fault {
    in_response("media-types", id, what, "content-type-conformance", has_plain_json, change)
}

pub(super) const FAULTS: &[Fault] = &[
    called("html-type", "calls JSON text/html", |_, received| call(received, "text/html")),
    called("text-type", "calls JSON text/plain", |_, received| call(received, "text/plain")),
    called("problem-type", "calls JSON another kind of JSON", |_, received| {
        call(received, "application/x-unheard-of+json");
    }),
    called("no-type", "leaves Content-Type out", |_, received| {
        received.headers.remove("content-type");
    }),
    called("broken-type", "sends a Content-Type that is none", |_, received| {
        call(received, "json");
    }),
    called("error-page", "sends an HTML page in place of JSON", |_, received| {
        if received.headers.contains_key("content-type") {
            call(received, "text/html; charset=utf-8");
            received.body = b"<!doctype html><title>Oops</title>".to_vec();
        }
    }),
    in_response(
        "media-types",
        "nameless-content",
        "sends content without a type where none is declared",
        "missing-content-type",
        |_| true,
        |_, received| {
            if received.status == 405 {
                received.headers.remove("content-type");
                received.body = b"no".to_vec();
            }
        },
    ),
];

fn call(received: &mut HttpResponse, name: &str) {
    if received.headers.contains_key("content-type") {
        received.header("content-type", name);
    }
}

/// Whether a response has JSON content and every one of its types is one, not a range.
fn has_plain_json(applicability: &Applicability<'_>) -> bool {
    let others = |media: &MediaType| !media.is_json();
    applicability.responses().any(|(status, response)| {
        !matches!(status, 204 | 205 | 304)
            && response.content.first().is_some_and(MediaType::is_json)
            && !response.content.iter().any(others)
    })
}
