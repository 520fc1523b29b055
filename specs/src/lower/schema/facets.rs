//! What one schema by itself demands of a value, keyword by keyword.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::parts::Inline;
use super::view::is_exclusive;
use crate::Pointer;
use crate::contract::{Length, NumberBounds};

/// The JSON types of OpenAPI 3.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// What a schema demands. Several merge into one.
pub(super) struct Facets {
    /// Where it is written.
    pub(super) place: Pointer,
    pub(super) kind: Option<Type>,
    /// The type that the keywords are for, where no `type` says so.
    pub(super) implied: Vec<Type>,
    pub(super) nullable: bool,
    pub(super) values: Option<Vec<Value>>,
    pub(super) format: Option<String>,
    pub(super) bounds: NumberBounds,
    pub(super) text: Length,
    pub(super) pattern: Option<String>,
    pub(super) items: Vec<Pointer>,
    pub(super) elements: Length,
    pub(super) unique: bool,
    pub(super) properties: IndexMap<String, Vec<Pointer>>,
    pub(super) required: Vec<String>,
    pub(super) others: Others,
    pub(super) size: Length,
    pub(super) choice: Option<Choice>,
    /// Why no shape can say it.
    pub(super) opaque: Option<&'static str>,
}

/// What members beside the named ones may be.
#[derive(Default, Clone, PartialEq)]
pub(super) enum Others {
    #[default]
    Open,
    Closed,
    Schemas(Vec<Pointer>),
}

/// A `oneOf` or `anyOf`.
pub(super) struct Choice {
    pub(super) exclusive: bool,
    pub(super) members: Vec<Pointer>,
    pub(super) discriminator: Option<String>,
}

const IMPLIED: [(Type, &[&str]); 4] = [
    (
        Type::Object,
        &["properties", "required", "additionalProperties", "minProperties", "maxProperties"],
    ),
    (Type::Array, &["items", "minItems", "maxItems", "uniqueItems"]),
    (Type::String, &["pattern", "minLength", "maxLength"]),
    (Type::Number, &["minimum", "maximum", "multipleOf"]),
];

impl Facets {
    pub(super) fn new(part: &Inline<'_>) -> Self {
        let members = part.members;
        let kind = members.get("type").and_then(Value::as_str).and_then(Type::parse);
        let implied: Vec<Type> = IMPLIED
            .iter()
            .filter(|(_, keys)| keys.iter().any(|key| members.contains_key(*key)))
            .map(|(kind, _)| *kind)
            .collect();
        let values = members.get("enum").and_then(Value::as_array).cloned();
        let choice = choice(part);
        let says_null = members.get("nullable") == Some(&Value::Bool(true));
        let lists_null = values.as_ref().is_none_or(|values| values.contains(&Value::Null));
        let untyped = kind.is_none() && implied.is_empty() && choice.is_none();
        Self {
            place: part.place.clone(),
            nullable: says_null || (untyped && lists_null),
            kind,
            implied,
            values,
            format: text(members, "format"),
            bounds: bounds(members),
            text: length(members, "minLength", "maxLength"),
            pattern: text(members, "pattern"),
            items: present(part, "items").into_iter().collect(),
            elements: length(members, "minItems", "maxItems"),
            unique: members.get("uniqueItems") == Some(&Value::Bool(true)),
            properties: properties(part),
            required: texts(members, "required"),
            others: others(part),
            size: length(members, "minProperties", "maxProperties"),
            choice,
            opaque: opaque(members),
        }
    }
}

impl Type {
    pub(super) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

fn opaque(members: &Map<String, Value>) -> Option<&'static str> {
    if members.contains_key("not") {
        return Some("`not` excludes values");
    }
    let both = members.contains_key("oneOf") && members.contains_key("anyOf");
    both.then_some("`oneOf` and `anyOf` stand side by side")
}

fn choice(part: &Inline<'_>) -> Option<Choice> {
    let (key, exclusive) =
        if part.members.contains_key("oneOf") { ("oneOf", true) } else { ("anyOf", false) };
    let count = part.get(key)?.as_array()?.len();
    let list = part.place.child(key);
    let discriminator = part.get("discriminator").and_then(|found| found.get("propertyName"));
    Some(Choice {
        exclusive,
        members: (0..count).map(|index| list.child(index)).collect(),
        discriminator: discriminator.and_then(Value::as_str).map(str::to_owned),
    })
}

fn present(part: &Inline<'_>, key: &str) -> Option<Pointer> {
    part.members.contains_key(key).then(|| part.place.child(key))
}

fn properties(part: &Inline<'_>) -> IndexMap<String, Vec<Pointer>> {
    let list = part.place.child("properties");
    let names = part.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    names.map(|name| (name.clone(), vec![list.child(name)])).collect()
}

fn others(part: &Inline<'_>) -> Others {
    match part.get("additionalProperties") {
        Some(Value::Bool(false)) => Others::Closed,
        Some(Value::Object(schema)) if !schema.is_empty() => {
            Others::Schemas(vec![part.place.child("additionalProperties")])
        }
        _ => Others::Open,
    }
}

fn bounds(members: &Map<String, Value>) -> NumberBounds {
    let number = |key: &str| members.get(key).and_then(Value::as_f64);
    let bound = |key: &str, exclusive: bool| {
        number(key).filter(|_| is_exclusive(members, key) == exclusive)
    };
    NumberBounds {
        minimum: bound("minimum", false),
        maximum: bound("maximum", false),
        exclusive_minimum: bound("minimum", true),
        exclusive_maximum: bound("maximum", true),
        multiple_of: number("multipleOf").filter(|step| *step > 0.0),
    }
}

fn length(members: &Map<String, Value>, min: &str, max: &str) -> Length {
    // A float that stands for a whole number, as in `1e3`, counts as one.
    let count = |key: &str| members.get(key).and_then(Value::as_f64).map(|count| count as u64);
    Length { min: count(min).filter(|min| *min > 0), max: count(max) }
}

fn text(members: &Map<String, Value>, key: &str) -> Option<String> {
    members.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn texts(members: &Map<String, Value>, key: &str) -> Vec<String> {
    let list = members.get(key).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}
