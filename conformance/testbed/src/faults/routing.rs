//! Methods and paths that the document does not have.

use specs::contract::{Method, StatusRange};

use super::{Fault, Room, answers};

pub(super) const FAULTS: &[Fault] = &[
    answers(
        "routing",
        "every-method",
        "takes every method",
        "method-refused",
        has_other_methods,
        |_, answer| {
            if answer.status == 405 {
                answer.set(200, "");
            }
        },
    ),
    answers(
        "routing",
        "deletes-too",
        "takes DELETE where it is not declared",
        "method-refused",
        |room| room.any(|operation| has_no(room, &operation.path.raw, Method::Delete)),
        |sent, answer| {
            if answer.status == 405 && sent.method == http::Method::DELETE {
                answer.set(204, "");
            }
        },
    ),
    answers(
        "routing",
        "no-allow",
        "does not say which methods there are",
        "method-refused",
        has_other_methods,
        |_, answer| {
            answer.headers.remove("allow");
        },
    ),
    answers(
        "routing",
        "fails-on-methods",
        "fails at other methods",
        "no-server-error",
        has_other_methods,
        |_, answer| {
            if answer.status == 405 {
                answer.set(500, "");
            }
        },
    ),
    answers(
        "routing",
        "every-path",
        "answers at paths that nobody declared",
        "status-fits-cause",
        first_has_200,
        |sent, answer| {
            if answer.status == 404 && sent.path.contains("/no-such-path/") {
                answer.set(200, "");
            }
        },
    ),
    answers(
        "routing",
        "fails-on-paths",
        "fails at paths that nobody declared",
        "no-server-error",
        |_| true,
        |sent, answer| {
            if answer.status == 404 && sent.path.contains("/no-such-path/") {
                answer.set(500, "");
            }
        },
    ),
];

fn has_other_methods(room: &Room<'_>) -> bool {
    let tried = [Method::Get, Method::Put, Method::Post, Method::Delete, Method::Patch];
    room.any(|operation| tried.iter().any(|method| has_no(room, &operation.path.raw, *method)))
}

fn has_no(room: &Room<'_>, path: &str, method: Method) -> bool {
    !room.contract.operations.iter().any(|one| one.path.raw == path && one.method == method)
}

/// The path that nobody declared lies below that of the first operation.
fn first_has_200(room: &Room<'_>) -> bool {
    room.contract.operations.first().is_some_and(|first| {
        first.responses.iter().any(|response| response.status == StatusRange::Exact(200))
    })
}
