//! Servers that parse requests leniently: other media types and schemes, trimmed, unwrapped or truncated values.
//! Each is found only by an invalid request that would succeed if parsed so.

use serde_json::{Value, json};

use super::{Fault, authorization_starts_with, media_type, request, response, set_header, text};
use crate::server::{Sent, sign};

const FORM: &str = "application/x-www-form-urlencoded";

pub(super) const FAULTS: &[Fault] = &[
    request("accepted-undeclared-media-type", "voucherify", "JSON is read like a form", |r| {
        let members = json_of(r).filter(|_| media_type(r) == "application/json");
        if let Some(Value::Object(members)) = members {
            let mut form = form_urlencoded::Serializer::new(String::new());
            for (name, value) in &members {
                form.append_pair(name, value.as_str().unwrap_or_default());
            }
            put(r, form.finish());
            set_header(r, "content-type", FORM);
        }
    }),
    request("accepted-undeclared-media-type", "nomba", "a form is read like JSON", |r| {
        if media_type(r) == FORM {
            let fields = form_urlencoded::parse(&r.body).into_owned();
            let members: serde_json::Map<_, _> = fields.map(|(name, v)| (name, v.into())).collect();
            put(r, Value::Object(members).to_string());
            set_header(r, "content-type", "application/json");
        }
    }),
    request("ignored-authentication", "infisical", "any scheme will do", |r| {
        if authorization_starts_with(r, "Digest ") {
            set_header(r, "authorization", "Bearer reference-access-token");
        }
    }),
    request("ignored-authentication", "pipevest", "no token is taken for a right one", |r| {
        if r.headers.get("authorization").is_some_and(|value| value == "Bearer") {
            set_header(r, "authorization", "Bearer reference-access-token");
            sign(r);
        }
    }),
    request("accepted-invalid-request", "nomba", "blanks are trimmed first", |r| {
        edit(r, |body| map(body, |value| json!(value.as_str().map(str::trim))));
    }),
    request("accepted-invalid-request", "nomba", "a list of one is read as the one", |r| {
        edit(r, |body| map(body, |value| value.get(0).cloned().unwrap_or(json!(null))));
    }),
    request("accepted-invalid-request", "nomba", "the first of a list is carried out", |r| {
        edit(r, |body| {
            if let Some(first) = body.get(0).cloned() {
                *body = first;
            }
        });
    }),
    request("accepted-invalid-request", "moov", "JSON is looked for in texts", |r| {
        edit(r, |body| {
            if let Some(inner) = body.as_str().and_then(|text| serde_json::from_str(text).ok()) {
                *body = inner;
            }
        });
    }),
    request("accepted-invalid-request", "moov", "hints are compared without case", |r| {
        let small = text(r).replace("access_tokeN", "access_token");
        put(r, small);
    }),
    request("accepted-invalid-request", "pipevest", "digits are read as far as they go", |r| {
        let digits = r.query.trim_end_matches(|one: char| !one.is_ascii_digit());
        r.query = digits.to_owned();
    }),
    request("accepted-invalid-request", "pipevest", "fractions are cut off", |r| {
        r.query = r.query.split('.').next().unwrap_or_default().to_owned();
    }),
    request("accepted-invalid-request", "voucherify", "a query is read like a form", |r| {
        if r.body.is_empty() && media_type(r) == FORM {
            let query = std::mem::take(&mut r.query);
            put(r, query);
        }
    }),
    request("usable-after-revocation", "moov", "tokens are not looked for beyond the hint", |r| {
        edit(r, |body| {
            if body.get("token_type_hint") == Some(&json!("refresh_token")) {
                body["token"] = json!("not-among-them");
            }
        });
    }),
    response("unexpected-error-status", "nomba", "the longest token is too long", |s, a| {
        if a.status == 404 && length_of_token(s) == Some(600) {
            a.set(400, "{}");
        }
    }),
    response("unexpected-error-status", "nomba", "the shortest token is too short", |s, a| {
        if a.status == 404 && length_of_token(s) == Some(300) {
            a.set(400, "{}");
        }
    }),
    response("information-disclosure", "nomba", "JSON that does not parse is quoted", |s, a| {
        let quoted = text(s);
        if a.status == 400 && json_of(s).is_none() {
            a.edit(|body| drop(body.insert("description".into(), json!(quoted))));
        }
    }),
    response(
        "information-disclosure",
        "infisical",
        "an error of the database connection",
        |_, a| {
            if a.status == 404 {
                let words = "connect ECONNREFUSED 10.2.0.14:5432";
                a.edit(|body| drop(body.insert("message".into(), json!(words))));
            }
        },
    ),
];

fn json_of(sent: &Sent) -> Option<Value> {
    serde_json::from_slice(&sent.body).ok()
}

fn length_of_token(sent: &Sent) -> Option<usize> {
    Some(json_of(sent)?.get("access_token")?.as_str()?.len())
}

fn put(sent: &mut Sent, body: String) {
    sent.body = body.into();
    sent.headers.remove("content-length");
}

/// Changes the body, where it is JSON.
fn edit(sent: &mut Sent, change: impl Fn(&mut Value)) {
    if let Some(mut body) = json_of(sent) {
        change(&mut body);
        put(sent, body.to_string());
    }
}

/// Replaces the properties of an object, unless the new value is null.
fn map(body: &mut Value, to: impl Fn(&Value) -> Value) {
    for value in body.as_object_mut().into_iter().flat_map(|object| object.values_mut()) {
        let other = to(value);
        if !other.is_null() {
            *value = other;
        }
    }
}
