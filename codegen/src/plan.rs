//! The Rust type of each schema, and the types that must be defined.
//!
//! A pure function of the contract. Components keep their names; an inline schema is named
//! after its location. The code of a definition is up to the emitters.

mod definition;
mod recursion;
mod types;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

use specs::contract::{Contract, SchemaId, ShapeKind};

pub use definition::{AdditionalProperties, Definition, Field, Form, Rules, Variant};
pub use types::Type;

use crate::losses::BySchema;
use crate::names::{self, Scope};

/// Names that no model may have: those that the code of models uses without a path.
const RESERVED: [&str; 17] = [
    "AsRef",
    "Box",
    "Decode",
    "Decoder",
    "Err",
    "From",
    "Into",
    "JsonPointer",
    "None",
    "Ok",
    "Option",
    "Result",
    "Self",
    "Some",
    "String",
    "TryFrom",
    "Vec",
];

/// The types of one contract.
#[derive(Debug)]
pub struct Plan<'c> {
    /// The contract.
    pub contract: &'c Contract,
    /// The types to define, components first, in the document's order.
    pub definitions: Vec<Definition>,
    /// What the types do not cover.
    pub losses: BySchema<'c>,
    types: BTreeMap<SchemaId, Type>,
    /// Schemas whose type is being planned, and what they are named if they need it.
    open: BTreeMap<SchemaId, String>,
    scope: Scope,
    /// Schemas that some response reaches.
    in_responses: BTreeSet<SchemaId>,
    /// Schemas of secrets.
    secrets: BTreeSet<SchemaId>,
    /// The index of the definition of each name.
    indexes: BTreeMap<String, usize>,
}

impl<'c> Plan<'c> {
    /// Plans every type that the contract needs.
    pub fn new(contract: &'c Contract) -> Self {
        let in_responses = usage::in_responses(contract);
        let secrets = usage::secrets(contract);
        let scope = Scope::with(&RESERVED);
        let mut plan = Self {
            contract,
            definitions: Vec::new(),
            losses: BySchema::new(contract),
            types: BTreeMap::new(),
            open: BTreeMap::new(),
            scope,
            in_responses,
            secrets,
            indexes: BTreeMap::new(),
        };
        plan.components();
        plan.messages();
        recursion::box_cycles(&mut plan.definitions);
        let names = plan.definitions.iter().map(|definition| definition.name.clone());
        plan.indexes = names.zip(0..).collect();
        plan
    }

    /// The type of a schema of the contract, without the `Option` that `null` adds.
    pub fn type_of(&self, id: SchemaId) -> Type {
        self.types.get(&id).cloned().unwrap_or(Type::Json)
    }

    /// The type of a schema, an `Option` where `null` is valid.
    pub fn nullable_type_of(&self, id: SchemaId) -> Type {
        wrap_null(self.contract, id, self.type_of(id))
    }

