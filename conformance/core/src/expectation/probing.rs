//! The verdict on the response to a probe, which shows whether a value is live.

use super::ViolationKind;
use super::reading::violation;
use super::{Criteria, InconclusiveReason, Liveness, StatusVerdict};
use crate::case::{CaseKind, ProbeExpectation};
use crate::exchange::Exchange;

/// The verdict on the response to a probe. The document need not declare it, so that nothing else is checked.
pub fn read_probe(
    probe: &Criteria,
    probing: &ProbeExpectation,
    exchange: &Exchange,
) -> StatusVerdict {
    let Some(response) = exchange.response() else {
        return StatusVerdict::Inconclusive(InconclusiveReason::NoProbeResponse);
    };
    let status = response.status;
    match (probing, probe.life(response)) {
        (_, Liveness::Unclear) => {
            let expected = probe.words();
            StatusVerdict::Inconclusive(InconclusiveReason::UnclearProbe { status, expected })
        }
        (ProbeExpectation::Before, Liveness::Live)
        | (ProbeExpectation::Revoked, Liveness::Revoked)
        | (ProbeExpectation::Live(_), Liveness::Live) => StatusVerdict::Conforms,
        (ProbeExpectation::Before, Liveness::Revoked) => {
            StatusVerdict::Inconclusive(InconclusiveReason::RevokedBefore(status))
        }
        (ProbeExpectation::Revoked, Liveness::Live) => {
            violation(ViolationKind::UsableAfterRevocation, probe.revoked_description())
        }
        (ProbeExpectation::Live(kind), Liveness::Revoked) => {
            violation(objecting(kind), probe.live_description())
        }
    }
}

/// The violation where a request of this kind revoked a value that it must not change.
fn objecting(kind: &CaseKind) -> ViolationKind {
    match kind {
        CaseKind::Valid => ViolationKind::SideEffectOnOtherResource,
        CaseKind::NotOwned => ViolationKind::ForeignResourceAccess,
        _ => ViolationKind::SideEffectOfRejectedRequest,
    }
}
