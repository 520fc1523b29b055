//! The part of the table that describes schemas (OpenAPI 3.0.4 §4.7.24).

use super::Child::{self, Any, Boolean, Count, List, Map, Number, Object as One, Text, Word};
use super::entry::{EXTERNAL_DOCS, may, must, object, referable};
use super::{Kind, Object};

const SUBSCHEMA: Child = One(Kind::Schema);
const SUBSCHEMAS: Child = List(&SUBSCHEMA);

pub(super) static SCHEMA: Object = referable(
    "schema",
    &[
        may("title", Text),
        may("multipleOf", Number),
        may("maximum", Number),
        may("exclusiveMaximum", Boolean),
        may("minimum", Number),
        may("exclusiveMinimum", Boolean),
        may("maxLength", Count),
        may("minLength", Count),
        may("pattern", Text),
        may("maxItems", Count),
        may("minItems", Count),
        may("uniqueItems", Boolean),
        may("maxProperties", Count),
        may("minProperties", Count),
        may("required", List(&Text)),
        may("enum", List(&Any)),
        may("type", Word(&["array", "boolean", "integer", "number", "object", "string"])),
        may("not", SUBSCHEMA),
        may("allOf", SUBSCHEMAS),
        may("oneOf", SUBSCHEMAS),
        may("anyOf", SUBSCHEMAS),
        may("items", SUBSCHEMA),
        may("properties", Map(&SUBSCHEMA)),
        may("additionalProperties", Child::SchemaOrBoolean),
        may("description", Text),
        may("format", Text),
        may("default", Any),
        may("nullable", Boolean),
        may("discriminator", One(Kind::Discriminator)),
        may("readOnly", Boolean),
        may("writeOnly", Boolean),
        may("xml", One(Kind::Xml)),
        may("externalDocs", EXTERNAL_DOCS),
        may("example", Any),
        may("deprecated", Boolean),
    ],
);

pub(super) static DISCRIMINATOR: Object =
    object("discriminator", &[must("propertyName", Text), may("mapping", Map(&Text))]);

pub(super) static XML: Object = object(
    "XML description",
    &[
        may("name", Text),
        may("namespace", Text),
        may("prefix", Text),
        may("attribute", Boolean),
        may("wrapped", Boolean),
    ],
);
