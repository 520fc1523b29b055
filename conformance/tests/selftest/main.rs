//! The self-test on the providers' documents and on small ones: every fault that applies is found by its check,
//! and the unchanged mock has no finding.

#![expect(clippy::expect_used, reason = "a test fails by a panic")]

mod documents;
mod unsupplied;

use std::collections::BTreeSet;
use std::sync::Arc;

use conformance_testbed::selftest;
use conformance_testbed::selftest::SelfTest;

async fn test(id: &str, text: &str, live: &[&str]) -> SelfTest {
    let (contract, diagnostics) = specs::parse(id, id, text);
    let contract = contract.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
    selftest::run(Arc::new(contract), live, 3).await.expect("loopback")
}

fn errors(tested: &SelfTest) -> Vec<String> {
    let provider = &tested.provider;
    let messages = tested.variants.iter().flat_map(|(variant, messages)| {
        messages.iter().map(move |alarm| (format!("on {}", variant.id), alarm))
    });
    let alarms = tested.alarms.iter().map(|alarm| (String::new(), alarm)).chain(messages);
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

/// Faults and variants that `kitchen.yaml` does not permit, with a document that does.
const NOT_IN_KITCHEN: &[(&str, &str)] = &[
    ("any-signature", "pipevest"),
    ("code-of-other-status", "pipevest"),
    ("body-where-none-is", "voucherify"),
    ("digests-ignored", "signed"),
    ("fails-on-malformed-signatures", "pipevest"),
    ("keys-ignored", "pipevest"),
    ("keys-per-request", "pipevest"),
    ("keys-trusted", "pipevest"),
    ("last", "moov"),
    ("limits-headers", "moov"),
    ("limits-urls", "infisical"),
    ("additional-properties-sent", "moov"),
    ("one-of-several", "voucherify"),
    ("optional-credentials-ignored", "moov"),
    ("secret-ignored", "moov"),
    ("signatures-of-any-time", "pipevest"),
];

async fn passes(id: &str, text: &str, live: &str) {
    let tested = test(id, text, &[live]).await;
    let reported = errors(&tested);
    assert!(reported.is_empty(), "{}:\n{}", reported.len(), reported.join("\n"));
    assert!(tested.trials.len() > 30, "{} faults apply", tested.trials.len());
    assert!(tested.variants.len() > 10, "{} variants apply", tested.variants.len());
    assert_eq!(tested.tally.inconclusive + tested.tally.skipped, 0, "{:?}", tested.tally);
    let mut used: BTreeSet<&str> = tested.trials.iter().map(|trial| trial.fault.id).collect();
    used.extend(tested.variants.iter().map(|(variant, _)| variant.id));
    let elsewhere = |one: &str| NOT_IN_KITCHEN.iter().any(|(known, _)| *known == one);
    let faults = conformance_testbed::faults::all().map(|fault| fault.id);
    let all = faults.chain(conformance_testbed::variants::all().map(|variant| variant.id));
    let (expected, unexpected): (BTreeSet<&str>, BTreeSet<&str>) = match id {
        "kitchen" => all.partition(|one| !elsewhere(one)),
        _ => (
            NOT_IN_KITCHEN.iter().filter(|(_, by)| *by == id).map(|(one, _)| *one).collect(),
            BTreeSet::new(),
        ),
    };
    let unused: Vec<_> = expected.difference(&used).collect();
    assert!(unused.is_empty(), "not permitted: {unused:?}");
    let listed: Vec<_> = unexpected.intersection(&used).collect();
    assert!(listed.is_empty(), "permitted: {listed:?}");
}

/// The document of a provider, with its live field.
async fn provider_passes(id: &str, live: &str) {
    passes(id, specs::providers::find(id).expect("known").text, live).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_of_pipevest_is_found_and_every_variant_passes() {
    provider_passes("pipevest", "accessTokenId").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_of_voucherify_is_found_and_every_variant_passes() {
    provider_passes("voucherify", "access_token").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_of_nomba_is_found_and_every_variant_passes() {
    provider_passes("nomba", "access_token").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_of_moov_is_found_and_every_variant_passes() {
    provider_passes("moov", "token").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_of_infisical_is_found_and_every_variant_passes() {
    provider_passes("infisical", "tokenId").await;
}

/// Signed bodies, which no provider has.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_of_signed_content_is_found_and_every_variant_passes() {
    passes("signed", include_str!("signed.yaml"), "").await;
}

/// A document that permits the faults that the providers do not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_of_kitchen_is_found_and_every_variant_passes() {
    passes("kitchen", include_str!("kitchen.yaml"), "token").await;
}

/// Checks without a fault. This one compares the document itself with RFC 7009.
const ABOUT_THE_DOCUMENT: [&str; 1] = ["revocation-form"];

#[test]
fn every_check_has_a_fault() {
    let found: BTreeSet<&str> =
        conformance_testbed::faults::all().map(|fault| fault.check).collect();
    let checks = conformance_core::checks::ALL.iter().map(|check| check.id);
    // Comparisons with a recording are tested in `harness/replay.rs`.
    let of_replay = conformance_core::checks::ids_of(conformance_core::check::Scope::Replay);
    let checks = checks.filter(|check| !of_replay.contains(check));
    let without: Vec<_> = checks.filter(|check| !found.contains(check)).collect();
    assert_eq!(without, ABOUT_THE_DOCUMENT, "checks without a fault");
}

#[test]
fn ids_are_unique() {
    let faults = conformance_testbed::faults::all().map(|fault| fault.id);
    let ids: Vec<_> =
        faults.chain(conformance_testbed::variants::all().map(|one| one.id)).collect();
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
}
