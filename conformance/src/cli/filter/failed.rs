//! The cases that failed or were inconclusive in an earlier run, read from its report.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::cli::Failure;

/// The case ids of a JSON or JSON Lines report.
///
/// # Errors
///
/// The file cannot be read, is not such a report, or has no failed case.
pub(super) fn read(file: &Path) -> Result<BTreeSet<String>, Failure> {
    let name = file.display();
    let help = "name a report that `conformance run --report json=FILE` wrote";
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::configuration(format!("{name}: cannot be read: {error}")))?;
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let values: Result<Vec<Value>, _> = match serde_json::from_str(&text) {
        Ok(whole) => Ok(vec![whole]),
        // Not one JSON value: each line may be one.
        Err(error) if lines().count() < 2 => Err(error),
        Err(_) => lines().map(serde_json::from_str).collect(),
    };
    let values = values.map_err(|error| {
        Failure::configuration(format!("{name}: is not JSON: {error}\n  help: {help}"))
    })?;
    let mut cases = Cases::default();
    values.iter().for_each(|value| cases.collect(value));
    match (cases.count, cases.failed.is_empty()) {
        (0, _) => Err(Failure::configuration(format!("{name}: has no case\n  help: {help}"))),
        (_, true) => {
            let message = format!("{name}: no case failed or was inconclusive");
            Err(Failure::new(4, message))
        }
        _ => Ok(cases.failed),
    }
}

/// The cases of a report.
#[derive(Default)]
struct Cases {
    count: usize,
    failed: BTreeSet<String>,
}

impl Cases {
    /// Collects cases at any depth: objects with an id and a verdict.
    fn collect(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|value| self.collect(value)),
            Value::Object(properties) => {
                let text = |name: &str| properties.get(name).and_then(Value::as_str);
                if let (Some(id), Some(verdict)) = (text("id"), text("verdict")) {
                    self.count += 1;
                    if matches!(verdict, "failed" | "inconclusive") {
                        self.failed.insert(id.to_owned());
                    }
                    return;
                }
                properties.values().for_each(|value| self.collect(value));
            }
            _ => {}
        }
    }
}
