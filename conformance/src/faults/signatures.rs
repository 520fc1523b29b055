//! Signatures that nobody verifies, or not all the way.

use super::{Fault, Needs, Room, Spoil, answers, spoilt};
use crate::check::Profile;
use crate::mock::{Flaws, wants_signature};

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
