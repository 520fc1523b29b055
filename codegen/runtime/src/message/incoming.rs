//! Requests as a server receives them.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

use super::super::decode::{Decode, Decoder, JsonPointer};
use super::super::refusal::{Cause, Refusal};
use super::super::wire::{Field, Part};
use super::fields::{field_texts, media_type_of, optional, required, texts};

/// A request that a server has received.
#[derive(Clone)]
pub struct Incoming {
    /// Path parameters by name, percent-decoded.
    pub path: BTreeMap<&'static str, String>,
    /// The pairs of the query component, decoded.
    pub query: Vec<(String, String)>,
    /// Header fields.
    pub headers: HeaderMap,
    /// The content; empty where there is none.
    pub body: Bytes,
}

impl Incoming {
    /// Decodes a parameter that must be there.
    pub fn required<T: Decode>(
        &self,
        part: Part,
        field: &Field,
        decoder: &mut Decoder,
    ) -> Option<T> {
        required(self.read(part, field), part.as_str(), field.name, decoder)
    }

    /// Decodes a parameter that may be left out.
    pub fn optional<T: Decode>(
        &self,
        part: Part,
        field: &Field,
        decoder: &mut Decoder,
    ) -> Option<Option<T>> {
        optional(self.read(part, field), part.as_str(), field.name, decoder)
    }

    fn read(&self, part: Part, field: &Field) -> Option<Value> {
        match part {
            Part::Path => {
                field.read_text(self.path.get(field.name).map_or(&[], std::slice::from_ref))
            }
            Part::Query => field.read_pairs(&self.query),
            Part::Header => field.read_text(&field_texts(&self.headers, field)),
            Part::Cookie => field.read_pairs(&self.cookies()),
        }
    }

    /// The texts of a header field, in order; fields that are not text are left out.
    pub fn header(&self, name: &str) -> Vec<String> {
        texts(&self.headers, name)
    }

    /// The values of a cookie, in order.
    pub fn cookie(&self, name: &str) -> Vec<String> {
        let own = self.cookies().into_iter().filter(|(key, _)| key == name);
        own.map(|(_, value)| value).collect()
    }

    /// All cookies, in order (RFC 6265 §4.2).
    fn cookies(&self) -> Vec<(String, String)> {
        let fields = self.header("cookie");
        let pairs = fields.iter().flat_map(|field| field.split(';'));
        let named = pairs.filter_map(|pair| pair.trim().split_once('='));
        named.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// The media type of the content in lower case, without parameters.
    pub fn media_type(&self) -> Option<String> {
        media_type_of(&self.headers)
    }

    /// The content as a JSON value.
    ///
    /// # Errors
    /// [`Cause::Malformed`].
    pub fn json(&self) -> Result<Value, Refusal> {
        serde_json::from_slice(&self.body).map_err(|_| Refusal::new(Cause::Malformed))
    }

    /// The content as text.
    ///
    /// # Errors
    /// [`Cause::Malformed`] where it is not UTF-8.
    pub fn text(&self) -> Result<Value, Refusal> {
        let text = std::str::from_utf8(&self.body);
        let text = text.map_err(|_| Refusal::new(Cause::Malformed))?;
        Ok(Value::String(text.to_owned()))
    }

    /// Decodes content that has been read, at `/body`.
    pub fn body_as<T: Decode>(&self, value: Value, decoder: &mut Decoder) -> Option<T> {
        decoder.descend(&value, &JsonPointer::Property(&JsonPointer::Root, "body"))
    }

    /// Reports that there is no content where there must be.
    pub fn body_missing<T>(&self, decoder: &mut Decoder) -> Option<T> {
        decoder.report(
            &JsonPointer::Property(&JsonPointer::Root, "body"),
            "required",
            "is required",
        )
    }
}
