//! Wrong effects of requests.

use super::{Applicability, Fault, Mutation, mutated};
use crate::mock::Defects;

const fn fault(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    defects: Defects,
) -> Fault {
    mutated("state", id, what, check, applies, Mutation::Defects(defects))
}

pub(super) const FAULTS: &[Fault] = &[
    fault(
        "acts-although-rejecting",
        "rejects requests, and executes them",
        "side-effect-of-rejected-request",
        |applicability| {
            rejects_unknown(applicability) && (applicability.secured() || applicability.validates())
        },
        Defects { acts_although_rejecting: true, ..Defects::NONE },
    ),
    fault(
        "revokes-all",
        "revokes every token instead of one",
        "side-effect-on-other-resource",
        rejects_unknown,
        Defects { revokes_all: true, ..Defects::NONE },
    ),
    fault(
        "fails-on-unknown",
        "responds to unknown values with 500",
        "server-error",
        |applicability| applicability.live,
        Defects { fails_on_unknown: true, ..Defects::NONE },
    ),
];

/// If unknown values are accepted, the effect of a revocation cannot be observed.
fn rejects_unknown(applicability: &Applicability<'_>) -> bool {
    applicability.live && applicability.declares(&[404, 410])
}
