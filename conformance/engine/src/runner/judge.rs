//! Puts the exchanges of a case before every check.

use std::cell::OnceCell;

use crate::suite::Suite;
use conformance_core::case::{Case, Cause, Chained, Expected, Probing, Role, Slot, Step};
use conformance_core::check::{Check, Severity, Subject, declared};
use conformance_core::checks;
use conformance_core::event::Outcome;
use conformance_core::exchange::Via;
use conformance_core::exchange::{Answer, Exchange};
use conformance_core::expectation;
use conformance_core::expectation::Reading;
use conformance_core::finding::Finding;

use super::intermittent::Count;

/// What the exchanges of a case say about the target.
pub fn examine(suite: &Suite, index: usize, exchanges: &[Exchange]) -> Outcome {
    let mut findings = Vec::new();
    let mut reasons = Vec::new();
    let mut count = Count::default();
    for (number, exchange) in exchanges.iter().enumerate() {
        let reading = reading(suite, index, number, exchanges);
        if let Some(Reading::Inconclusive(reason)) = &reading
            && !is_beside_the_point(suite, index, number, exchange)
        {
            reasons.push(reason.clone());
        }
        if exchange.any_answer().is_some_and(|answer| answer.over_limit) {
            let lacks = suite.recall.stand_in(&suite.cases[index].id, number);
            let lacks = lacks.and_then(|recorded| recorded.lacks.as_ref());
            reasons.push(lacks.map_or_else(
                || "the content is longer than --max-body allows".to_owned(),
                |why| format!("the recorded content is not whole: {why}"),
            ));
        }
        count.note(reading.as_ref());
        findings.extend(look(suite, index, number, exchanges, reading.as_ref()));
    }
    count.tell(&suite.cases[index], &mut findings);
    reasons.extend(cut_short(suite, index, exchanges));
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

/// Why a script that did what it should so far has come to no end.
fn cut_short(suite: &Suite, index: usize, exchanges: &[Exchange]) -> Option<String> {
    let case = &suite.cases[index];
    let next = case.steps.get(exchanges.len())?;
    let last = exchanges.len().checked_sub(1)?;
    let answer = exchanges[last].answer()?;
    let fits = reading(suite, index, last, exchanges) == Some(Reading::Fits);
    match (&next.role, answer.status) {
        _ if !fits => None,
        (Role::Chained(_) | Role::Probe(Probing::Dead) | Role::AfterOwn, 202) => {
            Some("the target has only accepted the request (202)".to_owned())
        }
        (Role::Chained(_), _) => Some("the answer names nothing to go on with".to_owned()),
        _ => None,
    }
}

/// Whether an answer that says nothing takes nothing from what the step before said: the refusal of a
/// step that follows, where it carries something made up.
fn is_beside_the_point(suite: &Suite, index: usize, number: usize, exchange: &Exchange) -> bool {
    let case = &suite.cases[index];
    let follows = match case.steps.get(number).map(|step| &step.role) {
        Some(Role::Probe(_)) => return !is_told_by_probe(case),
        // A chain that breaks has not said what it is there to say.
        Some(Role::Main | Role::Chained(_) | Role::Recorded { .. }) | None => false,
        Some(_) => true,
    };
    let is_refused = exchange
        .answer()
        .is_some_and(|answer| (400..500).contains(&answer.status) && answer.status != 429);
    follows && is_refused && !exchange.request.made_up.is_empty()
}

/// Whether a case is about what the probe says. Elsewhere the main request has a verdict of its own.
fn is_told_by_probe(case: &Case) -> bool {
    matches!(case.cause, Cause::Valid | Cause::NotOwned)
}

/// What the status says. A broken answer is judged by its brokenness alone.
pub(super) fn reading(
    suite: &Suite,
    index: usize,
    number: usize,
    exchanges: &[Exchange],
) -> Option<Reading> {
    let case = &suite.cases[index];
    let (step, exchange) = (case.steps.get(number)?, exchanges.get(number)?);
    if let Role::Probe(probing) = &step.role {
        return Some(expectation::read_probe(
            suite.fixtures.probe()?.criteria(),
            probing,
            exchange,
        ));
    }
    let answer = exchange.answer()?;
    let operation = suite.contract.operation(case.operation_of(number))?;
    if let Role::Chained(Chained { expected, .. }) = &step.role {
        let (creation, before) = (&case.steps.first()?.request, &exchanges[..number]);
        return expectation::read_chained(operation, *expected, exchange, creation, before);
    }
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

/// Whether the step after these exchanges can say anything. A follow-up is to a refusal, or to an answer
/// that fits where nothing was there to be touched; a script goes on after a success.
pub(super) fn goes_on(suite: &Suite, index: usize, exchanges: &[Exchange]) -> bool {
    let case = &suite.cases[index];
    let Some((number, exchange)) = exchanges.iter().enumerate().next_back() else {
        return true;
    };
    let Some(next) = case.steps.get(number + 1) else {
        return false;
    };
    let fits = |number: usize| reading(suite, index, number, exchanges);
    if case.steps[number].role.is_probe() {
        return fits(number) == Some(Reading::Fits);
    }
    let (Some(answer), Some(reading)) = (exchange.answer(), fits(number)) else {
        // RFC 9112 §3: the end of the connection is a refusal as well.
        let is_odd = matches!(exchange.request.via, Via::Odd(_));
        return is_odd && matches!(next.role, Role::FollowUp(_));
    };
    let succeeds = reading == Reading::Fits && answer.class() == 2;
    let after = |cause: &Cause| match cause {
        Cause::Valid => succeeds,
        Cause::ValidUnknown | Cause::SafeMethod | Cause::NotOwned => reading == Reading::Fits,
        _ => {
            let is_refused = matches!(answer.status, 300..=499 | 501);
            is_refused && !matches!(reading, Reading::Inconclusive(_))
        }
    };
    match &next.role {
        Role::Main | Role::Own | Role::Repeat | Role::Probe(Probing::Before) => true,
        Role::Recorded { .. } => has_captured(next, exchanges),
        Role::FollowUp(cause) => after(cause),
        Role::Probe(Probing::Alive(cause)) => after(cause),
        // RFC 9110 §15.3.3: what is only accepted has not happened yet.
        Role::Probe(Probing::Dead) | Role::AfterOwn => succeeds && answer.status != 202,
        // The second time may be refused, as long as that fits.
        Role::Neighbour if case.steps[number].role == Role::Again => reading == Reading::Fits,
        Role::Again | Role::Neighbour => succeeds,
        Role::Chained(_) => {
            let is_done = succeeds && answer.status != 202;
            (is_done || is_gone(&case.steps[number].role) && reading == Reading::Fits)
                && has_captured(next, exchanges)
        }
    }
}

/// Whether a refusal is what a step waits for.
fn is_gone(role: &Role) -> bool {
    matches!(role, Role::Chained(Chained { expected: Expected::Gone, .. }))
}

/// Whether the answers so far name what a step goes on with.
fn has_captured(step: &Step, exchanges: &[Exchange]) -> bool {
    step.request.slots().into_iter().all(|slot| match slot {
        Slot::Captured(capture) => exchanges
            .get(capture.step)
            .and_then(Exchange::answer)
            .is_some_and(|answer| capture.source.value(answer).is_some()),
        _ => true,
    })
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
        (suite.contract.operation(case.operation_of(number)), case.steps.get(number))
    else {
        return Vec::new();
    };
    // A step that follows has a cause of its own.
    let cause = step.role.cause(&case.cause);
    let parsed = OnceCell::new();
    let exchange = &exchanges[number];
    let essence = exchange.any_answer().and_then(Answer::essence);
    let subject = Subject {
        essence: essence.as_deref(),
        parsed: &parsed,
        contract: &suite.contract,
        operation,
        case,
        declared: declared(operation, cause, exchange),
        cause,
        step,
        exchange,
        earlier: &exchanges[..number],
        reading,
        judges: &suite.judges,
        rules: &suite.rules,
        recorded: suite.recall.recorded(&case.id, number),
    };
    let is_probe = step.role.is_probe();
    let looks = |check: &Check| {
        (!is_probe || checks::PROBED.contains(&check.id))
            && suite.rules.include(check, &operation.id)
            && (check.applies)(&subject)
    };
    let mut findings = Vec::new();
    for check in checks::ALL.iter().filter(|check| looks(check)) {
        for violation in (check.run)(&subject) {
            findings.push(Finding::new(check, &subject, violation));
        }
    }
    findings
}
