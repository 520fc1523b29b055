//! Changes of a document's values, which stays a document that can be parsed.

use serde_json::{Map, Value, json};

use super::rng::Rng;
use super::seeds::Seed;

/// Keys of OpenAPI and JSON Schema, and unusual ones.
const KEYS: &[&str] = &[
    "$ref",
    "type",
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "enum",
    "const",
    "required",
    "nullable",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "prefixItems",
    "contains",
    "minContains",
    "unevaluatedProperties",
    "unevaluatedItems",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "uniqueItems",
    "pattern",
    "format",
    "default",
    "example",
    "examples",
    "discriminator",
    "mapping",
    "propertyName",
    "$id",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$defs",
    "$schema",
    "parameters",
    "requestBody",
    "responses",
    "content",
    "schema",
    "headers",
    "links",
    "callbacks",
    "security",
    "servers",
    "variables",
    "in",
    "name",
    "style",
    "explode",
    "get",
    "put",
    "query",
    "additionalOperations",
    "200",
    "default",
    "4XX",
    "operationId",
    "openapi",
    "swagger",
    "jsonSchemaDialect",
    "webhooks",
    "components",
    "paths",
    "itemSchema",
    "encoding",
    "readOnly",
    "writeOnly",
    "deprecated",
    "title",
    "description",
    "contentEncoding",
    "",
    "~",
    "/",
    "~1",
    "{a}",
    "/{a}/{a}",
    "/{",
    "x-",
    "Self",
    "self",
    "type_",
    "r#fn",
    "__proto__",
    "\u{0}",
    "\u{202e}",
    "\u{1f600}",
    "a b",
    "A-b",
    "a_b",
    "aB",
    "1",
    "-",
    "*/",
    "\n",
    "\"",
    "\\",
    "#",
];

/// Texts that mean something somewhere.
const TEXTS: &[&str] = &[
    "",
    "string",
    "number",
    "integer",
    "boolean",
    "array",
    "object",
    "null",
    "file",
    "any",
    "path",
    "query",
    "header",
    "cookie",
    "querystring",
    "formData",
    "body",
    "form",
    "simple",
    "matrix",
    "label",
    "deepObject",
    "spaceDelimited",
    "date-time",
    "int32",
    "int64",
    "uint64",
    "uuid",
    "binary",
    "byte",
    "float",
    "decimal",
    "3.0.3",
    "3.1.0",
    "3.2.0",
    "2.0",
    "application/json",
    "multipart/form-data",
    "text/*",
    "*/*",
    "a/b;c=\"",
    "/{a}",
    "/{a}{b}",
    "{a",
    "a}",
    "#",
    "#/",
    "#a",
    "#/%zz",
    "#/paths/~1a",
    "a.yaml",
    "../a",
    "http://a.test/b#c",
    "(",
    "[",
    "^(?=a)b$",
    "\\p{L}",
    "(a{1000}){1000}",
    "\\",
    "$",
    "}",
    "*/",
    "\"#",
    "\u{0}",
    "\u{feff}",
    "\u{1f600}",
    "\r",
    "ſ",
    "ß",
    "İ",
    "self",
    "Self",
    "crate",
    "fn",
    "_",
    "1",
    "-1",
    "bearer",
    "basic",
    "apiKey",
    "http",
    "oauth2",
    "https://json-schema.org/draft/2020-12/schema",
];

/// Changes a document once.
pub(super) fn mutate(document: &mut Value, seeds: &[Seed], rng: &mut Rng) {
    let pointers = pointers(document);
    let at = rng.pick(&pointers).clone();
    let other = rng.pick(&pointers).clone();
    let copy = document.pointer(&other).cloned().unwrap_or_default();
    let Some(value) = document.pointer_mut(&at) else { return };
    match rng.below(12) {
        0 => *value = scalar(rng),
        1 => remove(value, rng),
        2 => *value = copy,
        3 => nest(value, rng),
        4 => *value = json!({"$ref": reference(&other)}),
        5 => insert(value, "$ref", json!(reference(&other))),
        6 => insert(value, key(rng), copy),
        7 => insert(value, key(rng), scalar(rng)),
        8 => rename(value, rng),
        9 => repeat(value, rng),
        10 => *value = graft(seeds, rng).unwrap_or_default(),
        _ => retype(value, rng),
    }
}

