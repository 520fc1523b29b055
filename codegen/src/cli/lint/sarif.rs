//! Diagnostics as SARIF 2.1.0 (OASIS Standard): a rule for each code, a result for each diagnostic.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use specs::diagnostic::{CODES, Explanation};
use specs::{Diagnostic, Outcome, Source};

use super::Linted;
use crate::cli::explain;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn log(linted: &[Linted], exit_code: u8) -> Value {
    let rules: Vec<&Explanation> = explain::all().collect();
    let index: BTreeMap<&str, usize> =
        rules.iter().enumerate().map(|(at, rule)| (rule.code, at)).collect();
    let results = linted.iter().flat_map(Linted::with_accepted).map(|(source, found, accepted)| {
        let mut result = result(source, found, index.get(found.code));
        if let Some(reason) = accepted {
            result["suppressions"] = suppressions(reason);
        }
        result
    });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "specwright",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| describe(rule)).collect::<Vec<_>>(),
            } },
            "automationDetails": { "id": "specwright-lint/" },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                "SRCROOT": { "description": { "text": "the folder of the repository" } },
            },
            "invocations": [{ "executionSuccessful": exit_code < 3, "exitCode": exit_code }],
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

/// §3.49.
fn describe(rule: &Explanation) -> Value {
    let Explanation { code, cause, consequence, remedy, example } = rule;
    let meaning =
        CODES.iter().find(|known| known.id == *code).map_or(*cause, |known| known.meaning);
    let outcome = CODES.iter().find(|known| known.id == *code).map(|known| known.outcomes[0]);
    json!({
        "id": code,
        "name": camel_case(code),
        "shortDescription": { "text": meaning },
        "fullDescription": { "text": format!("{cause} {consequence}") },
        "help": {
            "text": format!("{cause}\n\n{consequence}\n\nHelp: {remedy}\n\nExample:\n{example}"),
            "markdown": format!(
                "{cause}\n\n{consequence}\n\n**Help:** {remedy}\n\n```yaml\n{example}\n```"
            ),
        },
        "defaultConfiguration": { "level": level(outcome.unwrap_or(Outcome::Lost)) },
    })
}

/// §3.27.
fn result(source: &Source, found: &Diagnostic, rule: Option<&usize>) -> Value {
    let mut physical = json!({ "artifactLocation": artifact(source.name()) });
    if let Some(at) = found.location {
        let line = source.line(at.line).unwrap_or_default();
        let rest = line.chars().count().saturating_sub(at.column - 1).max(1);
        let width = source.text()[at.offset..at.offset + at.length].chars().count().clamp(1, rest);
        physical["region"] = json!({
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.line,
            "endColumn": at.column + width,
        });
    }
    let mut location = json!({ "physicalLocation": physical });
    if let Some(pointer) = &found.pointer {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": pointer.to_string() }]);
    }
    let mut result = json!({
        "ruleId": found.code,
        "level": level(found.outcome),
        "message": { "text": format!("{}; {}", found.message, found.help) },
        "locations": [location],
        "properties": { "outcome": found.outcome.as_str(), "help": found.help },
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = json!(rule);
    }
    result
}

/// §3.35: an accepted result is suppressed, outside of the text that it is in.
fn suppressions(reason: &str) -> Value {
    json!([{ "kind": "external", "status": "accepted", "justification": reason }])
}

/// §3.4: a relative URI is below the folder of the repository.
fn artifact(file: &str) -> Value {
    let uri = uri(file);
    if file.starts_with('/') {
        return json!({ "uri": format!("file://{uri}") });
    }
    json!({ "uri": uri, "uriBaseId": "SRCROOT" })
}

/// RFC 3986 §3.3: a path with everything encoded that a path cannot have.
fn uri(file: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@".contains(&byte);
    let file = file.strip_prefix("./").unwrap_or(file).replace('\\', "/");
    let encode = |byte: u8| {
        if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    file.bytes().map(encode).collect()
}

fn level(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fatal | Outcome::Lost => "error",
        Outcome::Repaired => "warning",
    }
}

/// `MissingKey` for `missing-key`: SARIF requires a readable name (§3.49.7).
fn camel_case(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let mut characters = word.chars();
        let first = characters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(characters).collect::<String>()
    });
    words.collect()
}
