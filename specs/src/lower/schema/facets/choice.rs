//! The keywords that apply schemas to the same value.

use serde_json::{Map, Value};

use super::Facets;
use crate::Pointer;
use crate::keyword::{self, CompositionKeyword, GeneralKeyword, Keyword, Row};
use crate::lower::schema::parts::Inline;

/// A `oneOf` or `anyOf`.
pub(in crate::lower::schema) struct Choice {
    /// The location of the keyword.
    pub(in crate::lower::schema) pointer: Pointer,
    /// Whether a value satisfies exactly one alternative.
    pub(in crate::lower::schema) exclusive: bool,
    pub(in crate::lower::schema) alternatives: Vec<Pointer>,
    /// Where its discriminator is.
    pub(in crate::lower::schema) discriminator: Option<Pointer>,
}

impl Facets {
    /// Reads a keyword; `pointers` are those of the schemas that its value holds.
    pub(super) fn read_composition(
        &mut self,
        keyword: CompositionKeyword,
        row: &Row,
        value: &Value,
        part: &Inline<'_>,
    ) {
        match keyword {
            CompositionKeyword::OneOf => self.choose(true, row, value, part),
            CompositionKeyword::AnyOf => self.choose(false, row, value, part),
            // The schemas of `allOf` are parts beside this one, and no shape carries the others.
            CompositionKeyword::AllOf
            | CompositionKeyword::If
            | CompositionKeyword::Then
            | CompositionKeyword::Else
            | CompositionKeyword::Not => {}
        }
    }

    fn choose(&mut self, exclusive: bool, row: &Row, value: &Value, part: &Inline<'_>) {
        if let Some(values) = listed(value) {
            self.allow(Some(values));
            return;
        }
        let discriminator = part.schema.get("discriminator");
        let discriminator = discriminator.map(|_| part.pointer.child("discriminator"));
        self.choices.push(Choice {
            pointer: part.pointer.child(row.key),
            exclusive,
            alternatives: row.pointers(value, &part.pointer),
            discriminator,
        });
    }
}

/// The values of alternatives that each list some, and do nothing else: the same as one `enum`.
fn listed(alternatives: &Value) -> Option<Vec<Value>> {
    let mut values: Vec<Value> = Vec::new();
    for alternative in alternatives.as_array().filter(|list| !list.is_empty())? {
        for value in only_values(alternative.as_object()?)? {
            if values.contains(value) {
                return None;
            }
            values.push(value.clone());
        }
    }
    Some(values)
}

/// The values of a schema that constrains nothing but its values and their type.
fn only_values(schema: &Map<String, Value>) -> Option<&Vec<Value>> {
    let is_plain = keyword::of(schema).all(|(row, _)| {
        let typed = [GeneralKeyword::Type, GeneralKeyword::Enum].map(Keyword::General);
        typed.contains(&row.keyword) || matches!(row.keyword, Keyword::Annotation(_))
    });
    let is_reference = schema.contains_key("$ref");
    schema.get("enum").and_then(Value::as_array).filter(|_| is_plain && !is_reference)
}
