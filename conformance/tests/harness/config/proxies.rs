//! Proxies: none unless it is asked for, and what a bare connection needs does not go through one.

use std::path::Path;
use std::sync::{Arc, Mutex};

use tokio::io::AsyncWriteExt as _;

use super::with_environment;
use crate::targets;

/// A proxy that responds instead of all targets, and remembers what it was asked.
fn proxy() -> (String, Arc<Mutex<Vec<String>>>) {
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&asked);
    let address = targets::start(move |mut stream, request| {
        seen.lock().unwrap().push(request.lines().next().unwrap_or_default().to_owned());
        async move {
            let response = b"HTTP/1.1 204 Done\r\nconnection: close\r\n\r\n";
            let _ = stream.write_all(response).await;
            let _ = stream.shutdown().await;
        }
    });
    (format!("http://{address}"), asked)
}

/// A run against a host that no name server knows.
fn run(arguments: &[&str], proxy: &str) -> (i32, String, String) {
    let target = ["run", "--provider", "voucherify", "--target", "http://api.invalid"];
    let only = [
        "--only",
        "*/valid-minimal",
        "--only",
        "*/framing-no-host",
        "--live-value",
        "access_token=x",
    ];
    let more = ["--live-value", "access_token=y"];
    let variables = [("HTTP_PROXY", proxy), ("http_proxy", proxy)];
    with_environment(Path::new("."), &[&target[..], &only, &more, arguments].concat(), &variables)
}

#[test]
fn proxy_is_used_if_configured() {
    let (url, asked) = proxy();
    for wanted in ["env", url.as_str()] {
        asked.lock().unwrap().clear();
        let (code, printed, message) = run(&["--proxy", wanted], &url);
        assert_eq!((code, message.as_str()), (0, ""), "{printed}");
        let asked = asked.lock().unwrap();
        assert_eq!(*asked, ["POST http://api.invalid/v1/oauth/token/revoke HTTP/1.1"]);
        assert!(
            printed.contains("it needs a raw connection, and a proxy is configured"),
            "{printed}"
        );
    }
}

#[test]
fn unused_proxy_is_mentioned() {
    let (url, asked) = proxy();
    let (code, _, message) = run(&[], &url);
    assert_eq!((code, asked.lock().unwrap().len()), (5, 0));
    let messages =
        "note: HTTP_PROXY is set, but no proxy is used\n  help: add `--proxy env` to use it\n";
    assert_eq!(message, messages);
}
