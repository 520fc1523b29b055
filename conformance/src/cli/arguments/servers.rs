//! The flags of `selftest`, `mock`, `serve` and `init`.

use std::path::PathBuf;

use clap::Args;

use super::RelatedFiles;

#[derive(Debug, Args)]
pub(in crate::cli) struct SelftestArgs {
    /// A built-in provider; may be repeated [default: all of them].
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) provider: Vec<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", conflicts_with = "provider")]
    pub(in crate::cli) spec: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) related: RelatedFiles,
    /// Seed for all random choices.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// A parameter or body property whose values must exist and are used up. May be repeated.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) live_field: Vec<String>,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("document").required(true)))]
pub(in crate::cli) struct MockArgs {
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", group = "document")]
    pub(in crate::cli) spec: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) related: RelatedFiles,
    /// A built-in provider.
    #[arg(long, value_name = "ID", group = "document")]
    pub(in crate::cli) provider: Option<String>,
    /// Address to listen on; port 0 selects a free port.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(in crate::cli) listen: std::net::SocketAddr,
    /// Seed for all generated values.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// A parameter or body property whose values must exist and are used up. May be repeated.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) live_field: Vec<String>,
    /// Write credentials, values and some live values to a file for `run --fixtures`.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) fixtures_out: Option<PathBuf>,
    /// Number of live values per field.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(in crate::cli) tokens: usize,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ServeArgs {
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(in crate::cli) listen: std::net::SocketAddr,
    /// Seed for the tokens.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// Write DIR/<provider>.json with the credentials and some live tokens, for `run --fixtures`.
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) fixtures_out: Option<PathBuf>,
    /// Number of live tokens per provider.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(in crate::cli) tokens: usize,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct InitArgs {
    /// A built-in provider.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) provider: Option<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", conflicts_with = "provider")]
    pub(in crate::cli) spec: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) related: RelatedFiles,
    /// Output file.
    #[arg(long, value_name = "FILE", default_value = "conformance.toml")]
    pub(in crate::cli) out: PathBuf,
    /// Overwrite an existing file.
    #[arg(long)]
    pub(in crate::cli) force: bool,
}
