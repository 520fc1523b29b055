//! Faults of the reference server that the mocks of the self-test cannot show: they need a correct server
//! behind them, parse requests leniently, or combine statuses of one document. Each names its check.

mod lenient;
mod probes;
mod profiles;
mod scripts;
mod wire;

use futures::StreamExt as _;
use serde_json::json;

use crate::server::{Change, HttpResponse, Sent, run_suite};

/// One fault of a provider's server.
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
    let others = others.chain(lenient::FAULTS);
    FAULTS.iter().chain(probes::FAULTS).chain(others)
}

const FAULTS: &[Fault] = &[
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
    response("schema-conformance", "moov", "a number in a field error", |_, a| {
        if a.status == 422 {
            a.edit(|body| drop(body.insert("token".into(), json!(7))));
        }
    }),
    response("schema-conformance", "infisical", "the code of another status", |_, a| {
        a.edit(|body| {
            if body.contains_key("statusCode") {
                body.insert("statusCode".into(), json!(400));
            }
        });
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
    response("accepted-invalid-request", "nomba", "a null is taken", |s, a| {
        if a.status == 400 && text(s).contains("null") {
            a.set(200, "{}");
        }
    }),
    response("accepted-invalid-request", "moov", "an unlisted hint is taken in forms", |s, a| {
        if a.status == 422 && media_type(s).contains("form") && text(s).contains("hint") {
            a.set(204, "");
            a.header("x-request-id", "67e55044-10b1-426f-9247-bb680e5fe0c8");
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
    response("undocumented-error", "voucherify", "403, and the document knows none", |_, a| {
        if a.status == 401 {
            a.set(403, "");
        }
    }),
    response("response-header-conformance", "nomba", "two media types", |_, a| {
        if a.status == 200 {
            a.headers.append("content-type", "text/html".parse().expect("a header"));
        }
    }),
];

fn swap(response: &mut HttpResponse, from: u16, to: u16) {
    if response.status == from {
        response.set(to, "");
    }
}

/// Changes the status of a response with a body, which is one of the operation.
fn swap_body(response: &mut HttpResponse, from: u16, to: u16) {
    if response.status == from && !response.body.is_empty() {
        response.edit(|body| drop(body.insert("statusCode".into(), json!(to))));
        response.status = http::StatusCode::from_u16(to).expect("a status");
    }
}

fn set_header(request: &mut Sent, name: &'static str, value: &str) {
    request.headers.insert(name, value.parse().expect("a header"));
}

/// Whether `Authorization` has this prefix.
fn authorization_starts_with(sent: &Sent, start: &str) -> bool {
    let field = sent.headers.get("authorization").and_then(|value| value.to_str().ok());
    field.is_some_and(|field| field.starts_with(start))
}

fn media_type(sent: &Sent) -> &str {
    sent.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn text(sent: &Sent) -> String {
    String::from_utf8_lossy(&sent.body).into_owned()
}

/// The flags that the check needs to report the fault as an error.
fn flags(fault: &Fault) -> Vec<&'static str> {
    if let Change::Stateful(_) = fault.change {
        // The order of requests must be fixed.
        return vec!["--concurrency", "1"];
    }
    let profile = conformance_core::checks::find(fault.check).and_then(|check| check.profile);
    match profile {
        Some(profile) => vec!["--profile", profile.as_str()],
        None if fault.check == "undocumented-error" => vec!["--strict"],
        None => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_is_found_by_its_check() {
    let verdicts = futures::stream::iter(all()).map(|fault| async move {
        (fault, run_suite(fault.provider, fault.change, flags(fault)).await)
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
