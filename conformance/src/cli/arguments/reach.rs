//! Where a target is described, and how it is reached.

use std::path::PathBuf;

use clap::Args;

/// Where targets are described.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct Configured {
    /// A file that describes targets; conformance.toml without it, if it is there and has the target.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// A file of NAME=value lines that environment variables are looked for in as well, such as .env;
    /// none is read unless it is named.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) env_file: Option<PathBuf>,
}

/// How a target is reached.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ReachArgs {
    /// Certificates in PEM form that are trusted besides those of the system.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) ca: Option<PathBuf>,
    /// A proxy, or `env` for that of HTTPS_PROXY, HTTP_PROXY and NO_PROXY; none without it. Requests over
    /// bare connections are not asked through one.
    #[arg(long, value_name = "env|URL")]
    pub(in crate::cli) proxy: Option<String>,
    /// Send requests that change something to a host that the document calls production.
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
