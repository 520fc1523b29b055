//! Where a target is described, and how it is reached.

use std::path::PathBuf;

use clap::Args;

/// Files that configure targets.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct Configured {
    /// Configuration file [default: conformance.toml, if it exists and has the target].
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// Additional file of environment variables, with lines NAME=value, such as .env;
    /// none is read by default.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) env_file: Option<PathBuf>,
}

/// How a target is reached.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ReachArgs {
    /// Additional trusted certificates, in PEM.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) ca: Option<PathBuf>,
    /// Proxy URL, or `env` for HTTPS_PROXY, HTTP_PROXY and NO_PROXY [default: none]. Requests over
    /// raw connections are skipped with a proxy.
    #[arg(long, value_name = "env|URL")]
    pub(in crate::cli) proxy: Option<String>,
    /// Allow requests that change something on a host that the document calls production.
    #[arg(long)]
    pub(in crate::cli) allow_production: bool,
}

impl ReachArgs {
    /// These, and where nothing is said, the others.
    pub(in crate::cli) fn or(self, other: Self) -> Self {
        Self {
            ca: self.ca.or(other.ca),
            proxy: self.proxy.or(other.proxy),
            allow_production: self.allow_production || other.allow_production,
        }
    }
}
