//! Schemas in two views: a closed [`Shape`] for emitters and synthesis, and a bundled JSON Schema
//! 2020-12 value for validators. Both come out of one lowering; neither is rebuilt from the other.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value, json};

use crate::{Pointer, keyword};

/// Names one schema of one contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub(crate) usize);

/// One schema.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Where it is written.
    pub pointer: Pointer,
    /// Its name under `components/schemas`, if it stands there itself.
    pub component: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `description`, CommonMark.
    pub description: Option<String>,
    /// Whether new callers should leave it out.
    pub deprecated: bool,
    /// Whether it is for responses only.
    pub read_only: bool,
    /// Whether it is for requests only.
    pub write_only: bool,
    /// `default`.
    pub default: Option<Value>,
    /// Example values.
    pub examples: Vec<Value>,
    /// Whether `null` is valid beside what `shape` says.
    pub nullable: bool,
    /// What a valid instance looks like.
    pub shape: Shape,
}

/// What a valid instance looks like. Closed: whatever a document writes ends in one of these.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// No value at all.
    Never,
    /// The same as another schema, with annotations of its own.
    Alias(SchemaId),
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction (`4.0` is one).
    Integer {
        /// `format`, such as `int32`.
        format: Option<String>,
        /// Limits.
        bounds: NumberBounds,
    },
    /// A number.
    Number {
        /// `format`, such as `double`.
        format: Option<String>,
        /// Limits.
        bounds: NumberBounds,
    },
    /// Text.
    String {
        /// `format`, such as `uuid`.
        format: Option<String>,
        /// Limits in Unicode characters.
        length: Length,
        /// A regular expression that must match somewhere in the text.
        pattern: Option<String>,
    },
    /// One of a fixed list of values.
    Literals(Literals),
    /// A list.
    Array {
        /// What every element satisfies.
        items: SchemaId,
        /// Limits in elements.
        length: Length,
        /// Whether no two elements may be equal.
        unique: bool,
    },
    /// An object; one without properties is a map.
    Object {
        /// Named members, in the document's order.
        properties: Vec<Property>,
        /// What other members may be.
        additional: Additional,
        /// Limits in members.
        size: Length,
    },
    /// Exactly one of these.
    OneOf {
        /// The alternatives, in the document's order.
        members: Vec<SchemaId>,
        /// The member that tells them apart.
        discriminator: Option<String>,
    },
    /// At least one of these.
    AnyOf {
        /// The alternatives, in the document's order.
        members: Vec<SchemaId>,
    },
    /// More than the shapes can say; only the JSON Schema view knows it. Carries the reason.
    Opaque(&'static str),
}

/// Limits of a length; `None` where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Length {
    /// At least so many.
    pub min: Option<u64>,
    /// At most so many.
    pub max: Option<u64>,
}

/// Limits of a number; `None` where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct NumberBounds {
    /// At least this.
    pub minimum: Option<f64>,
    /// At most this.
    pub maximum: Option<f64>,
    /// More than this.
    pub exclusive_minimum: Option<f64>,
    /// Less than this.
    pub exclusive_maximum: Option<f64>,
    /// A multiple of this.
    pub multiple_of: Option<f64>,
}

/// A fixed list of values, all of one kind, without `null` (see [`Schema::nullable`]) and without
/// repetition. One value makes a constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Literals {
    /// Texts.
    Strings(Vec<String>),
    /// Numbers without a fraction.
    Integers(Vec<i64>),
    /// Numbers, at least one with a fraction.
    Numbers(Vec<f64>),
    /// Booleans.
    Booleans(Vec<bool>),
}

impl Literals {
    /// The values as JSON, in order.
    pub fn values(&self) -> Vec<Value> {
        match self {
            Self::Strings(values) => values.iter().map(|value| json!(value)).collect(),
            Self::Integers(values) => values.iter().map(|value| json!(value)).collect(),
            Self::Numbers(values) => values.iter().map(|value| json!(value)).collect(),
            Self::Booleans(values) => values.iter().map(|value| json!(value)).collect(),
        }
    }
}

