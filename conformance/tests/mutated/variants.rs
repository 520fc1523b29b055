//! Equivalent servers that the mocks of the self-test cannot show. Every finding on one is a false alarm.

mod frameworks;
mod profiles;

use futures::StreamExt as _;
use http::StatusCode;
use serde_json::json;

use crate::server::{Change, HttpResponse, Sent, run_suite};

type Variant = (&'static str, &'static str, fn(&Sent, &mut HttpResponse));

const UNCHANGED: &str = "unchanged";

const VARIANTS: &[Variant] = &[
    ("pipevest", UNCHANGED, |_, _| {}),
    ("voucherify", UNCHANGED, |_, _| {}),
    ("nomba", UNCHANGED, |_, _| {}),
    ("moov", UNCHANGED, |_, _| {}),
    ("infisical", UNCHANGED, |_, _| {}),
    ("infisical", "403 for wrong credentials", |s, a| {
        if a.status == 401 && s.headers.contains_key("authorization") {
            a.edit(|body| drop(body.insert("statusCode".into(), json!(403))));
            a.status = StatusCode::FORBIDDEN;
        }
    }),
    ("voucherify", "404 for every refusal", |_, a| reject_with(a, 404)),
    ("voucherify", "400 for every refusal but the declared", |_, a| {
        if a.status != 404 {
            reject_with(a, 400);
        }
    }),
    ("moov", "422 for what cannot be parsed", |_, a| {
        if a.status == 400 {
            a.set(422, "{}");
        }
    }),
    ("moov", "400 for what fails validation", |_, a| {
        if a.status == 422 {
            a.set(400, "{\"error\":\"invalid_request\"}");
        }
    }),
    ("pipevest", "401 for a missing signature", |s, a| {
        if a.status == 400 && !s.headers.contains_key("signature") {
            a.set(401, "{\"code\":\"401\",\"message\":\"unsigned\"}");
        }
    }),
    ("nomba", "a framework's own refusals", |_, a| {
        if matches!(a.status.as_u16(), 405 | 406 | 415) {
            a.header("content-type", "text/plain");
            a.body = b"no".to_vec();
        }
    }),
    ("nomba", "Accept is not looked at", |s, a| {
        if a.status == 406 && !s.body.is_empty() {
            a.set(200, "{\"code\":\"00\"}");
        }
    }),
    ("infisical", "the path of the request in a message", |_, a| {
        a.edit(|body| {
            let words =
                json!("POST /api/v1/auth/token-auth/tokens/x/revoke: select one from the list");
            body.entry("message").and_modify(|message| *message = words);
        });
    }),
    ("moov", "the hint in a message", |s, a| {
        if a.status == 422 {
            let known = String::from_utf8_lossy(&s.body).contains("refresh_token");
            a.edit(|body| {
                let hint = if known { "refresh_token" } else { "access_token" };
                body.insert("detail".into(), json!(format!("not a {hint}: {{\"at\": 3}}")));
            });
        }
    }),
    ("nomba", "members that come twice are refused", |s, a| {
        if String::from_utf8_lossy(&s.body).matches("clientId").count() > 1 {
            a.set(400, "{}");
        }
    }),
    ("voucherify", "fields that come twice, and control characters, are refused", |s, a| {
        let text = String::from_utf8_lossy(&s.body).into_owned();
        if text.matches("access_token=").count() > 1 || text.contains("%00") {
            a.set(400, "");
        }
    }),
    ("nomba", "another client's token is reported like one that does not exist", |_, a| {
        if a.status == 403 {
            a.set(404, "{}");
        }
    }),
    ("moov", "another client's token is reported like one that does not exist", |_, a| {
        if String::from_utf8_lossy(&a.body).contains("unauthorized_client") {
            a.set(204, "");
        }
    }),
    ("pipevest", "parameters and content that is not declared are refused", |s, a| {
        if s.query.contains("extra") || !s.body.is_empty() {
            a.set(400, "");
        }
    }),
];

type StatefulVariant = (&'static str, &'static str, fn(&mut Vec<String>, &Sent, &mut HttpResponse));

/// Variants of the response to repeated requests.
const STATEFUL: &[StatefulVariant] = &[
    ("voucherify", "the second time is a success as well", |notes, s, a| {
        if is_repeated(notes, s, a) {
            a.set(204, "");
        }
    }),
    ("nomba", "the second time the token is taken for a wrong caller's", |notes, s, a| {
        if is_repeated(notes, s, a) {
            a.set(401, "{}");
        }
    }),
    ("nomba", "the second time is a bad request", |notes, s, a| {
        if is_repeated(notes, s, a) {
            a.set(400, "{}");
        }
    }),
];