    /// Every schema with its type, an `Option` where `null` is valid, in the document's order.
    pub fn types(&self) -> impl Iterator<Item = (SchemaId, Type)> + '_ {
        self.types.keys().map(|id| (*id, self.nullable_type_of(*id)))
    }

    /// The definition behind a type, through aliases; `None` for Rust's built-in types.
    pub fn definition(&self, of: &Type) -> Option<&Definition> {
        let mut found = self.named(of)?;
        while let Form::Alias(target) = &found.form {
            found = self.named(target)?;
        }
        Some(found)
    }

    /// Whether a type has a definition of its own, be it an alias.
    pub fn is_defined(&self, of: &Type) -> bool {
        match of {
            Type::Nullable(of) | Type::Boxed(of) => self.is_defined(of),
            of => self.named(of).is_some(),
        }
    }

    /// Whether some type has a pattern.
    pub fn has_patterns(&self) -> bool {
        self.definitions.iter().any(|definition| match &definition.form {
            Form::Constrained { rules: Rules::Text(_, Some(pattern)), .. } => {
                crate::pattern::translate(pattern).is_some()
            }
            _ => false,
        })
    }

    /// The type with all aliases followed.
    pub fn resolved(&self, of: &Type) -> Type {
        let mut of = of;
        while let Some(Definition { form: Form::Alias(target), .. }) = self.named(of) {
            of = target;
        }
        of.clone()
    }

    fn named(&self, of: &Type) -> Option<&Definition> {
        let Type::Named(name) = of else { return None };
        self.definitions.get(*self.indexes.get(name)?)
    }

    /// All component names are taken before anything is named after a location.
    fn components(&mut self) {
        let schemas = &self.contract.schemas;
        let components: Vec<_> = schemas
            .iter()
            .filter_map(|(id, schema)| Some((id, schema.component.as_deref()?)))
            .map(|(id, component)| (id, self.scope.unique(names::pascal(component))))
            .collect();
        for (id, name) in &components {
            self.types.insert(*id, Type::Named(name.clone()));
        }
        for (id, name) in components {
            self.define(id, name);
        }
    }

    /// Types for everything in operations.
    fn messages(&mut self) {
        let contract = self.contract;
        for operation in &contract.operations {
            let id = names::pascal(&operation.name);
            for parameter in &operation.parameters {
                self.visit(parameter.schema, &format!("{id}{}", names::pascal(&parameter.name)));
            }
            let bodies = operation.body.iter().flat_map(|body| &body.content);
            for schema in bodies.filter_map(|media| media.schema) {
                self.visit(schema, &format!("{id}RequestBody"));
            }
            for response in operation.responses.iter() {
                let name = format!("{id}{}", crate::status::variant(response.status));
                for header in &response.headers {
                    self.visit(header.schema, &format!("{name}{}", names::pascal(&header.name)));
                }
                for schema in response.content.iter().filter_map(|media| media.schema) {
                    self.visit(schema, &format!("{name}Body"));
                }
            }
        }
    }

    /// The type of a schema, defined under `name` if it needs a definition.
    fn visit(&mut self, id: SchemaId, name: &str) -> Type {
        if let Some(known) = self.types.get(&id) {
            return known.clone();
        }
        if let Some(name) = self.open.remove(&id) {
            // An array or map that is in itself: only a type with a name can be.
            let named = Type::Named(self.scope.unique(name));
            self.types.insert(id, named.clone());
            return named;
        }
        // A reusable component names the schemas in it, whichever operation refers to it first.
        let name = shared_name(self.contract, id).unwrap_or_else(|| name.to_owned());
        self.open.insert(id, name.clone());
        let builtin = self.builtin(id, &name);
        self.open.remove(&id);
        let planned = match (builtin, self.types.get(&id).cloned()) {
            (_, Some(Type::Named(name))) => {
                self.define(id, name.clone());
                Type::Named(name)
            }
            (Some(builtin), _) => builtin,
            (None, _) => {
                let name = self.scope.unique(name);
                self.types.insert(id, Type::Named(name.clone()));
                self.define(id, name.clone());
                Type::Named(name)
            }
        };
        self.types.insert(id, planned.clone());
        planned
    }

    fn visit_nullable(&mut self, id: SchemaId, name: &str) -> Type {
        let inner = self.visit(id, name);
        wrap_null(self.contract, id, inner)
    }

    /// Whether clients accept values of this enum that the document does not list.
    fn is_in_responses(&self, id: SchemaId) -> bool {
        self.in_responses.contains(&id)
    }
}

fn wrap_null(contract: &Contract, id: SchemaId, inner: Type) -> Type {
    // `serde_json::Value` includes `null`.
    let kind = contract.schemas.shape(id).kind();
    let includes_null = matches!(kind, ShapeKind::Any | ShapeKind::Opaque);
    if contract.schemas.accepts_null(id) && !includes_null {
        Type::Nullable(Box::new(inner))
    } else {
        inner
    }
}

/// The name of a reusable component that is not a schema: `Limit` for `/components/parameters/Limit/schema`.
fn shared_name(contract: &Contract, id: SchemaId) -> Option<String> {
    // A component of another file is one as well.
    let (_, pointer) = contract.source.text_of(&contract.schemas.get(id).pointer);
    let tokens: Vec<String> = pointer.tokens().collect();
    let [first, kind, name, .., "schema"] =
        tokens.iter().map(String::as_str).collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let suffix = if matches!(kind, "responses" | "requestBodies") { "Body" } else { "" };
    (first == "components").then(|| format!("{}{suffix}", names::pascal(name)))
}
