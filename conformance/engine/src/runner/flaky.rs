//! Asks a case once more that fails and is known to do so now and then.

use super::execute::{self, Asked};
use super::{Settings, Transports};
use crate::fixtures::cost;
use crate::suite::Suite;
use conformance_core::event::{Flaky, Outcome};
use conformance_core::redact::Redactor;

/// What came of the case in the end: of the first time that it did not fail, else of the first time.
pub(super) async fn ask_again(
    asked: Asked,
    suite: &Suite,
    index: usize,
    transports: &Transports,
    settings: Settings,
    redactor: &Redactor,
) -> Asked {
    let case = &suite.cases[index];
    let Outcome::Failed { findings } = &asked.outcome else {
        return asked;
    };
    // The caller's own credential is ended once, whatever comes of it.
    let Some(flaky) = suite.known.flaky(&case.id, findings).filter(|_| !case.ends_the_caller())
    else {
        return asked;
    };
    for retry in 1..=flaky.retries.unwrap_or_default() {
        // Fresh live values; where none is left, the first response stands.
        let Some(transports) = transports.once_more(suite, cost(case, &suite.fixtures)) else {
            break;
        };
        let prepared = execute::prepare(suite, index, settings.seed, redactor, &transports);
        // Boxed: it takes no room in the future of every case.
        let Ok(prepared) = Box::pin(prepared).await else { break };
        let again = execute::ask(suite, index, Ok(prepared), &transports, settings.seed, redactor);
        let mut again = Box::pin(again).await;
        if matches!(again.outcome, Outcome::Passed { .. } | Outcome::Warned { .. }) {
            again.flaky = Some(Flaky { tries: retry + 1, reason: flaky.reason.clone() });
            return again;
        }
    }
    asked
}
