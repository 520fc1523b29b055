//! A canary in every place where a secret can enter, a target that says all of it again in every form, and
//! every report there is: no canary may be in any of them, in any form.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

use crate::targets;

/// The forms in which a target says what it was sent. They are written anew here, not by the redactor.
pub(super) fn forms(text: &str) -> Vec<String> {
    let json = serde_json::to_string(text).unwrap();
    let json = &json[1..json.len() - 1];
    let ascii: String = json
        .chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", c as u32) })
        .collect();
    let percent = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    vec![
        text.to_owned(),
        json.to_owned(),
        json.replace('\\', "\\\\"),
        ascii,
        text.bytes().map(|byte| format!("%{byte:02x}")).collect(),
        percent,
        form_urlencoded::byte_serialize(text.as_bytes()).collect(),
        html,
        STANDARD_NO_PAD.encode(text),
        URL_SAFE_NO_PAD.encode(format!("x{text}yz")),
        STANDARD_NO_PAD.encode(format!("xy{text}")),
    ]
}

/// What must stand nowhere: the forms of a canary, and of its base64 what does not depend on what stands
/// around it.
fn traces(canary: &str) -> Vec<String> {
    let mut traces = forms(canary);
    traces.truncate(8);
    for before in ["", "x", "xy"] {
        let coded = STANDARD_NO_PAD.encode(format!("{before}{canary}"));
        traces.push(coded[4..coded.len() - 3].to_owned());
        let coded = URL_SAFE_NO_PAD.encode(format!("{before}{canary}"));
        traces.push(coded[4..coded.len() - 3].to_owned());
    }
    traces
}

/// A target that responds each request with one of its forms, one after the other.
pub(super) fn parrot() -> std::net::SocketAddr {
    let count = Arc::new(AtomicUsize::new(0));
    targets::start(move |mut stream, request| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            let kinds = forms("").len();
            let said: Vec<String> = request
                .lines()
                .filter(|line| !line.is_empty())
                .map(|line| forms(line)[number % kinds].clone())
                .collect();
            let headers: String = said
                .iter()
                .enumerate()
                .map(|(at, line)| format!("x-echo-{at}: {line}\r\n"))
                .collect();
            let body = format!("{{\"echo\":{}}}", json!(said));
            let status = ["500 Oops", "200 OK", "302 Found"][number / kinds % 3];
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nlocation: /{}\r\n{headers}\
                 content-length: {}\r\nconnection: close\r\n\r\n",
                said.concat().replace(' ', "+"),
                body.len()
            );
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(body.as_bytes()).await;
        }
    })
}

