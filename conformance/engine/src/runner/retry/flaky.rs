//! Retries a case that fails and is known to fail intermittently.

use super::Retry;
use crate::runner::Transports;
use crate::runner::case_run::CaseRun;
use crate::runner::execute::Asked;
use conformance_core::event::{Flaky, Outcome};

impl CaseRun<'_> {
    /// The result of the case: of the first run that did not fail, otherwise of the first run.
    pub(in crate::runner) async fn retry_flaky(
        self,
        asked: Asked,
        transports: &Transports,
    ) -> Asked {
        let Outcome::Failed { findings } = &asked.outcome else {
            return asked;
        };
        let known = self.suite.known.flaky(&self.case.id, findings);
        let Some(flaky) = known.filter(|_| Retry::KnownFlaky.is_allowed(self)) else {
            return asked;
        };
        for retry in 1..=flaky.retries.unwrap_or_default() {
            // Boxed, since it is rarely taken: otherwise the future of every case would be larger.
            let Some(mut again) = Box::pin(self.ask_afresh(transports)).await else { break };
            if matches!(again.outcome, Outcome::Passed { .. } | Outcome::Warned { .. }) {
                again.flaky = Some(Flaky { tries: retry + 1, reason: flaky.reason.clone() });
                return again;
            }
        }
        asked
    }

    /// The result of the case with fresh live values; `None` if none remains, so that the first result
    /// counts.
    async fn ask_afresh(self, transports: &Transports) -> Option<Asked> {
        let transports = Retry::KnownFlaky.transports(self, transports)?;
        let prepared = self.prepare(&transports).await.ok()?;
        Some(self.ask(Ok(prepared), &transports).await)
    }
}
