//! Puts the exchanges of a case before every check.

use crate::case::{Case, Cause, Role, Via};
use crate::check::{Severity, Subject};
use crate::checks;
use crate::event::Outcome;
use crate::exchange::Exchange;
use crate::expectation::{self, Reading};
use crate::finding::Finding;
use crate::suite::Suite;

use super::intermittent::Count;

/// What the exchanges of a case say about the target.
pub fn examine(suite: &Suite, index: usize, exchanges: &[Exchange]) -> Outcome {
    let mut findings = Vec::new();
    let mut reasons = Vec::new();
    let mut count = Count::default();
    for (number, exchange) in exchanges.iter().enumerate() {
        let reading = reading(suite, index, number, exchange);
        if let Some(Reading::Inconclusive(reason)) = &reading
            && !is_beside_the_point(suite, index, number, exchange)
        {
            reasons.push(reason.clone());
        }
        if exchange.any_answer().is_some_and(|answer| answer.over_limit) {
            reasons.push("the content is longer than --max-body allows".to_owned());
        }
        count.note(reading.as_ref());
        findings.extend(look(suite, index, number, exchanges, reading.as_ref()));
    }
    count.tell(&suite.cases[index], &mut findings);
    if findings.iter().any(Finding::fails) {
        return Outcome::Failed { findings };
    }
    match reasons.into_iter().next() {
        Some(reason) => Outcome::Inconclusive { reason },
        None if findings.iter().any(|finding| finding.severity == Severity::Warning) => {
            Outcome::Warned { findings }
        }
        None => Outcome::Passed { findings },
    }
}

/// Whether an answer that says nothing takes nothing from what the step before said: the refusal of a
/// step that follows, where it carries something made up.
fn is_beside_the_point(suite: &Suite, index: usize, number: usize, exchange: &Exchange) -> bool {
    let follows = suite.cases[index].steps.get(number).is_some_and(|step| step.role != Role::Main);
    let is_refused = exchange
        .answer()
        .is_some_and(|answer| (400..500).contains(&answer.status) && answer.status != 429);
    follows && is_refused && !exchange.request.made_up.is_empty()
}

/// What the status says. A broken answer is judged by its brokenness alone.
fn reading(suite: &Suite, index: usize, number: usize, exchange: &Exchange) -> Option<Reading> {
    let case = &suite.cases[index];
    let answer = exchange.answer()?;
    let operation = suite.contract.operation(&case.operation)?;
    let step = case.steps.get(number)?;
    let made_up = &exchange.request.made_up;
    let status = answer.status;
    let demanded = match step.role {
        Role::Main => suite.rules.statuses(&case.cause, &operation.id),
        _ => None,
    };
    let reading = expectation::read_step(operation, &case.cause, step, made_up, status);
    Some(match demanded {
        Some(demanded) => expectation::narrowed(demanded, status, reading),
        None => reading,
    })
}

/// Whether the step after this exchange can say anything. A follow-up is to a refusal, or to an answer
/// that fits where nothing was there to be touched; a script goes on after a success.
pub(super) fn goes_on(suite: &Suite, index: usize, number: usize, exchange: &Exchange) -> bool {
    let Some(next) = suite.cases[index].steps.get(number + 1) else {
        return false;
    };
    let (Some(answer), Some(reading)) =
        (exchange.answer(), reading(suite, index, number, exchange))
    else {
        // RFC 9112 §3: the end of the connection is a refusal as well.
        let is_odd = matches!(exchange.request.via, Via::Odd(_));
        return is_odd && matches!(next.role, Role::FollowUp(_));
    };
    match &next.role {
        Role::Main | Role::Repeat => true,
        Role::FollowUp(Cause::ValidUnknown | Cause::SafeMethod) => reading == Reading::Fits,
        Role::FollowUp(_) => {
            let is_refused = matches!(answer.status, 300..=499 | 501);
            is_refused && !matches!(reading, Reading::Inconclusive(_))
        }
        Role::Again | Role::Neighbour => reading == Reading::Fits && answer.class() == 2,
    }
}

fn look(
    suite: &Suite,
    index: usize,
    number: usize,
    exchanges: &[Exchange],
    reading: Option<&Reading>,
) -> Vec<Finding> {
    let case = &suite.cases[index];
    let (Some(operation), Some(step)) =
        (suite.contract.operation(&case.operation), case.steps.get(number))
    else {
        return Vec::new();
    };
    // Checks read the cause of a case; a step that follows has its own.
    let followed = (step.role != Role::Main)
        .then(|| Case { cause: step.role.cause(&case.cause).clone(), ..case.clone() });
    let subject = Subject {
        contract: &suite.contract,
        operation,
        case: followed.as_ref().unwrap_or(case),
        step,
        exchange: &exchanges[number],
        earlier: &exchanges[..number],
        reading,
        judges: &suite.judges,
        rules: &suite.rules,
    };
    checks::ALL
        .into_iter()
        .filter(|check| suite.rules.include(check, &operation.id) && (check.applies)(&subject))
        .flat_map(|check| {
            (check.run)(&subject)
                .into_iter()
                .map(|violation| Finding::new(check, &subject, violation))
                .collect::<Vec<_>>()
        })
        .collect()
}
