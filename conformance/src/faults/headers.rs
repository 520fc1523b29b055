//! Header fields that are missing or not as declared.

use specs::contract::{Shape, StatusRange};

use super::{Fault, Room, Spoil};
use crate::spoil::{Answer, Change, Sent};

const fn fault(
    id: &'static str,
    what: &'static str,
    applies: fn(&Room<'_>) -> bool,
    change: fn(&Sent, &mut Answer),
) -> Fault {
    let check = "response-headers";
    Fault {
        id,
        class: "headers",
        what,
        check,
        applies,
        spoil: Spoil::Change(Change::Answer(change)),
    }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("headers-left-out", "leaves its own header fields out", has_required, |_, answer| {
        let kept = ["content-type", "allow"];
        let names: Vec<_> = answer.headers.keys().cloned().collect();
        for name in names.iter().filter(|name| !kept.contains(&name.as_str())) {
            answer.headers.remove(name);
        }
    }),
    fault("headers-malformed", "sends ids that are none", has_format, |_, answer| {
        let kept = ["content-type", "allow"];
        for (name, value) in &mut answer.headers {
            if !kept.contains(&name.as_str()) {
                *value = http::HeaderValue::from_static("not one");
            }
        }
    }),
];

fn has_required(room: &Room<'_>) -> bool {
    room.any(|operation| {
        let successes = operation.responses.iter().filter(|response| is_success(response.status));
        successes.flat_map(|response| &response.headers).any(|header| header.required)
    })
}

fn has_format(room: &Room<'_>) -> bool {
    let schemas = &room.contract.schemas;
    room.any(|operation| {
        let successes = operation.responses.iter().filter(|response| is_success(response.status));
        successes.flat_map(|response| &response.headers).any(|header| {
            match &schemas.get(schemas.resolve(header.schema)).shape {
                Shape::String { format, .. } => format.as_deref() == Some("uuid"),
                Shape::Integer { .. } | Shape::Number { .. } => true,
                _ => false,
            }
        })
    })
}

fn is_success(status: StatusRange) -> bool {
    matches!(status, StatusRange::Exact(200..=299) | StatusRange::Class(2))
}
