//! One row of the table of keywords.

use serde_json::{Map, Value};

use super::{ArrayKeyword, CompositionKeyword, GeneralKeyword, Keyword, ObjectKeyword, Type};
use crate::Pointer;
use crate::node::{Child, Kind};
use crate::version::Version;

/// One keyword.
pub(crate) struct Row {
    pub(crate) keyword: Keyword,
    /// How a document writes it.
    pub(crate) key: &'static str,
    /// What the grammar admits as its value.
    pub(crate) child: Child,
    /// The type that a schema without `type` has because of it.
    pub(crate) implies: Option<Type>,
    /// What it becomes in the validating view.
    pub(crate) view: View,
    /// The first version of OpenAPI that has it.
    pub(crate) since: Version,
}

/// What a keyword of OpenAPI 3.0 becomes in JSON Schema 2020-12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// The same.
    Same,
    /// An integer that is not negative, however it is written.
    Count,
    /// The same where it is above zero, else nothing.
    Positive,
    /// The same, unless this flag makes the bound exclusive.
    Bound { exclusive: &'static str },
    /// Where it is `true`, the number of this bound.
    Exclusive { bound: &'static str },
    /// The same, with the views of the schemas that it holds.
    Subschemas,
    /// `examples`, after all others.
    Examples,
    /// A wider view of the whole schema.
    Nullable,
    /// Nothing.
    Omitted,
}

/// Which schemas the value of a keyword holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// None.
    Nothing,
    /// One.
    Schema,
    /// One, or a boolean.
    SchemaOrBoolean,
    /// An array of them.
    Array,
    /// An object of them.
    Map,
}

impl Row {
    /// Which schemas its value holds.
    pub(crate) fn holds(&self) -> Holds {
        match self.child {
            Child::Object(Kind::Schema) => Holds::Schema,
            Child::SchemaOrBoolean => Holds::SchemaOrBoolean,
            Child::Array(Child::Object(Kind::Schema)) => Holds::Array,
            Child::Map(Child::Object(Kind::Schema)) => Holds::Map,
            Child::Any
            | Child::Text
            | Child::Enum(_)
            | Child::Boolean
            | Child::Count
            | Child::Number
            | Child::Object(_)
            | Child::Array(_)
            | Child::Map(_) => Holds::Nothing,
        }
    }

    /// The schemas that a value of this keyword holds, each with its token below the keyword; the
    /// token is empty where the value itself is the schema.
    pub(crate) fn subschemas<'v>(&self, value: &'v Value) -> Vec<(Option<String>, &'v Value)> {
        match self.holds() {
            Holds::Nothing => Vec::new(),
            Holds::Schema | Holds::SchemaOrBoolean => vec![(None, value)],
            Holds::Array => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items.map(|(index, item)| (Some(index.to_string()), item)).collect()
            }
            Holds::Map => {
                let entries = value.as_object().into_iter().flatten();
                entries.map(|(name, schema)| (Some(name.clone()), schema)).collect()
            }
        }
    }

    /// The pointers to the schemas that a value of this keyword holds; `owner` is the schema's.
    pub(crate) fn pointers(&self, value: &Value, owner: &Pointer) -> Vec<Pointer> {
        let pointer = owner.child(self.key);
        let below = self.subschemas(value).into_iter().map(|(token, _)| token);
        below.map(|token| token.map_or(pointer.clone(), |token| pointer.child(token))).collect()
    }

    /// What no shape carries of this keyword, where it constrains anything.
    pub(crate) fn unchecked(&self, value: &Value) -> Option<&'static str> {
        match self.keyword {
            Keyword::Array(ArrayKeyword::Contains) => Some("`contains`"),
            Keyword::Array(ArrayKeyword::PrefixItems) => Some("`prefixItems`"),
            Keyword::Array(ArrayKeyword::UnevaluatedItems) if is_trivial(value) => None,
            Keyword::Array(ArrayKeyword::UnevaluatedItems) => Some("`unevaluatedItems`"),
            Keyword::Object(ObjectKeyword::PatternProperties) => {
                Some("the names that `patternProperties` demands")
            }
            Keyword::Object(ObjectKeyword::PropertyNames) if allows_every_name(value) => None,
            Keyword::Object(ObjectKeyword::PropertyNames) => Some("`propertyNames`"),
            Keyword::Object(ObjectKeyword::DependentRequired) => Some("`dependentRequired`"),
            Keyword::Object(ObjectKeyword::DependentSchemas) => Some("`dependentSchemas`"),
            Keyword::Object(ObjectKeyword::UnevaluatedProperties) if value.is_object() => {
                Some("`unevaluatedProperties`").filter(|_| !is_trivial(value))
            }
            Keyword::Composition(CompositionKeyword::If) => Some("`if`"),
            Keyword::Composition(CompositionKeyword::Not) => Some("`not`"),
            // A shape carries the others, or they modify those above.
            Keyword::Annotation(_)
            | Keyword::General(_)
            | Keyword::Number(_)
            | Keyword::String(_)
            | Keyword::Array(_)
            | Keyword::Object(_)
            | Keyword::Composition(_) => None,
        }
    }

    /// Whether it constrains which values are valid. `allOf` does so by its schemas only, and
    /// `nullable` widens what others allow.
    pub(crate) fn constrains(&self) -> bool {
        match self.keyword {
            Keyword::Annotation(_)
            | Keyword::General(GeneralKeyword::Nullable)
            | Keyword::Composition(CompositionKeyword::AllOf) => false,
            Keyword::General(_)
            | Keyword::Number(_)
            | Keyword::String(_)
            | Keyword::Array(_)
            | Keyword::Object(_)
            | Keyword::Composition(_) => true,
        }
    }
}

/// Whether a schema allows everything.
fn is_trivial(schema: &Value) -> bool {
    schema == &Value::Bool(true) || schema.as_object().is_some_and(Map::is_empty)
}

/// Names are strings whatever a schema says of their type.
fn allows_every_name(schema: &Value) -> bool {
    let only_type = |schema: &Map<String, Value>| {
        schema.len() == 1 && schema.get("type").and_then(Value::as_str) == Some("string")
    };
    is_trivial(schema) || schema.as_object().is_some_and(only_type)
}
