//! What a run of chains records: later requests name what earlier ones have made, also when they are sent
//! again.

use std::path::Path;
use std::sync::Arc;

use conformance_testbed::mock::{Defects, Mock};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use super::{conformance, document, file};
use crate::har::folder;
use crate::targets;

/// A fresh mock of a document, on a port of its own.
async fn mock(spec: &Path) -> String {
    let (contract, _) = specs::load(spec);
    let mock = Mock::new(Arc::new(contract.unwrap()), &[], 1, Defects::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { drop(axum::serve(listener, mock.server()).await) });
    format!("http://{address}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scripts_replay_with_values_of_their_responses() {
    let directory = tempfile::tempdir().unwrap();
    let har = file(directory.path(), "run.har");
    let path = folder().join("notes.yaml");
    let spec = path.display().to_string();
    let target = mock(&path).await;
    let run = ["run", "--spec", &spec, "--target", &target, "--record-out", &har];
    let (code, messages, errors) = conformance(&run);
    assert_eq!(code, 0, "{messages}{errors}");
    let text = std::fs::read_to_string(&har).unwrap();
    assert!(text.contains("/notes/{{captured:0:/id}}"), "no value of a response is captured");
    // Another server, on which other things are made.
    let target = mock(&path).await;
    let replay = ["replay", &har, "--spec", &spec, "--target", &target];
    let (code, messages, errors) = conformance(&replay);
    assert_eq!(code, 0, "{messages}{errors}");
    assert!(messages.contains(" 0 inconclusive, 0 skipped"), "{messages}");
}

/// Takes one token, and knows one thing.
fn right() -> String {
    let address = targets::start(|mut stream, request| async move {
        let (status, body) = if request.contains("Bearer canary-of-fixtures") {
            ("200 OK", "{\"done\":true}")
        } else {
            ("401 Unauthorized", "{\"code\":401}")
        };
        let response = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\n\
             x-request-id: 00000000-0000-4000-8000-000000000001\r\n\
             date: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let _ = stream.write_all(response.as_bytes()).await;
        let _ = stream.shutdown().await;
    });
    format!("http://{address}")
}

#[test]
fn recordings_of_other_tools_are_sent_with_the_credentials_at_hand() {
    let directory = tempfile::tempdir().unwrap();
    let (spec, target) = (document(directory.path()), right());
    // Left out by the browser; rejected when it was recorded; written down; still coded.
    for (name, passed) in [("chrome", 2), ("mitmproxy", 1), ("charles", 2)] {
        let har = folder().join(format!("{name}.har")).display().to_string();
        let mut replay = vec!["replay", &har, "--spec", &spec, "--target", &target];
        replay.extend(["--auth", "Bearer=canary-of-fixtures"]);
        let (code, messages, errors) = conformance(&replay);
        assert_eq!(code, 0, "{name}: {messages}{errors}");
        assert!(messages.contains(&format!(" {passed} passed")), "{name}: {messages}");
        assert!(!messages.contains("canary"), "{messages}");
    }
}
