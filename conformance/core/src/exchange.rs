//! What was sent and what came, as checks and reports see it.

mod fields;
mod malformation;
mod redacted;
mod request_part;

use std::borrow::Cow;
use std::time::Duration;

pub use fields::Fields;
pub use malformation::Malformation;
pub use redacted::{RedactedParts, RedactedRequest};
pub use request_part::RequestPart;

/// How a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// Through the HTTP library.
    Http,
    /// Through a bare connection, so that the bytes of the response can be seen.
    Raw,
    /// Through a bare connection, and not as HTTP libraries write it.
    Malformed(Malformation),
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
    /// What is shown instead of its secrets.
    pub redacted: RedactedParts,
    /// The parts whose values were generated, since none was supplied: a target may reject them.
    pub generated_values: Vec<RequestPart>,
}

/// A response, whole or as far as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Header fields in the order in which they came.
    pub headers: Fields,
    /// The content, after any transfer coding.
    pub body: Vec<u8>,
    /// Whether the content was longer than the limit, so that `body` is only its beginning.
    pub over_limit: bool,
    /// Bytes that followed the end of the response; only a raw connection shows them.
    pub stray: Vec<u8>,
}

impl HttpResponse {
    /// The first value of a header field; bytes that are not UTF-8 are replaced.
    pub fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        self.header_values(name).next()
    }

    /// Every value of a header field.
    pub fn header_values<'a>(&'a self, name: &str) -> impl Iterator<Item = Cow<'a, str>> {
        self.headers.of(name).map(field_text)
    }

    /// The media type without parameters, in lower case.
    pub fn media_type(&self) -> Option<Cow<'_, str>> {
        let value = self.headers.of("content-type").next()?;
        let value = value.split(|byte| *byte == b';').next().unwrap_or_default();
        let media_type = field_text(value);
        let is_lower = !media_type.bytes().any(|byte| byte.is_ascii_uppercase());
        let lower = if is_lower { media_type } else { media_type.to_ascii_lowercase().into() };
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
pub enum ExchangeResult {
    /// A whole response.
    Complete(HttpResponse),
    /// A response that was begun and then cut, stalled or malformed.
    Broken {
        /// What happened.
        detail: String,
        /// What came before, where its header section came whole.
        response: Option<HttpResponse>,
    },
    /// A connection that ended in place of a response. The HTTP library cannot distinguish it from a response
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
    pub reply: ExchangeResult,
    /// From the first byte sent to the last byte read.
    pub elapsed: Duration,
}

impl Exchange {
    /// The response, if it came whole.
    pub fn response(&self) -> Option<&HttpResponse> {
        match &self.reply {
            ExchangeResult::Complete(response) => Some(response),
            ExchangeResult::Broken { .. } | ExchangeResult::Dropped { .. } => None,
        }
    }

    /// The response as far as it came.
    pub fn any_response(&self) -> Option<&HttpResponse> {
        match &self.reply {
            ExchangeResult::Complete(response) => Some(response),
            ExchangeResult::Broken { response, .. } => response.as_ref(),
            ExchangeResult::Dropped { .. } => None,
        }
    }

    /// Whether the response stopped where nothing but the end of the connection would have ended it
    /// (RFC 9112 §6.3): asked to close the connection, the target would have done so.
    pub fn is_endless(&self) -> bool {
        let is_framed = |response: &HttpResponse| {
            ["content-length", "transfer-encoding"]
                .iter()
                .any(|name| response.header(name).is_some())
        };
        let ExchangeResult::Broken { response: Some(response), .. } = &self.reply else {
            return false;
        };
        !is_framed(response)
    }
}
