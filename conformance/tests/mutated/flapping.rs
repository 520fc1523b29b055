//! Servers that response wrongly now and then.

use crate::server::{Change, HttpResponse, Sent, Verdict, validator};

async fn flapping(
    provider: &'static str,
    change: fn(&mut Vec<String>, &Sent, &mut HttpResponse),
) -> Verdict {
    // What comes after what must not be left to chance.
    validator(provider, Change::Noted(change), vec!["--concurrency", "1"]).await
}

/// What is said of the findings of a check in cases whose id ends so.
fn messages<'a>(verdict: &'a Verdict, check: &'a str, case: &'a str) -> Vec<&'a str> {
    let of_check = verdict.findings().filter(move |finding| finding["check"] == check);
    let of_case = of_check
        .filter(move |finding| finding["case"].as_str().is_some_and(|id| id.contains(case)));
    of_case.filter_map(|finding| finding["actual"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_third_response_is_500() {
    let verdict = flapping("pipevest", |notes, _, response| {
        notes.push(String::new());
        if notes.len() % 3 == 0 {
            response.set(500, "");
        }
    })
    .await;
    assert_eq!(verdict.exit, Some(1));
    let repeated = messages(&verdict, "server-error", "valid-repeated");
    assert!(
        repeated.iter().any(|messages| messages.contains("intermittent: 1 of 4")
            || messages.contains("intermittent: 2 of 4")),
        "{repeated:?}"
    );
    let refused = messages(&verdict, "server-error", "invalid-");
    assert!(
        refused.iter().any(|messages| messages.contains("intermittent: asked once more")),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fourth_response_is_404() {
    let verdict = flapping("voucherify", |notes, _, response| {
        notes.push(String::new());
        if notes.len() % 4 == 0 {
            response.set(404, "");
        }
    })
    .await;
    let repeated = messages(&verdict, "rejected-valid-request", "valid-repeated");
    assert!(
        repeated.iter().all(|messages| messages.contains("intermittent: 1 of 4")),
        "{repeated:?}"
    );
    assert_eq!(repeated.len(), 1, "{repeated:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_always_fails_is_not_intermittent() {
    let verdict = flapping("nomba", |_, _, response| response.set(500, "")).await;
    assert_eq!(verdict.exit, Some(1));
    let all: Vec<&str> = messages(&verdict, "server-error", "");
    assert!(
        !all.is_empty() && all.iter().all(|messages| !messages.contains("intermittent")),
        "{all:?}"
    );
}
