//! What signs the requests of a client.

use std::sync::Arc;

/// Why a request cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned(String);

impl Unsigned {
    /// For this reason.
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

/// Changes a request when all else is written, such as to sign it.
pub trait Sign: Send + Sync {
    /// Writes header fields over those that stand there.
    ///
    /// # Errors
    /// Why it cannot; the request is then not sent.
    fn sign(&self, request: &mut reqwest::Request) -> Result<(), Unsigned>;
}

/// Whatever signs requests. `Debug` says only that there is something.
#[derive(Clone)]
pub struct AnySigner(Arc<dyn Sign>);

impl AnySigner {
    /// This one.
    pub fn new(signer: impl Sign + 'static) -> Self {
        Self(Arc::new(signer))
    }

    /// Signs a request.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn sign(&self, request: &mut reqwest::Request) -> Result<(), Unsigned> {
        self.0.sign(request)
    }
}

impl std::fmt::Debug for AnySigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AnySigner")
    }
}
