//! Every keyword of a schema, one row each (OpenAPI 3.0.4 §4.7.24; JSON Schema 2020-12).
//!
//! The grammar, the search for circular references, the facets, the validating view and the collector
//! of references read this table; none has a list of its own. What needs to know more of a keyword
//! than its row matches on the keyword's group without a wildcard, so that the compiler names the
//! location where a new keyword has to be read. A key without a row takes one path: it counts as a
//! constraint ([`constrains`]), unless it is an extension, and no shape and no view has it.
//!
//! `$ref` has no row: OpenAPI 3.0.4 §4.7.23 gives an object with `$ref` no keywords at all, and where 3.1
//! does, the reference is moved into `allOf` before. `const` has none: it becomes an `enum`.

mod row;
mod types;

use serde_json::{Map, Value};

pub(crate) use self::row::{Holds, Row, View};
pub(crate) use self::types::Type;
use crate::node::{Child, Kind};
use crate::version::Version;

const SCHEMA: Child = Child::Object(Kind::Schema);
const SCHEMAS: Child = Child::Array(&SCHEMA);
const NUMBER: Option<Type> = Some(Type::Number);
const STRING: Option<Type> = Some(Type::String);
const ARRAY: Option<Type> = Some(Type::Array);
const OBJECT: Option<Type> = Some(Type::Object);

macro_rules! keywords {
    ($($(#[$doc:meta])* $group:ident $keywords:ident {
        $($name:ident $key:literal $child:expr, $implies:expr, $view:expr $(, $since:ident)?;)*
    })*) => {
        /// A keyword, by what it constrains.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Keyword {
            $($(#[$doc])* $group($keywords),)*
        }

        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $keywords {
            $($name,)*
        })*

        /// Every keyword, group by group.
        pub(crate) const ROWS: &[Row] = &[$($(Row {
            keyword: Keyword::$group($keywords::$name),
            key: $key,
            child: $child,
            implies: $implies,
            view: $view,
            since: [$(Version::$since,)? Version::V20][0],
        },)*)*];
    };
}

// Keyword, key, what the grammar admits, the type that it implies, what it is in the validating view.
keywords! {
    /// Constrains nothing.
    Annotation AnnotationKeyword {
        Title "title" Child::Text, None, View::Same;
        Description "description" Child::Text, None, View::Same;
        Default "default" Child::Any, None, View::Same;
        Deprecated "deprecated" Child::Boolean, None, View::Same;
        ReadOnly "readOnly" Child::Boolean, None, View::Same;
        WriteOnly "writeOnly" Child::Boolean, None, View::Same;
        Example "example" Child::Any, None, View::Examples;
        Discriminator "discriminator" Child::Object(Kind::Discriminator), None, View::Omitted;
        Xml "xml" Child::Object(Kind::Xml), None, View::Omitted;
        ExternalDocs "externalDocs" Child::Object(Kind::ExternalDocs), None, View::Omitted;
        Examples "examples" Child::Array(&Child::Any), None, View::Same, V31;
        Comment "$comment" Child::Text, None, View::Omitted, V31;
        Identifier "$id" Child::Text, None, View::Omitted, V31;
        Anchor "$anchor" Child::Text, None, View::Omitted, V31;
        DynamicAnchor "$dynamicAnchor" Child::Text, None, View::Omitted, V31;
        Dialect "$schema" Child::Text, None, View::Omitted, V31;
        Defs "$defs" Child::Map(&SCHEMA), None, View::Omitted, V31;
        Definitions "definitions" Child::Map(&SCHEMA), None, View::Omitted, V31;
        ContentEncoding "contentEncoding" Child::Text, None, View::Same, V31;
        ContentMediaType "contentMediaType" Child::Text, None, View::Same, V31;
        ContentSchema "contentSchema" SCHEMA, None, View::Subschemas, V31;
    }
    /// Constrains values of every type.
    General GeneralKeyword {
        Type "type" Child::Enum(&Type::NAMES), None, View::Same;
        Enum "enum" Child::Array(&Child::Any), None, View::Same;
        Format "format" Child::Text, None, View::Same;
        Nullable "nullable" Child::Boolean, None, View::Nullable;
    }
    /// Constrains numbers. What modifies another keyword implies no type by itself.
    Number NumberKeyword {
        MultipleOf "multipleOf" Child::Number, NUMBER, View::Positive;
        Maximum "maximum" Child::Number, NUMBER, View::Bound { exclusive: "exclusiveMaximum" };
        ExclusiveMaximum "exclusiveMaximum" Child::Boolean, None, View::Exclusive { bound: "maximum" };
        Minimum "minimum" Child::Number, NUMBER, View::Bound { exclusive: "exclusiveMinimum" };
        ExclusiveMinimum "exclusiveMinimum" Child::Boolean, None, View::Exclusive { bound: "minimum" };
    }
    /// Constrains strings.
    String StringKeyword {
        MaxLength "maxLength" Child::Count, STRING, View::Count;
        MinLength "minLength" Child::Count, STRING, View::Count;
        Pattern "pattern" Child::Text, STRING, View::Same;
    }
    /// Constrains arrays.
    Array ArrayKeyword {
        Items "items" SCHEMA, ARRAY, View::Subschemas;
        MaxItems "maxItems" Child::Count, ARRAY, View::Count;
        MinItems "minItems" Child::Count, ARRAY, View::Count;
        UniqueItems "uniqueItems" Child::Boolean, ARRAY, View::Same;
        PrefixItems "prefixItems" SCHEMAS, ARRAY, View::Subschemas, V31;
        Contains "contains" SCHEMA, ARRAY, View::Subschemas, V31;
        MinContains "minContains" Child::Count, None, View::Count, V31;
        MaxContains "maxContains" Child::Count, None, View::Count, V31;
        UnevaluatedItems "unevaluatedItems" Child::SchemaOrBoolean, ARRAY, View::Subschemas, V31;
    }
    /// Constrains objects.
    Object ObjectKeyword {
        Properties "properties" Child::Map(&SCHEMA), OBJECT, View::Subschemas;
        Required "required" Child::Array(&Child::Text), OBJECT, View::Same;
        AdditionalProperties "additionalProperties" Child::SchemaOrBoolean, OBJECT, View::Subschemas;
        MaxProperties "maxProperties" Child::Count, OBJECT, View::Count;
        MinProperties "minProperties" Child::Count, OBJECT, View::Count;
        PatternProperties "patternProperties" Child::Map(&SCHEMA), OBJECT, View::Subschemas, V31;
        PropertyNames "propertyNames" SCHEMA, OBJECT, View::Subschemas, V31;
        DependentRequired "dependentRequired" Child::Map(&Child::Array(&Child::Text)), OBJECT, View::Same, V31;
        DependentSchemas "dependentSchemas" Child::Map(&SCHEMA), OBJECT, View::Subschemas, V31;
        UnevaluatedProperties "unevaluatedProperties" Child::SchemaOrBoolean, OBJECT, View::Subschemas, V31;
    }
    /// Applies schemas to the same value as the schema itself.
    Composition CompositionKeyword {
        AllOf "allOf" SCHEMAS, None, View::Subschemas;
        OneOf "oneOf" SCHEMAS, None, View::Subschemas;
        AnyOf "anyOf" SCHEMAS, None, View::Subschemas;
        Not "not" SCHEMA, None, View::Subschemas;
        If "if" SCHEMA, None, View::Subschemas, V31;
        Then "then" SCHEMA, None, View::Subschemas, V31;
        Else "else" SCHEMA, None, View::Subschemas, V31;
    }
}

