//! The faults.

use axum::extract::Request;
use axum::http::{HeaderValue, Method};

use crate::fault::{Answer, Asked, Fault};

fn as_sent(request: Request) -> Request {
    request
}

fn with_header(mut request: Request, name: &'static str, value: &'static str) -> Request {
    request.headers_mut().insert(name, HeaderValue::from_static(value));
    request
}

macro_rules! fault {
    ($id:literal, $provider:literal, $check:literal, $answer:expr) => {
        fault!($id, $provider, $check, as_sent, $answer)
    };
    ($id:literal, $provider:literal, $check:literal, $request:expr, $answer:expr) => {
        Fault { id: $id, provider: $provider, check: $check, request: $request, answer: $answer }
    };
}

fn untouched(_: Asked, answer: Answer) -> Answer {
    answer
}

fn member_replaced(answer: Answer, from: &str, to: &str) -> Answer {
    let text = String::from_utf8_lossy(&answer.body).replace(from, to);
    answer.with_body(&text)
}

pub(crate) const FAULTS: &[Fault] = &[
    fault!("accepted-instead-of-done", "nomba", "status-declared", |_, answer| answer
        .turned(200, 202)),
    fault!("done-with-content", "moov", "status-declared", |_, answer| answer.turned(204, 200)),
    fault!("teapot", "infisical", "status-declared", |_, answer| answer.turned(200, 418)),
    fault!("forbidden-for-unknown-callers", "pipevest", "status-fits-cause", |_, answer| answer
        .turned(401, 403)),
    fault!("conflict-for-invalid", "nomba", "status-fits-cause", |_, answer| answer
        .turned(400, 409)),
    fault!("unprocessable-for-unknown", "infisical", "status-fits-cause", |_, answer| {
        if answer.status() == 404 { answer.with_status(400) } else { answer }
    }),
    fault!("done-for-unknown", "voucherify", "status-fits-cause", |_, answer| {
        if answer.status() == 404 { answer.emptied().with_status(204) } else { answer }
    }),
    fault!("plain-errors", "nomba", "content-type", |_, answer| match answer.status() {
        200.. if !answer.body.is_empty() => answer.with_header("content-type", "text/plain"),
        _ => answer,
    }),
    fault!("errors-without-type", "pipevest", "content-type", |_, answer| answer
        .without_header("content-type")),
    fault!("extra-member", "infisical", "body-schema", |_, answer| {
        member_replaced(answer, "{\"", "{\"stack\":\"x\",\"")
    }),
    fault!("numeric-code", "pipevest", "body-schema", |_, answer| match answer.status() {
        401 => answer.with_body(r#"{"code":401,"message":"no"}"#),
        _ => answer,
    }),
    fault!("wrong-code", "infisical", "body-schema", |_, answer| member_replaced(
        answer, "404", "400"
    )),
    fault!("empty-errors", "infisical", "body-schema", |_, answer| match answer.status() {
        401 => answer.emptied(),
        _ => answer,
    }),
    fault!("broken-json", "nomba", "body-schema", |_, answer| match answer.status() {
        200 => answer.with_body("{\"code\":"),
        _ => answer,
    }),
    fault!("no-request-id", "moov", "response-headers", |_, answer| answer
        .without_header("x-request-id")),
    fault!("odd-request-id", "moov", "response-headers", |_, answer| answer
        .with_header("x-request-id", "17")),
    fault!(
        "anonymous-callers",
        "pipevest",
        "authentication-required",
        |request| { with_header(request, "authorization", "Bearer reference-access-token") },
        untouched
    ),
    fault!("anonymous-by-status", "voucherify", "authentication-required", |asked, answer| {
        if asked.has_credentials { answer } else { answer.emptied().with_status(204) }
    }),
    fault!(
        "one-key-is-enough",
        "voucherify",
        "authentication-required",
        |request| { with_header(request, "x-app-token", "reference-app-token") },
        untouched
    ),
    fault!("no-forms", "moov", "valid-accepted", |asked, answer| {
        let form = asked.content_type.contains("form") && answer.status() == 204;
        if form { answer.with_status(400) } else { answer }
    }),
    fault!("no-anonymous", "moov", "valid-accepted", |asked, answer| {
        let refused = !asked.has_credentials && answer.status() == 204;
        if refused { answer.with_status(400) } else { answer }
    }),
    fault!("never-found", "infisical", "valid-accepted", |_, answer| match answer.status() {
        200 => answer
            .with_status(404)
            .with_body(r#"{"reqId":"r","statusCode":404,"message":"m","error":"e"}"#),
        _ => answer,
    }),
    fault!("everything-accepted", "nomba", "invalid-refused", |_, answer| {
        if answer.status() == 400 { answer.with_status(200) } else { answer }
    }),
    fault!("no-allow", "nomba", "method-refused", |_, answer| answer.without_header("allow")),
    fault!("get-is-fine", "pipevest", "method-refused", |asked, answer| {
        if asked.method == Method::GET { answer.emptied().with_status(204) } else { answer }
    }),
    fault!("any-media-type", "voucherify", "media-type-refused", |asked, answer| {
        let text = asked.content_type.starts_with("text/");
        if text { answer.emptied().with_status(204) } else { answer }
    }),
    fault!("crash-on-bad-json", "nomba", "no-server-error", |_, answer| answer.turned(400, 500)),
    fault!("crash-on-unknown", "pipevest", "no-server-error", |_, answer| answer.turned(404, 500)),
    fault!("cut", "nomba", "complete-response", |_, mut answer| {
        answer.cut = answer.body.len() > 4;
        answer
    }),
];
