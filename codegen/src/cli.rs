//! The command line `specwright`. Exit codes: 0 success, 1 something differs or was found, 2 usage,
//! 3 a document or the configuration is wrong.
//!
//! `cargo xtask gen` calls the same functions. The rest of the crate does not depend on this module.

mod accept;
mod completions;
mod contract;
mod deliver;
mod deny;
mod documents;
mod examples;
mod explain;
mod failure;
mod generate;
mod import;
mod lint;
mod outline;
pub mod printer;
mod schema;
mod view;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use accept::Accepted;
pub use deliver::{Folder, deliver};
pub use deny::Deny;
pub use documents::{Read, generate, usable};
pub use failure::{CLEAN, CONFIGURATION, FINDINGS, Failure, USAGE};
pub use generate::{Package, crate_name, package};

/// Reads OpenAPI documents: generates Rust, reports faults, shows what is read.
#[derive(Debug, Parser)]
#[command(name = "specwright", version, max_term_width = 100, after_help = examples::ALL)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate a crate: models, server stubs and a client
    #[command(after_help = examples::GEN)]
    Gen(generate::Args),
    /// Make one OpenAPI document of documentation pages
    #[command(after_help = examples::IMPORT)]
    Import(import::Args),
    /// Report every fault of documents
    #[command(after_help = examples::LINT)]
    Lint(lint::Args),
    /// Describe a diagnostic code: its cause, what it costs, what to do
    #[command(after_help = examples::EXPLAIN)]
    Explain(explain::Args),
    /// Print what is read of a document, as JSON
    #[command(after_help = examples::CONTRACT)]
    Contract(contract::Args),
    /// Print what is read of a document, for people
    #[command(after_help = examples::OUTLINE)]
    Outline(outline::Args),
    /// Print the JSON Schema of what a command prints
    #[command(after_help = examples::SCHEMA)]
    Schema(schema::Args),
    /// Print a completion script for a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions(completions::CompletionsArgs),
    /// Print the manual page, or write one for each command
    #[command(after_help = examples::MAN)]
    Man(completions::ManArgs),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    // Clap prints and exits itself: 0 after help, 2 after a usage error.
    let done = match Cli::parse().command {
        Command::Gen(arguments) => generate::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Contract(arguments) => contract::run(&arguments),
        Command::Outline(arguments) => outline::run(&arguments),
        Command::Schema(arguments) => Ok(schema::run(&arguments)),
        Command::Completions(arguments) => completions::completions(&arguments),
        Command::Man(arguments) => completions::man(&arguments),
    };
    ExitCode::from(done.unwrap_or_else(|failure| failure.report()))
}
