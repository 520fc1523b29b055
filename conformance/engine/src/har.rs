//! HAR 1.2 files: a tolerant reader of what browsers, proxies and this harness write, and a writer. Knows
//! nothing of documents.

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

/// What bounds a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest file, in bytes.
    pub bytes: u64,
    /// So many entries at most.
    pub entries: usize,
    /// The longest content after its codings are undone, in bytes.
    pub content: usize,
}

impl Limits {
    /// What a run of the harness reads at most.
    pub const DEFAULT: Self = Self { bytes: 256 << 20, entries: 100_000, content: 16 << 20 };
}

/// A file. `Debug` shows how much it is: what it holds may be secret.
#[derive(Clone)]
pub struct Har {
    /// What messages call it.
    pub name: String,
    /// Who wrote it, as `log.creator` says.
    pub creator: String,
    /// The requests that were received, in the file's order.
    pub entries: Vec<Entry>,
    /// The entries that hold no exchange over HTTP: their number from 0, and why.
    pub left_out: Vec<(usize, String)>,
}

/// A request with its response.
#[derive(Clone, Default)]
pub struct Entry {
    /// Its number in the file, from 0.
    pub index: usize,
    /// What the harness and people write beside HAR's own members.
    pub notes: Notes,
    /// What was sent.
    pub request: Request,
    /// What came.
    pub response: Response,
    /// How long it took, in milliseconds; 0 where no client says.
    pub milliseconds: f64,
}

/// The members of an entry that begin with `_`, as far as they matter here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// Where the exchange comes from.
    pub provenance: String,
    /// The last part of the case id.
    pub name: Option<String>,
    /// Why the response is what it is.
    pub kind: Option<String>,
    /// The place in the request that is wrong, as a JSON Pointer.
    pub wrong: Option<String>,
    /// Whether it is sent again.
    pub replay: Option<bool>,
    /// The id of the operation.
    pub operation: Option<String>,
    /// The base URL of the target.
    pub base: Option<String>,
    /// Entries of the same case are one script: they share their placeholders.
    pub case: Option<String>,
    /// Whether no client saw the response, so that nothing is compared with it.
    pub assumed: bool,
}

/// What was sent.
#[derive(Clone, Default)]
pub struct Request {
    /// In upper case.
    pub method: String,
    /// Absolute, with its query and without its fragment.
    pub url: String,
    /// In order, without HTTP/2's pseudo header fields.
    pub headers: Vec<(String, String)>,
    /// The content, if any.
    pub body: Option<PostData>,
}

/// The content of a request.
#[derive(Clone)]
pub struct PostData {
    /// As `Content-Type` says; empty where no client says.
    pub media_type: String,
    /// The content itself.
    pub content: Content,
    /// The names and values of a form that is not there as text.
    pub fields: Vec<(String, String)>,
}

/// What came.
#[derive(Clone, Default)]
pub struct Response {
    /// The status code, 100 to 999.
    pub status: u16,
    /// In order.
    pub headers: Vec<(String, String)>,
    /// The content, every coding undone.
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
