//! Behavior of common frameworks and gateways.

use percent_encoding::percent_decode_str;
use serde_json::json;

use super::{Variant, in_response};
use crate::mutation::Sent;

pub(super) const VARIANTS: &[Variant] = &[
    in_response(
        "gateway-pages",
        "has a gateway that rejects malformed headers with an HTML page",
        |_| true,
        |sent, response| {
            if is_malformed(sent) {
                response.headers.clear();
                response.set(400, "");
                response.header("content-type", "text/html");
                response.body = b"<html><h1>400 Bad Request</h1></html>".to_vec();
            }
        },
    ),
    in_response(
        "quotes-targets",
        "quotes the request target in the response to undeclared methods",
        |_| true,
        |sent, response| {
            if response.status == 405 {
                let target = format!("{} {}?{}", sent.method, sent.path, sent.query);
                let words = json!({ "message": format!("no route for {target}") });
                response.headers.remove("allow");
                response.set(404, &words.to_string());
            }
        },
    ),
];

/// Whether servers commonly reject the header section before the application sees it: a repeated header that
/// must occur once (RFC 9110 §5.3), control characters in the target, more than 8,000 bytes.
fn is_malformed(sent: &Sent) -> bool {
    let target = format!("{}?{}", sent.path, sent.query);
    let decoded = percent_decode_str(&target).decode_utf8_lossy();
    sent.headers.get_all("content-type").iter().count() > 1
        || sent.headers.get_all("authorization").iter().count() > 1
        || decoded.contains(char::is_control)
        || target.len() > 8_000
        || sent.headers.values().any(|value| value.len() > 8_000)
}
