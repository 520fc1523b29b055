//! Responses as a client receives and a server sends them.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;

use super::super::serial::to_value;
use super::super::wire::Field;
use super::fields::{header_name, media_type};

/// The parts of a response, as a client has received it or a server is about to send it.
#[derive(Clone, Debug)]
pub struct ResponseParts {
    /// The status.
    pub status: StatusCode,
    /// The headers, including `Content-Type`.
    pub headers: HeaderMap,
    /// The body; empty if there is none.
    pub body: Bytes,
}

impl ResponseParts {
    /// A response without headers and body.
    pub fn new(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// Adds a header. Characters that cannot be sent in it become spaces (RFC 9110 §5.5).
    #[must_use]
    pub fn header<T: Serialize>(mut self, field: &Field, value: &T) -> Self {
        let text = field.write_text(&to_value(value));
        let sendable = text.replace(|sign: char| sign.is_ascii_control() && sign != '\t', " ");
        let value = HeaderValue::from_bytes(sendable.as_bytes());
        if let (Ok(name), Ok(value)) = (header_name(field.name), value) {
            self.headers.append(name, value);
        }
        self
    }

    /// Adds a header if it has a value.
    #[must_use]
    pub fn optional_header<T: Serialize>(self, field: &Field, value: Option<&T>) -> Self {
        match value {
            Some(value) => self.header(field, value),
            None => self,
        }
    }

    /// Sets the body and its media type.
    #[must_use]
    pub fn content(mut self, media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        self.body = bytes.into();
        self
    }

    /// The media type of the body in lower case, without parameters.
    pub fn media_type(&self) -> Option<String> {
        media_type(&self.headers)
    }
}
