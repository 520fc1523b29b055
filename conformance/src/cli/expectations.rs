//! The file of known failures, and its update after a run.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::arguments::{Sources, TargetRunArgs};
use super::{Failure, printer};
use conformance_core::event::{Event, Outcome};
use conformance_core::event::{StaleExpectation, StaleKind};
use conformance_core::redact::Redactor;
use conformance_engine::known::{Accepted, Known, update};
use conformance_engine::run_options::RunPolicy;
use conformance_engine::suite::Suite;

/// Reads the file, if one is named. A file that is to be updated need not exist.
pub(super) fn load(policy: &RunPolicy) -> Result<Arc<Known>, Failure> {
    let Some(file) = &policy.expectations else {
        return Ok(Arc::default());
    };
    let known = if policy.update_expectations && !file.exists() {
        Known::of_today(Vec::new())
    } else {
        Known::load(file).map_err(|error| Failure::configuration(error.to_string()))?
    };
    Ok(Arc::new(known))
}

/// Records the cases that the run omits, so that their entries are not reported as stale.
pub(super) fn record_omitted(
    known: &Known,
    arguments: &TargetRunArgs,
    sources: &Sources,
    suites: &[Suite],
) {
    for suite in suites {
        known.leave_out(suite.omitted.iter().map(|case| case.id.as_str()));
    }
    let is_tested = |id: &str| suites.iter().any(|suite| suite.contract.id == id);
    let others = specs::providers::ALL.iter().map(|provider| provider.id);
    others.filter(|id| !is_tested(id)).for_each(|id| known.leave_out_all_of(0, id));
    let choice = &arguments.selection.choice;
    let is_part = choice.shard.is_some() || choice.rerun_failed.is_some();
    if sources.random.is_none() || !choice.only.is_empty() || !choice.skip.is_empty() || is_part {
        known.leave_out_all_of(1, "random");
    }
}

/// The failures of a run that are not known.
#[derive(Debug, Default)]
pub(super) struct NewFailures {
    accepted: BTreeSet<Accepted>,
    /// Whether some failure is covered only by expired entries.
    has_expired: bool,
}

impl NewFailures {
    /// Records the failures of a case, without their secrets.
    pub(super) fn record(&mut self, event: &Event, known: &Known, redactor: &Redactor) {
        let Event::CaseFinished(report) = event else { return };
        let Outcome::Failed { findings } = &report.outcome else { return };
        for finding in findings.iter().filter(|finding| finding.fails()) {
            if known.was_known(&report.id, finding.check) {
                self.has_expired = true;
                continue;
            }
            let symptom = redactor.clean(&finding.symptom);
            let check = finding.check.to_owned();
            let is_same = |one: &Accepted| one.case == report.id && one.check == check;
            if !self.accepted.iter().any(is_same) {
                self.accepted.insert(Accepted { case: report.id.clone(), check, symptom });
            }
        }
    }
}

/// Updates the file and prints the changes. Returns whether every failure is known now.
pub(super) fn write(
    file: &Path,
    known: &Known,
    stale: &[StaleExpectation],
    failures: NewFailures,
) -> Result<bool, Failure> {
    let name = file.display();
    let unwritten = |error: std::io::Error| {
        Failure::configuration(format!("{name}: cannot be written: {error}"))
    };
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(Failure::configuration(format!("{name}: cannot be read: {error}")));
        }
    };
    let accepted: Vec<Accepted> = failures.accepted.into_iter().collect();
    let updated = update(&text, stale, &accepted, known.today())
        .map_err(|why| Failure::configuration(format!("{name}: cannot be updated: {why}")))?;
    if updated.text != text {
        replace_file(file, &updated.text).map_err(unwritten)?;
    }
    let (added, removed) = (updated.added.len(), updated.removed.len());
    printer::note(&format!("{name}: {added} added, {removed} removed\n"));
    updated.added.iter().for_each(|what| printer::note(&format!("  + {what}\n")));
    updated.removed.iter().for_each(|what| printer::note(&format!("  - {what}\n")));
    let has_expired = stale.iter().any(|one| one.kind == StaleKind::Expired);
    Ok(!has_expired && !failures.has_expired)
}

/// Writes a temporary file and renames it, so that the file is complete at any time.
fn replace_file(file: &Path, text: &str) -> std::io::Result<()> {
    let mut temporary = file.as_os_str().to_owned();
    temporary.push(".new");
    std::fs::write(&temporary, text)?;
    std::fs::rename(&temporary, file)
}
