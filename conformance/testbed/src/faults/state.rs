//! Effects that a call must not have, and effects that it must.

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
        "acts-although-refusing",
        "refuses, and acts all the same",
        "side-effect-of-rejected-request",
        |applicability| {
            rejects_unknown(applicability) && (applicability.secured() || applicability.validates())
        },
        Defects { acts_although_refusing: true, ..Defects::NONE },
    ),
    fault(
        "ends-all",
        "ends every token when it is asked for one",
        "side-effect-on-other-resource",
        rejects_unknown,
        Defects { ends_all: true, ..Defects::NONE },
    ),
    fault(
        "fails-on-unknown",
        "fails at what does not exist",
        "server-error",
        |applicability| applicability.live,
        Defects { fails_on_unknown: true, ..Defects::NONE },
    ),
];

/// Where what is gone gets the same response like what is not, no client can distinguish from outside.
fn rejects_unknown(applicability: &Applicability<'_>) -> bool {
    applicability.live && applicability.declares(&[404, 410])
}
