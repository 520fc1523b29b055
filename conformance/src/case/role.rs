//! What a step of a case is there for, and so by what its answer is judged.

use super::Cause;

/// What a step is there for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The request that the case is about; judged by the case's cause.
    Main,
    /// The valid request after one that had to be refused for this cause, or that named nothing: with
    /// the same live value it must succeed, since nothing may have changed.
    FollowUp(Cause),
    /// The same valid request once more.
    Again,
    /// The same valid request with fresh live values, which must be answered as before.
    Repeat,
    /// The valid request with another live value, which the one before must have left alone.
    Neighbour,
}

impl Role {
    /// The cause by which the answer of the step is read.
    pub fn cause<'a>(&self, of_case: &'a Cause) -> &'a Cause {
        match self {
            Self::Main => of_case,
            Self::Again => &Cause::ValidUnknown,
            Self::FollowUp(_) | Self::Neighbour | Self::Repeat => &Cause::Valid,
        }
    }
}
