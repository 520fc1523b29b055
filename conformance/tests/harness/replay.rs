//! Replay: what a run records replays green, what has changed is reported field by field, and what cannot be
//! sent says why. The checks of a replay have their right and wrong servers here.

mod scripts;

use std::path::{Path, PathBuf};
use std::process::Command;

use conformance_core::checks;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

use crate::har::folder;
use crate::micro::TOKENS;
use crate::targets;

pub(crate) fn conformance(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// The micro document as a file.
pub(crate) fn document(directory: &Path) -> String {
    let path = directory.join("micro.yaml");
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: Micro, version: '1' }}\n\
         servers: [{{ url: 'https://api.example.org/v1' }}]\n{TOKENS}"
    );
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn file(directory: &Path, name: &str) -> String {
    directory.join(name).display().to_string()
}

#[test]
fn recording_of_a_run_replays() {
    let directory = tempfile::tempdir().unwrap();
    for provider in specs::providers::ALL {
        let har = file(directory.path(), &format!("{}.har", provider.id));
        let (code, messages, errors) =
            conformance(&["run", "--provider", provider.id, "--record-out", &har]);
        assert_eq!(code, 0, "{messages}{errors}");
        let text = std::fs::read_to_string(&har).unwrap();
        for canary in ["reference-access-token", "reference-app-", "reference-client-secret"] {
            assert!(!text.contains(canary), "{}: {canary} is recorded", provider.id);
        }
        let recorded: Value = serde_json::from_str(&text).unwrap();
        let entries = recorded["log"]["entries"].as_array().unwrap();
        assert!(entries.len() > 40, "{}: {} entries", provider.id, entries.len());
        let replay = ["replay", &har, "--provider", provider.id];
        let (code, messages, errors) = conformance(&replay);
        assert_eq!(code, 0, "{messages}{errors}");
        assert!(messages.contains(" 0 inconclusive, 0 skipped"), "{messages}");
        let (code, messages, errors) =
            conformance(&["replay", &har, "--provider", provider.id, "--offline"]);
        assert_eq!((code, errors.as_str()), (0, ""), "{messages}");
        assert!(messages.contains(" 0 inconclusive, 0 skipped"), "{messages}");
    }
}

