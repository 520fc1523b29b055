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
            ObjectKeyword::Properties => self.properties = properties(owner, value),
            ObjectKeyword::Required => self.required = texts(value),
            ObjectKeyword::AdditionalProperties => self.additional = additional(owner, value),
            ObjectKeyword::MinProperties => self.size.min = lower_limit(value),
            ObjectKeyword::MaxProperties => self.size.max = limit(value),
            // No shape carries these.
            ObjectKeyword::PatternProperties
            | ObjectKeyword::PropertyNames
            | ObjectKeyword::DependentRequired
            | ObjectKeyword::DependentSchemas
            | ObjectKeyword::UnevaluatedProperties => {}
        }
    }

    pub(super) fn merge(mut self, other: Self) -> (Self, Conflict) {
        let conflict = (self.forbids(&other) || other.forbids(&self))
            .then_some("one part forbids properties that another part declares");
        self.size = tighter(self.size, other.size);
        for name in other.required {
            if !self.required.contains(&name) {
                self.required.push(name);
            }
        }
        self.merge_properties(other.properties, &other.additional);
        self.additional = self.additional.merge(other.additional);
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
        let Self { properties, required, additional, size } = self;
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

fn properties(owner: &Pointer, value: &Value) -> IndexMap<String, Vec<Pointer>> {
    let pointer = owner.child("properties");
    let names = value.as_object().into_iter().flat_map(Map::keys);
    names.map(|name| (name.clone(), vec![pointer.child(name)])).collect()
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
