//! The rows and totals as text.

use std::collections::BTreeMap;

use specs::Outcome;
use specs::contract::{Coverage, Typing};

use super::trial::{End, Trial};

/// One document in a line.
pub(super) fn row(trial: &Trial) -> String {
    let end = match trial.end {
        End::Refused => "refused",
        End::Read => "read",
        End::Generated => "generated",
        End::Panicked => "PANICKED",
        End::Hung => "HUNG",
    };
    let [fatal, lost, repaired] = Outcome::ALL.map(|outcome| trial.sum(outcome));
    let Coverage { operations, whole, with_losses, left_out } = trial.coverage;
    format!(
        "{end:<9} {:<6} {operations:>5} operations ({whole} whole, {with_losses} with losses, {left_out} \
         left out), {}, {fatal} fatal, {lost} lost, {repaired} repaired, {:.2} s  {}",
        trial.version,
        untyped(trial.typing),
        trial.time.as_secs_f64(),
        trial.name
    )
}

/// The totals, then a line for each code: in how many documents, and how often.
pub(super) fn totals(trials: &[Trial]) -> Vec<String> {
    let count = |ends: &[End]| trials.iter().filter(|trial| ends.contains(&trial.end)).count();
    let time: f64 = trials.iter().map(|trial| trial.time.as_secs_f64()).sum();
    let sum = |part: fn(&Coverage) -> usize| -> usize {
        trials.iter().map(|trial| part(&trial.coverage)).sum()
    };
    let head = format!(
        "{} documents: {} read, {} generated, {} panics, {} hung; {} operations: {} whole, {} with \
         losses, {} left out; {time:.1} s",
        trials.len(),
        count(&[End::Read, End::Generated]),
        count(&[End::Generated]),
        count(&[End::Panicked]),
        count(&[End::Hung]),
        sum(|coverage| coverage.operations),
        sum(|coverage| coverage.whole),
        sum(|coverage| coverage.with_losses),
        sum(|coverage| coverage.left_out)
    );
    let typing = |part: fn(&Typing) -> usize| trials.iter().map(|trial| part(&trial.typing)).sum();
    let typing = Typing {
        schemas: typing(|typing| typing.schemas),
        untyped: typing(|typing| typing.untyped),
    };
    let mut lines = vec![head, format!("{} schemas, {}", typing.schemas, untyped(typing))];
    lines.extend(groups(trials));
    lines
}

/// How many schemas have no type, and how many that is of all.
fn untyped(Typing { schemas, untyped }: Typing) -> String {
    let percent = 100.0 * untyped as f64 / schemas.max(1) as f64;
    format!("{untyped} untyped ({percent:.2}%)")
}

/// For each outcome and code: in how many documents, and how often.
fn groups(trials: &[Trial]) -> Vec<String> {
    let mut found: BTreeMap<(Outcome, &str), (usize, usize)> = BTreeMap::new();
    for (key, count) in trials.iter().flat_map(|trial| &trial.found) {
        let entry = found.entry(*key).or_default();
        *entry = (entry.0 + 1, entry.1 + count);
    }
    let mut rows: Vec<_> = found.into_iter().collect();
    rows.sort_by_key(|((outcome, _), counts)| (*outcome, std::cmp::Reverse(counts.0)));
    let line = |((outcome, code), (documents, times)): ((Outcome, &str), (usize, usize))| {
        format!("{:<8} {code:<26} {documents:>4} documents, {times} times", outcome.as_str())
    };
    rows.into_iter().map(line).collect()
}
