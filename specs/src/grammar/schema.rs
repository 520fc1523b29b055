//! The part of the table that describes schemas (OpenAPI 3.0.4 §4.7.24): the table of keywords, and
//! the objects that only schemas hold.

use super::Child::{Any, Boolean, Enum, Map, Text};
use super::entry::{from_32, may, object, referable, vital};
use super::{Field, Object};
use crate::keyword;

pub(super) static SCHEMA: Object = referable("schema", &KEYWORDS);

static KEYWORDS: [Field; keyword::ROWS.len()] = keywords();

const fn keywords() -> [Field; keyword::ROWS.len()] {
    let mut fields = [may("", Any); keyword::ROWS.len()];
    let mut index = 0;
    while index < fields.len() {
        let row = &keyword::ROWS[index];
        fields[index] = Field { since: row.since, ..may(row.key, row.child) };
        index += 1;
    }
    fields
}

pub(super) static DISCRIMINATOR: Object = object(
    "discriminator",
    &[vital("propertyName", Text), may("mapping", Map(&Text)), from_32("defaultMapping", Text)],
);

pub(super) static XML: Object = object(
    "XML description",
    &[
        may("name", Text),
        may("namespace", Text),
        may("prefix", Text),
        may("attribute", Boolean),
        may("wrapped", Boolean),
        from_32("nodeType", Enum(&["element", "attribute", "text", "cdata", "none"])),
    ],
);
