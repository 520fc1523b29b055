//! Targets that misbehave: each ends in bounded time with the documented exit code.

use std::process::{Command, Output};

use tokio::io::AsyncWriteExt as _;

use crate::targets;

fn run(address: std::net::SocketAddr, more: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["run", "--provider", "nomba", "--max-body", "65536"])
        .args(["--target", &format!("http://{address}")])
        .args(more)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    (status.code().unwrap(), text)
}

fn expect(address: std::net::SocketAddr, more: &[&str], code: i32, words: &str) {
    let (actual, text) = run(address, more);
    assert_eq!(actual, code, "{text}");
    assert!(text.contains(words), "{words} is not in:\n{text}");
    let filters = [
        (r"127\.0\.0\.1:\d{4,}", "127.0.0.1:PORT"),
        (r"\d+\.\d s\n", "TIME\n"),
        (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID"),
    ];
    // A test's thread bears its name.
    let thread = std::thread::current();
    let name = thread.name().and_then(|name| name.rsplit("::").next()).unwrap();
    insta::with_settings!({ filters => filters }, { insta::assert_snapshot!(name, text) });
}

#[test]
fn one_that_refuses() {
    expect(targets::unknown_signer(), &[], 5, "cannot connect");
}

#[test]
fn one_that_hangs() {
    let address = targets::start(|stream, _| async move {
        std::future::pending::<()>().await;
        drop(stream);
    });
    expect(address, &["--timeout", "0.3"], 5, "no response within 0.3 s");
}

#[test]
fn one_that_drops_the_connection() {
    expect(targets::saying(b""), &[], 5, "drops every connection without a response");
}

#[test]
fn one_that_drops_the_connection_on_one_kind_of_request() {
    let address = targets::start(|mut stream, request| async move {
        if !request.starts_with("GET ") {
            let response =
                b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _ = stream.write_all(response).await;
        }
        let _ = stream.shutdown().await;
    });
    // The dropped one comes first, and is reported only when the other one gets a response.
    let only = ["--only", "*/method-get", "--only", "*/method-put", "--concurrency", "1"];
    expect(address, &only, 1, "incomplete-response");
}

#[test]
fn one_that_cuts_its_content() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"code\"";
    expect(targets::saying(cut), &[], 1, "incomplete-response");
}

#[test]
fn one_that_cuts_every_response_within_its_head() {
    let only = ["--only", "*/valid-minimal", "--only", "*/valid-same-accept-missing"];
    expect(targets::saying(b"HTTP/1.1 200 OK\r\ncontent-le"), &only, 1, "after 27 bytes");
}

#[test]
fn one_that_never_comes_to_its_final_response() {
    let address = targets::start(|mut stream, _| async move {
        while stream.write_all(b"HTTP/1.1 103 Early Hints\r\n\r\n").await.is_ok() {}
    });
    let only = ["--only", "*/valid-same-accept-missing", "--timeout", "5"];
    expect(address, &only, 1, "more than 16 interim responses");
}

#[test]
fn one_that_responds_as_in_the_first_days() {
    expect(
        targets::saying(b"<html>It works!</html>"),
        &["--only", "*/valid-same-accept-missing"],
        1,
        "not HTTP/1.1",
    );
}

#[test]
fn one_that_stops_in_the_middle() {
    let address = targets::start(|mut stream, _| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").await;
        std::future::pending::<()>().await;
    });
    expect(address, &["--timeout", "0.3", "--only", "*/valid-minimal"], 1, "stopped coming");
}

#[test]
fn one_that_keeps_the_connection_and_reports_no_length() {
    let address = targets::start(|mut stream, request| async move {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{}";
        let _ = stream.write_all(head.as_bytes()).await;
        if !request.to_ascii_lowercase().contains("connection: close") {
            std::future::pending::<()>().await;
        }
    });
    expect(address, &["--timeout", "0.3", "--only", "*/valid-minimal"], 1, "stopped coming");
}

