//! Puts the exchanges of a case before every check.

use crate::check::Subject;
use crate::checks;
use crate::event::Outcome;
use crate::exchange::Exchange;
use crate::expectation::{self, Reading};
use crate::finding::Finding;
use crate::suite::Suite;

/// What the exchanges of a case say about the target.
pub fn examine(suite: &Suite, index: usize, exchanges: &[Exchange]) -> Outcome {
    let mut findings = Vec::new();
    let mut reasons = Vec::new();
    for (number, exchange) in exchanges.iter().enumerate() {
        let reading = reading(suite, index, number, exchange);
        if let Some(Reading::Inconclusive(reason)) = &reading {
            reasons.push(reason.clone());
        }
        if exchange.any_answer().is_some_and(|answer| answer.over_limit) {
            reasons.push("the content is longer than --max-body allows".to_owned());
        }
        findings.extend(look(suite, index, number, exchange, reading.as_ref()));
    }
    if !findings.is_empty() {
        return Outcome::Failed { findings };
    }
    match reasons.into_iter().next() {
        Some(reason) => Outcome::Inconclusive { reason },
        None => Outcome::Passed,
    }
}

/// What the status says. A broken answer is judged by its brokenness alone.
fn reading(suite: &Suite, index: usize, number: usize, exchange: &Exchange) -> Option<Reading> {
    let case = &suite.cases[index];
    let answer = exchange.answer()?;
    let operation = suite.contract.operation(&case.operation)?;
    let recorded = case.steps.get(number).and_then(|step| step.status);
    let made_up = &exchange.request.made_up;
    Some(expectation::read(operation, &case.cause, made_up, recorded, answer.status))
}

fn look(
    suite: &Suite,
    index: usize,
    number: usize,
    exchange: &Exchange,
    reading: Option<&Reading>,
) -> Vec<Finding> {
    let case = &suite.cases[index];
    let (Some(operation), Some(step)) =
        (suite.contract.operation(&case.operation), case.steps.get(number))
    else {
        return Vec::new();
    };
    let subject = Subject {
        contract: &suite.contract,
        operation,
        case,
        step,
        exchange,
        reading,
        judges: &suite.judges,
    };
    checks::ALL
        .into_iter()
        .filter(|check| (check.applies)(&subject))
        .flat_map(|check| {
            (check.run)(&subject)
                .into_iter()
                .map(|violation| Finding::new(check, &subject, violation))
                .collect::<Vec<_>>()
        })
        .collect()
}
