//! Faults that come and go: the same request gets a response rightly at one time and wrongly at another.

use std::collections::BTreeSet;

use conformance_core::case::{Case, CaseKind, Role};
use conformance_core::checks;
use conformance_core::exchange::Exchange;
use conformance_core::expectation::{StatusVerdict, ViolationKind};
use conformance_core::finding::Finding;

/// How the responses to the requests of a case read that are the same.
#[derive(Debug, Default)]
pub(super) struct Count {
    right: usize,
    wrong: usize,
    checks: BTreeSet<&'static str>,
}

impl Count {
    pub(super) fn note(&mut self, reading: Option<&StatusVerdict>) {
        match reading {
            Some(StatusVerdict::Conforms) => self.right += 1,
            Some(StatusVerdict::Violation(violation)) => {
                self.wrong += 1;
                self.checks.extend(checks::of_kind(violation.kind).map(|check| check.id));
            }
            Some(StatusVerdict::Inconclusive(_)) | None => {}
        }
    }

    /// Reports a case that repeats its request how often the response was wrong, where it was not always.
    pub(super) fn emit(&self, case: &Case, findings: &mut [Finding]) {
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

/// Says of the server errors of a case that they did not come again.
pub(super) fn mark_server_errors(findings: &mut [Finding], again: u16) {
    let check = checks::of_kind(ViolationKind::ServerError).map(|check| check.id);
    for finding in findings.iter_mut().filter(|finding| Some(finding.check) == check) {
        say(finding, &format!("intermittent: asked once more, it got {again}"));
    }
}

fn say(finding: &mut Finding, words: &str) {
    finding.actual.push_str("; ");
    finding.actual.push_str(words);
    // What always comes is another fault.
    finding.symptom.push_str(", now and then");
}

/// Whether the same request can be sent once more: it had to be refused whatever came before.
pub(super) fn may_repeat(case: &Case) -> bool {
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

/// The status of a server that failed; of the others, a gateway may have spoken.
pub(super) fn failure(exchange: &Exchange) -> Option<u16> {
    let status = exchange.response()?.status;
    (status >= 500 && !matches!(status, 501 | 503 | 504)).then_some(status)
}
