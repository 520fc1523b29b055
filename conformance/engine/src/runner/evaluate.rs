//! Puts the exchanges of a case before every check.

use std::cell::OnceCell;

use crate::suite::Suite;
use conformance_core::case::{
    Case, CaseKind, Chained, Expected, ProbeExpectation, Role, Slot, Step,
};
use conformance_core::check::{Check, CheckContext, Scope, Severity, declared};
use conformance_core::checks;
use conformance_core::event::Outcome;
use conformance_core::exchange::Via;
use conformance_core::exchange::{Exchange, HttpResponse};
use conformance_core::expectation;
use conformance_core::expectation::{InconclusiveReason, StatusVerdict};
use conformance_core::finding::Finding;

use super::intermittent::Count;

/// What the exchanges of a case say about the target.
pub fn examine(suite: &Suite, index: usize, exchanges: &[Exchange]) -> Outcome {
    let mut findings = Vec::new();
    let mut reasons = Vec::new();
    let mut count = Count::default();
    for (number, exchange) in exchanges.iter().enumerate() {
        let reading = reading(suite, index, number, exchanges);
        if let Some(StatusVerdict::Inconclusive(reason)) = &reading
            && !is_beside_the_point(suite, index, number, exchange)
        {
            reasons.push(reason.clone());
        }
        if exchange.any_response().is_some_and(|response| response.over_limit) {
            let lacks = suite.recorded_responses.placeholder(&suite.cases[index].id, number);
            let lacks = lacks.and_then(|recorded| recorded.lacks.as_ref());
            let reason = lacks.map_or_else(
                || "the body is longer than --max-body allows".to_owned(),
                |why| format!("the recorded body is not complete: {why}"),
            );
            reasons.push(InconclusiveReason::Other(reason));
        }
        count.note(reading.as_ref());
        findings.extend(look(suite, index, number, exchanges, reading.as_ref()));
    }
    count.emit(&suite.cases[index], &mut findings);
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
fn cut_short(suite: &Suite, index: usize, exchanges: &[Exchange]) -> Option<InconclusiveReason> {
    let case = &suite.cases[index];
    let next = case.steps.get(exchanges.len())?;
    let last = exchanges.len().checked_sub(1)?;
    let response = exchanges[last].response()?;
    let fits = reading(suite, index, last, exchanges) == Some(StatusVerdict::Conforms);
    match (&next.role, response.status) {
        _ if !fits => None,
        (
            Role::Chained(_) | Role::Probe(ProbeExpectation::Revoked) | Role::AfterOwnCredential,
            202,
        ) => Some("the target has only accepted the request (202)".to_owned().into()),
        (Role::Chained(_), _) => Some("the response names nothing to go on with".to_owned().into()),
        _ => None,
    }
}

/// Whether a response that says nothing takes nothing from what the step before said: the refusal of a
/// step that follows, where it carries something generated.
fn is_beside_the_point(suite: &Suite, index: usize, number: usize, exchange: &Exchange) -> bool {
    let case = &suite.cases[index];
    let follows = match case.steps.get(number).map(|step| &step.role) {
        Some(Role::Probe(_)) => return !is_decided_by_probe(case),
        // A chain that breaks has not said what it is there to say.
        Some(Role::Main | Role::Chained(_) | Role::Recorded { .. }) | None => false,
        Some(_) => true,
    };
    let is_refused = exchange
        .response()
        .is_some_and(|response| (400..500).contains(&response.status) && response.status != 429);
    follows && is_refused && !exchange.request.generated_values.is_empty()
}

/// Whether a case is about what the probe says. Elsewhere the main request has a verdict of its own.
fn is_decided_by_probe(case: &Case) -> bool {
    matches!(case.kind, CaseKind::Valid | CaseKind::NotOwned)
}

/// What the status says. A broken response is evaluated by its brokenness alone.
pub(super) fn reading(
    suite: &Suite,
    index: usize,
    number: usize,
    exchanges: &[Exchange],
) -> Option<StatusVerdict> {
    let case = &suite.cases[index];
    let (step, exchange) = (case.steps.get(number)?, exchanges.get(number)?);
    if let Role::Probe(probing) = &step.role {
        return Some(expectation::read_probe(
            suite.fixtures.probe()?.criteria(),
            probing,
            exchange,
        ));
    }
    let response = exchange.response()?;
    let operation = suite.contract.operation(case.operation_of(number))?;
    if let Role::Chained(Chained { expected, .. }) = &step.role {
        let (creation, before) = (&case.steps.first()?.request, &exchanges[..number]);
        return expectation::read_chained(operation, *expected, exchange, creation, before);
    }
    let generated_values = &exchange.request.generated_values;
    let status = response.status;
    let demanded = match step.role {
        Role::Main => suite.rules.statuses(&case.kind, &operation.id),
        _ => None,
    };
    let reading = expectation::read_step(operation, &case.kind, step, generated_values, status);
    Some(match demanded {
        Some(demanded) => expectation::narrowed(demanded, status, reading),
        None => reading,
    })
}

/// Whether the step after these exchanges can say anything. A follow-up is to a refusal, or to a response
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
        return fits(number) == Some(StatusVerdict::Conforms);
    }
    let (Some(response), Some(reading)) = (exchange.response(), fits(number)) else {
        // RFC 9112 §3: the end of the connection is a refusal as well.
        let is_malformed = matches!(exchange.request.via, Via::Malformed(_));
        return is_malformed && matches!(next.role, Role::FollowUp(_));
    };
    let succeeds = reading == StatusVerdict::Conforms && response.class() == 2;
    let after = |kind: &CaseKind| match kind {
        CaseKind::Valid => succeeds,
        CaseKind::ValidUnknown | CaseKind::SafeMethod | CaseKind::NotOwned => {
            reading == StatusVerdict::Conforms
        }
        _ => {
            let is_refused = matches!(response.status, 300..=499 | 501);
            is_refused && !matches!(reading, StatusVerdict::Inconclusive(_))
        }
    };
    match &next.role {
        Role::Main | Role::Own | Role::Repeat | Role::Probe(ProbeExpectation::Before) => true,
        Role::Recorded { .. } => has_captured(next, exchanges),
        Role::FollowUp(kind) => after(kind),
        Role::Probe(ProbeExpectation::Live(kind)) => after(kind),
        // RFC 9110 §15.3.3: what is only accepted has not happened yet.
        Role::Probe(ProbeExpectation::Revoked) | Role::AfterOwnCredential => {
            succeeds && response.status != 202
        }
        // The second time may be refused, as long as that fits.
        Role::OtherResource if case.steps[number].role == Role::Again => {
            reading == StatusVerdict::Conforms
        }
        Role::Again | Role::OtherResource => succeeds,
        Role::Chained(_) => {
            let is_done = succeeds && response.status != 202;
            (is_done || is_gone(&case.steps[number].role) && reading == StatusVerdict::Conforms)
                && has_captured(next, exchanges)
        }
    }
}

