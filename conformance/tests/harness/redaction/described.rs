//! A canary in every place of a `conformance.toml` where a secret can stand, and all that the program
//! writes of it: reports, recordings, plans, lists, what is printed.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tokio::io::AsyncWriteExt as _;

use super::canaries::{forms, free_of};
use crate::targets;

const USER: &str = "canary-user-of-a-client";
const PASSWORD: &str = "canary+password/of=\"ä\"";
const HEADER: &str = "canary-header-of-the-environment";
const KEY_HEADER: &str = "canary-header-by-its-name";
const COMMAND: &str = "canary-of-a-command";
const LIVE_VALUE: &str = "canary <live value> of 'a' list";
const BESIDE: &str = "canary-beside-a-live-value";
const OTHERS: &str = "canary-of-another-client";
const OWN: &str = "canary-of-the-caller";
const PROBE: &str = "canary-of-the-probe";
const TARGET: &str = "canary-password-of-a-url";

/// A client with a password. The target responds everything with one form of what it was sent.
fn basic(url: &str) -> String {
    let live_values = json!(vec![json!({ "value": LIVE_VALUE, "id": BESIDE }); 90]);
    let live_values = live_values.to_string().replace("\":", "\" = ");
    format!(
        r#"
default-target = "t"
env-file = "variables"
[targets.t]
provider = "moov"
url = "{url}"
auth.BasicAuth = {{ username = "{USER}", password = {{ env = "CANARY_PASSWORD" }} }}
headers.x-account = {{ env = "CANARY_HEADER" }}
headers.x-api-key = "{KEY_HEADER}"
headers.x-command = {{ command = ["echo", "{COMMAND}"] }}
values.client_id = "{USER}"
values.client_secret = {{ env = "CANARY_PASSWORD" }}
live-values.token = {live_values}
foreign-values.token = {{ file = "others" }}
own-credential = {{ field = "token", value = "{OWN}" }}
probe = {{ url = "/probe?id={{{{token.id}}}}", headers = {{ x-api-key = "{PROBE}", authorization = "Bearer {{{{token}}}}" }}, live = [200, 500, 302], revoked = [401] }}
"#
    )
}

const CLIENT_SECRET: &str = "canary client & secret";
const PARAMETER: &str = "canary-password-for-tokens";
const GRANT_HEADER: &str = "canary-header-for-tokens";
const GRANTED: &str = "canary-granted-token.a~b";
const SIGNING: &str = "Y2FuYXJ5LXNpZ25pbmcta2V5LW9mLTMyLWJ5dGVzISE=";
const SETUP: &str = "canary-key-of-a-setup";
const CAPTURED: &str = "canary-captured-beside";

/// A token that is fetched, requests that are signed, values that are made.
fn fetched(url: &str) -> String {
    format!(
        r#"
default-target = "t"
[targets.t]
provider = "pipevest"
url = "{url}"
[targets.t.auth.BearerAuth.oauth2]
token-url = "/issue-a-token"
client-id = "client"
client-secret = "{CLIENT_SECRET}"
parameters.password = "{PARAMETER}"
headers.x-api-key = "{GRANT_HEADER}"
[targets.t.signing]
key = {{ value = "{SIGNING}" }}
algorithm = "hmac-sha256"
keyid = "one"
components = ["@method"]
[[targets.t.live-values.accessTokenId.setup]]
name = "make"
url = "/make"
headers = {{ x-api-key = "{SETUP}" }}
captures = {{ accessTokenId = {{ pointer = "/id" }}, token = {{ header = "X-Secret" }} }}
"#
    )
}

