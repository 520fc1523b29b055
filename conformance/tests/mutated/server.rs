//! A mutated reference server, and a run of the program against it.

use std::process::{Command, Output};

use conformance_engine::signing::pipevest;
pub(crate) use conformance_testbed::mutation::{Change, HttpResponse, Sent};
use conformance_testbed::mutation::{relay, wrap};
use conformance_testbed::reference::start_with;
use serde_json::Value;
use specwright_runtime::clock::SystemClock;
use specwright_runtime::signature::{Message, Signer, SigningKey};

/// The exit code and report of a run.
pub(crate) struct RunResult {
    pub(crate) exit: Option<i32>,
    pub(crate) report: Value,
}

impl RunResult {
    /// The ids of the checks with findings, each once.
    pub(crate) fn checks(&self) -> Vec<&str> {
        let mut checks: Vec<&str> =
            self.findings().map(|finding| finding["check"].as_str().unwrap_or_default()).collect();
        checks.sort_unstable();
        checks.dedup();
        checks
    }

    /// All findings.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Value> {
        self.report["suites"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|suite| suite["findings"].as_array().into_iter().flatten())
    }
}

/// Runs the program against the changed reference server of a provider.
pub(crate) async fn run_suite(
    provider: &'static str,
    change: Change,
    flags: Vec<&'static str>,
) -> RunResult {
    let reference = start_with(([127, 0, 0, 1], 0).into(), 7, move |id, router| {
        if id == provider { wrap(router, change) } else { router }
    });
    let reference = reference.await.expect("a free port");
    let relay = if change.is_of_bytes() {
        Some(relay(reference.address(), change).await.expect("a port"))
    } else {
        None
    };
    let target = match &relay {
        Some(relay) => format!("http://{}/{provider}", relay.address()),
        None => reference.base_url(provider),
    };
    let folder = tempfile::tempdir().expect("a folder");
    let fixtures = folder.path().join("fixtures.json");
    let text = reference.fixtures(provider).document(300).to_string();
    std::fs::write(&fixtures, text).expect("written");
    let run = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
        command.args(["run", "--provider", provider, "--target", &target, "--report", "json"]);
        command.args(flags).args(["--timeout", "5", "--fixtures"]).arg(fixtures);
        command.output().expect("the program starts")
    });
    let Output { status, stdout, stderr } = run.await.expect("no panic");
    let report = serde_json::from_slice(&stdout).unwrap_or_else(|error| {
        panic!("no report: {error}\n{}", String::from_utf8_lossy(&stderr));
    });
    RunResult { exit: status.code(), report }
}

/// The key that the reference server accepts (RFC 9421 §B.1.4).
const KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n";

/// Signs a changed request of Pipevest again, so that it is accepted.
pub(crate) fn sign(sent: &mut Sent) {
    let host = sent.headers["host"].to_str().expect("text");
    let uri = format!("http://{host}/pipevest{}?{}", sent.path, sent.query);
    let uri: http::Uri = uri.parse().expect("a URI");
    let key = SigningKey::from_pem(KEY, None).expect("a key");
    let clock = std::sync::Arc::new(SystemClock);
    let signer = Signer::new(pipevest::profile(), key, "test-key-ed25519", clock);
    let message = Message::request(&sent.method, &uri, &sent.headers).with_content(&sent.body);
    signer.sign(&message).expect("signed").write(&mut sent.headers);
}
