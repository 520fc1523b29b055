//! Effects that a call must not have, and effects that it must.

use super::{Fault, Room, Spoil, spoilt};
use crate::mock::Flaws;

const fn fault(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Room<'_>) -> bool,
    flaws: Flaws,
) -> Fault {
    spoilt("state", id, what, check, applies, Spoil::Flaws(flaws))
}

pub(super) const FAULTS: &[Fault] = &[
    fault(
        "acts-although-refusing",
        "refuses, and acts all the same",
        "refused-without-effect",
        |room| tells_unknown(room) && (room.secured() || room.validates()),
        Flaws { acts_although_refusing: true, ..Flaws::NONE },
    ),
    fault(
        "ends-all",
        "ends every token when it is asked for one",
        "state-scripts",
        tells_unknown,
        Flaws { ends_all: true, ..Flaws::NONE },
    ),
    fault(
        "fails-on-unknown",
        "fails at what does not exist",
        "no-server-error",
        |room| room.live,
        Flaws { fails_on_unknown: true, ..Flaws::NONE },
    ),
];

/// Where what is gone is answered like what is not, nobody can tell from outside.
fn tells_unknown(room: &Room<'_>) -> bool {
    room.live && room.declares(&[404, 410])
}
