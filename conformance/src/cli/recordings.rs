//! The recorded requests that a replay sends instead of the document's cases.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::arguments::TargetRunArgs;
use super::filter::Filter;
use super::{Failure, printer};
use conformance_core::redact::Redactor;
use conformance_core::replay::Ignore;
use conformance_engine::har;
use conformance_engine::har::{Limits, RawFile};
use conformance_engine::source::recorded::Replayed;
use conformance_engine::suite::Suite;

/// The number of entries that are listed of each kind.
const MOST_LISTED: usize = 20;

/// The recordings of a replay.
#[derive(Debug)]
pub(super) struct Recordings {
    files: Vec<RawFile>,
    ignore: Ignore,
    pub(super) offline: bool,
    /// Whether to print nothing beside the reports.
    quiet: bool,
}

impl Recordings {
    /// Reads HAR files and the HAR files of folders.
    pub(super) fn load(
        paths: &[PathBuf],
        ignore: Ignore,
        offline: bool,
        quiet: bool,
    ) -> Result<Self, Failure> {
        Ok(Self { files: load(paths)?, ignore, offline, quiet })
    }

    /// Replaces the cases of a suite by the recorded ones.
    pub(super) fn fill(
        &self,
        suite: &mut Suite,
        arguments: &TargetRunArgs,
        redactor: &Redactor,
    ) -> Result<(), Failure> {
        let selection = &arguments.selection;
        suite.hide_secrets(redactor);
        let inputs = suite.inputs(selection.seed);
        let mut replayed = Replayed::read(&inputs, &self.files, self.offline, redactor)
            .map_err(|error| Failure::configuration(error.to_string()))?;
        if !self.quiet {
            print_omitted(&replayed);
        }
        replayed.recorded_responses.ignore = self.ignore.clone();
        if self.offline {
            let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
            suite.base = format!("{} (nothing is sent)", names.join(", "));
        }
        (suite.cases, suite.recorded_responses) =
            (replayed.cases, Arc::new(replayed.recorded_responses));
        Filter::new(&selection.choice, &suite.contract)?.keep(suite);
        Ok(())
    }
}

/// Prints what no report has: notes on entries, and entries that match no operation.
fn print_omitted(replayed: &Replayed) {
    let mut lines: Vec<String> = replayed.notes.iter().take(MOST_LISTED).cloned().collect();
    if replayed.notes.len() > MOST_LISTED {
        lines.push(format!("and {} more such entries", replayed.notes.len() - MOST_LISTED));
    }
    let mut seen: BTreeMap<(String, Option<String>), Vec<String>> = BTreeMap::new();
    for one in &replayed.unmatched {
        let key = (one.request.clone(), one.nearest.clone());
        seen.entry(key).or_default().push(one.place.clone());
    }
    for ((request, nearest), places) in seen.iter().take(MOST_LISTED) {
        let more = match places.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        let nearest = nearest.as_deref().map_or_else(String::new, |nearest| {
            format!("\n  help: the nearest operation is {nearest}")
        });
        let place = places.first().map_or("", String::as_str);
        lines.push(format!("{place}{more}: {request} matches no operation{nearest}"));
    }
    if seen.len() > MOST_LISTED {
        lines.push(format!("and {} more that match no operation", seen.len() - MOST_LISTED));
    }
    if !lines.is_empty() {
        printer::note(&format!("{}\n", lines.join("\n")));
    }
}

fn load(paths: &[PathBuf]) -> Result<Vec<RawFile>, Failure> {
    let unreadable = |(path, error): (PathBuf, std::io::Error)| {
        Failure::configuration(format!("{}: cannot be read: {error}", path.display()))
    };
    let files = har::files(paths).map_err(unreadable)?;
    if files.is_empty() {
        let named: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(Failure::configuration(format!(
            "{}: no `*.har` file found\n  help: name a HAR file, or a folder with HAR files",
            named.join(", ")
        )));
    }
    let read = files.into_iter().map(|path| {
        har::load(&path, Limits::DEFAULT).map_err(|error| unreadable((path.clone(), error)))
    });
    read.collect()
}
