//! Decoding a received request, collecting everything that is wrong with it.

use serde_json::Value;

use super::super::codec::{Alternative, choose};
use super::super::decode::{Decode, Decoder, JsonPointer};
use super::super::refusal::{Cause, Refusal};
use super::super::wire::{Field, Part};
use super::Incoming;
use super::fields::{field_texts, optional, required};

/// A received request while it is decoded. Its methods return `None` if something is wrong, and record
/// what it is.
pub struct RequestDecoder<'a> {
    incoming: &'a Incoming,
    decoder: Decoder,
    /// Why the body cannot be decoded at all.
    undecodable: Option<Cause>,
}

impl Incoming {
    /// Decodes the request with `decode`, which returns `None` if something is wrong.
    ///
    /// # Errors
    /// Why the request is rejected, with every violation.
    pub fn decode<T>(
        &self,
        decode: impl FnOnce(&mut RequestDecoder<'_>) -> Option<T>,
    ) -> Result<T, Refusal> {
        let decoder = Decoder::strict();
        let mut request = RequestDecoder { incoming: self, decoder, undecodable: None };
        let decoded = decode(&mut request);
        match request.undecodable {
            Some(cause) => Err(Refusal::new(cause)),
            None => request.decoder.finish(decoded).map_err(Refusal::invalid),
        }
    }
}

impl RequestDecoder<'_> {
    /// Decodes a required parameter.
    pub fn required<T: Decode>(&mut self, part: Part, field: &Field) -> Option<T> {
        let value = self.parse(part, field);
        required(value, part.as_str(), field.name, &mut self.decoder)
    }

    /// Decodes an optional parameter.
    pub fn optional<T: Decode>(&mut self, part: Part, field: &Field) -> Option<Option<T>> {
        let value = self.parse(part, field);
        optional(value, part.as_str(), field.name, &mut self.decoder)
    }

    fn parse(&self, part: Part, field: &Field) -> Option<Value> {
        let incoming = self.incoming;
        match part {
            Part::Path => {
                field.read_text(incoming.path.get(field.name).map_or(&[], std::slice::from_ref))
            }
            Part::Query => field.read_pairs(&incoming.query),
            Part::Header => field.read_text(&field_texts(&incoming.headers, field)),
            Part::Cookie => field.read_pairs(&incoming.cookies()),
        }
    }

    /// Decodes a required body by the alternative for its media type.
    pub fn required_body<T>(&mut self, alternatives: &[Alternative<T>]) -> Option<T> {
        if self.has_body() {
            return self.body(alternatives);
        }
        let at = JsonPointer::Property(&JsonPointer::Root, "body");
        self.decoder.report(&at, "required", "is required")
    }

    /// Decodes an optional body by the alternative for its media type.
    pub fn optional_body<T>(&mut self, alternatives: &[Alternative<T>]) -> Option<Option<T>> {
        if self.has_body() { self.body(alternatives).map(Some) } else { Some(None) }
    }

    /// A body without bytes is present if it has a media type.
    fn has_body(&self) -> bool {
        self.incoming.media_type().is_some() || !self.incoming.body.is_empty()
    }

    fn body<T>(&mut self, alternatives: &[Alternative<T>]) -> Option<T> {
        let media_type = self.incoming.media_type();
        let decode = media_type.and_then(|media_type| choose(alternatives, Some(&media_type)));
        let Some(decode) = decode else {
            self.undecodable = Some(Cause::UnsupportedMediaType);
            return None;
        };
        decode(&self.incoming.body, &mut self.decoder).unwrap_or_else(|_| {
            self.undecodable = Some(Cause::Malformed);
            None
        })
    }
}
