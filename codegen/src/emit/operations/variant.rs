//! The variants of a response enum: the parts of each declared response, and their names in Rust.

use quote::quote;
use specs::contract::{Header, Operation, Response, StatusRange};

use super::body::{self, Body};
use super::constants::Constants;
use crate::emit::wire;
use crate::names::{self, Scope};
use crate::plan::Plan;
use crate::status;

/// A variant and its parts.
pub struct Variant<'a> {
    /// Its name.
    pub name: String,
    /// The declared response.
    pub response: &'a Response,
    /// Its headers, each with the name of its field.
    pub headers: Vec<(String, &'a Header)>,
    /// The names of the constants of its headers, in the same order.
    pub constants: Vec<String>,
    /// Its bodies, one for each declared media type.
    pub bodies: Vec<Body>,
    /// The name of the enum of its bodies.
    pub body_name: String,
}

impl Variant<'_> {
    /// Whether the variant needs named fields.
    pub fn has_fields(&self) -> bool {
        !self.headers.is_empty() || self.takes_status()
    }

    /// Whether it is for more than one status.
    pub fn takes_status(&self) -> bool {
        !matches!(self.response.status, StatusRange::Exact(_))
    }
}

/// The variants of an operation, the narrowest status first.
pub fn planned<'a>(
    plan: &Plan<'_>,
    operation: &'a Operation,
    constants: &mut Constants,
) -> Vec<Variant<'a>> {
    let mut variant_names = Scope::default();
    let variants = operation.responses.iter().map(|response| {
        let name = variant_names.unique(status::variant(response.status));
        let mut scope = Scope::with(&["body", "status"]);
        let headers = response.headers.iter();
        let headers =
            headers.map(|header| (scope.unique(names::snake(&header.name)), header)).collect();
        let header_constants = response.headers.iter().map(|header| {
            let field = wire::header(&plan.contract.schemas, header);
            constants.share(names::constant(&header.name), quote!(Field), field)
        });
        let header_constants = header_constants.collect();
        // RFC 9110 §15.3.5: a 204 has no body, whatever is declared.
        let media_types = match response.status {
            StatusRange::Exact(204 | 205 | 304) => &[][..],
            _ => &response.content[..],
        };
        let bodies = body::bodies(plan, media_types, constants);
        let body_name = format!("{}{name}Body", names::pascal(&operation.id));
        Variant { name, response, headers, constants: header_constants, bodies, body_name }
    });
    variants.collect()
}