/// A target that grants, makes, and otherwise responds with one form of what it was sent.
fn target(is_willing: bool) -> std::net::SocketAddr {
    let count = Arc::new(AtomicUsize::new(0));
    targets::start(move |mut stream, request| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            let form = |text: &str| forms(text)[number % forms("").len()].clone();
            let said: Vec<String> =
                request.lines().filter(|line| !line.is_empty()).map(form).collect();
            let messages = json!({ "error": said.concat(), "echo": said }).to_string();
            let all = [PARAMETER, GRANT_HEADER, SETUP, SIGNING].map(form);
            let (status, body) = if is_willing && request.starts_with("POST /issue-a-token") {
                ("200 OK", json!({ "access_token": GRANTED, "expires_in": 900 }).to_string())
            } else if is_willing && request.starts_with("POST /make") {
                ("200 OK", "{\"id\":4815162342}".to_owned())
            } else if is_willing {
                ("500 Oops", json!({ "echo": said, "all": all }).to_string())
            } else {
                ("401 No", messages)
            };
            let response = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nx-secret: {CAPTURED}\r\n\
                 content-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(response.as_bytes()).await;
        }
    })
}

/// The program in this folder.
fn conformance(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_conformance"))
        .current_dir(folder)
        .args(arguments)
        .env("CANARY_HEADER", HEADER)
        .env("GITHUB_STEP_SUMMARY", folder.join("step.md"))
        .output()
        .unwrap()
}

fn folder(described: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("conformance.toml", described);
    write("variables", &format!("CANARY_PASSWORD='{PASSWORD}'\n"));
    write("others", &format!("{OTHERS}\n{OTHERS}\n"));
    folder
}

/// All that the commands write, but for what was given to them.
fn artefacts(folder: &Path, provider: &str) -> Vec<(String, String)> {
    let forms = conformance_report::FORMS.iter().map(|form| form.name);
    let reports: Vec<String> = forms.map(|name| format!("--report={name}=out.{name}")).collect();
    let mut run = vec!["run", "--record-out", "out.run.har", "--report=github"];
    run.extend(reports.iter().map(String::as_str));
    let mut list = Vec::new();
    for arguments in [
        run,
        vec!["plan", "--target", "t", "--requests"],
        vec!["plan", "--target", "t", "--format", "json", "--requests"],
        vec!["list", "--target", "t"],
        vec!["replay", "out.run.har", "--target", "t", "--report=json=out.replayed"],
        vec!["replay", "out.run.har", "--provider", provider, "--offline"],
    ] {
        let output = conformance(folder, &arguments);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (code, messages) = (output.status.code().unwrap(), text(&output.stderr));
        assert!([0, 1, 4, 5].contains(&code), "{arguments:?} ends with {code}: {messages}");
        list.push((format!("stdout of {}", arguments.join(" ")), text(&output.stdout)));
        list.push((format!("stderr of {}", arguments.join(" ")), messages));
    }
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if name.starts_with("out.") || name == "step.md" {
            let text = std::fs::read_to_string(folder.join(&name)).unwrap();
            list.push((name, text));
        }
    }
    list
}

#[test]
fn canaries_of_a_described_client() {
    let url = format!("http://somebody:{TARGET}@{}", target(true));
    let folder = folder(&basic(&url));
    let artefacts = artefacts(folder.path(), "moov");
    assert_eq!(artefacts.len(), 12 + conformance_report::FORMS.len() + 3);
    free_of(
        &[
            USER, PASSWORD, HEADER, KEY_HEADER, COMMAND, LIVE_VALUE, BESIDE, OTHERS, OWN, PROBE,
            TARGET,
        ],
        &artefacts,
    );
    let (_, har) = artefacts.iter().find(|(name, _)| name == "out.run.har").unwrap();
    assert!(har.contains("{{BasicAuth}}") && har.contains("{{token}}"));
}

const FETCHED: [&str; 7] =
    [CLIENT_SECRET, PARAMETER, GRANT_HEADER, GRANTED, SIGNING, SETUP, CAPTURED];

#[test]
fn fetched_tokens_and_created_values_are_redacted() {
    let folder = folder(&fetched(&format!("http://{}", target(true))));
    free_of(&FETCHED, &artefacts(folder.path(), "pipevest"));
}

#[test]
fn canaries_where_nothing_is_granted() {
    let folder = folder(&fetched(&format!("http://{}", target(false))));
    free_of(&FETCHED, &artefacts(folder.path(), "pipevest"));
}
