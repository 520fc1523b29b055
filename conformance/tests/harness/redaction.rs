//! Canaries: secrets that a target echoes in every form must not reach any report.

mod canaries;
mod described;
mod imported;
mod proxies;
#[cfg(unix)]
mod recorded;

use std::process::Command;

use tokio::io::AsyncWriteExt as _;

use crate::targets;

/// A target that responds with everything that it was sent, in several forms.
fn parrot() -> std::net::SocketAddr {
    targets::start(|mut stream, request| async move {
        let quoted = serde_json::to_string(&request).unwrap();
        let encoded: String = form_urlencoded::byte_serialize(request.as_bytes()).collect();
        let body = format!("{{\"echo\":{quoted},\"encoded\":\"{encoded}\"}}");
        let headers: String = request
            .lines()
            .filter(|line| line.to_ascii_lowercase().starts_with("authorization"))
            .map(|line| format!("x-{line}\r\n"))
            .collect();
        let head = format!(
            "HTTP/1.1 500 Oops\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(head.as_bytes()).await;
        let _ = stream.write_all(body.as_bytes()).await;
    })
}

#[test]
fn no_report_holds_a_secret() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str| directory.path().join(name).display().to_string();
    let canaries = ["canary-user-name", "canary+pass/word=", "canary \"live\" token", "pw"];
    let fixtures = serde_json::json!({
        "credentials": { "BasicAuth": { "username": canaries[0], "password": canaries[1] } },
        "live-values": { "token": vec![canaries[2]; 60] },
    });
    std::fs::write(file("fixtures.json"), fixtures.to_string()).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["run", "--provider", "moov", "--target", &format!("http://{}", parrot())])
        .args(["--fixtures", &file("fixtures.json"), "--report", "human"])
        .args(["--report", &format!("json={}", file("report.json"))])
        .args(["--report", &format!("junit={}", file("report.xml"))])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let reports = [
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
        std::fs::read_to_string(file("report.json")).unwrap(),
        std::fs::read_to_string(file("report.xml")).unwrap(),
    ];
    for report in &reports {
        for canary in [
            "canary-user-name",
            "canary+pass",
            "canary%2Bpass",
            "live\\\" token",
            "canary%20",
            "Y2FuYXJ5",
            "canary \\\"",
        ] {
            assert!(!report.contains(canary), "{canary} is in:\n{report}");
        }
    }
    assert!(reports[0].contains("$BASIC_AUTH") && reports[0].contains("$TOKEN"), "{}", reports[0]);
}

#[test]
fn a_secret_value_in_a_header_is_a_variable_that_the_shell_expands() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str| directory.path().join(name).display().to_string();
    let canary = "sig1=:canary's:";
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["run", "--provider", "pipevest", "--target", &format!("http://{}", parrot())])
        .args(["--only", "*/synthetic/*/valid-minimal", "--value", &format!("Signature={canary}")])
        .args(["--report", "human", "--report", &format!("json={}", file("report.json"))])
        .args(["--report", &format!("junit={}", file("report.xml"))])
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    let json: serde_json::Value =
        serde_json::from_slice(&std::fs::read(file("report.json")).unwrap()).unwrap();
    let curl = json["suites"][0]["findings"][0]["curl"].as_str().unwrap();
    let junit = std::fs::read_to_string(file("report.xml")).unwrap();
    for text in [&report, curl] {
        assert!(text.contains("-H 'Signature: '\"$SIGNATURE\" "), "{text}");
    }
    assert!(
        junit.contains("\"$SIGNATURE\"") || junit.contains("&quot;$SIGNATURE&quot;"),
        "{junit}"
    );
    for text in [&report, curl, &junit] {
        assert!(!text.contains("canary"), "{text}");
    }
}
