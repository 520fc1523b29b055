//! A transport at the pace of the run. What the target rejects for now (429, or 503 with `Retry-After`)
//! is sent again after a wait, and is not visible to its callers.

use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt as _};

use super::rate_limit::RateLimiter;
use super::{NotAsked, Transport};
use conformance_core::exchange::{Exchange, HttpResponse, SentRequest};

/// A transport at the pace of the run.
pub struct RateLimitedTransport {
    inner: Arc<dyn Transport>,
    limiter: Arc<RateLimiter>,
}

impl RateLimitedTransport {
    /// Sends through this transport; all transports of a pacer share its pace.
    pub fn new(inner: Arc<dyn Transport>, limiter: Arc<RateLimiter>) -> Self {
        Self { inner, limiter }
    }

    async fn rate_limited(&self, request: SentRequest) -> Result<Exchange, NotAsked> {
        self.limiter.admit().await?;
        let exchange = self.inner.send(request).await?;
        let Some(response) = refusal(&exchange) else {
            self.note(&exchange);
            return Ok(exchange);
        };
        match self.limiter.again(response, 1) {
            // Boxed, since it is rarely taken: otherwise the future of every request would be larger.
            Some(again) => Box::pin(self.again(&again, exchange)).await,
            None => Ok(exchange),
        }
    }

    /// Sends again what was rejected for now, up to the most attempts.
    async fn again(
        &self,
        again: &super::rate_limit::Again<'_>,
        mut exchange: Exchange,
    ) -> Result<Exchange, NotAsked> {
        // The last rejection counts if nothing may be waited for or sent any more.
        let Ok(_turn) = again.admit().await else {
            return Ok(exchange);
        };
        for tries in 2.. {
            let sent = self.inner.send(exchange.request).await?;
            let Some(response) = refusal(&sent) else {
                self.note(&sent);
                return Ok(sent);
            };
            let goes_on = again.once_more(response, tries);
            exchange = sent;
            if !goes_on || again.wait().await.is_err() {
                break;
            }
        }
        Ok(exchange)
    }

    fn note(&self, exchange: &Exchange) {
        if let Some(response) = exchange.any_response() {
            self.limiter.let_through(response);
        }
    }
}

fn refusal(exchange: &Exchange) -> Option<&HttpResponse> {
    exchange.response().filter(|response| RateLimiter::is_refusal(response))
}

impl Transport for RateLimitedTransport {
    fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
        self.rate_limited(request).boxed()
    }
}
