//! One group: read, and both views compared with what the suite says.

use std::fs;
use std::path::Path;

use serde_json::Value;
use specs::contract::{Contract, SchemaId};
use specs::{Diagnostics, Options, Outcome};

use super::shape::Shapes;
use super::suite::{File, Group, Test};
use super::wrap::{self, NAME};
use crate::failure::Failure;

/// Losses that are of types only: the view has everything.
const OF_TYPES: &[&str] = &["untyped-schema", "unchecked-keyword"];

/// What became of a group.
pub(super) struct Checked {
    pub(super) description: String,
    /// What is wrong, one line each.
    pub(super) failures: Vec<String>,
    /// How many values the shape decides by itself, as the suite does.
    pub(super) decided: usize,
    /// How many values it leaves to validation.
    pub(super) undecided: usize,
}

/// Reads the schema of a group, and decides on its values. `document` is the file that it is written to, and
/// `options` have the files of the URLs that it refers to.
pub(super) fn check(
    file: &File,
    group: &Group,
    document: &Path,
    options: &Options,
) -> Result<Checked, Failure> {
    let mut checked = Checked {
        description: group.description.clone(),
        failures: Vec::new(),
        decided: 0,
        undecided: 0,
    };
    let text = wrap::document(file.draft.version, &group.schema);
    fs::write(document, text)
        .map_err(|source| Failure::Read { path: document.to_owned(), source })?;
    let (contract, diagnostics) = specs::load_with(document, options);
    let component = contract.as_ref().and_then(component);
    match (contract, component) {
        (Some(contract), Some(id)) => checked.decide(&contract, id, &group.tests),
        _ => checked.failures.push("there is no such component".to_owned()),
    }
    if !checked.failures.is_empty() {
        checked.failures.extend(losses(&diagnostics));
    }
    Ok(checked)
}

fn component(contract: &Contract) -> Option<SchemaId> {
    let mut all = contract.schemas.iter();
    all.find(|(_, schema)| schema.component.as_deref() == Some(NAME)).map(|(id, _)| id)
}

/// What was lost of the document, for those who look for the reason of a failure.
fn losses(diagnostics: &Diagnostics) -> impl Iterator<Item = String> + '_ {
    let lost = diagnostics.iter().filter(|found| found.outcome != Outcome::Repaired);
    let of_view = lost.filter(|found| !OF_TYPES.contains(&found.code));
    of_view.map(|found| format!("{}: {}", found.code, found.message))
}

impl Checked {
    fn decide(&mut self, contract: &Contract, id: SchemaId, tests: &[Test]) {
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(&contract.schemas.json_schema(id));
        let validator = match validator {
            Ok(validator) => validator,
            Err(error) => return self.failures.push(format!("the view is no schema: {error}")),
        };
        let shapes = Shapes::new(contract);
        for test in tests {
            self.compare("view", Some(validator.is_valid(&test.data)), test);
            let by_shape = shapes.accepts(id, &test.data);
            self.compare("shape", by_shape, test);
            if by_shape.is_some() {
                self.decided += 1;
            } else {
                self.undecided += 1;
            }
        }
    }

    /// Adds a failure where a view knows better than the suite.
    fn compare(&mut self, view: &str, accepts: Option<bool>, test: &Test) {
        if accepts.is_some_and(|accepts| accepts != test.valid) {
            let does = if test.valid { "rejects" } else { "accepts" };
            let value = shortened(&test.data);
            self.failures.push(format!("{view} {does} {value} ({})", test.description));
        }
    }
}

fn shortened(value: &Value) -> String {
    value.to_string().chars().take(80).collect()
}
