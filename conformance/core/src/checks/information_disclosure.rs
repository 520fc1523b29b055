//! What a response must never report: the server's insides, and the credentials that were sent.

mod banner;
mod patterns;
mod sent;
mod text;

use std::borrow::Cow;

use crate::check::{Check, CheckContext, Severity, Violation};
use crate::exchange::{HttpResponse, text as as_text};

/// The id of the check.
pub const ID: &str = "information-disclosure";

/// The longest part of a leak that is shown, in characters.
const LONGEST_SHOWN: usize = 120;

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["LeakageRule"],
    title: "no response discloses internals of the server or credentials",
    requirement: "No response, whether it satisfies its schema or not, may contain a stack trace, a file path of the server, a database error or statement, a debug page of a framework, a key, or the credentials and tokens of the request, in any encoding. A header with a product and its version is a warning. What the document itself contains, and what the request had in other fields, is allowed.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §17.12; CWE-209, CWE-200",
    example: "a 500 whose message is `Traceback (most recent call last): File \"/srv/app/main.py\", line 7`",
    help: "write the detail to the server's log, and send a message that says what the caller can do",
    applies: |context| context.exchange.any_response().is_some(),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.exchange.any_response() else {
        return Vec::new();
    };
    let body = text::body(&response.body, context.json().ok());
    let mut violations = credentials(context, response, &body);
    violations.extend(insides(context, response, &body));
    violations.extend(banners(context, response));
    violations
}

fn violation(
    context: &CheckContext<'_>,
    symptom: String,
    expected: &str,
    actual: String,
) -> Violation {
    Violation {
        symptom,
        expected: expected.to_owned(),
        actual,
        place: context.operation.pointer.clone(),
        clause: None,
        severity: None,
    }
}

/// Credentials and tokens by value. What is shown of them is their name.
fn credentials(context: &CheckContext<'_>, response: &HttpResponse, body: &str) -> Vec<Violation> {
    let headers = response.headers.iter().map(|(_, value)| value.len());
    let longest = headers.chain([response.body.len()]).max().unwrap_or_default();
    if longest < sent::SHORTEST {
        return Vec::new();
    }
    let secrets = sent::secrets(context);
    if secrets.is_empty() {
        return Vec::new();
    }
    let raw = as_text(&response.body);
    let mut violations = Vec::new();
    for secret in &secrets {
        let place = if secret.is_in(body) || secret.is_in(&raw) {
            "the content".to_owned()
        } else {
            let holds = |value: &[u8]| secret.is_in(&as_text(value));
            match response
                .headers
                .iter()
                .find(|(name, value)| !secret.may_be_in(name) && holds(value))
            {
                Some((name, _)) => format!("header `{name}`"),
                None => continue,
            }
        };
        if secret.is_example(context) {
            continue;
        }
        violations.push(violation(
            context,
            format!("{} in {place}", secret.name),
            "a response without the credentials and tokens of the request",
            format!("{place} holds the value that was sent as {}", secret.name),
        ));
    }
    violations
}

/// The server's insides. One violation for each kind: a page of traces is one fault.
fn insides(context: &CheckContext<'_>, response: &HttpResponse, body: &str) -> Vec<Violation> {
    // Nearly every response is done with after one look at all of it.
    let length: usize = response.headers.iter().map(|(_, value)| value.len() + 1).sum();
    let mut all = Vec::with_capacity(body.len() + length + 1);
    all.extend_from_slice(body.as_bytes());
    for (_, value) in response.headers.iter() {
        all.push(b'\n');
        all.extend_from_slice(value);
    }
    all.push(b'\n');
    if !patterns::may_disclose(&all) {
        return Vec::new();
    }
    let headers = response
        .headers
        .iter()
        .map(|(name, value)| (format!("header `{name}`"), is_address(name), as_text(value)));
    let content = ("the content".to_owned(), false, Cow::Borrowed(body));
    let mut violations: Vec<Violation> = Vec::new();
    for (place, is_address, text) in std::iter::once(content).chain(headers) {
        for found in patterns::search(&text) {
            let is_known = violations.iter().any(|known| known.symptom == found.kind.words());
            let is_path = found.kind == patterns::Kind::Path;
            if is_known || (is_path && is_address) || sent::is_known(context, &found.text) {
                continue;
            }
            violations.push(violation(
                context,
                found.kind.words().to_owned(),
                &format!("a response without {}", found.kind.words()),
                format!("{place} holds {:?}", shown(&found.text)),
            ));
        }
    }
    violations
}

/// Whether the values of a header are addresses, in which paths are those of URLs.
fn is_address(name: &str) -> bool {
    ["location", "content-location", "link", "set-cookie", "refresh", "content-security-policy"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

fn shown(text: &str) -> String {
    crate::excerpt::excerpt(text.trim().as_bytes(), LONGEST_SHOWN)
}

fn banners(context: &CheckContext<'_>, response: &HttpResponse) -> Vec<Violation> {
    let declared = context.declared.map(|declared| declared.headers.as_slice()).unwrap_or_default();
    let banners = response.headers.iter().filter(|(name, value)| {
        let is_declared = declared.iter().any(|header| header.name.eq_ignore_ascii_case(name));
        !is_declared && banner::is_banner(name, value)
    });
    banners
        .map(|(name, value)| Violation {
            severity: Some(Severity::Warning),
            ..violation(
                context,
                format!("banner in {}", name.to_ascii_lowercase()),
                "no header that names the product and its version",
                format!("{name}: {}", shown(&as_text(value))),
            )
        })
        .collect()
}
