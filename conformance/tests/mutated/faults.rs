//! Mutated servers, each in one way, and the check that must fire on it.

mod lenient;
mod probes;
mod profiles;
mod scripts;
mod signatures;
mod wire;

use futures::StreamExt as _;
use http::Method;
use serde_json::json;

use crate::server::{Change, HttpResponse, Sent, sign, validator};

/// One way to mutate a server.
struct Fault {
    check: &'static str,
    provider: &'static str,
    what: &'static str,
    change: Change,
}

const fn response(
    check: &'static str,
    provider: &'static str,
    what: &'static str,
    change: fn(&Sent, &mut HttpResponse),
) -> Fault {
    Fault { check, provider, what, change: Change::HttpResponse(change) }
}

const fn request(
    check: &'static str,
    provider: &'static str,
    what: &'static str,
    change: fn(&mut Sent),
) -> Fault {
    Fault { check, provider, what, change: Change::Request(change) }
}

const fn bytes(
    check: &'static str,
    provider: &'static str,
    what: &'static str,
    change: fn(Vec<u8>) -> Vec<u8>,
) -> Fault {
    Fault { check, provider, what, change: Change::Bytes(change) }
}

fn all() -> impl Iterator<Item = &'static Fault> {
    let others = scripts::FAULTS.iter().chain(wire::FAULTS).chain(profiles::FAULTS);
    let others = others.chain(signatures::FAULTS).chain(lenient::FAULTS);
    FAULTS.iter().chain(probes::FAULTS).chain(others)
}

