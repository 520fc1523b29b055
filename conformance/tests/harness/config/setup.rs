//! Values that are made when a case needs one: by requests to the target, which may fail, and which leave
//! things behind.

use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;

use super::{conformance, with_environment};
use crate::targets;

/// What Nomba's file wants, as the reference server knows it.
const NOMBA: [(&str, &str); 3] = [
    ("NOMBA_ACCOUNT_ID", "reference-account"),
    ("NOMBA_CLIENT_ID", "00000000-0000-4000-8000-000000000001"),
    ("NOMBA_CLIENT_SECRET", "reference-client-secret"),
];

/// A reference server that ends with the process; its URL.
fn reference() -> String {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listen = ([127, 0, 0, 1], 0).into();
            let server = conformance_testbed::reference::start(listen, 1).await.unwrap();
            sender.send(server.base_url("nomba")).unwrap();
            std::future::pending::<()>().await;
        });
    });
    receiver.recv().unwrap()
}

fn report(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, Value, String) {
    let arguments = [arguments, &["--report", "json"]].concat();
    let (code, printed, message) = with_environment(folder, &arguments, variables);
    (code, serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{printed}{message}")), printed)
}

#[test]
fn each_case_gets_its_own_value() {
    let folder = tempfile::tempdir().unwrap();
    let (code, ..) = conformance(folder.path(), &["init", "--provider", "nomba"]);
    assert_eq!(code, 0);
    // Without the teardown, what was made for which case is listed.
    let file = folder.path().join("conformance.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, rest) =
        text.split_once("[[targets.sandbox.live-values.access_token.teardown]]").unwrap();
    let (_, after) = rest.split_once("[targets.sandbox.limits]").unwrap();
    std::fs::write(&file, format!("{before}[targets.sandbox.limits]{after}")).unwrap();
    let run = |concurrency: &str| {
        let target = reference();
        let place = ["run", "--config", "conformance.toml", "--target", &target];
        let limits = ["--concurrency", concurrency];
        let (code, report, text) =
            report(folder.path(), &[&place[..], &limits[..]].concat(), &NOMBA);
        assert_eq!(code, 0, "{text}");
        assert_eq!(report["tally"]["skipped"], 0, "{text}");
        assert!(!text.contains("reference-client-secret"), "{text}");
        report["suites"][0]["left"].clone()
    };
    let one = run("1");
    let names: Vec<&str> =
        one.as_array().unwrap().iter().map(|one| one["case"].as_str().unwrap()).collect();
    assert!(names.iter().any(|case| case.ends_with("/not-acceptable")), "{names:?}");
    assert!(!names.iter().any(|case| case.ends_with("/valid-minimal")), "{names:?}");
    // Values are made in the order of the cases, whatever is under way at once.
    assert_eq!(one, run("8"));
}

/// A target that issues by one response, is asked by another, and remembers what it was asked.
fn target(issued: &'static str, other: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&asked);
    let address = targets::start(move |mut stream, request| {
        let is_issue = request.starts_with("POST /issue");
        seen.lock().unwrap().push(request);
        async move {
            let response = if is_issue { issued } else { other };
            let _ = stream.write_all(response.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (format!("http://{address}"), asked)
}

fn file(url: &str, rest: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text =
        format!("default-target = 't'\n[targets.t]\nprovider = 'nomba'\nurl = '{url}'\n{rest}");
    std::fs::write(folder.path().join("conformance.toml"), text).unwrap();
    folder
}

const ISSUE: &str = "[[targets.t.live-values.access_token.setup]]\nname = 'issue'\nurl = '/issue'\n\
                     captures = { access_token = { pointer = '/token' }, secret = { header = 'X-Secret' } }\n";
const GOOD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

#[test]
fn a_setup_that_fails_is_reported_and_given_up() {
    let (url, asked) = target(
        "HTTP/1.1 401 No\r\nconnection: close\r\n\r\n{\"error\":\"no such client\",\"client_secret\":\"s3cr3t-echo\"}",
        GOOD,
    );
    let folder = file(&url, ISSUE);
    let (code, printed, message) = conformance(folder.path(), &["run", "--only", "*/valid*"]);
    assert_eq!((code, message.as_str()), (5, ""), "{printed}");
    assert!(!printed.contains("s3cr3t-echo"), "{printed}");
    assert_eq!(asked.lock().unwrap().len(), 3);
    let messages: Vec<&str> = printed.lines().filter(|line| line.starts_with("skipped")).collect();
    insta::assert_snapshot!(messages.join("\n").replace(&url, "http://target"));
}

#[test]
fn missing_capture_is_reported_without_values() {
    let (url, _) = target(
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"data\":{\"token\":\"s3cr3t-token\"},\"ok\":true}",
        GOOD,
    );
    let folder = file(&url, ISSUE);
    let (_, printed, _) = conformance(folder.path(), &["run", "--only", "*/valid-minimal"]);
    assert!(!printed.contains("s3cr3t-token"), "{printed}");
    let messages: Vec<&str> = printed.lines().filter(|line| line.starts_with("skipped")).collect();
    insta::assert_snapshot!(messages.join("\n").replace(&url, "http://target"));
}

const ISSUED: &str = "HTTP/1.1 201 Created\r\nx-secret: s3cr3t-beside\r\nconnection: close\r\n\r\n{\"token\":\"s3cr3t-token\"}";

#[test]
fn captured_values_are_redacted() {
    let (url, _) = target(
        ISSUED,
        "HTTP/1.1 500 Oops\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"code\":\"s3cr3t-token\",\"description\":\"s3cr3t-beside\"}",
    );
    let folder = file(&url, ISSUE);
    let (code, _, text) = report(folder.path(), &["run", "--only", "*/valid-minimal"], &[]);
    assert_eq!(code, 1, "{text}");
    assert!(!text.contains("s3cr3t"), "{text}");
    assert!(text.contains("$ACCESS_TOKEN") && text.contains("$SECRET"), "{text}");
}

#[test]
fn live_values_are_torn_down() {
    // Not accepted, so that the token lives on.
    let refused = "HTTP/1.1 401 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let (url, asked) = target(ISSUED, refused);
    let only = ["run", "--only", "*/valid-minimal"];
    let (_, report_without, _) = report(file(&url, ISSUE).path(), &only, &[]);
    assert_eq!(report_without["suites"][0]["left"][0]["number"], 1, "{report_without}");
    let teardown = "[[targets.t.live-values.access_token.teardown]]\nmethod = 'DELETE'\nurl = '/tokens/{{access_token}}'\n\
                    headers = { x-secret = '{{secret}}' }\nstatus = [401]\n";
    asked.lock().unwrap().clear();
    let (_, report_with, _) = report(file(&url, &format!("{ISSUE}{teardown}")).path(), &only, &[]);
    assert!(report_with["suites"][0]["left"].is_null(), "{report_with}");
    let asked = asked.lock().unwrap();
    let last = asked.last().unwrap();
    assert!(last.starts_with("DELETE /tokens/s3cr3t-token HTTP/1.1"), "{last}");
    assert!(last.contains("x-secret: s3cr3t-beside"), "{last}");
}

#[test]
fn missing_live_values_are_counted() {
    let (url, _) = target(ISSUED, GOOD);
    let folder = file(&url, "live-values.access_token = ['only-one']\n");
    let (_, printed, _) =
        conformance(folder.path(), &["run", "--only", "*/valid*", "--only", "*/method-*"]);
    let (_, planned, _) =
        conformance(folder.path(), &["plan", "--only", "*/valid*", "--only", "*/method-*"]);
    let needed =
        planned.lines().find_map(|line| line.trim().strip_prefix("live values of access_token: "));
    let needed = needed.unwrap().split(' ').next().unwrap();
    let expected = format!("--live-value access_token=VALUE (the run needs {needed})");
    assert!(printed.contains(&expected), "{expected}: {printed}");
}
