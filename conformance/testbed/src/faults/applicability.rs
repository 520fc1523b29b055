//! What a document gives room for: which responds a run provokes, which rules its requests can break.

use serde_json::{Value, json};
use specs::Contract;
use specs::contract::{
    Additional, MediaType, NumberBounds, Operation, Response, SchemaId, Shape, StatusRange,
};

use crate::mock::success;
use conformance_core::case::CaseKind;
use conformance_core::checks::documented_empty;
use conformance_core::expectation::fitting;
use conformance_core::values::Validator;

/// What a document has that faults need.
#[derive(Debug, Clone, Copy)]
pub struct Applicability<'a> {
    /// The document.
    pub contract: &'a Contract,
    /// Whether there are live values.
    pub live: bool,
}

impl<'a> Applicability<'a> {
    /// Whether some operation is so.
    pub fn any(&self, is: impl Fn(&'a Operation) -> bool) -> bool {
        self.asked().any(is)
    }

    /// The operations that can be run: there is a writer for a body of theirs, if they take one.
    fn asked(&self) -> impl Iterator<Item = &'a Operation> {
        let is_writable = |media: &MediaType| media.is_json() || media.is_form();
        self.contract.operations.iter().filter(move |operation| {
            operation
                .body
                .as_ref()
                .is_none_or(|body| body.content.is_empty() || body.content.iter().any(is_writable))
        })
    }

    /// Whether some operation declares one of these statuses by number.
    pub fn declares(&self, statuses: &[u16]) -> bool {
        self.any(|operation| declares(operation, statuses))
    }

    /// Whether some operation asks for credentials of every caller.
    pub fn secured(&self) -> bool {
        self.any(|operation| !operation.security.allows_anonymous())
    }

    /// Whether a request can be against the document: there is something that must be right.
    pub fn validates(&self) -> bool {
        self.any(validates)
    }

    /// The declared responses that a run provokes, with their statuses.
    pub fn responses(&self) -> impl Iterator<Item = (u16, &'a Response)> {
        self.asked().flat_map(|operation| {
            let refusal = |kind| fitting(operation, &kind).demanded.first().copied();
            let pointer = specs::Pointer::root();
            let invalid = CaseKind::Invalid { pointer, keyword: String::new() };
            let mut statuses = vec![success(operation)];
            statuses.extend(validates(operation).then(|| refusal(invalid).unwrap_or(400)));
            let secured = !operation.security.allows_anonymous();
            statuses.extend(secured.then(|| refusal(CaseKind::NoCredentials).unwrap_or(401)));
            statuses.extend(self.live.then(|| refusal(CaseKind::ValidUnknown)).flatten());
            let looked_up = |status| Some((status, operation.responses.lookup(status)?));
            statuses.into_iter().filter_map(looked_up).collect::<Vec<_>>()
        })
    }

    /// Whether the document says in words that a response with this status is empty.
    pub fn says_empty(&self, status: u16) -> bool {
        self.contract.operations.iter().any(|operation| {
            let declared = operation.responses.lookup(status);
            declared.is_some_and(|declared| documented_empty(self.contract, declared))
        })
    }

