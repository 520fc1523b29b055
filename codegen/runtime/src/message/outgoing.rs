//! Requests as a client sends them.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use serde::Serialize;

use super::super::serial::to_value;
use super::super::violation::Violations;
use super::super::wire::Field;
use super::fields::{header_name, header_value, unsendable};

/// A request that a client is about to send.
#[derive(Clone)]
pub struct Outgoing {
    /// The method.
    pub method: http::Method,
    /// The path below the base URL, percent-encoded.
    pub path: String,
    /// The pairs of the query component, not yet encoded.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, if any; its media type is in `headers`.
    pub body: Option<Bytes>,
}

impl Outgoing {
    /// A request without query, headers or body.
    pub fn new(method: http::Method, path: String) -> Self {
        Self { method, path, query: Vec::new(), headers: HeaderMap::new(), body: None }
    }

    /// Adds a header.
    ///
    /// # Errors
    /// A value that cannot be sent in a header, such as one with a line break.
    pub fn add_header<T: Serialize>(&mut self, field: &Field, value: &T) -> Result<(), Violations> {
        let value = header_value(field.name, &field.write_text(&to_value(value)))?;
        self.headers.append(header_name(field.name)?, value);
        Ok(())
    }

    /// Adds a parameter as cookies.
    ///
    /// # Errors
    /// A value that cannot be sent in a cookie.
    pub fn add_cookie<T: Serialize>(&mut self, field: &Field, value: &T) -> Result<(), Violations> {
        let mut pairs = Vec::new();
        field.write_pairs(&to_value(value), &mut pairs);
        pairs.iter().try_for_each(|(name, value)| self.push_cookie(name, value, false))
    }

    /// Adds a cookie to the one `Cookie` header (RFC 6265 §5.4); `secret` hides the header in `Debug`.
    ///
    /// # Errors
    /// A value that cannot be sent in a cookie.
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

    /// Sets the body and its media type.
    pub fn set_content(&mut self, media_type: &'static str, bytes: impl Into<Bytes>) {
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        self.body = Some(bytes.into());
    }
}
