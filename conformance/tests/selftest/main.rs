//! The self-test on the five documents and on small ones: every fault that applies is found by its
//! check, and the unspoilt mock is not complained of.

#![expect(clippy::expect_used, reason = "a test says by a panic what is wrong")]

use std::collections::BTreeSet;
use std::sync::Arc;

use conformance::selftest::{self, SelfTest};

/// The five, each with the field that names what must live.
const PROVIDERS: [(&str, &str); 5] = [
    ("pipevest", "accessTokenId"),
    ("voucherify", "access_token"),
    ("nomba", "access_token"),
    ("moov", "token"),
    ("infisical", "tokenId"),
];

async fn test(id: &str, text: &str, live: &[&str]) -> SelfTest {
    let (contract, diagnostics) = specs::parse(id, id, text);
    let contract = contract.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
    selftest::run(Arc::new(contract), live, 3).await.expect("loopback")
}

fn complaints(tested: &SelfTest) -> Vec<String> {
    let provider = &tested.provider;
    let alarms = tested.alarms.iter().map(|alarm| {
        let finding = &alarm.finding;
        format!("{provider}: false alarm: {} {}: {}", finding.check, finding.case, finding.actual)
    });
    let survivors = tested.trials.iter().filter(|trial| !trial.is_killed()).map(|trial| {
        let fault = trial.fault;
        format!("{provider}: {}: {} is not among {:?}", fault.id, fault.check, trial.found)
    });
    alarms.chain(survivors).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_five_kill_every_fault() {
    let mut complained = Vec::new();
    let mut used = BTreeSet::new();
    for (id, live) in PROVIDERS {
        let provider = specs::providers::find(id).expect("known");
        let tested = test(id, provider.text, &[live]).await;
        assert!(tested.trials.len() > 10, "{id}: {} faults apply", tested.trials.len());
        assert_eq!(tested.tally.inconclusive + tested.tally.skipped, 0, "{id}: {:?}", tested.tally);
        complained.extend(complaints(&tested));
        used.extend(tested.trials.iter().map(|trial| trial.fault.id));
    }
    assert!(complained.is_empty(), "{}:\n{}", complained.len(), complained.join("\n"));
    let unused: Vec<_> =
        conformance::faults::all().map(|fault| fault.id).filter(|id| !used.contains(id)).collect();
    assert!(unused.is_empty(), "faults that no document gives room for: {unused:?}");
}
