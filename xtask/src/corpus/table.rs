//! The rows and totals as text.

use std::collections::BTreeMap;

use specs::Outcome;

use super::Args;
use super::trial::{End, Operations, Step, Trial};

/// The most failures of a step that are printed of one document.
const MOST_FAILURES: usize = 5;

/// One document in a line.
pub(super) fn row(trial: &Trial) -> String {
    let end = match trial.end {
        End::Refused => "refused",
        End::Read => "read",
        End::Generated => "generated",
        End::Panicked => "PANICKED",
        End::Hung => "HUNG",
    };
    let [fatal, lost, repaired] = Outcome::ALL.map(|outcome| trial.sum(outcome.as_str()));
    let Operations { all, whole, with_losses, left_out } = trial.operations;
    let kilobytes = trial.bytes / 1024;
    format!(
        "{end:<9} {:<6} {all:>5} operations ({whole} whole, {with_losses} with losses, {left_out} left \
         out), {}, {fatal} fatal, {lost} lost, {repaired} repaired, {kilobytes} KiB, {:.2} s, {} MiB{}{}  {}",
        trial.version,
        untyped(trial.schemas, trial.untyped),
        trial.seconds,
        trial.memory,
        step("compiled", &trial.compiled),
        step("tested", &trial.tested),
        trial.name
    )
}

fn step(name: &str, step: &Option<Step>) -> String {
    step.as_ref().map_or_else(String::new, |Step { failures, seconds }| {
        let failed = if failures.is_empty() { "" } else { " with FAILURES" };
        format!(", {name}{failed} in {seconds:.1} s")
    })
}

/// What failed in further steps, one line each.
pub(super) fn failures(trial: &Trial) -> Vec<String> {
    let steps = [&trial.compiled, &trial.tested].into_iter().flatten();
    let mut lines = Vec::new();
    for Step { failures, .. } in steps {
        lines.extend(failures.iter().take(MOST_FAILURES).map(|line| format!("    {line}")));
        if failures.len() > MOST_FAILURES {
            lines.push(format!("    and {} more", failures.len() - MOST_FAILURES));
        }
    }
    lines
}

/// The totals, then a line for each code: in how many documents, and how often.
pub(super) fn totals(trials: &[Trial], args: &Args) -> Vec<String> {
    let count = |ends: &[End]| trials.iter().filter(|trial| ends.contains(&trial.end)).count();
    let sum = |part: fn(&Operations) -> usize| -> usize {
        trials.iter().map(|trial| part(&trial.operations)).sum()
    };
    let seconds: f64 = trials.iter().map(|trial| trial.seconds).sum();
    let schemas = trials.iter().map(|trial| trial.schemas).sum();
    let mut lines = vec![
        format!(
            "{} documents: {} read, {} generated, {} panics, {} hung; {seconds:.1} s",
            trials.len(),
            count(&[End::Read, End::Generated]),
            count(&[End::Generated]),
            count(&[End::Panicked]),
            count(&[End::Hung])
        ),
        format!(
            "{} operations: {} whole, {} with losses, {} left out",
            sum(|operations| operations.all),
            sum(|operations| operations.whole),
            sum(|operations| operations.with_losses),
            sum(|operations| operations.left_out)
        ),
        format!(
            "{schemas} schemas, {}",
            untyped(schemas, trials.iter().map(|trial| trial.untyped).sum())
        ),
    ];
    let further = [
        (args.compile, "compiled without a warning", steps(trials, |trial| &trial.compiled)),
        (
            args.test,
            "without a finding of the conformance suite",
            steps(trials, |trial| &trial.tested),
        ),
    ];
    let further = further.into_iter().filter(|(wanted, ..)| *wanted);
    lines.extend(further.map(|(_, name, (sound, all))| format!("{sound} of {all} {name}")));
    lines.extend(groups(trials));
    lines
}

/// How many documents passed a step, of how many.
fn steps(trials: &[Trial], of: fn(&Trial) -> &Option<Step>) -> (usize, usize) {
    let steps: Vec<&Step> = trials.iter().filter_map(|trial| of(trial).as_ref()).collect();
    (steps.iter().filter(|step| step.failures.is_empty()).count(), steps.len())
}

/// How many schemas have no type, and how many that is of all.
fn untyped(schemas: usize, untyped: usize) -> String {
    let percent = 100.0 * untyped as f64 / schemas.max(1) as f64;
    format!("{untyped} untyped ({percent:.2}%)")
}

/// For each outcome and code: in how many documents, and how often.
fn groups(trials: &[Trial]) -> Vec<String> {
    let mut found: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for (outcome, codes) in trials.iter().flat_map(|trial| &trial.found) {
        for (code, count) in codes {
            let entry = found.entry((outcome, code)).or_default();
            *entry = (entry.0 + 1, entry.1 + count);
        }
    }
    let mut rows: Vec<_> = found.into_iter().collect();
    rows.sort_by_key(|((outcome, _), counts)| (*outcome, std::cmp::Reverse(counts.0)));
    let line = |((outcome, code), (documents, times))| {
        format!("{outcome:<8} {code:<26} {documents:>4} documents, {times} times")
    };
    rows.into_iter().map(line).collect()
}
