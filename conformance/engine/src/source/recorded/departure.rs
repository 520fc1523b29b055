//! Describes how a request violates the document: completely, for users who watch.

use http::Request as HttpRequest;
use serde_json::Value;
use specs::contract::{Literals, Operation, ParameterLocation, PathPart, SchemaId, SchemeKind};

use crate::har::Request;
use crate::request_reader::{self as reader, Reader, Received, Said};
use crate::source::Inputs;
use crate::source::recorded::matching::Match;

/// A placeholder of a secret is not validated.
const MASKED: &str = "{{";

/// Everything in which a request violates its operation; `None` if it conforms.
pub fn departure(
    inputs: &Inputs<'_>,
    found: &Match<'_>,
    request: &Request,
    body: &[u8],
) -> Option<String> {
    let operation = found.operation;
    if !found.has_method {
        return Some(format!("{} is not declared for this path", request.method));
    }
    let parts = parts(request)?;
    let body = bytes::Bytes::copy_from_slice(body);
    let path = path(operation, found.path);
    let received = Received { path, parts: &parts, body: &body };
    let reader = Reader {
        contract: inputs.contract,
        validators: inputs.validators,
        ignores: None,
        similar: None,
    };
    let mut list = Vec::new();
    list.extend(credentials(reader, operation, &received));
    for known in &operation.parameters {
        let texts = received.texts(known.location, &known.name);
        if texts.iter().any(|text| text.contains(MASKED)) {
            continue;
        }
        let place = format!("{} parameter `{}`", known.location.as_str(), known.name);
        match reader::said(&reader, known, &received) {
            Said::Nothing if known.required => list.push(format!("{place} is missing")),
            Said::Wrong => list.push(format!("{place} violates its schema")),
            Said::Nothing | Said::Right => {}
        }
    }
    list.extend(undeclared(reader, operation, &received));
    list.extend(content(reader, operation, &received));
    (!list.is_empty()).then(|| list.join("; "))
}

fn parts(request: &Request) -> Option<http::request::Parts> {
    let encoded = request.url.replace('{', "%7B").replace('}', "%7D").replace(' ', "%20");
    let mut builder = HttpRequest::builder().method(request.method.as_str()).uri(encoded);
    for (name, value) in &request.headers {
        let name = http::HeaderName::from_bytes(name.as_bytes());
        let value = http::HeaderValue::from_bytes(value.as_bytes());
        if let (Ok(name), Ok(value)) = (name, value) {
            builder = builder.header(name, value);
        }
    }
    let data = request.body.as_ref().filter(|data| !data.media_type.is_empty());
    if let Some(data) = data.filter(|_| request.header("content-type").is_none()) {
        builder = builder.header("content-type", data.media_type.as_str());
    }
    Some(builder.body(()).ok()?.into_parts().0)
}

fn path(operation: &Operation, path: &str) -> std::collections::BTreeMap<String, String> {
    let template = &operation.path;
    let only = template.parts.iter().all(|part| match part {
        PathPart::Literal(text) => text.starts_with('/'),
        PathPart::Parameter(_) => true,
    });
    let segments = template.raw.split('/').zip(path.split('/')).filter(|_| only);
    segments
        .filter_map(|(wanted, given)| {
            let name = wanted.strip_prefix('{')?.strip_suffix('}')?;
            let value = percent_encoding::percent_decode_str(given).decode_utf8().ok()?;
            Some((name.to_owned(), value.into_owned()))
        })
        .collect()
}

/// Whether no alternative of the operation's security is present. Whether a credential is valid, only
/// the target knows.
fn credentials(
    reader: Reader<'_>,
    operation: &Operation,
    received: &Received<'_>,
) -> Option<String> {
    if operation.security.allows_anonymous() {
        return None;
    }
    let is_there = |name: &str| match reader.contract.scheme(name).map(|scheme| &scheme.kind) {
        Some(SchemeKind::ApiKey { location, name }) => !received.texts(*location, name).is_empty(),
        Some(_) => !received.texts(ParameterLocation::Header, "authorization").is_empty(),
        None => false,
    };
    let mut alternatives = operation.security.alternatives.iter();
    let is_met = alternatives
        .any(|alternative| alternative.requirements.iter().all(|one| is_there(&one.scheme)));
    (!is_met).then(|| "the required credentials are missing".to_owned())
}

fn undeclared(reader: Reader<'_>, operation: &Operation, received: &Received<'_>) -> Vec<String> {
    // An object in the query may have properties of any name.
    let of_query = || operation.parameters_in(ParameterLocation::Query);
    if of_query().any(|known| !reader.is_plain(known.schema)) {
        return Vec::new();
    }
    let is_key = |name: &str| {
        reader.contract.schemes.iter().any(|scheme| {
            matches!(&scheme.kind, SchemeKind::ApiKey { name: known, .. } if known == name)
        })
    };
    let mut names: Vec<String> = received.pairs().into_iter().map(|(name, _)| name).collect();
    names.retain(|name| !is_key(name) && !of_query().any(|known| known.name == *name));
    names.dedup();
    names.into_iter().map(|name| format!("query parameter `{name}` is not declared")).collect()
}

fn content(reader: Reader<'_>, operation: &Operation, received: &Received<'_>) -> Option<String> {
    let declared = operation.body.as_ref()?;
    if String::from_utf8_lossy(received.body).contains(MASKED) {
        return None;
    }
    let Some(media_type) = received.media_type() else {
        return match (received.body.is_empty(), declared.required) {
            (true, false) => None,
            (true, true) => Some("the body is missing".to_owned()),
            (false, _) => Some("the body has no `Content-Type`".to_owned()),
        };
    };
    let Some(of_type) = reader::declared(&declared.content, &media_type) else {
        return Some(format!("a body of type {media_type} is not declared"));
    };
    let schema = of_type.schema?;
    let Some(value) = reader::value(reader, of_type, schema, received.body) else {
        return Some(format!("the body is not {media_type}"));
    };
    if !of_type.is_json() && !of_type.is_form() || reader.accepts(schema, &value) {
        return None;
    }
    let errors = reader.validators.of(&reader.contract.schemas, schema).errors(&value);
    let words = errors.iter().map(|one| {
        let place = if one.pointer.is_empty() { "the body" } else { &one.pointer };
        format!("{place}: {} ({})", one.message, one.keyword)
    });
    let words: Vec<String> = words.take(5).collect();
    Some(if words.is_empty() {
        "the body violates its schema".to_owned()
    } else {
        words.join("; ")
    })
}

impl Reader<'_> {
    /// Whether values of the schema are scalars or arrays of scalars.
    fn is_plain(&self, id: SchemaId) -> bool {
        let shape = self.shape(id);
        let members = shape.literals().map(Literals::values).unwrap_or_default();
        !shape.is_object() && !members.iter().any(Value::is_object)
    }
}
