//! What of a document a run exercised, and what it did not.

use std::collections::BTreeSet;

use serde::Serialize;
use specs::Contract;
use specs::contract::{Operation, Schemas, Shape};

use crate::case::Case;
use crate::exchange::Exchange;

/// Names that were reached and names that were not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// In the document's order.
    pub reached: Vec<String>,
    /// In the document's order.
    pub missed: Vec<String>,
}

impl Reached {
    fn of(names: Vec<String>, seen: &BTreeSet<String>) -> Self {
        let (reached, missed) = names.into_iter().partition(|name| seen.contains(name));
        Self { reached, missed }
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.reached.len() + self.missed.len()
    }
}

/// What of a document a run exercised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Operations that answered.
    pub operations: Reached,
    /// Operations of which a declared success came.
    pub successes: Reached,
    /// Declared statuses that came, as `<operation> <status>`.
    pub statuses: Reached,
    /// Parameters that were sent, as `<operation> <place>/<name>`.
    pub parameters: Reached,
    /// Members of bodies that were sent, as `<operation> body/<name>`.
    pub fields: Reached,
}

/// Collects what a run exercises.
#[derive(Debug, Default)]
pub struct Collector {
    seen: BTreeSet<String>,
    succeeded: BTreeSet<String>,
}

impl Collector {
    /// Takes note of an answered exchange.
    pub fn note(&mut self, operation: &Operation, case: &Case, step: usize, exchange: &Exchange) {
        let Some(answer) = exchange.any_answer() else {
            return;
        };
        if !case.cause.reaches_operation() {
            return;
        }
        self.seen.insert(operation.id.clone());
        if let Some(declared) = operation.responses.lookup(answer.status) {
            self.seen.insert(format!("{} {}", operation.id, declared.status));
            if (200..300).contains(&answer.status) {
                self.succeeded.insert(operation.id.clone());
            }
        }
        for carried in case.steps.get(step).iter().flat_map(|step| &step.request.carries) {
            self.seen.insert(format!("{} {carried}", operation.id));
        }
    }

    /// What was reached of everything that the document holds.
    pub fn coverage(&self, contract: &Contract) -> Coverage {
        let each = |names: fn(&Contract, &Operation) -> Vec<String>| {
            let all = contract.operations.iter().flat_map(|operation| {
                names(contract, operation)
                    .into_iter()
                    .map(|name| format!("{} {name}", operation.id))
            });
            Reached::of(all.collect(), &self.seen)
        };
        let operations: Vec<String> =
            contract.operations.iter().map(|operation| operation.id.clone()).collect();
        Coverage {
            operations: Reached::of(operations.clone(), &self.seen),
            successes: Reached::of(operations, &self.succeeded),
            statuses: each(|_, operation| {
                operation.responses.iter().map(|response| response.status.to_string()).collect()
            }),
            parameters: each(|_, operation| {
                let named = operation.parameters.iter();
                named
                    .map(|parameter| format!("{}/{}", parameter.location.as_str(), parameter.name))
                    .collect()
            }),
            fields: each(|contract, operation| fields(&contract.schemas, operation)),
        }
    }
}

/// The top-level members of an operation's bodies.
fn fields(schemas: &Schemas, operation: &Operation) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let content = operation.body.iter().flat_map(|body| &body.content);
    for schema in content.filter_map(|media_type| media_type.schema) {
        if let Shape::Object { properties, .. } = &schemas.get(schemas.resolve(schema)).shape {
            for property in properties {
                let name = format!("body/{}", property.name);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }
    names
}
