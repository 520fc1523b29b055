//! Operations as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use specs::contract::{
    Header, MediaType, Operation, Parameter, ParameterStyle, RequestBody, Response, Security,
};

/// A method on a path.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OperationView {
    /// `operationId`, or derived from method and path. Unique.
    id: String,
    /// The HTTP method, in upper case.
    method: String,
    /// The path template.
    path: String,
    /// What it does, in one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    /// Whether new clients should not use it.
    #[serde(default, skip_serializing_if = "is_false")]
    deprecated: bool,
    /// The alternatives of credentials, each with the schemes that a request satisfies together. An empty
    /// alternative allows a request without credentials; absent where none are required.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    security: Vec<Vec<RequirementView>>,
    /// What a request carries outside of its body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parameters: Vec<ParameterView>,
    /// The body of a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<BodyView>,
    /// The declared responses: exact statuses, then classes, then the default.
    responses: Vec<ResponseView>,
    /// Servers that replace those of the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    servers: Vec<String>,
    /// The JSON Pointer to it.
    pointer: String,
}

/// A scheme that a request satisfies.
#[derive(Debug, Serialize, JsonSchema)]
struct RequirementView {
    /// The name of the scheme.
    scheme: String,
    /// The scopes that the credential needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    scopes: Vec<String>,
}

/// A parameter.
#[derive(Debug, Serialize, JsonSchema)]
struct ParameterView {
    /// Its name.
    name: String,
    /// `path`, `query`, `header` or `cookie`.
    #[serde(rename = "in")]
    location: &'static str,
    /// Whether a request must have it.
    required: bool,
    /// The index of its schema.
    schema: usize,
    /// `style`, as OpenAPI spells it.
    style: &'static str,
    /// Whether every item or property is a parameter of its own.
    explode: bool,
    /// The media type that its value is serialized as, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    /// The JSON Pointer to it.
    pointer: String,
}

/// The body of a request.
#[derive(Debug, Serialize, JsonSchema)]
struct BodyView {
    /// Whether a request must have it.
    required: bool,
    /// An entry for each media type.
    content: Vec<ContentView>,
    /// The JSON Pointer to it.
    pointer: String,
}

/// A body of one media type.
#[derive(Debug, Serialize, JsonSchema)]
struct ContentView {
    /// The media type or range.
    media_type: String,
    /// The index of its schema; absent where the document declares none.
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<usize>,
}

/// A declared response.
#[derive(Debug, Serialize, JsonSchema)]
struct ResponseView {
    /// `200`, `4XX` or `default`.
    status: String,
    /// Its headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<HeaderView>,
    /// An entry for each media type; absent where it has no body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    content: Vec<ContentView>,
    /// The JSON Pointer to it.
    pointer: String,
}

/// A header of a response.
#[derive(Debug, Serialize, JsonSchema)]
struct HeaderView {
    /// Its name.
    name: String,
    /// Whether the response must have it.
    required: bool,
    /// The index of its schema.
    schema: usize,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl OperationView {
    pub(super) fn new(operation: &Operation) -> Self {
        Self {
            id: operation.id.clone(),
            method: operation.method.as_str().to_owned(),
            path: operation.path.raw.clone(),
            summary: operation.summary.clone(),
            tags: operation.tags.clone(),
            deprecated: operation.deprecated,
            security: security(&operation.security),
            parameters: operation.parameters.iter().map(ParameterView::new).collect(),
            body: operation.body.as_ref().map(BodyView::new),
            responses: operation.responses.iter().map(ResponseView::new).collect(),
            servers: operation.servers.iter().map(|server| server.url.clone()).collect(),
            pointer: operation.pointer.to_string(),
        }
    }
}

fn security(security: &Security) -> Vec<Vec<RequirementView>> {
    let alternatives = security.alternatives.iter().map(|alternative| {
        let requirements = alternative.requirements.iter().map(|needed| RequirementView {
            scheme: needed.scheme.clone(),
            scopes: needed.scopes.clone(),
        });
        requirements.collect()
    });
    alternatives.collect()
}

impl ParameterView {
    fn new(parameter: &Parameter) -> Self {
        Self {
            name: parameter.name.clone(),
            location: parameter.location.as_str(),
            required: parameter.required,
            schema: parameter.schema.index(),
            style: style(parameter.style),
            explode: parameter.explode,
            media_type: parameter.media_type.clone(),
            pointer: parameter.pointer.to_string(),
        }
    }
}

fn style(style: ParameterStyle) -> &'static str {
    match style {
        ParameterStyle::Matrix => "matrix",
        ParameterStyle::Label => "label",
        ParameterStyle::Simple => "simple",
        ParameterStyle::Form => "form",
        ParameterStyle::SpaceDelimited => "spaceDelimited",
        ParameterStyle::PipeDelimited => "pipeDelimited",
        ParameterStyle::DeepObject => "deepObject",
    }
}

impl BodyView {
    fn new(body: &RequestBody) -> Self {
        let (required, pointer) = (body.required, body.pointer.to_string());
        Self { required, content: content(&body.content), pointer }
    }
}

fn content(content: &[MediaType]) -> Vec<ContentView> {
    let view = |media_type: &MediaType| ContentView {
        media_type: media_type.name.clone(),
        schema: media_type.schema.map(|id| id.index()),
    };
    content.iter().map(view).collect()
}

impl ResponseView {
    fn new(response: &Response) -> Self {
        let header = |header: &Header| HeaderView {
            name: header.name.clone(),
            required: header.required,
            schema: header.schema.index(),
        };
        Self {
            status: response.status.to_string(),
            headers: response.headers.iter().map(header).collect(),
            content: content(&response.content),
            pointer: response.pointer.to_string(),
        }
    }
}
