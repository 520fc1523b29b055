//! Canaries of what is imported: in every place where a curl command line or a Postman collection can hold
//! a secret. Neither the file nor what is said of it has them.

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::canaries::free_of;

const PASSWORD: &str = "canary+password/of a=\"user\" ä";
const TOKEN: &str = "canary-bearer-token.a~b";
const KEY: &str = "canary-key-of-a-header";
const COOKIE: &str = "canary-of-a-session";
const QUERY: &str = "canary & of a query";
const MEMBER: &str = "canary \"secret\" of content";
const FIELD: &str = "canary of a <form> & more";
const URL: &str = "canary:password/of a url";
const RESPONSE: &str = "canary-of-a-saved-response";
const VARIABLE: &str = "canary-of-a-variable";
const GIVEN: &str = "canary-of-a-flag";

const ALL: [&str; 11] =
    [PASSWORD, TOKEN, KEY, COOKIE, QUERY, MEMBER, FIELD, URL, RESPONSE, VARIABLE, GIVEN];

fn percent(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Imports, and replays what was written without the network; the exit code, and all that was written.
fn imported(folder: &Path, arguments: &[&str]) -> (i32, Vec<(String, String)>) {
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_conformance"))
            .current_dir(folder)
            .args(arguments)
            .output()
            .unwrap()
    };
    let into = ["--provider", "moov", "--out", "out.har", "--force"];
    let output = run(&[&["import"], arguments, &into].concat());
    let replay = run(&["replay", "out.har", "--provider", "moov", "--offline", "--report", "json"]);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let har = std::fs::read_to_string(folder.join("out.har")).unwrap_or_default();
    let list = [
        ("the file", har),
        ("stdout", text(&output.stdout)),
        ("stderr", text(&output.stderr)),
        ("stdout of replay", text(&replay.stdout)),
        ("stderr of replay", text(&replay.stderr)),
    ];
    (output.status.code().unwrap(), list.map(|(name, text)| (name.to_owned(), text)).into())
}

/// A word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[test]
fn canaries_of_command_lines() {
    let folder = tempfile::tempdir().unwrap();
    let at = "https://api.moov.io/oauth2/revoke";
    let password = quoted(&format!("somebody:{PASSWORD}"));
    let content = quoted(&json!({ "token": MEMBER, "client_secret": MEMBER }).to_string());
    let basic = STANDARD.encode(format!("somebody:{PASSWORD}"));
    let (url, query) = (percent(URL), percent(QUERY));
    let field = quoted(&format!("client_secret={FIELD}"));
    let commands = [
        format!("curl -u {password} {at} --json {content}"),
        format!("curl -X POST {at} -H 'Authorization: Bearer {TOKEN}' -H 'X-Api-Key: {KEY}'"),
        format!("curl -X POST {at} -H 'Authorization: Basic {basic}' -b 'sid={COOKIE}; a=b'"),
        format!("curl {at} --oauth2-bearer {TOKEN} --data-urlencode {field} -d token=a"),
        format!("curl -X POST 'https://me:{url}@api.moov.io/oauth2/revoke?access_token={query}'"),
        format!("curl -G https://elsewhere.example/x -d 'api_key={query}' -H 'X-Token: {KEY}'"),
    ];
    std::fs::write(folder.path().join("commands.sh"), commands.join("\n")).unwrap();
    let (code, artefacts) = imported(folder.path(), &["curl", "--file", "commands.sh"]);
    assert_eq!(code, 0, "{}", artefacts[2].1);
    free_of(&ALL, &artefacts);
    assert!(artefacts[1].1.starts_with("6 requests written"), "{}", artefacts[1].1);
    let (code, artefacts) = imported(folder.path(), &["curl", &commands[4]]);
    assert_eq!(code, 0, "{}", artefacts[2].1);
    free_of(&ALL, &artefacts);
}

