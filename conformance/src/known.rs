//! Failures that the user knows of: they still run, they do not fail the run, and one that is gone does.
//!
//! A file in TOML, one `[[known]]` for each: globs of case ids and of check ids, a reason, and if
//! wanted a link and the last day on which it holds.

mod file;

pub use file::KnownError;

use std::sync::{Mutex, PoisonError};

use schemars::JsonSchema;
use serde::Serialize;

use crate::event::Outcome;
use crate::finding::Finding;
use crate::glob;

/// A failure that the user knows of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// A glob of case ids.
    pub case: String,
    /// A glob of check ids.
    pub check: String,
    /// Why it fails.
    pub reason: String,
    /// Where more is said of it.
    pub link: Option<String>,
    /// The last day on which it holds, as `YYYY-MM-DD`.
    pub expires: Option<String>,
    /// The file and line of the entry.
    pub place: String,
}

/// What is wrong with an entry after the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unmet {
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
    /// What is wrong.
    pub kind: UnmetKind,
    /// Cases that it names and that passed, in the order in which they ran.
    pub cases: Vec<String>,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnmetKind {
    /// Every case that it names passed.
    UnexpectedPass,
    /// It names no case of the run.
    Stale,
    /// Its last day is over.
    Expired,
}

impl Unmet {
    /// What is wrong, in words.
    pub fn words(&self) -> String {
        let Entry { case, check, .. } = &self.entry;
        let named = match check.as_str() {
            "*" => format!("`{case}`"),
            check => format!("`{check}` of `{case}`"),
        };
        match self.kind {
            UnmetKind::UnexpectedPass => format!("{named} passes, and is known to fail"),
            UnmetKind::Stale => format!("{named} names no case"),
            UnmetKind::Expired => {
                let day = self.entry.expires.as_deref().unwrap_or_default();
                format!("{named} was to hold until {day}")
            }
        }
    }

    /// What to do.
    pub fn help(&self) -> &'static str {
        match self.kind {
            UnmetKind::UnexpectedPass => "take the entry out",
            UnmetKind::Stale => "correct the globs, or take the entry out",
            UnmetKind::Expired => "mend the target, or give the entry another day",
        }
    }
}

/// What a run has shown of an entry.
#[derive(Debug, Clone, Default)]
struct Shown {
    failed: bool,
    /// Whether a case that it names came to no conclusion, which says nothing.
    unsure: bool,
    passed: Vec<String>,
}

/// The failures that the user knows of, with what the run has shown of them.
#[derive(Debug, Default)]
pub struct Known {
    entries: Vec<Entry>,
    /// The day of the run, as `YYYY-MM-DD`.
    today: String,
    shown: Mutex<Vec<Shown>>,
}

impl Known {
    /// With these entries, on this day (`YYYY-MM-DD`).
    pub fn new(entries: Vec<Entry>, today: impl Into<String>) -> Self {
        let shown = Mutex::new(vec![Shown::default(); entries.len()]);
        Self { entries, today: today.into(), shown }
    }

    /// What the end of a case is to who knows of its failure.
    pub fn settle(&self, case: &str, outcome: Outcome) -> Outcome {
        let entries = self.entries.iter().enumerate();
        let named: Vec<(usize, &Entry)> = entries
            .filter(|(_, entry)| !self.is_expired(entry) && glob::matches(&entry.case, case))
            .collect();
        if named.is_empty() {
            return outcome;
        }
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let unsure = matches!(outcome, Outcome::Inconclusive { .. } | Outcome::Skipped { .. });
        for (index, entry) in &named {
            let covers = |finding: &Finding| glob::matches(&entry.check, finding.check);
            let shown = &mut shown[*index];
            match outcome.findings().iter().any(|finding| finding.fails() && covers(finding)) {
                true => shown.failed = true,
                false if unsure => shown.unsure = true,
                false => shown.passed.push(case.to_owned()),
            }
        }
        let Outcome::Failed { findings } = outcome else {
            return outcome;
        };
        let cover = |finding: &Finding| {
            named.iter().find(|(_, entry)| glob::matches(&entry.check, finding.check))
        };
        let unknown = findings.iter().any(|finding| finding.fails() && cover(finding).is_none());
        let first = findings.iter().filter(|finding| finding.fails()).find_map(cover);
        match first {
            Some((_, entry)) if !unknown => {
                Outcome::KnownFailure { reason: entry.reason.clone(), findings }
            }
            _ => Outcome::Failed { findings },
        }
    }

    /// What is wrong with the entries after the run; `all` says that no case was left out of it.
    pub fn unmet(&self, all: bool) -> Vec<Unmet> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = |entry: &Entry, shown: &Shown| match () {
            () if self.is_expired(entry) => Some(UnmetKind::Expired),
            () if shown.failed || shown.unsure => None,
            () if !shown.passed.is_empty() => Some(UnmetKind::UnexpectedPass),
            () => all.then_some(UnmetKind::Stale),
        };
        let pairs = self.entries.iter().zip(shown.iter());
        pairs
            .filter_map(|(entry, shown)| {
                let cases = shown.passed.clone();
                Some(Unmet { entry: entry.clone(), kind: kind(entry, shown)?, cases })
            })
            .collect()
    }

    fn is_expired(&self, entry: &Entry) -> bool {
        // Both are written year first, so that their order is that of their texts.
        entry.expires.as_deref().is_some_and(|last| last < self.today.as_str())
    }
}
