//! The types of the JSON document, from which its JSON Schema is derived.

use schemars::JsonSchema;
use serde::Serialize;

use crate::spill::Spill;
use conformance_core::check::Severity;
use conformance_core::coverage::{Coverage, Share};
use conformance_core::event::StaleExpectation;
use conformance_core::event::{
    CaseReport, Flaky, Hint, Outcome, RunEnd, RunError, RunStart, Tally, Verdict,
};
use conformance_core::event::{Leftover, Losses};
use conformance_core::finding::{Finding, Folded};

/// The version of the format. It changes with incompatible changes only.
const FORM: u32 = 1;

/// A run of the conformance suite.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "conformance report")]
pub(super) struct Document {
    /// The version of this format. It changes with incompatible changes only; properties may be added without.
    #[schemars(extend("const" = FORM))]
    form: u32,
    /// The version of the program.
    harness: &'static str,
    /// The seed for all random choices.
    seed: u64,
    /// The result.
    verdict: Verdict,
    /// The error that prevented the run, if any; there are no suites then.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<RunError>,
    /// Whether it was interrupted.
    interrupted: bool,
    /// How much of the documents was exercised.
    coverage: Share,
    /// The required minimum, in percent.
    minimum: Option<f64>,
    /// Listed known failures that do not match the run.
    stale: Vec<StaleExpectation>,
    /// How long it took.
    milliseconds: u64,
    /// The outcomes of the cases of all targets.
    tally: Tally,
    /// A suite for each target, in the order in which they ran.
    suites: Vec<Suite>,
}

impl Document {
    pub(super) fn new(start: Option<&RunStart>, end: &RunEnd, suites: Vec<Suite>) -> Self {
        Self {
            form: FORM,
            harness: start.map(|start| start.version).unwrap_or_default(),
            seed: start.map(|start| start.seed).unwrap_or_default(),
            verdict: end.verdict,
            error: end.error.clone(),
            interrupted: end.interrupted,
            coverage: end.coverage,
            minimum: end.minimum,
            stale: end.stale.clone(),
            milliseconds: end.milliseconds,
            tally: end.tally,
            suites,
        }
    }
}

/// The results of one target.
#[derive(Default, Serialize, JsonSchema)]
pub(super) struct Suite {
    /// The short name of the document.
    pub(super) provider: String,
    /// The title and version of the document.
    pub(super) title: String,
    /// The document's file.
    pub(super) spec: String,
    /// The base URL.
    pub(super) target: String,
    /// The parts of the document that cannot be tested, since it has faults there.
    #[serde(skip_serializing_if = "Losses::is_empty")]
    pub(super) losses: Losses,
    /// How the cases ended.
    pub(super) tally: Tally,
    /// The merged findings.
    pub(super) findings: Vec<Folded>,
    /// The parts of the document that were exercised.
    pub(super) coverage: Coverage,
    /// A probable cause, where no valid request succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hint: Option<Hint>,
    /// Values that were created for cases and are still live as far as the run knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) left: Vec<Leftover>,
    /// Every case, in the order in which they ran.
    pub(super) cases: Spill<CaseRow>,
}

/// A case with its outcome. Its findings are in full in the suite, merged; here only in short.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Case")]
pub(crate) struct CaseRow {
    /// The id of the case.
    id: String,
    /// The id of the operation.
    operation: String,
    /// What the case does, in a line.
    title: String,
    /// How it ended.
    verdict: Ending,
    /// Why it is inconclusive, did not run, or is a known failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The findings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Brief>,
    /// From the first byte sent to the last byte read, in microseconds.
    microseconds: u64,
    /// The known flakiness, where it failed at first and passed on a later try.
    #[serde(skip_serializing_if = "Option::is_none")]
    flaky: Option<Flaky>,
}

/// How a case ended.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Ending {
    /// No check reports a violation.
    Passed,
    /// Some checks report a warning, and none an error.
    Warned,
    /// Some checks report an error.
    Failed,
    /// Some checks report an error, and the user has listed it as a known failure.
    KnownFailure,
    /// The case ran, but its result says nothing about the target.
    Inconclusive,
    /// The case did not run.
    Skipped,
}

/// A finding in short.
#[derive(Debug, Serialize, JsonSchema)]
struct Brief {
    /// The id of the check.
    check: &'static str,
    /// Its severity.
    severity: Severity,
    /// What findings with the same cause have in common.
    symptom: String,
    /// What was expected.
    expected: String,
    /// What was received.
    actual: String,
}

impl From<&Finding> for Brief {
    fn from(finding: &Finding) -> Self {
        Self {
            check: finding.check,
            severity: finding.severity,
            symptom: finding.symptom.clone(),
            expected: finding.expected.clone(),
            actual: finding.actual.clone(),
        }
    }
}

impl From<&CaseReport> for CaseRow {
    fn from(report: &CaseReport) -> Self {
        Self {
            id: report.id.clone(),
            operation: report.operation.clone(),
            title: report.title.clone(),
            verdict: Ending::from(&report.outcome),
            reason: report.outcome.reason(),
            findings: report.outcome.findings().iter().map(Brief::from).collect(),
            microseconds: report.microseconds,
            flaky: report.flaky.clone(),
        }
    }
}

impl From<&Outcome> for Ending {
    fn from(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Passed { .. } => Self::Passed,
            Outcome::Warned { .. } => Self::Warned,
            Outcome::Failed { .. } => Self::Failed,
            Outcome::KnownFailure { .. } => Self::KnownFailure,
            Outcome::Inconclusive { .. } => Self::Inconclusive,
            Outcome::Skipped { .. } => Self::Skipped,
        }
    }
}
