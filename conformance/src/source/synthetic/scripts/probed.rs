//! Use after the end: a probe that the user named finds the value alive, a valid request ends it, and the
//! probe finds it dead.

use super::{label, step};
use crate::case::{Cause, Probing, Role};
use crate::source::synthetic::{Cases, Drafting};

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let Some(probe) = drafting.probe().filter(|_| drafting.ends()) else {
        return;
    };
    let title = "a live value is ended, and then used";
    let steps = vec![
        step(probe.clone(), Role::Probe(Probing::Before)),
        step(drafting.minimal.write(), Role::Main),
        step(probe, Role::Probe(Probing::Dead)),
    ];
    cases.add_steps(label(drafting, "script-use-after", title, Cause::Valid), steps);
}
