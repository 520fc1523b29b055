//! What a run may ask and how long, as the command line says it: nothing is asked that was not meant.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;

use crate::targets;

pub(crate) fn conformance(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// A target that responds everybody so, and how often it was asked.
fn target(response: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let address = targets::start(move |mut stream, _| {
        count.fetch_add(1, Ordering::SeqCst);
        async move {
            let _ = stream.write_all(response).await;
            let _ = stream.shutdown().await;
        }
    });
    (format!("http://{address}"), asked)
}

const GONE: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const FAILS: &[u8] =
    b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

const SILENT: &[u8] = b"HTTP/1.1 500 Internal Server Error\r\ncontent-type: text/plain\r\n\
connection: close\r\n\r\njava.lang.NullPointerException\n\tat com.example.Tokens.end(Tokens.java:7)\n";

/// The exit code, and the cases of the report.
fn run(target: &str, flags: &[&str]) -> (Option<i32>, Vec<Value>) {
    let mut arguments = vec!["run", "--provider", "nomba", "--target", target];
    arguments.extend(["--report", "json"]);
    arguments.extend(flags);
    let (code, report, errors) = conformance(&arguments);
    let report: Value =
        serde_json::from_str(&report).unwrap_or_else(|error| panic!("{error}: {errors}"));
    let cases = report["suites"][0]["cases"].as_array().unwrap().clone();
    (code, cases)
}

/// How many cases ended so, with this reason.
fn count(cases: &[Value], verdict: &str, reason: &str) -> usize {
    let is = |case: &&Value| {
        case["verdict"] == verdict
            && (reason.is_empty() || case["reason"].as_str().is_some_and(|r| r.contains(reason)))
    };
    cases.iter().filter(is).count()
}

#[test]
fn no_request_goes_beyond_the_budget() {
    let (url, asked) = target(GONE);
    let (code, cases) = run(&url, &["--budget", "20", "--skip", "*/method-*"]);
    let asked = asked.load(Ordering::SeqCst);
    assert!((10..=20).contains(&asked), "{asked}");
    assert!(matches!(code, Some(0 | 1)), "{code:?}");
    let left_out = count(&cases, "skipped", "outside of the request budget of 20");
    assert!(left_out > 20, "{left_out}");
}

/// Every response is a server error, so that each case would like to ask once more.
#[test]
fn asking_again_stays_within_the_budget_too() {
    let (url, asked) = target(FAILS);
    let (code, _) = run(&url, &["--budget", "12"]);
    assert_eq!(code, Some(1));
    let asked = asked.load(Ordering::SeqCst);
    assert!(asked <= 12, "{asked}");
}

#[test]
fn fail_fast_stops_after_n_failures() {
    let (url, asked) = target(FAILS);
    let flags = ["--only", "*/method-*", "--concurrency", "1", "--fail-fast=2"];
    let (code, cases) = run(&url, &flags);
    assert_eq!(code, Some(1));
    assert_eq!((count(&cases, "failed", ""), count(&cases, "skipped", "--fail-fast")), (2, 2));
    assert!(asked.load(Ordering::SeqCst) <= 6, "{asked:?}");
}

#[test]
fn when_the_time_is_over_the_rest_is_skipped_and_reported() {
    let (url, _) = target(GONE);
    let (code, cases) = run(&url, &["--only", "*/method-*", "--max-time", "1ns"]);
    assert_eq!(code, Some(5), "nothing came to a conclusion");
    assert_eq!(count(&cases, "skipped", "outside of the time of 1ns"), cases.len());
    // A rate that would take an hour does not hold the run up.
    let flags = ["--only", "*/method-*", "--rate", "1/h", "--max-time", "1m"];
    let (code, cases) = run(&url, &flags);
    assert_eq!(code, Some(0));
    assert_eq!((count(&cases, "passed", ""), count(&cases, "skipped", "--rate 1/h")), (1, 3));
}

/// Rejected for now once, asked again, and never a finding.
#[test]
fn temporarily_rejected_request_is_retried() {
    let asked = AtomicUsize::new(0);
    let address = targets::start(move |mut stream, _| {
        let is_first = asked.fetch_add(1, Ordering::SeqCst) < 2;
        async move {
            let _ = stream.write_all(if is_first { BUSY } else { GONE }).await;
            let _ = stream.shutdown().await;
        }
    });
    let (code, cases) = run(&format!("http://{address}"), &["--only", "*/method-*"]);
    assert_eq!((code, count(&cases, "passed", "")), (Some(0), cases.len()));
}

const BUSY: &[u8] = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\
connection: close\r\n\r\n";
const BUSY_FOR_LONG: &[u8] = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 3600\r\n\
content-length: 0\r\nconnection: close\r\n\r\n";

#[test]
fn a_target_that_is_busy_for_long_is_left_alone() {
    let (url, asked) = target(BUSY_FOR_LONG);
    let (code, cases) = run(&url, &["--concurrency", "2", "--skip", "check:schema-conformance"]);
    assert_eq!(code, Some(5));
    assert!(asked.load(Ordering::SeqCst) <= 2, "{asked:?}");
    let held = count(&cases, "skipped", "a wait of 3600 s exceeds the rest of --max-wait 120");
    assert!(held + 2 >= cases.len(), "{held} of {}", cases.len());
}

#[test]
fn the_shards_are_the_whole_and_have_nothing_in_common() {
    let list = |flags: &[&str]| {
        let (_, listed, _) = conformance(&[&["list", "--random", "9"], flags].concat());
        listed.lines().map(str::to_owned).collect::<Vec<String>>()
    };
    let whole: BTreeSet<String> = list(&[]).into_iter().collect();
    let parts: Vec<String> =
        ["1/3", "2/3", "3/3"].iter().flat_map(|shard| list(&["--shard", shard])).collect();
    assert_eq!(parts.len(), whole.len());
    assert_eq!(parts.iter().cloned().collect::<BTreeSet<_>>(), whole);
    // What a shard is does not depend on what else is chosen, but for malformed messages.
    let of_all = list(&["--shard", "2/3"]);
    let chosen = list(&["--shard", "2/3", "--provider", "moov", "--skip", "*/framing-*"]);
    assert!(!chosen.is_empty() && chosen.iter().all(|id| of_all.contains(id)));
}

/// One server reads them all, whichever document they are for.
#[test]
fn malformed_messages_are_sent_for_one_of_several_documents() {
    let framing = |flags: &[&str]| {
        let (_, listed, _) = conformance(&[&["list"], flags].concat());
        let is_framing = |id: &&str| id.contains("/framing-");
        listed.lines().filter(is_framing).map(str::to_owned).collect::<Vec<String>>()
    };
    let of = |provider: &str, ids: &[String]| {
        ids.len() == 13 && ids.iter().all(|id| id.starts_with(provider))
    };
    assert!(of("voucherify/", &framing(&[])), "{:?}", framing(&[]));
    assert!(of("moov/", &framing(&["--provider", "moov"])));
    assert!(of("nomba/", &framing(&["--only", "nomba/*"])));
    // The others have cases left, but none of these.
    let only = ["--only", "*/valid-minimal*", "--only", "moov/*/framing-*"];
    assert!(of("moov/", &framing(&only)));
}

/// No client can call once the caller's own credential has ended: only the last part may do so.
#[test]
fn last_shard_revokes_the_own_credential() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fixtures.json");
    let text = r#"{ "credentials": { "BearerAuth": { "token": "t-1" } }, "live-values": { "tokenId": [1, 2, 3, 4] },
        "own-credential": { "field": "tokenId", "value": "own" } }"#;
    std::fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    for (shard, has_it) in [("1/4", false), ("2/4", false), ("3/4", false), ("4/4", true)] {
        let flags = ["list", "--provider", "infisical", "--fixtures", &file, "--shard", shard];
        let (_, listed, messages) = conformance(&flags);
        assert_eq!(listed.contains("/script-own-last"), has_it, "{shard}: {listed}{messages}");
    }
}

