//! The flags and arguments of every command.

mod choice;
mod connection;
mod flags;
mod limits;
mod policy;
mod servers;
mod target_run;

pub(super) use choice::{ChoiceArgs, Dimension, Selector, Shard};
pub(super) use connection::{ConfigFiles, ConnectionArgs};
pub(super) use servers::{InitArgs, MockArgs, SelftestArgs, ServeArgs};
pub(super) use target_run::{CoverageArgs, Outputs, RunArgs, TargetRunArgs};

use std::path::PathBuf;

use clap::Args;
use specs::{Options, UrlMap};

use conformance_engine::run_options::{RunLimits, random};
use flags::Flags;
use limits::LimitArgs;

/// Which other files belong to a document.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct RelatedFiles {
    /// An overlay to apply to the document (OpenAPI Overlay 1.0 or 1.1); several are applied in order.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// The file to read instead of a URL that the document refers to, or the folder for everything below
    /// the URL; may be repeated. Nothing is fetched.
    #[arg(long, value_name = "URL=PATH")]
    map: Vec<UrlMap>,
}

impl RelatedFiles {
    /// These files, for the reader of documents.
    pub(super) fn options(&self) -> Options {
        Options { maps: self.map.clone(), overlays: self.overlay.clone() }
    }
}

/// The documents and cases that are selected.
#[derive(Debug, Clone, Args)]
pub(super) struct Selection {
    /// A built-in provider; may be repeated [default: all of them].
    #[arg(long, value_name = "ID")]
    pub(super) provider: Vec<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", conflicts_with = "provider")]
    pub(super) spec: Option<PathBuf>,
    #[command(flatten)]
    pub(super) related: RelatedFiles,
    #[command(flatten)]
    pub(super) choice: ChoiceArgs,
    /// Seed for all random choices.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    #[command(flatten)]
    pub(super) supplied: Supplied,
}

/// Sources of cases other than the document.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Sources {
    /// Read recordings from DIR/<provider>/*.har instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub(super) recordings: Option<PathBuf>,
    /// Add N random cases per operation, 1 to 10000; they follow from the seed.
    #[arg(long, value_name = "N", value_parser = random)]
    pub(super) random: Option<u32>,
}

/// Fixtures: values that the document does not have.
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
    /// A value that exists at the target and may be used up, or @FILE with one value per line.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) live_value: Vec<String>,
}

impl Supplied {
    pub(super) fn is_empty(&self) -> bool {
        self.fixtures.is_none()
            && self.auth.is_empty()
            && self.value.is_empty()
            && self.live_value.is_empty()
    }
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// A target of conformance.toml.
    #[arg(long, value_name = "NAME")]
    pub(super) target: Option<String>,
    #[command(flatten)]
    pub(super) config_files: ConfigFiles,
    #[command(flatten)]
    pub(super) sources: Sources,
}

#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// A target of conformance.toml, or a base URL. Live values of the reference server do not count.
    #[arg(long, value_name = "NAME|URL")]
    pub(super) target: Option<String>,
    #[command(flatten)]
    pub(super) config_files: ConfigFiles,
    #[command(flatten)]
    pub(super) sources: Sources,
    #[command(flatten)]
    pub(super) limits: Flags<LimitArgs, RunLimits>,
    /// List every request.
    #[arg(long)]
    pub(super) requests: bool,
    /// Output format of the plan.
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub(super) format: Format,
}

/// Output format of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    Human,
    /// One JSON document.
    Json,
}
