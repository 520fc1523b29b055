//! What was made up and turned out to be right: once a valid request with it has succeeded, it is no
//! excuse any more for the refusal of a request that follows another one, nor for one that speaks of the
//! form of a request.
//!
//! Learnt in the order of the cases, so that the concurrency of a run changes nothing.

use std::collections::BTreeSet;

use conformance_core::case::{Case, Cause, Role};
use conformance_core::exchange::Exchange;

/// Operations with what was made up for them and accepted, as `<place> <name>`.
#[derive(Debug, Default)]
pub(super) struct Proven(BTreeSet<(String, String)>);

impl Proven {
    /// Takes note of the successes among the exchanges of a case.
    pub(super) fn learn(&mut self, case: &Case, exchanges: &[Exchange]) {
        for (number, (step, exchange)) in case.steps.iter().zip(exchanges).enumerate() {
            let is_valid = !step.role.is_probe() && *step.role.cause(&case.cause) == Cause::Valid;
            if is_valid && exchange.answer().is_some_and(|answer| answer.class() == 2) {
                let made_up = exchange.request.made_up.iter();
                let operation = case.operation_of(number);
                self.0.extend(made_up.map(|named| (operation.to_owned(), named.clone())));
            }
        }
    }

    /// Takes the excuses that do not hold from the steps that follow; whether there were any.
    pub(super) fn settle(&self, case: &Case, exchanges: &mut [Exchange]) -> bool {
        let mut changed = false;
        for (number, (step, exchange)) in case.steps.iter().zip(exchanges).enumerate() {
            let operation = case.operation_of(number);
            let holds = |named: &String| !self.0.contains(&(operation.to_owned(), named.clone()));
            let status = exchange.answer().map(|answer| answer.status);
            let is_told = status.is_some_and(|status| match step.role {
                Role::Main => is_of_form(&case.cause, status),
                // A conflict or a refused value may be about what was made up, and used up by a success.
                _ => matches!(status, 404 | 410),
            });
            let made_up = &mut exchange.request.made_up;
            if is_told && !made_up.is_empty() && !made_up.iter().any(holds) {
                made_up.clear();
                changed = true;
            }
        }
        changed
    }
}

/// Whether the refusal speaks of the form of the request, which carries what a valid one has carried.
fn is_of_form(cause: &Cause, status: u16) -> bool {
    let is_plain_otherwise = matches!(
        cause,
        Cause::NoCredentials
            | Cause::WrongCredentials
            | Cause::PartialCredentials
            | Cause::BadSignature(_)
            | Cause::UnsupportedMediaType
    );
    is_plain_otherwise && matches!(status, 400 | 422)
}
