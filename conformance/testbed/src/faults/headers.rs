//! Header fields that are missing, not as declared, or there twice.

use specs::contract::{Header, Shape};

use super::{Fault, Room, answers};
use crate::spoil::{Answer, Sent};

/// Fields that HTTP itself has a say in.
const KEPT: [&str; 3] = ["content-type", "allow", "www-authenticate"];

const fn fault(
    id: &'static str,
    what: &'static str,
    applies: fn(&Room<'_>) -> bool,
    change: fn(&Sent, &mut Answer),
) -> Fault {
    answers("headers", id, what, "response-headers", applies, change)
}

pub(super) const FAULTS: &[Fault] = &[
    fault("headers-left-out", "leaves its own header fields out", has_required, |_, answer| {
        let names: Vec<_> = answer.headers.keys().cloned().collect();
        for name in names.iter().filter(|name| !KEPT.contains(&name.as_str())) {
            answer.headers.remove(name);
        }
    }),
    fault("headers-malformed", "sends ids and numbers that are none", has_format, |_, answer| {
        for (name, value) in &mut answer.headers {
            if !KEPT.contains(&name.as_str()) {
                *value = http::HeaderValue::from_static("not one");
            }
        }
    }),
    fault("headers-empty", "sends header fields without values", has_format, |_, answer| {
        for (name, value) in &mut answer.headers {
            if !KEPT.contains(&name.as_str()) {
                *value = http::HeaderValue::from_static("");
            }
        }
    }),
    fault("headers-twice", "sends header fields twice", has_single, |_, answer| {
        let fields: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| !KEPT.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        for (name, value) in fields {
            answer.headers.append(name, value);
        }
    }),
    fault(
        "type-twice",
        "says twice what its content is",
        |room| room.has_object(),
        |_, answer| {
            if let Some(value) = answer.headers.get("content-type").cloned() {
                answer.headers.append("content-type", value);
            }
        },
    ),
    answers(
        "headers",
        "other-allow",
        "lists methods that are not those of the path",
        "allow-lists-methods",
        |_| true,
        |_, answer| {
            if answer.headers.contains_key("allow") {
                answer.header("allow", "TRACE");
            }
        },
    ),
];

fn any(room: &Room<'_>, is: impl Fn(&Header) -> bool) -> bool {
    room.answers().any(|(_, response)| response.headers.iter().any(&is))
}

fn has_required(room: &Room<'_>) -> bool {
    any(room, |header| header.required && !KEPT.contains(&&*header.name.to_ascii_lowercase()))
}

fn has_format(room: &Room<'_>) -> bool {
    any(room, |header| match room.shape(header.schema) {
        Shape::String { format, .. } => format.as_deref() == Some("uuid"),
        Shape::Integer { .. } | Shape::Number { .. } => true,
        _ => false,
    })
}

/// Ids and numbers are no lists.
fn has_single(room: &Room<'_>) -> bool {
    has_format(room)
}
