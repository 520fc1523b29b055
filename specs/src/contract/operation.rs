//! Operations: a method on a path, its requests and its responses.

use super::{Parameter, ParameterLocation, RequestBody, Responses, Security, Server};
use crate::Pointer;

/// One method on one path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `operationId` as written, or derived from method and path (`post_oauth_revoke`). Unique.
    pub id: String,
    /// The id again, unlike those of all other operations also where case and punctuation are ignored.
    pub name: String,
    /// The HTTP method.
    pub method: Method,
    /// The path below the server's URL.
    pub path: PathTemplate,
    /// What it does, in one line.
    pub summary: Option<String>,
    /// What it does in detail, CommonMark.
    pub description: Option<String>,
    /// Tags, in the document's order.
    pub tags: Vec<String>,
    /// Whether new clients should not use it.
    pub deprecated: bool,
    /// Parameters of the operation and those of its path that it does not override.
    pub parameters: Vec<Parameter>,
    /// The request body, if it has one.
    pub body: Option<RequestBody>,
    /// The declared responses.
    pub responses: Responses,
    /// The credentials it requires; the document's own where the operation declares none.
    pub security: Security,
    /// Servers of the operation or of its path; empty where the document's servers apply.
    pub servers: Vec<Server>,
    /// The location of the operation object.
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
    /// Every method, in the order of the specification.
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

    /// The method that a key of a path item stands for.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str().to_ascii_lowercase() == key)
    }

    /// The method as in a request line: upper case.
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

    /// RFC 9110 §9.2.1: whether the semantics of this method are read-only.
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
    /// Text that is sent as it is.
    Literal(String),
    /// The name of a path parameter.
    Parameter(String),
}
