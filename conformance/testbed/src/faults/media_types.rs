//! Bodies with a wrong media type, or none.

use specs::contract::MediaType;

use super::{Applicability, Fault, in_response};
use crate::mutation::{HttpResponse, Sent};

const fn labelled(
    id: &'static str,
    what: &'static str,
    change: fn(&Sent, &mut HttpResponse),
) -> Fault {
    in_response("media-types", id, what, "content-type-conformance", has_plain_json, change)
}

pub(super) const FAULTS: &[Fault] = &[
    labelled("html-type", "sends JSON as text/html", |_, received| label(received, "text/html")),
    labelled("text-type", "sends JSON as text/plain", |_, received| label(received, "text/plain")),
    labelled("problem-type", "sends JSON as an undeclared JSON media type", |_, received| {
        label(received, "application/x-undeclared+json");
    }),
    labelled("no-type", "omits Content-Type", |_, received| {
        received.headers.remove("content-type");
    }),
    labelled("invalid-type", "sends a Content-Type that is not a media type", |_, received| {
        label(received, "json");
    }),
    labelled("error-page", "sends an HTML page instead of JSON", |_, received| {
        if received.headers.contains_key("content-type") {
            label(received, "text/html; charset=utf-8");
            received.body = b"<!doctype html><title>Oops</title>".to_vec();
        }
    }),
    in_response(
        "media-types",
        "untyped-body",
        "sends a body without Content-Type where none is declared",
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

fn label(received: &mut HttpResponse, name: &str) {
    if received.headers.contains_key("content-type") {
        received.header("content-type", name);
    }
}

/// Whether a response declares JSON media types only, none of them a range.
fn has_plain_json(applicability: &Applicability<'_>) -> bool {
    let others = |media: &MediaType| !media.is_json();
    applicability.responses().any(|(status, response)| {
        !matches!(status, 204 | 205 | 304)
            && response.content.first().is_some_and(MediaType::is_json)
            && !response.content.iter().any(others)
    })
}
