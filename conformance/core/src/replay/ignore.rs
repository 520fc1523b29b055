//! What is not compared: header fields that differ between responses, and what the user names.

use crate::glob;

/// Header fields that concern one response, one connection or one moment.
const VOLATILE: [&str; 42] = [
    "age",
    "alt-svc",
    "cf-*",
    "connection",
    "content-encoding",
    "content-length",
    "date",
    "etag",
    "expires",
    "keep-alive",
    "last-modified",
    "nel",
    "proxy-connection",
    "ratelimit*",
    "report-to",
    "retry-after",
    "server",
    "server-timing",
    "set-cookie",
    "strict-transport-security",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "vary",
    "via",
    "x-amz-*",
    "x-amzn-*",
    "x-b3-*",
    "x-cache*",
    "x-cloud-trace-context",
    "x-correlation-id",
    "x-envoy-*",
    "x-powered-by",
    "x-rate-limit*",
    "x-ratelimit*",
    "x-request-id",
    "x-response-time",
    "x-runtime",
    "x-served-by",
    "x-timer",
    "x-trace-id",
];

/// What is not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignore {
    headers: Vec<String>,
    /// JSON Pointers whose tokens may be `*`.
    bodies: Vec<Vec<String>>,
    /// Whether values of the same form are compared exactly.
    pub exact: bool,
}

/// Why a rule cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "--ignore `{rule}`: {message}\n  help: write header:NAME, or body:/json/pointer with * for any property"
)]
pub struct IgnoreError {
    rule: String,
    message: &'static str,
}

impl Ignore {
    /// Parses `header:NAME` and `body:/json/pointer`.
    ///
    /// # Errors
    ///
    /// Where a rule is neither.
    pub fn parse(rules: &[String], exact: bool) -> Result<Self, IgnoreError> {
        let mut ignore = Self { exact, ..Self::default() };
        for rule in rules {
            let wrong = |message| IgnoreError { rule: rule.clone(), message };
            match rule.split_once(':') {
                Some(("header", "")) => return Err(wrong("names no header")),
                Some(("header", name)) => ignore.headers.push(name.trim().to_ascii_lowercase()),
                Some(("body", pointer)) if pointer.is_empty() || pointer.starts_with('/') => {
                    ignore.bodies.push(pointer.split('/').skip(1).map(unescaped).collect());
                }
                Some(("body", _)) => return Err(wrong("a JSON Pointer begins with `/`")),
                _ => return Err(wrong("is not a rule")),
            }
        }
        Ok(ignore)
    }

    /// Whether a header field is not compared.
    pub fn header(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let own = self.headers.iter().map(String::as_str);
        VOLATILE.into_iter().chain(own).any(|rule| glob::matches(rule, &name))
    }

    /// Whether the value at this location of the body, or an ancestor of it, is not compared.
    pub fn body(&self, place: &[String]) -> bool {
        self.bodies.iter().any(|rule| {
            rule.len() <= place.len()
                && rule.iter().zip(place).all(|(rule, token)| rule == "*" || rule == token)
        })
    }
}

/// RFC 6901 §3.
fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
