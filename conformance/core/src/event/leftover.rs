//! A value that was made and not ended.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

/// A value that was made, and lives on as far as the run knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Leftover {
    /// Its field.
    pub field: String,
    /// Which one of all that were made of this field, from 1.
    pub number: usize,
    /// What has made it.
    pub made_by: String,
    /// The case that it was made for.
    pub case: String,
}

impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, number, made_by, case } = self;
        write!(f, "{field} #{number}, made by {made_by} for {case}")
    }
}