#[test]
fn canaries_of_command_lines_that_are_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let url = percent(URL);
    for command in [
        format!("curl 'ftp://me:{url}@host/x?key={KEY}' -H '{TOKEN}' -b {COOKIE}"),
        format!("curl 'http://me:{url}@host:port/x'"),
        format!("curl https://host/x --bearer {TOKEN}"),
        format!("curl https://host/x --bearer={TOKEN}"),
        format!("curl https://host/x -F 'secret={KEY}' -d @gone"),
        format!("curl 'https://host/x?key={KEY} -H '{TOKEN}"),
    ] {
        for more in [&[][..], &["--keep-going"]] {
            let (_, artefacts) = imported(folder.path(), &[&["curl", &command], more].concat());
            free_of(&ALL, &artefacts);
        }
    }
}

/// A request with a response that was saved, which says again what it was sent.
fn item(
    name: &str,
    auth: serde_json::Value,
    url: &str,
    body: serde_json::Value,
) -> serde_json::Value {
    let echo =
        json!({ "token": RESPONSE, "echo": [PASSWORD, TOKEN, KEY, MEMBER, FIELD, VARIABLE] });
    let request = json!({
        "method": "POST",
        "url": url,
        "auth": auth,
        "header": [
            { "key": "X-Api-Key", "value": KEY },
            { "key": "X-Session-Token", "value": "{{session}}" },
            { "key": "Cookie", "value": format!("sid={COOKIE}") },
        ],
        "body": body,
    });
    let response = json!({
        "name": "saved",
        "code": 401,
        "header": [{ "key": "Set-Cookie", "value": format!("sid={RESPONSE}") }],
        "body": echo.to_string(),
    });
    json!({ "name": name, "request": request, "response": [response] })
}

fn collection() -> serde_json::Value {
    let pair = |key: &str, value: &str| json!({ "key": key, "value": value });
    let basic =
        json!({ "type": "basic", "basic": [pair("username", "me"), pair("password", PASSWORD)] });
    let bearer = json!({ "type": "bearer", "bearer": [pair("token", TOKEN)] });
    let given = json!({ "type": "bearer", "bearer": [pair("token", "{{given}}")] });
    let key = json!({
        "type": "apikey", "apikey": [pair("key", "api_key"), pair("value", QUERY), pair("in", "query")],
    });
    let url = percent(URL);
    let raw = json!({
        "mode": "raw", "raw": json!({ "token": MEMBER, "client_secret": VARIABLE }).to_string(),
    });
    let form = json!({ "mode": "urlencoded", "urlencoded": [pair("client_secret", FIELD)] });
    json!({
        "info": { "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "variable": [pair("session", VARIABLE), pair("at", "https://api.moov.io/oauth2/revoke")],
        "item": [
            item("basic", basic, "{{at}}", raw),
            item("bearer", bearer, &format!("https://me:{url}@api.moov.io/oauth2/revoke"), form.clone()),
            item("given", given, "{{at}}", form.clone()),
            item("key", key, "https://elsewhere.example/x", form),
        ],
    })
}

#[test]
fn canaries_of_a_collection() {
    let folder = tempfile::tempdir().unwrap();
    let mut collection = collection();
    let write = |value: &serde_json::Value| {
        std::fs::write(folder.path().join("c.json"), value.to_string()).unwrap();
    };
    write(&collection);
    let given = format!("given={GIVEN}");
    let arguments = ["postman", "c.json", "--var", &given];
    let (code, artefacts) = imported(folder.path(), &arguments);
    assert_eq!(code, 0, "{}", artefacts[2].1);
    free_of(&ALL, &artefacts);
    assert!(artefacts[1].1.starts_with("4 requests written"), "{}", artefacts[1].1);
    // What cannot be imported is reported, and so is a flag that is wrong.
    let url = percent(URL);
    collection["item"][0]["request"]["url"] = format!("ftp://me:{url}@host/x?key={KEY}").into();
    collection["item"][1]["request"]["url"] = format!("/x/{{{{session}}}}?key={KEY}").into();
    for item in collection["item"].as_array_mut().unwrap() {
        // The rest out is not known of.
        item.as_object_mut().unwrap().remove("response");
    }
    collection["item"][2]["request"]["body"] = json!({ "mode": "formdata", "formdata": [KEY] });
    write(&collection);
    for more in [&[][..], &["--keep-going"], &["--var", GIVEN]] {
        let (_, artefacts) = imported(folder.path(), &[&arguments[..], more].concat());
        free_of(&ALL, &artefacts);
    }
}