/// The row of a key; `None` for an extension and for a key that the specification does not define.
pub(crate) fn find(key: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.key == key)
}

/// The keywords of a schema that have a row, in the schema's order.
pub(crate) fn of(schema: &Map<String, Value>) -> impl Iterator<Item = (&'static Row, &Value)> {
    schema.iter().filter_map(|(key, value)| Some((find(key)?, value)))
}

/// The rows of the keywords that apply schemas to the same value as the schema itself.
pub(crate) fn compositions() -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(|row| matches!(row.keyword, Keyword::Composition(_)))
}

/// Whether a schema is composed of others.
pub(crate) fn is_composed(schema: &Map<String, Value>) -> bool {
    compositions().any(|row| schema.contains_key(row.key))
}

/// Whether a flag is there and true.
pub(crate) fn is_true(schema: &Map<String, Value>, key: &str) -> bool {
    schema.get(key) == Some(&Value::Bool(true))
}

/// Whether a schema has a key that neither has a row nor is an extension.
pub(crate) fn has_unknown(schema: &Map<String, Value>) -> bool {
    schema.keys().any(|key| find(key).is_none() && !key.starts_with("x-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique() {
        for row in ROWS {
            assert_eq!(find(row.key).map(|found| found.keyword), Some(row.keyword), "{}", row.key);
        }
    }

    #[test]
    fn modified_bounds_have_rows() {
        for row in ROWS {
            match row.view {
                View::Bound { exclusive: other } | View::Exclusive { bound: other } => {
                    assert!(find(other).is_some(), "{other}");
                }
                View::Same
                | View::Count
                | View::Positive
                | View::Subschemas
                | View::Examples
                | View::Nullable
                | View::Omitted => {}
            }
        }
    }

    #[test]
    fn subschemas_in_the_view_are_held() {
        for row in ROWS {
            let holds_schemas = row.holds() != Holds::Nothing;
            // References lead to definitions, which the view has by names of its own.
            let is_definitions = matches!(row.key, "$defs" | "definitions");
            let expected = holds_schemas && !is_definitions;
            assert_eq!(row.view == View::Subschemas, expected, "{}", row.key);
        }
    }
}
