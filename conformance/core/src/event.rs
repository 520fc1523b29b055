//! The events of a run, from which reports are written.

mod clean;
mod leftover;
mod losses;
mod not_begun;
mod stale_expectation;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::coverage::{Coverage, Share};
use crate::expectation::InconclusiveReason;
use crate::finding::{Finding, Folded};

pub use leftover::Leftover;
pub use losses::{Losses, LostPart};
pub use not_begun::RunError;
pub use stale_expectation::{Entry, StaleExpectation, StaleKind};

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Outcome {
    /// No check reports a violation.
    Passed {
        /// Findings of severity `info`.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        findings: Vec<Finding>,
    },
    /// Some checks report a warning, and none an error.
    Warned {
        /// The findings.
        findings: Vec<Finding>,
    },
    /// Some checks report an error.
    Failed {
        /// The findings.
        findings: Vec<Finding>,
    },
    /// Some checks report an error, and the user has listed it as a known failure.
    KnownFailure {
        /// The user's reason.
        reason: String,
        /// The findings.
        findings: Vec<Finding>,
    },
    /// The case ran, but its result says nothing about the target.
    Inconclusive {
        /// Why.
        #[serde(serialize_with = "as_text")]
        #[schemars(with = "String")]
        reason: InconclusiveReason,
    },
    /// The case did not run.
    Skipped {
        /// Why.
        reason: String,
    },
}

impl Outcome {
    /// All findings, whatever their severity.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Passed { findings }
            | Self::Warned { findings }
            | Self::Failed { findings }
            | Self::KnownFailure { findings, .. } => findings,
            Self::Inconclusive { .. } | Self::Skipped { .. } => &[],
        }
    }

    /// Why it is inconclusive, did not run, or is a known failure.
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::KnownFailure { reason, .. } | Self::Skipped { reason } => Some(reason.clone()),
            Self::Inconclusive { reason } => Some(reason.to_string()),
            Self::Passed { .. } | Self::Warned { .. } | Self::Failed { .. } => None,
        }
    }

    /// Its name in reports.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Passed { .. } => "passed",
            Self::Warned { .. } => "warned",
            Self::Failed { .. } => "failed",
            Self::KnownFailure { .. } => "known-failure",
            Self::Inconclusive { .. } => "inconclusive",
            Self::Skipped { .. } => "skipped",
        }
    }
}

/// Reports have the message, not the parts of a reason.
fn as_text<S: Serializer>(reason: &InconclusiveReason, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(reason)
}

/// A case with its outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CaseReport {
    /// The id of the case.
    pub id: String,
    /// The id of the operation.
    pub operation: String,
    /// What the case does, in a line.
    pub title: String,
    /// How it ended.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// From the first byte sent to the last byte read, in microseconds.
    pub microseconds: u64,
    /// The known flakiness, where it failed at first and passed on a later try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flaky: Option<Flaky>,
}

/// The known flakiness of a case that failed at first and passed on a later try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Flaky {
    /// The number of tries.
    pub tries: u32,
    /// The user's reason for intermittent failures.
    pub reason: String,
}

impl Flaky {
    /// The tries and the reason, in one line.
    pub fn words(&self) -> String {
        format!("flaky, passed on try {}: {}", self.tries, self.reason)
    }
}

/// The number of cases by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// Passed.
    pub passed: usize,
    /// With warnings and nothing worse.
    pub warned: usize,
    /// With findings.
    pub failed: usize,
    /// With known failures.
    pub known: usize,
    /// Inconclusive.
    pub inconclusive: usize,
    /// The case did not run.
    pub skipped: usize,
    /// Of those that passed or warned, the ones that are known as flaky and failed at first.
    #[serde(skip_serializing_if = "is_zero")]
    pub flaky: usize,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Tally {
    /// Counts one more case.
    pub fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Passed { .. } => self.passed += 1,
            Outcome::Warned { .. } => self.warned += 1,
            Outcome::Failed { .. } => self.failed += 1,
            Outcome::KnownFailure { .. } => self.known += 1,
            Outcome::Inconclusive { .. } => self.inconclusive += 1,
            Outcome::Skipped { .. } => self.skipped += 1,
        }
    }

    /// Adds another tally.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.warned += other.warned;
        self.failed += other.failed;
        self.known += other.known;
        self.inconclusive += other.inconclusive;
        self.skipped += other.skipped;
        self.flaky += other.flaky;
    }

    /// Every case.
    pub fn total(&self) -> usize {
        self.concluded() + self.inconclusive + self.skipped
    }

    /// Cases with a conclusion.
    pub fn concluded(&self) -> usize {
        self.passed + self.warned + self.failed + self.known
    }
}

/// The start of the cases of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SuiteStart {
    /// The short name of the document.
    pub provider: String,
    /// The title and version of the document.
    pub title: String,
    /// The document's file.
    pub spec: String,
    /// The base URL.
    pub target: String,
    /// How many cases there are.
    pub cases: usize,
    /// The parts of the document that cannot be tested, since it has faults there.
    #[serde(skip_serializing_if = "Losses::is_empty")]
    pub losses: Losses,
}

/// The results of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SuiteEnd {
    /// The short name of the document.
    pub provider: String,
    /// How the cases ended.
    pub tally: Tally,
    /// The merged findings.
    pub findings: Vec<Folded>,
    /// The parts of the document that were exercised.
    pub coverage: Coverage,
    /// A probable cause, where no valid request succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Hint>,
    /// Values that were created for cases and are still live as far as the run knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Leftover>,
}

/// A problem of the run in general, which may be the cause of all others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Hint {
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The result of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every target conforms.
    Conforms,
    /// There are findings.
    Findings,
    /// No case was selected.
    NothingRan,
    /// Less of the documents was exercised than `--min-coverage` requires.
    Uncovered,
    /// No verdict: a target was unreachable or unusable, or the run was interrupted.
    NotAsked,
    /// The run could not begin: its `error` says why.
    NotBegun,
}

impl Verdict {
    /// Its exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Conforms => 0,
            Self::Findings | Self::Uncovered => 1,
            Self::NothingRan => 4,
            Self::NotAsked => 5,
            // Unless the error has another one.
            Self::NotBegun => 3,
        }
    }
}

/// The start of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RunStart {
    /// The version of this program.
    pub version: &'static str,
    /// The seed for all random choices.
    pub seed: u64,
    /// How many cases there are in all.
    pub cases: usize,
}

/// The end of a run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RunEnd {
    /// What came of it.
    pub verdict: Verdict,
    /// The outcomes of the cases of all targets.
    pub tally: Tally,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// Listed known failures that do not match the run.
    pub stale: Vec<StaleExpectation>,
    /// How much of the documents was exercised.
    pub coverage: Share,
    /// The required minimum, in percent.
    pub minimum: Option<f64>,
    /// How long it took.
    pub milliseconds: u64,
    /// Why the run could not begin, if it could not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<RunError>,
}

/// A pause of the run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Waiting {
    /// Its length.
    pub seconds: f64,
    /// Its cause, such as `the limit of 100 requests an hour`.
    pub reason: String,
}

/// An event of a run. The order of events does not depend on the concurrency.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The run starts.
    RunStarted(RunStart),
    /// The cases of a target start.
    SuiteStarted(SuiteStart),
    /// A case has ended.
    CaseFinished(CaseReport),
    /// The run pauses because of a limit.
    Waiting(Waiting),
    /// The cases of a target have ended.
    SuiteFinished(Box<SuiteEnd>),
    /// The run has ended.
    RunFinished(Box<RunEnd>),
}