    /// The media types of the content that a run provokes.
    pub fn content(&self) -> impl Iterator<Item = &'a MediaType> {
        let has_content = |(status, _): &(u16, _)| !matches!(status, 204 | 205 | 304);
        self.responses().filter(has_content).filter_map(|(_, response)| response.content.first())
    }

    /// The shapes of the JSON content that a run provokes.
    pub fn bodies(&self) -> impl Iterator<Item = &'a Shape> {
        let schemas = self.content().filter(|media| media.is_json()).filter_map(|m| m.schema);
        schemas.map(|schema| self.shape(schema))
    }

    /// The shape of a schema, behind any alias.
    pub fn shape(&self, id: SchemaId) -> &'a Shape {
        let schemas = &self.contract.schemas;
        &schemas.get(schemas.resolve(id)).shape
    }

    /// Whether a response has an object with a member of such a shape that is not `null` either.
    pub fn has_member(&self, is: impl Fn(&Shape) -> bool) -> bool {
        let strict = |id| !self.contract.schemas.accepts_null(id);
        self.bodies().any(|shape| match shape {
            Shape::Object { properties, .. } => properties
                .iter()
                .any(|member| strict(member.schema) && is(self.shape(member.schema))),
            _ => false,
        })
    }

    /// Whether a response is an object and nothing else: a schema with properties and without a type takes
    /// lists as well.
    pub fn has_object(&self) -> bool {
        self.has_object_and_not(&json!([]))
    }

    /// Whether a response is an object whose schema does not take this value.
    pub fn has_object_and_not(&self, value: &Value) -> bool {
        let schemas = self.content().filter(|media| media.is_json()).filter_map(|one| one.schema);
        let mut objects = schemas.filter(|id| matches!(self.shape(*id), Shape::Object { .. }));
        objects.any(|id| Validator::new(&self.contract.schemas, id).refuses(value))
    }

    /// Whether every object that gets a response takes members of other names.
    pub fn is_open(&self) -> bool {
        self.bodies().all(|shape| match shape {
            Shape::Object { additional, .. } => *additional == Additional::Open,
            Shape::Any => true,
            _ => false,
        })
    }

    /// Whether a request has a field whose schema is so: a parameter of a query, or a member of JSON.
    pub fn takes(&self, is: impl Fn(&Shape) -> bool) -> bool {
        self.any(|operation| {
            use specs::contract::ParameterLocation::Query;
            let parameters = operation.parameters_in(Query).filter(|one| one.media_type.is_none());
            let parameters = parameters.map(|one| one.schema);
            self.members(operation).chain(parameters).any(|schema| is(self.shape(schema)))
        })
    }

    /// Whether a request has a member of JSON whose schema is so.
    pub fn takes_in_body(&self, is: impl Fn(&Shape) -> bool) -> bool {
        self.any(|operation| self.members(operation).any(|schema| is(self.shape(schema))))
    }

    /// The shapes of the JSON bodies of requests.
    pub fn json_bodies(&self) -> impl Iterator<Item = &'a Shape> {
        let content = self.asked().filter_map(|operation| operation.body.as_ref());
        let content = content.flat_map(|body| &body.content).filter(|media| media.is_json());
        content.filter_map(|media| media.schema).map(|schema| self.shape(schema))
    }

    /// The members of the JSON bodies of an operation that requests carry.
    fn members(&self, operation: &'a Operation) -> impl Iterator<Item = SchemaId> {
        let content = operation.body.iter().flat_map(|body| &body.content);
        let schemas = content.filter(|media| media.is_json()).filter_map(|media| media.schema);
        schemas.flat_map(|schema| match self.shape(schema) {
            Shape::Object { properties, .. } => properties
                .iter()
                .map(|member| member.schema)
                .filter(|id| !self.contract.schemas.get(*id).read_only)
                .collect(),
            _ => Vec::new(),
        })
    }

    /// Whether a body must have members, or a query parameters.
    pub fn requires(&self) -> bool {
        self.any(|operation| {
            use specs::contract::ParameterLocation::{Cookie, Header, Query};
            let content = operation.body.iter().flat_map(|body| &body.content);
            let mut schemas =
                content.filter(|media| media.is_json()).filter_map(|media| media.schema);
            let required = |schema| match self.shape(schema) {
                Shape::Object { properties, .. } => properties.iter().any(|one| one.required),
                _ => false,
            };
            let in_body = schemas.any(required);
            let is_said = |location| matches!(location, Query | Header | Cookie);
            in_body || operation.parameters.iter().any(|p| p.required && is_said(p.location))
        })
    }

    /// Whether a number of a request has such a bound.
    pub fn bounds(&self, has: impl Fn(&NumberBounds) -> bool) -> bool {
        self.takes(|shape| match shape {
            Shape::Integer { bounds, .. } | Shape::Number { bounds, .. } => has(bounds),
            _ => false,
        })
    }
}

pub(super) fn declares(operation: &Operation, statuses: &[u16]) -> bool {
    operation.responses.iter().any(|response| {
        matches!(response.status, StatusRange::Exact(status) if statuses.contains(&status))
    })
}

pub(super) fn validates(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| body.required)
        || operation.parameters.iter().any(|parameter| {
            parameter.required && parameter.location != specs::contract::ParameterLocation::Path
        })
}
