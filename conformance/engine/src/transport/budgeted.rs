//! A transport for one case, which counts its requests in the budget.

use std::sync::Arc;

use futures::future::BoxFuture;

use super::{NotAsked, Transport};
use crate::budget::Kept;
use conformance_core::exchange::{Exchange, SentRequest};

/// A transport for one case.
pub struct BudgetedTransport {
    inner: Arc<dyn Transport>,
    kept: Arc<Kept>,
}

impl BudgetedTransport {
    /// Counts the requests that go through `inner`.
    pub fn new(inner: Arc<dyn Transport>, kept: Arc<Kept>) -> Self {
        Self { inner, kept }
    }
}

impl Transport for BudgetedTransport {
    fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
        self.kept.spend();
        self.inner.send(request)
    }
}
