//! The command line: which commands there are. The arguments of each are in its own file.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::{bench, ci, conformance, corpus, fuzz, generate, schema_suite, tidy};

const EXIT_CODES: &str = "Exit codes: 0 success; 1 a difference or violation was found, or a step failed; \
    2 the command line is wrong; 3 a spec or the configuration is wrong. `conformance` exits with \
    the code of the conformance suite.";

/// Automation of the Specwright workspace.
#[derive(Debug, clap::Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    /// The workspace to work on, if not the one that this program was built in
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Generate the crate `generated`, or a crate of any OpenAPI document
    Gen(generate::Args),
    /// Build and start the conformance suite: `conformance run ARGS`
    Conformance(conformance::Args),
    /// Read every document of a folder, generate its code, and compile and test it on demand
    Corpus(corpus::Args),
    /// Compare the two views of schemas with the JSON Schema Test Suite
    SchemaSuite(schema_suite::Args),
    /// Read mutated documents and generate their code, for so long; nothing may panic or hang
    Fuzz(fuzz::Args),
    /// Everything that must pass, one step after the other: what CI runs
    Ci(ci::Args),
    /// Run all benchmarks: `cargo bench --workspace ARGS`
    Bench(bench::Args),
    /// Check the project's own rules, which no compiler checks
    Tidy(tidy::Args),
}

/// Runs a command; the exit code if it could be run.
pub(crate) fn run(cli: Cli) -> Result<u8, Failure> {
    let root = cli.root.unwrap_or_else(workspace);
    match cli.command {
        Command::Gen(args) => generate::run(&root, &args),
        Command::Conformance(args) => conformance::run(&root, &args),
        Command::Corpus(args) => corpus::run(&root, &args),
        Command::SchemaSuite(args) => schema_suite::run(&root, &args),
        Command::Fuzz(args) => fuzz::run(&root, &args),
        Command::Ci(args) => ci::run(&root, &args),
        Command::Bench(args) => bench::run(&root, &args),
        Command::Tidy(args) => tidy::run(&root, &args),
    }
}

/// The workspace that this program belongs to. Cargo sets where it is now; without cargo, it is where
/// it was at build time.
fn workspace() -> PathBuf {
    let package = std::env::var("CARGO_MANIFEST_DIR");
    let package = package.as_deref().unwrap_or(env!("CARGO_MANIFEST_DIR"));
    Path::new(package).parent().map_or_else(|| PathBuf::from("."), Path::to_owned)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Cli;

    #[test]
    fn command_line_definition_is_consistent() {
        Cli::command().debug_assert();
    }
}
