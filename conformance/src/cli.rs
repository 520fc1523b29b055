//! The command line. Exit codes: 0 conforms, 1 findings, 2 usage, 3 spec or configuration, 4 nothing
//! ran, 5 the target could not be asked.

mod documents;
mod explain;
mod filter;
mod list;
mod mock;
mod outputs;
mod plan;
mod printer;
mod rules;
mod run;
mod schema;
mod selftest;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::check::Profile;
use crate::source::synthetic::random::RANGE;
use rules::profile;

/// Asks a running API what its OpenAPI document promises.
#[derive(Debug, Parser)]
#[command(name = "conformance", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the cases against a target, or against the built-in reference server.
    Run(Box<RunArgs>),
    /// Run the cases, and say what of the document they exercised and what they did not.
    Coverage(Box<RunArgs>),
    /// Print the case ids; nothing is sent.
    List(ListArgs),
    /// Print what a run would send, and which live values it needs; nothing is sent.
    Plan(PlanArgs),
    /// Start the reference server of the five providers.
    Serve(ServeArgs),
    /// Start a mock of a document, which answers as the document declares.
    Mock(MockArgs),
    /// Run the suite against mocks that are spoilt in every way, and say what it missed.
    Selftest(SelftestArgs),
    /// Print the JSON Schema of a report.
    Schema {
        /// Of what.
        kind: schema::Kind,
    },
    /// Say what a check demands, and why.
    Explain {
        /// The id of a check; without it, all are listed.
        check: Option<String>,
        /// All of them in Markdown, as CHECKS.md.
        #[arg(long, hide = true, conflicts_with = "check")]
        markdown: bool,
    },
}

/// Which documents and which of their cases.
#[derive(Debug, Args)]
struct Selection {
    /// One of the five providers; may be given several times. All five without it.
    #[arg(long, value_name = "ID")]
    provider: Vec<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", conflicts_with = "provider")]
    spec: Option<PathBuf>,
    /// Only cases whose id matches; `*` stands for any text. May be given several times.
    #[arg(long, value_name = "GLOB")]
    only: Vec<String>,
    /// No case whose id matches. May be given several times.
    #[arg(long, value_name = "GLOB")]
    skip: Vec<String>,
    /// From where every random choice follows.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Read recordings from DIR/<provider>/*.har, not from those that are built in.
    #[arg(long, value_name = "DIR")]
    recordings: Option<PathBuf>,
    #[command(flatten)]
    supplied: Supplied,
}

/// What the document cannot know.
#[derive(Debug, Args)]
struct Supplied {
    /// Credentials, values and live values, as JSON.
    #[arg(long, value_name = "FILE")]
    fixtures: Option<PathBuf>,
    /// The credential of a security scheme: a token, a key, or user:password; `env:NAME` reads the
    /// environment.
    #[arg(long, value_name = "SCHEME=VALUE")]
    auth: Vec<String>,
    /// The value of a parameter or body property.
    #[arg(long, value_name = "NAME=VALUE")]
    value: Vec<String>,
    /// A value that exists at the target and may be used up, or @FILE with one a line.
    #[arg(long, value_name = "NAME=VALUE")]
    live: Vec<String>,
}

impl Supplied {
    fn is_empty(&self) -> bool {
        self.fixtures.is_none()
            && self.auth.is_empty()
            && self.value.is_empty()
            && self.live.is_empty()
    }
}

#[derive(Debug, Args)]
struct RunArgs {
    #[command(flatten)]
    selection: Selection,
    /// The base URL of the target; the built-in reference server without it.
    #[arg(long, value_name = "URL")]
    target: Option<String>,
    /// So many random cases of each operation as well, 1 to 10000; the seed tells which.
    #[arg(long, value_name = "N", value_parser = random)]
    random: Option<u32>,
    /// How many requests are under way at once.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=1024))]
    concurrency: u16,
    /// The longest a request may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    timeout: f64,
    /// The longest content that is read, in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = 1024 * 1024)]
    max_body: usize,
    /// Answers that take longer are wrong, in seconds; without it, more than 2 s is a warning.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    max_response_time: Option<f64>,
    /// Violations of these rules are errors: http (RFC 9110), oauth (RFC 6749, 6750, 7617), rfc7009,
    /// problem (RFC 9457), provider (the document's own words). May be given several times.
    #[arg(long, value_name = "ID", value_parser = profile)]
    profile: Vec<Profile>,
    /// How much a check matters: off, info, warning or error. `*` stands for any text. May be given
    /// several times; the last one that holds does.
    #[arg(long, value_name = "CHECK[@OPERATION]=LEVEL")]
    severity: Vec<String>,
    /// The statuses that must come for a cause, such as no-credentials=401. May be given several times.
    #[arg(long, value_name = "CAUSE[@OPERATION]=CODES")]
    status: Vec<String>,
    /// Failures that are known, as TOML: they do not fail the run, and those that are gone do.
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
    /// Warnings fail the run, and so does a cause of refusal that the document does not provide for.
    #[arg(long)]
    strict: bool,
    /// Less of the documents exercised fails the run, in percent. Statuses that no request can bring
    /// about (429 and 5xx) do not count.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_coverage: Option<f64>,
    /// human, json, jsonl, junit, html, sarif, github or ctrf; FORM=FILE writes a file. May be given
    /// several times.
    #[arg(long, value_name = "FORM[=FILE]", default_value = "human")]
    report: Vec<String>,
    /// Only findings and the verdict.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct ListArgs {
    #[command(flatten)]
    selection: Selection,
    /// So many random cases of each operation as well, 1 to 10000; the seed tells which.
    #[arg(long, value_name = "N", value_parser = random)]
    random: Option<u32>,
}

