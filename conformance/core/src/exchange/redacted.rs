//! A request as reports show it: as it was sent, with placeholders for secrets. It is built on demand,
//! since most requests are never shown.

use super::{SentRequest, text};
use crate::exchange::Via;

/// A request as reports show it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct RedactedRequest {
    /// The method.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Header fields, in order.
    pub headers: Vec<(String, String)>,
    /// The body, if any.
    pub body: Option<String>,
}

/// Replacements for the parts that have secrets: the same text with `$NAME` for each secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RedactedParts {
    /// Replaces the URL.
    pub url: Option<String>,
    /// Replaces the values of header fields, by their number.
    pub headers: Vec<(usize, String)>,
    /// Replaces the body.
    pub body: Option<String>,
}

impl SentRequest {
    /// The same as reports show it.
    pub fn shown(&self) -> RedactedRequest {
        let mut headers = self.headers.clone();
        for (number, shown) in &self.redacted.headers {
            if let Some((_, value)) = headers.get_mut(*number) {
                value.clone_from(shown);
            }
        }
        if let Via::Malformed(malformation) = self.via {
            let fields = malformation.fields(self.body.as_ref().map_or(0, Vec::len)).into_iter();
            // Line breaks and NUL would garble a report.
            let shown_as = |value: String| value.escape_debug().to_string();
            headers.extend(fields.map(|(name, value)| (name.to_owned(), shown_as(value))));
        }
        let content = || self.body.as_deref().map(|content| text(content).into_owned());
        RedactedRequest {
            method: self.method.clone(),
            url: self.redacted.url.as_ref().unwrap_or(&self.url).clone(),
            headers,
            body: self.redacted.body.clone().or_else(content),
        }
    }
}
