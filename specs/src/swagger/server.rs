//! `host`, `basePath` and `schemes`, which OpenAPI 3.0 has as URLs of servers.

use serde_json::{Map, Value, json};

use super::{Position, Rewriting};
use crate::Pointer;
use crate::diagnostic::codes::{BAD_VALUE, WRONG_TYPE};

/// Where the API is.
#[derive(Debug, Default)]
pub(super) struct Servers {
    host: Option<String>,
    /// With a slash at its beginning and none at its end.
    base: String,
    schemes: Vec<String>,
}

impl Rewriting<'_> {
    pub(super) fn servers(&mut self, entries: &Map<String, Value>) -> Servers {
        let root = Position::default();
        let mut schemes = self.texts("schemes", entries, &root).unwrap_or_default();
        let base = self.base_path(entries);
        let host = self.text("host", entries).map(|host| self.host(host, &mut schemes));
        Servers { host, base, schemes }
    }

    /// The `servers` of the document; none where it has servers as OpenAPI 3.0 has them.
    pub(super) fn root_servers(&mut self, entries: &Map<String, Value>) -> Option<Value> {
        if entries.contains_key("servers") {
            return None;
        }
        let keys = ["host", "basePath", "schemes"];
        let found = keys.into_iter().find(|key| entries.contains_key(*key));
        let urls = self.servers.urls(&self.servers.schemes);
        let written = found.map_or(Pointer::root(), |key| Pointer::root().child(key));
        self.moved(Position::new(Pointer::root().child("servers"), written));
        Some(servers(urls))
    }

    /// The `servers` of an operation with schemes of its own, where these differ from the document's.
    pub(super) fn own_servers(
        &mut self,
        entries: &Map<String, Value>,
        at: &Position,
    ) -> Option<Value> {
        let schemes = self.texts("schemes", entries, at)?;
        // The scheme of a URL without a host is that of the target.
        let differs = schemes != self.servers.schemes && self.servers.host.is_some();
        if !differs || schemes.is_empty() || entries.contains_key("servers") {
            return None;
        }
        let rewritten = at.rewritten.child("servers");
        self.moved(Position::copy(rewritten, at.written.child("schemes")));
        Some(servers(self.servers.urls(&schemes)))
    }

    fn text(&mut self, key: &str, entries: &Map<String, Value>) -> Option<String> {
        let value = entries.get(key).filter(|value| !value.is_null())?;
        if let Value::String(text) = value {
            return Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        let message = format!("`{key}` must be a string, but is {value}");
        let at = Pointer::root().child(key);
        self.diagnostics.report(&WRONG_TYPE, &at, message, "give a string");
        None
    }

    fn base_path(&mut self, entries: &Map<String, Value>) -> String {
        let Some(text) = self.text("basePath", entries) else {
            return String::new();
        };
        if !text.starts_with('/') {
            let message = format!("`basePath` is `{text}`; a slash is put before it");
            let help = format!("write `/{text}`");
            let at = Pointer::root().child("basePath");
            self.diagnostics.report_repair(&BAD_VALUE, &at, message, help);
        }
        let trimmed = text.trim_matches('/');
        if trimmed.is_empty() { String::new() } else { format!("/{trimmed}") }
    }

    /// A host without a scheme before it, which counts where no other is declared, and without a slash
    /// after it.
    fn host(&mut self, text: String, schemes: &mut Vec<String>) -> String {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, text.as_str()),
        };
        let host = rest.trim_end_matches('/').to_owned();
        if host != text {
            let message = format!("`host` is `{text}`; it is read as `{host}`");
            let help = "give the host alone; declare `schemes` and `basePath` for the rest";
            let at = Pointer::root().child("host");
            self.diagnostics.report_repair(&BAD_VALUE, &at, message, help);
        }
        if let (Some(scheme), true) = (scheme, schemes.is_empty()) {
            schemes.push(scheme.to_owned());
        }
        host
    }
}

impl Servers {
    /// A URL for each scheme. Without schemes that of the document itself counts, which a file has not:
    /// HTTPS is assumed.
    fn urls(&self, schemes: &[String]) -> Vec<String> {
        let base = &self.base;
        let Some(host) = &self.host else {
            return vec![if base.is_empty() { "/".to_owned() } else { base.clone() }];
        };
        let assumed = ["https".to_owned()];
        let schemes = if schemes.is_empty() { &assumed } else { schemes };
        schemes.iter().map(|scheme| format!("{scheme}://{host}{base}")).collect()
    }
}

fn servers(urls: Vec<String>) -> Value {
    urls.into_iter().map(|url| json!({ "url": url })).collect()
}
