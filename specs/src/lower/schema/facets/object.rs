//! The keywords of objects.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::super::{MOST_PARTS, SchemaLowering};
use super::Conflict;
use super::string::{limit, lower_limit, tighter};
use crate::Pointer;
use crate::contract::{Additional, Length, Property, Shape};
use crate::keyword::ObjectKeyword;

#[derive(Default)]
pub(in crate::lower::schema) struct ObjectFacets {
    properties: IndexMap<String, Vec<Pointer>>,
    required: Vec<String>,
    additional: AdditionalFacet,
    /// The schemas of properties whose names match patterns.
    patterned: Vec<Pointer>,
    /// The schema with `unevaluatedProperties: false`.
    pub(super) unevaluated: Option<Pointer>,
    /// Whether a keyword evaluates every property, so that none is unevaluated.
    pub(super) evaluates_all: bool,
    size: Length,
}

/// What properties beside the declared ones may be.
#[derive(Default, Clone, PartialEq)]
enum AdditionalFacet {
    #[default]
    Open,
    Closed,
    Schemas(Vec<Pointer>),
}

impl ObjectFacets {
    /// Reads a keyword of the schema at `owner`.
    pub(super) fn read(&mut self, keyword: ObjectKeyword, owner: &Pointer, value: &Value) {
        match keyword {
            ObjectKeyword::Properties => {
                self.properties = properties(&owner.child("properties"), value);
            }
            ObjectKeyword::Required => self.required = texts(value),
            ObjectKeyword::AdditionalProperties => {
                self.additional = additional(owner, value);
                self.evaluates_all |= self.additional == AdditionalFacet::Open;
            }
            ObjectKeyword::MinProperties => self.size.min = lower_limit(value),
            ObjectKeyword::MaxProperties => self.size.max = limit(value),
            ObjectKeyword::PatternProperties => {
                self.patterned = properties(&owner.child("patternProperties"), value)
                    .into_values()
                    .flatten()
                    .collect();
            }
            // No shape carries these.
            ObjectKeyword::PropertyNames
            | ObjectKeyword::DependentRequired
            | ObjectKeyword::DependentSchemas => {}
            ObjectKeyword::UnevaluatedProperties => {
                self.unevaluated = (value == &Value::Bool(false)).then(|| owner.clone());
                self.evaluates_all |= self.unevaluated.is_none();
            }
        }
    }

    pub(super) fn merge(mut self, other: Self) -> (Self, Conflict) {
        let conflict = (self.forbids(&other) || other.forbids(&self))
            .then_some("that one part forbids properties of another");
        self.size = tighter(self.size, other.size);
        for name in other.required {
            if !self.required.contains(&name) {
                self.required.push(name);
            }
        }
        self.merge_properties(other.properties, &other.additional);
        self.additional = self.additional.merge(other.additional);
        self.patterned.extend(other.patterned);
        self.unevaluated = other.unevaluated.or(self.unevaluated);
        self.evaluates_all |= other.evaluates_all;
        (self, conflict)
    }

    /// Whether it forbids a property that `other` declares.
    fn forbids(&self, other: &Self) -> bool {
        self.additional == AdditionalFacet::Closed
            && other.properties.keys().any(|name| !self.properties.contains_key(name))
    }

    /// Properties by name, each with what the side that does not declare it requires of it.
    fn merge_properties(
        &mut self,
        properties: IndexMap<String, Vec<Pointer>>,
        additional: &AdditionalFacet,
    ) {
        for (name, pointers) in &mut self.properties {
            if !properties.contains_key(name) {
                pointers.extend_from_slice(additional.schemas());
            }
        }
        for (name, pointers) in properties {
            let undeclared = self.additional.schemas();
            let known = self.properties.entry(name).or_insert_with(|| undeclared.to_vec());
            known.extend(pointers);
        }
    }

