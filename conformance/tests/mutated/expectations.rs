//! Failures that are known, end to end: a mutated server, the file, the exit code, and the file afterwards.

use conformance_testbed::mutation::{Change, HttpResponse, Sent};

use crate::server::{Verdict, validator};

/// A server that responds what does not exist with a server error.
fn fails(_: &Sent, response: &mut HttpResponse) {
    if response.status == 404 {
        response.set(500, "");
    }
}

fn stays(_: &Sent, _: &mut HttpResponse) {}

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

async fn run(change: Change, file: &File, more: &[&'static str]) -> Verdict {
    let mut flags = vec!["--only", "*/unknown-access-token", "--expectations", file.path];
    flags.extend(more);
    validator("nomba", change, flags).await
}

fn stale(verdict: &Verdict) -> Vec<(&str, &str)> {
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
async fn a_known_failure_fails_nothing() {
    let verdict = run(Change::HttpResponse(fails), &file(KNOWN), &[]).await;
    assert_eq!((verdict.exit, stale(&verdict)), (Some(0), vec![]));
    assert_eq!(verdict.report["tally"]["known"], 1);
    let without = run(Change::HttpResponse(fails), &file(""), &[]).await;
    assert_eq!(without.exit, Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unexpected_pass_fails() {
    let verdict = run(Change::HttpResponse(stays), &file(KNOWN), &[]).await;
    assert_eq!((verdict.exit, stale(&verdict)), (Some(1), vec![("unexpected-pass", "1")]));
}

/// Cases that were left out of the run say nothing of their entries, and other providers neither.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_run_is_not_validated() {
    let text = "[[known]]\ncase = 'nomba/*/method-get'\nreason = 'r'\n\n\
                [[known]]\ncase = 'moov/*'\nreason = 'r'\n\n\
                [[known]]\ncase = 'nomba/random/*'\nreason = 'r'\n";
    let verdict = run(Change::HttpResponse(stays), &file(text), &[]).await;
    assert_eq!((verdict.exit, stale(&verdict)), (Some(0), vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stale_and_expired_entries_fail_and_say_what_was_meant() {
    let text = "[[known]]\ncase = 'nomba/*/unknown-acess-token'\nreason = 'a slip'\n\n\
                [[flaky]]\ncase = 'nomba/*/methud-put'\nreason = 'a slip too'\n\n\
                [[known]]\ncase = 'nomba/*/unknown-*'\nreason = 'over'\nexpires = 2020-01-31\n";
    let verdict = run(Change::HttpResponse(fails), &file(text), &[]).await;
    let expected = vec![("stale", "1"), ("expired", "9"), ("stale", "5")];
    assert_eq!((verdict.exit, stale(&verdict)), (Some(1), expected));
    let nearest = |index: usize| verdict.report["stale"][index]["nearest"].as_str();
    let id = "nomba/synthetic/revoke-an-access-token/unknown-access-token";
    assert_eq!(nearest(0), Some(id));
    assert!(nearest(2).is_some_and(|near| near.ends_with("method-put")), "{:?}", nearest(2));
    assert_eq!(verdict.report["tally"]["failed"], 1, "an expired entry covers nothing");
}

/// Every other response to what does not exist is a server error.
fn flaps(notes: &mut Vec<String>, _: &Sent, response: &mut HttpResponse) {
    if response.status == 404 {
        notes.push(String::new());
        if notes.len() % 2 == 1 {
            response.set(500, "");
        }
    }
}

const FLAKY: &str = "[[flaky]]\ncase = '*/unknown-*'\nretries = 1\nreason = 'a replica lags'\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_flaky_is_asked_again() {
    let verdict = run(Change::Noted(flaps), &file(FLAKY), &[]).await;
    assert_eq!((verdict.exit, stale(&verdict)), (Some(0), vec![]));
    let case = &verdict.report["suites"][0]["cases"][0];
    assert_eq!((&case["verdict"], &case["flaky"]["tries"]), (&"passed".into(), &2.into()));
    assert_eq!(verdict.report["tally"]["flaky"], 1);
    let always = run(Change::HttpResponse(fails), &file(FLAKY), &[]).await;
    assert_eq!((always.exit, &always.report["tally"]["failed"]), (Some(1), &1.into()));
    let without = run(Change::Noted(flaps), &file(""), &[]).await;
    assert_eq!(without.exit, Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_keeps_what_people_wrote() {
    let text = "# Failures of staging, agreed with the provider.\n\n\
                # mended long ago\n[[known]]\ncase = 'nomba/*/unknown-acess-token'\nreason = 'a slip'\n\n\
                # see the wiki\n[[known]]\ncase = \"moov/*\"   # all of it\nreason = 'not asked here'\n\n\
                [[flaky]]\ncase = 'nomba/*/method-put'\nreason = 'slow'\n";
    let file = file(text);
    let verdict = run(Change::HttpResponse(fails), &file, &["--update-expectations"]).await;
    assert_eq!(verdict.exit, Some(0), "what fails is known from now on");
    let written = std::fs::read_to_string(file.path).expect("there");
    let today = written.split("accepted on ").nth(1).map_or("", |rest| &rest[..10]).to_owned();
    insta::assert_snapshot!(written.replace(&today, "YYYY-MM-DD"));
    let again = run(Change::HttpResponse(fails), &file, &[]).await;
    assert_eq!((again.exit, stale(&again)), (Some(0), vec![]));
    // Once it is mended, the entry goes, and all else stays.
    let mended = run(Change::HttpResponse(stays), &file, &["--update-expectations"]).await;
    assert_eq!(mended.exit, Some(0));
    let written = std::fs::read_to_string(file.path).expect("there");
    assert!(!written.contains("accepted on") && written.contains("# see the wiki"), "{written}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_makes_the_file_and_leaves_expired_entries() {
    let empty = file("");
    std::fs::remove_file(empty.path).expect("there");
    let verdict = run(Change::HttpResponse(fails), &empty, &["--update-expectations"]).await;
    assert_eq!(verdict.exit, Some(0));
    let expired = format!("{KNOWN}expires = 2020-01-31\n");
    let expired_file = file(&expired);
    let verdict = run(Change::HttpResponse(fails), &expired_file, &["--update-expectations"]).await;
    assert_eq!(verdict.exit, Some(1), "a day is set to be reminded of it");
    assert_eq!(std::fs::read_to_string(expired_file.path).expect("there"), expired);
}
