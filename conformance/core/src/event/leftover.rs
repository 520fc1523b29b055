//! A created value that was not revoked.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

/// A value that was created, and is still live as far as the run knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Leftover {
    /// Its field.
    pub field: String,
    /// Its number among the created values of this field, from 1.
    pub number: usize,
    /// The operation or command that created it.
    pub made_by: String,
    /// The case that it was created for.
    pub case: String,
}

impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, number, made_by, case } = self;
        write!(f, "{field} #{number}, made by {made_by} for {case}")
    }
}
