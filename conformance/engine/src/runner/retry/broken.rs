//! A broken response: the case is run again with fresh live values, over a raw connection.

use super::Retry;
use crate::runner::Transports;
use crate::runner::case_run::CaseRun;
use crate::runner::execute::Sent;
use crate::runner::prepare::Prepared;
use conformance_core::exchange::{Exchange, Via};

impl CaseRun<'_> {
    /// The result of the case, and the transports for its further requests, if a response was broken
    /// and the case could be prepared again. A used value may not be sent twice; if none remains, the
    /// first response counts.
    pub(in crate::runner) async fn retry_broken(
        self,
        sent: &Sent,
        transports: &Transports,
    ) -> Option<(Sent, Transports)> {
        let exchanges = sent.as_ref().ok().filter(|list| list.iter().any(is_broken))?;
        let why = Retry::BrokenResponse;
        if !why.is_allowed(self) {
            return None;
        }
        let transports = why.transports(self, transports)?;
        // Boxed, since it is rarely taken: otherwise the future of every case would be larger.
        let mut again = Box::pin(self.prepare(&transports)).await.ok()?;
        // The HTTP library cannot distinguish a response that is truncated within its header section
        // from none.
        if !exchanges.iter().any(Exchange::is_endless) {
            send_raw(&mut again);
        }
        let again = Box::pin(self.send_all(again, &transports)).await;
        Some((again, transports))
    }
}

/// Sends the requests over a raw connection that would use the HTTP library.
fn send_raw(prepared: &mut Prepared) {
    let plain = prepared.requests.iter_mut().flatten();
    plain.filter(|one| one.via == Via::Http).for_each(|one| one.via = Via::Raw);
}

/// Whether the response is incomplete without reason: a malformed request may be rejected by closing
/// the connection.
fn is_broken(exchange: &Exchange) -> bool {
    exchange.response().is_none() && !matches!(exchange.request.via, Via::Malformed(_))
}
