//! Redaction of events: secrets are removed from every text that is not this program's own.

use super::{
    CaseReport, Event, Hint, LostPart, Outcome, RunEnd, StaleExpectation, SuiteEnd, SuiteStart,
};
use crate::coverage::Coverage;
use crate::event::Leftover;
use crate::expectation::InconclusiveReason;
use crate::finding::Folded;
use crate::redact::Redactor;

impl Event {
    /// Removes every secret.
    pub fn clean(&mut self, redactor: &Redactor) {
        match self {
            Self::RunStarted(_) => {}
            Self::SuiteStarted(start) => suite(start, redactor),
            Self::CaseFinished(report) => case(report, redactor),
            Self::Waiting(waiting) => redactor.clean_in(&mut waiting.reason),
            Self::SuiteFinished(end) => suite_end(end, redactor),
            Self::RunFinished(end) => run_end(end, redactor),
        }
    }
}

fn suite(start: &mut SuiteStart, redactor: &Redactor) {
    let SuiteStart { provider, title, spec, target, cases: _, losses } = start;
    for part in &mut losses.parts {
        let LostPart { code: _, place, pointer, reason } = part;
        for text in [place, pointer, reason] {
            redactor.clean_in(text);
        }
    }
    for text in [provider, title, spec, target] {
        redactor.clean_in(text);
    }
}

fn case(report: &mut CaseReport, redactor: &Redactor) {
    let CaseReport { id, operation, title, outcome, microseconds: _, flaky } = report;
    for text in [id, operation, title] {
        redactor.clean_in(text);
    }
    flaky.iter_mut().for_each(|flaky| redactor.clean_in(&mut flaky.reason));
    clean_outcome(outcome, redactor);
}

fn clean_outcome(outcome: &mut Outcome, redactor: &Redactor) {
    match outcome {
        Outcome::Passed { findings }
        | Outcome::Warned { findings }
        | Outcome::Failed { findings } => {
            findings.iter_mut().for_each(|finding| finding.clean(redactor));
        }
        Outcome::KnownFailure { reason, findings } => {
            redactor.clean_in(reason);
            findings.iter_mut().for_each(|finding| finding.clean(redactor));
        }
        Outcome::Skipped { reason } => redactor.clean_in(reason),
        Outcome::Inconclusive { reason } => {
            let message = reason.to_string();
            let cleaned = redactor.clean(&message);
            if cleaned != message {
                *reason = InconclusiveReason::Other(cleaned);
            }
        }
    }
}

fn suite_end(end: &mut SuiteEnd, redactor: &Redactor) {
    let SuiteEnd { provider, tally: _, findings, coverage, hint, left } = end;
    redactor.clean_in(provider);
    for Folded { finding, also } in findings {
        finding.clean(redactor);
        also.iter_mut().for_each(|id| redactor.clean_in(id));
    }
    names(coverage, redactor);
    if let Some(Hint { message, help }) = hint {
        redactor.clean_in(message);
        redactor.clean_in(help);
    }
    for Leftover { field, number: _, made_by, case } in left {
        [field, made_by, case].into_iter().for_each(|text| redactor.clean_in(text));
    }
}

/// Ids of operations, names of parameters and of properties.
fn names(coverage: &mut Coverage, redactor: &Redactor) {
    for reached in coverage.kinds_mut() {
        let names = reached.reached.iter_mut().chain(&mut reached.missed);
        names.for_each(|name| redactor.clean_in(name));
    }
}

fn run_end(end: &mut RunEnd, redactor: &Redactor) {
    if let Some(error) = &mut end.error {
        redactor.clean_in(&mut error.message);
    }
    for StaleExpectation { entry, kind: _, cases, nearest } in &mut end.stale {
        let own = [&mut entry.case, &mut entry.check, &mut entry.reason, &mut entry.place];
        let texts = own.into_iter().chain(&mut entry.link).chain(&mut entry.expires);
        texts.chain(cases).chain(nearest).for_each(|text| redactor.clean_in(text));
    }
}

#[cfg(test)]
mod tests {
    use super::{InconclusiveReason, Outcome, clean_outcome};
    use crate::exchange::RequestPart;
    use crate::redact::Redactor;

    #[test]
    fn secrets_are_removed_from_every_kind_of_reason() {
        let redactor = Redactor::default();
        redactor.hide("5ecret-5ecret-5ecret", "TOKEN");
        let secret = || "5ecret-5ecret-5ecret".to_owned();
        for reason in [
            InconclusiveReason::Other(secret()),
            InconclusiveReason::UntrustedCertificate(secret()),
            InconclusiveReason::UnclearProbe { status: 200, expected: secret() },
            InconclusiveReason::GeneratedValues {
                status: 400,
                parts: vec![RequestPart::Body(secret())],
            },
        ] {
            let mut inconclusive = Outcome::Inconclusive { reason };
            clean_outcome(&mut inconclusive, &redactor);
            let text = inconclusive.reason().unwrap();
            assert!(!text.contains("5ecret"), "{text}");
        }
    }
}
