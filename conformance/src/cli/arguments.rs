//! What the command line can say, as clap reads it.

mod choice;
mod demands;
mod limits;
mod ranges;
mod reach;

pub(super) use choice::{ChoiceArgs, Dimension, Selector, Shard};
pub(crate) use demands::DemandArgs;
pub(crate) use limits::LimitArgs;

use std::path::PathBuf;

use clap::Args;

use ranges::random;
pub(crate) use ranges::{Percent, Seconds};
pub(super) use reach::{Configured, ReachArgs};

/// Which documents and which of their cases.
#[derive(Debug, Clone, Args)]
pub(super) struct Selection {
    /// One of the five providers; may be given several times. All five without it.
    #[arg(long, value_name = "ID")]
    pub(super) provider: Vec<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", conflicts_with = "provider")]
    pub(super) spec: Option<PathBuf>,
    #[command(flatten)]
    pub(super) choice: ChoiceArgs,
    /// From where every random choice follows.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Read recordings from DIR/<provider>/*.har, not from those that are built in.
    #[arg(long, value_name = "DIR")]
    pub(super) recordings: Option<PathBuf>,
    #[command(flatten)]
    pub(super) supplied: Supplied,
}

/// What the document cannot know.
#[derive(Debug, Clone, Args)]
pub(super) struct Supplied {
    /// Credentials, values and live values, as JSON.
    #[arg(long, value_name = "FILE")]
    pub(super) fixtures: Option<PathBuf>,
    /// The credential of a security scheme: a token, a key, or user:password; `env:NAME` reads the
    /// environment.
    #[arg(long, value_name = "SCHEME=VALUE")]
    pub(super) auth: Vec<String>,
    /// The value of a parameter or body property.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) value: Vec<String>,
    /// A value that exists at the target and may be used up, or @FILE with one a line.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) live: Vec<String>,
}

impl Supplied {
    pub(super) fn is_empty(&self) -> bool {
        self.fixtures.is_none()
            && self.auth.is_empty()
            && self.value.is_empty()
            && self.live.is_empty()
    }
}

#[derive(Debug, Clone, Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// A target of conformance.toml, or a base URL; the built-in reference server without it.
    #[arg(long, value_name = "NAME|URL")]
    pub(super) target: Option<String>,
    #[command(flatten)]
    pub(super) configured: Configured,
    #[command(flatten)]
    pub(super) reach: ReachArgs,
    /// So many random cases of each operation as well, 1 to 10000; the seed tells which.
    #[arg(long, value_name = "N", value_parser = random)]
    pub(super) random: Option<u32>,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
    #[command(flatten)]
    pub(super) demands: DemandArgs,
    /// human (without it), json, json=FILE, junit=FILE; may be given several times.
    #[arg(long, value_name = "FORM")]
    pub(super) report: Vec<String>,
    /// Keep every exchange, as HAR 1.2 with placeholders for secrets, for `replay`.
    #[arg(long, value_name = "FILE")]
    pub(super) record_out: Option<PathBuf>,
    /// Only findings and the verdict.
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// A target of conformance.toml.
    #[arg(long, value_name = "NAME")]
    pub(super) target: Option<String>,
    #[command(flatten)]
    pub(super) configured: Configured,
    /// So many random cases of each operation as well, 1 to 10000; the seed tells which.
    #[arg(long, value_name = "N", value_parser = random)]
    pub(super) random: Option<u32>,
}

#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// A target of conformance.toml, or a base URL, whose live values only are those that are supplied.
    #[arg(long, value_name = "NAME|URL")]
    pub(super) target: Option<String>,
    #[command(flatten)]
    pub(super) configured: Configured,
    /// So many random cases of each operation as well, 1 to 10000; the seed tells which.
    #[arg(long, value_name = "N", value_parser = random)]
    pub(super) random: Option<u32>,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
    /// Name each request, not only how many there are.
    #[arg(long)]
    pub(super) requests: bool,
    /// How the plan is written.
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub(super) format: Format,
}

/// How a listing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    Human,
    /// One JSON document.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct SelftestArgs {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// A parameter or body property whose values must exist at the target and are used up.
    #[arg(long, value_name = "NAME")]
    pub(super) live_field: Vec<String>,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("document").required(true)))]
pub(super) struct MockArgs {
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", group = "document")]
    pub(super) spec: Option<PathBuf>,
    /// One of the five providers.
    #[arg(long, value_name = "ID", group = "document")]
    pub(super) provider: Option<String>,
    /// Where to listen; port 0 takes one that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(super) listen: std::net::SocketAddr,
    /// From where every made-up value follows.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// A parameter or body property whose values must exist and are used up. May be given several times.
    #[arg(long, value_name = "NAME")]
    pub(super) live_field: Vec<String>,
    /// Write the credentials, values and some live values, for `run --fixtures`.
    #[arg(long, value_name = "FILE")]
    pub(super) fixtures_out: Option<PathBuf>,
    /// How many live values of each field are written.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(super) tokens: usize,
}

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(super) listen: std::net::SocketAddr,
    /// From where the tokens follow.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Write DIR/<provider>.json with the credentials and some live tokens, for `run --fixtures`.
    #[arg(long, value_name = "DIR")]
    pub(super) fixtures_out: Option<PathBuf>,
    /// How many live tokens are written for each provider.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(super) tokens: usize,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// One of the five providers.
    #[arg(long, value_name = "ID")]
    pub(super) provider: Option<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", conflicts_with = "provider")]
    pub(super) spec: Option<PathBuf>,
    /// The file that is written.
    #[arg(long, value_name = "FILE", default_value = "conformance.toml")]
    pub(super) out: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    pub(super) force: bool,
}
