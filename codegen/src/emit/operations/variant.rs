//! The variants of a response enum: what each declared status holds, and the names it has in Rust.

use proc_macro2::TokenStream;
use specs::contract::{Header, Operation, Response, StatusRange};

use super::content::{self, Codec, Content};
use crate::emit::wire;
use crate::names::{self, Scope};
use crate::plan::Plan;
use crate::status;

/// A variant with everything that it holds.
pub struct Variant<'a> {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub response: &'a Response,
    /// Its headers, each with the name of its field.
    pub headers: Vec<(String, &'a Header)>,
    /// The names of the constants of its headers, in the same order.
    pub constants: Vec<String>,
    /// Its contents.
    pub contents: Vec<Content>,
    /// The name of the enum of its contents.
    pub content_name: String,
}

impl Variant<'_> {
    /// Whether the variant needs named fields.
    pub fn has_fields(&self) -> bool {
        !self.headers.is_empty() || self.takes_status()
    }

    /// Whether there is something in it that may not be as declared.
    pub fn decodes(&self) -> bool {
        let any_type = self.contents.iter().any(|content| content.media_type == "*/*");
        let only_bytes = self.contents.iter().all(|content| content.codec == Codec::Bytes);
        !self.headers.is_empty() || !(self.contents.is_empty() || any_type && only_bytes)
    }

    /// Whether it stands for more than one status.
    pub fn takes_status(&self) -> bool {
        !matches!(self.response.status, StatusRange::Exact(_))
    }
}

/// The variants of an operation, the narrowest status first.
pub fn planned<'a>(plan: &Plan<'_>, operation: &'a Operation) -> Vec<Variant<'a>> {
    let mut known: Vec<(String, TokenStream)> = Vec::new();
    let mut taken = Scope::default();
    let mut variant_names = Scope::default();
    let variants = operation.responses.iter().map(|response| {
        let name = variant_names.unique(status::variant(response.status));
        let mut scope = Scope::with(&["body", "status"]);
        let headers = response.headers.iter();
        let headers =
            headers.map(|header| (scope.unique(names::snake(&header.name)), header)).collect();
        // Equal headers of several statuses share one constant.
        let constants = response.headers.iter().map(|header| {
            let field = wire::header(&plan.contract.schemas, header);
            let found = known.iter().find(|(_, other)| other.to_string() == field.to_string());
            if let Some((constant, _)) = found {
                return constant.clone();
            }
            let constant = taken.unique(names::constant(&header.name));
            known.push((constant.clone(), field));
            constant
        });
        let constants = constants.collect();
        // RFC 9110 §15.3.5: whatever a document says, a 204 has no content.
        let media_types = match response.status {
            StatusRange::Exact(204 | 205 | 304) => &[][..],
            _ => &response.content[..],
        };
        let contents = content::contents(plan, media_types);
        let content_name = format!("{}{name}Body", names::pascal(&operation.name));
        Variant { name, response, headers, constants, contents, content_name }
    });
    variants.collect()
}
