//! Where values come from, what goes before what, and what every request carries.

use std::path::Path;
use std::sync::{Arc, Mutex};

use tokio::io::AsyncWriteExt as _;

use super::{conformance, with_environment};
use crate::targets;

/// A target that responds everything by this, and remembers what it was asked.
fn target(response: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&asked);
    let address = targets::start(move |mut stream, request| {
        seen.lock().unwrap().push(request);
        async move {
            let _ = stream.write_all(response.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (format!("http://{address}"), asked)
}

const DONE: &str = "HTTP/1.1 204 Done\r\nconnection: close\r\n\r\n";

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

#[test]
fn values_come_from_elsewhere() {
    let (url, asked) = target(DONE);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "token.txt", "from-the-file\n\n");
    write(
        folder,
        "staging.env",
        "# a comment\nTHE_URL='http://unused'\nexport APP_ID=\"from the env file\"\n",
    );
    write(folder, "live-values.txt", "value-one\n\nvalue-two\n");
    write(
        folder,
        "conformance.toml",
        r#"
env-file = "staging.env"
[targets.t]
provider = "voucherify"
url = { env = "THE_URL" }
auth.X-App-Id = { key = { env = "APP_ID" } }
auth.X-App-Token = { key = { file = "token.txt" } }
headers.x-plain = "plain"
headers.x-made = { command = ["sh", "-c", "echo run >> runs; echo from-the-command"] }
headers.x-again = { command = ["sh", "-c", "echo run >> runs; echo from-the-command"] }
headers.x-fresh = { uuid = true }
headers.x-copy = { copy = "X-Fresh" }
live-values.access_token = { file = "live-values.txt" }
"#,
    );
    // The environment goes before the file.
    let variables = [("THE_URL", url.as_str())];
    let only = [
        "--only",
        "*/valid-minimal",
        "--only",
        "*/valid-same-accept-missing",
        "--concurrency",
        "1",
    ];
    let arguments = [&["run", "--target", "t"], &only[..]].concat();
    let (code, printed, message) = with_environment(folder, &arguments, &variables);
    assert_eq!(code, 0, "{printed}{message}");
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), 2, "{asked:#?}");
    let header = |request: &str, name: &str| {
        let line = request.lines().find_map(|line| {
            line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name))
        });
        line.unwrap_or_else(|| panic!("{name}: {request}")).1.to_owned()
    };
    for request in asked.iter() {
        assert_eq!(header(request, "x-app-id"), "from the env file");
        assert_eq!(header(request, "x-app-token"), "from-the-file");
        assert_eq!(header(request, "x-plain"), "plain");
        assert_eq!(header(request, "x-made"), "from-the-command");
        assert_eq!(header(request, "x-again"), "from-the-command");
        assert_eq!(header(request, "x-fresh"), header(request, "x-copy"));
    }
    assert_ne!(header(&asked[0], "x-fresh"), header(&asked[1], "x-fresh"));
    assert!(asked[0].contains("value-one") && asked[1].contains("value-two"), "{asked:#?}");
    let runs = std::fs::read_to_string(folder.join("runs")).unwrap();
    assert_eq!(runs, "run\n", "a command is run once");
}

#[test]
fn commands_give_live_values() {
    for (live_values, expected) in [
        ("{ command = ['sh', '-c', 'echo run >> runs; echo one; echo two'] }", "run\n"),
        ("{ command = ['sh', '-c', 'echo run >> runs; date +%N'], each = true }", "run\nrun\n"),
    ] {
        let (url, asked) = target(DONE);
        let folder = tempfile::tempdir().unwrap();
        let text = format!(
            "[targets.t]\nprovider = 'voucherify'\nurl = '{url}'\nlive-values.access_token = {live_values}\n"
        );
        write(folder.path(), "conformance.toml", &text);
        let only = ["--only", "*/valid-minimal", "--only", "*/valid-same-accept-missing"];
        // Neither a plan nor a list runs a command.
        let (code, planned, _) =
            conformance(folder.path(), &[&["plan", "--target", "t"], &only[..]].concat());
        assert!(code == 0 && planned.contains("2 needed, 2 created by a command"), "{planned}");
        assert!(!folder.path().join("runs").exists());
        let (code, printed, message) =
            conformance(folder.path(), &[&["run", "--target", "t"], &only[..]].concat());
        assert_eq!(code, 0, "{printed}{message}");
        assert_eq!(asked.lock().unwrap().len(), 2);
        assert_eq!(std::fs::read_to_string(folder.path().join("runs")).unwrap(), expected);
    }
}

#[test]
fn the_command_line_goes_before_the_file() {
    let (url, asked) = target("HTTP/1.1 204 Done\r\nx-unused: 1\r\nconnection: close\r\n\r\n");
    let folder = tempfile::tempdir().unwrap();
    let text = "default-target = 't'\n[targets.t]\nprovider = 'voucherify'\nurl = 'http://127.0.0.1:1'\n\
                auth.X-App-Id = { key = 'of-the-file' }\nauth.X-App-Token = { key = 'token' }\n\
                report = ['json=report.json']\n[targets.t.checks]\nseverity = ['missing-date=error']\n";
    write(folder.path(), "conformance.toml", text);
    let only = [
        "run",
        "--config",
        "conformance.toml",
        "--only",
        "*/valid-minimal",
        "--live-value",
        "access_token=x",
    ];
    let other = ["--target", &url, "--auth", "X-App-Id=of-the-command-line"];
    let (code, printed, message) = conformance(folder.path(), &[&only[..], &other[..]].concat());
    assert_eq!((code, printed.as_str()), (1, ""), "{message}");
    assert!(asked.lock().unwrap()[0].contains("x-app-id: of-the-command-line"));
    let report = std::fs::read_to_string(folder.path().join("report.json")).unwrap();
    assert!(report.contains("missing-date"), "{report}");
    let loud = ["--severity", "missing-date=off", "--report", "human"];
    let (code, printed, _) =
        conformance(folder.path(), &[&only[..], &other[..], &loud[..]].concat());
    assert!(code == 0 && printed.contains("conforms"), "{printed}");
}

