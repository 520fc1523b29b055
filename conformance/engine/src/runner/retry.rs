//! Runs a case, or one request of it, once more: because what came first may not be what the target does,
//! or because it is known not to come every time.

mod broken;
mod confirm_probe;
mod flaky;
mod intermittent;

pub(super) use intermittent::Count;

use super::Transports;
use super::case_run::CaseRun;

/// Why a case is run once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Retry {
    /// A response was not whole.
    BrokenResponse,
    /// A probe finds a value revoked that had to live on.
    RevokedValue,
    /// The server failed, which may not come again.
    ServerError,
    /// The case failed, and is known to do so now and then.
    KnownFlaky,
}

impl Retry {
    /// Whether the case may be run once more for this.
    fn is_allowed(self, run: CaseRun<'_>) -> bool {
        match self {
            // The caller's own credential is ended once, whatever comes of it.
            Self::BrokenResponse | Self::KnownFlaky => !run.case.ends_the_caller(),
            Self::RevokedValue | Self::ServerError => !run.suite.recorded_responses.offline,
        }
    }

    /// The most requests that this takes.
    fn cost(self, run: CaseRun<'_>) -> usize {
        match self {
            Self::BrokenResponse | Self::KnownFlaky => run.cost(),
            // The probe before it as well.
            Self::RevokedValue => 1 + run.cost(),
            Self::ServerError => 1,
        }
    }

    /// What carries these requests, which the case does not need; `None` where the budget has no room.
    fn transports(self, run: CaseRun<'_>, transports: &Transports) -> Option<Transports> {
        match &run.suite.budget {
            None => Some(transports.clone()),
            Some(budget) => budget.keep(self.cost(run)).map(|kept| transports.budgeted(Some(kept))),
        }
    }
}
