//! Of the commands that start servers of their own, or write a file to begin with.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct SelftestArgs {
    /// One of the five providers; may be given several times. All five without it.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) provider: Vec<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", conflicts_with = "provider")]
    pub(in crate::cli) spec: Option<PathBuf>,
    /// From where every random choice follows.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// A parameter or body property whose values must exist at the target and are used up.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) live_field: Vec<String>,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("document").required(true)))]
pub(in crate::cli) struct MockArgs {
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", group = "document")]
    pub(in crate::cli) spec: Option<PathBuf>,
    /// One of the five providers.
    #[arg(long, value_name = "ID", group = "document")]
    pub(in crate::cli) provider: Option<String>,
    /// Where to listen; port 0 takes one that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(in crate::cli) listen: std::net::SocketAddr,
    /// From where every generated value follows.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// A parameter or body property whose values must exist and are used up. May be given several times.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) live_field: Vec<String>,
    /// Write the credentials, values and some live values, for `run --fixtures`.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) fixtures_out: Option<PathBuf>,
    /// How many live values of each field are written.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(in crate::cli) tokens: usize,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ServeArgs {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(in crate::cli) listen: std::net::SocketAddr,
    /// From where the tokens follow.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// Write DIR/<provider>.json with the credentials and some live tokens, for `run --fixtures`.
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) fixtures_out: Option<PathBuf>,
    /// How many live tokens are written for each provider.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(in crate::cli) tokens: usize,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct InitArgs {
    /// One of the five providers.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) provider: Option<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", conflicts_with = "provider")]
    pub(in crate::cli) spec: Option<PathBuf>,
    /// The file that is written.
    #[arg(long, value_name = "FILE", default_value = "conformance.toml")]
    pub(in crate::cli) out: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    pub(in crate::cli) force: bool,
}
