//! The judge is judged: the reference server, spoilt in one way at a time, must be found out by the
//! check that is named, and must be silent otherwise.

#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

mod fault;
mod faults;
mod judged;

use faults::FAULTS;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_untouched_server_conforms() {
    for provider in &specs::providers::ALL {
        let judged = judged::run(provider.id, None, 8).await;
        assert_eq!(judged.objections, Vec::<String>::new(), "{}", provider.id);
        assert_eq!(
            judged.tally.passed,
            judged.tally.total(),
            "{}: {:?}",
            provider.id,
            judged.unsettled
        );
        assert!(judged.tally.total() > 10, "{}", provider.id);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_is_found_by_its_check() {
    let mut survivors = Vec::new();
    for fault in FAULTS {
        let judged = judged::run(fault.provider, Some(fault), 8).await;
        let found = judged.objections.iter().any(|objection| objection.starts_with(fault.check));
        if !found {
            survivors
                .push(format!("{}: {} not among {:?}", fault.id, fault.check, judged.objections));
        }
    }
    assert!(survivors.is_empty(), "{}", survivors.join("\n"));
}

#[test]
fn there_is_a_fault_for_every_check() {
    // The server's own library mends a 204 with content: the hostile targets of the harness test show it.
    let elsewhere = ["no-content-after-204"];
    for check in conformance::checks::ALL.into_iter().filter(|check| !elsewhere.contains(&check.id))
    {
        assert!(FAULTS.iter().any(|fault| fault.check == check.id), "no fault for {}", check.id);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_come_in_the_order_of_the_cases() {
    let alone = judged::run("moov", None, 1).await;
    let together = judged::run("moov", None, 16).await;
    assert_eq!(alone.ids, together.ids);
}
