//! Signatures that nobody verifies, or not all the way.

use specs::contract::{MediaType, RequestBody};

use super::{Fault, Needs, Room, Spoil, answers, spoilt};
use crate::mock::{Flaws, wants_signature};
use conformance_core::check::Profile;

const CLASS: &str = "signatures";

pub(super) const FAULTS: &[Fault] = &[
    spoilt(
        CLASS,
        "any-signature-will-do",
        "takes every signature",
        "signature-verified",
        wants,
        Spoil::Flaws(Flaws { takes_any_signature: true, ..Flaws::NONE }),
    ),
    Fault {
        needs: Needs::Profile(Profile::Provider),
        ..spoilt(
            CLASS,
            "signatures-of-any-time",
            "takes signatures that have expired, and such as are not made yet",
            "signature-current",
            wants,
            Spoil::Flaws(Flaws { takes_signatures_of_any_time: true, ..Flaws::NONE }),
        )
    },
    Fault {
        needs: Needs::Profile(Profile::Provider),
        ..spoilt(
            CLASS,
            "digests-ignored",
            "takes content that does not fit its digest",
            "signature-current",
            wants_with_json,
            Spoil::Flaws(Flaws { takes_any_digest: true, ..Flaws::NONE }),
        )
    },
    answers(
        CLASS,
        "fails-on-unreadable-signatures",
        "fails at signatures that it cannot read",
        "no-server-error",
        wants,
        |sent, answer| {
            let is_cut = |name| {
                let field = sent.headers.get(name).and_then(|value| value.to_str().ok());
                field.is_some_and(|field| field.contains("..."))
            };
            if is_cut("signature") || is_cut("signature-input") {
                answer.set(500, "");
            }
        },
    ),
];

fn wants(room: &Room<'_>) -> bool {
    room.any(wants_signature)
}

fn wants_with_json(room: &Room<'_>) -> bool {
    let is_json = |body: &RequestBody| body.content.first().is_some_and(MediaType::is_json);
    room.any(|operation| wants_signature(operation) && operation.body.as_ref().is_some_and(is_json))
}
