//! The values of a request: credentials and tokens, which must not be returned, and others, which may.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use specs::contract::{ParameterLocation, Property, SchemaId, SchemeKind, Shape};

use crate::case::{CaseKind, Manner};
use crate::check::CheckContext;

/// Shorter values occur in responses by chance.
pub(super) const SHORTEST: usize = 8;

/// A value that must not be returned.
pub(super) struct Secret {
    /// Its name in reports.
    pub(super) name: String,
    value: String,
    /// Whether it is a parameter or property, not a credential.
    is_field: bool,
    /// Whether it is in a cookie, which the server may renew.
    is_cookie: bool,
}

impl Secret {
    /// Whether a text has the value, plain or encoded.
    pub(super) fn is_in(&self, text: &str) -> bool {
        // No encoding is shorter than the value, and most responses are.
        text.len() >= self.value.len()
            && (text.contains(&self.value)
                || text.contains(&Manner::Url.write(&self.value))
                || text.contains(&STANDARD_NO_PAD.encode(&self.value))
                || text.contains(&URL_SAFE_NO_PAD.encode(&self.value)))
    }

    /// Whether the document itself has the value of this field: then it is not secret.
    pub(super) fn is_example(&self, context: &CheckContext<'_>) -> bool {
        let mut texts = context.contract.source.texts();
        self.is_field && texts.any(|source| source.text().contains(&self.value))
    }

    /// Whether a header of this name may have it.
    pub(super) fn may_be_in(&self, header: &str) -> bool {
        self.is_cookie && header.eq_ignore_ascii_case("set-cookie")
    }
}

/// Everything in the request that must not be returned.
pub(super) fn secrets(context: &CheckContext<'_>) -> Vec<Secret> {
    let mut secrets = credentials(context);
    secrets.extend(fields(context));
    secrets.dedup_by(|one, other| one.value == other.value);
    secrets
}

fn header<'a>(context: &'a CheckContext<'_>, name: &str) -> Option<&'a str> {
    let headers = &context.exchange.request.headers;
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
}

fn query(context: &CheckContext<'_>, name: &str) -> Option<String> {
    let url = &context.exchange.request.url;
    let (_, query) = url.split_once('?')?;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

fn cookie(context: &CheckContext<'_>, name: &str) -> Option<String> {
    let mut pairs = header(context, "cookie")?.split(';').filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| known.trim() == name).map(|(_, value)| value.trim().to_owned())
}

fn parameter(context: &CheckContext<'_>, place: ParameterLocation, name: &str) -> Option<String> {
    match place {
        ParameterLocation::Header => header(context, name).map(str::to_owned),
        ParameterLocation::Query => query(context, name),
        ParameterLocation::Cookie => cookie(context, name),
        ParameterLocation::Path => None,
    }
}

/// The values of the security schemes.
fn credentials(context: &CheckContext<'_>) -> Vec<Secret> {
    let mut secrets = Vec::new();
    let mut add = |name: String, value: String, is_cookie: bool| {
        if value.len() >= SHORTEST {
            secrets.push(Secret { name, value, is_field: false, is_cookie });
        }
    };
    for scheme in &context.contract.schemes {
        let name = || format!("the credential of {}", scheme.name);
        if let SchemeKind::ApiKey { location, name: key } = &scheme.kind {
            if let Some(value) = parameter(context, *location, key) {
                add(name(), value, *location == ParameterLocation::Cookie);
            }
            continue;
        }
        // RFC 9110 §11.4: the scheme, spaces, and the credential.
        let Some((kind, value)) = header(context, "authorization").and_then(|v| v.split_once(' '))
        else {
            continue;
        };
        // RFC 7617 §2: the password is the secret half, and may have colons.
        let decoded = STANDARD.decode(value).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some((_, password)) = decoded.as_deref().and_then(|pair| pair.split_once(':'))
            && kind.eq_ignore_ascii_case("basic")
        {
            add(format!("the password of {}", scheme.name), password.to_owned(), false);
        }
        add(name(), value.to_owned(), false);
    }
    secrets
}

