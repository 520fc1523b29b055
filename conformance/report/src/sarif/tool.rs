//! The tool of a SARIF log (§3.18): the checks as rules, with the texts of their records.

use serde_json::{Value, json};

use super::level;
use conformance_core::check::Check;
use conformance_core::checks;

/// The tool, with a rule for each check in the order of their list.
pub(super) fn driver(version: &str) -> Value {
    json!({
        "name": "conformance",
        "version": version,
        "rules": checks::ALL.iter().map(|check| rule(check)).collect::<Vec<_>>(),
        "notifications": [
            { "id": "inconclusive", "shortDescription": { "text": "a case says nothing about the target" } },
            { "id": "hint", "shortDescription": { "text": "a problem of the run in general" } },
            { "id": "left-behind", "shortDescription": { "text": "a value that was created for a case is still live" } },
            { "id": "flaky", "shortDescription": { "text": "a case that is known as flaky failed at first" } },
            { "id": "interrupted", "shortDescription": { "text": "the run was interrupted" } },
            { "id": "not-begun", "shortDescription": { "text": "the run could not begin" } },
            { "id": "known-failure", "shortDescription": { "text": "a known failure is stale" } },
        ],
    })
}

/// The index of a check among the rules.
pub(super) fn index(check: &str) -> Option<usize> {
    checks::ALL.iter().position(|known| known.id == check)
}

/// §3.49.
fn rule(check: &Check) -> Value {
    let Check { id, title, requirement, help, clause, example, .. } = *check;
    let profile = check.profile.map(|profile| profile.as_str());
    json!({
        "id": id,
        "name": camel_case(id),
        "shortDescription": { "text": title },
        "fullDescription": { "text": requirement },
        "help": {
            "text": format!("{requirement}\n\nClause: {clause}\nExample: {example}\nHelp: {help}"),
            "markdown": format!(
                "{requirement}\n\n**Clause:** {clause}\n\n**Example:** {example}\n\n**Help:** {help}"
            ),
        },
        "defaultConfiguration": { "level": level(check.severity) },
        "properties": { "tags": profile.into_iter().collect::<Vec<_>>() },
    })
}

/// `BodySchema` for `schema-conformance`: SARIF requires a readable name (§3.49.7).
fn camel_case(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let mut characters = word.chars();
        let first = characters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(characters).collect::<String>()
    });
    words.collect()
}