#[test]
fn recording_fails_against_changed_server() {
    let directory = tempfile::tempdir().unwrap();
    let har = file(directory.path(), "nomba.har");
    conformance(&["run", "--provider", "nomba", "--record-out", &har, "--only", "*/valid-*"]);
    let address = targets::saying(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\
          date: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 35\r\n\r\n\
          {\"code\":\"00\",\"description\":\"other\"}",
    );
    let target = format!("http://{address}");
    let mut arguments = vec!["replay", &har, "--provider", "nomba", "--target", &target];
    arguments.extend(["--value", "clientId=00000000-0000-4000-8000-000000000001"]);
    let token = format!("access_token={}", "t".repeat(320));
    let live: Vec<&str> = std::iter::repeat_n(["--live-value", &token], 90).flatten().collect();
    arguments.extend(live);
    let (code, messages, _) = conformance(&arguments);
    assert_eq!(code, 1, "{messages}");
    assert!(messages.contains("error[recorded-body-mismatch]"), "{messages}");
    assert!(messages.contains("/description: \"other\""), "{messages}");
}

/// What the recorded request was received.
fn recorded() -> Value {
    json!({
        "done": true, "id": "0d8fa5a1-13b1-4fa4-8884-3f28499fb6be", "at": "2026-01-01T00:00:00Z",
        "state": "active", "list": [{ "n": 1 }, { "n": 2 }], "key": "{{key}}", "since": 1_767_225_600,
    })
}

fn har(directory: &Path, body: &Value) -> String {
    let path = directory.join("one.har");
    let headers = json!([
        { "name": "content-type", "value": "application/json" },
        { "name": "x-request-id", "value": "7c1f8e0a-2f6b-4b8e-9a44-1d6d1c0b7f10" },
        { "name": "x-left", "value": "3" },
        { "name": "etag", "value": "\"a\"" },
    ]);
    let log = json!({ "log": {
        "version": "1.2", "creator": { "name": "hand", "version": "1" },
        "entries": [{
            "request": {
                "method": "DELETE",
                "url": "https://staging.example.org/api/tokens/0d8fa5a1-13b1-4fa4-8884-3f28499fb6be",
                "headers": [{ "name": "Authorization", "value": "Bearer {{Bearer}}" }],
                "postData": { "mimeType": "application/json", "text": "{\"reason\":\"moved\"}" },
            },
            "response": {
                "status": 200, "headers": headers,
                "content": { "mimeType": "application/json", "text": body.to_string() },
            },
        }],
    } });
    std::fs::write(&path, log.to_string()).unwrap();
    path.display().to_string()
}

/// The findings of a replay at a target that responds so, each on a line, and the exit code.
fn replayed(head: &str, body: &str, flags: &[&str]) -> (i32, String) {
    let directory = tempfile::tempdir().unwrap();
    let (spec, har) = (document(directory.path()), har(directory.path(), &recorded()));
    let response = format!(
        "HTTP/1.1 {head}\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    let address = targets::start(move |mut stream, request| {
        assert!(request.contains("Bearer canary-of-fixtures"), "{request}");
        let response = response.clone();
        async move {
            let _ = stream.write_all(response.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    let target = format!("http://{address}/other/base");
    let mut arguments = vec!["replay", &har, "--spec", &spec, "--target", &target];
    arguments.extend(["--auth", "Bearer=canary-of-fixtures", "--report", "json"]);
    arguments.extend(flags);
    let (code, report, errors) = conformance(&arguments);
    assert!(!report.contains("canary-of-fixtures"), "{report}");
    let report: Value = serde_json::from_str(&report).unwrap_or_else(|_| panic!("{errors}"));
    let mut lines = Vec::new();
    findings(&report, &mut lines);
    lines.dedup();
    let text = lines.join("\n").replace(&directory.path().display().to_string(), "<directory>");
    (code, text)
}

fn findings(value: &Value, lines: &mut Vec<String>) {
    if let Some(check) = value.get("check").and_then(Value::as_str)
        && checks::ids_of(conformance_core::check::Scope::Replay).contains(&check)
        && value.get("case").is_some()
    {
        let part = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        lines.push(format!(
            "{} {check}: {} | {}",
            part("severity"),
            part("expected"),
            part("actual")
        ));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| findings(item, lines)),
        Value::Object(members) => members.values().for_each(|member| findings(member, lines)),
        _ => {}
    }
}

const HEAD: &str = "200 OK\r\nContent-Type: application/json\r\nX-Left: 3\r\n\
                    X-Request-Id: 00000000-0000-4000-8000-000000000001";

fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut body = recorded();
    body["id"] = "00000000-0000-4000-8000-000000000009".into();
    body["at"] = "2027-05-05T12:00:00.5Z".into();
    body["key"] = "whatever".into();
    body["since"] = 1_790_000_000.into();
    change(&mut body);
    body.to_string()
}

#[test]
fn the_same_forms_are_no_difference() {
    let same = changed(|_| {});
    assert_eq!(replayed(HEAD, &same, &["--strict"]), (0, String::new()));
    insta::assert_snapshot!(replayed(HEAD, &same, &["--exact"]).1, @r#"
    error recorded-body-mismatch: /id: "0d8fa5a1-13b1-4fa4-8884-3f28499fb6be", as recorded at <directory>/one.har#/log/entries/0 | /id: "00000000-0000-4000-8000-000000000009"
    error recorded-body-mismatch: /at: "2026-01-01T00:00:00Z", as recorded at <directory>/one.har#/log/entries/0 | /at: "2027-05-05T12:00:00.5Z"
    error recorded-body-mismatch: /since: 1767225600, as recorded at <directory>/one.har#/log/entries/0 | /since: 1790000000
    "#);
}

#[test]
fn another_status_is_reported_and_nothing_more() {
    let (code, messages) = replayed("204 No Content", "", &[]);
    assert_eq!(code, 1);
    insta::assert_snapshot!(messages, @"error recorded-status-mismatch: status 200, as recorded at <directory>/one.har#/log/entries/0 | status 204");
}

#[test]
fn gateway_headers_are_no_difference() {
    let (code, messages) = replayed("503 Service Unavailable", "", &[]);
    assert_eq!((code, messages.as_str()), (5, ""));
}

#[test]
fn other_header_fields_are_warned_of() {
    let head = "200 OK\r\nContent-Type: application/json; v=2\r\nX-New: 1\r\nETag: \"b\"\r\n\
                X-Request-Id: 00000000-0000-4000-8000-000000000001";
    let body = changed(|_| {});
    let (code, messages) = replayed(head, &body, &[]);
    assert_eq!(code, 0, "a warning fails nothing");
    insta::assert_snapshot!(messages, @r"
    warning recorded-header-mismatch: header `content-type`: application/json, as recorded at <directory>/one.har#/log/entries/0 | header `content-type`: application/json; v=2
    warning recorded-header-mismatch: header `x-left`: 3, as recorded at <directory>/one.har#/log/entries/0 | header `x-left`: nothing
    info recorded-header-mismatch: header `x-new`: nothing, as recorded at <directory>/one.har#/log/entries/0 | header `x-new`: 1
    ");
    let flags = ["--strict", "--ignore", "header:x-*", "--ignore", "header:Content-Type"];
    assert_eq!(replayed(head, &body, &flags), (0, String::new()));
    assert_eq!(replayed(head, &body, &["--strict"]).0, 1);
}

#[test]
fn other_content_is_reported_member_by_member() {
    let body = changed(|body| {
        body["state"] = "revoked".into();
        body["list"] = json!([{ "n": 7 }]);
        body["more"] = json!({ "of": "it" });
        body.as_object_mut().unwrap().shift_remove("done");
        body["done"] = true.into();
        body["id"] = 12.into();
    });
    let (code, messages) = replayed(HEAD, &body, &[]);
    assert_eq!(code, 1);
    insta::assert_snapshot!(messages, @r#"
    error recorded-body-mismatch: /id: "0d8fa5a1-13b1-4fa4-8884-3f28499fb6be", as recorded at <directory>/one.har#/log/entries/0 | /id: 12
    error recorded-body-mismatch: /state: "active", as recorded at <directory>/one.har#/log/entries/0 | /state: "revoked"
    error recorded-body-mismatch: /list: an array of 2, as recorded at <directory>/one.har#/log/entries/0 | /list: an array of 1
    error recorded-body-mismatch: /list/0/n: 1, as recorded at <directory>/one.har#/log/entries/0 | /list/0/n: 7
    info recorded-body-mismatch: /more: nothing, as recorded at <directory>/one.har#/log/entries/0 | /more: {"of":"it"}
    "#);
    let flags = ["body:/id", "body:/state", "body:/list", "body:/more"];
    let flags: Vec<&str> = flags.into_iter().flat_map(|rule| ["--ignore", rule]).collect();
    assert_eq!(replayed(HEAD, &body, &flags), (0, String::new()));
    let messages = replayed(HEAD, &body, &["--ignore", "body:/list/*/n"]).1;
    assert!(!messages.contains("/list/0/n") && messages.contains("/list: an array"), "{messages}");
}

fn messages_of(har: &Path, flags: &[&str]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let spec = document(directory.path());
    let har = har.display().to_string();
    let mut arguments = vec!["replay", &har, "--spec", &spec];
    arguments.extend(flags);
    let (code, messages, errors) = conformance(&arguments);
    let folder = folder().display().to_string();
    let target = flags.iter().find(|flag| flag.starts_with("http://")).copied().unwrap_or("<none>");
    let text = format!("{errors}{messages}exit {code}\n")
        .replace(&directory.path().display().to_string(), "<directory>")
        .replace(&folder, "<har>")
        .replace(target, "<target>");
    let seconds = regex::Regex::new(r"seed 1, \d+\.\d s").unwrap();
    seconds.replace_all(&text, "seed 1, <time>").into_owned()
}

#[test]
fn skipped_case_has_a_reason() {
    let target = format!("http://{}", targets::unknown_signer());
    let mut all = String::new();
    for name in ["chrome", "firefox", "safari", "mitmproxy", "charles", "fiddler"] {
        let har = folder().join(format!("{name}.har"));
        let messages = messages_of(&har, &["--target", &target]);
        assert!(!messages.contains("canary-of"), "{messages}");
        all.push_str(&format!("# {name}\n{messages}\n"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn recorded_responses_alone_are_validated() {
    let mut all = String::new();
    for name in ["chrome", "firefox", "fiddler", "mitmproxy"] {
        let har = folder().join(format!("{name}.har"));
        let messages = messages_of(&har, &["--offline"]);
        assert!(!messages.contains("canary-of"), "{messages}");
        all.push_str(&format!("# {name}\n{messages}\n"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn mistakes_of_a_replay_are_reported() {
    let directory = tempfile::tempdir().unwrap();
    let spec = document(directory.path());
    let empty = directory.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let broken: PathBuf = directory.path().join("broken.har");
    std::fs::write(&broken, "{ \"log\": { \"entries\": [ {}, { \"request\": {} } ] } }").unwrap();
    let (empty, broken) = (empty.display().to_string(), broken.display().to_string());
    let chrome = folder().join("chrome.har").display().to_string();
    let commands: Vec<Vec<&str>> = vec![
        vec!["replay", &chrome],
        vec!["replay", &chrome, "--spec", &spec],
        vec!["replay", "no-such-file.har", "--provider", "nomba"],
        vec!["replay", &empty, "--provider", "nomba"],
        vec!["replay", &broken, "--provider", "nomba"],
        vec!["replay", &chrome, "--provider", "nomba", "--ignore", "cookie:x"],
        vec!["replay", &chrome, "--provider", "nomba", "--ignore", "body:x"],
        vec!["replay", &chrome, "--provider", "nomba", "--random", "3"],
    ];
    let mut messages = String::new();
    for command in &commands {
        let (code, _, message) = conformance(command);
        messages
            .push_str(&format!("$ conformance {}\n{message}exit {code}\n\n", command.join(" ")));
    }
    let messages = messages
        .replace(&directory.path().display().to_string(), "<directory>")
        .replace(&folder().display().to_string(), "<har>");
    insta::assert_snapshot!(messages);
}
