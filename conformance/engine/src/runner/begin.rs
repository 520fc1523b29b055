//! Begins a case, if the limits of the run allow it.

use std::sync::Arc;

use tokio::task::JoinHandle;

use super::Transports;
use super::case_run::{CaseRun, SuiteRun};
use super::execute::Asked;
use crate::budget::Kept;
use crate::transport::BudgetedTransport;
use conformance_core::event::Outcome;

impl Transports {
    /// The same for one case, with its share of the budget.
    pub(super) fn budgeted(&self, kept: Option<Kept>) -> Self {
        let Some(kept) = kept.map(Arc::new) else {
            return self.clone();
        };
        let budgeted = |inner| Arc::new(BudgetedTransport::new(inner, Arc::clone(&kept)));
        Self { http: budgeted(Arc::clone(&self.http)), raw: budgeted(Arc::clone(&self.raw)) }
    }
}

impl SuiteRun<'_> {
    /// Begins the case of this index. Its live values are drawn and minted here, in the order of the
    /// cases.
    pub(super) async fn begin(self, index: usize) -> JoinHandle<Box<Asked>> {
        let owned = self.case_run(index);
        let kept = match self.admit(owned.case_run()) {
            Ok(kept) => kept,
            Err(reason) => {
                let skipped = Asked::without_exchange(Outcome::Skipped { reason });
                return tokio::spawn(async { Box::new(skipped) });
            }
        };
        let budgeted = self.transports.budgeted(kept);
        let prepared = owned.case_run().prepare(&budgeted).await;
        let transports = self.transports.clone();
        // Both the future and its output are boxed: a task is moved several times before it is done.
        tokio::spawn(Box::pin(async move {
            let run = owned.case_run();
            let asked = run.ask(prepared, &budgeted).await;
            Box::new(run.retry_flaky(asked, &transports).await)
        }))
    }

    /// The share of a case in the budget, if there is one; otherwise why it is not run.
    fn admit(self, run: CaseRun<'_>) -> Result<Option<Kept>, String> {
        if let Some(time) = self.settings.time.filter(|time| time.is_over()) {
            return Err(time.words());
        }
        let Some(budget) = &run.suite.budget else {
            return Ok(None);
        };
        budget.admit(&run.case.id, run.cost()).map(Some).ok_or_else(|| budget.words())
    }
}
