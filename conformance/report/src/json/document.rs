//! The JSON document as types: what is written is what the JSON Schema says.

use schemars::JsonSchema;
use serde::Serialize;

use crate::spill::Spill;
use conformance_core::check::Severity;
use conformance_core::coverage::{Coverage, Share};
use conformance_core::event::Leftover;
use conformance_core::event::StaleExpectation;
use conformance_core::event::{
    CaseReport, Flaky, Hint, Outcome, RunEnd, RunError, RunStart, Tally, Verdict,
};
use conformance_core::finding::{Finding, Folded};

/// The version of the document's form; it changes when a reader has to.
const FORM: u32 = 1;

/// A run of the conformance suite.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "conformance report")]
pub(super) struct Document {
    /// The version of this form. It changes when a reader has to; members may be added without.
    #[schemars(extend("const" = FORM))]
    form: u32,
    /// The version of the harness.
    harness: &'static str,
    /// From where every random choice followed.
    seed: u64,
    /// What came of it.
    verdict: Verdict,
    /// Why the run could not begin, if it could not; there are no suites then.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<RunError>,
    /// Whether somebody stopped it.
    interrupted: bool,
    /// How much of the documents was exercised.
    coverage: Share,
    /// How much has to be, in percent.
    minimum: Option<f64>,
    /// What is wrong with the failures that the user knows of.
    stale: Vec<StaleExpectation>,
    /// How long it took.
    milliseconds: u64,
    /// How the cases of all targets ended.
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

/// What came of one target.
#[derive(Default, Serialize, JsonSchema)]
pub(super) struct Suite {
    /// The short name of the document.
    pub(super) provider: String,
    /// The title and version that the document gives.
    pub(super) title: String,
    /// The document's file.
    pub(super) spec: String,
    /// The base URL.
    pub(super) target: String,
    /// How the cases ended.
    pub(super) tally: Tally,
    /// Each fault once.
    pub(super) findings: Vec<Folded>,
    /// What of the document was exercised.
    pub(super) coverage: Coverage,
    /// What is wrong with the whole of it, where no valid request came through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hint: Option<Hint>,
    /// What was made for cases, and lives on as far as the run knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) left: Vec<Leftover>,
    /// Every case, in the order in which they ran.
    pub(super) cases: Spill<CaseRow>,
}

/// How a case ended. Its findings are in full with the suite, folded; here only what they say.
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
    /// Why it came to no conclusion, was not asked, or is known to fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What was found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Brief>,
    /// From the first byte sent to the last byte read, in microseconds.
    microseconds: u64,
    /// What is known of it, where it failed at first and then did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    flaky: Option<Flaky>,
}

/// How a case ended.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Ending {
    /// Every check that applies is content.
    Passed,
    /// The target conforms, but had better not do so.
    Warned,
    /// The target is wrong.
    Failed,
    /// The target is wrong, and the user knows of it.
    KnownFailure,
    /// Asked, but the response says nothing about the target.
    Inconclusive,
    /// Not asked.
    Skipped,
}

/// What a finding says, in short.
#[derive(Debug, Serialize, JsonSchema)]
struct Brief {
    /// The id of the check.
    check: &'static str,
    /// How much it matters.
    severity: Severity,
    /// What findings of the same fault have in common.
    symptom: String,
    /// What had to come.
    expected: String,
    /// What came.
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
