//! Callers who are let in although nobody knows them.

use super::{Fault, Spoil};
use crate::spoil::{Answer, Change, Sent};

const fn fault(id: &'static str, what: &'static str, change: fn(&Sent, &mut Answer)) -> Fault {
    Fault {
        id,
        class: "authentication",
        what,
        check: "authentication-required",
        applies: |room| room.secured(),
        spoil: Spoil::Change(Change::Answer(change)),
    }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("nobody-is-asked", "lets everybody in", |_, answer| {
        if answer.status == 401 || answer.status == 403 {
            answer.set(200, "");
        }
    }),
    fault("anything-will-do", "lets in whoever shows something", |sent, answer| {
        let shows = sent.headers.keys().any(|name| {
            let name = name.as_str();
            name == "authorization" || name == "cookie" || name.starts_with("x-")
        });
        if shows && (answer.status == 401 || answer.status == 403) {
            answer.set(200, "");
        }
    }),
];