/// A named member of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// The member's name.
    pub name: String,
    /// What its value satisfies.
    pub schema: SchemaId,
    /// Whether it must be there.
    pub required: bool,
    /// Whether its value must never be shown (a credential or a token).
    pub sensitive: bool,
}

/// What members an object may have beside the named ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Additional {
    /// Any.
    Open,
    /// None.
    Closed,
    /// Those whose values satisfy this schema.
    Schema(SchemaId),
}

/// Every schema of a contract.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    pub(crate) list: Vec<Schema>,
    /// The JSON Schema 2020-12 view of each, with references of the form `#/$defs/<name>`.
    pub(crate) views: Vec<Value>,
    /// What `#/$defs/<name>` stands for.
    pub(crate) definitions: indexmap::IndexMap<String, SchemaId>,
}

impl Schemas {
    /// The schema of this id.
    pub fn get(&self, id: SchemaId) -> &Schema {
        &self.list[id.0]
    }

    /// Every schema, in the order of lowering.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.list.iter().enumerate().map(|(index, schema)| (SchemaId(index), schema))
    }

    /// Follows aliases to the schema that has a shape of its own. Aliases never form a ring.
    pub fn resolve(&self, mut id: SchemaId) -> SchemaId {
        while let Shape::Alias(target) = self.get(id).shape {
            id = target;
        }
        id
    }

    /// Whether `null` is valid, by the schema itself or by what it is an alias of.
    pub fn accepts_null(&self, mut id: SchemaId) -> bool {
        loop {
            let schema = self.get(id);
            match schema.shape {
                _ if schema.nullable => return true,
                Shape::Alias(target) => id = target,
                Shape::Any => return true,
                _ => return false,
            }
        }
    }

    /// The schema as one self-contained JSON Schema 2020-12 value: what it refers to, directly or
    /// not, stands in its `$defs`.
    pub fn json_schema(&self, id: SchemaId) -> Value {
        let mut root = match &self.views[id.0] {
            Value::Object(members) => members.clone(),
            other => Map::from_iter([("allOf".to_owned(), json!([other]))]),
        };
        let mut definitions = Map::new();
        let mut open = Vec::new();
        collect_references(&self.views[id.0], &mut open);
        while let Some(name) = open.pop() {
            if definitions.contains_key(&name) {
                continue;
            }
            if let Some(target) = self.definitions.get(&name) {
                let view = &self.views[target.0];
                collect_references(view, &mut open);
                definitions.insert(name, view.clone());
            }
        }
        definitions.sort_keys();
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        if !definitions.is_empty() {
            root.insert("$defs".to_owned(), Value::Object(definitions));
        }
        Value::Object(root)
    }
}

/// Appends the names of all `#/$defs/<name>` references in a schema value.
fn collect_references(view: &Value, names: &mut Vec<String>) {
    let Some(members) = view.as_object() else {
        return;
    };
    if let Some(name) = members.get("$ref").and_then(Value::as_str).and_then(definition_of) {
        names.push(name);
    }
    for (row, value) in keyword::of(members) {
        row.subschemas(value).into_iter().for_each(|(_, schema)| collect_references(schema, names));
    }
}

/// The reference to a definition. RFC 6901 §6: percent-encoded where a URI demands it.
pub(crate) fn reference_to(name: &str) -> String {
    let token = name.replace('~', "~0").replace('/', "~1");
    format!("#/$defs/{}", utf8_percent_encode(&token, FRAGMENT))
}

/// The name of the definition that a reference leads to.
fn definition_of(reference: &str) -> Option<String> {
    let token = reference.strip_prefix("#/$defs/")?;
    let token = percent_decode_str(token).decode_utf8().ok()?;
    Some(token.replace("~1", "/").replace("~0", "~"))
}

/// RFC 3986 §3.5: what may not stand in a fragment as it is.
const FRAGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
