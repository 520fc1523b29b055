//! Effects that a call must not have, and effects that it must.

use super::{Fault, Room, Spoil};
use crate::mock::Flaws;

const NONE: Flaws =
    Flaws { acts_although_refusing: false, ends_all: false, fails_on_unknown: false };

pub(super) const FAULTS: &[Fault] = &[
    Fault {
        id: "acts-although-refusing",
        class: "state",
        what: "refuses, and acts all the same",
        check: "refused-without-effect",
        applies: refuses_with_live,
        spoil: Spoil::Flaws(Flaws { acts_although_refusing: true, ..NONE }),
    },
    Fault {
        id: "ends-all",
        class: "state",
        what: "ends every token when it is asked for one",
        check: "state-scripts",
        applies: tells_unknown,
        spoil: Spoil::Flaws(Flaws { ends_all: true, ..NONE }),
    },
    Fault {
        id: "fails-on-unknown",
        class: "state",
        what: "fails at what does not exist",
        check: "no-server-error",
        applies: |room| room.live,
        spoil: Spoil::Flaws(Flaws { fails_on_unknown: true, ..NONE }),
    },
];

fn refuses_with_live(room: &Room<'_>) -> bool {
    tells_unknown(room) && (room.secured() || room.validates())
}

/// Where what is gone is answered like what is not, nobody can tell from outside.
fn tells_unknown(room: &Room<'_>) -> bool {
    room.live && room.declares(&[404, 410])
}
