//! `cargo xtask`: all automation of this workspace. Parses, calls, exits.
//!
//! It never depends on the crates `generated` and `conformance`: whether or not they compile, it
//! can generate the one and check the other.

mod bench;
mod cargo;
mod ci;
mod cli;
mod conformance;
mod corpus;
mod failure;
mod fuzz;
mod generate;
mod print;
mod schema_suite;
mod tidy;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let outcome = cli::run(cli::Cli::parse());
    ExitCode::from(outcome.unwrap_or_else(|failure| failure.report()))
}
