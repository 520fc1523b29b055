//! Diagnostics as JSON. `specwright schema lint` describes it; fields are added, and never change their
//! meaning.

use schemars::JsonSchema;
use serde::Serialize;

use super::Linted;
use crate::cli::view::{CoverageView, Place};

/// The result of `specwright lint --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Report {
    /// The version of this form.
    format: u32,
    /// The documents, in the order of the command line.
    documents: Vec<Document>,
}

/// One document.
#[derive(Debug, Serialize, JsonSchema)]
struct Document {
    /// Its path.
    file: String,
    /// How much of it is read; absent where a diagnostic is fatal.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageView>,
    /// Its diagnostics, in the order of their locations; those that are accepted come last.
    diagnostics: Vec<Entry>,
}

/// One diagnostic.
#[derive(Debug, Serialize, JsonSchema)]
struct Entry {
    /// See `specwright explain`.
    code: &'static str,
    /// `fatal`, `lost` or `repaired`.
    outcome: &'static str,
    /// What is wrong.
    message: String,
    /// What to do about it.
    help: String,
    /// The JSON Pointer to its location in the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// Where it is in a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Place>,
    /// Why it is accepted, where an entry of `--accept` matches it; it does not count for `--deny`.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<String>,
}

pub(super) fn report(linted: &[Linted]) -> String {
    let documents = linted.iter().map(|document| Document {
        file: document.file().to_owned(),
        coverage: document.coverage.map(CoverageView::new),
        diagnostics: document
            .with_accepted()
            .map(|(source, found, accepted)| Entry {
                code: found.code,
                outcome: found.outcome.as_str(),
                message: found.message.clone(),
                help: found.help.clone(),
                pointer: found.pointer.as_ref().map(ToString::to_string),
                at: found.location.map(|at| Place::new(source, at)),
                accepted: accepted.map(str::to_owned),
            })
            .collect(),
    });
    let report = Report { format: 1, documents: documents.collect() };
    // These types have neither maps with other keys than strings, nor anything else that fails.
    serde_json::to_string_pretty(&report).unwrap_or_default()
}