/// The pointers of all values, the root first.
fn pointers(document: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut open = vec![(String::new(), document)];
    while let Some((pointer, value)) = open.pop() {
        let mut add = |token: &str, child| {
            let token = token.replace('~', "~0").replace('/', "~1");
            let pointer = format!("{pointer}/{token}");
            all.push(pointer.clone());
            open.push((pointer, child));
        };
        match value {
            Value::Object(map) => map.iter().for_each(|(key, child)| add(key, child)),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, child)| add(&at.to_string(), child));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    all
}

fn reference(pointer: &str) -> String {
    format!("#{pointer}")
}

fn key(rng: &mut Rng) -> &'static str {
    KEYS[rng.below(KEYS.len())]
}

/// A value without parts, or with few.
fn scalar(rng: &mut Rng) -> Value {
    match rng.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!(*rng.pick(&[0_i64, -1, 1, 2, 255, i64::MIN, i64::MAX, 1 << 53])),
        4 => json!(*rng.pick(&[u64::MAX, 1 << 63, 1_000_000])),
        5 => json!(*rng.pick(&[0.5, -0.0, 1e300, -1e-300, f64::MAX, 4.0, 1e19])),
        6 => json!([]),
        7 => json!({}),
        8 => json!("a".repeat(rng.below(5_000))),
        _ => json!(*rng.pick(TEXTS)),
    }
}

fn remove(value: &mut Value, rng: &mut Rng) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(rng.below(map.len())).cloned().unwrap_or_default();
            drop(map.shift_remove(&key));
        }
        Value::Array(items) if !items.is_empty() => drop(items.remove(rng.below(items.len()))),
        other => *other = Value::Null,
    }
}

/// Puts a value into others, now and then deeper than any reader goes.
fn nest(value: &mut Value, rng: &mut Rng) {
    let key = *rng.pick(&[
        "allOf",
        "oneOf",
        "anyOf",
        "items",
        "not",
        "properties",
        "additionalProperties",
        "a",
        "",
    ]);
    let depth = if rng.below(10) == 0 { 10 + rng.below(140) } else { 1 + rng.below(3) };
    for _ in 0..depth {
        let inner = std::mem::take(value);
        *value = match key {
            "allOf" | "oneOf" | "anyOf" => json!({key: [inner]}),
            "properties" => json!({key: {"a": inner}}),
            "" => json!([inner]),
            _ => json!({key: inner}),
        };
    }
}

fn insert(value: &mut Value, key: &str, child: Value) {
    match value {
        Value::Object(map) => drop(map.insert(key.to_owned(), child)),
        Value::Array(items) => items.push(child),
        other => *other = json!({key: child}),
    }
}

fn rename(value: &mut Value, rng: &mut Rng) {
    let Value::Object(map) = value else { return };
    let at = rng.below(map.len());
    let name = *rng.pick(KEYS);
    let entries = std::mem::take(map).into_iter().enumerate();
    let renamed = entries
        .map(|(index, (key, child))| (if index == at { name.to_owned() } else { key }, child));
    *map = renamed.collect::<Map<String, Value>>();
}

/// Repeats a part of a value: under a name that differs in case or punctuation only, or as a further item.
fn repeat(value: &mut Value, rng: &mut Rng) {
    match value {
        Value::Object(map) => {
            if let Some((key, child)) = map.iter().nth(rng.below(map.len())) {
                let names =
                    [key.to_uppercase(), format!("{key}_"), format!("-{key}"), format!("{key}2")];
                let (name, child) = (rng.pick(&names).clone(), child.clone());
                drop(map.insert(name, child));
            }
        }
        Value::Array(items) => {
            if let Some(item) = items.get(rng.below(items.len())).cloned() {
                items.resize(items.len() + 1 + rng.below(30), item);
            }
        }
        Value::String(text) => *text = text.repeat(2),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A part of another document.
fn graft(seeds: &[Seed], rng: &mut Rng) -> Option<Value> {
    let other = rng.pick(seeds).value.as_ref()?;
    let pointers = pointers(other);
    other.pointer(rng.pick::<String>(&pointers)).cloned()
}

/// The same in another type: a text of a number, an array of one, an object of an array.
fn retype(value: &mut Value, rng: &mut Rng) {
    *value = match std::mem::take(value) {
        Value::Object(map) if rng.below(2) == 0 => {
            map.into_iter().map(|(_, child)| child).collect()
        }
        Value::Array(items) => {
            let named = items.into_iter().enumerate();
            Value::Object(named.map(|(at, child)| (at.to_string(), child)).collect())
        }
        Value::String(text) => {
            text.parse::<f64>().map_or_else(|_| json!([text]), |number| json!(number))
        }
        other => json!(other.to_string()),
    };
}
