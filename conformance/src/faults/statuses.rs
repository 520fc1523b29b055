//! Statuses that do not fit.

use super::{Fault, answers};
use crate::spoil::Answer;

pub(super) const FAULTS: &[Fault] = &[
    answers(
        "statuses",
        "undeclared-success",
        "answers a success with 203",
        "status-declared",
        |room| room.any(|operation| operation.responses.lookup(203).is_none()),
        |_, answer| replace(answer, 200..300, 203),
    ),
    answers(
        "statuses",
        "redirect-for-success",
        "redirects instead of succeeding",
        "status-declared",
        |room| room.any(|operation| operation.responses.lookup(302).is_none()),
        |_, answer| {
            if answer.status.is_success() {
                answer.set(302, "");
                answer.header("location", "/login");
            }
        },
    ),
    answers(
        "statuses",
        "conflict-for-invalid",
        "answers what is not valid with 409",
        "status-fits-cause",
        |room| room.validates() && room.declares(&[400, 422]) && !room.declares(&[409]),
        |_, answer| replace_any(answer, &[400, 422], 409),
    ),
    answers(
        "statuses",
        "payment-for-credentials",
        "answers missing credentials with 402",
        "status-fits-cause",
        |room| room.secured() && room.declares(&[401]),
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
