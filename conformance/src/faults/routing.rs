//! Methods and paths that the document does not have.

use super::{Fault, Spoil};
use crate::spoil::{Answer, Change, Sent};

const fn fault(
    id: &'static str,
    what: &'static str,
    check: &'static str,
    change: fn(&Sent, &mut Answer),
) -> Fault {
    let applies = |_: &super::Room<'_>| true;
    Fault {
        id,
        class: "routing",
        what,
        check,
        applies,
        spoil: Spoil::Change(Change::Answer(change)),
    }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("every-method", "takes every method", "method-refused", |_, answer| {
        if answer.status == 405 {
            answer.set(200, "");
        }
    }),
    fault("no-allow", "does not say which methods there are", "method-refused", |_, answer| {
        answer.headers.remove("allow");
    }),
    fault("fails-on-methods", "fails at other methods", "no-server-error", |_, answer| {
        if answer.status == 405 {
            answer.set(500, "");
        }
    }),
];
