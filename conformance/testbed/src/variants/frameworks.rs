//! What common frameworks, and the gateways before them, do by themselves.

use percent_encoding::percent_decode_str;
use serde_json::json;

use super::{Variant, answers};
use crate::spoil::Sent;

pub(super) const VARIANTS: &[Variant] = &[
    answers(
        "gateway-pages",
        "has a gateway that refuses odd heads with a page of its own",
        |_| true,
        |sent, answer| {
            if is_odd(sent) {
                answer.headers.clear();
                answer.set(400, "");
                answer.header("content-type", "text/html");
                answer.body = b"<html><h1>400 Bad Request</h1></html>".to_vec();
            }
        },
    ),
    answers(
        "quotes-targets",
        "quotes the target where it does not have the method",
        |_| true,
        |sent, answer| {
            if answer.status == 405 {
                let target = format!("{} {}?{}", sent.method, sent.path, sent.query);
                let words = json!({ "message": format!("no route for {target}") });
                answer.headers.remove("allow");
                answer.set(404, &words.to_string());
            }
        },
    ),
];

/// Whether the head is one that servers commonly refuse before they ask an application: a field twice
/// that must come once (RFC 9110 §5.3), control characters in the target, more than 8,000 bytes.
fn is_odd(sent: &Sent) -> bool {
    let target = format!("{}?{}", sent.path, sent.query);
    let decoded = percent_decode_str(&target).decode_utf8_lossy();
    sent.headers.get_all("content-type").iter().count() > 1
        || sent.headers.get_all("authorization").iter().count() > 1
        || decoded.contains(char::is_control)
        || target.len() > 8_000
        || sent.headers.values().any(|value| value.len() > 8_000)
}