const FAULTS: &[Fault] = &[
    response("undeclared-status", "pipevest", "200 for 204", |_, a| swap(a, 204, 200)),
    response("undeclared-status", "voucherify", "202 for 204", |_, a| swap(a, 204, 202)),
    response("undeclared-status", "nomba", "201 for 200", |_, a| swap(a, 200, 201)),
    response("undeclared-status", "moov", "205 for 204", |_, a| swap(a, 204, 205)),
    response("undeclared-status", "infisical", "a redirect after success", |_, a| {
        if a.status == 200 {
            a.set(302, "");
            a.header("location", "/login");
        }
    }),
    response("unexpected-error-status", "pipevest", "403 without credentials", |_, a| {
        swap(a, 401, 403);
    }),
    response("unexpected-error-status", "pipevest", "400 for an unknown token", |_, a| {
        swap(a, 404, 400)
    }),
    response("unexpected-error-status", "nomba", "404 for a failed validation", |_, a| {
        swap(a, 400, 404)
    }),
    response("unexpected-error-status", "nomba", "200 for an unknown token", |_, a| {
        if a.status == 404 && a.headers.contains_key("content-type") {
            a.set(200, "{}");
        }
    }),
    response("unexpected-error-status", "moov", "401 for a failed validation", |_, a| {
        swap(a, 422, 401)
    }),
    response("unexpected-error-status", "infisical", "404 for wrong credentials", |_, a| {
        swap(a, 401, 404);
    }),
    response("unexpected-error-status", "infisical", "403 for an unknown token", |_, a| {
        swap_body(a, 404, 403);
    }),
    response("content-type-conformance", "nomba", "text/html on success", |_, a| {
        if a.status == 200 {
            a.header("content-type", "text/html");
        }
    }),
    response("content-type-conformance", "pipevest", "an undeclared type on errors", |_, a| {
        if a.status == 401 {
            a.header("content-type", "application/problem+json");
        }
    }),
    response("content-type-conformance", "infisical", "no type at all", |_, a| {
        a.headers.remove("content-type");
    }),
    response("duplicate-property", "nomba", "a success says its code twice", |_, a| {
        let text = String::from_utf8_lossy(&a.body).into_owned();
        if a.status == 200 && text.starts_with('{') {
            a.body = format!("{{\"code\":\"99\",{}", &text[1..]).into_bytes();
        }
    }),
    request("ignored-authentication", "infisical", "compares the beginning of tokens", |s| {
        if begins(s, "Bearer reference-acc") {
            give(s, "authorization", "Bearer reference-access-token");
        }
    }),
    response("schema-conformance", "pipevest", "a number for the code", |_, a| {
        a.edit(|body| drop(body.insert("code".into(), json!(401))));
    }),
    response("schema-conformance", "pipevest", "no message on 404", |_, a| {
        if a.status == 404 {
            a.edit(|body| drop(body.remove("message")));
        }
    }),
    response("schema-conformance", "nomba", "a number for the code of a success", |_, a| {
        if a.status == 200 {
            a.edit(|body| drop(body.insert("code".into(), json!(0))));
        }
    }),
    response("schema-conformance", "nomba", "null for a text", |_, a| {
        a.edit(|body| drop(body.insert("description".into(), json!(null))));
    }),
    response("schema-conformance", "nomba", "a list for an object", |_, a| {
        if a.status == 400 {
            a.set(400, "[]");
        }
    }),
    response("schema-conformance", "moov", "a number in a field error", |_, a| {
        if a.status == 422 {
            a.edit(|body| drop(body.insert("token".into(), json!(7))));
        }
    }),
    response("schema-conformance", "infisical", "one more member in a closed object", |_, a| {
        a.edit(|body| drop(body.insert("more".into(), json!(1))));
    }),
    response("schema-conformance", "infisical", "the code of another status", |_, a| {
        a.edit(|body| {
            if body.contains_key("statusCode") {
                body.insert("statusCode".into(), json!(400));
            }
        });
    }),
    response("schema-conformance", "infisical", "no request id", |_, a| {
        a.edit(|body| drop(body.remove("reqId")));
    }),
    response("schema-conformance", "nomba", "no JSON at all", |_, a| {
        if a.status == 200 {
            a.body = b"{\"code\": ".to_vec();
        }
    }),
    response("schema-conformance", "nomba", "no content with a declared error", |_, a| {
        if a.status == 400 {
            a.body.clear();
        }
    }),
    response("response-header-conformance", "moov", "no id on success", |_, a| {
        if a.status == 204 {
            a.headers.remove("x-request-id");
        }
    }),
    response("response-header-conformance", "moov", "no id on errors", |_, a| {
        if a.status == 400 || a.status == 422 {
            a.headers.remove("x-request-id");
        }
    }),
    response("response-header-conformance", "moov", "an id that is no uuid", |_, a| {
        if a.headers.contains_key("x-request-id") {
            a.header("x-request-id", "req-12345");
        }
    }),
    bytes("content-after-204", "pipevest", "content after a 204", |bytes| {
        after_204(bytes, "", "{\"ok\":true}")
    }),
    bytes("content-after-204", "voucherify", "a length and content on a 204", |bytes| {
        after_204(bytes, "content-length: 2\r\n", "{}")
    }),
    bytes("content-after-204", "moov", "a chunked 204", |bytes| {
        after_204(bytes, "transfer-encoding: chunked\r\n", "0\r\n\r\n")
    }),
    request("ignored-authentication", "pipevest", "no client is asked", |r| {
        give(r, "authorization", "Bearer reference-access-token");
        sign(r);
    }),
    request("ignored-authentication", "infisical", "any token will do", |r| {
        if r.headers.contains_key("authorization") {
            give(r, "authorization", "Bearer reference-access-token");
        }
    }),
    request("ignored-authentication", "voucherify", "one key is enough", |r| {
        if r.headers.contains_key("x-app-id") || r.headers.contains_key("x-app-token") {
            give(r, "x-app-id", "reference-app-id");
            give(r, "x-app-token", "reference-app-token");
        }
    }),
    request("ignored-authentication", "voucherify", "only the second key is looked at", |r| {
        give(r, "x-app-id", "reference-app-id");
    }),
    response("rejected-valid-request", "moov", "the form is not taken", |s, a| {
        if media_type(s).contains("form") && a.status == 204 {
            a.set(400, "{}");
            a.header("x-request-id", "67e55044-10b1-426f-9247-bb680e5fe0c8");
        }
    }),
    response("undeclared-status", "moov", "no client may call without credentials", |s, a| {
        if !s.headers.contains_key("authorization") && a.status == 204 {
            a.set(401, "");
        }
    }),
    response("rejected-valid-request", "moov", "a member of the enum is refused", |s, a| {
        if text(s).contains("refresh_token") && a.status == 204 {
            a.set(422, "{}");
            a.header("x-request-id", "67e55044-10b1-426f-9247-bb680e5fe0c8");
        }
    }),
    response("rejected-valid-request", "nomba", "the shortest token is refused", |s, a| {
        if a.status == 200 && text(s).len() < 450 {
            a.set(400, "{}");
        }
    }),
    response("accepted-invalid-request", "nomba", "nothing is validated", |_, a| {
        if a.status == 400 {
            a.set(200, "{}");
        }
    }),
    response("accepted-invalid-request", "nomba", "a long token is taken", |s, a| {
        if a.status == 400 && text(s).len() > 600 {
            a.set(200, "{}");
        }
    }),
    response("accepted-invalid-request", "nomba", "a null is taken", |s, a| {
        if a.status == 400 && text(s).contains("null") {
            a.set(200, "{}");
        }
    }),
    response("accepted-invalid-request", "pipevest", "an id that is no number is taken", |s, a| {
        if a.status == 400 && s.query.contains("accessTokenId=") {
            a.set(204, "");
        }
    }),
    response("accepted-invalid-request", "pipevest", "the signature may be missing", |s, a| {
        if a.status == 400 && !s.headers.contains_key("signature") {
            a.set(204, "");
        }
    }),
    response("accepted-invalid-request", "voucherify", "the token may be missing", |_, a| {
        if a.status == 400 {
            a.set(204, "");
        }
    }),
    response("accepted-invalid-request", "moov", "an unlisted hint is taken in forms", |s, a| {
        if a.status == 422 && media_type(s).contains("form") && text(s).contains("hint") {
            a.set(204, "");
            a.header("x-request-id", "67e55044-10b1-426f-9247-bb680e5fe0c8");
        }
    }),
    response("accepted-invalid-request", "moov", "broken JSON is taken", |_, a| {
        if a.status == 400 {
            a.set(204, "");
            a.header("x-request-id", "67e55044-10b1-426f-9247-bb680e5fe0c8");
        }
    }),
    request("accepted-undeclared-method", "pipevest", "GET works as well", |r| {
        if r.method == Method::GET {
            r.method = Method::POST;
            sign(r);
        }
    }),
    request("accepted-undeclared-method", "infisical", "every method works", |r| {
        r.method = Method::POST
    }),
    response("accepted-undeclared-method", "nomba", "405 without Allow", |_, a| {
        a.headers.remove("allow");
    }),
    request("accepted-undeclared-media-type", "nomba", "any type is read as JSON", |r| {
        give(r, "content-type", "application/json");
        if serde_json::from_slice::<serde_json::Value>(&r.body).is_err() && r.body.starts_with(b"<")
        {
            r.body = b"{}".to_vec();
        }
    }),
    response("accepted-undeclared-media-type", "voucherify", "any type is taken", |_, a| {
        swap(a, 415, 204)
    }),
    response("server-error", "nomba", "500 for broken JSON", |_, a| {
        if a.status == 400 {
            a.set(500, "{}");
        }
    }),
    response("server-error", "infisical", "500 for an unknown token", |_, a| {
        if a.status == 404 {
            a.set(500, "");
        }
    }),
    response("server-error", "voucherify", "500 for another media type", |_, a| swap(a, 415, 500)),
    response("server-error", "pipevest", "500 for another method", |_, a| swap(a, 405, 500)),
    bytes("incomplete-response", "nomba", "content that is cut short", |mut bytes| {
        if bytes.starts_with(b"HTTP/1.1 200") {
            bytes.truncate(bytes.len() - 5);
        }
        bytes
    }),
    response("information-disclosure", "nomba", "a trace of Node in a message", |_, a| {
        if a.status == 400 {
            let trace = "boom\n    at revoke (/srv/api/server.js:10:3)";
            a.edit(|body| drop(body.insert("description".into(), json!(trace))));
        }
    }),
    response("information-disclosure", "pipevest", "a trace of Java beside the message", |_, a| {
        let trace =
            "java.lang.NullPointerException\n\tat com.pipevest.Tokens.revoke(Tokens.java:42)";
        a.edit(|body| drop(body.insert("debug".into(), json!(trace))));
    }),
    response(
        "information-disclosure",
        "voucherify",
        "a statement where a token is not known",
        |_, a| {
            if a.status == 404 {
                a.set(404, r#"{"sql":"SELECT id FROM tokens WHERE token = $1"}"#);
            }
        },
    ),
    response("information-disclosure", "moov", "a database error in a header", |_, a| {
        a.header("x-error", "pq: relation \"tokens\" does not exist");
    }),
    response("information-disclosure", "pipevest", "a file path in a message", |_, a| {
        if a.status == 404 {
            let path = "cannot read /usr/local/share/tokens.db";
            a.edit(|body| drop(body.insert("message".into(), json!(path))));
        }
    }),
    response("information-disclosure", "infisical", "the access token in the message", |s, a| {
        let sent = s.headers.get("authorization").and_then(|v| v.to_str().ok());
        if let Some(sent) = sent.map(str::to_owned) {
            a.edit(|body| {
                body.entry("message").and_modify(|message| *message = json!(format!("got {sent}")));
            });
        }
    }),
    response("information-disclosure", "voucherify", "the key in a header", |s, a| {
        if let Some(key) = s.headers.get("x-app-token") {
            a.headers.insert("x-caller", key.clone());
        }
    }),
    response(
        "information-disclosure",
        "moov",
        "the token that is to be revoked in a message",
        |s, a| {
            if a.status == 400 || a.status == 422 {
                let sent = text(s);
                a.edit(|body| drop(body.insert("detail".into(), json!(sent))));
            }
        },
    ),
    response("information-disclosure", "nomba", "a banner", |_, a| {
        a.header("x-powered-by", "Express")
    }),
    response("information-disclosure", "infisical", "a server with its version", |_, a| {
        a.header("server", "nginx/1.18.0");
    }),
    response("slow-response", "nomba", "slow successes", |_, a| {
        if a.status == 200 {
            std::thread::sleep(std::time::Duration::from_millis(60));
        }
    }),
    response("incomplete-allow-header", "nomba", "an Allow without POST", |_, a| {
        if a.status == 405 {
            a.header("allow", "GET, HEAD");
        }
    }),
    response("missing-content-type", "pipevest", "words of no type", |_, a| {
        if a.status == 405 {
            a.body = b"no".to_vec();
        }
    }),
    response("missing-www-authenticate", "infisical", "no challenge", |_, a| {
        a.headers.remove("www-authenticate");
    }),
    response("undocumented-error", "voucherify", "403, and the document knows none", |_, a| {
        if a.status == 401 {
            a.set(403, "");
        }
    }),
    response("response-header-conformance", "moov", "two ids", |_, a| {
        if let Some(id) = a.headers.get("x-request-id").cloned() {
            a.headers.append("x-request-id", id);
        }
    }),
    response("response-header-conformance", "nomba", "two media types", |_, a| {
        if a.status == 200 {
            a.headers.append("content-type", "text/html".parse().expect("a header"));
        }
    }),
    response("unexpected-error-status", "pipevest", "a redirect to a login page", |_, a| {
        if a.status == 401 {
            a.set(302, "");
            a.header("location", "https://pipevest.example/login");
        }
    }),
    bytes("incomplete-response", "infisical", "a status line and no more", |bytes| {
        if bytes.starts_with(b"HTTP/1.1 200") { b"HTTP/1.1 200 OK\r\ncont".to_vec() } else { bytes }
    }),
];

fn swap(response: &mut HttpResponse, from: u16, to: u16) {
    if response.status == from {
        response.set(to, "");
    }
}

/// As [`swap`], where the response has content: it is the operation's own.
fn swap_body(response: &mut HttpResponse, from: u16, to: u16) {
    if response.status == from && !response.body.is_empty() {
        response.edit(|body| drop(body.insert("statusCode".into(), json!(to))));
        response.status = http::StatusCode::from_u16(to).expect("a status");
    }
}

fn after_204(bytes: Vec<u8>, fields: &str, content: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(&bytes).into_owned();
    match text.strip_prefix("HTTP/1.1 204 No Content\r\n") {
        Some(rest) => format!("HTTP/1.1 204 No Content\r\n{fields}{rest}{content}").into_bytes(),
        None => bytes,
    }
}

fn give(request: &mut Sent, name: &'static str, value: &str) {
    request.headers.insert(name, value.parse().expect("a header"));
}

/// Whether the credential of a request begins so.
fn begins(sent: &Sent, start: &str) -> bool {
    let field = sent.headers.get("authorization").and_then(|value| value.to_str().ok());
    field.is_some_and(|field| field.starts_with(start))
}

fn media_type(sent: &Sent) -> &str {
    sent.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn text(sent: &Sent) -> String {
    String::from_utf8_lossy(&sent.body).into_owned()
}

/// What the check needs to be sent for.
fn flags(fault: &Fault) -> Vec<&'static str> {
    if let Change::Noted(_) = fault.change {
        // What comes after what must not be left to chance.
        return vec!["--concurrency", "1"];
    }
    let profile = conformance_core::checks::find(fault.check).and_then(|check| check.profile);
    match profile {
        Some(profile) => vec!["--profile", profile.as_str()],
        None if fault.check == "undocumented-error" => vec!["--strict"],
        None if fault.check == "slow-response" => vec!["--max-response-time", "0.05"],
        None => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_is_found_by_its_check() {
    let verdicts = futures::stream::iter(all()).map(|fault| async move {
        (fault, validator(fault.provider, fault.change, flags(fault)).await)
    });
    let verdicts: Vec<_> = verdicts.buffered(4).collect().await;
    let mut missed = Vec::new();
    for (fault, verdict) in &verdicts {
        let found = verdict.checks();
        let mut own = verdict.findings().filter(|finding| finding["check"] == fault.check);
        let exit = if own.any(|finding| finding["severity"] == "error") { 1 } else { 0 };
        if verdict.exit != Some(exit) || !found.contains(&fault.check) {
            let Fault { check, provider, what, .. } = fault;
            missed.push(format!("{provider}: {what}: {check} is not among {found:?}"));
        }
        for finding in verdict.findings() {
            let line = finding["spec"]["line"].as_u64().unwrap_or_default();
            assert!(line > 0, "{}: a finding without a line: {finding:#}", fault.what);
            let curl = finding["curl"].as_str().unwrap_or_default();
            assert!(curl.starts_with("curl "), "{}: {finding:#}", fault.what);
            let secrets = ["reference-access-token", "reference-app-", "reference-client-secret"];
            assert!(!secrets.iter().any(|secret| curl.contains(secret)), "a secret in {curl}");
        }
    }
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), verdicts.len(), missed.join("\n"));
}

#[test]
fn every_check_has_a_fault() {
    // The five documents have one operation each; chains of several are evaluated in `harness/state.rs`,
    // comparisons with a recording in `harness/replay.rs`.
    let of_chains = ["unavailable-after-create", "available-after-delete"];
    let elsewhere = || {
        of_chains
            .into_iter()
            .chain(conformance_core::checks::ids_of(conformance_core::check::Scope::Replay))
    };
    for check in
        conformance_core::checks::ALL.iter().filter(|check| elsewhere().all(|id| id != check.id))
    {
        assert!(all().any(|fault| fault.check == check.id), "{} has no fault", check.id);
    }
}
