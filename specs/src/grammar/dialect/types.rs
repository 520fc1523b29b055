//! `type`: names that are no types, and arrays of types.

use serde_json::{Map, Value, json};

use super::Schema;
use crate::diagnostic::codes::{BAD_VALUE, OTHER_DIALECT};
use crate::keyword::{self, Keyword, Type};
use crate::version::Version;

/// What other languages call the types, each with a type and perhaps a format.
const NAMES: &[(&str, &str, Option<&str>)] = &[
    ("int", "integer", None),
    ("int32", "integer", Some("int32")),
    ("int64", "integer", Some("int64")),
    ("long", "integer", Some("int64")),
    ("float", "number", Some("float")),
    ("double", "number", Some("double")),
    ("decimal", "number", None),
    ("numeric", "number", None),
    ("bool", "boolean", None),
    ("str", "string", None),
    ("text", "string", None),
    ("uuid", "string", Some("uuid")),
    ("uri", "string", Some("uri")),
    ("url", "string", Some("uri")),
    ("email", "string", Some("email")),
    ("date", "string", Some("date")),
    ("datetime", "string", Some("date-time")),
    ("date-time", "string", Some("date-time")),
    ("file", "string", Some("binary")),
    ("binary", "string", Some("binary")),
    ("list", "array", None),
    ("dict", "object", None),
    ("map", "object", None),
    ("hash", "object", None),
];

/// Names of no type at all.
const ANY: [&str; 3] = ["any", "mixed", "*"];

impl Schema<'_> {
    /// A name that is no type, but plainly means one.
    pub(super) fn type_names(&mut self) {
        let Some(Value::String(name)) = self.get("type") else {
            return;
        };
        if Type::parse(name).is_some() {
            return;
        }
        let (name, lower) = (name.clone(), name.trim().to_ascii_lowercase());
        if lower == "null" {
            return self.only_null();
        }
        let known = NAMES.iter().find(|(known, ..)| *known == lower);
        let (kind, format) = match known {
            Some((_, kind, format)) => (*kind, *format),
            None if ANY.contains(&lower.as_str()) => {
                let message = format!("`{name}` is no type; every value is allowed");
                self.repaired(&BAD_VALUE, "type", message, "remove `type`");
                self.remove("type");
                return;
            }
            None => match Type::NAMES.into_iter().find(|kind| *kind == lower) {
                Some(kind) => (kind, None),
                // The grammar reports it.
                None => return,
            },
        };
        let message = format!("`{name}` is no type; it is read as `{kind}`");
        self.repaired(&BAD_VALUE, "type", message, &format!("write `type: {kind}`"));
        self.set("type", json!(kind));
        if let (Some(format), None) = (format, self.get("format")) {
            self.set("format", json!(format));
        }
    }

    fn only_null(&mut self) {
        self.spelled_as_in(Version::V31, "type", "write `nullable: true` beside another type");
        self.remove("type");
        self.set("enum", json!([null]));
    }

    /// An array of types: `null` among them is `nullable`, and several others are alternatives.
    pub(super) fn types(&mut self) {
        let Some(Value::Array(names)) = self.get("type").cloned() else {
            return;
        };
        self.spelled_as_in(Version::V31, "type", "write one type, with `nullable` or `anyOf`");
        self.remove("type");
        let has_null = names.contains(&json!("null"));
        let known = names.iter().filter_map(Value::as_str);
        let mut types: Vec<Type> = Vec::new();
        for kind in known.filter_map(|name| Type::parse(&name.to_ascii_lowercase())) {
            if !types.contains(&kind) {
                types.push(kind);
            }
        }
        if types.len() + usize::from(has_null) < names.len() {
            let message = "`type` has names that are no types, or has one twice".to_owned();
            self.repaired(&OTHER_DIALECT, "type", message, "remove them");
        }
        let lists_null = self.values().is_none_or(|values| values.contains(&Value::Null));
        match types.as_slice() {
            [] if has_null => self.set("enum", json!([null])),
            [] => {}
            [only] => self.set("type", json!(only.name())),
            _ => self.alternatives(&types),
        }
        if has_null && lists_null && !types.is_empty() {
            self.set("nullable", json!(true));
        }
    }

    fn values(&self) -> Option<&Vec<Value>> {
        self.get("enum").and_then(Value::as_array)
    }

    /// One alternative a type, each with the keywords that constrain values of this type.
    fn alternatives(&mut self, types: &[Type]) {
        if let Some(values) = self.values() {
            let kept: Vec<Value> = values
                .iter()
                .filter(|value| value.is_null() || types.iter().any(|kind| kind.has(value)))
                .cloned()
                .collect();
            return self.set("enum", Value::Array(kept));
        }
        let mut branches = Vec::new();
        for kind in types {
            let mut branch = Map::from_iter([("type".to_owned(), json!(kind.name()))]);
            let keys: Vec<String> =
                self.keywords.keys().filter(|key| is_of(key, *kind)).cloned().collect();
            branch
                .extend(keys.into_iter().filter_map(|key| Some((key.clone(), self.remove(&key)?))));
            branches.push(Value::Object(branch));
        }
        let choice = json!({ "anyOf": branches });
        if keyword::is_composed(&self.keywords) {
            self.require(choice);
        } else {
            self.set("anyOf", choice["anyOf"].clone());
        }
    }
}

/// Whether a keyword constrains values of this type.
fn is_of(key: &str, kind: Type) -> bool {
    let Some(row) = keyword::find(key) else {
        return false;
    };
    match row.keyword {
        Keyword::Number(_) => matches!(kind, Type::Integer | Type::Number),
        Keyword::String(_) => kind == Type::String,
        Keyword::Array(_) => kind == Type::Array,
        Keyword::Object(_) => kind == Type::Object,
        Keyword::General(keyword::GeneralKeyword::Format) => {
            matches!(kind, Type::Integer | Type::Number | Type::String)
        }
        Keyword::General(_) | Keyword::Annotation(_) | Keyword::Composition(_) => false,
    }
}
