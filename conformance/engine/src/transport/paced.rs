//! A transport at the pace of the run. What the target turns away for now (429, or 503 with
//! `Retry-After`) is sent again after a wait, and is not seen by anybody else.

use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt as _};

use super::pace::Pacer;
use super::{NotAsked, Transport};
use conformance_core::exchange::{Answer, Exchange, SentRequest};

/// A transport at the pace of the run.
pub struct Paced {
    inner: Arc<dyn Transport>,
    pacer: Arc<Pacer>,
}

impl Paced {
    /// Sends through this transport; all that share a pacer keep one pace together.
    pub fn new(inner: Arc<dyn Transport>, pacer: Arc<Pacer>) -> Self {
        Self { inner, pacer }
    }

    async fn paced(&self, request: SentRequest) -> Result<Exchange, NotAsked> {
        self.pacer.admit().await?;
        let exchange = self.inner.send(request).await?;
        let Some(answer) = refusal(&exchange) else {
            self.note(&exchange);
            return Ok(exchange);
        };
        match self.pacer.again(answer, 1) {
            // Seldom: it takes no room in the future of every request.
            Some(again) => Box::pin(self.again(&again, exchange)).await,
            None => Ok(exchange),
        }
    }

    /// Sends once more what was turned away, as often as may be.
    async fn again(
        &self,
        again: &super::pace::Again<'_>,
        mut exchange: Exchange,
    ) -> Result<Exchange, NotAsked> {
        // The refusal stands where nothing may be waited for or sent any more.
        let Ok(_turn) = again.admit().await else {
            return Ok(exchange);
        };
        for tries in 2.. {
            let sent = self.inner.send(exchange.request).await?;
            let Some(answer) = refusal(&sent) else {
                self.note(&sent);
                return Ok(sent);
            };
            let goes_on = again.once_more(answer, tries);
            exchange = sent;
            if !goes_on || again.wait().await.is_err() {
                break;
            }
        }
        Ok(exchange)
    }

    fn note(&self, exchange: &Exchange) {
        if let Some(answer) = exchange.any_answer() {
            self.pacer.let_through(answer);
        }
    }
}

fn refusal(exchange: &Exchange) -> Option<&Answer> {
    exchange.answer().filter(|answer| Pacer::is_refusal(answer))
}

impl Transport for Paced {
    fn send(&self, request: SentRequest) -> BoxFuture<'_, Result<Exchange, NotAsked>> {
        self.paced(request).boxed()
    }
}
