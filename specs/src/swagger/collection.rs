//! `collectionFormat`, which OpenAPI 3.0 has as `style` and `explode`.

use serde_json::{Map, Value, json};

use super::{Position, Rewriting};
use crate::diagnostic::codes::{BAD_VALUE, NOT_READ};

/// How the items of an array are joined, by the location of the parameter: `collectionFormat`, `style`
/// and `explode`. The first of a location is the default.
const STYLES: &[(&str, &str, &str, bool)] = &[
    ("query", "csv", "form", false),
    ("query", "ssv", "spaceDelimited", false),
    ("query", "pipes", "pipeDelimited", false),
    ("query", "multi", "form", true),
    ("formData", "csv", "form", false),
    ("formData", "ssv", "spaceDelimited", false),
    ("formData", "pipes", "pipeDelimited", false),
    ("formData", "multi", "form", true),
    ("path", "csv", "simple", false),
    ("header", "csv", "simple", false),
];

/// Every value of `collectionFormat`.
const FORMATS: [&str; 5] = ["csv", "ssv", "tsv", "pipes", "multi"];

/// `style` and `explode` of an array.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    style: &'static str,
    pub(super) explode: bool,
}

impl Style {
    /// Adds the two keys.
    pub(super) fn write(self, entries: &mut Map<String, Value>) {
        entries.insert("style".to_owned(), json!(self.style));
        entries.insert("explode".to_owned(), json!(self.explode));
    }
}

impl Rewriting<'_> {
    /// How the arrays of a parameter or header are serialized; `None` where it is no array. One that
    /// OpenAPI 3.0 cannot describe becomes a string.
    pub(super) fn collection(
        &mut self,
        location: &str,
        entries: &Map<String, Value>,
        schema: &mut Map<String, Value>,
        at: &Position,
    ) -> Option<Style> {
        if schema.get("type").and_then(Value::as_str) != Some("array") {
            return None;
        }
        self.inner_collections(schema, at);
        let at = at.child("collectionFormat");
        let format = match entries.get("collectionFormat") {
            Some(Value::String(format)) => format.as_str(),
            _ => "csv",
        };
        let known = |format: &str| STYLES.iter().find(|row| row.0 == location && row.1 == format);
        if let Some((.., style, explode)) = known(format) {
            return Some(Style { style, explode: *explode });
        }
        let is_delimited = FORMATS.contains(&format) && format != "multi";
        if is_delimited {
            let message = format!(
                "OpenAPI 3.0 has no equivalent of `{format}` here; the value is read as a string"
            );
            let help = "use `csv`, or `multi` in a query or form";
            self.diagnostics.report(&NOT_READ, &at.rewritten, message, help);
            loosen(schema);
            return None;
        }
        let message = format!("`{format}` is not a collection format here; `csv` is used");
        let help = "use one of: csv, ssv, tsv, pipes, and multi in a query or form";
        self.diagnostics.report_repair(&BAD_VALUE, &at.rewritten, message, help);
        known("csv").map(|(.., style, explode)| Style { style, explode: *explode })
    }

    /// Arrays in arrays have delimiters of their own, which OpenAPI 3.0 has not: they become strings.
    fn inner_collections(&mut self, schema: &mut Map<String, Value>, at: &Position) {
        let Some(Value::Object(items)) = schema.get_mut("items") else {
            return;
        };
        items.shift_remove("collectionFormat");
        if items.get("type").and_then(Value::as_str) != Some("array") {
            return;
        }
        let message = "OpenAPI 3.0 has no arrays of arrays here; each item is read as a string";
        let at = at.child("items");
        self.diagnostics.report(&NOT_READ, &at.rewritten, message, "give items of another type");
        loosen(items);
    }
}

/// Allows every string instead of an array.
fn loosen(schema: &mut Map<String, Value>) {
    let described = schema.shift_remove("description");
    schema.clear();
    schema.insert("type".to_owned(), json!("string"));
    schema.extend(described.map(|text| ("description".to_owned(), text)));
}
