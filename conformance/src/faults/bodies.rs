//! Content that is not what its status declares.

use serde_json::{Value, json};
use specs::contract::{Additional, Operation, Shape};

use super::{Fault, Room, answers};

pub(super) const FAULTS: &[Fault] = &[
    answers(
        "bodies",
        "wrong-type",
        "sends numbers for texts",
        "body-schema",
        has_text,
        |_, answer| {
            answer.edit(|body| {
                for value in body.values_mut().filter(|value| value.is_string()) {
                    *value = json!(7);
                }
            });
        },
    ),
    answers(
        "bodies",
        "null-members",
        "sends null for texts",
        "body-schema",
        has_text,
        |_, answer| {
            answer.edit(|body| {
                for value in body.values_mut().filter(|value| value.is_string()) {
                    *value = Value::Null;
                }
            });
        },
    ),
    answers(
        "bodies",
        "list-for-object",
        "sends a list for an object",
        "body-schema",
        has_object,
        |_, answer| {
            if answer.body.starts_with(b"{") {
                answer.body = b"[]".to_vec();
            }
        },
    ),
    answers(
        "bodies",
        "not-json",
        "sends JSON that does not parse",
        "body-schema",
        has_object,
        |_, answer| {
            if answer.body.starts_with(b"{") {
                answer.body = b"{\"a\": ".to_vec();
            }
        },
    ),
    answers(
        "bodies",
        "members-left-out",
        "leaves required members out",
        "body-schema",
        |room| {
            bodies(room, |shape| match shape {
                Shape::Object { properties, .. } => {
                    properties.iter().any(|property| property.required)
                }
                _ => false,
            })
        },
        |_, answer| answer.edit(serde_json::Map::clear),
    ),
    answers(
        "bodies",
        "members-too-many",
        "adds members to closed objects",
        "body-schema",
        |room| {
            bodies(room, |shape| {
                matches!(shape, Shape::Object { additional: Additional::Closed, .. })
            })
        },
        |_, answer| answer.edit(|body| drop(body.insert("unheardOf".into(), json!(true)))),
    ),
    answers(
        "bodies",
        "html-type",
        "calls JSON text/html",
        "content-type",
        has_object,
        |_, answer| {
            if answer.headers.contains_key("content-type") {
                answer.header("content-type", "text/html");
            }
        },
    ),
    answers(
        "bodies",
        "no-type",
        "leaves Content-Type out",
        "content-type",
        has_object,
        |_, answer| {
            answer.headers.remove("content-type");
        },
    ),
];

fn has_object(room: &Room<'_>) -> bool {
    bodies(room, |shape| matches!(shape, Shape::Object { .. }))
}

fn has_text(room: &Room<'_>) -> bool {
    let schemas = &room.contract.schemas;
    bodies(room, |shape| match shape {
        Shape::Object { properties, .. } => properties.iter().any(|property| {
            matches!(schemas.get(schemas.resolve(property.schema)).shape, Shape::String { .. })
        }),
        _ => false,
    })
}

/// Whether an answer that a run provokes has JSON content of such a shape.
fn bodies(room: &Room<'_>, is: impl Fn(&Shape) -> bool) -> bool {
    let schemas = &room.contract.schemas;
    room.any(|operation| {
        operation
            .responses
            .iter()
            .filter(|response| provoked(operation, response.status, room))
            .flat_map(|response| response.content.iter().take(1))
            .filter(|media| media.is_json())
            .filter_map(|media| media.schema)
            .any(|schema| is(&schemas.get(schemas.resolve(schema)).shape))
    })
}

fn provoked(operation: &Operation, status: specs::contract::StatusRange, room: &Room<'_>) -> bool {
    use specs::contract::StatusRange::Exact;
    match status {
        Exact(200..=299) => true,
        Exact(400 | 422) => room.validates(),
        Exact(401) => !operation.security.allows_anonymous(),
        Exact(404) => room.live,
        _ => false,
    }
}
