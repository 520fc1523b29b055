//! Faults that only a sequence of requests finds, where the probe shows the effect.

use http::Method;

use super::probes::{hidden, stateful};
use super::{Fault, request, set_header};
use crate::server::Sent;

pub(super) const FAULTS: &[Fault] = &[
    hidden(
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
    hidden(
        "side-effect-of-rejected-request",
        "moov",
        "the media type is looked at too late",
        |s, a| {
            (a.status == 415).then(|| {
                let mut sent = s.clone();
                set_header(&mut sent, "content-type", "application/json");
                sent
            })
        },
    ),
    hidden(
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
    stateful(
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

/// Whether a request is the probe: no other GET is accepted.
fn is_probe(sent: &Sent) -> bool {
    sent.method == Method::GET && sent.query.is_empty() && sent.body.is_empty()
}

/// The same request without credentials.
fn anonymous(mut sent: Sent) -> Sent {
    sent.headers.remove("authorization");
    sent
}
