//! Runs every check on the exchanges of a case.

mod next_step;

use std::cell::OnceCell;

use crate::suite::Suite;
use conformance_core::case::{Case, CaseKind, Chained, ProbeExpectation, Role};
use conformance_core::check::{Check, CheckContext, Scope, Severity, declared};
use conformance_core::checks;
use conformance_core::event::Outcome;
use conformance_core::exchange::{Exchange, HttpResponse};
use conformance_core::expectation;
use conformance_core::expectation::{InconclusiveReason, StatusVerdict};
use conformance_core::finding::Finding;

use super::retry::Count;

/// The outcome of these exchanges of a case.
pub fn examine(suite: &Suite, case: &Case, exchanges: &[Exchange]) -> Outcome {
    Evaluator { suite, case }.examine(exchanges)
}

/// Evaluates the exchanges of a case.
#[derive(Clone, Copy)]
pub(super) struct Evaluator<'a> {
    pub(super) suite: &'a Suite,
    pub(super) case: &'a Case,
}

impl Evaluator<'_> {
    /// The outcome of the exchanges.
    pub(super) fn examine(self, exchanges: &[Exchange]) -> Outcome {
        let mut findings = Vec::new();
        let mut reasons = Vec::new();
        let mut count = Count::default();
        for (number, exchange) in exchanges.iter().enumerate() {
            let reading = self.reading(number, exchanges);
            reasons.extend(self.inconclusive(number, exchange, reading.as_ref()));
            reasons.extend(self.over_limit(number, exchange));
            count.note(reading.as_ref());
            findings.extend(self.look(number, exchanges, reading.as_ref()));
        }
        count.emit(self.case, &mut findings);
        reasons.extend(self.cut_short(exchanges));
        outcome(findings, reasons)
    }

    /// Why the status code of a response is inconclusive, if that matters.
    fn inconclusive(
        self,
        number: usize,
        exchange: &Exchange,
        reading: Option<&StatusVerdict>,
    ) -> Option<InconclusiveReason> {
        match reading? {
            StatusVerdict::Inconclusive(reason) => {
                (!self.is_beside_the_point(number, exchange)).then(|| reason.clone())
            }
            StatusVerdict::Conforms | StatusVerdict::Violation(_) => None,
        }
    }

    /// Why the body of a response is incomplete, if it is.
    fn over_limit(self, number: usize, exchange: &Exchange) -> Option<InconclusiveReason> {
        exchange.any_response().filter(|response| response.over_limit)?;
        let lacks = self.suite.recorded_responses.placeholder(&self.case.id, number);
        let lacks = lacks.and_then(|recorded| recorded.lacks.as_ref());
        let reason = lacks.map_or_else(
            || "the body is longer than --max-body allows".to_owned(),
            |why| format!("the recorded body is not complete: {why}"),
        );
        Some(InconclusiveReason::Other(reason))
    }

    /// Why a script that went as expected so far did not complete.
    fn cut_short(self, exchanges: &[Exchange]) -> Option<InconclusiveReason> {
        let next = self.case.steps.get(exchanges.len())?;
        let last = exchanges.len().checked_sub(1)?;
        let response = exchanges[last].response()?;
        let fits = self.reading(last, exchanges) == Some(StatusVerdict::Conforms);
        match (&next.role, response.status) {
            _ if !fits => None,
            (
                Role::Chained(_)
                | Role::Probe(ProbeExpectation::Revoked)
                | Role::AfterOwnCredential,
                202,
            ) => Some("the target has only accepted the request (202)".to_owned().into()),
            (Role::Chained(_), _) => {
                Some("the response names nothing to go on with".to_owned().into())
            }
            _ => None,
        }
    }

    /// Whether an inconclusive response keeps the verdict of the step before: the rejection of a later
    /// step that contains something generated.
    fn is_beside_the_point(self, number: usize, exchange: &Exchange) -> bool {
        let follows = match self.case.steps.get(number).map(|step| &step.role) {
            Some(Role::Probe(_)) => return !is_decided_by_probe(self.case),
            // An incomplete chain has not shown what it is for.
            Some(Role::Main | Role::Chained(_) | Role::Recorded { .. }) | None => false,
            Some(_) => true,
        };
        let is_refused = exchange.response().is_some_and(|response| {
            (400..500).contains(&response.status) && response.status != 429
        });
        follows && is_refused && !exchange.request.generated_values.is_empty()
    }

    /// The verdict on the status code. A broken response is evaluated only as broken.
    pub(super) fn reading(self, number: usize, exchanges: &[Exchange]) -> Option<StatusVerdict> {
        let (step, exchange) = (self.case.steps.get(number)?, exchanges.get(number)?);
        if let Role::Probe(probing) = &step.role {
            return Some(expectation::read_probe(
                self.suite.fixtures.probe()?.criteria(),
                probing,
                exchange,
            ));
        }
        let response = exchange.response()?;
        let operation = self.suite.contract.operation(self.case.operation_of(number))?;
        if let Role::Chained(Chained { expected, .. }) = &step.role {
            let (creation, before) = (&self.case.steps.first()?.request, &exchanges[..number]);
            return expectation::read_chained(operation, *expected, exchange, creation, before);
        }
        let generated_values = &exchange.request.generated_values;
        let status = response.status;
        let demanded = match step.role {
            Role::Main => self.suite.rules.statuses(&self.case.kind, &operation.id),
            _ => None,
        };
        let reading =
            expectation::read_step(operation, &self.case.kind, step, generated_values, status);
        Some(match demanded {
            Some(demanded) => expectation::narrowed(demanded, status, reading),
            None => reading,
        })
    }

    fn look(
        self,
        number: usize,
        exchanges: &[Exchange],
        reading: Option<&StatusVerdict>,
    ) -> Vec<Finding> {
        let (Some(operation), Some(step)) = (
            self.suite.contract.operation(self.case.operation_of(number)),
            self.case.steps.get(number),
        ) else {
            return Vec::new();
        };
        // A later step has a kind of its own.
        let kind = step.role.kind(&self.case.kind);
        let parsed = OnceCell::new();
        let exchange = &exchanges[number];
        let media_type = exchange.any_response().and_then(HttpResponse::media_type);
        let context = CheckContext {
            media_type: media_type.as_deref(),
            parsed: &parsed,
            contract: &self.suite.contract,
            operation,
            case: self.case,
            declared: declared(operation, kind, exchange),
            kind,
            step,
            exchange,
            earlier: &exchanges[..number],
            verdict: reading,
            validators: &self.suite.validators,
            rules: &self.suite.rules,
            recorded: self.suite.recorded_responses.recorded(&self.case.id, number),
        };
        let is_probe = step.role.is_probe();
        let looks = |check: &Check| {
            (!is_probe || check.scope == Scope::WithProbes)
                && self.suite.rules.include(check, &operation.id)
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
}

/// The outcome of a case with these findings, and these reasons why it is inconclusive.
fn outcome(findings: Vec<Finding>, reasons: Vec<InconclusiveReason>) -> Outcome {
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

/// Whether a case is about the response to the probe. Otherwise the main request has a verdict of its
/// own.
fn is_decided_by_probe(case: &Case) -> bool {
    matches!(case.kind, CaseKind::Valid | CaseKind::NotOwned)
}