/// Variants in the parsing of requests and the framing of responses.
const ON_THE_WIRE: &[(&str, &str, Change)] = &[
    (
        "nomba",
        "malformed messages get responses by the end of the connection",
        Change::Head(|request| is_malformed(request).then_some("")),
    ),
    (
        "moov",
        "malformed messages get responses by what fits each",
        Change::Head(|request| {
            is_malformed(request).then_some(if request.contains("HTTP/9.9") {
                "HTTP/1.1 505 No\r\ncontent-length: 0\r\n\r\n"
            } else if request.contains("chunked") {
                "HTTP/1.1 501 No\r\ncontent-length: 0\r\n\r\n"
            } else {
                "HTTP/1.1 400 No\r\ncontent-type: text/html\r\n\r\n<html>"
            })
        }),
    ),
    (
        "nomba",
        "chunks, trailers and an interim response",
        Change::Bytes(|bytes| {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            match text.split_once("\r\n\r\n") {
                Some((head, content)) if text.starts_with("HTTP/1.1 200") => {
                    let kept = head.lines().filter(|line| !line.starts_with("content-length"));
                    let head = kept.collect::<Vec<_>>().join("\r\n");
                    format!(
                        "HTTP/1.1 103 Early\r\n\r\n{head}\r\ntransfer-encoding: chunked\r\n\r\n\
                         {:x}\r\n{content}\r\n0\r\nx-sum: 1\r\n\r\n",
                        content.len()
                    )
                    .into_bytes()
                }
                _ => bytes,
            }
        }),
    ),
];

/// Whether a strict server may reject the message before it is parsed as a request.
fn is_malformed(request: &str) -> bool {
    let lengths = request.to_ascii_lowercase().matches("\r\ncontent-length: ").count();
    let host = request.to_ascii_lowercase().contains("\r\nhost: ");
    ["HTTP/9.9", "chunked", " x HTTP", "post ", "x-conformance", "POST http"]
        .iter()
        .any(|malformation| request.contains(malformation))
        || (lengths != 1 && request.starts_with("POST"))
        || !host
}

fn is_repeated(notes: &mut Vec<String>, sent: &Sent, response: &HttpResponse) -> bool {
    let body = String::from_utf8_lossy(&sent.body).into_owned();
    if response.status.is_success() {
        notes.push(body);
        return false;
    }
    response.status == 404 && notes.contains(&body)
}

fn reject_with(response: &mut HttpResponse, status: u16) {
    if response.status.is_client_error() && response.status != 405 {
        response.set(status, "");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn equivalent_servers_have_no_findings() {
    let variants = VARIANTS.iter().chain(profiles::VARIANTS).chain(frameworks::VARIANTS);
    let plain = variants.map(|(id, what, change)| (id, what, Change::HttpResponse(*change)));
    let stateful = STATEFUL.iter().map(|(id, what, change)| (id, what, Change::Stateful(*change)));
    let all = futures::stream::iter(
        plain
            .chain(stateful)
            .chain(ON_THE_WIRE.iter().map(|(id, what, change)| (id, what, *change))),
    );
    let verdicts = all.map(|(provider, what, change)| async move {
        (provider, what, run_suite(provider, change, Vec::new()).await)
    });
    let verdicts: Vec<_> = verdicts.buffered(4).collect().await;
    let mut alarms = Vec::new();
    for (provider, what, verdict) in &verdicts {
        if **what == UNCHANGED {
            let tally = &verdict.report["tally"];
            let rest =
                ["warned", "failed", "inconclusive", "skipped"].map(|kind| tally[kind].as_u64());
            assert_eq!(rest, [Some(0); 4], "{provider}: {tally}");
            assert!(tally["passed"].as_u64() > Some(10), "{provider}: {tally}");
        }
        // Information, such as a gap of the document, is not counted.
        let messages = verdict.findings().filter(|finding| finding["severity"] != "info");
        let findings: Vec<_> = messages.map(|finding| format!("{finding:#}")).collect();
        if verdict.exit != Some(0) || !findings.is_empty() {
            alarms.push(format!("{provider}: {what}: {:?}\n{}", verdict.exit, findings.join("\n")));
        }
    }
    assert!(alarms.is_empty(), "{} false alarms:\n{}", alarms.len(), alarms.join("\n"));
}
