//! Servers with intermittent faults.

use crate::server::{Change, HttpResponse, RunResult, Sent, run_suite};

async fn run_intermittent(
    provider: &'static str,
    change: fn(&mut Vec<String>, &Sent, &mut HttpResponse),
) -> RunResult {
    // The order of requests must be fixed.
    run_suite(provider, Change::Stateful(change), vec!["--concurrency", "1"]).await
}

/// The `actual` texts of the findings of a check, in cases whose id has this text.
fn actual_texts<'a>(verdict: &'a RunResult, check: &'a str, case: &'a str) -> Vec<&'a str> {
    let of_check = verdict.findings().filter(move |finding| finding["check"] == check);
    let of_case = of_check
        .filter(move |finding| finding["case"].as_str().is_some_and(|id| id.contains(case)));
    of_case.filter_map(|finding| finding["actual"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn intermittent_server_error_is_reported() {
    let verdict = run_intermittent("pipevest", |notes, _, response| {
        notes.push(String::new());
        if notes.len() % 3 == 0 {
            response.set(500, "");
        }
    })
    .await;
    assert_eq!(verdict.exit, Some(1));
    let repeated = actual_texts(&verdict, "server-error", "valid-repeated");
    assert!(
        repeated
            .iter()
            .any(|text| text.contains("intermittent: 1 of 4")
                || text.contains("intermittent: 2 of 4")),
        "{repeated:?}"
    );
    let refused = actual_texts(&verdict, "server-error", "invalid-");
    assert!(
        refused.iter().any(|text| text.contains("intermittent: asked once more")),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn intermittent_rejection_is_reported() {
    let verdict = run_intermittent("voucherify", |notes, _, response| {
        notes.push(String::new());
        if notes.len() % 4 == 0 {
            response.set(404, "");
        }
    })
    .await;
    let repeated = actual_texts(&verdict, "rejected-valid-request", "valid-repeated");
    assert!(repeated.iter().all(|text| text.contains("intermittent: 1 of 4")), "{repeated:?}");
    assert_eq!(repeated.len(), 1, "{repeated:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn permanent_fault_is_not_intermittent() {
    let verdict = run_intermittent("nomba", |_, _, response| response.set(500, "")).await;
    assert_eq!(verdict.exit, Some(1));
    let all: Vec<&str> = actual_texts(&verdict, "server-error", "");
    assert!(!all.is_empty() && all.iter().all(|text| !text.contains("intermittent")), "{all:?}");
}
