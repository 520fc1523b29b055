//! Begins a case, if the limits of the run still let it.

use std::sync::Arc;

use tokio::task::JoinHandle;

use super::execute::{self, Asked};
use super::{Settings, Transports, flaky};
use crate::budget::Kept;
use crate::fixtures::cost;
use crate::suite::Suite;
use crate::transport::BudgetedTransport;
use conformance_core::event::Outcome;
use conformance_core::redact::Redactor;

impl Transports {
    /// The same for one case, whose share of the budget this is.
    pub(super) fn budgeted(&self, kept: Option<Kept>) -> Self {
        let Some(kept) = kept.map(Arc::new) else {
            return self.clone();
        };
        let budgeted = |inner| Arc::new(BudgetedTransport::new(inner, Arc::clone(&kept)));
        Self { http: budgeted(Arc::clone(&self.http)), raw: budgeted(Arc::clone(&self.raw)) }
    }

    /// The same for so many requests that the case does not need; `None` where the budget has no room.
    pub(super) fn once_more(&self, suite: &Suite, cost: usize) -> Option<Self> {
        match &suite.budget {
            None => Some(self.clone()),
            Some(budget) => budget.keep(cost).map(|kept| self.budgeted(Some(kept))),
        }
    }
}

/// Begins the case of this index. Its live values are drawn and made here, in the order of the cases.
pub(super) async fn begin(
    suite: &Arc<Suite>,
    index: usize,
    settings: Settings,
    transports: &Transports,
    redactor: &Arc<Redactor>,
) -> JoinHandle<Box<Asked>> {
    let kept = match admit(suite, index, settings) {
        Ok(kept) => kept,
        Err(reason) => {
            let skipped = Asked::without_exchange(Outcome::Skipped { reason });
            return tokio::spawn(async { Box::new(skipped) });
        }
    };
    let budgeted = transports.budgeted(kept);
    let prepared = execute::prepare(suite, index, settings.seed, redactor, &budgeted).await;
    let (suite, transports) = (Arc::clone(suite), transports.clone());
    let (redactor, seed) = (Arc::clone(redactor), settings.seed);
    // Boxed, both that and what comes of it: a task is moved several times before it is done.
    tokio::spawn(Box::pin(async move {
        let asked = execute::ask(&suite, index, prepared, &budgeted, seed, &redactor).await;
        Box::new(flaky::ask_again(asked, &suite, index, &transports, settings, &redactor).await)
    }))
}

/// The share of a case in the budget, if there is one; else why it is not asked.
fn admit(suite: &Suite, index: usize, settings: Settings) -> Result<Option<Kept>, String> {
    if let Some(time) = settings.time.filter(|time| time.is_over()) {
        return Err(time.words());
    }
    let Some(budget) = &suite.budget else {
        return Ok(None);
    };
    let case = &suite.cases[index];
    budget.admit(&case.id, cost(case, &suite.fixtures)).map(Some).ok_or_else(|| budget.words())
}