#[test]
fn cases_are_chosen_by_operation_and_tag() {
    let list = |flags: &[&str]| conformance(&[&["list"], flags].concat()).1;
    let of_tag = list(&["--only", "tag:OAuth"]);
    assert!(of_tag.lines().all(|id| id.starts_with("voucherify/")) && !of_tag.is_empty());
    assert_eq!(of_tag, list(&["--only", "operation:revoke-oauth-*"]));
    // Kinds of globs narrow each other; globs of one kind add up.
    let both = list(&["--only", "tag:OAuth", "--only", "*/method-*", "--only", "*/unknown-path"]);
    assert_eq!(both.lines().count(), 7, "{both}");
    let skipped = list(&["--only", "tag:OAuth", "--skip", "operation:revoke-*"]);
    assert_eq!(skipped, "");
}

#[test]
fn only_selected_checks_run() {
    let (url, _) = target(SILENT);
    let checks = |flags: &[&str]| -> BTreeSet<String> {
        let (_, cases) = run(&url, &[&["--only", "*/method-put"], flags].concat());
        let findings = cases.iter().flat_map(|case| case["findings"].as_array()).flatten();
        findings.map(|finding| finding["check"].as_str().unwrap().to_owned()).collect()
    };
    let all = checks(&[]);
    assert!(all.len() > 1 && all.contains("server-error"), "{all:?}");
    let one: BTreeSet<String> = ["server-error".to_owned()].into();
    assert_eq!(checks(&["--only", "check:server-*"]), one);
    assert_eq!(checks(&["--skip", "check:server-error"]), &all - &one);
}

