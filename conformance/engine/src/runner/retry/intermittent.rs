//! Intermittent faults: the same request gets a conforming response at one time and a violation at
//! another.

use std::collections::BTreeSet;

use super::Retry;
use crate::runner::Transports;
use crate::runner::case_run::CaseRun;
use conformance_core::case::{Case, CaseKind, Role};
use conformance_core::checks;
use conformance_core::event::Outcome;
use conformance_core::exchange::Exchange;
use conformance_core::expectation::{StatusVerdict, ViolationKind};
use conformance_core::finding::Finding;

/// How many responses to equal requests conform.
#[derive(Debug, Default)]
pub(in crate::runner) struct Count {
    right: usize,
    wrong: usize,
    checks: BTreeSet<&'static str>,
}

impl Count {
    /// Counts one response.
    pub(in crate::runner) fn note(&mut self, reading: Option<&StatusVerdict>) {
        match reading {
            Some(StatusVerdict::Conforms) => self.right += 1,
            Some(StatusVerdict::Violation(violation)) => {
                self.wrong += 1;
                self.checks.extend(checks::of_kind(violation.kind).map(|check| check.id));
            }
            Some(StatusVerdict::Inconclusive(_)) | None => {}
        }
    }

    /// Adds to the findings of a case that repeats its request how often the response was wrong, if it
    /// was not always.
    pub(in crate::runner) fn emit(&self, case: &Case, findings: &mut [Finding]) {
        let repeats = case.steps.iter().any(|step| step.role == Role::Repeat);
        if !repeats || self.right == 0 || self.wrong == 0 {
            return;
        }
        let times = format!("intermittent: {} of {} times", self.wrong, self.right + self.wrong);
        for finding in findings.iter_mut().filter(|finding| self.checks.contains(finding.check)) {
            say(finding, &times);
        }
    }
}

impl CaseRun<'_> {
    /// Sends the first request alone again if the server failed to process it, and adds to the findings
    /// that the error was not repeated, if so.
    pub(in crate::runner) async fn retry_server_error(
        self,
        exchanges: &[Exchange],
        outcome: &mut Outcome,
        transports: &Transports,
    ) {
        let again = self.status_alone(exchanges, transports).await;
        if let (Some(status), Outcome::Failed { findings }) = (again, outcome) {
            mark_server_errors(findings, status);
        }
    }

    /// The status code of the response to the first request, sent alone, if it is no server error any
    /// more.
    async fn status_alone(self, exchanges: &[Exchange], transports: &Transports) -> Option<u16> {
        let first = exchanges.first()?;
        failure(first)?;
        if !Retry::ServerError.is_allowed(self) || !may_repeat(self.case) {
            return None;
        }
        let transports = Retry::ServerError.transports(self, transports)?;
        let again = transports.of(&first.request).send(first.request.clone()).await.ok()?;
        let status = again.response()?.status;
        (status < 500 && status != 429).then_some(status)
    }
}

/// Adds to the server errors of a case that they were not repeated.
fn mark_server_errors(findings: &mut [Finding], again: u16) {
    let check = checks::of_kind(ViolationKind::ServerError).map(|check| check.id);
    for finding in findings.iter_mut().filter(|finding| Some(finding.check) == check) {
        say(finding, &format!("intermittent: asked once more, it got {again}"));
    }
}

fn say(finding: &mut Finding, words: &str) {
    finding.actual.push_str("; ");
    finding.actual.push_str(words);
    // A permanent error is another fault.
    finding.symptom.push_str(", intermittently");
}

/// Whether the same request can be sent again: it had to be rejected whatever came before.
fn may_repeat(case: &Case) -> bool {
    case.steps.iter().all(|step| matches!(step.role, Role::Main | Role::FollowUp(_)))
        && matches!(
            case.kind,
            CaseKind::Malformed
                | CaseKind::Invalid { .. }
                | CaseKind::NoCredentials
                | CaseKind::WrongCredentials
                | CaseKind::PartialCredentials
                | CaseKind::UnsupportedMediaType
                | CaseKind::MethodNotAllowed
                | CaseKind::UnknownPath
        )
}

/// The status code of a server that failed; the excluded ones may be from a gateway.
fn failure(exchange: &Exchange) -> Option<u16> {
    let status = exchange.response()?.status;
    (status >= 500 && !matches!(status, 501 | 503 | 504)).then_some(status)
}
