//! Servers that only a script finds out: what is revoked still works, what belongs to another client is
//! taken, and what a probe says where a success says nothing.

use http::Method;

use super::probes::{noted, secret};
use super::{Fault, give, request, response};
use crate::server::Sent;

pub(super) const FAULTS: &[Fault] = &[
    response("usable-after-revocation", "nomba", "a revoked token still works", |s, a| {
        if is_probe(s) && a.status == 401 {
            a.set(200, "");
        }
    }),
    response("usable-after-revocation", "moov", "a revoked token still works", |s, a| {
        if is_probe(s) && a.status == 401 {
            a.set(200, "");
        }
    }),
    noted(
        "usable-after-revocation",
        "pipevest",
        "the caller's own token works after its end",
        |notes, s, a| {
            if s.query.contains("accessTokenId=99&") || s.query.ends_with("accessTokenId=99") {
                notes.push("own".to_owned());
            } else if a.status == 401 && !notes.is_empty() && !is_probe(s) {
                a.set(204, "");
            }
        },
    ),
    response("foreign-resource-access", "nomba", "another client's token is taken", |_, a| {
        if a.status == 403 {
            a.set(200, "{}");
        }
    }),
    response(
        "foreign-resource-access",
        "infisical",
        "another identity's token is taken",
        |_, a| {
            if a.status == 403 {
                a.set(200, "{\"message\":\"done\"}");
            }
        },
    ),
    secret(
        "foreign-resource-access",
        "moov",
        "another client's token is refused, and ended",
        |s, a| {
            let is_others = String::from_utf8_lossy(&a.body).contains("unauthorized_client");
            is_others.then(|| anonymous(s.clone()))
        },
    ),
    request("foreign-resource-access", "moov", "no client looks at who calls", |s| {
        if !is_probe(s) {
            *s = anonymous(s.clone());
        }
    }),
    secret(
        "side-effect-of-rejected-request",
        "moov",
        "the media type is looked at too late",
        |s, a| {
            (a.status == 415).then(|| {
                let mut sent = s.clone();
                give(&mut sent, "content-type", "application/json");
                sent
            })
        },
    ),
    secret(
        "side-effect-of-rejected-request",
        "moov",
        "an unknown hint is refused too late",
        |s, a| {
            let body = String::from_utf8_lossy(&s.body).replace("token_type_hint", "nothing");
            (a.status == 422).then(|| {
                let mut sent = Sent { body: body.into_bytes(), ..s.clone() };
                sent.headers.remove("content-length");
                anonymous(sent)
            })
        },
    ),
    noted(
        "side-effect-on-other-resource",
        "moov",
        "one token is revoked, and all others with it",
        |notes, s, a| {
            let token = format!("{:?}", s.headers.get("authorization"));
            if !is_probe(s) && a.status.is_success() {
                notes.iter_mut().for_each(|seen| seen.push_str(" is revoked"));
            } else if is_probe(s) && notes.contains(&format!("{token} is revoked")) {
                a.set(401, "");
            } else if is_probe(s) {
                notes.push(token);
            }
        },
    ),
];

/// The probe is the one GET that a correct server does not respond with 404 or 405.
fn is_probe(sent: &Sent) -> bool {
    sent.method == Method::GET && sent.query.is_empty() && sent.body.is_empty()
}

/// The same request of somebody who does not say who calls.
fn anonymous(mut sent: Sent) -> Sent {
    sent.headers.remove("authorization");
    sent
}
