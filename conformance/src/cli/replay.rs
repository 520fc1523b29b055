//! `conformance replay`: sends recorded requests again, or checks recorded responses, with the reports,
//! verdicts and exit codes of `run`.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::arguments::{Outputs, Sources, TargetRunArgs};
use super::recordings::Recordings;
use super::run::{self, RunInput};
use super::target;
use conformance_core::replay::Ignore;

#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    /// HAR files, or folders with `*.har`: from a browser, a proxy, `record` or `run --record-out`.
    #[arg(required = true, value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
    /// Send nothing; check the recorded responses.
    #[arg(long, conflicts_with = "target")]
    offline: bool,
    /// Exclude from the comparison: header:NAME, or body:/json/pointer with * for any property or item.
    /// May be repeated.
    #[arg(long, value_name = "RULE")]
    ignore: Vec<String>,
    /// Report values that differ only within their format, such as another UUID.
    #[arg(long)]
    exact: bool,
    #[command(flatten)]
    target_run: TargetRunArgs,
    #[command(flatten)]
    outputs: Outputs,
}

pub(super) fn replay(mut arguments: ReplayArgs) -> Result<u8, Failure> {
    let input = input(&mut arguments);
    run::run_with_reports(&arguments.target_run, &arguments.outputs, input)
}

fn input(arguments: &mut ReplayArgs) -> Result<RunInput, Failure> {
    let chosen = target::apply(&mut arguments.target_run, &mut arguments.outputs.report)?;
    reject_contradictions(arguments)?;
    let ignore = Ignore::parse(&arguments.ignore, arguments.exact)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let (offline, quiet) = (arguments.offline, arguments.outputs.quiet);
    let recordings = Recordings::load(&arguments.paths, ignore, offline, quiet)?;
    Ok(RunInput { chosen, sources: Sources::default(), recordings: Some(recordings) })
}

fn reject_contradictions(arguments: &ReplayArgs) -> Result<(), Failure> {
    let selection = &arguments.target_run.selection;
    if selection.spec.is_none() && selection.provider.len() != 1 {
        Err(Failure::usage(
            "a recording is compared with one document\n  \
             help: name it with --provider ID or --spec FILE",
        ))
    } else if selection.spec.is_some()
        && arguments.target_run.target.is_none()
        && !arguments.offline
    {
        Err(Failure::usage(
            "--spec needs --target: the built-in reference server has the built-in providers only\n  \
                 help: add --target URL, or --offline to check the recorded responses",
        ))
    } else {
        Ok(())
    }
}
