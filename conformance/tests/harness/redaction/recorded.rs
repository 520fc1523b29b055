//! Canaries of a recording: the password in the URL of the target, and what clients send through the
//! proxy. Neither the file nor a line of what is printed holds them.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::canaries::{free_of, parrot};
use crate::targets;

const PASSWORD: &str = "canary+password/of a=\"url\" ä";
const TOKEN: &str = "canary-of-a-client.a~b";
const COOKIE: &str = "canary-of-a-session";
const QUERY: &str = "canary & of a query";
const MEMBER: &str = "canary \"secret\" of content";

/// Records what a client asks of a target; all that was written, and what the proxy itself said.
fn recorded(target: std::net::SocketAddr, more: &[&str]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.har");
    let password = utf8_percent_encode(PASSWORD, NON_ALPHANUMERIC);
    let mut child = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["record", "--target", &format!("http://somebody:{password}@{target}/base")])
        .args(["--listen", "127.0.0.1:0", "--provider", "moov", "--out"])
        .arg(&out)
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut messages = String::new();
    output.read_line(&mut messages).unwrap();
    let address = messages.split(' ').nth(1).unwrap().to_owned();
    // No client may wait for what is printed to be read.
    let rest = std::thread::spawn(move || {
        let mut rest = String::new();
        output.read_to_string(&mut rest).unwrap();
        rest
    });
    let said = ask(&address);
    assert!(
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success()
    );
    messages.push_str(&rest.join().unwrap());
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    child.wait().unwrap();
    let har = std::fs::read_to_string(&out).unwrap();
    [("the file", har), ("stdout", messages), ("stderr", errors), ("what the proxy says", said)]
        .map(|(name, text)| (name.to_owned(), text))
        .into()
}

/// A client that asks as often as a target has forms; what the proxy says where the target does not.
fn ask(address: &str) -> String {
    conformance_engine::transport::install_provider();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut said = String::new();
        for _ in 0..33 {
            let query = utf8_percent_encode(QUERY, NON_ALPHANUMERIC);
            let request = client
                .post(format!("{address}/oauth2/revoke?access_token={query}"))
                .header("authorization", format!("Bearer {TOKEN}"))
                .header("cookie", format!("sid={COOKIE}"))
                .header("content-type", "application/json")
                .body(serde_json::json!({ "token": MEMBER, "client_secret": MEMBER }).to_string());
            let response = request.send().await.unwrap();
            if response.status() == 502 {
                said.push_str(&response.text().await.unwrap());
            }
        }
        said
    })
}

const ALL: [&str; 5] = [PASSWORD, TOKEN, COOKIE, QUERY, MEMBER];

#[test]
fn canaries_of_a_recording() {
    let artefacts = recorded(parrot(), &[]);
    free_of(&ALL, &artefacts);
    assert!(artefacts[0].1.contains("{{cookie:sid}}") && artefacts[0].1.contains("{{token}}"));
    assert!(artefacts[1].1.contains(" exchanges recorded"), "{}", artefacts[1].1);
}

#[test]
fn canaries_of_a_target_that_is_not_there() {
    let artefacts = recorded(targets::unknown_signer(), &["--quiet"]);
    free_of(&ALL, &artefacts);
    assert!(artefacts[3].1.contains("did not respond"), "{}", artefacts[3].1);
}

#[test]
fn canaries_of_a_target_that_is_no_url() {
    let out = Path::new("out.har");
    let mut list = Vec::new();
    for target in [format!("ftp://me:{PASSWORD}@host"), format!("http://me:{PASSWORD}@host:port")] {
        let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
            .args(["record", "--provider", "moov", "--target", &target, "--out"])
            .arg(out)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        list.push((target, String::from_utf8(output.stderr).unwrap()));
    }
    free_of(&[PASSWORD], &list);
}
