//! Missing or incomplete authentication, and rejections without a challenge.

use super::{Fault, Mutation, Needs, in_response, mutated};
use crate::mock::Defects;
use crate::mutation::{HttpResponse, Sent};
use conformance_core::check::Profile;

const fn accepts(
    id: &'static str,
    what: &'static str,
    change: fn(&Sent, &mut HttpResponse),
) -> Fault {
    in_response(
        "authentication",
        id,
        what,
        "ignored-authentication",
        |applicability| applicability.secured(),
        change,
    )
}

pub(super) const FAULTS: &[Fault] = &[
    accepts("credentials-ignored", "accepts every caller", |_, response| {
        if is_rejection(response) {
            response.set(200, "");
        }
    }),
    accepts("any-credentials", "accepts any credentials", |sent, response| {
        if is_rejection(response) && (has_credentials(sent) || !sent.query.is_empty()) {
            response.set(200, "");
        }
    }),
    accepts("no-credentials", "accepts callers without credentials", |sent, response| {
        if is_rejection(response) && !has_credentials(sent) {
            response.set(200, "");
        }
    }),
    in_response(
        "authentication",
        "one-of-several",
        "accepts one of several required credentials",
        "ignored-authentication",
        |applicability| {
            applicability.any(|operation| {
                let alternatives = &operation.security.alternatives;
                let [only] = alternatives.as_slice() else { return false };
                only.requirements.len() > 1
            })
        },
        |sent, response| {
            if is_rejection(response) && has_credentials(sent) {
                response.set(200, "");
            }
        },
    ),
    mutated(
        "authentication",
        "credential-prefix",
        "compares only the beginning of a credential",
        "ignored-authentication",
        |applicability| applicability.secured(),
        Mutation::Defects(Defects { accepts_credential_prefix: true, ..Defects::NONE }),
    ),
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..in_response(
            "authentication",
            "no-challenge",
            "sends 401 without a challenge",
            "missing-www-authenticate",
            |applicability| applicability.responses().any(|(status, _)| status == 401),
            |_, response| {
                response.headers.remove("www-authenticate");
            },
        )
    },
    in_response(
        "authentication",
        "fails-on-credentials",
        "responds to wrong credentials with 500",
        "server-error",
        |applicability| applicability.secured(),
        |_, response| {
            if is_rejection(response) {
                response.set(500, "");
            }
        },
    ),
];

fn is_rejection(response: &HttpResponse) -> bool {
    response.status == 401 || response.status == 403
}

/// Whether a request has headers that only a caller with credentials sends.
fn has_credentials(sent: &Sent) -> bool {
    const OTHER_HEADERS: [&str; 9] = [
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "host",
        "idempotency-key",
        "transfer-encoding",
        "user-agent",
    ];
    sent.headers.keys().any(|name| !OTHER_HEADERS.contains(&name.as_str()))
}
