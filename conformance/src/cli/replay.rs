//! `conformance replay`: recorded requests once more, or recorded answers alone, with the reports, verdicts
//! and exit codes of `run`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::arguments::{AskArgs, Outputs, Sources};
use super::filter::Filter;
use super::run::{self, Asked};
use super::target;
use super::{Failure, printer};
use crate::har::{self, Limits, RawFile};
use crate::redact::Redactor;
use crate::replay::Ignore;
use crate::source::recorded::Replayed;
use crate::suite::Suite;

/// So many entries are listed of each kind.
const MOST_LISTED: usize = 20;

#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    /// HAR files, or folders with `*.har`: of a browser, of a proxy, of `record` or `run --record-out`.
    #[arg(required = true, value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
    /// Send nothing: look at what the recorded answers say of the target.
    #[arg(long, conflicts_with = "target")]
    offline: bool,
    /// Leave out of the comparison: header:NAME, or body:/json/pointer with * for any member. May be given
    /// several times.
    #[arg(long, value_name = "RULE")]
    ignore: Vec<String>,
    /// Values of the same form as the recorded ones, such as another UUID, are different.
    #[arg(long)]
    exact: bool,
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    outputs: Outputs,
}

/// The recordings of a replay.
#[derive(Debug)]
pub(super) struct Recordings {
    files: Vec<RawFile>,
    ignore: Ignore,
    pub(super) offline: bool,
    /// Whether what no report holds is left unsaid.
    quiet: bool,
}

pub(super) fn replay(mut arguments: ReplayArgs) -> Result<u8, Failure> {
    let asked = asked(&mut arguments);
    run::reported(&arguments.ask, &arguments.outputs, asked)
}

fn asked(arguments: &mut ReplayArgs) -> Result<Asked, Failure> {
    let chosen = target::apply(&mut arguments.ask, &mut arguments.outputs.report)?;
    refuse(arguments)?;
    let ignore = Ignore::parse(&arguments.ignore, arguments.exact)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let (offline, quiet) = (arguments.offline, arguments.outputs.quiet);
    let recordings = Some(Recordings { files: load(&arguments.paths)?, ignore, offline, quiet });
    Ok(Asked { chosen, sources: Sources::default(), recordings })
}

fn refuse(arguments: &ReplayArgs) -> Result<(), Failure> {
    let selection = &arguments.ask.selection;
    match () {
        () if selection.spec.is_none() && selection.provider.len() != 1 => Err(Failure::usage(
            "a recording is held against one document\n  \
             help: name it with --provider ID or --spec FILE",
        )),
        () if selection.spec.is_some() && arguments.ask.target.is_none() && !arguments.offline => {
            Err(Failure::usage(
                "--spec needs --target: the built-in server knows the five providers only\n  \
                 help: add --target URL, or --offline to look at the recorded answers alone",
            ))
        }
        () => Ok(()),
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
            "{}: there is no `*.har`\n  help: name a HAR file, or a folder with some",
            named.join(", ")
        )));
    }
    let read = files.into_iter().map(|path| {
        har::load(&path, Limits::DEFAULT).map_err(|error| unreadable((path.clone(), error)))
    });
    read.collect()
}

impl Recordings {
    /// Puts the recorded cases in the place of the document's.
    pub(super) fn fill(
        &self,
        suite: &mut Suite,
        arguments: &AskArgs,
        redactor: &Redactor,
    ) -> Result<(), Failure> {
        let selection = &arguments.selection;
        suite.hide_secrets(redactor);
        let inputs = suite.inputs(selection.seed);
        let mut replayed = Replayed::read(&inputs, &self.files, self.offline, redactor)
            .map_err(|error| Failure::configuration(error.to_string()))?;
        if !self.quiet {
            self.tell(&replayed);
        }
        replayed.recall.ignore = self.ignore.clone();
        if self.offline {
            let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
            suite.base = format!("{} (nothing is sent)", names.join(", "));
        }
        (suite.cases, suite.recall) = (replayed.cases, Arc::new(replayed.recall));
        Filter::new(&selection.choice, &suite.contract)?.keep(suite);
        Ok(())
    }

    /// What no report holds: entries without an operation, and requests that depart.
    fn tell(&self, replayed: &Replayed) {
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
}
