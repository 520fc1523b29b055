//! Responses, in clients and servers.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::Value;

use super::super::decode::{Decode, Decoder, JsonPointer};
use super::super::serial::to_value;
use super::super::violation::Violations;
use super::super::wire::{Field, read_form};
use super::fields::{field_texts, header_name, media_type_of, optional, required};

/// The parts of a response, as a client has received it or a server is about to send it.
#[derive(Clone, Debug)]
pub struct ResponseParts {
    /// The status.
    pub status: StatusCode,
    /// Header fields, `Content-Type` among them.
    pub headers: HeaderMap,
    /// The content; empty where there is none.
    pub body: Bytes,
}

impl ResponseParts {
    /// A response without headers or content.
    pub fn new(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// Adds a header field. What HTTP cannot carry in it becomes a space (RFC 9110 §5.5).
    #[must_use]
    pub fn header<T: Serialize>(mut self, field: &Field, value: &T) -> Self {
        let text = field.write_text(&to_value(value));
        let carried = text.replace(|sign: char| sign.is_ascii_control() && sign != '\t', " ");
        let value = HeaderValue::from_bytes(carried.as_bytes());
        if let (Ok(name), Ok(value)) = (header_name(field.name), value) {
            self.headers.append(name, value);
        }
        self
    }

    /// Adds a header field if it has a value.
    #[must_use]
    pub fn optional_header<T: Serialize>(self, field: &Field, value: Option<&T>) -> Self {
        match value {
            Some(value) => self.header(field, value),
            None => self,
        }
    }

    /// Sets the content.
    #[must_use]
    pub fn content(mut self, media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        self.body = bytes.into();
        self
    }

    /// The media type of the content in lower case, without parameters.
    pub fn media_type(&self) -> Option<String> {
        media_type_of(&self.headers)
    }

    /// Decodes a header field that must be there.
    pub fn decode_header<T: Decode>(&self, field: &Field, decoder: &mut Decoder) -> Option<T> {
        let value = field.read_text(&field_texts(&self.headers, field));
        required(value, "header", field.name, decoder)
    }

    /// Decodes a header field that may be left out.
    pub fn decode_optional_header<T: Decode>(
        &self,
        field: &Field,
        decoder: &mut Decoder,
    ) -> Option<Option<T>> {
        let value = field.read_text(&field_texts(&self.headers, field));
        optional(value, "header", field.name, decoder)
    }

    /// Decodes JSON content.
    pub fn json<T: Decode>(&self, decoder: &mut Decoder) -> Option<T> {
        let at = JsonPointer::Property(&JsonPointer::Root, "body");
        match serde_json::from_slice(&self.body) {
            Ok(value) => decoder.descend(&value, &at),
            Err(_) => decoder.report(&at, "contentMediaType", "is not JSON"),
        }
    }

    /// Decodes a form.
    pub fn form<T: Decode>(&self, fields: &[Field], decoder: &mut Decoder) -> Option<T> {
        let value = read_form(&self.body, fields);
        decoder.descend(&value, &JsonPointer::Property(&JsonPointer::Root, "body"))
    }

    /// Reports content of a media type that is not declared.
    pub fn other_media_type<T>(&self, decoder: &mut Decoder) -> Option<T> {
        let part = JsonPointer::Property(&JsonPointer::Root, "header");
        let at = JsonPointer::Property(&part, "content-type");
        decoder.report(&at, "enum", "is not a declared media type")
    }

    /// Decodes content that is text.
    pub fn text<T: Decode>(&self, decoder: &mut Decoder) -> Option<T> {
        let at = JsonPointer::Property(&JsonPointer::Root, "body");
        match std::str::from_utf8(&self.body) {
            Ok(text) => decoder.descend(&Value::String(text.to_owned()), &at),
            Err(_) => decoder.report(&at, "contentMediaType", "is not UTF-8 text"),
        }
    }
}

/// Why a response cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// Its status is not declared.
    Undeclared,
    /// It is not what is declared for its status.
    Violations(Violations),
}
