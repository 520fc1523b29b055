//! How a recorder forwards exchanges.

use std::time::Duration;

/// How exchanges are forwarded.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The absolute base URL of the target, without a slash at its end.
    pub target: String,
    /// The longest time that an exchange may take.
    pub timeout: Duration,
    /// The longest body of a request or a response, in bytes.
    pub max_body: usize,
    /// The origin that is written to each entry.
    pub provenance: String,
}
