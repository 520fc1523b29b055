//! Requests and responses as they stand on the wire, free of any HTTP library but `http`.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::Value;

use super::decode::{Decode, Decoder, Place};
use super::refusal::{Cause, Refusal};
use super::violation::{Violation, Violations, escape};
use super::wire::{Field, Kind, Part};

/// A request that a client is about to send.
#[derive(Clone)]
pub struct Outgoing {
    /// The method.
    pub method: http::Method,
    /// The path below the base URL, percent-encoded.
    pub path: String,
    /// The pairs of the query component, not yet encoded.
    pub query: Vec<(String, String)>,
    /// Header fields.
    pub headers: HeaderMap,
    /// The content, if any; its media type stands in `headers`.
    pub body: Option<Bytes>,
}

impl Outgoing {
    /// A request without query, headers or content.
    pub fn new(method: http::Method, path: String) -> Self {
        Self { method, path, query: Vec::new(), headers: HeaderMap::new(), body: None }
    }

    /// Adds a header field.
    ///
    /// # Errors
    /// A value that HTTP cannot carry, such as one with a line break.
    pub fn add_header<T: Serialize>(&mut self, field: &Field, value: &T) -> Result<(), Violations> {
        let value = header_value(field.name, &field.write_text(&to_value(value)))?;
        self.headers.append(header_name(field.name)?, value);
        Ok(())
    }

    /// Adds a parameter as cookies.
    ///
    /// # Errors
    /// A value that a cookie cannot carry.
    pub fn add_cookie<T: Serialize>(&mut self, field: &Field, value: &T) -> Result<(), Violations> {
        let mut pairs = Vec::new();
        field.write_pairs(&to_value(value), &mut pairs);
        pairs.iter().try_for_each(|(name, value)| self.push_cookie(name, value, false))
    }

    /// Adds a cookie to the one `Cookie` field (RFC 6265 §5.4); `secret` hides the field in `Debug`.
    ///
    /// # Errors
    /// A value that a cookie cannot carry.
    pub fn push_cookie(&mut self, name: &str, value: &str, secret: bool) -> Result<(), Violations> {
        // RFC 6265 §4.2.1: a semicolon would begin another cookie, outer white space would be lost.
        if value.contains(';') || value.trim() != value {
            return Err(unsendable("cookie", name));
        }
        let before = self.headers.get(header::COOKIE);
        let secret = secret || before.is_some_and(HeaderValue::is_sensitive);
        let mut field = before.map_or_else(Vec::new, |before| before.as_bytes().to_vec());
        if !field.is_empty() {
            field.extend(b"; ");
        }
        field.extend(format!("{name}={value}").bytes());
        let field = HeaderValue::from_bytes(&field);
        let mut field = field.map_err(|_| unsendable("cookie", name))?;
        field.set_sensitive(secret);
        self.headers.insert(header::COOKIE, field);
        Ok(())
    }

    /// Adds pairs to the query.
    pub fn add_query<T: Serialize>(&mut self, field: &Field, value: &T) {
        field.write_pairs(&to_value(value), &mut self.query);
    }

    /// Sets the content.
    pub fn set_content(&mut self, media_type: &'static str, bytes: Vec<u8>) {
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        self.body = Some(bytes.into());
    }
}

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
        essence(&self.headers)
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
        decoder.descend(&value, &Place::Member(&Place::Root, "body"))
    }

    /// Reports that there is no content where there must be.
    pub fn body_missing<T>(&self, decoder: &mut Decoder) -> Option<T> {
        decoder.report(&Place::Member(&Place::Root, "body"), "required", "is required")
    }
}

/// A response, on either end of the wire.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// Header fields, `Content-Type` among them.
    pub headers: HeaderMap,
    /// The content; empty where there is none.
    pub body: Bytes,
}

impl Reply {
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
        essence(&self.headers)
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
        let at = Place::Member(&Place::Root, "body");
        match serde_json::from_slice(&self.body) {
            Ok(value) => decoder.descend(&value, &at),
            Err(_) => decoder.report(&at, "contentMediaType", "is not JSON"),
        }
    }

    /// Decodes a form.
    pub fn form<T: Decode>(&self, fields: &[Field], decoder: &mut Decoder) -> Option<T> {
        let value = super::wire::read_form(&self.body, fields);
        decoder.descend(&value, &Place::Member(&Place::Root, "body"))
    }

    /// Reports content of a media type that is not declared.
    pub fn other_media_type<T>(&self, decoder: &mut Decoder) -> Option<T> {
        let part = Place::Member(&Place::Root, "header");
        let at = Place::Member(&part, "content-type");
        decoder.report(&at, "enum", "is not a declared media type")
    }

    /// Decodes content that is text.
    pub fn text<T: Decode>(&self, decoder: &mut Decoder) -> Option<T> {
        let at = Place::Member(&Place::Root, "body");
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

/// A value as JSON text. Generated models always have one.
pub fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// A value as a JSON value. Generated models always have one.
pub fn to_value<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A text value as bytes.
pub fn to_text<T: Serialize>(value: &T) -> Vec<u8> {
    match to_value(value) {
        Value::String(text) => text.into_bytes(),
        other => other.to_string().into_bytes(),
    }
}

/// Decodes a value that must be there, at `/<part>/<name>`.
fn required<T: Decode>(
    value: Option<Value>,
    part: &str,
    name: &str,
    decoder: &mut Decoder,
) -> Option<T> {
    let part = Place::Member(&Place::Root, part);
    let at = Place::Member(&part, name);
    match value {
        Some(value) => decoder.descend(&value, &at),
        None => decoder.report(&at, "required", "is required"),
    }
}

/// Decodes a value that may be left out, at `/<part>/<name>`.
fn optional<T: Decode>(
    value: Option<Value>,
    part: &str,
    name: &str,
    decoder: &mut Decoder,
) -> Option<Option<T>> {
    match value {
        Some(value) => required(Some(value), part, name, decoder).map(Some),
        None => Some(None),
    }
}

fn header_value(name: &str, text: &str) -> Result<HeaderValue, Violations> {
    HeaderValue::from_str(text).map_err(|_| unsendable("header", name))
}

fn unsendable(part: &str, name: &str) -> Violations {
    Violations(vec![Violation {
        pointer: format!("/{part}/{}", escape(name)),
        keyword: "format",
        message: format!("cannot be carried in a {part}"),
    }])
}

fn header_name(name: &'static str) -> Result<HeaderName, Violations> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable("header", name))
}

/// The texts of a header field; one text where it is a list.
fn field_texts(headers: &HeaderMap, field: &Field) -> Vec<String> {
    let texts = texts(headers, field.name);
    if texts.is_empty() || !matches!(field.kind, Kind::Array(_) | Kind::Object(_)) {
        return texts;
    }
    // RFC 9110 §5.3 and §5.6.1: lines of one name are one list, white space around commas says nothing.
    let items = texts.iter().flat_map(|text| text.split(','));
    vec![items.map(str::trim).collect::<Vec<_>>().join(",")]
}

fn texts(headers: &HeaderMap, name: &str) -> Vec<String> {
    let values = headers.get_all(name).iter();
    values
        .filter_map(|value| Some(std::str::from_utf8(value.as_bytes()).ok()?.to_owned()))
        .collect()
}

fn essence(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}
