//! A request as a mock has received it.

use std::collections::BTreeMap;

use bytes::Bytes;
use specs::contract::ParameterLocation;

/// A request.
pub struct Received<'a> {
    /// The variables of the path, by name.
    pub path: BTreeMap<String, String>,
    /// Method, URI and header fields.
    pub parts: &'a http::request::Parts,
    /// The body.
    pub body: &'a Bytes,
}

impl Received<'_> {
    /// The values of a header.
    pub fn headers(&self, name: &str) -> Vec<String> {
        let values = self.parts.headers.get_all(name).iter();
        values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
    }

    /// The names and values of the query.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let query = self.parts.uri.query().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    fn query(&self, name: &str) -> Vec<String> {
        let pairs = self.pairs().into_iter();
        pairs.filter(|(key, _)| key == name).map(|(_, value)| value).collect()
    }

    fn cookies(&self, name: &str) -> Vec<String> {
        let fields = self.headers("cookie");
        let pairs = fields.iter().flat_map(|field| field.split(';'));
        let named = pairs.filter_map(|pair| pair.trim().split_once('='));
        named.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).collect()
    }

    /// The texts of a parameter.
    pub fn texts(&self, location: ParameterLocation, name: &str) -> Vec<String> {
        match location {
            ParameterLocation::Path => self.path.get(name).cloned().into_iter().collect(),
            ParameterLocation::Query => self.query(name),
            ParameterLocation::Header => self.headers(name),
            ParameterLocation::Cookie => self.cookies(name),
        }
    }

    /// The media type of the body, without parameters, in lower case.
    pub fn media_type(&self) -> Option<String> {
        let field = self.headers("content-type").into_iter().next()?;
        Some(field.split(';').next()?.trim().to_ascii_lowercase())
    }
}
