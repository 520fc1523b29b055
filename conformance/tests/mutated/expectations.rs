//! Known failures, end to end: a mutated server, the file, the exit code and the updated file.

use conformance_testbed::mutation::{Change, HttpResponse, Sent};

use crate::server::{RunResult, run_suite};

/// Responds to unknown values with a server error.
fn fails_for_unknown(_: &Sent, response: &mut HttpResponse) {
    if response.status == 404 {
        response.set(500, "");
    }
}

fn unchanged(_: &Sent, _: &mut HttpResponse) {}

struct File {
    _folder: tempfile::TempDir,
    path: &'static str,
}

fn file(text: &str) -> File {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("expectations.toml");
    std::fs::write(&path, text).expect("written");
    // Flags live as long as the test.
    File { _folder: folder, path: Box::leak(path.display().to_string().into_boxed_str()) }
}

async fn run(change: Change, file: &File, more: &[&'static str]) -> RunResult {
    let mut flags = vec!["--only", "*/unknown-access-token", "--expectations", file.path];
    flags.extend(more);
    run_suite("nomba", change, flags).await
}

fn stale(verdict: &RunResult) -> Vec<(&str, &str)> {
    let list = verdict.report["stale"].as_array().expect("a list");
    list.iter()
        .map(|one| {
            let place = one["place"].as_str().and_then(|place| place.rsplit(':').next());
            (one["kind"].as_str().unwrap_or_default(), place.unwrap_or_default())
        })
        .collect()
}

const KNOWN: &str =
    "[[known]]\ncase = 'nomba/*/unknown-acc*token'\nreason = 'until the next release'\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn known_failure_does_not_fail_the_run() {
    let verdict = run(Change::HttpResponse(fails_for_unknown), &file(KNOWN), &[]).await;
    assert_eq!((verdict.exit, stale(&verdict)), (Some(0), vec![]));
    assert_eq!(verdict.report["tally"]["known"], 1);
    let without = run(Change::HttpResponse(fails_for_unknown), &file(""), &[]).await;
    assert_eq!(without.exit, Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unexpected_pass_fails_the_run() {
    let verdict = run(Change::HttpResponse(unchanged), &file(KNOWN), &[]).await;
    assert_eq!((verdict.exit, stale(&verdict)), (Some(1), vec![("unexpected-pass", "1")]));
}

/// Cases that were left out of the run say nothing of their entries, and other providers neither.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_of_omitted_cases_are_not_stale() {
    let text = "[[known]]\ncase = 'nomba/*/method-get'\nreason = 'r'\n\n\
                [[known]]\ncase = 'moov/*'\nreason = 'r'\n\n\
                [[known]]\ncase = 'nomba/random/*'\nreason = 'r'\n";
    let verdict = run(Change::HttpResponse(unchanged), &file(text), &[]).await;
    assert_eq!((verdict.exit, stale(&verdict)), (Some(0), vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stale_and_expired_entries_fail_with_the_nearest_name() {
    let text = "[[known]]\ncase = 'nomba/*/unknown-acess-token'\nreason = 'a slip'\n\n\
                [[flaky]]\ncase = 'nomba/*/methud-put'\nreason = 'a slip too'\n\n\
                [[known]]\ncase = 'nomba/*/unknown-*'\nreason = 'over'\nexpires = 2020-01-31\n";
    let verdict = run(Change::HttpResponse(fails_for_unknown), &file(text), &[]).await;
    let expected = vec![("stale", "1"), ("expired", "9"), ("stale", "5")];
    assert_eq!((verdict.exit, stale(&verdict)), (Some(1), expected));
    let nearest = |index: usize| verdict.report["stale"][index]["nearest"].as_str();
    let id = "nomba/synthetic/revoke-an-access-token/unknown-access-token";
    assert_eq!(nearest(0), Some(id));
    assert!(nearest(2).is_some_and(|near| near.ends_with("method-put")), "{:?}", nearest(2));
    assert_eq!(verdict.report["tally"]["failed"], 1, "an expired entry covers nothing");
}

/// Every second response to unknown values is a server error.
fn fails_every_second_time(notes: &mut Vec<String>, _: &Sent, response: &mut HttpResponse) {
    if response.status == 404 {
        notes.push(String::new());
        if notes.len() % 2 == 1 {
            response.set(500, "");
        }
    }
}

const FLAKY: &str = "[[flaky]]\ncase = '*/unknown-*'\nretries = 1\nreason = 'a replica lags'\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flaky_case_is_retried() {
    let verdict = run(Change::Stateful(fails_every_second_time), &file(FLAKY), &[]).await;
    assert_eq!((verdict.exit, stale(&verdict)), (Some(0), vec![]));
    let case = &verdict.report["suites"][0]["cases"][0];
    assert_eq!((&case["verdict"], &case["flaky"]["tries"]), (&"passed".into(), &2.into()));
    assert_eq!(verdict.report["tally"]["flaky"], 1);
    let always = run(Change::HttpResponse(fails_for_unknown), &file(FLAKY), &[]).await;
    assert_eq!((always.exit, &always.report["tally"]["failed"]), (Some(1), &1.into()));
    let without = run(Change::Stateful(fails_every_second_time), &file(""), &[]).await;
    assert_eq!(without.exit, Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn update_keeps_comments_and_other_entries() {
    let text = "# Failures of staging, agreed with the provider.\n\n\
                # mended long ago\n[[known]]\ncase = 'nomba/*/unknown-acess-token'\nreason = 'a slip'\n\n\
                # see the wiki\n[[known]]\ncase = \"moov/*\"   # all of it\nreason = 'not asked here'\n\n\
                [[flaky]]\ncase = 'nomba/*/method-put'\nreason = 'slow'\n";
    let file = file(text);
    let verdict =
        run(Change::HttpResponse(fails_for_unknown), &file, &["--update-expectations"]).await;
    assert_eq!(verdict.exit, Some(0), "what fails is known from now on");
    let written = std::fs::read_to_string(file.path).expect("there");
    let today = written.split("accepted on ").nth(1).map_or("", |rest| &rest[..10]).to_owned();
    insta::assert_snapshot!(written.replace(&today, "YYYY-MM-DD"));
    let again = run(Change::HttpResponse(fails_for_unknown), &file, &[]).await;
    assert_eq!((again.exit, stale(&again)), (Some(0), vec![]));
    // Once it is mended, the entry goes, and all else stays.
    let mended = run(Change::HttpResponse(unchanged), &file, &["--update-expectations"]).await;
    assert_eq!(mended.exit, Some(0));
    let written = std::fs::read_to_string(file.path).expect("there");
    assert!(!written.contains("accepted on") && written.contains("# see the wiki"), "{written}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn update_creates_the_file_and_keeps_expired_entries() {
    let empty = file("");
    std::fs::remove_file(empty.path).expect("there");
    let verdict =
        run(Change::HttpResponse(fails_for_unknown), &empty, &["--update-expectations"]).await;
    assert_eq!(verdict.exit, Some(0));
    let expired = format!("{KNOWN}expires = 2020-01-31\n");
    let expired_file = file(&expired);
    let verdict =
        run(Change::HttpResponse(fails_for_unknown), &expired_file, &["--update-expectations"])
            .await;
    assert_eq!(verdict.exit, Some(1), "a day is set to be reminded of it");
    assert_eq!(std::fs::read_to_string(expired_file.path).expect("there"), expired);
}
