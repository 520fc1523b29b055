//! The parts of requests and responses: parameters, headers, bodies, media types, statuses.

use serde_json::Value;

use super::SchemaId;
use crate::Pointer;

/// A value that a request carries outside its body.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name as requests carry it; compared without case where it is a header's.
    pub name: String,
    /// Where it is carried.
    pub location: ParameterLocation,
    /// Whether a request must have it.
    pub required: bool,
    /// What it is for, CommonMark.
    pub description: Option<String>,
    /// Whether new clients should omit it.
    pub deprecated: bool,
    /// The schema of its value.
    pub schema: SchemaId,
    /// How arrays and objects are serialized.
    pub style: ParameterStyle,
    /// Whether every item or property of its value is a parameter of its own.
    pub explode: bool,
    /// The media type its value is serialized as, where it has `content` instead of `schema`.
    pub media_type: Option<String>,
    /// Example values.
    pub examples: Vec<Example>,
    /// Whether its value must never be shown (a credential or a token).
    pub sensitive: bool,
    /// The location of the parameter object, its references followed.
    pub pointer: Pointer,
}

/// Where a parameter is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterLocation {
    /// In the path template.
    Path,
    /// In the query component.
    Query,
    /// In a request header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

impl ParameterLocation {
    /// The name, as `in:` spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How arrays and objects are serialized in a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are the values of `style`, one to one")]
pub enum ParameterStyle {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// What it is for, CommonMark.
    pub description: Option<String>,
    /// Whether a request must have it.
    pub required: bool,
    /// One entry a media type, in the document's order.
    pub content: Vec<MediaType>,
    /// The location of the request body object, its references followed.
    pub pointer: Pointer,
}

/// A body of one media type (an entry of `content`).
#[derive(Debug, Clone)]
pub struct MediaType {
    /// The media type or range as written, such as `application/json` or `text/*`.
    pub name: String,
    /// The schema of the body; `None` where the document declares none.
    pub schema: Option<SchemaId>,
    /// Example values.
    pub examples: Vec<Example>,
    /// The location of the media type object.
    pub pointer: Pointer,
}

impl MediaType {
    /// The type and subtype without parameters, in lower case: `application/json` for `Application/JSON; v=1`.
    pub fn type_and_subtype(&self) -> String {
        self.bare().to_ascii_lowercase()
    }

    /// Whether this is the type or range, compared without parameters and without case.
    pub fn is(&self, name: &str) -> bool {
        self.bare().eq_ignore_ascii_case(name)
    }

    fn bare(&self) -> &str {
        let end = self.name.bytes().position(|byte| byte == b';');
        self.name[..end.unwrap_or(self.name.len())].trim()
    }

    /// Whether a body of this type is JSON: `application/json`, or any type with the `+json` suffix.
    pub fn is_json(&self) -> bool {
        let name = self.bare().as_bytes();
        let tail = &name[name.len().saturating_sub("/json".len())..];
        tail.eq_ignore_ascii_case(b"/json") || tail.eq_ignore_ascii_case(b"+json")
    }

    /// Whether a body of this type is `application/x-www-form-urlencoded`.
    pub fn is_form(&self) -> bool {
        self.is("application/x-www-form-urlencoded")
    }
}

/// A value that the document declares as an example.
#[derive(Debug, Clone)]
pub struct Example {
    /// The name of the example, empty where it has none.
    pub name: String,
    /// The example itself.
    pub value: Value,
    /// The location of the value.
    pub pointer: Pointer,
}

/// The declared responses of an operation.
#[derive(Debug, Clone, Default)]
pub struct Responses {
    /// Exact statuses first, ascending, then classes, then the default.
    list: Vec<Response>,
}

impl Responses {
    /// The declared responses, given in any order.
    pub fn new(mut list: Vec<Response>) -> Self {
        list.sort_by_key(|response| response.status);
        Self { list }
    }

    /// The response declared for a status: exact, else its class, else the default.
    pub fn lookup(&self, status: u16) -> Option<&Response> {
        // Sorted from the narrowest declaration to the widest.
        self.list.iter().find(|response| response.status.contains(status))
    }

    /// Every declaration, the narrowest first.
    pub fn iter(&self) -> std::slice::Iter<'_, Response> {
        self.list.iter()
    }

    /// Whether nothing is declared.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// The statuses a response is declared for. Ordered from the narrowest to the widest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusRange {
    /// One status, 100 to 599.
    Exact(u16),
    /// All statuses of a class: 4 for `4XX`.
    Class(u8),
    /// Every status that is not declared otherwise.
    Default,
}

impl StatusRange {
    /// Whether the range includes this status.
    pub fn contains(self, status: u16) -> bool {
        match self {
            Self::Exact(exact) => exact == status,
            Self::Class(class) => u16::from(class) == status / 100,
            Self::Default => true,
        }
    }
}

impl std::fmt::Display for StatusRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exact(status) => write!(f, "{status}"),
            Self::Class(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// The declared response of an operation for one status or range of statuses.
#[derive(Debug, Clone)]
pub struct Response {
    /// The statuses it is declared for.
    pub status: StatusRange,
    /// When the server sends it, CommonMark.
    pub description: String,
    /// Declared headers, in the document's order.
    pub headers: Vec<Header>,
    /// One entry a media type; empty where the response has no body.
    pub content: Vec<MediaType>,
    /// Operations that can follow, in the document's order.
    pub links: Vec<Link>,
    /// The location of the response object, its references followed.
    pub pointer: Pointer,
}

/// An operation that can follow a response, with values of it.
#[derive(Debug, Clone)]
pub struct Link {
    /// The name of the link.
    pub name: String,
    /// The operation; see [`Contract::linked`](super::Contract::linked).
    pub target: LinkTarget,
    /// Names of its parameters, perhaps after their location (`path.id`), each with a constant or with a
    /// runtime expression such as `$response.body#/id`.
    pub parameters: Vec<(String, Value)>,
    /// The location of the link object, its references followed.
    pub pointer: Pointer,
}

/// How a link names its operation. The document need not have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// By its `operationId`.
    Id(String),
    /// By the pointer to the operation object.
    Pointer(Pointer),
}

/// A response header.
#[derive(Debug, Clone)]
pub struct Header {
    /// The header's name as written; compared without case.
    pub name: String,
    /// Whether the response must have it.
    pub required: bool,
    /// What it means, CommonMark.
    pub description: Option<String>,
    /// The schema of its value.
    pub schema: SchemaId,
    /// Example values.
    pub examples: Vec<Example>,
    /// The location of the header object, its references followed.
    pub pointer: Pointer,
}
