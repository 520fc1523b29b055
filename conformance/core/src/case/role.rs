//! The purpose of a step, which decides how its response is evaluated.

use super::CaseKind;

/// The purpose of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The request that the case is about; evaluated by the case's kind.
    Main,
    /// The valid request after one that had to be rejected for this kind, or that named an unknown value: with
    /// the same live value it must succeed, since the request before must not change anything.
    FollowUp(CaseKind),
    /// The same valid request once more.
    Again,
    /// The same valid request with fresh live values, which must get the same kind of response.
    Repeat,
    /// The valid request with another live value, which the one before must not have changed.
    OtherResource,
    /// The user's probe: a request that shows whether a value is live.
    Probe(ProbeExpectation),
    /// A request for a resource that an earlier step created.
    Chained(Chained),
    /// A valid request that revokes the caller's own credential: accepted or rejected, as declared.
    Own,
    /// A valid request with a revoked credential.
    AfterOwnCredential,
    /// A later request of a recorded script.
    Recorded {
        /// The id of the operation that is called.
        operation: String,
        /// The kind by which its response is evaluated.
        kind: CaseKind,
    },
}

/// A request for a resource that an earlier step created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// The id of the operation that is called.
    pub operation: String,
    /// The expected state of the resource.
    pub expected: Expected,
}

/// The state of a resource that a step of a chain expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Another resource is created.
    Made,
    /// The created resource exists.
    There,
    /// The created resource exists, though another one was deleted.
    LeftAlone,
    /// The target of a link exists.
    Linked,
    /// The deleted resource is gone.
    Gone,
    /// The deleted resource is deleted again.
    Again,
}

/// The state that a probe must show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProbeExpectation {
    /// The value is live before the case begins; else the case is inconclusive.
    Before,
    /// The value is revoked by the request before.
    Revoked,
    /// The value is still live after the request before, which had this kind.
    Live(CaseKind),
}

impl Role {
    /// The kind by which the response is evaluated.
    pub fn kind<'a>(&'a self, of_case: &'a CaseKind) -> &'a CaseKind {
        match self {
            Self::Main => of_case,
            Self::Recorded { kind, .. } => kind,
            Self::Again => &CaseKind::ValidUnknown,
            Self::AfterOwnCredential => &CaseKind::WrongCredentials,
            Self::Chained(Chained { expected: Expected::Gone | Expected::Again, .. }) => {
                &CaseKind::ValidUnknown
            }
            Self::FollowUp(_)
            | Self::OtherResource
            | Self::Repeat
            | Self::Probe(_)
            | Self::Chained(_)
            | Self::Own => &CaseKind::Valid,
        }
    }

    /// Whether the request need not be declared by the document.
    pub fn is_probe(&self) -> bool {
        matches!(self, Self::Probe(_))
    }

    /// Whether the step depends on the effect of another one, so that no other request may come between them.
    pub fn is_of_script(&self) -> bool {
        match self {
            Self::Main | Self::FollowUp(_) | Self::Repeat => false,
            // After a rejection, only the case's own value matters.
            Self::Probe(ProbeExpectation::Live(kind)) => *kind == CaseKind::Valid,
            Self::Recorded { .. }
            | Self::Probe(ProbeExpectation::Before | ProbeExpectation::Revoked)
            | Self::Again
            | Self::OtherResource
            | Self::Chained(_)
            | Self::Own
            | Self::AfterOwnCredential => true,
        }
    }
}
