//! What an answer must never tell: the server's insides, and the credentials that were sent.

mod banner;
mod patterns;
mod sent;
mod text;

use std::borrow::Cow;

use crate::check::{Check, Severity, Subject, Violation};
use crate::exchange::{Answer, text as as_text};

/// The id of the check.
pub const ID: &str = "no-leaks";

/// The longest part of a leak that is shown, in characters.
const LONGEST_SHOWN: usize = 120;

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "no answer tells the server's insides or the credentials that were sent",
    requirement: "No answer, whether it satisfies its schema or not, may hold a stack trace, a file path of the \
                  server, a database error or statement, a framework's debug page, a key, or the credentials and \
                  tokens that the request carried, by value and in encoded form. A header that names the product \
                  and its version is a warning. What stands in the document, and what the request itself held in \
                  other fields, is left alone.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §17.12; CWE-209, CWE-200",
    example: "a 500 whose message is `Traceback (most recent call last): File \"/srv/app/main.py\", line 7`",
    help: "keep the detail in the server's log, and answer with words that say what the caller can do",
    applies: |subject| subject.exchange.any_answer().is_some(),
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let Some(answer) = subject.exchange.any_answer() else {
        return Vec::new();
    };
    let body = text::body(&answer.body, subject.json().ok());
    let mut violations = credentials(subject, answer, &body);
    violations.extend(insides(subject, answer, &body));
    violations.extend(banners(subject, answer));
    violations
}

fn violation(subject: &Subject<'_>, symptom: String, expected: &str, actual: String) -> Violation {
    Violation {
        symptom,
        expected: expected.to_owned(),
        actual,
        place: subject.operation.pointer.clone(),
        clause: None,
        severity: None,
    }
}

/// Credentials and tokens by value. What is shown of them is their name.
fn credentials(subject: &Subject<'_>, answer: &Answer, body: &str) -> Vec<Violation> {
    let headers = answer.headers.iter().map(|(_, value)| value.len());
    let longest = headers.chain([answer.body.len()]).max().unwrap_or_default();
    if longest < sent::SHORTEST {
        return Vec::new();
    }
    let secrets = sent::secrets(subject);
    if secrets.is_empty() {
        return Vec::new();
    }
    let raw = as_text(&answer.body);
    let mut violations = Vec::new();
    for secret in &secrets {
        let place = if secret.is_in(body) || secret.is_in(&raw) {
            "the content".to_owned()
        } else {
            let holds = |value: &[u8]| secret.is_in(&as_text(value));
            match answer
                .headers
                .iter()
                .find(|(name, value)| !secret.may_be_in(name) && holds(value))
            {
                Some((name, _)) => format!("header `{name}`"),
                None => continue,
            }
        };
        if secret.is_example(subject) {
            continue;
        }
        violations.push(violation(
            subject,
            format!("{} in {place}", secret.name),
            "an answer without the credentials and tokens of the request",
            format!("{place} holds the value that was sent as {}", secret.name),
        ));
    }
    violations
}

/// The server's insides. One violation for each kind: a page of traces is one fault.
fn insides(subject: &Subject<'_>, answer: &Answer, body: &str) -> Vec<Violation> {
    // Nearly every answer is done with after one look at all of it.
    let length: usize = answer.headers.iter().map(|(_, value)| value.len() + 1).sum();
    let mut all = Vec::with_capacity(body.len() + length + 1);
    all.extend_from_slice(body.as_bytes());
    for (_, value) in answer.headers.iter() {
        all.push(b'\n');
        all.extend_from_slice(value);
    }
    all.push(b'\n');
    if !patterns::may_tell(&all) {
        return Vec::new();
    }
    let headers = answer
        .headers
        .iter()
        .map(|(name, value)| (format!("header `{name}`"), is_address(name), as_text(value)));
    let content = ("the content".to_owned(), false, Cow::Borrowed(body));
    let mut violations: Vec<Violation> = Vec::new();
    for (place, is_address, text) in std::iter::once(content).chain(headers) {
        for found in patterns::search(&text) {
            let is_known = violations.iter().any(|known| known.symptom == found.kind.words());
            let is_path = found.kind == patterns::Kind::Path;
            if is_known || (is_path && is_address) || sent::is_known(subject, &found.text) {
                continue;
            }
            violations.push(violation(
                subject,
                found.kind.words().to_owned(),
                &format!("an answer without {}", found.kind.words()),
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

fn banners(subject: &Subject<'_>, answer: &Answer) -> Vec<Violation> {
    let declared = subject.declared.map(|declared| declared.headers.as_slice()).unwrap_or_default();
    let banners = answer.headers.iter().filter(|(name, value)| {
        let is_declared = declared.iter().any(|header| header.name.eq_ignore_ascii_case(name));
        !is_declared && banner::is_banner(name, value)
    });
    banners
        .map(|(name, value)| Violation {
            severity: Some(Severity::Warning),
            ..violation(
                subject,
                format!("banner in {}", name.to_ascii_lowercase()),
                "no header that names the product and its version",
                format!("{name}: {}", shown(&as_text(value))),
            )
        })
        .collect()
}
