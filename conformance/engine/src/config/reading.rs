//! Reads a configuration file, TOML or JSON, and finds every mistake in it: a mistake is recorded, its
//! value is removed, and the remaining file is read again.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistakes::{Mistake, Mistakes};
use super::places::{Places, escaped};

/// The most mistakes of one file that are reported.
const MOST: usize = 50;

/// The text of a file, as values and with their locations.
pub(crate) struct Document {
    /// Its values.
    pub(crate) root: Value,
    /// The mistakes in it.
    pub(crate) mistakes: Mistakes,
}

impl Document {
    /// Reads TOML.
    ///
    /// # Errors
    ///
    /// If it is not TOML.
    pub(crate) fn toml(file: &str, text: &str) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::new(file, text);
        let (root, errors) = DeTable::parse_recoverable(text);
        // Further errors follow from the first.
        if let Some(error) = errors.first() {
            let span = error.span().unwrap_or(0..0);
            mistakes.push_at(span, format!("not valid TOML: {}", error.message()));
        }
        if !errors.is_empty() {
            mistakes.hide_texts();
            return Err(mistakes);
        }
        let mut places = BTreeMap::new();
        let root = table(root.get_ref(), "", &mut places);
        mistakes.places = places;
        mistakes.hide_secrets(&root);
        Ok(Self { root, mistakes })
    }

    /// Reads JSON.
    ///
    /// # Errors
    ///
    /// If it is not JSON.
    pub(crate) fn json(file: &str, text: &str) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::new(file, text);
        match serde_json::from_str(text) {
            Ok(root) => {
                mistakes.places = super::json::places(text);
                mistakes.hide_secrets(&root);
                Ok(Self { root, mistakes })
            }
            Err(error) => {
                let message = conformance_core::nearest::without_place(&error);
                let offset = offset(text, error.line(), error.column());
                mistakes.push_at(offset..offset, format!("not valid JSON: {message}"));
                mistakes.hide_texts();
                Err(mistakes)
            }
        }
    }

    /// Its content; every mistake is recorded.
    pub(crate) fn read<T: DeserializeOwned + JsonSchema>(&mut self) -> Option<T> {
        let mut rest = self.root.clone();
        let mut taken_out: Vec<String> = Vec::new();
        for list in lists_for_tables::<T>(&rest) {
            let names: Vec<String> =
                specs::Pointer::parse(&list).iter().flat_map(specs::Pointer::tokens).collect();
            self.mistakes.push(Mistake::new(list.clone(), "must be a table, not an array", ""));
            if !take_out(&mut rest, &names) {
                return None;
            }
            taken_out.push(list);
        }
        for _ in 0..MOST {
            match serde_path_to_error::deserialize::<_, T>(&rest) {
                Ok(read) => return self.mistakes.is_empty().then_some(read),
                Err(error) => {
                    let path = names(error.path());
                    let mistake = Mistake::of_reader(&path, &error.inner().to_string());
                    let around = format!("{}/", mistake.pointer);
                    // What was removed may be what is missing now.
                    if !taken_out.iter().any(|taken| taken.starts_with(&around)) {
                        taken_out.push(mistake.pointer.clone());
                        self.mistakes.push(mistake);
                    }
                    // A gap in the root, or a value that is already removed, cannot be removed.
                    if !take_out(&mut rest, &path) {
                        return None;
                    }
                }
            }
        }
        None
    }
}

/// Where arrays are instead of tables: the deserializer would read their items as keys.
fn lists_for_tables<T: JsonSchema>(root: &Value) -> Vec<String> {
    let schema = schemars::schema_for!(T).to_value();
    let Ok(validator) = jsonschema::validator_for(&schema) else { return Vec::new() };
    let is_list = |error: &jsonschema::ValidationError<'_>| {
        matches!(error.kind(), jsonschema::error::ValidationErrorKind::Type { .. })
            && error.instance().is_array()
    };
    let errors = validator.iter_errors(root).filter(is_list);
    errors.map(|error| error.instance_path().to_string()).collect()
}

/// The keys on the path to a value.
fn names(path: &serde_path_to_error::Path) -> Vec<String> {
    let name = |segment: &Segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { .. } | Segment::Unknown => None,
    };
    path.iter().filter_map(name).collect()
}

fn take_out(root: &mut Value, path: &[String]) -> bool {
    let Some((last, before)) = path.split_last() else { return false };
    let mut value = root;
    for name in before {
        let next = match value {
            Value::Object(members) => members.get_mut(name),
            Value::Array(items) => name.parse::<usize>().ok().and_then(|at| items.get_mut(at)),
            _ => None,
        };
        let Some(next) = next else { return false };
        value = next;
    }
    match value {
        Value::Object(members) => members.shift_remove(last).is_some(),
        Value::Array(items) => {
            let at = last.parse().ok().filter(|at| *at < items.len());
            at.is_some_and(|at: usize| {
                items.remove(at);
                true
            })
        }
        _ => false,
    }
}

fn table(table: &DeTable<'_>, at: &str, places: &mut Places) -> Value {
    let mut entries: Vec<_> = table.iter().collect();
    // The keys are in the order of the text.
    entries.sort_by_key(|(name, _)| name.span().start);
    let members = entries.into_iter().map(|(name, value)| {
        let name_of = name.get_ref().to_string();
        let at = format!("{at}/{}", escaped(&name_of));
        places.insert(at.clone(), (name.span(), value.span()));
        (name_of, plain(value, &at, places))
    });
    Value::Object(members.collect::<Map<_, _>>())
}

fn plain(value: &Spanned<DeValue<'_>>, at: &str, places: &mut Places) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::String(number.as_str().to_owned()), Value::from),
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(time) => Value::String(time.to_string()),
        DeValue::Array(items) => {
            let items = items.iter().enumerate().map(|(index, item)| {
                let at = format!("{at}/{index}");
                places.insert(at.clone(), (item.span(), item.span()));
                plain(item, &at, places)
            });
            Value::Array(items.collect())
        }
        DeValue::Table(members) => table(members, at, places),
    }
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut offset = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
