//! How a recorder passes exchanges on.

use std::time::Duration;

/// How exchanges are passed on.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The absolute base URL of the target, without a slash at its end.
    pub target: String,
    /// The longest that an exchange may take.
    pub timeout: Duration,
    /// The longest content of a request or a response, in bytes.
    pub max_body: usize,
    /// Said in each entry of where it comes from.
    pub provenance: String,
}
