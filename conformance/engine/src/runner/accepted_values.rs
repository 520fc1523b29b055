//! Generated values that turned out to be valid: once a valid request with them has succeeded, they no
//! longer excuse the rejection of a later step, nor a rejection for the form of a request.
//!
//! Updated in the order of the cases, so that the concurrency of a run changes nothing.

use std::collections::BTreeSet;

use conformance_core::case::{Case, CaseKind, Role};
use conformance_core::exchange::{Exchange, RequestPart};

/// Operations with the generated parts that were accepted.
#[derive(Debug, Default)]
pub(super) struct AcceptedValues(BTreeSet<(String, RequestPart)>);

impl AcceptedValues {
    /// Records the successes among the exchanges of a case.
    pub(super) fn learn(&mut self, case: &Case, exchanges: &[Exchange]) {
        for (number, (step, exchange)) in case.steps.iter().zip(exchanges).enumerate() {
            let is_valid = !step.role.is_probe() && *step.role.kind(&case.kind) == CaseKind::Valid;
            if is_valid && exchange.response().is_some_and(|response| response.class() == 2) {
                let generated_values = exchange.request.generated_values.iter();
                let operation = case.operation_of(number);
                self.0.extend(generated_values.map(|named| (operation.to_owned(), named.clone())));
            }
        }
    }

    /// Removes the excuses that do not apply from the following steps; returns whether there were any.
    pub(super) fn resolve(&self, case: &Case, exchanges: &mut [Exchange]) -> bool {
        let mut changed = false;
        for (number, (step, exchange)) in case.steps.iter().zip(exchanges).enumerate() {
            let operation = case.operation_of(number);
            let holds =
                |named: &RequestPart| !self.0.contains(&(operation.to_owned(), named.clone()));
            let status = exchange.response().map(|response| response.status);
            let is_described = status.is_some_and(|status| match step.role {
                Role::Main => is_of_form(&case.kind, status),
                // A conflict or a rejected value may be caused by what was generated, and used up by a
                // success.
                _ => matches!(status, 404 | 410),
            });
            let generated_values = &mut exchange.request.generated_values;
            if is_described && !generated_values.is_empty() && !generated_values.iter().any(holds) {
                generated_values.clear();
                changed = true;
            }
        }
        changed
    }
}

/// Whether the rejection is about the form of a request that contains only what a valid one contained.
fn is_of_form(kind: &CaseKind, status: u16) -> bool {
    let is_plain_otherwise = matches!(
        kind,
        CaseKind::NoCredentials
            | CaseKind::WrongCredentials
            | CaseKind::PartialCredentials
            | CaseKind::BadSignature(_)
            | CaseKind::UnsupportedMediaType
    );
    is_plain_otherwise && matches!(status, 400 | 422)
}
