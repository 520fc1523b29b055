//! Wrong status codes.

use specs::contract::{Operation, StatusRange};

use super::applicability::{declares, validates};
use super::{Fault, in_response};
use crate::mutation::HttpResponse;

pub(super) const FAULTS: &[Fault] = &[
    in_response(
        "statuses",
        "undeclared-success",
        "responds to valid requests with 203",
        "undeclared-status",
        |applicability| applicability.any(|operation| does_not_declare(operation, 203)),
        |_, received| replace(received, 200..300, 203),
    ),
    in_response(
        "statuses",
        "reset-for-success",
        "responds to valid requests with 205",
        "undeclared-status",
        |applicability| applicability.any(|operation| does_not_declare(operation, 205)),
        |_, received| replace(received, 200..300, 205),
    ),
    in_response(
        "statuses",
        "teapot",
        "responds to valid requests with 418",
        "undeclared-status",
        |applicability| applicability.any(|operation| operation.responses.lookup(418).is_none()),
        |_, received| replace(received, 200..300, 418),
    ),
    in_response(
        "statuses",
        "no-such-status",
        "responds to valid requests with 299, which is not registered",
        "undeclared-status",
        |applicability| applicability.any(|operation| does_not_declare(operation, 299)),
        |_, received| replace(received, 200..300, 299),
    ),
    in_response(
        "statuses",
        "bad-gateway",
        "responds to valid requests with 502",
        "server-error",
        |_| true,
        |_, received| replace(received, 200..300, 502),
    ),
    in_response(
        "statuses",
        "fails-on-malformed-requests",
        "responds with 500 to control characters and long values",
        "server-error",
        |_| true,
        |sent, received| {
            let has_nul = |text: &[u8]| text.windows(3).any(|three| three == b"%00");
            let is_unusual = sent.body.len() > 6_000
                || sent.query.len() > 6_000
                || has_nul(sent.query.as_bytes())
                || has_nul(sent.path.as_bytes())
                || sent.body.windows(6).any(|six| six == b"\\u0000")
                || sent.query.contains("conformance-extra");
            if is_unusual {
                received.set(500, "");
            }
        },
    ),
    in_response(
        "statuses",
        "conflict-for-invalid",
        "responds to invalid requests with 409",
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
        "responds to missing credentials with 402",
        "unexpected-error-status",
        |applicability| {
            applicability.any(|one| !one.security.allows_anonymous() && declares(one, &[401]))
        },
        |_, received| replace_any(received, &[401], 402),
    ),
    in_response(
        "statuses",
        "conflict-for-unknown",
        "responds to unknown values with 409",
        "unexpected-error-status",
        |applicability| {
            applicability.live && applicability.declares(&[404]) && !applicability.declares(&[409])
        },
        |_, received| replace_any(received, &[404], 409),
    ),
    in_response(
        "statuses",
        "fails-on-success",
        "responds to valid requests with 500",
        "server-error",
        |_| true,
        |_, received| replace(received, 200..300, 500),
    ),
    in_response(
        "statuses",
        "fails-on-invalid",
        "responds to invalid requests with 500",
        "server-error",
        |applicability| applicability.validates(),
        |_, received| replace_any(received, &[400, 422], 500),
    ),
    in_response(
        "statuses",
        "rejects-valid",
        "responds to valid requests with 400",
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

/// Whether the operation declares successes, but not this status.
fn does_not_declare(operation: &Operation, status: u16) -> bool {
    let is_success = |range| matches!(range, StatusRange::Exact(200..=399) | StatusRange::Default);
    let has_others = operation.responses.iter().any(|response| is_success(response.status));
    has_others && operation.responses.lookup(status).is_none()
}