/// Every report of a run, and what was printed, with the name of each.
fn artefacts(
    folder: &Path,
    provider: &str,
    fixtures: &Value,
    variables: &[(&str, &str)],
    more: &[&str],
    user_info: &str,
) -> Vec<(String, String)> {
    let file = |name: &str| folder.join(name).display().to_string();
    std::fs::write(file("fixtures.json"), fixtures.to_string()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command
        .args(["run", "--provider", provider, "--report", "human", "--report", "github"])
        .args(["--target", &format!("http://{user_info}{}", parrot())])
        .args(["--fixtures", &file("fixtures.json")])
        .args(more)
        .env("GITHUB_STEP_SUMMARY", file("step.md"))
        .envs(variables.iter().copied());
    let forms = conformance_report::FORMS.iter();
    let names: Vec<&str> = forms.map(|form| form.name).filter(|name| *name != "human").collect();
    for name in &names {
        command.args(["--report", &format!("{name}={}", file(&format!("report.{name}")))]);
    }
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let mut list = vec![
        ("stdout".to_owned(), text(&output.stdout)),
        ("stderr".to_owned(), text(&output.stderr)),
        ("step".to_owned(), std::fs::read_to_string(file("step.md")).unwrap()),
    ];
    for name in names {
        let report = std::fs::read_to_string(file(&format!("report.{name}"))).unwrap();
        list.push((name.to_owned(), report));
    }
    list
}

pub(super) fn free_of(canaries: &[&str], artefacts: &[(String, String)]) {
    for (name, text) in artefacts {
        for canary in canaries {
            for trace in traces(canary) {
                if let Some(at) = text.find(&trace) {
                    let around: String = text[..at].chars().rev().take(200).collect();
                    let around: String = around.chars().rev().collect();
                    panic!("{canary} is in {name} as {trace}, after\n{around}");
                }
            }
        }
    }
}

#[test]
fn canaries_of_a_client_with_a_password() {
    let folder = tempfile::tempdir().unwrap();
    let canaries = [
        "canary-user-name",
        "canary+pass/word=\"ö\"",
        "canary <live> \"token\" ü",
        "canary & token of 'others'",
        "canary-own-token",
        "canary-probe-key",
        "canary-beside-a-token",
        "canary-of-a-query",
    ];
    let fixtures = json!({
        "credentials": { "BasicAuth": { "username": canaries[0], "password": { "env": "CANARY_PASSWORD" } } },
        "values": { "client_id": canaries[0], "client_secret": { "env": "CANARY_PASSWORD" } },
        "live-values": { "token": vec![json!({ "value": canaries[2], "key": canaries[6] }); 80] },
        "foreign-values": { "token": [canaries[3], canaries[3]] },
        "own-credential": { "field": "token", "value": canaries[4] },
        "probe": {
            "url": format!("/probe?key={{{{token.key}}}}&api_key={}", canaries[7]),
            "headers": { "x-api-key": canaries[5], "authorization": "Bearer {{token}}" },
            "live": [200, 500, 302], "revoked": [401],
        },
    });
    let variables = [("CANARY_PASSWORD", canaries[1])];
    let artefacts = artefacts(folder.path(), "moov", &fixtures, &variables, &[], "");
    free_of(&canaries, &artefacts);
    let (_, messages) = &artefacts[0];
    assert!(messages.contains("$BASIC_AUTH") && messages.contains("$TOKEN"), "{messages}");
}

#[test]
fn canaries_in_headers_from_the_environment_and_in_the_url() {
    let folder = tempfile::tempdir().unwrap();
    let canaries = [
        "canary-bearer-token.abc~x",
        "sig1=:canary/signature+x==:",
        "canary-client-of-the-environment",
        "canary-password-of-url",
    ];
    let fixtures = json!({
        "credentials": { "BearerAuth": { "token": canaries[0] } },
        "values": {
            "Signature": canaries[1],
            "Signature-Input": "sig1=(\"@method\")",
            "X-Client-Id": { "env": "CANARY_CLIENT" },
        },
        "live-values": { "accessTokenId": (0..80).collect::<Vec<_>>() },
    });
    let variables = [("CANARY_CLIENT", canaries[2])];
    let artefacts = artefacts(
        folder.path(),
        "pipevest",
        &fixtures,
        &variables,
        &[],
        &format!("somebody:{}@", canaries[3]),
    );
    free_of(&canaries, &artefacts);
    let (_, messages) = &artefacts[0];
    for name in ["$BEARER_AUTH", "$SIGNATURE", "$X_CLIENT_ID"] {
        assert!(messages.contains(name), "{name} is not in {messages}");
    }
    let (_, page) = artefacts.iter().find(|(name, _)| name == "html").unwrap();
    assert!(page.contains("$TARGET_CREDENTIAL"), "the target of the page");
}

#[test]
fn canaries_of_keys_and_flags() {
    let folder = tempfile::tempdir().unwrap();
    let canaries = ["canary-application-id", "canary-application-token", "canary-live-of-a-flag"];
    let fixtures = json!({
        "credentials": { "X-App-Id": { "key": canaries[0] } },
    });
    let variables = [("CANARY_KEY", canaries[1])];
    let live = format!("access_token={}", canaries[2]);
    let more = ["--auth", "X-App-Token=env:CANARY_KEY", "--live-value", &live, "--random", "5"];
    let artefacts = artefacts(folder.path(), "voucherify", &fixtures, &variables, &more, "");
    free_of(&canaries, &artefacts);
    assert!(artefacts[0].1.contains("$X_APP_TOKEN"), "{}", artefacts[0].1);
}
