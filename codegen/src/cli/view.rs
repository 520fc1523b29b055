//! What the JSON of several commands has in common. Values of this module are made to be serialized, and
//! change only by new fields.

use schemars::JsonSchema;
use serde::Serialize;
use specs::contract::Coverage;
use specs::{Location, Source};

/// A location in a text.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Place {
    /// The path of the text.
    file: String,
    /// The line, from 1.
    line: usize,
    /// The column in characters, from 1.
    column: usize,
}

impl Place {
    pub(super) fn new(source: &Source, at: Location) -> Self {
        Self { file: source.name().to_owned(), line: at.line, column: at.column }
    }
}

/// How many operations are read.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CoverageView {
    /// Operations that the document declares.
    operations: usize,
    /// Those that are read completely.
    whole: usize,
    /// Those of which a part is left out or loosened.
    with_losses: usize,
    /// Those that are not read.
    left_out: usize,
}

impl CoverageView {
    pub(super) fn new(coverage: Coverage) -> Self {
        let Coverage { operations, whole, with_losses, left_out } = coverage;
        Self { operations, whole, with_losses, left_out }
    }
}
