//! How long responses take, and warnings as a run reports them.

use std::process::Command;
use std::time::{Duration, Instant};

use conformance_core::exchange::{ExchangeResult, RedactedParts, SentRequest};
use conformance_engine::transport::{Limits, RawTransport, Transport as _};
use tokio::io::AsyncWriteExt as _;

use crate::targets;

const GONE: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\nserver: nginx/1.18.0\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

fn run(address: std::net::SocketAddr, more: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["run", "--provider", "nomba", "--only", "*/synthetic/*/method-get"])
        .args(["--target", &format!("http://{address}")])
        .args(more)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn warnings_are_reported_and_fail_only_strict_runs() {
    let target = targets::saying(GONE);
    let (code, text) = run(target, &[]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("warning[information-disclosure]") && text.contains("conforms, 1 warning"),
        "{text}"
    );
    let (code, text) = run(target, &["--strict"]);
    assert_eq!(code, Some(1), "{text}");
}

#[test]
fn time_limit_is_respected() {
    let slow = targets::start(|mut stream, _| async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let _ = stream.write_all(GONE).await;
    });
    let (code, text) = run(slow, &["--max-response-time", "0.04"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("error[slow-response]"), "{text}");
    let (code, text) = run(slow, &["--max-response-time", "60"]);
    assert_eq!(code, Some(0), "{text}");
}

#[tokio::test]
async fn waiting_for_stray_bytes_is_not_the_target_s_time() {
    let address = targets::start(|mut stream, _| async move {
        let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
        std::future::pending::<()>().await;
    });
    let url = format!("http://{address}/");
    let request = SentRequest {
        method: "POST".to_owned(),
        url: url.clone(),
        headers: Vec::new(),
        body: None,
        via: conformance_core::exchange::Via::Raw,
        redacted: RedactedParts::default(),
        generated_values: Vec::new(),
    };
    let begun = Instant::now();
    let exchange = RawTransport::new(Limits::default()).send(request).await.unwrap();
    let whole = begun.elapsed();
    assert!(matches!(exchange.reply, ExchangeResult::Complete(_)));
    assert!(exchange.elapsed + Duration::from_millis(100) < whole, "{exchange:?} of {whole:?}");
}
