//! Random requests, if requested: each is valid, or violates one rule of the document.
//!
//! They are generated one by one from the seed, the operation and a number, so that few of them are in
//! memory, and each can be generated again to be shrunk.

mod drawing;
mod sample;
mod simpler;

use std::fmt;
use std::sync::Arc;

use specs::Contract;
use specs::contract::Operation;

use super::Drafting;
use crate::run_options::RANGE;
use crate::source::Inputs;
use conformance_core::case::{Case, CaseKind, Origin, Purpose};
use conformance_core::values::{Maker, Rng};
pub use sample::Sample;
pub use simpler::{HttpResponse, simplest};

/// The random cases of a document.
#[derive(Clone)]
pub struct Phase {
    /// The number for each operation.
    count: u32,
    /// The indices of the operations that a valid request can be made for.
    operations: Vec<usize>,
    left_out: Vec<LeftOut>,
    wanted: Wanted,
}

/// Whether the case of this id is wanted.
type Wanted = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// A part of an operation for which no value can be generated.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// The id of the case that reports it.
    pub id: String,
    /// The id of the operation.
    pub operation: String,
    /// What cannot be generated, and why.
    pub reason: String,
}

impl fmt::Debug for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phase({} for each of {} operations)", self.count, self.operations.len())
    }
}

impl Phase {
    /// This many cases for each operation, of which those run whose id is wanted.
    pub fn new(
        inputs: &Inputs<'_>,
        count: u32,
        wanted: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        let count = count.min(*RANGE.end());
        let mut phase =
            Self { count, operations: vec![], left_out: vec![], wanted: Arc::new(wanted) };
        for (index, operation) in inputs.contract.operations.iter().enumerate() {
            phase.left_out.extend(left_out(inputs, operation));
            if Drafting::new(*inputs, operation).is_some() {
                phase.operations.push(index);
            }
        }
        phase.left_out.retain(|part| (phase.wanted)(&part.id));
        phase
    }

    /// The parts for which no random value can be generated.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The ids of all cases, in the order in which they run; nothing is generated.
    pub fn ids<'a>(&'a self, contract: &'a Contract) -> impl Iterator<Item = String> + 'a {
        self.all_ids(contract).filter(|id| (self.wanted)(id))
    }

    /// The same, including those that are not wanted.
    pub fn all_ids<'a>(&'a self, contract: &'a Contract) -> impl Iterator<Item = String> + 'a {
        self.operations_of(contract).flat_map(move |operation| {
            (1..=self.count).map(|number| identify(contract, operation, number))
        })
    }

    fn operations_of<'a>(
        &'a self,
        contract: &'a Contract,
    ) -> impl Iterator<Item = &'a Operation> + 'a {
        self.operations.iter().filter_map(|index| contract.operations.get(*index))
    }

    /// The generators for each operation, in the order in which they run.
    pub fn drawers<'a>(&'a self, inputs: Inputs<'a>) -> impl Iterator<Item = Drawer<'a>> + 'a {
        self.operations_of(inputs.contract).filter_map(move |operation| {
            Some(Drawer { phase: self, drafting: Drafting::new(inputs, operation)? })
        })
    }

    /// Every case, generated.
    pub fn cases<'a>(&'a self, inputs: Inputs<'a>) -> impl Iterator<Item = Case> + 'a {
        self.drawers(inputs).flat_map(|drawer| {
            let numbers: Vec<u32> = drawer.numbers().collect();
            numbers.into_iter().map(move |number| drawer.draw(number).case()).collect::<Vec<_>>()
        })
    }
}

fn identify(contract: &Contract, operation: &Operation, variant: impl fmt::Display) -> String {
    Case::identify(&contract.id, Origin::Random, &operation.id, &variant.to_string())
}

/// Generates the cases of one operation.
pub struct Drawer<'a> {
    phase: &'a Phase,
    drafting: Drafting<'a>,
}

impl<'a> Drawer<'a> {
    /// The numbers of the cases that are wanted.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + use<'a> {
        let (phase, operation) = (self.phase, self.drafting.operation);
        let contract = self.drafting.inputs.contract;
        (1..=phase.count)
            .filter(move |number| (phase.wanted)(&identify(contract, operation, number)))
    }

    fn id(&self, number: u32) -> String {
        identify(self.drafting.inputs.contract, self.drafting.operation, number)
    }

    /// The request of this number; deterministic.
    pub fn draw(&self, number: u32) -> Sample<'_> {
        drawing::draw(&self.drafting, self.id(number), number)
    }

    /// The case of this number without its request, if it is not run.
    pub fn undrawn(&self, number: u32) -> Case {
        Case {
            id: self.id(number),
            operation: self.drafting.operation.id.clone(),
            origin: Origin::Random,
            kind: CaseKind::Valid,
            purpose: Purpose::Rule,
            title: "a random request".to_owned(),
            steps: Vec::new(),
            rule: self.drafting.operation.pointer.clone(),
            provenance: None,
        }
    }
}

/// The parts of an operation for which no value can be generated.
fn left_out(inputs: &Inputs<'_>, operation: &Operation) -> Vec<LeftOut> {
    let maker = Maker::for_requests(inputs.validators, &inputs.contract.schemas);
    let mut rng = Rng::labelled(inputs.seed, &format!("left-out/{}", operation.id));
    let content = operation.body.iter().flat_map(|body| &body.content);
    let bodies = content.filter_map(|media_type| media_type.schema);
    let named = operation.parameters.iter().map(|parameter| parameter.schema).chain(bodies);
    let mut places: Vec<(specs::Pointer, String)> = Vec::new();
    for found in named.flat_map(|schema| maker.undrawn(schema, &mut rng)) {
        if !places.contains(&found) {
            places.push(found);
        }
    }
    let part = |(number, (place, pattern)): (usize, (specs::Pointer, String))| LeftOut {
        id: identify(inputs.contract, operation, format!("left-out-{}", number + 1)),
        operation: operation.id.clone(),
        reason: format!("no text can be generated for the pattern `{pattern}` at {place}"),
    };
    places.into_iter().enumerate().map(part).collect()
}
