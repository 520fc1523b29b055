//! Servers that differ from the reference server and are as right. The suite must stay silent.

use futures::StreamExt as _;
use http::StatusCode;
use serde_json::json;

use crate::server::{Answer, Change, Sent, judge};

type Variant = (&'static str, &'static str, fn(&Sent, &mut Answer));

const AS_IT_IS: &str = "the server as it is";

const VARIANTS: &[Variant] = &[
    ("pipevest", AS_IT_IS, |_, _| {}),
    ("voucherify", AS_IT_IS, |_, _| {}),
    ("nomba", AS_IT_IS, |_, _| {}),
    ("moov", AS_IT_IS, |_, _| {}),
    ("infisical", AS_IT_IS, |_, _| {}),
    ("nomba", "a charset parameter", |_, a| {
        if a.headers.contains_key("content-type") {
            a.header("content-type", "application/json; charset=utf-8");
        }
    }),
    ("pipevest", "more members in open objects", |_, a| {
        a.edit(|body| drop(body.insert("traceId".into(), json!("abc"))));
    }),
    ("nomba", "no optional headers", |_, a| {
        for name in ["x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-window"] {
            a.headers.remove(name);
        }
    }),
    ("nomba", "empty objects", |_, a| a.edit(|body| body.clear())),
    ("pipevest", "other words", |_, a| {
        a.edit(|body| drop(body.insert("message".into(), json!("Nope ☃"))));
    }),
    ("infisical", "a code with a fraction of nothing", |_, a| {
        let code = a.status.as_u16();
        a.edit(|body| {
            if body.contains_key("statusCode") {
                body.insert("statusCode".into(), json!(f64::from(code)));
            }
        });
    }),
    ("infisical", "403 for wrong credentials", |s, a| {
        if a.status == 401 && s.headers.contains_key("authorization") {
            a.edit(|body| drop(body.insert("statusCode".into(), json!(403))));
            a.status = StatusCode::FORBIDDEN;
        }
    }),
    ("voucherify", "404 for every refusal", |_, a| refuse_with(a, 404)),
    ("voucherify", "400 for every refusal but the declared", |_, a| {
        if a.status != 404 {
            refuse_with(a, 400);
        }
    }),
    ("nomba", "404 for other methods", |_, a| {
        if a.status == 405 {
            a.set(404, "");
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
];

fn refuse_with(answer: &mut Answer, status: u16) {
    if answer.status.is_client_error() && answer.status != 405 {
        answer.set(status, "");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_legitimate_server_passes() {
    let verdicts = futures::stream::iter(VARIANTS).map(|(provider, what, change)| async move {
        (provider, what, judge(provider, Change::Answer(*change)).await)
    });
    let verdicts: Vec<_> = verdicts.buffered(4).collect().await;
    let mut alarms = Vec::new();
    for (provider, what, verdict) in &verdicts {
        if **what == AS_IT_IS {
            let tally = &verdict.report["tally"];
            let rest = ["failed", "inconclusive", "skipped"].map(|kind| tally[kind].as_u64());
            assert_eq!(rest, [Some(0); 3], "{provider}: {tally}");
            assert!(tally["passed"].as_u64() > Some(10), "{provider}: {tally}");
        }
        if verdict.exit != Some(0) {
            let findings: Vec<_> =
                verdict.findings().map(|finding| format!("{finding:#}")).collect();
            alarms.push(format!("{provider}: {what}: {:?}\n{}", verdict.exit, findings.join("\n")));
        }
    }
    assert!(alarms.is_empty(), "{} false alarms:\n{}", alarms.len(), alarms.join("\n"));
}
