//! A finding as a SARIF result (§3.27), with the request and the response (§3.46, §3.47).

use std::path::Path;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{level, tool};
use crate::place;
use conformance_core::exchange::RedactedRequest;
use conformance_core::finding::{Finding, Folded, RedactedResponse};

/// The most merged case ids that are named.
const MOST_IDS: usize = 1_000;

/// A finding; `reason` is that of a known failure.
pub(super) fn result(folded: &Folded, reason: Option<&str>, root: Option<&Path>) -> Value {
    let finding = &folded.finding;
    let spec = &finding.spec;
    let text = format!("{}: expected {}, got {}", finding.title, finding.expected, finding.actual);
    let mut result = json!({
        "ruleId": finding.check,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": artifact(&place::relative(&spec.file, root)),
                "region": {
                    "startLine": spec.line.max(1),
                    "startColumn": spec.column.max(1),
                    "endLine": spec.line.max(1),
                    "endColumn": spec.column.max(1) + spec.width,
                    "snippet": { "text": spec.text },
                },
            },
            "logicalLocations": [{ "fullyQualifiedName": spec.pointer, "name": finding.operation }],
        }],
        "partialFingerprints": { "finding/v1": fingerprint(finding) },
        "occurrenceCount": folded.also.len() + 1,
        "webRequest": request(&finding.request),
        "properties": {
            "case": finding.case,
            "also": folded.also.iter().take(MOST_IDS).collect::<Vec<_>>(),
            "operation": finding.operation,
            "clause": finding.clause,
            "help": finding.help,
            "curl": finding.curl,
        },
    });
    if let Some(index) = tool::index(finding.check) {
        result["ruleIndex"] = index.into();
    }
    if let Some(response) = &finding.response {
        result["webResponse"] = self::response(response);
    }
    if let Some(reason) = reason {
        result["suppressions"] =
            json!([{ "kind": "external", "status": "accepted", "justification": reason }]);
    }
    result
}

/// §3.4: a file of the repository, or any other one.
pub(super) fn artifact(file: &str) -> Value {
    let uri = place::uri(file);
    if uri.starts_with("file:") {
        json!({ "uri": uri })
    } else {
        json!({ "uri": uri, "uriBaseId": "SRCROOT" })
    }
}

/// Stable between runs: what findings are merged by.
pub(crate) fn fingerprint(finding: &Finding) -> String {
    let parts = [finding.check, &finding.operation, &finding.symptom];
    let digest = Sha256::digest(parts.join("\n"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn request(request: &RedactedRequest) -> Value {
    let mut value = json!({
        "method": request.method,
        "target": request.url,
        "headers": headers(&request.headers),
    });
    if let Some(body) = &request.body {
        value["body"] = json!({ "text": body });
    }
    value
}

fn response(response: &RedactedResponse) -> Value {
    json!({
        "statusCode": response.status,
        "headers": headers(&response.headers),
        "body": { "text": response.body },
    })
}

/// The names of an object are unique, so that values of the same field are joined (RFC 9110 §5.3).
fn headers(list: &[(String, String)]) -> Value {
    let mut headers: Map<String, Value> = Map::new();
    for (name, value) in list {
        let name = name.to_ascii_lowercase();
        let known = headers.get(&name).and_then(Value::as_str);
        let value = known.map_or_else(|| value.clone(), |known| format!("{known}, {value}"));
        headers.insert(name, value.into());
    }
    headers.into()
}
