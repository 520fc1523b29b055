//! Statuses that do not fit.

use specs::contract::{Operation, StatusRange};

use super::room::{declares, validates};
use super::{Fault, answers};
use crate::spoil::Answer;

pub(super) const FAULTS: &[Fault] = &[
    answers(
        "statuses",
        "undeclared-success",
        "answers a success with 203",
        "status-declared",
        |room| room.any(|operation| admits_not(operation, 203)),
        |_, answer| replace(answer, 200..300, 203),
    ),
    answers(
        "statuses",
        "reset-for-success",
        "answers a success with 205",
        "status-declared",
        |room| room.any(|operation| admits_not(operation, 205)),
        |_, answer| replace(answer, 200..300, 205),
    ),
    answers(
        "statuses",
        "teapot",
        "answers what is right with 418",
        "status-declared",
        |room| room.any(|operation| operation.responses.lookup(418).is_none()),
        |_, answer| replace(answer, 200..300, 418),
    ),
    answers(
        "statuses",
        "no-such-status",
        "answers with a status that HTTP does not have",
        "status-declared",
        |room| room.any(|operation| admits_not(operation, 299)),
        |_, answer| replace(answer, 200..300, 299),
    ),
    answers(
        "statuses",
        "bad-gateway",
        "answers 502 for what is right",
        "no-server-error",
        |_| true,
        |_, answer| replace(answer, 200..300, 502),
    ),
    answers(
        "statuses",
        "fails-on-odd-requests",
        "fails at control characters and long texts",
        "no-server-error",
        |_| true,
        |sent, answer| {
            let odd = |text: &[u8]| text.windows(3).any(|three| three == b"%00");
            let is_odd = sent.body.len() > 6_000
                || sent.query.len() > 6_000
                || odd(sent.query.as_bytes())
                || odd(sent.path.as_bytes())
                || sent.body.windows(6).any(|six| six == b"\\u0000")
                || sent.query.contains("conformance-extra");
            if is_odd {
                answer.set(500, "");
            }
        },
    ),
    answers(
        "statuses",
        "conflict-for-invalid",
        "answers what is not valid with 409",
        "status-fits-cause",
        |room| {
            let is_told = |one| validates(one) && declares(one, &[400, 422]);
            room.any(|one| is_told(one) && !declares(one, &[409]))
        },
        |_, answer| replace_any(answer, &[400, 422], 409),
    ),
    answers(
        "statuses",
        "payment-for-credentials",
        "answers missing credentials with 402",
        "status-fits-cause",
        |room| room.any(|one| !one.security.allows_anonymous() && declares(one, &[401])),
        |_, answer| replace_any(answer, &[401], 402),
    ),
    answers(
        "statuses",
        "conflict-for-unknown",
        "answers what does not exist with 409",
        "status-fits-cause",
        |room| room.live && room.declares(&[404]) && !room.declares(&[409]),
        |_, answer| replace_any(answer, &[404], 409),
    ),
    answers(
        "statuses",
        "fails-on-success",
        "answers 500 for what is right",
        "no-server-error",
        |_| true,
        |_, answer| replace(answer, 200..300, 500),
    ),
    answers(
        "statuses",
        "fails-on-invalid",
        "answers 500 for what is not valid",
        "no-server-error",
        |room| room.validates(),
        |_, answer| replace_any(answer, &[400, 422], 500),
    ),
    answers(
        "statuses",
        "refuses-what-is-right",
        "answers 400 for what is right",
        "valid-accepted",
        |room| room.declares(&[400]),
        |_, answer| replace(answer, 200..300, 400),
    ),
];

fn replace(answer: &mut Answer, from: std::ops::Range<u16>, to: u16) {
    if from.contains(&answer.status.as_u16()) {
        answer.set(to, "");
    }
}

fn replace_any(answer: &mut Answer, from: &[u16], to: u16) {
    if from.contains(&answer.status.as_u16()) {
        answer.set(to, "");
    }
}

/// Whether a success with this status is not for the operation: it declares others.
fn admits_not(operation: &Operation, status: u16) -> bool {
    let is_success = |range| matches!(range, StatusRange::Exact(200..=399) | StatusRange::Default);
    let has_others = operation.responses.iter().any(|response| is_success(response.status));
    has_others && operation.responses.lookup(status).is_none()
}
