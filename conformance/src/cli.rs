//! The command line. Exit codes: 0 conforms, 1 findings, 2 usage, 3 spec or configuration, 4 nothing ran,
//! 5 no verdict: the target was unreachable or unusable, nothing valid succeeded, or the run was interrupted.

mod arguments;
mod completions;
mod connection;
mod documents;
mod examples;
mod expectations;
mod explain;
mod filter;
mod import;
mod init;
mod list;
mod mock;
mod outputs;
mod plan;
mod printer;
mod record;
mod recordings;
mod replay;
mod rules;
mod run;
mod schema;
mod selftest;
mod serve;
mod target;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use completions::{CompletionsArgs, ManArgs};

use arguments::{
    CoverageArgs, InitArgs, ListArgs, MockArgs, PlanArgs, RunArgs, SelftestArgs, ServeArgs,
};
use conformance_core::event::RunError;

/// Tests a running API against its OpenAPI document.
#[derive(Debug, Parser)]
#[command(name = "conformance", version, max_term_width = 100, after_help = examples::ALL)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the cases against a target, or against the built-in reference server.
    #[command(after_help = examples::run())]
    Run(Box<RunArgs>),
    /// Run the cases, and report how much of the document they exercised.
    #[command(after_help = examples::COVERAGE)]
    Coverage(Box<CoverageArgs>),
    /// Print the case ids; nothing is sent.
    #[command(after_help = examples::LIST)]
    List(ListArgs),
    /// Print what a run would send, and which live values it needs; nothing is sent.
    #[command(after_help = examples::PLAN)]
    Plan(PlanArgs),
    /// Write a first conformance.toml.
    #[command(after_help = examples::INIT)]
    Init(InitArgs),
    /// Start the reference server of the built-in providers.
    #[command(after_help = examples::SERVE)]
    Serve(ServeArgs),
    /// Start a proxy that records the exchanges of clients with a target, and reports violations.
    #[command(after_help = examples::RECORD)]
    Record(record::RecordArgs),
    /// Send recorded requests again, and compare the responses with the document and the recording.
    #[command(after_help = examples::replay())]
    Replay(Box<replay::ReplayArgs>),
    /// Convert a curl command line or a Postman collection into a recording.
    #[command(after_help = examples::IMPORT)]
    Import(import::ImportArgs),
    /// Start a mock of a document, which responds as the document declares.
    #[command(after_help = examples::MOCK)]
    Mock(MockArgs),
    /// Mutation-test the suite against deliberately faulty mocks.
    #[command(after_help = examples::SELFTEST)]
    Selftest(SelftestArgs),
    /// Print the JSON Schema of a file or a report.
    #[command(after_help = examples::SCHEMA)]
    Schema {
        /// What the schema describes.
        kind: schema::Kind,
    },
    /// Describe a check: what it requires, and why.
    #[command(after_help = examples::EXPLAIN)]
    Explain {
        /// The id of a check, or its name in schemathesis or RESTler; without it, all are listed.
        check: Option<String>,
        /// All checks in Markdown, as in CHECKS.md.
        #[arg(long, hide = true, conflicts_with = "check")]
        markdown: bool,
    },
    /// Print a completion script for a shell.
    #[command(after_help = examples::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command.
    #[command(after_help = examples::MAN)]
    Man(ManArgs),
}

/// Why a command failed.
#[derive(Debug)]
struct Failure {
    code: u8,
    message: String,
    /// What was printed before the message, such as diagnostics.
    details: String,
}

impl Failure {
    fn new(code: u8, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: String::new() }
    }

    fn usage(message: impl Into<String>) -> Self {
        Self::new(2, message)
    }

    fn configuration(message: impl Into<String>) -> Self {
        Self::new(3, message)
    }

    /// The message for a report, which does not show what was printed.
    fn in_report(&self) -> RunError {
        let message = match self.details.as_str() {
            "" => self.message.clone(),
            details => format!("{}\n\n{}", self.message, details.trim_end()),
        };
        RunError { exit_code: self.code, message }
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    // Clap prints and exits itself: 0 after help, 2 after a usage error.
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Run(arguments) => run::run(*arguments),
        Command::Coverage(arguments) => run::coverage(*arguments),
        Command::List(arguments) => list::list(&arguments),
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::Mock(arguments) => mock::mock(&arguments),
        Command::Record(arguments) => record::record(&arguments),
        Command::Replay(arguments) => replay::replay(*arguments),
        Command::Import(arguments) => import::import(&arguments),
        Command::Selftest(arguments) => selftest::selftest(&arguments),
        Command::Init(arguments) => init::init(&arguments),
        Command::Schema { kind } => Ok(schema::schema(kind)),
        Command::Plan(arguments) => plan::plan(arguments),
        Command::Explain { markdown: true, .. } => explain::markdown(),
        Command::Explain { check, .. } => explain::explain(check.as_deref()),
        Command::Completions(arguments) => completions::completions(&arguments),
        Command::Man(arguments) => completions::man(&arguments),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            printer::error(&failure.message);
            ExitCode::from(failure.code)
        }
    }
}
