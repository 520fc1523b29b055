//! HAR 1.2 files: a writer, and a tolerant reader of what browsers, proxies and this program write.
//! Independent of OpenAPI documents.

mod content;
mod fields;
mod file;
mod problem;
mod read;
mod write;

pub use content::{Content, decoded};
pub use file::{RawFile, files, load};
pub use problem::{Problem, Problems};
pub use read::read;
pub use write::{Written, document, entry, save};

/// The limits on a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest file, in bytes.
    pub bytes: u64,
    /// The most entries.
    pub entries: usize,
    /// The longest body after decoding, in bytes.
    pub content: usize,
}

impl Limits {
    /// The limits that a run applies.
    pub const DEFAULT: Self = Self { bytes: 256 << 20, entries: 100_000, content: 16 << 20 };
}

/// A file. `Debug` shows its size only: its content may be secret.
#[derive(Clone)]
pub struct Har {
    /// Its name in messages.
    pub name: String,
    /// The program that wrote it, from `log.creator`.
    pub creator: String,
    /// The exchanges, in the order of the file.
    pub entries: Vec<Entry>,
    /// The entries that are no HTTP exchange: their index from 0, and why.
    pub left_out: Vec<(usize, String)>,
}

/// A request with its response.
#[derive(Clone, Default)]
pub struct Entry {
    /// Its number in the file, from 0.
    pub index: usize,
    /// The fields beyond HAR 1.2 that this program and users write.
    pub notes: Notes,
    /// The request.
    pub request: Request,
    /// The response.
    pub response: Response,
    /// How long it took, in milliseconds; 0 if unknown.
    pub milliseconds: f64,
}

/// The fields of an entry that begin with `_`, as far as they are used here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// Where the exchange comes from.
    pub provenance: String,
    /// The last part of the case id.
    pub name: Option<String>,
    /// Why the response has its status.
    pub kind: Option<String>,
    /// The location of the error in the request, as a JSON Pointer.
    pub wrong: Option<String>,
    /// Whether it is sent again.
    pub replay: Option<bool>,
    /// The id of the operation.
    pub operation: Option<String>,
    /// The base URL of the target.
    pub base: Option<String>,
    /// Entries of the same case are one script: they share their placeholders.
    pub case: Option<String>,
    /// Whether the response is an assumption, so that nothing is compared with it.
    pub assumed: bool,
}

/// A recorded request.
#[derive(Clone, Default)]
pub struct Request {
    /// In upper case.
    pub method: String,
    /// Absolute, with its query and without its fragment.
    pub url: String,
    /// In order, without HTTP/2's pseudo header fields.
    pub headers: Vec<(String, String)>,
    /// The body, if any.
    pub body: Option<PostData>,
}

/// The body of a request.
#[derive(Clone)]
pub struct PostData {
    /// The value of `Content-Type`; empty if absent.
    pub media_type: String,
    /// The body itself.
    pub content: Content,
    /// The names and values of a form that is not recorded as text.
    pub fields: Vec<(String, String)>,
}

/// A recorded response.
#[derive(Clone, Default)]
pub struct Response {
    /// The status code, 100 to 999.
    pub status: u16,
    /// In order.
    pub headers: Vec<(String, String)>,
    /// The body, decoded.
    pub content: Content,
}

impl Request {
    /// The first value of a header field.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

impl Response {
    /// The first value of a header field.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let known = headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, value)| value.as_str())
}

impl std::fmt::Debug for Har {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Har({}, {} entries)", self.name, self.entries.len())
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({}, {} -> {})", self.index, self.request.method, self.response.status)
    }
}