#[test]
fn failed_cases_are_rerun() {
    let folder = tempfile::tempdir().unwrap();
    let (report, lines) = (folder.path().join("report.json"), folder.path().join("report.jsonl"));
    let text = r#"{ "suites": [ { "cases": [
        { "id": "nomba/synthetic/revoke-an-access-token/method-put", "verdict": "failed" },
        { "id": "nomba/synthetic/revoke-an-access-token/method-get", "verdict": "inconclusive" },
        { "id": "nomba/synthetic/revoke-an-access-token/gone", "verdict": "failed" },
        { "id": "nomba/synthetic/revoke-an-access-token/method-patch", "verdict": "passed" } ] } ] }"#;
    std::fs::write(&report, text).unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    let cases = value["suites"][0]["cases"].as_array().unwrap();
    let events: Vec<String> = cases.iter().map(|case| format!("{{\"case\":{case}}}")).collect();
    std::fs::write(&lines, events.join("\n")).unwrap();
    for file in [&report, &lines] {
        let file = file.display().to_string();
        let (_, listed, messages) = conformance(&["list", "--rerun-failed", &file]);
        let variants: Vec<&str> = listed.lines().filter_map(|id| id.rsplit('/').next()).collect();
        assert_eq!(variants, ["method-get", "method-put"]);
        assert!(
            messages.contains("1 of its 3 failed cases do not exist in this run"),
            "{messages}"
        );
    }
    std::fs::write(&report, r#"{ "id": "a", "verdict": "passed" }"#).unwrap();
    let (code, _, messages) =
        conformance(&["run", "--rerun-failed", &report.display().to_string()]);
    assert_eq!(code, Some(4), "{messages}");
}

#[test]
fn mistakes_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let prose = folder.path().join("prose.json");
    std::fs::write(&prose, "no report").unwrap();
    let other = folder.path().join("other.json");
    std::fs::write(&other, "{\"paths\": {}}").unwrap();
    let (prose, other) = (prose.display().to_string(), other.display().to_string());
    let mut messages = String::new();
    for flags in [
        &["--rate", "5/x"][..],
        &["--rate", "0/s"],
        &["--budget", "0"],
        &["--max-wait", "-1"],
        &["--max-time", "soon"],
        &["--fail-fast=none"],
        &["--shard", "6/5"],
        &["--shard", "half"],
        &["--only", "operaton:x"],
        &["--only", "nomda/*", "--only", "*/method-get"],
        &["--only", "tag:Authentic", "--only", "operation:Revoke*", "--skip", "check:body-scheme"],
        &["--rerun-failed", "no-such-file"],
        &["--rerun-failed", &prose],
        &["--rerun-failed", &other],
        &["--update-expectations"],
    ] {
        let arguments = [&["run", "--provider", "nomba", "--report", "json"], flags].concat();
        let (code, _, message) = conformance(&arguments);
        messages.push_str(&format!("$ {}\n{message}exit {}\n\n", flags.join(" "), code.unwrap()));
    }
    let messages = messages.replace(&folder.path().display().to_string(), "<directory>");
    insta::assert_snapshot!(messages);
}

#[test]
fn plan_lists_cases_within_the_budget() {
    let flags = ["--provider", "nomba", "--budget", "40", "--rate", "20/m", "--rate", "5/s"];
    let (code, text, _) = conformance(&[&["plan"], &flags[..]].concat());
    assert_eq!(code, Some(0));
    assert!(text.contains("cases fit into the budget of 40; 2 requests are reserved"), "{text}");
    assert!(text.contains("omitted: nomba Revoke an access_token"), "{text}");
    assert!(text.contains("at 20/m and 5/s: at least 1m\n38 requests in total"), "{text}");
    let (_, text, _) = conformance(&[&["plan", "--format", "json"], &flags[..]].concat());
    let plan: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&plan["seconds"], &plan["budget"]["planned"]), (&60.into(), &38.into()));
    let left_out = plan["budget"]["left_out"].as_array().unwrap();
    let left_out: u64 = left_out.iter().filter_map(|group| group["cases"].as_u64()).sum();
    let whole = conformance(&["list", "--provider", "nomba"]).1.lines().count() as u64;
    assert_eq!(plan["budget"]["cases"].as_u64().unwrap() + left_out, whole);
}
