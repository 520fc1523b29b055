//! Callers who are let in although nobody knows them, and refusals that do not say how to get in.

use super::{Fault, Needs, Spoil, answers, spoilt};
use crate::mock::Flaws;
use crate::spoil::{Answer, Sent};
use conformance_core::check::Profile;

const fn lets_in(id: &'static str, what: &'static str, change: fn(&Sent, &mut Answer)) -> Fault {
    answers("authentication", id, what, "authentication-required", |room| room.secured(), change)
}

pub(super) const FAULTS: &[Fault] = &[
    lets_in("nobody-is-asked", "lets everybody in", |_, answer| {
        if refuses(answer) {
            answer.set(200, "");
        }
    }),
    lets_in("anything-will-do", "lets in whoever shows something", |sent, answer| {
        if refuses(answer) && (shows(sent) || !sent.query.is_empty()) {
            answer.set(200, "");
        }
    }),
    lets_in("nothing-will-do", "lets in whoever shows nothing", |sent, answer| {
        if refuses(answer) && !shows(sent) {
            answer.set(200, "");
        }
    }),
    answers(
        "authentication",
        "one-of-several-will-do",
        "lets in whoever shows one of several credentials",
        "authentication-required",
        |room| {
            room.any(|operation| {
                let alternatives = &operation.security.alternatives;
                let [only] = alternatives.as_slice() else { return false };
                only.requirements.len() > 1
            })
        },
        |sent, answer| {
            if refuses(answer) && shows(sent) {
                answer.set(200, "");
            }
        },
    ),
    spoilt(
        "authentication",
        "beginnings-will-do",
        "compares the beginning of a credential",
        "authentication-required",
        |room| room.secured(),
        Spoil::Flaws(Flaws { takes_similar_credentials: true, ..Flaws::NONE }),
    ),
    Fault {
        needs: Needs::Profile(Profile::Http),
        ..answers(
            "authentication",
            "no-challenge",
            "does not say how to authenticate",
            "challenge-with-401",
            |room| room.answers().any(|(status, _)| status == 401),
            |_, answer| {
                answer.headers.remove("www-authenticate");
            },
        )
    },
    answers(
        "authentication",
        "fails-on-credentials",
        "fails at callers whom it does not know",
        "no-server-error",
        |room| room.secured(),
        |_, answer| {
            if refuses(answer) {
                answer.set(500, "");
            }
        },
    ),
];

fn refuses(answer: &Answer) -> bool {
    answer.status == 401 || answer.status == 403
}

/// Whether a request carries header fields beside those that every request has.
fn shows(sent: &Sent) -> bool {
    const USUAL: [&str; 9] = [
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
    sent.headers.keys().any(|name| !USUAL.contains(&name.as_str()))
}
