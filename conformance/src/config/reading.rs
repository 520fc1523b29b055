//! Reads a file of settings, TOML or JSON, and finds every mistake in it: what is wrong is told, taken
//! out, and the rest is read again.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistakes::{Mistake, Mistakes};

/// So many mistakes of one file are told.
const MOST: usize = 50;

/// The text of a file, as values and with the places of all of them.
pub(super) struct Document {
    /// Everything that it says.
    pub(super) root: Value,
    /// What is found wrong with it.
    pub(super) mistakes: Mistakes,
}

impl Document {
    /// Reads TOML.
    ///
    /// # Errors
    ///
    /// Where it is no TOML.
    pub(super) fn toml(file: &str, text: &str) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::new(file, text);
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
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
    /// Where it is no JSON.
    pub(super) fn json(file: &str, text: &str) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::new(file, text);
        match serde_json::from_str(text) {
            Ok(root) => {
                mistakes.places = places_of_json(file, text, &root);
                mistakes.hide_secrets(&root);
                Ok(Self { root, mistakes })
            }
            Err(error) => {
                let message = crate::nearest::without_place(&error);
                let offset = offset(text, error.line(), error.column());
                mistakes.push_at(offset..offset, format!("not valid JSON: {message}"));
                mistakes.hide_texts();
                Err(mistakes)
            }
        }
    }

    /// What it says; every mistake is noted.
    pub(super) fn read<T: DeserializeOwned>(&mut self) -> Option<T> {
        let mut rest = self.root.clone();
        for _ in 0..MOST {
            match serde_path_to_error::deserialize::<_, T>(&rest) {
                Ok(read) => return self.mistakes.is_empty().then_some(read),
                Err(error) => {
                    let path = names(error.path());
                    let mistake = Mistake::of_reader(&path, &error.inner().to_string());
                    self.mistakes.push(mistake);
                    // A gap in the whole, or what is not there any more, cannot be taken out.
                    if !take_out(&mut rest, &path) {
                        return None;
                    }
                }
            }
        }
        None
    }
}

/// The names on the way to a value.
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

/// A member's name as a part of a JSON Pointer (RFC 6901 §3).
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Where a member's name and its value stand, by JSON Pointer.
pub(super) type Places = BTreeMap<String, (Range<usize>, Range<usize>)>;

fn table(table: &DeTable<'_>, at: &str, places: &mut Places) -> Value {
    let mut entries: Vec<_> = table.iter().collect();
    // Members come in the order in which they are written.
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

fn places_of_json(file: &str, text: &str, root: &Value) -> Places {
    let source = specs::Source::new(file, text);
    let mut places = Places::new();
    walk(root, &specs::Pointer::root(), &mut |pointer| {
        if let Some(location) = source.locate(pointer) {
            let span = location.offset..location.offset + location.length;
            places.insert(pointer.to_string(), (span.clone(), span));
        }
    });
    places
}

fn walk(value: &Value, at: &specs::Pointer, note: &mut impl FnMut(&specs::Pointer)) {
    note(at);
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| walk(member, &at.child(name), note));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| walk(item, &at.child(index), note));
        }
        _ => {}
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
