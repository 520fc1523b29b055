//! Servers that do not look at signatures, or not all the way.

use specwright_runtime::clock::{Clock as _, SystemClock};

use super::{Fault, request, response};
use crate::server::{Sent, sign};

/// In seconds: more than clocks differ.
const FAR: u64 = 600;

pub(super) const FAULTS: &[Fault] = &[
    request("unverified-signature", "pipevest", "any signature will do", |r| {
        if r.headers.contains_key("signature") && r.headers.contains_key("signature-input") {
            sign(r);
        }
    }),
    response("server-error", "pipevest", "fails at a signature that it does not take", |s, a| {
        let is_cut = |field: &http::HeaderValue| field.as_bytes().windows(3).any(|w| w == b"...");
        if a.status == 401 && s.headers.get("signature-input").is_some_and(is_cut) {
            a.set(500, "");
        }
    }),
    request("stale-signature", "pipevest", "the times of signatures are not looked at", |r| {
        if created(r).is_some_and(|created| created.abs_diff(SystemClock.now()) > FAR) {
            sign(r);
        }
    }),
];

fn created(sent: &Sent) -> Option<u64> {
    let field = sent.headers.get("signature-input")?.to_str().ok()?;
    field.split("created=").nth(1)?.split(';').next()?.parse().ok()
}
