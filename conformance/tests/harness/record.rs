//! The recording proxy: what it writes and says, what it does with secrets, and with a target that is not
//! there.

#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;

use crate::replay::{conformance, document};
use crate::targets;

struct Recording {
    child: Child,
    output: BufReader<ChildStdout>,
    address: String,
}

fn record(directory: &Path, target: &str, out: &Path) -> Recording {
    let mut child = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["record", "--target", target, "--listen", "127.0.0.1:0", "--spec"])
        .arg(document(directory))
        .arg("--out")
        .arg(out)
        .args(["--max-body", "5000"])
        .env("NO_COLOR", "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let address = line.split(' ').nth(1).unwrap().to_owned();
    Recording { child, output, address }
}

impl Recording {
    fn end(mut self) -> (i32, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let mut text = String::new();
        self.output.read_to_string(&mut text).unwrap();
        (self.child.wait().unwrap().code().unwrap(), text)
    }
}

const TOKEN: &str = "canary-of-a-client-4711";

/// Responses by path, and what the request held.
fn target() -> String {
    let address = targets::start(|mut stream, request| async move {
        let lower = request.to_ascii_lowercase();
        // A replay comes without the proxy.
        let is_clean = lower.contains("specwright-conformance")
            || lower.contains("accept-encoding: identity")
                && !lower.contains("keep-live: 5")
                && !lower.contains("x-hop")
                && !lower.contains("x-proxy");
        let body = if !is_clean {
            "{\"done\":\"not forwarded as it must be\"}".to_owned()
        } else if request.contains("/tokens/1") {
            format!("{{\"done\":\"no\",\"was\":\"{TOKEN}\"}}")
        } else if request.contains("/long") {
            "a".repeat(6_000)
        } else {
            "{\"done\":true,\"session_token\":\"canary-of-a-response\"}".to_owned()
        };
        let response = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
             x-request-id: 7c1f8e0a-2f6b-4b8e-9a44-1d6d1c0b7f10\r\n\
             set-cookie: sid=canary-of-a-cookie; Path=/\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\
             connection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let _ = stream.write_all(response.as_bytes()).await;
        let _ = stream.shutdown().await;
    });
    format!("http://{address}/base")
}

fn client() -> reqwest::Client {
    conformance_engine::transport::install_provider();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exchanges_are_written_without_secrets_and_validated_as_they_pass() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out.har");
    let target = target();
    let recording = record(directory.path(), &target, &out);
    let ask = |path: &str, body: &'static str| {
        client()
            .delete(format!("{}{path}", recording.address))
            .header("authorization", format!("Bearer {TOKEN}"))
            .header("cookie", "sid=canary-of-a-session")
            .header("accept-encoding", "br")
            .header("connection", "x-hop")
            .header("x-hop", "1")
            .header("keep-alive", "5")
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    let id = "0d8fa5a1-13b1-4fa4-8884-3f28499fb6be";
    let path = format!("/tokens/{id}?depth=2");
    let response = ask(&path, r#"{"reason":"moved"}"#).await.unwrap();
    assert_eq!(response.status(), 200);
    // The client gets what the target said, secrets and all.
    assert!(response.text().await.unwrap().contains("canary-of-a-response"));
    ask(&format!("/tokens/1{}", &id[1..]), r#"{"reason":"moved"}"#).await.unwrap();
    ask(&format!("/tokens/{id}?deep=1"), r#"{"reason":"x"}"#).await.unwrap();
    ask("/nothing/of/the/kind", "{}").await.unwrap();
    assert_eq!(ask("/long", "{}").await.unwrap().status(), 502);
    let (code, messages) = recording.end();
    assert_eq!(code, 1, "{messages}");
    let text = std::fs::read_to_string(&out).unwrap();
    for (what, text) in [("the file", &text), ("the output", &messages)] {
        assert!(!text.contains("canary"), "a secret is in {what}:\n{text}");
    }
    let hide = |text: &str| {
        text.replace(&target, "<target>")
            .replace(&directory.path().display().to_string(), "<directory>")
    };
    insta::assert_snapshot!("record_output", hide(&messages));
    let har: Value = serde_json::from_str(&text).unwrap();
    let entries = har["log"]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 4);
    let mut first = entries[0].clone();
    for volatile in ["startedDateTime", "time", "timings", "_provenance"] {
        first[volatile] = "<volatile>".into();
    }
    insta::assert_snapshot!("record_entry", hide(&format!("{first:#}")));
    // What was recorded is sent again, with what the fixtures say.
    let har = out.display().to_string();
    let spec = document(directory.path());
    let mut replay = vec!["replay", &har, "--spec", &spec, "--target", &target];
    replay.extend(["--only", "*exchange-1"]);
    let (code, messages, _) = conformance(&replay);
    assert_eq!(code, 4, "{messages}");
    assert!(
        messages.contains("no value for `{{Bearer}}`: supply it with --auth Bearer=VALUE"),
        "{messages}"
    );
    replay.extend(["--auth", "Bearer=another-token", "--value", "cookie:sid=another-session"]);
    let (code, messages, errors) = conformance(&replay);
    assert_eq!(code, 0, "{messages}{errors}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_that_is_not_there_is_no_response() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out.har");
    let target = format!("http://{}", targets::unknown_signer());
    let recording = record(directory.path(), &target, &out);
    let response = client().get(format!("{}/tokens/1", recording.address)).send().await.unwrap();
    assert_eq!(response.status(), 502);
    let text = response.text().await.unwrap();
    assert!(text.starts_with(&format!("conformance record: {target} did not respond: ")), "{text}");
    let (code, messages) = recording.end();
    assert_eq!(code, 5, "{messages}");
    assert!(
        messages.contains("no response: GET /tokens/1:") && messages.contains("not recorded"),
        "{messages}"
    );
    let har: Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    assert_eq!(har["log"]["entries"], serde_json::json!([]));
}

/// As with curl: a field of the client's stands instead of the one that the URL makes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_is_named_once() {
    let directory = tempfile::tempdir().unwrap();
    let address = targets::start(|mut stream, request| async move {
        let is_about_the_caller = |line: &&str| line.to_lowercase().starts_with("authorization:");
        let seen: Vec<&str> = request.lines().filter(is_about_the_caller).collect();
        let seen = seen.join("; ");
        let length = seen.len();
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}");
        let _ = stream.write_all(format!("{head}\r\n\r\n{seen}").as_bytes()).await;
        let _ = stream.shutdown().await;
    });
    let target = format!("http://user:password@{address}");
    let recording = record(directory.path(), &target, &directory.path().join("out.har"));
    let url = format!("{}/tokens/1", recording.address);
    let plain = client().get(&url).send().await.unwrap().text().await.unwrap();
    assert_eq!(plain.to_lowercase(), "authorization: basic dxnlcjpwyxnzd29yza==");
    let own = client().get(&url).bearer_auth("of-the-client").send().await.unwrap();
    assert_eq!(own.text().await.unwrap().to_lowercase(), "authorization: bearer of-the-client");
    recording.end();
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out.har");
    std::fs::write(&out, "mine").unwrap();
    let (out, spec) = (out.display().to_string(), document(directory.path()));
    let arguments = ["record", "--target", "http://127.0.0.1:9", "--spec", &spec, "--out", &out];
    let (code, _, messages) = conformance(&arguments);
    assert_eq!(code, 2, "{messages}");
    assert!(messages.contains("already exists"), "{messages}");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "mine");
}
