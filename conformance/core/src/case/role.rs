//! What a step of a case is there for, and so by what its response is evaluated.

use super::CaseKind;

/// What a step is there for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The request that the case is about; evaluated by the case's kind.
    Main,
    /// The valid request after one that had to be refused for this kind, or that named nothing: with
    /// the same live value it must succeed, since nothing may have changed.
    FollowUp(CaseKind),
    /// The same valid request once more.
    Again,
    /// The same valid request with fresh live values, which must get a response as before.
    Repeat,
    /// The valid request with another live value, which the one before must have left alone.
    OtherResource,
    /// The request that the user named to show whether a value lives.
    Probe(ProbeExpectation),
    /// A request that goes on with what an earlier step has made.
    Chained(Chained),
    /// A valid request that names the caller's own credential: taken or refused, as declared.
    Own,
    /// A valid request of a caller whose credential has ended.
    AfterOwnCredential,
    /// A later request of a recorded script.
    Recorded {
        /// The id of the operation that is asked.
        operation: String,
        /// By what its response is evaluated.
        kind: CaseKind,
    },
}

/// A request that goes on with what an earlier step has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// The id of the operation that is asked.
    pub operation: String,
    /// What must be found.
    pub expected: Expected,
}

/// What a step of a chain must find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Something else is made.
    Made,
    /// What was made is there.
    There,
    /// What was made is there, though something else was deleted.
    LeftAlone,
    /// What the document says can be run next is there.
    Linked,
    /// What was deleted is gone.
    Gone,
    /// What was deleted is deleted once more.
    Again,
}

/// What a probe must report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProbeExpectation {
    /// The value lives before a script about it begins; else nothing can be said.
    Before,
    /// The value is revoked: the request before ended it.
    Revoked,
    /// The value lives on: the request before, of this kind, had nothing to do with it.
    Live(CaseKind),
}

impl Role {
    /// The kind by which the response of the step is read.
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

    /// Whether the step asks something that the document does not declare.
    pub fn is_probe(&self) -> bool {
        matches!(self, Self::Probe(_))
    }

    /// Whether the step is about what another call did, so that nothing else may come between.
    pub fn is_of_script(&self) -> bool {
        match self {
            Self::Main | Self::FollowUp(_) | Self::Repeat => false,
            // After a refusal, only the case's own value is looked at.
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