    /// The shape of the object that is declared at `pointer`.
    pub(in crate::lower::schema) fn shape(
        mut self,
        pointer: &Pointer,
        lowering: &mut SchemaLowering<'_>,
    ) -> Shape {
        if let Err(reason) = self.declare_required(pointer) {
            return Shape::Opaque(reason);
        }
        if self.properties.values().any(|pointers| pointers.len() > MOST_PARTS) {
            return Shape::Opaque("too many parts declare the same property");
        }
        let additional = self.additional_with_patterns();
        let Self { properties, required, size, .. } = self;
        let properties = properties.into_iter().map(|(name, pointers)| {
            let required = required.contains(&name);
            let schema = lowering.joint_id(&pointers);
            Property { name, schema, required, sensitive: false }
        });
        let properties = properties.collect();
        let additional = match additional {
            AdditionalFacet::Open => Additional::Open,
            AdditionalFacet::Closed => Additional::Closed,
            AdditionalFacet::Schemas(pointers) => Additional::Schema(lowering.joint_id(&pointers)),
        };
        Shape::Object { properties, additional, size }
    }

    /// What undeclared properties may be, those whose names match patterns included.
    fn additional_with_patterns(&mut self) -> AdditionalFacet {
        let additional = std::mem::take(&mut self.additional);
        match (additional, self.patterned.as_slice()) {
            (additional, []) => additional,
            (AdditionalFacet::Closed, [only]) => AdditionalFacet::Schemas(vec![only.clone()]),
            // A value satisfies one of several schemas, which no shape of a map says.
            (AdditionalFacet::Closed | AdditionalFacet::Open | AdditionalFacet::Schemas(_), _) => {
                AdditionalFacet::Open
            }
        }
    }

    /// Allows no properties but the declared ones.
    pub(super) fn close(&mut self) {
        if self.additional == AdditionalFacet::Open && self.patterned.is_empty() {
            self.additional = AdditionalFacet::Closed;
        }
    }

    /// Whether it constrains objects.
    pub(super) fn constrains(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || !self.patterned.is_empty()
            || self.additional != AdditionalFacet::Open
            || self.size != Length::default()
    }

    /// Whether it declares this property.
    pub(in crate::lower::schema) fn declares(&self, name: &str) -> bool {
        self.properties.contains_key(name)
    }

    /// Declares the properties that are required and have no schema of their own.
    fn declare_required(&mut self, pointer: &Pointer) -> Result<(), &'static str> {
        for name in &self.required {
            if !self.properties.contains_key(name) {
                let pointers = match &self.additional {
                    AdditionalFacet::Closed => {
                        return Err("it requires a property that it forbids");
                    }
                    AdditionalFacet::Schemas(pointers) => pointers.clone(),
                    AdditionalFacet::Open => vec![pointer.child("properties").child(name)],
                };
                self.properties.insert(name.clone(), pointers);
            }
        }
        Ok(())
    }
}

impl AdditionalFacet {
    /// The schemas of a property that is not declared.
    fn schemas(&self) -> &[Pointer] {
        match self {
            Self::Schemas(pointers) => pointers,
            Self::Open | Self::Closed => &[],
        }
    }

    fn merge(self, other: Self) -> Self {
        match (self, other) {
            (Self::Closed, _) | (_, Self::Closed) => Self::Closed,
            (Self::Open, other) | (other, Self::Open) => other,
            (Self::Schemas(mut one), Self::Schemas(two)) => {
                one.extend(two);
                Self::Schemas(one)
            }
        }
    }
}

/// The schemas of an object of schemas, by their keys.
fn properties(owner: &Pointer, value: &Value) -> IndexMap<String, Vec<Pointer>> {
    let names = value.as_object().into_iter().flat_map(Map::keys);
    names.map(|name| (name.clone(), vec![owner.child(name)])).collect()
}

fn additional(owner: &Pointer, value: &Value) -> AdditionalFacet {
    match value {
        Value::Bool(false) => AdditionalFacet::Closed,
        Value::Object(schema) if !schema.is_empty() => {
            AdditionalFacet::Schemas(vec![owner.child("additionalProperties")])
        }
        // `true` and `{}` allow everything; the grammar reports every other value.
        _ => AdditionalFacet::Open,
    }
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}
