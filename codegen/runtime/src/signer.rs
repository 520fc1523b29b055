//! The signer of the requests of a client.

use std::sync::Arc;

/// Why a request cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned(String);

impl Unsigned {
    /// With the reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl std::fmt::Display for Unsigned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the request cannot be signed: {}", self.0)
    }
}

impl std::error::Error for Unsigned {}

/// Changes a request when it is otherwise complete, such as to sign it.
pub trait Sign: Send + Sync {
    /// Replaces headers of the request.
    ///
    /// # Errors
    /// Why the request cannot be signed; it is then not sent.
    fn sign(&self, request: &mut reqwest::Request) -> Result<(), Unsigned>;
}

/// Any signer of requests. `Debug` shows only that there is one.
#[derive(Clone)]
pub struct AnySigner(Arc<dyn Sign>);

impl AnySigner {
    /// Wraps a signer.
    pub fn new(signer: impl Sign + 'static) -> Self {
        Self(Arc::new(signer))
    }

    /// Signs a request.
    ///
    /// # Errors
    /// Why the request cannot be signed.
    pub fn sign(&self, request: &mut reqwest::Request) -> Result<(), Unsigned> {
        self.0.sign(request)
    }
}

impl std::fmt::Debug for AnySigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AnySigner")
    }
}
