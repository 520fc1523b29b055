//! What happens in a run, as reporters are told.

use serde::Serialize;

use crate::coverage::{Coverage, Share};
use crate::finding::{Finding, Folded};
use crate::fixtures::Leftover;
use crate::known::Unmet;
use crate::redact::Redactor;

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// Asked, but the answer says nothing about the target.
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
}

/// A case with its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
}

/// How many cases ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
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

/// What is about to be asked of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hint {
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What came of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
    /// A target could not be asked, or the run was interrupted.
    NotAsked,
}

impl Verdict {
    /// The exit code that says it.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Conforms => 0,
            Self::Findings | Self::Uncovered => 1,
            Self::NothingRan => 4,
            Self::NotAsked => 5,
        }
    }
}

/// What happens in a run. Events come in the same order whatever the concurrency.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The first event.
    RunStarted {
        /// The version of the harness.
        version: &'static str,
        /// From where every random choice follows.
        seed: u64,
        /// How many cases there are in all.
        cases: usize,
    },
    /// A target's cases begin.
    SuiteStarted(SuiteStart),
    /// A case is done.
    CaseFinished(CaseReport),
    /// A target's cases are done.
    SuiteFinished(Box<SuiteEnd>),
    /// The last event.
    RunFinished {
        /// What came of it.
        verdict: Verdict,
        /// How the cases of all targets ended.
        tally: Tally,
        /// Whether somebody stopped it.
        interrupted: bool,
        /// What is wrong with the failures that the user knows of.
        unmet: Vec<Unmet>,
        /// How much of the documents was exercised.
        coverage: Share,
        /// How much has to be, in percent.
        minimum: Option<f64>,
        /// How long it took.
        milliseconds: u64,
    },
}

impl Event {
    /// Takes every secret out.
    pub fn clean(&mut self, redactor: &Redactor) {
        match self {
            Self::CaseFinished(report) => match &mut report.outcome {
                Outcome::Passed { findings }
                | Outcome::Warned { findings }
                | Outcome::Failed { findings }
                | Outcome::KnownFailure { findings, .. } => {
                    findings.iter_mut().for_each(|finding| finding.clean(redactor));
                }
                Outcome::Inconclusive { reason } | Outcome::Skipped { reason } => {
                    *reason = redactor.clean(reason);
                }
            },
            Self::SuiteFinished(end) => {
                end.findings.iter_mut().for_each(|folded| folded.finding.clean(redactor));
                if let Some(hint) = &mut end.hint {
                    hint.message = redactor.clean(&hint.message);
                }
            }
            Self::SuiteStarted(start) => start.target = redactor.clean(&start.target),
            Self::RunStarted { .. } | Self::RunFinished { .. } => {}
        }
    }
}
