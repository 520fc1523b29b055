//! Callers who are let in although is unknown them, and refusals that do not say how to get in.

use super::{Fault, Mutation, Needs, in_response, mutated};
use crate::mock::Defects;
use crate::mutation::{HttpResponse, Sent};
use conformance_core::check::Profile;

const fn admits(
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
    admits("credentials-ignored", "lets everybody in", |_, response| {
        if refuses(response) {
            response.set(200, "");
        }
    }),
    admits("anything-will-do", "lets in whoever shows something", |sent, response| {
        if refuses(response) && (shows(sent) || !sent.query.is_empty()) {
            response.set(200, "");
        }
    }),
    admits("nothing-will-do", "lets in whoever shows nothing", |sent, response| {
        if refuses(response) && !shows(sent) {
            response.set(200, "");
        }
    }),
    in_response(
        "authentication",
        "one-of-several-will-do",
        "lets in whoever shows one of several credentials",
        "ignored-authentication",
        |applicability| {
            applicability.any(|operation| {
                let alternatives = &operation.security.alternatives;
                let [only] = alternatives.as_slice() else { return false };
                only.requirements.len() > 1
            })
        },
        |sent, response| {
            if refuses(response) && shows(sent) {
                response.set(200, "");
            }
        },
    ),
    mutated(
        "authentication",
        "beginnings-will-do",
        "compares the beginning of a credential",
        "ignored-authentication",
        |applicability| applicability.secured(),
        Mutation::Defects(Defects { takes_similar_credentials: true, ..Defects::NONE }),
    ),
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..in_response(
            "authentication",
            "no-challenge",
            "does not say how to authenticate",
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
        "fails at callers whom it does not know",
        "server-error",
        |applicability| applicability.secured(),
        |_, response| {
            if refuses(response) {
                response.set(500, "");
            }
        },
    ),
];

fn refuses(response: &HttpResponse) -> bool {
    response.status == 401 || response.status == 403
}

/// Whether a request carries header fields beside those that every request has.
fn shows(sent: &Sent) -> bool {
    const USUAL: [&str; 9] = [
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type-conformance",
        "host",
        "idempotency-key",
        "transfer-encoding",
        "user-agent",
    ];
    sent.headers.keys().any(|name| !USUAL.contains(&name.as_str()))
}
