//! Which faults and variants are possible with a document: the responses that a run provokes, and the rules
//! that its requests can violate.

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

/// A document, as faults and variants need it.
#[derive(Debug, Clone, Copy)]
pub struct Applicability<'a> {
    /// The document.
    pub contract: &'a Contract,
    /// Whether there are live values.
    pub live: bool,
}

impl<'a> Applicability<'a> {
    /// Whether some operation that can be tested satisfies a condition.
    pub fn any(&self, is: impl Fn(&'a Operation) -> bool) -> bool {
        self.testable().any(is)
    }

    /// The operations that can be tested: those without a body, or with one that can be encoded.
    fn testable(&self) -> impl Iterator<Item = &'a Operation> {
        let is_encodable = |media: &MediaType| media.is_json() || media.is_form();
        self.contract.operations.iter().filter(move |operation| {
            operation
                .body
                .as_ref()
                .is_none_or(|body| body.content.is_empty() || body.content.iter().any(is_encodable))
        })
    }

    /// Whether some operation declares one of these statuses by number.
    pub fn declares(&self, statuses: &[u16]) -> bool {
        self.any(|operation| declares(operation, statuses))
    }

    /// Whether some operation requires credentials.
    pub fn secured(&self) -> bool {
        self.any(|operation| !operation.security.allows_anonymous())
    }

    /// Whether a request can be invalid: some operation requires a body or a parameter.
    pub fn validates(&self) -> bool {
        self.any(validates)
    }

    /// The declared responses that a run provokes, with their statuses.
    pub fn responses(&self) -> impl Iterator<Item = (u16, &'a Response)> {
        self.testable().flat_map(|operation| {
            let rejection = |kind| fitting(operation, &kind).demanded.first().copied();
            let pointer = specs::Pointer::root();
            let invalid = CaseKind::Invalid { pointer, keyword: String::new() };
            let mut statuses = vec![success(operation)];
            statuses.extend(validates(operation).then(|| rejection(invalid).unwrap_or(400)));
            let secured = !operation.security.allows_anonymous();
            statuses.extend(secured.then(|| rejection(CaseKind::NoCredentials).unwrap_or(401)));
            statuses.extend(self.live.then(|| rejection(CaseKind::ValidUnknown)).flatten());
            let with_status = |status| Some((status, operation.responses.lookup(status)?));
            statuses.into_iter().filter_map(with_status).collect::<Vec<_>>()
        })
    }

    /// Whether a description declares that the response with this status is empty.
    pub fn documents_empty(&self, status: u16) -> bool {
        self.contract.operations.iter().any(|operation| {
            let declared = operation.responses.lookup(status);
            declared.is_some_and(|declared| documented_empty(self.contract, declared))
        })
    }

    /// The media types of the bodies that a run provokes.
    pub fn content(&self) -> impl Iterator<Item = &'a MediaType> {
        let has_content = |(status, _): &(u16, _)| !matches!(status, 204 | 205 | 304);
        self.responses().filter(has_content).filter_map(|(_, response)| response.content.first())
    }

    /// The shapes of the JSON bodies that a run provokes.
    pub fn bodies(&self) -> impl Iterator<Item = &'a Shape> {
        let schemas = self.content().filter(|media| media.is_json()).filter_map(|m| m.schema);
        schemas.map(|schema| self.shape(schema))
    }

    /// The shape of a schema, with references resolved.
    pub fn shape(&self, id: SchemaId) -> &'a Shape {
        let schemas = &self.contract.schemas;
        &schemas.get(schemas.resolve(id)).shape
    }

    /// Whether a response has an object with a property of such a shape that does not accept `null`.
    pub fn has_property(&self, is: impl Fn(&Shape) -> bool) -> bool {
        let strict = |id| !self.contract.schemas.accepts_null(id);
        self.bodies().any(|shape| match shape {
            Shape::Object { properties, .. } => properties
                .iter()
                .any(|property| strict(property.schema) && is(self.shape(property.schema))),
            _ => false,
        })
    }

    /// Whether a response must be an object: a schema with `properties` but without `type` also accepts arrays.
    pub fn has_object(&self) -> bool {
        self.has_object_rejecting(&json!([]))
    }

    /// Whether a response has a schema with properties that rejects this value.
    pub fn has_object_rejecting(&self, value: &Value) -> bool {
        let schemas = self.content().filter(|media| media.is_json()).filter_map(|one| one.schema);
        let mut objects = schemas.filter(|id| matches!(self.shape(*id), Shape::Object { .. }));
        objects.any(|id| Validator::new(&self.contract.schemas, id).refuses(value))
    }

    /// Whether every object of a response accepts additional properties.
    pub fn is_open(&self) -> bool {
        self.bodies().all(|shape| match shape {
            Shape::Object { additional, .. } => *additional == Additional::Open,
            Shape::Any => true,
            _ => false,
        })
    }

    /// Whether a request has a query parameter or a JSON property of such a shape.
    pub fn accepts(&self, is: impl Fn(&Shape) -> bool) -> bool {
        self.any(|operation| {
            use specs::contract::ParameterLocation::Query;
            let parameters = operation.parameters_in(Query).filter(|one| one.media_type.is_none());
            let parameters = parameters.map(|one| one.schema);
            self.properties(operation).chain(parameters).any(|schema| is(self.shape(schema)))
        })
    }

    /// Whether a request has a JSON property of such a shape.
    pub fn accepts_in_body(&self, is: impl Fn(&Shape) -> bool) -> bool {
        self.any(|operation| self.properties(operation).any(|schema| is(self.shape(schema))))
    }

    /// The shapes of the JSON bodies of requests.
    pub fn json_bodies(&self) -> impl Iterator<Item = &'a Shape> {
        let content = self.testable().filter_map(|operation| operation.body.as_ref());
        let content = content.flat_map(|body| &body.content).filter(|media| media.is_json());
        content.filter_map(|media| media.schema).map(|schema| self.shape(schema))
    }

    /// The properties in the JSON bodies of requests of an operation, without read-only ones.
    fn properties(&self, operation: &'a Operation) -> impl Iterator<Item = SchemaId> {
        let content = operation.body.iter().flat_map(|body| &body.content);
        let schemas = content.filter(|media| media.is_json()).filter_map(|media| media.schema);
        schemas.flat_map(|schema| match self.shape(schema) {
            Shape::Object { properties, .. } => properties
                .iter()
                .map(|property| property.schema)
                .filter(|id| !self.contract.schemas.get(*id).read_only)
                .collect(),
            _ => Vec::new(),
        })
    }

    /// Whether a property of a JSON body or a parameter outside of the path is required.
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
            let is_removable = |location| matches!(location, Query | Header | Cookie);
            in_body || operation.parameters.iter().any(|p| p.required && is_removable(p.location))
        })
    }

    /// Whether a number of a request has such a bound.
    pub fn bounds(&self, has: impl Fn(&NumberBounds) -> bool) -> bool {
        self.accepts(|shape| match shape {
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
