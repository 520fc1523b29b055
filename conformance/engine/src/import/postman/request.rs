//! One request of a collection: its URL, headers, body, and credential.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use specs::Pointer;

use super::{Reader, members, pair, pairs, text};
use crate::har::{Content, PostData, Request};
use conformance_core::case::Manner;
use conformance_core::redact::without_password;

/// The credential of a request. That of a folder applies to what is in it. It has no `Debug`.
#[derive(Clone)]
pub(super) enum Auth {
    None,
    Basic(String, String),
    Bearer(String),
    Key { name: String, value: String, in_query: bool },
}

impl Reader<'_> {
    /// The auth of a collection, folder or request, else the inherited one.
    pub(super) fn auth(&mut self, of: &Value, place: &Pointer, around: &Auth) -> Auth {
        let Some(auth) = of.get("auth").filter(|auth| !auth.is_null()) else {
            return around.clone();
        };
        let kind = auth.get("type").and_then(Value::as_str).unwrap_or_default();
        // v2.1 has arrays of `key` and `value`, v2.0 objects.
        let mut values: Vec<(String, String)> = match auth.get(kind) {
            Some(Value::Array(_)) => pairs(auth.get(kind)),
            Some(Value::Object(members)) => {
                members.iter().map(|(name, value)| (name.clone(), text(Some(value)))).collect()
            }
            _ => Vec::new(),
        };
        for (_, value) in &mut values {
            *value = self.variables.fill(value);
        }
        let value = |name: &str| {
            let found = values.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        match kind {
            "noauth" => Auth::None,
            "basic" => Auth::Basic(value("username"), value("password")),
            "bearer" => Auth::Bearer(value("token")),
            "apikey" => Auth::Key {
                name: value("key"),
                value: value("value"),
                in_query: value("in") == "query",
            },
            other => {
                let message = format!("authorization of type `{other}` is not supported");
                let help = "use basic, bearer, apikey or noauth";
                self.wrong(&place.child("auth"), message, help);
                Auth::None
            }
        }
    }

    pub(super) fn request(
        &mut self,
        request: &Value,
        place: &Pointer,
        auth: &Auth,
    ) -> Option<Request> {
        // A request may consist of its URL only.
        let url_value = if request.is_string() { Some(request) } else { request.get("url") };
        let mut url = self.url(url_value, &place.child("url"))?;
        let method = request.get("method").and_then(Value::as_str).unwrap_or("GET");
        let mut headers = Vec::new();
        for (name, value) in pairs(request.get("header")) {
            headers.push((self.variables.fill(&name), self.variables.fill(&value)));
        }
        self.place(auth, &mut url, &mut headers);
        let body = match request.get("body").filter(|body| !body.is_null()) {
            Some(body) if body.get("disabled") != Some(&Value::Bool(true)) => {
                self.body(body, &place.child("body"), &headers)?
            }
            _ => None,
        };
        Some(Request { method: method.to_ascii_uppercase(), url, headers, body })
    }

    /// Inserts the credential. The name of its variable is ignored: the document's schemes name the
    /// placeholder.
    fn place(&mut self, auth: &Auth, url: &mut String, headers: &mut Vec<(String, String)>) {
        let mut literal = |value: &str| {
            if let Some(name) = value.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
                self.variables.forget(name);
            }
            value.replace(['{', '}'], "")
        };
        let is_there = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        match auth {
            Auth::Basic(..) | Auth::Bearer(_) if is_there => {}
            Auth::None => {}
            Auth::Basic(user, password) => {
                let pair = format!("{}:{}", literal(user), literal(password));
                let wire = STANDARD.encode(pair);
                headers.push(("Authorization".to_owned(), format!("Basic {wire}")));
            }
            Auth::Bearer(token) => {
                let value = format!("Bearer {}", literal(token));
                headers.push(("Authorization".to_owned(), value));
            }
            Auth::Key { name, value, in_query: true } => {
                let mark = if url.contains('?') { '&' } else { '?' };
                url.push_str(&format!("{mark}{name}={}", Manner::Url.write(&literal(value))));
            }
            Auth::Key { name, value, .. } => headers.push((name.clone(), literal(value))),
        }
        for (name, value) in headers.iter_mut() {
            if name.eq_ignore_ascii_case("authorization") {
                *value = literal(value);
            }
        }
    }

    fn url(&mut self, url: Option<&Value>, place: &Pointer) -> Option<String> {
        let object = members(url);
        let raw = match url {
            Some(Value::String(text)) => text.clone(),
            _ => text(object.get("raw")),
        };
        let raw = if raw.is_empty() { joined(&object) } else { raw };
        let bare = raw.split(['?', '#']).next().unwrap_or_default().to_owned();
        let mut bare = self.whole(&bare);
        for variable in object.get("variable").and_then(Value::as_array).into_iter().flatten() {
            let Some((name, value)) = pair(variable) else { continue };
            let value = if value.is_empty() {
                format!("{{{{{name}}}}}")
            } else {
                self.variables.fill(&value)
            };
            let wanted = format!("/:{name}");
            let segments = bare.split('/').map(|segment| {
                if format!("/{segment}") == wanted { value.clone() } else { segment.to_owned() }
            });
            bare = segments.collect::<Vec<_>>().join("/");
        }
        let segments = bare.split('/').map(|segment| match segment.strip_prefix(':') {
            Some(name) if !name.is_empty() => format!("{{{{{name}}}}}"),
            _ => segment.to_owned(),
        });
        let bare = segments.collect::<Vec<_>>().join("/");
        let query = match object.get("query") {
            Some(list) => pairs(Some(list)),
            None => {
                let query = raw.split('#').next().and_then(|raw| raw.split_once('?'));
                let query = query.map_or("", |(_, query)| query);
                form_urlencoded::parse(query.as_bytes()).into_owned().collect()
            }
        };
        let mut written = Vec::new();
        for (name, value) in query {
            let (name, value) = (self.variables.fill(&name), self.variables.fill(&value));
            written.push(format!("{}={}", encoded(&name), encoded(&value)));
        }
        if !bare.starts_with("http://") && !bare.starts_with("https://") {
            // Without the values of variables, which may be secrets.
            let shown = without_password(raw.split('?').next().unwrap_or_default());
            let message = format!("`{shown}` is not an absolute URL");
            self.wrong(place, message, "set its variable with --var NAME=https://…");
            return None;
        }
        let mark = if written.is_empty() { "" } else { "?" };
        Some(format!("{bare}{mark}{}", written.join("&")))
    }

    /// The URL with its variables; a leading variable without a value is the document's server.
    fn whole(&mut self, bare: &str) -> String {
        let filled = self.variables.fill(bare);
        let begin = filled.strip_prefix("{{").and_then(|rest| rest.split_once("}}"));
        match (begin, self.server) {
            (Some((name, rest)), Some(server)) => {
                self.variables.forget(name);
                format!("{}{rest}", server.trim_end_matches('/'))
            }
            _ if filled.contains("://") || filled.is_empty() => filled,
            // Postman treats a URL without a scheme as one of HTTP.
            _ if filled.starts_with("{{") || filled.starts_with('/') => filled,
            _ => format!("http://{filled}"),
        }
    }

    fn body(
        &mut self,
        body: &Value,
        place: &Pointer,
        headers: &[(String, String)],
    ) -> Option<Option<PostData>> {
        let said = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let said = said.map(|(_, value)| value.clone());
        let data = |media_type: String, text: String| PostData {
            media_type,
            content: Content::Whole(text.into_bytes()),
            fields: Vec::new(),
        };
        let mode = body.get("mode").and_then(Value::as_str).unwrap_or_default();
        let refused = match mode {
            "" => return Some(None),
            "raw" => {
                let content = text(body.get("raw"));
                if content.is_empty() {
                    return Some(None);
                }
                let language = body.pointer("/options/raw/language").and_then(Value::as_str);
                let usual = match language {
                    Some("json") => "application/json",
                    Some("xml") => "application/xml",
                    Some("html") => "text/html",
                    _ => "text/plain",
                };
                let media_type = said.unwrap_or_else(|| usual.to_owned());
                return Some(Some(data(media_type, self.variables.fill(&content))));
            }
            "urlencoded" => {
                let mut fields = Vec::new();
                for (name, value) in pairs(body.get("urlencoded")) {
                    let (name, value) = (self.variables.fill(&name), self.variables.fill(&value));
                    fields.push(format!("{}={}", encoded(&name), encoded(&value)));
                }
                let form = "application/x-www-form-urlencoded".to_owned();
                return Some(Some(data(said.unwrap_or(form), fields.join("&"))));
            }
            "formdata" => "multipart bodies are not supported",
            "file" => "the file is not in the collection",
            "graphql" => "OpenAPI documents do not describe GraphQL",
            _ => "the mode is unknown",
        };
        let help = "use raw or urlencoded, or omit the request with --keep-going";
        self.wrong(place, format!("mode `{mode}`: {refused}"), help);
        None
    }
}

/// The URL from its parts.
fn joined(url: &serde_json::Map<String, Value>) -> String {
    let list = |name: &str, separator: &str| match url.get(name) {
        Some(Value::Array(parts)) => {
            let parts: Vec<String> = parts.iter().map(|part| text(Some(part))).collect();
            parts.join(separator)
        }
        other => text(other),
    };
    let (host, path) = (list("host", "."), list("path", "/"));
    let protocol = text(url.get("protocol"));
    let port = text(url.get("port"));
    let scheme = match protocol.as_str() {
        _ if host.starts_with("{{") || host.is_empty() => String::new(),
        "" => "https://".to_owned(),
        name => format!("{name}://"),
    };
    let port = if port.is_empty() { port } else { format!(":{port}") };
    format!("{scheme}{host}{port}/{}", path.trim_start_matches('/'))
}

/// Percent-encoded, except for placeholders.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else { break };
        encoded.push_str(&Manner::Url.write(before));
        encoded.push_str(&format!("{{{{{name}}}}}"));
        rest = tail;
    }
    encoded.push_str(&Manner::Url.write(rest));
    encoded
}
