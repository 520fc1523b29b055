//! `bench`: all benchmarks of the workspace.

use std::path::Path;

use crate::cargo::{self, cargo};
use crate::failure::Failure;

#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Args {
    /// Arguments of `cargo bench`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

pub(crate) fn run(root: &Path, args: &Args) -> Result<u8, Failure> {
    cargo::run(cargo().current_dir(root).args(["bench", "--workspace"]).args(&args.args))
}