/// What it refuses is evaluated, and says little of it.
#[test]
fn one_that_is_there_for_refusals_alone() {
    let address = targets::start(|mut stream, request| async move {
        let head = if request.starts_with("POST ") {
            "HTTP/1.1 503 Service Unavailable"
        } else {
            "HTTP/1.1 405 Method Not Allowed\r\nallow: POST"
        };
        let response = format!("{head}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let _ = stream.write_all(response.as_bytes()).await;
        let _ = stream.shutdown().await;
    });
    let only = ["--only", "*/valid-minimal", "--only", "*/method-put"];
    expect(address, &only, 5, "every valid request to http://127.0.0.1");
    let (code, text) = run(address, &["--only", "*/method-put"]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn one_that_sends_a_gibibyte() {
    let address = targets::start(|mut stream, _| async move {
        let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1073741824\r\n\r\n";
        let _ = stream.write_all(head).await;
        let block = vec![b' '; 65_536];
        while stream.write_all(&block).await.is_ok() {}
    });
    expect(address, &["--only", "*/valid-minimal"], 5, "longer than --max-body allows");
}

#[test]
fn one_that_sends_invalid_utf_8() {
    let bytes = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\nconnection: close\r\n\r\n\"\xff\"";
    expect(targets::saying(bytes), &["--only", "*/valid-minimal"], 1, "it is not UTF-8");
}

#[test]
fn one_that_redirects() {
    let bytes = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    expect(targets::saying(bytes), &["--only", "*/valid-minimal"], 1, "a redirect to another host");
}

#[test]
fn one_that_is_no_http_server() {
    expect(targets::saying(b"220 mail.example.org ESMTP\r\n"), &[], 1, "incomplete-response");
}

#[test]
fn one_that_is_busy() {
    let bytes = b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    expect(targets::saying(bytes), &[], 5, "the target responded 503");
}

#[test]
fn one_that_sends_more_than_a_204() {
    let bytes = b"HTTP/1.1 204 No Content\r\nx-request-id: 0d8fa5a1-13b1-4fa4-8884-3f28499fb6be\r\n\r\n{\"left\":\"over\"}";
    let address = targets::saying(bytes);
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args([
            "run",
            "--provider",
            "moov",
            "--only",
            "*/valid-same-accept-missing",
            "--target",
            &format!("http://{address}"),
        ])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("content-after-204") && text.contains("left"), "{text}");
    assert_eq!(text.matches("\nerror[").count(), 1, "each fault once: {text}");
}

#[test]
fn server_that_rejects_all_does_not_pass() {
    let refusal = b"HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    let only = ["--only", "*/valid-minimal", "--only", "*/method-get"];
    expect(targets::saying(refusal), &only, 0, "no success came from: Revoke an access_token");
}

/// A target that revokes the token of every message, of those too that it drops for their framing.
fn careless() -> std::net::SocketAddr {
    let revoked = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    targets::start(move |mut stream, request| {
        let was_revoked = revoked.swap(true, std::sync::atomic::Ordering::SeqCst);
        async move {
            let is_malformed = request.matches("content-length").count() > 1;
            let (status, code) = if was_revoked { ("404 Gone", "404") } else { ("200 OK", "00") };
            if !is_malformed {
                let content = format!("{{\"code\":\"{code}\"}}");
                let head = "content-type: application/json\r\nconnection: close";
                let length = content.len();
                let response = format!(
                    "HTTP/1.1 {status}\r\n{head}\r\ncontent-length: {length}\r\n\r\n{content}"
                );
                let _ = stream.write_all(response.as_bytes()).await;
            }
            let _ = stream.shutdown().await;
        }
    })
}

#[test]
fn one_that_drops_a_malformed_message_and_carries_it_out() {
    let live = ["--live-value", "access_token=token-that-lives", "--value", "clientId=c"];
    let only = ["--only", "*/framing-two-lengths"];
    let (code, text) = run(careless(), &[live, [only[0], only[1], "--timeout", "5"]].concat());
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("error[side-effect-of-rejected-request]"), "{text}");
    // It is the same target that is right about a plain request.
    let (code, text) =
        run(careless(), &[live, ["--only", "*/valid-minimal", "--timeout", "5"]].concat());
    assert_eq!(code, 0, "{text}");
}

#[test]
fn closing_the_connection_after_a_malformed_message_passes() {
    let address = targets::start(|mut stream, request| async move {
        if request.matches("content-length").count() > 1 {
            std::future::pending::<()>().await;
        }
        let response = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
        let _ = stream.write_all(response).await;
    });
    let only = ["--only", "*/valid-minimal", "--only", "*/framing-two-lengths"];
    let (code, text) = run(address, &[only.as_slice(), &["--timeout", "0.5"]].concat());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("2 cases, 2 passed"), "{text}");
}
