//! What a document demands of both ends of the wire, free of OpenAPI's dialects and of Rust's spelling.
//!
//! Everything carries the [`Pointer`](crate::Pointer) of the place it was read from, so that a
//! finding can name the line. References are resolved; path-level parameters are merged into their operations.

mod message;
mod operation;
mod schema;
mod security;
mod server;

pub use message::{
    Example, Header, Link, LinkTarget, MediaType, Parameter, ParameterLocation, ParameterStyle,
    RequestBody, Response, Responses, StatusRange,
};
pub use operation::{Method, Operation, PathPart, PathTemplate};
pub(crate) use schema::reference_to;
pub use schema::{
    Additional, Length, Literals, NumberBounds, Property, Schema, SchemaId, Schemas, Shape,
};
pub use security::{Requirement, Scheme, SchemeKind, Security, SecurityAlternative};
pub use server::{Server, ServerVariable};

use crate::source::Source;

/// One document, read, resolved and lowered.
#[derive(Debug, Clone)]
pub struct Contract {
    /// Short name of the document, from its file name: `nomba` for `specs/nomba.yaml`.
    pub id: String,
    /// `info.title`.
    pub title: String,
    /// `info.version`, any text.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// Servers at the top level, in the document's order; empty where none is declared.
    pub servers: Vec<Server>,
    /// Security schemes, in the document's order.
    pub schemes: Vec<Scheme>,
    /// Operations, in the document's order.
    pub operations: Vec<Operation>,
    /// Every schema of the document, each with its two views.
    pub schemas: Schemas,
    /// The text it was read from.
    pub source: Source,
}

impl Contract {
    /// The operation with this id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The operation that a link names, if the document has it.
    pub fn linked(&self, link: &Link) -> Option<&Operation> {
        match &link.target {
            LinkTarget::Id(id) => self.operation(id),
            LinkTarget::Place(place) => {
                self.operations.iter().find(|operation| operation.pointer == *place)
            }
        }
    }

    /// The security scheme with this name.
    pub fn scheme(&self, name: &str) -> Option<&Scheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }

    /// Whether a parameter or member of this name is marked as one that must not be shown.
    pub fn is_sensitive(&self, name: &str) -> bool {
        let mut parameters = self.operations.iter().flat_map(|operation| &operation.parameters);
        let mut members = self.schemas.iter().flat_map(|(_, schema)| match &schema.shape {
            Shape::Object { properties, .. } => properties.as_slice(),
            _ => &[],
        });
        parameters.any(|parameter| parameter.name == name && parameter.sensitive)
            || members.any(|property| property.name == name && property.sensitive)
    }
}
