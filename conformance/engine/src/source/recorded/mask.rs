//! Masks the secrets in an exchange: each is replaced by the placeholder that is filled in when it is
//! sent again.

mod content;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use specs::Contract;
use specs::contract::{Operation, ParameterLocation, SchemeKind};

use super::matching::Match;
use super::placeholder::fields;
use crate::fixtures::Fixtures;
use crate::har::{Entry, Response};
use conformance_core::redact::{Redactor, names_secret};
use conformance_core::values::Validators;

/// Shorter values occur elsewhere by chance: they are masked only where they are found.
const BY_VALUE: usize = 8;

/// Masks the secrets in exchanges.
#[derive(Clone, Copy)]
pub struct Masker<'a> {
    /// The contract of the document.
    pub contract: &'a Contract,
    /// Compiled schemas.
    pub validators: &'a Validators,
    /// Their live fields are masked whatever their name.
    pub fixtures: &'a Fixtures,
    /// Whether cookies that the document does not declare are removed and not supplied.
    pub foreign: bool,
}

/// A masked secret, and the name of its placeholder. It has no `Debug`.
pub struct Secret {
    /// The name of its placeholder.
    pub name: String,
    /// The secret.
    pub value: String,
}

impl Masker<'_> {
    /// Masks an exchange, and returns its secrets.
    pub fn mask(&self, found: Option<&Match<'_>>, entry: &mut Entry) -> Vec<Secret> {
        let operation = found.map(|found| found.operation);
        let mut mask = Mask {
            masker: *self,
            operation,
            status: entry.response.status,
            is_named: entry.notes.kind.is_some(),
            secrets: Vec::new(),
        };
        let path = found.map(|found| found.path.to_owned());
        mask.url(path.as_deref(), &mut entry.request.url);
        mask.request_headers(entry);
        if let Some(data) = &mut entry.request.body {
            mask.request_body(data);
        }
        mask.response(&mut entry.response);
        if mask.secrets.iter().any(|secret| secret.value.len() >= BY_VALUE) {
            let seen = Seen::default();
            seen.note(&mask.secrets);
            seen.mask(entry);
        }
        mask.secrets
    }

    /// Masks a response alone.
    pub fn mask_response(&self, response: &mut Response) {
        let (operation, status, secrets) = (None, response.status, Vec::new());
        Mask { masker: *self, operation, status, is_named: true, secrets }.response(response);
    }

    fn is_secret(&self, name: &str) -> bool {
        names_secret(name) || self.contract.is_sensitive(name) || self.fixtures.is_live(name)
    }
}

/// The state for one exchange.
struct Mask<'a> {
    masker: Masker<'a>,
    operation: Option<&'a Operation>,
    status: u16,
    /// Whether the entry names an error in the request.
    is_named: bool,
    secrets: Vec<Secret>,
}