/// Whether a refusal is what a step waits for.
fn is_gone(role: &Role) -> bool {
    matches!(role, Role::Chained(Chained { expected: Expected::Gone, .. }))
}

/// Whether the responses so far name what a step goes on with.
fn has_captured(step: &Step, exchanges: &[Exchange]) -> bool {
    step.request.slots().into_iter().all(|slot| match slot {
        Slot::Captured(capture) => exchanges
            .get(capture.step)
            .and_then(Exchange::response)
            .is_some_and(|response| capture.source.value(response).is_some()),
        _ => true,
    })
}

fn look(
    suite: &Suite,
    index: usize,
    number: usize,
    exchanges: &[Exchange],
    reading: Option<&StatusVerdict>,
) -> Vec<Finding> {
    let case = &suite.cases[index];
    let (Some(operation), Some(step)) =
        (suite.contract.operation(case.operation_of(number)), case.steps.get(number))
    else {
        return Vec::new();
    };
    // A step that follows has a kind of its own.
    let kind = step.role.kind(&case.kind);
    let parsed = OnceCell::new();
    let exchange = &exchanges[number];
    let media_type = exchange.any_response().and_then(HttpResponse::media_type);
    let context = CheckContext {
        media_type: media_type.as_deref(),
        parsed: &parsed,
        contract: &suite.contract,
        operation,
        case,
        declared: declared(operation, kind, exchange),
        kind,
        step,
        exchange,
        earlier: &exchanges[..number],
        verdict: reading,
        validators: &suite.validators,
        rules: &suite.rules,
        recorded: suite.recorded_responses.recorded(&case.id, number),
    };
    let is_probe = step.role.is_probe();
    let looks = |check: &Check| {
        (!is_probe || check.scope == Scope::WithProbes)
            && suite.rules.include(check, &operation.id)
            && (check.applies)(&context)
    };
    let mut findings = Vec::new();
    for check in checks::ALL.iter().filter(|check| looks(check)) {
        for violation in check.violations(&context) {
            findings.push(Finding::new(check, &context, violation));
        }
    }
    findings
}
