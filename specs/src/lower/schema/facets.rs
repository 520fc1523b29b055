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
use super::parts::{Inline, Joint};
use crate::Pointer;
use crate::contract::{NumberBounds, Unchecked};
use crate::keyword::{GeneralKeyword, Keyword, Row, Type};

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
    pub(super) choices: Vec<Choice>,
    /// What no shape carries.
    pub(super) unchecked: Vec<Unchecked>,
    /// Why no shape can describe it.
    pub(super) opaque: Option<&'static str>,
}

impl Facets {
    pub(super) fn new(part: &Inline<'_>) -> Self {
        let mut facets = Self { pointer: part.pointer.clone(), ..Self::default() };
        for (row, value) in part.keywords() {
            add_type(&mut facets.implied, row.implies);
            if let Some(what) = row.unchecked(value) {
                facets.leave_unchecked(part.pointer.child(row.key), what);
            }
            facets.read(row, value, part);
        }
        facets.array.finish();
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
                self.read_composition(keyword, row, value, part);
            }
        }
    }

    fn read_general(&mut self, keyword: GeneralKeyword, value: &Value) {
        match keyword {
            GeneralKeyword::Type => self.kind = value.as_str().and_then(Type::parse),
            GeneralKeyword::Enum => self.allow(value.as_array().cloned()),
            GeneralKeyword::Format => self.format = text(value),
            GeneralKeyword::Nullable => self.nullable = value == &Value::Bool(true),
        }
    }

    /// Allows no values but these, and those of them only that are allowed already.
    fn allow(&mut self, values: Option<Vec<Value>>) {
        self.values = common(self.values.take(), values);
    }

    /// Leaves a keyword to the JSON Schema view.
    pub(super) fn leave_unchecked(&mut self, pointer: Pointer, what: &'static str) {
        self.unchecked.push(Unchecked { pointer, what });
    }

    /// Whether nothing determines the type of a value.
    fn is_untyped(&self) -> bool {
        self.kind.is_none() && self.implied.is_empty() && self.choices.is_empty()
    }

    /// The type of all values that it allows, where there is just one.
    pub(super) fn kind_or_implied(&self) -> Option<Type> {
        match (self.kind, self.implied.as_slice()) {
            (Some(kind), _) => Some(kind),
            (None, [kind]) => Some(*kind),
            (None, _) => self.values.as_deref().and_then(Type::of_all),
        }
    }

    /// Reads `unevaluatedProperties: false` of the schema itself, which `additionalProperties` cannot
    /// say of an `allOf`: its parts declare all properties there are.
    pub(super) fn close_unevaluated(&mut self, joint: &Joint) {
        let Some(owner) = self.object.unevaluated.take() else {
            return;
        };
        let own = matches!(joint.pointers.as_slice(), [pointer] if *pointer == owner);
        if own && self.object.evaluates_all {
            // JSON Schema 2020-12 core, 11.3: what a keyword beside it or in its `allOf` has evaluated is
            // none of its own.
        } else if own && self.choices.is_empty() && self.unchecked.is_empty() {
            self.object.close();
        } else {
            self.leave_unchecked(owner.child("unevaluatedProperties"), "`unevaluatedProperties`");
        }
    }

    /// Whether it constrains values of its type further, its choices aside.
    pub(super) fn constrains_beside_type(&self) -> bool {
        self.values.is_some()
            || self.format.is_some()
            || self.number != NumberBounds::default()
            || self.string.constrains()
            || self.array.constrains()
            || self.object.constrains()
            || self.opaque.is_some()
    }

    fn lists_null(&self) -> bool {
        self.values.as_ref().is_none_or(|values| values.contains(&Value::Null))
    }

    /// Requires what `other` requires as well.
    pub(super) fn merge(self, other: Self) -> Self {
        let (kind, kinds_differ) = merge_kinds(self.kind, other.kind);
        let formats_differ =
            differ(&self.format, &other.format).then_some("the second of two formats");
        let (number, number_conflict) = number::merge(self.number, other.number);
        let (string, string_conflict) = self.string.merge(other.string);
        let (object, object_conflict) = self.object.merge(other.object);
        let conflicts = [formats_differ, number_conflict, string_conflict, object_conflict];
        let conflicts = conflicts.into_iter().flatten();
        let conflicts = conflicts.map(|what| Unchecked { pointer: other.pointer.clone(), what });
        let unchecked =
            self.unchecked.into_iter().chain(other.unchecked).chain(conflicts).collect();
        let mut choices = self.choices;
        choices.extend(other.choices);
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
            choices,
            unchecked,
            opaque: kinds_differ.or(self.opaque).or(other.opaque),
        }
    }
}

/// What the shape of two schemas that apply at once does not carry of the second.
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
