//! Operations: a method on a path, what it takes and what it may answer.

use super::{Parameter, ParameterLocation, RequestBody, Responses, Security, Server};
use crate::Pointer;

/// One method on one path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `operationId` as written, or derived from method and path (`post_oauth_revoke`). Unique.
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// The path below the server's URL.
    pub path: PathTemplate,
    /// One line on what it does.
    pub summary: Option<String>,
    /// More on what it does, CommonMark.
    pub description: Option<String>,
    /// Tags, in the document's order.
    pub tags: Vec<String>,
    /// Whether new callers should stay away from it.
    pub deprecated: bool,
    /// Parameters of the operation and those of its path that it does not override.
    pub parameters: Vec<Parameter>,
    /// The request body, if it takes one.
    pub body: Option<RequestBody>,
    /// What it may answer.
    pub responses: Responses,
    /// Who may call it; the document's own where the operation declares none.
    pub security: Security,
    /// Servers of the operation or of its path; empty where the document's servers apply.
    pub servers: Vec<Server>,
    /// The place of the operation object.
    pub pointer: Pointer,
}

impl Operation {
    /// The parameters at one location, in order.
    pub fn parameters_in(&self, location: ParameterLocation) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.location == location)
    }
}

/// The methods a path item may declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
}

impl Method {
    /// Every method, in the order in which the specification lists them.
    pub const ALL: [Self; 8] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
    ];

    /// The method as it stands in a request line: upper case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }

    /// RFC 9110 §9.2.1: whether a request with this method asks for no change of state.
    pub fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options | Self::Trace)
    }
}

/// A path with its parameters, such as `/tokens/{tokenId}/revoke`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathTemplate {
    /// The template as written.
    pub raw: String,
    /// The template cut at its parameters.
    pub parts: Vec<PathPart>,
}

/// A piece of a path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPart {
    /// Text that is sent as it stands.
    Literal(String),
    /// The name of a path parameter.
    Parameter(String),
}
