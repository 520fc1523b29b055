//! The self-test on the five documents and on small ones: every fault that applies is found by its
//! check, and the unspoilt mock is not complained of.

#![expect(clippy::expect_used, reason = "a test says by a panic what is wrong")]

mod documents;

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
    let told = tested.variants.iter().flat_map(|(variant, told)| {
        told.iter().map(move |alarm| (format!("on {}", variant.id), alarm))
    });
    let alarms = tested.alarms.iter().map(|alarm| (String::new(), alarm)).chain(told);
    let alarms = alarms.map(|(on, alarm)| {
        let finding = &alarm.finding;
        let (check, case, actual) = (finding.check, &finding.case, &finding.actual);
        format!("{provider}: false alarm {on}: {check} {case}: {actual}")
    });
    let survivors = tested.trials.iter().filter(|trial| !trial.is_killed()).map(|trial| {
        let fault = trial.fault;
        format!("{provider}: {}: {} is not among {:?}", fault.id, fault.check, trial.found)
    });
    alarms.chain(survivors).collect()
}

/// The self-test of the five, and of a document that gives room for what they do not.
async fn all() -> Vec<SelfTest> {
    let known = PROVIDERS
        .map(|(id, live)| (id, specs::providers::find(id).expect("known").text, vec![live]));
    let kitchen = [("kitchen", include_str!("kitchen.yaml"), Vec::new())];
    let mut tested = Vec::new();
    for (id, text, live) in known.into_iter().chain(kitchen) {
        tested.push(test(id, text, &live).await);
    }
    tested
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_is_found_and_every_variant_passes() {
    let all = all().await;
    let mut used = BTreeSet::new();
    for tested in &all {
        let id = &tested.provider;
        assert!(tested.trials.len() > 30, "{id}: {} faults apply", tested.trials.len());
        assert!(tested.variants.len() > 10, "{id}: {} variants apply", tested.variants.len());
        assert_eq!(tested.tally.inconclusive + tested.tally.skipped, 0, "{id}: {:?}", tested.tally);
        used.extend(tested.trials.iter().map(|trial| trial.fault.id));
        used.extend(tested.variants.iter().map(|(variant, _)| variant.id));
    }
    let complained: Vec<String> = all.iter().flat_map(complaints).collect();
    assert!(complained.is_empty(), "{}:\n{}", complained.len(), complained.join("\n"));
    let faults = conformance::faults::all().map(|fault| fault.id);
    let variants = conformance::variants::all().map(|variant| variant.id);
    let unused: Vec<_> = faults.chain(variants).filter(|id| !used.contains(id)).collect();
    assert!(unused.is_empty(), "no document gives room for: {unused:?}");
}

#[test]
fn every_check_has_a_fault() {
    let found: BTreeSet<&str> = conformance::faults::all().map(|fault| fault.check).collect();
    let checks = conformance::checks::ALL.into_iter().map(|check| check.id);
    let without: Vec<_> = checks.filter(|check| !found.contains(check)).collect();
    assert!(without.is_empty(), "checks that no fault is for: {without:?}");
}

#[test]
fn ids_are_told_apart() {
    let faults = conformance::faults::all().map(|fault| fault.id);
    let ids: Vec<_> = faults.chain(conformance::variants::all().map(|one| one.id)).collect();
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
}
