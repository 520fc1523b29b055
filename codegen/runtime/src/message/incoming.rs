//! Requests as a server receives them.

use std::collections::BTreeMap;

use super::fields::{media_type, texts};
use bytes::Bytes;
use http::HeaderMap;

/// A request that a server has received.
#[derive(Clone)]
pub struct Incoming {
    /// Path parameters by name, percent-decoded.
    pub path: BTreeMap<&'static str, String>,
    /// The pairs of the query component, decoded.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; empty if there is none.
    pub body: Bytes,
}

impl Incoming {
    /// The texts of a header, in order; those that are not text are omitted.
    pub fn header(&self, name: &str) -> Vec<String> {
        texts(&self.headers, name)
    }

    /// The values of a cookie, in order.
    pub fn cookie(&self, name: &str) -> Vec<String> {
        let own = self.cookies().into_iter().filter(|(key, _)| key == name);
        own.map(|(_, value)| value).collect()
    }

    /// All cookies, in order (RFC 6265 §4.2).
    pub(super) fn cookies(&self) -> Vec<(String, String)> {
        let fields = self.header("cookie");
        let pairs = fields.iter().flat_map(|field| field.split(';'));
        let named = pairs.filter_map(|pair| pair.trim().split_once('='));
        named.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// The media type of the body in lower case, without parameters.
    pub fn media_type(&self) -> Option<String> {
        media_type(&self.headers)
    }
}
