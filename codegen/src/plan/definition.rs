//! Definitions of types, independent of their Rust code.

use specs::contract::{Additional, Length, Literals, NumberBounds, SchemaId, Shape};

use super::{Plan, Type};
use crate::names::{self, Scope};

/// A type to define.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Its Rust name.
    pub name: String,
    /// Its schema.
    pub schema: SchemaId,
    /// Its form.
    pub form: Form,
    /// Whether its value is a secret.
    pub sensitive: bool,
}

/// The form of a definition.
#[derive(Debug, Clone)]
pub enum Form {
    /// Another name for a type.
    Alias(Type),
    /// An object with declared properties.
    Struct {
        /// The declared properties.
        fields: Vec<Field>,
        /// Its additional properties.
        additional: AdditionalProperties,
        /// Limits of the number of properties.
        size: Length,
    },
    /// Exactly one value.
    Constant(Literals),
    /// One of several values.
    Enum {
        /// The values.
        values: Literals,
        /// Whether an unlisted one is kept by lenient clients.
        open: bool,
    },
    /// A type constrained by keywords.
    Constrained {
        /// The type that it wraps.
        inner: Type,
        /// The keywords.
        rules: Rules,
    },
    /// One of several types.
    Union {
        /// The alternatives.
        variants: Vec<Variant>,
        /// Whether just one of them may match.
        exclusive: bool,
    },
}

/// The properties that an object may have beside the declared ones.
#[derive(Debug, Clone)]
pub enum AdditionalProperties {
    /// Any; they are ignored.
    Ignored,
    /// None.
    Rejected,
    /// Those of this type; they are kept.
    Kept(Type),
}

/// A declared property of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its Rust name.
    pub name: String,
    /// Its name in JSON.
    pub key: String,
    /// Its type, without the `Option` of an optional property.
    pub of: Type,
    /// Whether it is required.
    pub required: bool,
    /// Whether its value is a secret.
    pub sensitive: bool,
    /// Its schema.
    pub schema: SchemaId,
}

/// An alternative of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Its Rust name.
    pub name: String,
    /// Its type.
    pub of: Type,
}

/// Keywords that a Rust type cannot express.
#[derive(Debug, Clone, PartialEq)]
pub enum Rules {
    /// Of a string: limits in characters, and a pattern.
    Text(Length, Option<String>),
    /// Of a number.
    Number(NumberBounds),
    /// Of an array: limits in items, and whether they must differ.
    List(Length, bool),
    /// Of a map: limits in properties.
    Map(Length),
}

