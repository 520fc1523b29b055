//! The parts of requests and responses: parameters, headers, bodies, media types, statuses.

use serde_json::Value;

use super::SchemaId;
use crate::Pointer;

/// A value that a request carries outside its body.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name on the wire; compared without case where it is a header's.
    pub name: String,
    /// Where it is carried.
    pub location: ParameterLocation,
    /// Whether it must be there.
    pub required: bool,
    /// What it is for, CommonMark.
    pub description: Option<String>,
    /// Whether new callers should leave it out.
    pub deprecated: bool,
    /// What its value must satisfy.
    pub schema: SchemaId,
    /// How arrays and objects are written.
    pub style: ParameterStyle,
    /// Whether arrays and objects are spread over several pairs.
    pub explode: bool,
    /// The media type its value is serialised as, where `content` stands in place of `schema`.
    pub media_type: Option<String>,
    /// Example values.
    pub examples: Vec<Example>,
    /// Whether its value must never be shown (a credential or a token).
    pub sensitive: bool,
    /// The place of the parameter object, behind any reference.
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
    /// The word for it, as `in:` spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How arrays and objects are written in a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words are the specification's own, one to one")]
pub enum ParameterStyle {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

/// What a request may carry as its content.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// What it is for, CommonMark.
    pub description: Option<String>,
    /// Whether it must be there.
    pub required: bool,
    /// One entry a media type, in the document's order.
    pub content: Vec<MediaType>,
    /// The place of the request body object, behind any reference.
    pub pointer: Pointer,
}

/// Content of one media type.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// The media type or range as written, such as `application/json` or `text/*`.
    pub name: String,
    /// What the content must satisfy; `None` where the document does not say.
    pub schema: Option<SchemaId>,
    /// Example values.
    pub examples: Vec<Example>,
    /// The place of the media type object.
    pub pointer: Pointer,
}

impl MediaType {
    /// The type without parameters, in lower case: `application/json` for `Application/JSON; v=1`.
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

    /// Whether content of this type is JSON: `application/json`, or any type with the `+json` suffix.
    pub fn is_json(&self) -> bool {
        let name = self.bare().as_bytes();
        let tail = &name[name.len().saturating_sub("/json".len())..];
        tail.eq_ignore_ascii_case(b"/json") || tail.eq_ignore_ascii_case(b"+json")
    }

    /// Whether content of this type is `application/x-www-form-urlencoded`.
    pub fn is_form(&self) -> bool {
        self.is("application/x-www-form-urlencoded")
    }
}

/// A value that the document gives as an example.
#[derive(Debug, Clone)]
pub struct Example {
    /// The name of the example, empty where it has none.
    pub name: String,
    /// The example itself.
    pub value: Value,
    /// The place of the value.
    pub pointer: Pointer,
}

/// The declared responses of an operation.
#[derive(Debug, Clone, Default)]
pub struct Responses {
    /// Exact statuses first, ascending, then classes, then the default.
    list: Vec<Response>,
}

impl Responses {
    /// Takes the declared responses in any order.
    pub fn new(mut list: Vec<Response>) -> Self {
        list.sort_by_key(|response| response.status);
        Self { list }
    }

    /// The declaration that holds for a status: exact, else its class, else the default.
    pub fn lookup(&self, status: u16) -> Option<&Response> {
        // The list is sorted from the narrowest declaration to the widest.
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
    /// Whether the range holds this status.
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

/// What an operation may answer with one status or range of statuses.
#[derive(Debug, Clone)]
pub struct Response {
    /// The statuses it is declared for.
    pub status: StatusRange,
    /// When it is given, CommonMark.
    pub description: String,
    /// Declared headers, in the document's order.
    pub headers: Vec<Header>,
    /// One entry a media type; empty where the response has no content.
    pub content: Vec<MediaType>,
    /// What can be asked next, in the document's order.
    pub links: Vec<Link>,
    /// The place of the response object, behind any reference.
    pub pointer: Pointer,
}

/// What can be asked once a response has come, with values of it.
#[derive(Debug, Clone)]
pub struct Link {
    /// The name of the link.
    pub name: String,
    /// The operation that can be asked; see [`Contract::linked`](super::Contract::linked).
    pub target: LinkTarget,
    /// Names of its parameters, perhaps after their location (`path.id`), each with a constant or with a
    /// runtime expression such as `$response.body#/id`.
    pub parameters: Vec<(String, Value)>,
    /// The place of the link object, behind any reference.
    pub pointer: Pointer,
}

/// How a link names its operation. The document need not have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// By its `operationId`.
    Id(String),
    /// By the place of the operation object.
    Pointer(Pointer),
}

/// A response header.
#[derive(Debug, Clone)]
pub struct Header {
    /// The field name as written; compared without case.
    pub name: String,
    /// Whether the response must carry it.
    pub required: bool,
    /// What it says, CommonMark.
    pub description: Option<String>,
    /// What its value must satisfy.
    pub schema: SchemaId,
    /// Example values.
    pub examples: Vec<Example>,
    /// The place of the header object, behind any reference.
    pub pointer: Pointer,
}
