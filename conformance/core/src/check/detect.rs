//! How a check detects violations, and in which exchanges.

use super::{CheckContext, Violation};
use crate::expectation::ViolationKind;

/// How a check detects violations.
#[derive(Clone, Copy)]
pub enum Detect {
    /// By the verdict on the status alone: a violation of this kind, described like in all such checks.
    Status(ViolationKind),
    /// By the verdict on the status, which the function describes or supplements.
    StatusWith(ViolationKind, fn(&CheckContext<'_>) -> Vec<Violation>),
    /// By the exchange: the function returns all violations.
    Exchange(fn(&CheckContext<'_>) -> Vec<Violation>),
}

impl Detect {
    /// The kind of wrong status that is detected.
    pub fn kind(self) -> Option<ViolationKind> {
        match self {
            Self::Status(kind) | Self::StatusWith(kind, _) => Some(kind),
            Self::Exchange(_) => None,
        }
    }
}

/// The exchanges that a check is run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Requests that the document describes.
    Documented,
    /// Those, and the user's probes, which the document need not describe.
    WithProbes,
    /// Recorded requests that are sent again: the response is compared with the recorded one.
    Replay,
}
