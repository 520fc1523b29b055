//! Headers that are missing, invalid or duplicate.

use specs::contract::{Header, Shape};

use super::{Applicability, Fault, in_response};
use crate::mutation::{HttpResponse, Sent};

/// Headers that HTTP defines; other checks evaluate them.
const KEPT: [&str; 3] = ["content-type", "allow", "www-authenticate"];

const fn fault(
    id: &'static str,
    what: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    change: fn(&Sent, &mut HttpResponse),
) -> Fault {
    in_response("headers", id, what, "response-header-conformance", applies, change)
}

pub(super) const FAULTS: &[Fault] = &[
    fault("missing-headers", "omits its own headers", has_required, |_, received| {
        let names: Vec<_> = received.headers.keys().cloned().collect();
        for name in names.iter().filter(|name| !KEPT.contains(&name.as_str())) {
            received.headers.remove(name);
        }
    }),
    fault(
        "invalid-headers",
        "sends headers that violate their schema",
        has_format,
        |_, received| {
            for (name, value) in &mut received.headers {
                if !KEPT.contains(&name.as_str()) {
                    *value = http::HeaderValue::from_static("not one");
                }
            }
        },
    ),
    fault("empty-headers", "sends headers without values", has_format, |_, received| {
        for (name, value) in &mut received.headers {
            if !KEPT.contains(&name.as_str()) {
                *value = http::HeaderValue::from_static("");
            }
        }
    }),
    fault("duplicate-headers", "sends headers twice", has_single, |_, received| {
        let fields: Vec<_> = received
            .headers
            .iter()
            .filter(|(name, _)| !KEPT.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        for (name, value) in fields {
            received.headers.append(name, value);
        }
    }),
    fault(
        "duplicate-content-type",
        "sends Content-Type twice",
        |applicability| applicability.has_object(),
        |_, received| {
            if let Some(value) = received.headers.get("content-type").cloned() {
                received.headers.append("content-type", value);
            }
        },
    ),
    in_response(
        "headers",
        "other-allow",
        "lists methods in Allow that the path does not have",
        "incomplete-allow-header",
        |_| true,
        |_, received| {
            if received.headers.contains_key("allow") {
                received.header("allow", "TRACE");
            }
        },
    ),
];

fn any(applicability: &Applicability<'_>, is: impl Fn(&Header) -> bool) -> bool {
    applicability.responses().any(|(_, response)| response.headers.iter().any(&is))
}

fn has_required(applicability: &Applicability<'_>) -> bool {
    any(applicability, |header| {
        header.required && !KEPT.contains(&&*header.name.to_ascii_lowercase())
    })
}

fn has_format(applicability: &Applicability<'_>) -> bool {
    any(applicability, |header| match applicability.shape(header.schema) {
        Shape::String { format, .. } => format.as_deref() == Some("uuid"),
        Shape::Integer { .. } | Shape::Number { .. } => true,
        _ => false,
    })
}

/// Headers with a UUID or a number are not lists.
fn has_single(applicability: &Applicability<'_>) -> bool {
    has_format(applicability)
}
