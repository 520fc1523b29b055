//! `conformance replay`: recorded requests once more, or recorded responses alone, with the reports, verdicts
//! and exit codes of `run`.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::arguments::{AskArgs, Outputs, Sources};
use super::recordings::Recordings;
use super::run::{self, Asked};
use super::target;
use conformance_core::replay::Ignore;

#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    /// HAR files, or folders with `*.har`: of a browser, of a proxy, of `record` or `run --record-out`.
    #[arg(required = true, value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
    /// Send nothing: look at what the recorded responses say of the target.
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
    let recordings = Recordings::load(&arguments.paths, ignore, offline, quiet)?;
    Ok(Asked { chosen, sources: Sources::default(), recordings: Some(recordings) })
}

fn refuse(arguments: &ReplayArgs) -> Result<(), Failure> {
    let selection = &arguments.ask.selection;
    if selection.spec.is_none() && selection.provider.len() != 1 {
        Err(Failure::usage(
            "a recording is held against one document\n  \
             help: name it with --provider ID or --spec FILE",
        ))
    } else if selection.spec.is_some() && arguments.ask.target.is_none() && !arguments.offline {
        Err(Failure::usage(
            "--spec needs --target: the built-in server knows the five providers only\n  \
                 help: add --target URL, or --offline to look at the recorded responses alone",
        ))
    } else {
        Ok(())
    }
}
