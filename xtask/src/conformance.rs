//! `conformance`: builds the conformance suite and starts it. It does not know its arguments.

use std::path::Path;

use crate::cargo::{self, cargo};
use crate::failure::Failure;

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Args {
    /// Arguments of `conformance run`, such as `--provider nomba --target URL`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

/// Starts the suite; without arguments, for all providers against its own reference server.
pub(crate) fn run(root: &Path, args: &Args) -> Result<u8, Failure> {
    let mut command = cargo();
    // Not from the workspace: paths among the arguments are relative to where the user is.
    command.args(["run", "--package", "conformance", "--manifest-path"]);
    command.arg(root.join("Cargo.toml")).args(["--", "run"]).args(&args.args);
    cargo::run(&mut command)
}
