//! Ctrl-C: the run ends at once, reports what it has seen, and says by its exit code that it is not whole.

#![cfg(unix)]

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;

use crate::targets;

const GONE: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

#[test]
fn an_interrupted_run_reports_what_ran() {
    let (hangs, hanging) = std::sync::mpsc::channel();
    let asked = Arc::new(AtomicUsize::new(0));
    let address = targets::start(move |mut stream, _| {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        let hangs = hangs.clone();
        async move {
            if number < 2 {
                let _ = stream.write_all(GONE).await;
                let _ = stream.shutdown().await;
                return;
            }
            let _ = hangs.send(());
            std::future::pending::<()>().await;
        }
    });
    let child = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["run", "--provider", "nomba", "--target", &format!("http://{address}")])
        .args(["--only", "*/synthetic/*/method-*", "--concurrency", "1", "--report", "json"])
        // Far beyond the patience of any test: it must not be waited for.
        .args(["--timeout", "600"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    hanging.recv().unwrap();
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let tally = &report["tally"];
    assert_eq!(report["interrupted"], true, "{report:#}");
    assert_eq!((&tally["passed"], &tally["skipped"]), (&2.into(), &2.into()), "{report:#}");
}

/// The report is longer than a pipe holds, and no client reads it: who presses Ctrl-C once more is let go.
#[test]
fn second_interrupt_exits_at_once() {
    let (hangs, hanging) = std::sync::mpsc::channel();
    let address = targets::start(move |_stream, _| {
        let _ = hangs.send(());
        std::future::pending::<()>()
    });
    let mut child = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["run", "--provider", "nomba", "--target", &format!("http://{address}")])
        .args(["--random", "2000", "--report", "json", "--timeout", "600"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    hanging.recv().unwrap();
    let mut status = None;
    // Two signals that come at once may be one.
    for _ in 0..5_000 {
        let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        status = child.try_wait().unwrap();
        if status.is_some() || !kill.success() {
            break;
        }
    }
    let _ = child.kill();
    assert_eq!(status.or(child.wait().ok()).and_then(|status| status.code()), Some(130));
}
