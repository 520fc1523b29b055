//! Schemas: each place becomes one [`Schema`] with its two views, in one pass.
//!
//! A reference at a place of use vanishes: the place has the id of what it refers to. What is lowered
//! is kept in a queue, so that no chain of references can overflow the stack.

mod annotations;
mod facets;
mod merge;
mod parts;
mod shape;
mod view;

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value};

use super::words;
use crate::contract::{Schema, SchemaId, Schemas, Shape};
use crate::diagnostic::codes::UNTYPED_SCHEMA;
use crate::document::Document;
use crate::reference::{reference, target};
use crate::{Diagnostics, Pointer};

/// One or more places whose schemas hold all at once: several where parts of an `allOf` declare the
/// same member.
type Places = Vec<Pointer>;

pub(super) struct SchemaLowering<'a> {
    document: &'a Document,
    /// What has an id; the id is the index.
    places: IndexSet<Places>,
    definitions: IndexMap<String, SchemaId>,
    /// Where each reference leads, see [`SchemaLowering::resting_place`].
    resting: HashMap<Pointer, Pointer>,
}

impl<'a> SchemaLowering<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            places: IndexSet::new(),
            definitions: IndexMap::new(),
            resting: HashMap::new(),
        }
    }

    /// The id of the schema at a place, or of what the reference there leads to. A place without a
    /// schema has one that allows everything.
    pub(super) fn id(&mut self, place: &Pointer) -> SchemaId {
        let place = self.resting_place(place);
        SchemaId(self.places.insert_full(vec![place]).0)
    }

    /// The id of the schema that demands what all these places demand.
    fn joint_id(&mut self, places: &[Pointer]) -> SchemaId {
        let mut resting: IndexSet<Pointer> =
            places.iter().map(|place| self.resting_place(place)).collect();
        if resting.len() > 1 {
            // A schema that is made of another demands what that one demands.
            let implied: Vec<Pointer> =
                resting.iter().flat_map(|place| self.ancestors(place)).collect();
            resting.retain(|place| !implied.contains(place));
        }
        SchemaId(self.places.insert_full(resting.into_iter().collect()).0)
    }

    /// Lowers everything that has an id, and whatever gets one on the way.
    pub(super) fn finish(mut self, diagnostics: &mut Diagnostics) -> Schemas {
        let mut schemas = Schemas::default();
        while let Some(places) = self.places.get_index(schemas.list.len()) {
            let places = places.clone();
            let schema = self.schema(&places);
            // Behind an error, a schema without a shape is most often its consequence.
            if let (Shape::Opaque(reason), false) = (&schema.shape, diagnostics.has_errors()) {
                let message = format!("the schema has no closed shape: {reason}");
                let help = "say it with properties, items, enum, oneOf, or allOf of like parts";
                diagnostics.report(&UNTYPED_SCHEMA, &schema.pointer, message, help);
            }
            schemas.list.push(schema);
            schemas.views.push(self.view_of(&places));
        }
        schemas.definitions = self.definitions;
        mark_secrets(&mut schemas);
        schemas
    }

    fn schema(&mut self, places: &[Pointer]) -> Schema {
        let pointer = places.last().cloned().unwrap_or_default();
        let parts = self.parts(places);
        let annotations = annotations::read(&parts);
        let (shape, nullable) = self.shape(parts);
        Schema {
            component: if places.len() == 1 { component(&pointer) } else { None },
            pointer,
            title: annotations.title,
            description: annotations.description,
            deprecated: annotations.deprecated,
            read_only: annotations.read_only,
            write_only: annotations.write_only,
            default: annotations.default,
            examples: annotations.examples,
            nullable,
            shape,
        }
    }

    /// Where the references of a place of use lead: to the first component, or the first schema that
    /// is no reference itself.
    fn resting_place(&mut self, place: &Pointer) -> Pointer {
        if let Some(found) = self.resting.get(place) {
            return found.clone();
        }
        let mut found = place.clone();
        let mut seen = IndexSet::new();
        while component(&found).is_none() && seen.insert(found.clone()) {
            match self.target(&found) {
                Some(target) => found = target,
                None => break,
            }
        }
        self.resting.insert(place.clone(), found.clone());
        found
    }

    /// Where the reference that a place holds leads, if it holds one.
    fn target(&self, place: &Pointer) -> Option<Pointer> {
        self.document.value(place).and_then(reference).and_then(target)
    }

    /// The members of the schema at a place; `None` where there are none.
    fn members(&self, place: &Pointer) -> Option<&'a Map<String, Value>> {
        self.document.value(place).and_then(Value::as_object)
    }
}

/// The name under `components/schemas` of a place.
fn component(place: &Pointer) -> Option<String> {
    let name = place.as_str().strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| place.last()).flatten()
}

/// Marks the properties that carry secrets, by their names or by `format: password`.
fn mark_secrets(schemas: &mut Schemas) {
    let secret: Vec<bool> = (0..schemas.list.len())
        .map(|index| {
            let shape = &schemas.list[resolve(schemas, index)].shape;
            matches!(shape, Shape::String { format: Some(format), .. } if format == "password")
        })
        .collect();
    for schema in &mut schemas.list {
        if let Shape::Object { properties, .. } = &mut schema.shape {
            for property in properties {
                property.sensitive =
                    words::names_a_secret(&property.name) || secret[property.schema.0];
            }
        }
    }
}

/// Follows aliases, also where a faulty document has them in a ring.
fn resolve(schemas: &Schemas, mut index: usize) -> usize {
    for _ in 0..schemas.list.len() {
        match schemas.list[index].shape {
            Shape::Alias(target) => index = target.0,
            _ => break,
        }
    }
    index
}
