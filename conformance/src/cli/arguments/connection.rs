//! The flags for configuration files and for the connection to a target.

use std::path::PathBuf;

use clap::Args;

/// Files that describe targets.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ConfigFiles {
    /// Configuration file [default: conformance.toml, if it exists and has the target].
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// Additional environment variables: a file with lines NAME=value, such as .env [default: none].
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) env_file: Option<PathBuf>,
}

/// How to connect to a target.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ConnectionArgs {
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

impl ConnectionArgs {
    /// These settings; those that are not set are taken from `other`.
    pub(in crate::cli) fn or(self, other: Self) -> Self {
        Self {
            ca: self.ca.or(other.ca),
            proxy: self.proxy.or(other.proxy),
            allow_production: self.allow_production || other.allow_production,
        }
    }
}
