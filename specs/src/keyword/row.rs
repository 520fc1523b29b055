//! One row of the table of keywords.

use serde_json::Value;

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

    /// Why a schema with this keyword has no shape, where no shape can carry it.
    pub(crate) fn unshaped(&self) -> Option<&'static str> {
        match self.keyword {
            Keyword::Array(
                ArrayKeyword::Contains | ArrayKeyword::MinContains | ArrayKeyword::MaxContains,
            ) => Some("`contains` demands certain items"),
            Keyword::Array(ArrayKeyword::PrefixItems) => {
                Some("`prefixItems` describes single items")
            }
            Keyword::Array(ArrayKeyword::UnevaluatedItems)
            | Keyword::Object(ObjectKeyword::UnevaluatedProperties) => {
                Some("`unevaluated…` depends on what other schemas allow")
            }
            Keyword::Object(ObjectKeyword::PatternProperties | ObjectKeyword::PropertyNames) => {
                Some("the names of its properties follow patterns")
            }
            Keyword::Object(ObjectKeyword::DependentRequired | ObjectKeyword::DependentSchemas) => {
                Some("some of its properties depend on others")
            }
            Keyword::Composition(
                CompositionKeyword::If | CompositionKeyword::Then | CompositionKeyword::Else,
            ) => Some("`if` applies schemas under a condition"),
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
