//! Case sources. A source is deterministic for a seed and sends nothing.

pub mod recorded;
pub mod synthetic;

use specs::Contract;

use crate::fixtures::Fixtures;
use conformance_core::case::Case;
use conformance_core::values::Validators;

/// What a source makes cases from.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The contract of the document.
    pub contract: &'a Contract,
    /// Compiled schemas.
    pub validators: &'a Validators,
    /// The supplied fixtures: which fields are live, which have a value.
    pub fixtures: &'a Fixtures,
    /// The seed for all random choices.
    pub seed: u64,
}

/// A source of cases.
pub trait CaseSource {
    /// The cases, in the order in which they run.
    fn cases(&self, inputs: &Inputs<'_>) -> Vec<Case>;
}
