//! Runs a case, or one request of it, again: because the first response may be an accident, or because
//! a failure is known to be intermittent.

mod broken;
mod confirm_probe;
mod flaky;
mod intermittent;

pub(super) use intermittent::Count;

use super::Transports;
use super::case_run::CaseRun;

/// Why a case is run again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Retry {
    /// A response was incomplete.
    BrokenResponse,
    /// A probe shows that a value was revoked that had to stay live.
    RevokedValue,
    /// The server failed, perhaps only once.
    ServerError,
    /// The case failed, and is known to fail intermittently.
    KnownFlaky,
}

impl Retry {
    /// Whether the case may be run again for this.
    fn is_allowed(self, run: CaseRun<'_>) -> bool {
        match self {
            // The caller's own credential can be revoked only once.
            Self::BrokenResponse | Self::KnownFlaky => !run.case.ends_the_caller(),
            Self::RevokedValue | Self::ServerError => !run.suite.recorded_responses.offline,
        }
    }

    /// The most requests that this takes.
    fn cost(self, run: CaseRun<'_>) -> usize {
        match self {
            Self::BrokenResponse | Self::KnownFlaky => run.cost(),
            // With one more probe.
            Self::RevokedValue => 1 + run.cost(),
            Self::ServerError => 1,
        }
    }

    /// The transports for these requests, which the case does not need; `None` if the budget is used
    /// up.
    fn transports(self, run: CaseRun<'_>, transports: &Transports) -> Option<Transports> {
        match &run.suite.budget {
            None => Some(transports.clone()),
            Some(budget) => budget.keep(self.cost(run)).map(|kept| transports.budgeted(Some(kept))),
        }
    }
}