#[derive(Debug, Args)]
struct PlanArgs {
    #[command(flatten)]
    selection: Selection,
    /// The base URL of the target, whose live values only are those that are supplied.
    #[arg(long, value_name = "URL")]
    target: Option<String>,
    /// So many random cases of each operation as well, 1 to 10000; the seed tells which.
    #[arg(long, value_name = "N", value_parser = random)]
    random: Option<u32>,
    /// Name each request, not only how many there are.
    #[arg(long)]
    requests: bool,
    /// How the plan is written.
    #[arg(long, value_name = "FORM", default_value = "human")]
    format: Format,
}

/// How a listing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// One JSON document.
    Json,
}

#[derive(Debug, Args)]
struct SelftestArgs {
    #[command(flatten)]
    selection: Selection,
    /// A parameter or body property whose values must exist at the target and are used up.
    #[arg(long, value_name = "NAME")]
    live_field: Vec<String>,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("document").required(true)))]
struct MockArgs {
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", group = "document")]
    spec: Option<PathBuf>,
    /// One of the five providers.
    #[arg(long, value_name = "ID", group = "document")]
    provider: Option<String>,
    /// Where to listen; port 0 takes one that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: std::net::SocketAddr,
    /// From where every made-up value follows.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// A parameter or body property whose values must exist and are used up. May be given several times.
    #[arg(long, value_name = "NAME")]
    live_field: Vec<String>,
    /// Write the credentials, values and some live values, for `run --fixtures`.
    #[arg(long, value_name = "FILE")]
    fixtures_out: Option<PathBuf>,
    /// How many live values of each field are written.
    #[arg(long, value_name = "N", default_value_t = 200)]
    tokens: usize,
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: std::net::SocketAddr,
    /// From where the tokens follow.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Write DIR/<provider>.json with the credentials and some live tokens, for `run --fixtures`.
    #[arg(long, value_name = "DIR")]
    fixtures_out: Option<PathBuf>,
    /// How many live tokens are written for each provider.
    #[arg(long, value_name = "N", default_value_t = 200)]
    tokens: usize,
}

fn percent(text: &str) -> Result<f64, String> {
    match text.trim_end_matches('%').parse::<f64>() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err("must be from 0 to 100".to_owned()),
    }
}

fn random(text: &str) -> Result<u32, String> {
    let known = text.parse().ok().filter(|count| RANGE.contains(count));
    known.ok_or_else(|| format!("must be from {} to {}", RANGE.start(), RANGE.end()))
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= 3_600.0 => Ok(seconds),
        _ => Err("must be more than 0 and at most 3600".to_owned()),
    }
}

/// Why a command could not be carried out.
#[derive(Debug)]
struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into() }
    }

    fn configuration(message: impl Into<String>) -> Self {
        Self { code: 3, message: message.into() }
    }
}

/// Carries out the command line of this process.
pub fn main() -> ExitCode {
    // Clap itself prints and exits: 0 after help, 2 after a mistake.
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Coverage(arguments) => run::coverage(&arguments),
        Command::List(arguments) => list::list(&arguments),
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::Mock(arguments) => mock::mock(&arguments),
        Command::Selftest(arguments) => selftest::selftest(&arguments),
        Command::Plan(arguments) => plan::plan(&arguments),
        Command::Schema { kind } => Ok(schema::schema(kind)),
        Command::Explain { markdown: true, .. } => explain::markdown(),
        Command::Explain { check, .. } => explain::explain(check.as_deref()),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            printer::error(&failure.message);
            ExitCode::from(failure.code)
        }
    }
}