impl Plan<'_> {
    /// Adds the definition of a schema under a name that is already taken for it.
    pub(super) fn define(&mut self, id: SchemaId, name: String) {
        // The index is reserved first, so that a type precedes those of its fields.
        let index = self.definitions.len();
        let placeholder = Form::Alias(Type::Json);
        let sensitive = self.secrets.contains(&id);
        let definition =
            Definition { name: name.clone(), schema: id, form: placeholder, sensitive };
        self.definitions.push(definition);
        let form = self.form(id, &name);
        self.definitions[index].form = form;
    }

    fn form(&mut self, id: SchemaId, name: &str) -> Form {
        let contract = self.contract;
        match &contract.schemas.get(id).shape {
            Shape::Literals(values) if values.values().len() == 1 => Form::Constant(values.clone()),
            Shape::Literals(values) => {
                Form::Enum { values: values.clone(), open: self.is_in_responses(id) }
            }
            Shape::Object { properties, additional, size }
                if !properties.is_empty() || *additional == Additional::Closed =>
            {
                let fields = self.fields(properties, name);
                let additional = match additional {
                    Additional::Open => AdditionalProperties::Ignored,
                    Additional::Closed => AdditionalProperties::Rejected,
                    Additional::Schema(value) => AdditionalProperties::Kept(
                        self.visit_nullable(*value, &format!("{name}Additional")),
                    ),
                };
                Form::Struct { fields, additional, size: *size }
            }
            Shape::OneOf { alternatives, .. } => {
                Form::Union { variants: self.variants(alternatives, name), exclusive: true }
            }
            Shape::AnyOf { alternatives } => {
                Form::Union { variants: self.variants(alternatives, name), exclusive: false }
            }
            shape => match rules(shape) {
                Some(rules) => {
                    let inner = self.inner(shape, name);
                    Form::Constrained { inner, rules }
                }
                None => self.builtin(id, name).map_or(Form::Alias(Type::Json), Form::Alias),
            },
        }
    }

    /// The type that a constrained type wraps.
    fn inner(&mut self, shape: &Shape, name: &str) -> Type {
        match shape {
            Shape::Integer { format, .. } if format.as_deref() == Some("int32") => Type::I32,
            Shape::Integer { .. } => Type::I64,
            Shape::Number { .. } => Type::F64,
            Shape::Array { items, .. } => {
                Type::List(Box::new(self.visit_nullable(*items, &format!("{name}Item"))))
            }
            Shape::Object { additional: Additional::Schema(value), .. } => {
                Type::Map(Box::new(self.visit_nullable(*value, &format!("{name}Value"))))
            }
            Shape::Object { .. } => Type::Map(Box::new(Type::Json)),
            Shape::String { .. } => Type::String,
            // These have no such keywords.
            Shape::Any
            | Shape::Never
            | Shape::Alias(_)
            | Shape::Boolean
            | Shape::Literals(_)
            | Shape::OneOf { .. }
            | Shape::AnyOf { .. }
            | Shape::Opaque(_) => Type::Json,
        }
    }

    fn fields(&mut self, properties: &[specs::contract::Property], owner: &str) -> Vec<Field> {
        let mut scope = Scope::with(&["additional"]);
        let fields = properties.iter().map(|property| {
            let name = format!("{owner}{}", names::pascal(&property.name));
            let of = self.visit_nullable(property.schema, &name);

            Field {
                name: scope.unique(names::snake(&property.name)),
                key: property.name.clone(),
                of,
                required: property.required,
                sensitive: property.sensitive,
                schema: property.schema,
            }
        });
        fields.collect()
    }

    fn variants(&mut self, alternatives: &[SchemaId], owner: &str) -> Vec<Variant> {
        let mut scope = Scope::default();
        let variants = alternatives.iter().map(|alternative| {
            let schema = self.contract.schemas.get(*alternative);
            let label = schema.component.as_deref().or(schema.title.as_deref());
            let label = label.map_or_else(|| kind(&schema.shape).to_owned(), names::pascal);
            let of = self.visit_nullable(*alternative, &format!("{owner}{label}"));
            Variant { name: scope.unique(label), of }
        });
        variants.collect()
    }
}

/// The name of an alternative without one, by its kind of value.
fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Boolean => "Boolean",
        Shape::Integer { .. } => "Integer",
        Shape::Number { .. } => "Number",
        Shape::String { .. } => "Text",
        Shape::Literals(_) => "Literal",
        Shape::Array { .. } => "List",
        Shape::Object { .. } => "Object",
        Shape::Any
        | Shape::Never
        | Shape::Alias(_)
        | Shape::OneOf { .. }
        | Shape::AnyOf { .. }
        | Shape::Opaque(_) => "Other",
    }
}

/// The keywords of a shape that its Rust type does not express.
fn rules(shape: &Shape) -> Option<Rules> {
    if !shape.has_limits() {
        return None;
    }
    // No pattern here ignores a limit: a new one must be added to `Rules`.
    match shape {
        Shape::String { format: _, length, pattern } => Some(Rules::Text(*length, pattern.clone())),
        Shape::Integer { format: _, bounds } | Shape::Number { format: _, bounds } => {
            Some(Rules::Number(*bounds))
        }
        Shape::Array { items: _, length, unique } => Some(Rules::List(*length, *unique)),
        Shape::Object { properties: _, additional: _, size } => Some(Rules::Map(*size)),
        Shape::Any
        | Shape::Never
        | Shape::Alias(_)
        | Shape::Boolean
        | Shape::Literals(_)
        | Shape::OneOf { .. }
        | Shape::AnyOf { .. }
        | Shape::Opaque(_) => None,
    }
}
