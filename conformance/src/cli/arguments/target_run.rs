//! The flags of the commands that send requests to a target: `run`, `coverage` and `replay`.

use std::path::PathBuf;

use clap::Args;

use super::flags::Flags;
use super::limits::LimitArgs;
use super::policy::PolicyArgs;
use super::{ConfigFiles, ConnectionArgs, Selection, Sources};
use conformance_engine::run_options::{RunLimits, RunPolicy};

/// Flags of every command that tests a target.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct TargetRunArgs {
    #[command(flatten)]
    pub(in crate::cli) selection: Selection,
    /// A target of conformance.toml, or a base URL [default: the built-in reference server].
    #[arg(long, value_name = "NAME|URL")]
    pub(in crate::cli) target: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) config_files: ConfigFiles,
    #[command(flatten)]
    pub(in crate::cli) connection: ConnectionArgs,
    #[command(flatten)]
    pub(in crate::cli) limits: Flags<LimitArgs, RunLimits>,
    #[command(flatten)]
    pub(in crate::cli) policy: Flags<PolicyArgs, RunPolicy>,
    /// Record all requests and responses to a HAR file for `replay`; secrets become placeholders.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) record_out: Option<PathBuf>,
}

/// The reports of a run.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct Outputs {
    /// Report format, optionally with an output file [default: human]; see below. May be repeated.
    #[arg(long, value_name = "FORM[=FILE]")]
    pub(in crate::cli) report: Vec<String>,
    /// Print only findings and the verdict.
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RunArgs {
    #[command(flatten)]
    pub(in crate::cli) target_run: TargetRunArgs,
    #[command(flatten)]
    pub(in crate::cli) sources: Sources,
    #[command(flatten)]
    pub(in crate::cli) outputs: Outputs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CoverageArgs {
    #[command(flatten)]
    pub(in crate::cli) target_run: TargetRunArgs,
    #[command(flatten)]
    pub(in crate::cli) sources: Sources,
}
