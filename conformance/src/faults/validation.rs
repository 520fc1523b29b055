//! Requests that are taken although the document does not allow them.

use super::{Fault, Room, answers};

pub(super) const FAULTS: &[Fault] = &[
    answers(
        "validation",
        "nothing-is-checked",
        "takes what is not valid",
        "invalid-refused",
        |room| room.validates(),
        |_, a| {
            if a.status == 400 || a.status == 422 {
                a.set(200, "");
            }
        },
    ),
    answers(
        "validation",
        "empty-will-do",
        "takes an empty body",
        "invalid-refused",
        has_required_body,
        |sent, a| {
            if sent.body.is_empty() && (a.status == 400 || a.status == 422) {
                a.set(200, "");
            }
        },
    ),
    answers(
        "validation",
        "any-type-will-do",
        "takes every media type",
        "media-type-refused",
        has_body,
        |_, a| {
            if a.status == 415 {
                a.set(200, "");
            }
        },
    ),
    answers(
        "validation",
        "fails-on-types",
        "fails at other media types",
        "no-server-error",
        has_body,
        |_, a| {
            if a.status == 415 {
                a.set(500, "");
            }
        },
    ),
];

fn has_body(room: &Room<'_>) -> bool {
    room.any(|operation| {
        operation.body.as_ref().is_some_and(|body| {
            body.required && body.content.iter().all(|media| !media.name.contains('*'))
        })
    })
}

fn has_required_body(room: &Room<'_>) -> bool {
    room.any(|operation| operation.body.as_ref().is_some_and(|body| body.required))
}
