//! What a document requires of clients and servers, free of OpenAPI's dialects and of Rust's spelling.
//!
//! Everything carries the [`Pointer`](crate::Pointer) of the location it was read from, so that a
//! finding can name the line. References are resolved; path-level parameters are merged into their operations.

mod discriminator;
mod loss;
mod message;
mod operation;
mod schema;
mod schemas;
mod security;
mod server;
mod shape;
mod untyped;

pub use discriminator::Discriminator;
pub use loss::{Coverage, Loss};
pub use message::{
    Example, Header, Link, LinkTarget, MediaType, Parameter, ParameterLocation, ParameterStyle,
    RequestBody, Response, Responses, StatusRange,
};
pub use operation::{Method, MethodName, Operation, PathPart, PathTemplate};
pub use schema::{Schema, SchemaId, Unchecked};
pub use schemas::Schemas;
pub(crate) use schemas::reference_to;
pub use security::{Requirement, Scheme, SchemeKind, Security, SecurityAlternative};
pub use server::{Server, ServerVariable};
pub use shape::{Additional, Facet, Length, Literals, NumberBounds, Property, Shape, ShapeKind};
pub use untyped::Untyped;

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
    /// How many operations the document declares and the contract does not have.
    pub left_out: usize,
    pub(crate) losses: Vec<Loss>,
    /// The text that it was read from.
    pub source: Source,
}

impl Contract {
    /// The operation with this id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The target of a link, if the document has it.
    pub fn linked(&self, link: &Link) -> Option<&Operation> {
        match &link.target {
            LinkTarget::Id(id) => self.operation(id),
            LinkTarget::Pointer(pointer) => {
                self.operations.iter().find(|operation| operation.pointer == *pointer)
            }
        }
    }

    /// The security scheme with this name.
    pub fn scheme(&self, name: &str) -> Option<&Scheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }

    /// Whether a parameter or property of this name is marked as one that must not be shown.
    pub fn is_sensitive(&self, name: &str) -> bool {
        let mut parameters = self.operations.iter().flat_map(|operation| &operation.parameters);
        let mut properties = self.schemas.iter().flat_map(|(_, schema)| schema.shape.properties());
        parameters.any(|parameter| parameter.name == name && parameter.sensitive)
            || properties.any(|property| property.name == name && property.sensitive)
    }
}
