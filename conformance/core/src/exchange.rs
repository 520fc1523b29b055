//! What was sent and what came, as checks and reports see it.

mod fields;
mod oddity;
mod shown;

use std::borrow::Cow;
use std::time::Duration;

pub use fields::Fields;
pub use oddity::Oddity;
pub use shown::{Cover, ShownRequest};

/// How a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// Through the HTTP library.
    Http,
    /// Through a bare connection, so that the bytes of the answer can be seen.
    Raw,
    /// Through a bare connection, and not as HTTP libraries write it.
    Odd(Oddity),
}

/// A request as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRequest {
    /// The method.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Header fields, in order.
    pub headers: Vec<(String, String)>,
    /// The content, if any.
    pub body: Option<Vec<u8>>,
    /// How it is sent.
    pub via: Via,
    /// What is shown in the place of its secrets.
    pub cover: Cover,
    /// What the request carries that nobody supplied, as `<place> <name>`: a target may turn it down.
    pub made_up: Vec<String>,
}

/// An answer, whole or as far as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Header fields in the order in which they came.
    pub headers: Fields,
    /// The content, after any transfer coding.
    pub body: Vec<u8>,
    /// Whether the content was longer than the limit, so that `body` is only its beginning.
    pub over_limit: bool,
    /// Bytes that followed the end of the answer; only a raw connection shows them.
    pub stray: Vec<u8>,
}

impl Answer {
    /// The first value of a header field; bytes that are not UTF-8 are replaced.
    pub fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        self.header_values(name).next()
    }

    /// Every value of a header field.
    pub fn header_values<'a>(&'a self, name: &str) -> impl Iterator<Item = Cow<'a, str>> {
        self.headers.of(name).map(field_text)
    }

    /// The media type without parameters, in lower case.
    pub fn essence(&self) -> Option<Cow<'_, str>> {
        let value = self.headers.of("content-type").next()?;
        let value = value.split(|byte| *byte == b';').next().unwrap_or_default();
        let essence = field_text(value);
        let is_lower = !essence.bytes().any(|byte| byte.is_ascii_uppercase());
        let lower = if is_lower { essence } else { essence.to_ascii_lowercase().into() };
        (!lower.is_empty()).then_some(lower)
    }

    /// The class of the status: 2 for 204.
    pub fn class(&self) -> u16 {
        self.status / 100
    }
}

/// Bytes as text; those that are not UTF-8 are replaced.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    // Nearly all are plain, and are seen to be so faster than what is not is looked for.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The value of a header field, without the blanks around it.
pub fn field_text(value: &[u8]) -> Cow<'_, str> {
    match text(value) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A whole answer.
    Answered(Answer),
    /// An answer that was begun and then cut, stalled or misframed.
    Broken {
        /// What happened.
        detail: String,
        /// What came before, where its header section came whole.
        answer: Option<Answer>,
    },
    /// A connection that ended in place of an answer. The HTTP library cannot tell it from an answer
    /// that is cut within its header section; a bare connection can.
    Dropped {
        /// What happened.
        detail: String,
    },
}

/// A request with what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// What was sent.
    pub request: SentRequest,
    /// What came back.
    pub reply: Reply,
    /// From the first byte sent to the last byte read.
    pub elapsed: Duration,
}

impl Exchange {
    /// The answer, if it came whole.
    pub fn answer(&self) -> Option<&Answer> {
        match &self.reply {
            Reply::Answered(answer) => Some(answer),
            Reply::Broken { .. } | Reply::Dropped { .. } => None,
        }
    }

    /// The answer as far as it came.
    pub fn any_answer(&self) -> Option<&Answer> {
        match &self.reply {
            Reply::Answered(answer) => Some(answer),
            Reply::Broken { answer, .. } => answer.as_ref(),
            Reply::Dropped { .. } => None,
        }
    }

    /// Whether the answer stopped where nothing but the end of the connection would have ended it
    /// (RFC 9112 §6.3): asked to close the connection, the target would have done so.
    pub fn is_endless(&self) -> bool {
        let is_framed = |answer: &Answer| {
            ["content-length", "transfer-encoding"].iter().any(|name| answer.header(name).is_some())
        };
        let Reply::Broken { answer: Some(answer), .. } = &self.reply else {
            return false;
        };
        !is_framed(answer)
    }
}
