//! Known failures: their cases still run but do not fail the run; one that no longer occurs does. A
//! TOML file has a `[[known]]` for each: globs of case ids and of check ids, a reason, and optionally a
//! link and the last day on which it applies. `[[flaky]]` describes a failure that occurs
//! intermittently, and how often its case is retried.

mod file;
mod update;

pub use file::KnownError;
pub use update::{Accepted, Updated, update};

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use conformance_core::event::{Entry, Outcome, StaleExpectation, StaleKind};
use conformance_core::finding::Finding;
use conformance_core::glob;
use conformance_core::nearest::closest;

/// What a run has shown of an entry.
#[derive(Debug, Clone, Default)]
struct Shown {
    failed: bool,
    /// Whether a case that it names was inconclusive or skipped, which proves nothing.
    unsure: bool,
    passed: Vec<String>,
}

/// What a run has shown so far.
#[derive(Debug, Default)]
struct Seen {
    /// By entry.
    shown: Vec<Shown>,
    /// The ids of all cases, if there are entries.
    cases: BTreeSet<String>,
}

/// The known failures, with what the run has shown of them.
#[derive(Debug, Default)]
pub struct Known {
    entries: Vec<Entry>,
    /// The day of the run, as `YYYY-MM-DD`.
    today: String,
    seen: Mutex<Seen>,
}

impl Known {
    /// With these entries, on this day (`YYYY-MM-DD`).
    pub fn new(entries: Vec<Entry>, today: impl Into<String>) -> Self {
        let shown = vec![Shown::default(); entries.len()];
        let seen = Mutex::new(Seen { shown, cases: BTreeSet::new() });
        Self { entries, today: today.into(), seen }
    }

    /// The day of the run, as `YYYY-MM-DD`.
    pub fn today(&self) -> &str {
        &self.today
    }

    /// The outcome of a case, with failures that are known marked as such.
    pub fn resolve(&self, case: &str, outcome: Outcome) -> Outcome {
        if self.entries.is_empty() {
            return outcome;
        }
        let mut seen = self.seen();
        seen.cases.insert(case.to_owned());
        let unsure = matches!(outcome, Outcome::Inconclusive { .. } | Outcome::Skipped { .. });
        for (index, entry) in self.naming(case) {
            let shown = &mut seen.shown[index];
            let holds = |finding: &Finding| finding.fails() && covers(entry, finding);
            match outcome.findings().iter().any(holds) {
                true => shown.failed = true,
                false if unsure => shown.unsure = true,
                false => shown.passed.push(case.to_owned()),
            }
        }
        let Outcome::Failed { findings } = outcome else {
            return outcome;
        };
        let known: Vec<&Entry> =
            self.naming(case).map(|(_, entry)| entry).filter(|entry| !entry.is_flaky()).collect();
        match all_covered(&known, &findings) {
            Some(entry) => Outcome::KnownFailure { reason: entry.reason.clone(), findings },
            None => Outcome::Failed { findings },
        }
    }

    /// The entry that lets a case with these findings be retried, if there is one.
    pub fn flaky<'a>(&'a self, case: &'a str, findings: &[Finding]) -> Option<&'a Entry> {
        let named: Vec<&Entry> = self.naming(case).map(|(_, entry)| entry).collect();
        all_covered(&named, findings)?;
        let fails = |entry: &&Entry| findings.iter().any(|one| one.fails() && covers(entry, one));
        named.iter().copied().filter(|entry| entry.is_flaky()).find(fails)
    }

    /// Whether an entry for a failure of this check in this case has expired.
    pub fn was_known(&self, case: &str, check: &str) -> bool {
        self.entries.iter().any(|entry| {
            self.is_expired(entry)
                && glob::matches(&entry.case, case)
                && glob::matches(&entry.check, check)
        })
    }

    /// Records cases that exist and that the run skips: they prove nothing about the entries.
    pub fn leave_out<'a>(&self, cases: impl IntoIterator<Item = &'a str>) {
        if self.entries.is_empty() {
            return;
        }
        let mut seen = self.seen();
        for case in cases {
            seen.cases.insert(case.to_owned());
            self.naming(case).for_each(|(index, _)| seen.shown[index].unsure = true);
        }
    }

    /// Records what the run skips: entries whose case id has this word at this position, such as the
    /// provider at 0 or the source at 1, are not evaluated.
    pub fn leave_out_all_of(&self, place: usize, word: &str) {
        let mut seen = self.seen();
        for (index, entry) in self.entries.iter().enumerate() {
            seen.shown[index].unsure |= entry.case.split('/').nth(place) == Some(word);
        }
    }

    /// What is wrong with the entries after the run; `all` means that every case was reported.
    pub fn stale(&self, all: bool) -> Vec<StaleExpectation> {
        let seen = self.seen();
        let kind = |entry: &Entry, shown: &Shown| {
            if self.is_expired(entry) {
                Some(StaleKind::Expired)
            } else if shown.failed || shown.unsure {
                None
            } else if !shown.passed.is_empty() {
                (!entry.is_flaky()).then_some(StaleKind::UnexpectedPass)
            } else {
                all.then_some(StaleKind::Stale)
            }
        };
        let pairs = self.entries.iter().zip(seen.shown.iter());
        pairs
            .filter_map(|(entry, shown)| {
                let kind = kind(entry, shown)?;
                let names = seen.cases.iter().map(String::as_str);
                let nearest = (kind == StaleKind::Stale).then(|| closest(&entry.case, names));
                let (entry, cases) = (entry.clone(), shown.passed.clone());
                Some(StaleExpectation {
                    entry,
                    kind,
                    cases,
                    nearest: nearest.flatten().map(str::to_owned),
                })
            })
            .collect()
    }

    /// The entries that apply today and name this case.
    fn naming<'a>(&'a self, case: &'a str) -> impl Iterator<Item = (usize, &'a Entry)> {
        let entries = self.entries.iter().enumerate();
        entries
            .filter(move |(_, entry)| !self.is_expired(entry) && glob::matches(&entry.case, case))
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_expired(&self, entry: &Entry) -> bool {
        // Both are written year first, so that they can be compared as text.
        entry.expires.as_deref().is_some_and(|last| last < self.today.as_str())
    }
}

fn covers(entry: &Entry, finding: &Finding) -> bool {
    glob::matches(&entry.check, finding.check)
}

/// The first entry that covers a finding, if each finding that fails is covered by one.
fn all_covered<'a>(entries: &[&'a Entry], findings: &[Finding]) -> Option<&'a Entry> {
    let mut first = None;
    for finding in findings.iter().filter(|finding| finding.fails()) {
        let entry = entries.iter().copied().find(|entry| covers(entry, finding))?;
        first = first.or(Some(entry));
    }
    first
}