#[test]
fn target_is_found_or_reported_as_missing() {
    let folder = tempfile::tempdir().unwrap();
    let messages = |arguments: &[&str]| {
        let (code, _, message) = conformance(folder.path(), arguments);
        format!("{message}exit {code}\n")
    };
    let without = messages(&["run", "--provider", "nomba", "--target", "staging"]);
    let text = "[targets.staging]\nprovider = 'nomba'\nurl = 'http://127.0.0.1:1'\n\
                [targets.other]\nprovider = 'nomba'\nurl = 'http://127.0.0.1:1'\n";
    write(folder.path(), "conformance.toml", text);
    insta::assert_snapshot!(
        [
            without,
            messages(&["run", "--target", "stagin"]),
            messages(&["run", "--target", "staging", "--provider", "moov"]),
            messages(&["run", "--config", "conformance.toml"]),
            messages(&["run", "--config", "no-such.toml"]),
            messages(&[
                "run",
                "--provider",
                "nomba",
                "--target",
                "http://127.0.0.1:1",
                "--env-file",
                ".env"
            ]),
        ]
        .join("\n")
    );
    // Another provider's run is not that of the file.
    let (code, ..) = conformance(folder.path(), &["list", "--provider", "moov"]);
    assert_eq!(code, 0);
}

#[test]
fn a_token_is_fetched_once() {
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&asked);
    let address = targets::start(move |mut stream, request| {
        let is_token = request.starts_with("POST /token");
        seen.lock().unwrap().push(request);
        async move {
            let token =
                "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"data\":{\"t\":\"fetched-token\"}}";
            let _ = stream.write_all(if is_token { token } else { DONE }.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "[targets.t]\nprovider = 'pipevest'\nurl = 'http://{address}'\nauth.BearerAuth.oauth2 = \
        {{ token-url = '/token', client-id = 'c', client-secret = 's3cr3t', scopes = ['a', 'b'], style = 'body', \
        token-pointer = '/data/t', headers = {{ accountId = 'acc' }}, parameters = {{ audience = 'x' }} }}\n\
        live-values.accessTokenId = [1, 2, 3, 4, 5, 6]\nvalues = {{ X-Client-Id = 'c', Signature = 's', Signature-Input = 'i' }}\n"
    );
    write(folder.path(), "conformance.toml", &text);
    let only = [
        "run",
        "--target",
        "t",
        "--only",
        "*/valid-minimal",
        "--only",
        "*-credentials*",
        "--report",
        "json",
    ];
    let (_, printed, message) = conformance(folder.path(), &only);
    assert!(!printed.contains("fetched-token") && !printed.contains("s3cr3t"), "{printed}");
    let asked = asked.lock().unwrap();
    let (token, others): (Vec<_>, Vec<_>) =
        asked.iter().partition(|it| it.starts_with("POST /token"));
    assert_eq!(token.len(), 1, "{printed}{message}");
    assert!(
        token[0].contains("client_secret=s3cr3t") && token[0].contains("scope=a+b"),
        "{}",
        token[0]
    );
    assert!(token[0].contains("audience=x") && token[0].contains("accountid: acc"), "{}", token[0]);
    let carry = |wanted: &str| others.iter().filter(|it| it.contains(wanted)).count();
    assert!(carry("Bearer fetched-token") >= 1, "{others:#?}");
    // A wrong one is wrong in little, and as little to be shown as the right one.
    assert!(carry("Bearer fetched-tpken") >= 1, "{others:#?}");
    assert!(!printed.contains("tpken"), "{printed}");
}

#[test]
fn a_token_that_cannot_be_had_is_reported_once() {
    let (url, asked) =
        target("HTTP/1.1 401 No\r\nconnection: close\r\n\r\n{\"error\":\"invalid_client\"}");
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "[targets.t]\nprovider = 'pipevest'\nurl = '{url}'\nauth.BearerAuth.oauth2 = \
        {{ token-url = '/token', client-id = 'c', client-secret = 's3cr3t' }}\n"
    );
    write(folder.path(), "conformance.toml", &text);
    let (code, printed, _) = conformance(folder.path(), &["run", "--target", "t"]);
    assert_eq!((code, asked.lock().unwrap().len()), (5, 1), "{printed}");
    let messages: Vec<&str> =
        printed.lines().filter(|line| line.contains("inconclusive:")).collect();
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn cause_of_a_failed_run_is_reported_first() {
    let first = |response: &'static str| {
        let (url, _) = target(response);
        let arguments =
            ["run", "--provider", "voucherify", "--target", &url, "--live-value", "access_token=x"];
        let only = ["--only", "*/valid-minimal"];
        let (_, printed, _) = conformance(Path::new("."), &[&arguments[..], &only[..]].concat());
        let lines: Vec<&str> = printed.lines().skip(1).take(3).collect();
        lines.join("\n").replace(&url, "http://target")
    };
    insta::assert_snapshot!([
        first("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html><head><title>Sign in</title></head>"),
        first("HTTP/1.1 302 Found\r\nlocation: https://login.example.com/\r\nconnection: close\r\n\r\n"),
        first("HTTP/1.1 404 No\r\nconnection: close\r\n\r\n"),
        first("HTTP/1.1 403 No\r\nconnection: close\r\n\r\n"),
        first("HTTP/1.1 400 No\r\nconnection: close\r\n\r\n"),
        first(DONE),
    ].join("\n"));
}
