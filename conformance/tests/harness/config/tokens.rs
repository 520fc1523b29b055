//! Requests for tokens are requests of the run: they count for its budget and its rates, are sent again
//! where they are rejected for now, and are in the plan with those of the teardown.

use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;

use super::conformance;
use crate::targets;

/// A target that remembers the first line of each request. Its tokens end at once; so many requests for
/// one are rejected first, with these fields.
fn target(rejected_for_now: usize, fields: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&seen);
    let address = targets::start(move |mut stream, request| {
        let line = request.lines().next().unwrap_or_default().to_owned();
        let is_token = line.contains("/issue-a-token");
        let asked = {
            let mut log = log.lock().unwrap();
            log.push(line);
            log.iter().filter(|line| line.contains("/issue-a-token")).count()
        };
        async move {
            let turned = &*format!("429 Too Many Requests\r\n{fields}x-turned: away");
            let (status, body) = match (is_token, asked > rejected_for_now) {
                (true, true) => ("200 OK", r#"{"access_token":"a-token-of-use","expires_in":0}"#),
                (true, false) => (turned, ""),
                (false, _) => ("200 OK", r#"{"id":4711}"#),
            };
            let response = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\n\
                 content-length: {}\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(response.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (format!("http://{address}"), seen)
}

fn described(folder: &Path, url: &str) {
    let text = format!(
        "default-target = \"t\"\n[targets.t]\nprovider = \"pipevest\"\nurl = \"{url}\"\n\
         values.Signature = \"sig1=:AA==:\"\nvalues.Signature-Input = \"sig1=()\"\n\
         auth.BearerAuth.oauth2 = {{ token-url = \"/issue-a-token\", client-id = \"a\", client-secret = \"of no use\" }}\n\
         [[targets.t.live-values.accessTokenId.setup]]\nname = \"make\"\nurl = \"/make\"\n\
         captures = {{ accessTokenId = {{ pointer = \"/id\" }} }}\n\
         [[targets.t.live-values.accessTokenId.teardown]]\nname = \"end\"\nurl = \"/end/{{{{accessTokenId}}}}\"\n"
    );
    std::fs::write(folder.join("conformance.toml"), text).unwrap();
}

/// What a target saw of a run with these flags: requests for tokens, and all others.
fn counted(rejected_for_now: usize, flags: &[&str]) -> (usize, usize, String) {
    counted_with(target(rejected_for_now, ""), flags)
}

fn counted_with(
    (url, seen): (String, Arc<Mutex<Vec<String>>>),
    flags: &[&str],
) -> (usize, usize, String) {
    let folder = tempfile::tempdir().unwrap();
    described(folder.path(), &url);
    let run = ["run", "--target", "t", "--concurrency", "1", "--only", "*/synthetic/*/method-*"];
    let (_, messages, errors) = conformance(folder.path(), &[&run[..], flags].concat());
    let seen = seen.lock().unwrap();
    let tokens = seen.iter().filter(|line| line.contains("/issue-a-token")).count();
    (tokens, seen.len() - tokens, messages + &errors)
}

#[test]
fn tokens_are_paid_from_the_budget() {
    let (tokens, others, messages) = counted(0, &[]);
    assert!(tokens > 3 && others > 3, "{tokens} and {others}: {messages}");
    let (tokens, others, messages) = counted(0, &["--budget", "5"]);
    assert!(tokens + others <= 5 && tokens > 1, "{tokens} and {others}: {messages}");
    assert!(messages.contains("outside of the request budget of 5"), "{messages}");
}

#[test]
fn tokens_keep_to_the_rate() {
    let (tokens, others, messages) = counted(0, &["--rate", "4/h", "--max-time", "60s"]);
    assert_eq!(tokens + others, 4, "{tokens} tokens: {messages}");
    assert!(messages.contains("no token for the credential `BearerAuth`"), "{messages}");
}

#[test]
fn a_request_for_a_token_that_is_rejected_for_now_is_sent_again() {
    let (tokens, others, messages) = counted(1, &["--budget", "9"]);
    assert!(tokens > 1 && others > 1, "{tokens} and {others}: {messages}");
    let (tokens, others, messages) = counted(1, &["--max-wait", "0"]);
    assert_eq!((tokens, others), (1, 0), "{messages}");
    assert!(messages.contains("no token for the credential `BearerAuth`"), "{messages}");
}

#[test]
fn token_endpoint_is_retried_after_its_delay() {
    let patient = ["--budget", "9", "--max-wait", "5"];
    let (tokens, others, messages) = counted_with(target(1, "retry-after: 1\r\n"), &patient);
    assert!(tokens > 1 && others > 1, "{tokens} and {others}: {messages}");
    let (tokens, others, messages) = counted_with(target(1, "retry-after: 3600\r\n"), &patient);
    assert_eq!((tokens, others), (1, 0), "{messages}");
}

#[test]
fn the_plan_counts_tokens_and_the_teardown() {
    let folder = tempfile::tempdir().unwrap();
    described(folder.path(), "http://127.0.0.1:1");
    let plan = |more: &[&str]| {
        let (code, messages, errors) =
            conformance(folder.path(), &[&["plan", "--target", "t"], more].concat());
        assert_eq!(code, 0, "{errors}");
        messages
    };
    let json: Value = serde_json::from_str(&plan(&["--format", "json"])).unwrap();
    let suite = &json["suites"][0];
    let count = |value: &Value| value.as_u64().unwrap();
    let cases: u64 =
        suite["groups"].as_array().unwrap().iter().map(|group| count(&group["count"])).sum();
    let live = &suite["live"]["accessTokenId"];
    assert_eq!(suite["tokens"], serde_json::json!(["BearerAuth"]));
    assert_eq!(count(&json["requests"]), cases + count(&live["setup_requests"]) + 1);
    assert!(count(&live["teardown_requests"]) > 10, "{live}");
    assert_eq!(json["teardown_requests"], live["teardown_requests"]);
    let messages = plan(&[]);
    let most = count(&live["teardown_requests"]);
    assert!(messages.contains(&format!("requests, up to {most} for teardown")), "{messages}");
    assert!(
        messages.contains(&format!("in total, and up to {most} for teardown; nothing")),
        "{messages}"
    );
    assert!(
        messages.contains("token of BearerAuth: 1 request, and 1 more before each expiry"),
        "{messages}"
    );
    // A small budget has room for the token as well.
    let json: Value = serde_json::from_str(&plan(&["--format", "json", "--budget", "7"])).unwrap();
    assert!(count(&json["budget"]["planned"]) <= 7, "{}", json["budget"]);
}
