//! The cases that failed or came to no conclusion in an earlier run, as its report reports.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::cli::Failure;

/// The ids of a report, JSON or JSON Lines.
///
/// # Errors
///
/// Where it cannot be read, is no report of ours, or reports no case that failed.
pub(super) fn read(file: &Path) -> Result<BTreeSet<String>, Failure> {
    let name = file.display();
    let help = "give a report that `conformance run --report json=FILE` wrote";
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::configuration(format!("{name}: cannot be read: {error}")))?;
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let values: Result<Vec<Value>, _> = match serde_json::from_str(&text) {
        Ok(whole) => Ok(vec![whole]),
        // Not one value; so each line may be one.
        Err(error) if lines().count() < 2 => Err(error),
        Err(_) => lines().map(serde_json::from_str).collect(),
    };
    let values = values.map_err(|error| {
        Failure::configuration(format!("{name}: is no JSON: {error}\n  help: {help}"))
    })?;
    let mut messages = Selected::default();
    values.iter().for_each(|value| messages.look(value));
    match (messages.cases, messages.failed.is_empty()) {
        (0, _) => Err(Failure::configuration(format!("{name}: reports no case\n  help: {help}"))),
        (_, true) => {
            let message = format!("{name}: no case failed or came to no conclusion");
            Err(Failure::new(4, message))
        }
        _ => Ok(messages.failed),
    }
}

/// What a report reports.
#[derive(Default)]
struct Selected {
    cases: usize,
    failed: BTreeSet<String>,
}

impl Selected {
    /// Looks for cases wherever they stand: what has an id and a verdict is one.
    fn look(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.look(value)),
            Value::Object(members) => {
                let text = |name: &str| members.get(name).and_then(Value::as_str);
                if let (Some(id), Some(verdict)) = (text("id"), text("verdict")) {
                    self.cases += 1;
                    if matches!(verdict, "failed" | "inconclusive") {
                        self.failed.insert(id.to_owned());
                    }
                    return;
                }
                members.values().for_each(|value| self.look(value));
            }
            _ => {}
        }
    }
}
