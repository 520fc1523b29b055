//! What a probe says: whether a value lives that must, or that must not.

use super::ViolationKind;
use super::reading::misfit;
use super::{Criteria, Life, Reading};
use crate::case::{Cause, Probing};
use crate::exchange::Exchange;

/// Reads what came of a probe. The document says nothing of it, so that nothing else is judged.
pub fn read_probe(probe: &Criteria, probing: &Probing, exchange: &Exchange) -> Reading {
    let Some(answer) = exchange.answer() else {
        return unclear("the probe was not answered".to_owned());
    };
    let status = answer.status;
    match (probing, probe.life(answer)) {
        (_, Life::Unclear) => {
            let expected = probe.words();
            unclear(format!("the probe was answered {status}, and only {expected} say something"))
        }
        (Probing::Before, Life::Alive)
        | (Probing::Dead, Life::Dead)
        | (Probing::Alive(_), Life::Alive) => Reading::Fits,
        (Probing::Before, Life::Dead) => unclear(format!(
            "the probe was answered {status} before anything was done: it does not fit, or the live \
             value is dead"
        )),
        (Probing::Dead, Life::Alive) => {
            misfit(ViolationKind::UsableAfterRevocation, probe.dead_words())
        }
        (Probing::Alive(cause), Life::Dead) => misfit(objecting(cause), probe.alive_words()),
    }
}

/// The check that objects to the end of a value that a request of this cause had to leave alone.
fn objecting(cause: &Cause) -> ViolationKind {
    match cause {
        Cause::Valid => ViolationKind::SideEffectOnOtherResource,
        Cause::NotOwned => ViolationKind::ForeignResourceAccess,
        _ => ViolationKind::SideEffectOfRejectedRequest,
    }
}

fn unclear(reason: String) -> Reading {
    Reading::Inconclusive(reason)
}