/// Parameters and properties that the document marks as secret, where the request has right values.
fn fields(context: &CheckContext<'_>) -> Vec<Secret> {
    let mut fields: Vec<(String, String, String)> = Vec::new();
    for given in context.operation.parameters.iter().filter(|parameter| parameter.sensitive) {
        if let Some(value) = parameter(context, given.location, &given.name) {
            fields.push((given.location.as_str().to_owned(), given.name.clone(), value));
        }
    }
    let names = sensitive_members(context);
    if !names.is_empty() {
        let members = members(context).into_iter();
        let secret = members.filter(|(name, value)| {
            // A value that is also in the request target is returned where the target is quoted.
            let in_target = || query(context, name).as_ref() == Some(value);
            names.contains(&name.as_str()) && !(is_of_target(context) && in_target())
        });
        fields.extend(secret.map(|(name, value)| ("body".to_owned(), name, value)));
    }
    fields.retain(|(place, name, value)| {
        // A wrong value may be quoted, and a property that the response declares may be returned.
        let is_broken = matches!(context.kind, CaseKind::Invalid { pointer, .. }
            if pointer.as_str().starts_with(&format!("/{place}/{name}")));
        value.len() >= SHORTEST && !is_broken && !is_returned(context, name)
    });
    let named = |(place, name, value): (String, String, String)| Secret {
        name: format!("the {place} field `{name}`"),
        value,
        is_field: true,
        is_cookie: place == "cookie",
    };
    fields.into_iter().map(named).collect()
}

/// Whether the case tests the method or the path: many servers quote those that they do not have.
fn is_of_target(context: &CheckContext<'_>) -> bool {
    matches!(
        context.kind,
        CaseKind::MethodNotAllowed | CaseKind::SafeMethod | CaseKind::UnknownPath
    )
}

fn properties<'a>(context: &CheckContext<'a>, schema: SchemaId) -> &'a [Property] {
    let schemas = &context.contract.schemas;
    match &schemas.get(schemas.resolve(schema)).shape {
        Shape::Object { properties, .. } => properties,
        _ => &[],
    }
}

fn sensitive_members<'a>(context: &CheckContext<'a>) -> Vec<&'a str> {
    let content = context.operation.body.iter().flat_map(|body| &body.content);
    let schemas = content.filter_map(|content| content.schema);
    let properties = schemas.flat_map(|schema| properties(context, schema));
    properties.filter(|property| property.sensitive).map(|property| &*property.name).collect()
}

/// Whether the document declares a property of this name in the response.
fn is_returned(context: &CheckContext<'_>, name: &str) -> bool {
    let content = context.declared.into_iter().flat_map(|declared| &declared.content);
    let mut schemas = content.filter_map(|content| content.schema);
    schemas.any(|schema| properties(context, schema).iter().any(|property| property.name == name))
}

/// The properties of the request's body that are strings.
fn members(context: &CheckContext<'_>) -> Vec<(String, String)> {
    let Some(body) = &context.exchange.request.body else {
        return Vec::new();
    };
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => members
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())))
            .collect(),
        Err(_) if body.starts_with(b"{") => broken_members(&String::from_utf8_lossy(body)),
        // Without the separator of name and value there is no field.
        _ if !body.contains(&b'=') => Vec::new(),
        _ => form_urlencoded::parse(body).into_owned().collect(),
    }
}

/// The properties of malformed JSON that are plain strings: a name, a colon, a string.
fn broken_members(text: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = text.split('"').collect();
    let pairs = parts.windows(3).filter(|three| three[1].trim() == ":");
    pairs.map(|three| (three[0].to_owned(), three[2].to_owned())).collect()
}

/// Whether a text is in the document or in the request, so that it discloses nothing.
pub(super) fn is_known(context: &CheckContext<'_>, text: &str) -> bool {
    let text = text.trim();
    let request = &context.exchange.request;
    if context.contract.source.texts().any(|source| source.text().contains(text)) {
        return true;
    }
    let url = percent_decode_str(&request.url).decode_utf8_lossy();
    let in_body = request.body.as_deref().is_some_and(|body| {
        String::from_utf8_lossy(body).contains(text)
            || members(context).iter().any(|(_, value)| value.contains(text))
    });
    in_body || url.contains(text) || request.headers.iter().any(|(_, value)| value.contains(text))
}
