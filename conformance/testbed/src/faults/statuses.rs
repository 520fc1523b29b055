//! Statuses that do not fit.

use specs::contract::{Operation, StatusRange};

use super::applicability::{declares, validates};
use super::{Fault, in_response};
use crate::mutation::HttpResponse;

pub(super) const FAULTS: &[Fault] = &[
    in_response(
        "statuses",
        "undeclared-success",
        "responses a success with 203",
        "undeclared-status",
        |applicability| applicability.any(|operation| admits_not(operation, 203)),
        |_, received| replace(received, 200..300, 203),
    ),
    in_response(
        "statuses",
        "reset-for-success",
        "responses a success with 205",
        "undeclared-status",
        |applicability| applicability.any(|operation| admits_not(operation, 205)),
        |_, received| replace(received, 200..300, 205),
    ),
    in_response(
        "statuses",
        "teapot",
        "responds what is right with 418",
        "undeclared-status",
        |applicability| applicability.any(|operation| operation.responses.lookup(418).is_none()),
        |_, received| replace(received, 200..300, 418),
    ),
    in_response(
        "statuses",
        "no-such-status",
        "responds with a status that HTTP does not have",
        "undeclared-status",
        |applicability| applicability.any(|operation| admits_not(operation, 299)),
        |_, received| replace(received, 200..300, 299),
    ),
    in_response(
        "statuses",
        "bad-gateway",
        "responses 502 for what is right",
        "server-error",
        |_| true,
        |_, received| replace(received, 200..300, 502),
    ),
    in_response(
        "statuses",
        "fails-on-malformed-requests",
        "fails at control characters and long texts",
        "server-error",
        |_| true,
        |sent, received| {
            let malformation = |text: &[u8]| text.windows(3).any(|three| three == b"%00");
            let is_malformed = sent.body.len() > 6_000
                || sent.query.len() > 6_000
                || malformation(sent.query.as_bytes())
                || malformation(sent.path.as_bytes())
                || sent.body.windows(6).any(|six| six == b"\\u0000")
                || sent.query.contains("conformance-extra");
            if is_malformed {
                received.set(500, "");
            }
        },
    ),
    in_response(
        "statuses",
        "conflict-for-invalid",
        "responds what is not valid with 409",
        "unexpected-error-status",
        |applicability| {
            let is_described = |one| validates(one) && declares(one, &[400, 422]);
            applicability.any(|one| is_described(one) && !declares(one, &[409]))
        },
        |_, received| replace_any(received, &[400, 422], 409),
    ),
    in_response(
        "statuses",
        "payment-for-credentials",
        "responses missing credentials with 402",
        "unexpected-error-status",
        |applicability| {
            applicability.any(|one| !one.security.allows_anonymous() && declares(one, &[401]))
        },
        |_, received| replace_any(received, &[401], 402),
    ),
    in_response(
        "statuses",
        "conflict-for-unknown",
        "responds what does not exist with 409",
        "unexpected-error-status",
        |applicability| {
            applicability.live && applicability.declares(&[404]) && !applicability.declares(&[409])
        },
        |_, received| replace_any(received, &[404], 409),
    ),
    in_response(
        "statuses",
        "fails-on-success",
        "responses 500 for what is right",
        "server-error",
        |_| true,
        |_, received| replace(received, 200..300, 500),
    ),
    in_response(
        "statuses",
        "fails-on-invalid",
        "responses 500 for what is not valid",
        "server-error",
        |applicability| applicability.validates(),
        |_, received| replace_any(received, &[400, 422], 500),
    ),
    in_response(
        "statuses",
        "refuses-what-is-right",
        "responses 400 for what is right",
        "rejected-valid-request",
        |applicability| applicability.declares(&[400]),
        |_, received| replace(received, 200..300, 400),
    ),
];

fn replace(received: &mut HttpResponse, from: std::ops::Range<u16>, to: u16) {
    if from.contains(&received.status.as_u16()) {
        received.set(to, "");
    }
}

fn replace_any(received: &mut HttpResponse, from: &[u16], to: u16) {
    if from.contains(&received.status.as_u16()) {
        received.set(to, "");
    }
}

/// Whether a success with this status is not for the operation: it declares others.
fn admits_not(operation: &Operation, status: u16) -> bool {
    let is_success = |range| matches!(range, StatusRange::Exact(200..=399) | StatusRange::Default);
    let has_others = operation.responses.iter().any(|response| is_success(response.status));
    has_others && operation.responses.lookup(status).is_none()
}
