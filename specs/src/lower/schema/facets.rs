//! What one schema by itself requires of a value, keyword by keyword. The facets of several schemas
//! merge into those of one.

mod array;
mod choice;
mod number;
mod object;
mod string;

use serde_json::Value;

use self::array::ArrayFacets;
pub(super) use self::choice::Choice;
use self::object::ObjectFacets;
use self::string::StringFacets;
use super::parts::Inline;
use crate::Pointer;
use crate::contract::NumberBounds;
use crate::keyword::{self, GeneralKeyword, Keyword, Row, Type};

/// What a schema requires.
#[derive(Default)]
pub(super) struct Facets {
    /// Where the schema is.
    pub(super) pointer: Pointer,
    pub(super) kind: Option<Type>,
    /// The types that the keywords constrain; used where there is no `type`.
    pub(super) implied: Vec<Type>,
    pub(super) nullable: bool,
    pub(super) values: Option<Vec<Value>>,
    pub(super) format: Option<String>,
    pub(super) number: NumberBounds,
    pub(super) string: StringFacets,
    pub(super) array: ArrayFacets,
    pub(super) object: ObjectFacets,
    pub(super) choice: Option<Choice>,
    /// Why no shape can describe it.
    pub(super) opaque: Option<&'static str>,
}

impl Facets {
    pub(super) fn new(part: &Inline<'_>) -> Self {
        let mut facets = Self { pointer: part.pointer.clone(), ..Self::default() };
        for (row, value) in keyword::of(part.schema) {
            add_type(&mut facets.implied, row.implies);
            facets.opaque = facets.opaque.or(row.unshaped());
            facets.read(row, value, part);
        }
        facets.nullable |= facets.is_untyped() && facets.lists_null();
        facets
    }

    fn read(&mut self, row: &Row, value: &Value, part: &Inline<'_>) {
        match row.keyword {
            Keyword::Annotation(_) => {}
            Keyword::General(keyword) => self.read_general(keyword, value),
            Keyword::Number(keyword) => number::read(&mut self.number, keyword, value, part.schema),
            Keyword::String(keyword) => self.string.read(keyword, value),
            Keyword::Array(keyword) => {
                self.array.read(keyword, row.pointers(value, &part.pointer), value)
            }
            Keyword::Object(keyword) => self.object.read(keyword, &part.pointer, value),
            Keyword::Composition(keyword) => {
                self.read_composition(keyword, row.pointers(value, &part.pointer), part);
            }
        }
    }

    fn read_general(&mut self, keyword: GeneralKeyword, value: &Value) {
        match keyword {
            GeneralKeyword::Type => self.kind = value.as_str().and_then(Type::parse),
            GeneralKeyword::Enum => self.values = value.as_array().cloned(),
            GeneralKeyword::Format => self.format = text(value),
            GeneralKeyword::Nullable => self.nullable = value == &Value::Bool(true),
        }
    }

    /// Whether nothing determines the type of a value.
    fn is_untyped(&self) -> bool {
        self.kind.is_none() && self.implied.is_empty() && self.choice.is_none()
    }

    fn lists_null(&self) -> bool {
        self.values.as_ref().is_none_or(|values| values.contains(&Value::Null))
    }

    /// Requires what `other` requires as well.
    pub(super) fn merge(self, other: Self) -> Self {
        let (kind, kinds_differ) = merge_kinds(self.kind, other.kind);
        let several_choices = self.choice.is_some() && other.choice.is_some();
        let formats_differ = differ(&self.format, &other.format);
        let (number, number_conflict) = number::merge(self.number, other.number);
        let (string, string_conflict) = self.string.merge(other.string);
        let (object, object_conflict) = self.object.merge(other.object);
        Self {
            pointer: self.pointer,
            kind,
            implied: other.implied.into_iter().fold(self.implied, |mut implied, kind| {
                add_type(&mut implied, Some(kind));
                implied
            }),
            nullable: self.nullable && other.nullable,
            values: common(self.values, other.values),
            format: self.format.or(other.format),
            number,
            string,
            array: self.array.merge(other.array),
            object,
            choice: self.choice.or(other.choice),
            opaque: several_choices
                .then_some("several `oneOf` or `anyOf` apply at once")
                .or(object_conflict)
                .or(number_conflict)
                .or(kinds_differ)
                .or(self.opaque)
                .or(other.opaque)
                .or(formats_differ.then_some("the formats of its parts differ"))
                .or(string_conflict),
        }
    }
}

/// A reason why two schemas that apply at once have no shape.
type Conflict = Option<&'static str>;

fn merge_kinds(one: Option<Type>, two: Option<Type>) -> (Option<Type>, Conflict) {
    match (one, two) {
        (Some(Type::Integer), Some(Type::Number)) | (Some(Type::Number), Some(Type::Integer)) => {
            (Some(Type::Integer), None)
        }
        (Some(one), Some(two)) if one != two => {
            (Some(one), Some("its parts are of different types"))
        }
        (one, two) => (one.or(two), None),
    }
}

fn add_type(types: &mut Vec<Type>, kind: Option<Type>) {
    types.extend(kind.filter(|kind| !types.contains(kind)));
}

fn common(one: Option<Vec<Value>>, two: Option<Vec<Value>>) -> Option<Vec<Value>> {
    match (one, two) {
        (Some(one), Some(two)) => {
            Some(one.into_iter().filter(|value| two.contains(value)).collect())
        }
        (one, two) => one.or(two),
    }
}

fn differ<T: PartialEq>(one: &Option<T>, two: &Option<T>) -> bool {
    one.is_some() && two.is_some() && one != two
}

fn larger<T: PartialOrd>(one: Option<T>, two: Option<T>) -> Option<T> {
    match (one, two) {
        (Some(one), Some(two)) => Some(if one > two { one } else { two }),
        (one, two) => one.or(two),
    }
}

fn smaller<T: PartialOrd>(one: Option<T>, two: Option<T>) -> Option<T> {
    match (one, two) {
        (Some(one), Some(two)) => Some(if one < two { one } else { two }),
        (one, two) => one.or(two),
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
