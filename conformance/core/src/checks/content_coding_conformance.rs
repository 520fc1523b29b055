//! Content that is not coded as `Content-Encoding` says, or in a coding that was not requested.

use crate::check::{Check, CheckContext, Severity, Violation};
use crate::exchange::HttpResponse;

/// The id of the check.
pub const ID: &str = "content-coding-conformance";

/// IANA's registry of HTTP content codings.
const KNOWN: [&str; 13] = [
    "aes128gcm",
    "br",
    "compress",
    "dcb",
    "dcz",
    "deflate",
    "exi",
    "gzip",
    "identity",
    "pack200-gzip",
    "x-compress",
    "x-gzip",
    "zstd",
];

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "the body is encoded as Content-Encoding says",
    requirement: "Content-Encoding names the codings of the body, and a body without coding has none: a client that decodes it fails. Requests of this suite accept no coding (RFC 9110 §12.5.3), so that a body that is encoded all the same cannot be validated, and is a warning.",
    severity: Severity::Error,
    profile: None,
    clause: "RFC 9110 §8.4",
    example: "Content-Encoding: gzip with {\"code\":\"00\"}",
    help: "send Content-Encoding only with a body that is encoded so",
    applies: |context| {
        context.response().is_some_and(|response| response.header("content-encoding").is_some())
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else { return Vec::new() };
    let field = response.header_values("content-encoding").collect::<Vec<_>>().join(", ");
    let codings: Vec<String> =
        field.split(',').map(|coding| coding.trim().to_ascii_lowercase()).collect();
    let violation = |symptom: &str, expected: &str, actual: String, severity| Violation {
        symptom: format!("{}: {symptom}", response.status),
        expected: expected.to_owned(),
        actual,
        place: context.operation.pointer.clone(),
        clause: None,
        severity,
    };
    if let Some(unknown) = codings.iter().find(|coding| !KNOWN.contains(&coding.as_str())) {
        let actual = format!("Content-Encoding: {field}, and `{unknown}` is none");
        return vec![violation("unknown coding", "a registered content coding", actual, None)];
    }
    let last = codings.iter().rev().find(|coding| *coding != "identity");
    let Some(last) = last.filter(|_| !response.body.is_empty()) else {
        return Vec::new();
    };
    if is_plain(last, response) {
        let begin = crate::excerpt::excerpt(&response.body, 60);
        let actual = format!("Content-Encoding: {field}, and content that begins with {begin:?}");
        return vec![violation("not coded", "content that is coded as it says", actual, None)];
    }
    let actual = format!("Content-Encoding: {field}; the content was not looked at");
    let expected = "content without a coding, since Accept-Encoding takes none";
    vec![violation("coded unasked", expected, actual, Some(Severity::Warning))]
}

/// Whether the content cannot be in this coding: it lacks the mark that the coding begins with, or is
/// text.
fn is_plain(coding: &str, response: &HttpResponse) -> bool {
    let body = &response.body;
    match coding {
        // RFC 1952 §2.3.1, RFC 8878 §3.1.1.
        "gzip" | "x-gzip" => !body.starts_with(&[0x1f, 0x8b]),
        "zstd" => !body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]),
        _ => serde_json::from_slice::<serde_json::Value>(body).is_ok(),
    }
}
