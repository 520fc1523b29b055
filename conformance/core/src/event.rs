//! What happens in a run, as reporters are reported.

mod clean;
mod leftover;
mod not_begun;
mod stale_expectation;

use schemars::JsonSchema;
use serde::Serialize;

use crate::coverage::{Coverage, Share};
use crate::finding::{Finding, Folded};

pub use leftover::Leftover;
pub use not_begun::RunError;
pub use stale_expectation::{Entry, StaleExpectation, StaleKind};

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Outcome {
    /// Every check that applies is content.
    Passed {
        /// What is worth knowing all the same.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        findings: Vec<Finding>,
    },
    /// The target conforms, but had better not do so.
    Warned {
        /// All that is warned of.
        findings: Vec<Finding>,
    },
    /// The target is wrong.
    Failed {
        /// All that is wrong.
        findings: Vec<Finding>,
    },
    /// The target is wrong, and the user knows of it.
    KnownFailure {
        /// Why, as the user says.
        reason: String,
        /// All that is wrong.
        findings: Vec<Finding>,
    },
    /// Asked, but the response says nothing about the target.
    Inconclusive {
        /// Why.
        reason: String,
    },
    /// Not asked.
    Skipped {
        /// Why.
        reason: String,
    },
}

impl Outcome {
    /// All that was found, whatever its severity.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Passed { findings }
            | Self::Warned { findings }
            | Self::Failed { findings }
            | Self::KnownFailure { findings, .. } => findings,
            Self::Inconclusive { .. } | Self::Skipped { .. } => &[],
        }
    }

    /// Why it came to no conclusion, was not asked, or is known to fail.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::KnownFailure { reason, .. }
            | Self::Inconclusive { reason }
            | Self::Skipped { reason } => Some(reason),
            Self::Passed { .. } | Self::Warned { .. } | Self::Failed { .. } => None,
        }
    }

    /// The word for it.
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

/// A case with its end.
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
    /// What is known of it, where it failed at first and then did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flaky: Option<Flaky>,
}

/// What is known of a case that failed at first and then did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Flaky {
    /// How often it was asked in all.
    pub tries: u32,
    /// Why it fails now and then, as the user says.
    pub reason: String,
}

impl Flaky {
    /// How often the case was asked, and why it fails now and then, in a line.
    pub fn words(&self) -> String {
        format!("flaky, content on try {}: {}", self.tries, self.reason)
    }
}

/// How many cases ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// Content.
    pub passed: usize,
    /// With warnings and nothing worse.
    pub warned: usize,
    /// With findings.
    pub failed: usize,
    /// With findings that the user knows of.
    pub known: usize,
    /// Without a conclusion.
    pub inconclusive: usize,
    /// Not asked.
    pub skipped: usize,
    /// Of those that are content or warn, the ones that failed at first, and are known to do so.
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

    /// Cases that came to a conclusion.
    pub fn concluded(&self) -> usize {
        self.passed + self.warned + self.failed + self.known
    }
}

/// What is about to be sent of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SuiteStart {
    /// The short name of the document.
    pub provider: String,
    /// The title and version that the document gives.
    pub title: String,
    /// The document's file.
    pub spec: String,
    /// The base URL.
    pub target: String,
    /// How many cases there are.
    pub cases: usize,
}

/// What came of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SuiteEnd {
    /// The short name of the document.
    pub provider: String,
    /// How the cases ended.
    pub tally: Tally,
    /// Each fault once.
    pub findings: Vec<Folded>,
    /// What of the document was exercised.
    pub coverage: Coverage,
    /// What is wrong with the whole of it, where no valid request came through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Hint>,
    /// What was made for cases, and lives on as far as the run knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Leftover>,
}

/// What is wrong with the whole of a run, from which all else may follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Hint {
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What came of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every target conforms.
    Conforms,
    /// There are findings.
    Findings,
    /// No case was left to run.
    NothingRan,
    /// Less of the documents was exercised than the user demands.
    Uncovered,
    /// No verdict: a target was unreachable or unusable, or the run was interrupted.
    NotAsked,
    /// The run could not begin: its `error` says why.
    NotBegun,
}

impl Verdict {
    /// The exit code that says it.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Conforms => 0,
            Self::Findings | Self::Uncovered => 1,
            Self::NothingRan => 4,
            Self::NotAsked => 5,
            // Unless the error says something else.
            Self::NotBegun => 3,
        }
    }
}

/// What is reported first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RunStart {
    /// The version of the harness.
    pub version: &'static str,
    /// From where every random choice follows.
    pub seed: u64,
    /// How many cases there are in all.
    pub cases: usize,
}

/// What is reported last.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RunEnd {
    /// What came of it.
    pub verdict: Verdict,
    /// How the cases of all targets ended.
    pub tally: Tally,
    /// Whether somebody stopped it.
    pub interrupted: bool,
    /// What is wrong with the failures that the user knows of.
    pub stale: Vec<StaleExpectation>,
    /// How much of the documents was exercised.
    pub coverage: Share,
    /// How much has to be, in percent.
    pub minimum: Option<f64>,
    /// How long it took.
    pub milliseconds: u64,
    /// Why the run could not begin, if it could not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<RunError>,
}

/// The run does nothing for a while.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Waiting {
    /// For how long.
    pub seconds: f64,
    /// For what, such as `the limit of 100 requests an hour`.
    pub reason: String,
}

/// What happens in a run. Events come in the same order whatever the concurrency.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The first event.
    RunStarted(RunStart),
    /// A target's cases begin.
    SuiteStarted(SuiteStart),
    /// A case is done.
    CaseFinished(CaseReport),
    /// The run does nothing for a while, as a limit demands.
    Waiting(Waiting),
    /// A target's cases are done.
    SuiteFinished(Box<SuiteEnd>),
    /// The last event.
    RunFinished(Box<RunEnd>),
}
