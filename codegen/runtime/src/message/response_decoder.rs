//! Decoding a received response, collecting everything that differs from what is declared.

use http::StatusCode;

use super::super::codec::{Alternative, choose};
use super::super::decode::{Decode, Decoder, JsonPointer};
use super::super::violation::Violations;
use super::super::wire::Field;
use super::ResponseParts;
use super::fields::{field_texts, optional, required};

/// Why a response cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// Its status is not declared.
    Undeclared,
    /// It differs from what is declared for its status.
    Violations(Violations),
}

/// A received response while it is decoded. Its methods return `None` if something is wrong, and record
/// what it is.
pub struct ResponseDecoder<'a> {
    parts: &'a ResponseParts,
    decoder: Decoder,
    undeclared: bool,
}

impl ResponseParts {
    /// Decodes the response with `decode`, which returns `None` if something is wrong.
    ///
    /// # Errors
    /// A status that is not declared, or every violation.
    pub fn decode<T>(
        &self,
        decode: impl FnOnce(&mut ResponseDecoder<'_>) -> Option<T>,
    ) -> Result<T, Mismatch> {
        let decoder = Decoder::lenient();
        let mut response = ResponseDecoder { parts: self, decoder, undeclared: false };
        let decoded = decode(&mut response);
        if response.undeclared {
            return Err(Mismatch::Undeclared);
        }
        response.decoder.finish(decoded).map_err(Mismatch::Violations)
    }
}

impl ResponseDecoder<'_> {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// Records that the status is not declared.
    pub fn undeclared<T>(&mut self) -> Option<T> {
        self.undeclared = true;
        None
    }

    /// Decodes a required header.
    pub fn header<T: Decode>(&mut self, field: &Field) -> Option<T> {
        let value = field.read_text(&field_texts(&self.parts.headers, field));
        required(value, "header", field.name, &mut self.decoder)
    }

    /// Decodes an optional header.
    pub fn optional_header<T: Decode>(&mut self, field: &Field) -> Option<Option<T>> {
        let value = field.read_text(&field_texts(&self.parts.headers, field));
        optional(value, "header", field.name, &mut self.decoder)
    }

    /// Decodes the body by the alternative for its media type.
    pub fn body<T>(&mut self, alternatives: &[Alternative<T>]) -> Option<T> {
        let media_type = self.parts.media_type();
        let Some(decode) = choose(alternatives, media_type.as_deref()) else {
            let part = JsonPointer::Property(&JsonPointer::Root, "header");
            let at = JsonPointer::Property(&part, "content-type");
            return self.decoder.report(&at, "enum", "is not a declared media type");
        };
        decode(&self.parts.body, &mut self.decoder).unwrap_or_else(|malformed| {
            let at = JsonPointer::Property(&JsonPointer::Root, "body");
            self.decoder.report(&at, "contentMediaType", malformed.message)
        })
    }
}