impl Mask<'_> {
    fn hold(&mut self, name: &str, value: &str) -> String {
        self.secrets.push(Secret { name: name.to_owned(), value: value.to_owned() });
        format!("{{{{{name}}}}}")
    }

    /// The placeholder of a parameter or property, if it must not be shown.
    fn field(&mut self, name: &str, value: &Value) -> Option<String> {
        let text = conformance_core::values::as_text(value);
        if text.is_empty() || text.contains("{{") || value.is_boolean() || value.is_null() {
            return None;
        }
        if name.to_ascii_lowercase().contains("idempotency") {
            return Some("{{uuid}}".to_owned());
        }
        if !self.masker.is_secret(name) {
            return None;
        }
        let schemas = &self.masker.contract.schemas;
        let known = self.operation.map(|operation| fields(schemas, operation)).unwrap_or_default();
        let schema = known.iter().find(|(known, _)| known == name).map(|(_, schema)| *schema);
        let Some(schema) = schema else { return Some(self.hold(name, &text)) };
        let validator = self.masker.validators.of(schemas, schema);
        let read = serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text.clone()));
        let fits = validator.accepts(value) || validator.accepts(&read);
        match self.status {
            // What was rejected as invalid must be invalid in the same way when it is sent again.
            400.. if !fits && text.len() < 2 * BY_VALUE => None,
            404 | 410 if !self.is_named => Some(self.hold(&format!("unknown:{name}"), &text)),
            _ => Some(self.hold(name, &text)),
        }
    }

    fn url(&mut self, path: Option<&str>, url: &mut String) {
        let whole = std::mem::take(url);
        let (before, query) = match whole.split_once('?') {
            Some((before, query)) => (before, Some(query)),
            None => (&*whole, None),
        };
        let base = path.and_then(|path| before.strip_suffix(path));
        *url = match (base, path, self.operation) {
            (Some(base), Some(path), Some(operation)) => {
                format!("{base}{}", self.path(&operation.path.raw, path))
            }
            _ => before.to_owned(),
        };
        // RFC 3986 §3.2.1: a password should not be in a URL, but may be.
        if let Some((scheme, rest)) = url.clone().split_once("://")
            && let Some((user, host)) = rest.split_once('@')
            && !user.contains('/')
        {
            self.caller("userinfo", user);
            *url = format!("{scheme}://{host}");
        }
        if let Some(query) = query {
            url.push('?');
            url.push_str(&self.pairs(query, true));
        }
    }

    /// The user information, as `user:password`: a response may repeat it encoded or decoded, and the
    /// password alone.
    fn caller(&mut self, name: &str, pair: &str) {
        let decoded = percent_decode_str(pair).decode_utf8_lossy().into_owned();
        for text in [pair, &decoded] {
            self.hold(name, text);
            if let Some((_, password)) = text.split_once(':') {
                self.hold(&format!("{name}-password"), password);
            }
        }
    }

    fn path(&mut self, template: &str, path: &str) -> String {
        if template.matches('/').count() != path.matches('/').count() {
            return path.to_owned();
        }
        let segments = template.split('/').zip(path.split('/')).map(|(wanted, given)| {
            let name = wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            let value = percent_decode_str(given).decode_utf8_lossy().into_owned();
            let masked = name.and_then(|name| self.field(name, &Value::String(value)));
            masked.unwrap_or_else(|| given.to_owned())
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// `name=value&…` of a query or form; what is no secret stays as it is written.
    fn pairs(&mut self, text: &str, is_query: bool) -> String {
        let pairs = text.split('&').map(|pair| {
            let Some((name, value)) = pair.split_once('=') else { return pair.to_owned() };
            let read = form_urlencoded::parse(pair.as_bytes()).next();
            let Some((key, content)) = read.map(|(k, v)| (k.into_owned(), v.into_owned())) else {
                return pair.to_owned();
            };
            let of_scheme = is_query.then(|| self.key(ParameterLocation::Query, &key)).flatten();
            let masked = match of_scheme {
                Some(scheme) if !content.contains("{{") => Some(self.credential(&scheme, &content)),
                _ => self.field(&key, &Value::String(content)),
            };
            format!("{name}={}", masked.unwrap_or_else(|| value.to_owned()))
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The scheme whose key is sent there.
    fn key(&self, place: ParameterLocation, name: &str) -> Option<String> {
        let schemes = self.masker.contract.schemes.iter();
        let mut keys = schemes.filter(|scheme| {
            matches!(&scheme.kind, SchemeKind::ApiKey { location, name: known }
                if *location == place && known.eq_ignore_ascii_case(name))
        });
        keys.next().map(|scheme| scheme.name.clone())
    }

    fn credential(&mut self, scheme: &str, value: &str) -> String {
        // What was rejected must be rejected again.
        if self.status == 401 && !self.is_named {
            self.hold(&format!("wrong:{scheme}"), value)
        } else {
            self.hold(scheme, value)
        }
    }

    fn request_headers(&mut self, entry: &mut Entry) {
        let headers = std::mem::take(&mut entry.request.headers);
        for (name, value) in headers {
            let lower = name.to_ascii_lowercase();
            let value = match lower.as_str() {
                _ if value.contains("{{") => value,
                "authorization" => self.authorization(&value),
                "proxy-authorization" => continue,
                "cookie" => match self.cookies(&value) {
                    cookies if cookies.is_empty() => continue,
                    cookies => cookies,
                },
                _ => match self.key(ParameterLocation::Header, &lower) {
                    Some(scheme) => self.credential(&scheme, &value),
                    None => {
                        let name = self.spelled(&name);
                        self.field(&name, &Value::String(value.clone())).unwrap_or(value)
                    }
                },
            };
            entry.request.headers.push((name, value));
        }
    }

    /// The name of a header as in the document.
    fn spelled(&self, name: &str) -> String {
        let parameters = self.operation.iter().flat_map(|operation| &operation.parameters);
        let mut known = parameters.filter(|known| known.name.eq_ignore_ascii_case(name));
        known.next().map_or_else(|| name.to_owned(), |known| known.name.clone())
    }

    /// RFC 9110 §11.4: the scheme, a space, and the credential.
    fn authorization(&mut self, value: &str) -> String {
        let (word, rest) = value.split_once(' ').unwrap_or(("", value));
        let kind = word.to_ascii_lowercase();
        // RFC 7617 §2: the pair is encoded in base64.
        let pair = STANDARD.decode(rest.trim()).ok().filter(|_| kind == "basic");
        if let Some(pair) = pair.and_then(|pair| String::from_utf8(pair).ok()) {
            self.caller("basic", &pair);
        }
        let carries = |known: &SchemeKind| match known {
            SchemeKind::ApiKey { .. } => false,
            SchemeKind::Basic => kind == "basic",
            SchemeKind::Bearer => kind == "bearer",
            SchemeKind::OtherHttp(name) => *name == kind,
        };
        let wanted = self.operation.iter().flat_map(|operation| &operation.security.alternatives);
        let wanted = wanted.flat_map(|alternative| &alternative.requirements);
        let contract = self.masker.contract;
        let wanted = wanted.filter_map(|one| contract.scheme(&one.scheme));
        let scheme = wanted.chain(&contract.schemes).find(|scheme| carries(&scheme.kind));
        match scheme.map(|scheme| scheme.name.clone()) {
            Some(scheme) => {
                if let Some(key) = self.key(ParameterLocation::Header, "authorization") {
                    return self.credential(&key, value);
                }
                format!("{word} {}", self.credential(&scheme, rest.trim()))
            }
            None => match self.key(ParameterLocation::Header, "authorization") {
                Some(key) => self.credential(&key, value),
                None if word.is_empty() => self.hold("authorization", value),
                None => format!("{word} {}", self.hold("authorization", rest)),
            },
        }
    }

    fn cookies(&mut self, value: &str) -> String {
        let mut cookies = Vec::new();
        for pair in value.split(';').map(str::trim) {
            let Some((name, value)) = pair.split_once('=') else { continue };
            let placeholder = format!("cookie:{name}");
            let parameters = self.operation.iter().flat_map(|operation| &operation.parameters);
            let is_declared = parameters
                .filter(|known| known.location == ParameterLocation::Cookie)
                .any(|known| known.name == name);
            match self.key(ParameterLocation::Cookie, name) {
                Some(scheme) => cookies.push(format!("{name}={}", self.credential(&scheme, value))),
                None if is_declared && !self.masker.is_secret(name) => {
                    cookies.push(pair.to_owned())
                }
                None if self.masker.foreign
                    && self.masker.fixtures.value(&placeholder).is_none() =>
                {
                    self.hold(&placeholder, value);
                }
                None => cookies.push(format!("{name}={}", self.hold(&placeholder, value))),
            }
        }
        cookies.join("; ")
    }
}

/// The secrets of exchanges, each with its placeholder. One may be repeated in a response, elsewhere in
/// the request, and in other exchanges.
#[derive(Default)]
pub struct Seen {
    redactor: Redactor,
}

impl Seen {
    /// Adds secrets to search for.
    pub fn note(&self, secrets: &[Secret]) {
        for secret in secrets.iter().filter(|secret| secret.value.len() >= BY_VALUE) {
            // A mark that no text contains distinguishes the placeholder from a name with a dollar.
            self.redactor.hide(&secret.value, &format!("\u{1}{}\u{2}", secret.name));
        }
    }

    /// Replaces all secrets by placeholders.
    pub fn mask(&self, entry: &mut Entry) {
        let clean = |text: &mut String| {
            let cleaned = self.redactor.clean(text);
            *text = cleaned.replace("$\u{1}", "{{").replace('\u{2}', "}}");
        };
        clean(&mut entry.request.url);
        let headers = entry.request.headers.iter_mut().chain(&mut entry.response.headers);
        headers.for_each(|(_, value)| clean(value));
        if let Some(data) = &mut entry.request.body {
            data.fields.iter_mut().for_each(|(_, value)| clean(value));
            data.content.change(clean);
        }
        entry.response.content.change(clean);
    }
}
