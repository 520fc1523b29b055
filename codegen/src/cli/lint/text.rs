//! Diagnostics for people, each document with a summary.

use specs::Outcome;

use super::Linted;
use crate::cli::documents::text;
use crate::cli::printer;

pub(super) fn print(linted: &[Linted], all: bool) {
    for document in linted {
        for list in document.found.iter().filter(|list| !list.is_empty()) {
            printer::out(format!("{}\n", text(list, all, printer::color_out())));
        }
        document.lines.iter().for_each(printer::out);
        printer::out(summary(document));
    }
    let hidden = linted.iter().flat_map(|document| &document.found).any(|list| {
        let mut kinds: Vec<_> =
            list.iter().map(|one| (list.source_of(one).name(), one.code, one.outcome)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.len() < list.len()
    });
    if hidden && !all {
        printer::err("help: `--all` shows each diagnostic in full");
    }
}

/// `openapi.yaml: 2 lost, 1 repaired; 3 operations: …`
fn summary(document: &Linted) -> String {
    let count = |outcome: Outcome| document.found.iter().map(|list| list.count(outcome)).sum();
    let counts = Outcome::ALL.map(|outcome| (count(outcome), outcome.as_str()));
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _): &(usize, _)| *count > 0)
        .map(|(count, outcome)| format!("{count} {outcome}"))
        .collect();
    let accepted = Some(document.accepted.len()).filter(|count| *count > 0);
    let accepted = accepted.map(|count| format!("{count} accepted"));
    let counts: Vec<String> = counts.into_iter().chain(accepted).collect();
    let found = if counts.is_empty() { "no diagnostic".to_owned() } else { counts.join(", ") };
    let coverage = document.coverage.map(|coverage| format!("; {coverage}")).unwrap_or_default();
    format!("{}: {found}{coverage}", document.file())
}
