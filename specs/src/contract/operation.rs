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

/// The methods that operations have.
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
    /// QUERY, from OpenAPI 3.2 on
    Query,
    /// Another one, from OpenAPI 3.2 on
    Other(MethodName),
}

impl Method {
    /// Every method with a key of its own, in the order of the specification.
    pub const ALL: [Self; 9] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
        Self::Query,
    ];

    /// The method that a key of a path item stands for.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str().to_ascii_lowercase() == key)
    }

    /// The method of a name in a request line; `None` where that is no token (RFC 9110 §9.1), or longer
    /// than [`MethodName::LONGEST`] bytes. Names have case.
    pub fn parse(name: &str) -> Option<Self> {
        let known = Self::ALL.into_iter().find(|method| method.as_str() == name);
        known.or_else(|| MethodName::new(name).map(Self::Other))
    }

    /// The method as in a request line.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(name) => name.as_str(),
        }
    }

    /// RFC 9110 §9.2.1: whether the semantics of this method are read-only. Of other methods that is
    /// not known.
    pub fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options | Self::Trace | Self::Query)
    }
}

/// The name of a method that has no variant of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MethodName {
    /// Filled up with zeros, which no token has.
    bytes: [u8; Self::LONGEST],
    length: u8,
}

impl MethodName {
    /// How many bytes a name may have. The longest of the registered ones has 17.
    pub const LONGEST: usize = 32;

    fn new(name: &str) -> Option<Self> {
        let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || TOKEN_SIGNS.contains(byte);
        let fits = !name.is_empty() && name.bytes().all(|byte| is_token(&byte));
        let length = u8::try_from(name.len()).ok().filter(|_| fits)?;
        let mut bytes = [0; Self::LONGEST];
        bytes.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
        Some(Self { bytes, length })
    }

    fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl std::fmt::Debug for MethodName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// RFC 9110 §5.6.2: what a token has beside letters and digits.
const TOKEN_SIGNS: &[u8] = b"!#$%&'*+-.^_`|~";

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
