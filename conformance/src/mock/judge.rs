//! Whether a request is as the document has it, and if not, why.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::{Map, Value};
use specs::Contract;
use specs::contract::{
    MediaType, Operation, ParameterLocation, SchemaId, Scheme, SchemeKind, Shape,
};

use super::credential;
use crate::case::Cause;
use crate::values::Judges;

/// A request.
pub(super) struct Received<'a> {
    pub(super) path: BTreeMap<String, String>,
    pub(super) parts: &'a http::request::Parts,
    pub(super) body: &'a Bytes,
}

impl Received<'_> {
    fn headers(&self, name: &str) -> Vec<String> {
        let values = self.parts.headers.get_all(name).iter();
        values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
    }

    fn query(&self, name: &str) -> Vec<String> {
        let query = self.parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes());
        pairs.filter(|(key, _)| key == name).map(|(_, value)| value.into_owned()).collect()
    }

    fn cookies(&self, name: &str) -> Vec<String> {
        let fields = self.headers("cookie");
        let pairs = fields.iter().flat_map(|field| field.split(';'));
        let named = pairs.filter_map(|pair| pair.trim().split_once('='));
        named.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).collect()
    }

    /// The texts of a parameter.
    pub(super) fn texts(&self, location: ParameterLocation, name: &str) -> Vec<String> {
        match location {
            ParameterLocation::Path => self.path.get(name).cloned().into_iter().collect(),
            ParameterLocation::Query => self.query(name),
            ParameterLocation::Header => self.headers(name),
            ParameterLocation::Cookie => self.cookies(name),
        }
    }

    /// The media type of the content, without parameters, in lower case.
    pub(super) fn media_type(&self) -> Option<String> {
        let field = self.headers("content-type").into_iter().next()?;
        Some(field.split(';').next()?.trim().to_ascii_lowercase())
    }
}

/// What is wrong with a request; `None` where nothing is.
pub(super) fn judge(
    contract: &Contract,
    judges: &Judges,
    operation: &Operation,
    received: &Received<'_>,
) -> Option<Cause> {
    caller(contract, operation, received)
        .or_else(|| parameters(contract, judges, operation, received))
        .or_else(|| content(contract, judges, operation, received))
}

fn caller(contract: &Contract, operation: &Operation, received: &Received<'_>) -> Option<Cause> {
    let mut shown = false;
    for alternative in &operation.security.alternatives {
        let schemes = alternative.requirements.iter();
        let schemes = schemes.filter_map(|requirement| contract.scheme(&requirement.scheme));
        let met: Vec<Option<bool>> = schemes.map(|scheme| is_met(scheme, received)).collect();
        shown |= met.iter().any(Option::is_some);
        if !met.is_empty() && met.iter().all(|met| *met == Some(true)) {
            return None;
        }
    }
    match (shown, operation.security.allows_anonymous()) {
        (true, _) => Some(Cause::WrongCredentials),
        (false, true) => None,
        (false, false) => Some(Cause::NoCredentials),
    }
}

/// Whether the request carries the right credential; `None` where it carries none.
fn is_met(scheme: &Scheme, received: &Received<'_>) -> Option<bool> {
    let known = credential(&scheme.name, &scheme.kind).wire();
    let given = match &scheme.kind {
        SchemeKind::ApiKey { location, name } => {
            received.texts(*location, name).into_iter().next()?
        }
        kind => {
            let word = match kind {
                SchemeKind::Basic => "basic",
                SchemeKind::OtherHttp(word) => word,
                _ => "bearer",
            };
            let field = received.headers("authorization").into_iter().next()?;
            let (name, given) = field.split_once(' ')?;
            // RFC 9110 §11.1: the name of a scheme is compared without case.
            name.eq_ignore_ascii_case(word).then(|| given.trim().to_owned())?
        }
    };
    Some(given == known)
}

fn parameters(
    contract: &Contract,
    judges: &Judges,
    operation: &Operation,
    received: &Received<'_>,
) -> Option<Cause> {
    operation.parameters.iter().find_map(|parameter| {
        let texts = received.texts(parameter.location, &parameter.name);
        let valid = match texts.is_empty() {
            true => !parameter.required,
            // Objects and parameters with content have too many written forms for a mock.
            false => reads(contract, judges, parameter.schema, &texts, 0).is_some(),
        };
        let part = parameter.location.as_str();
        (!valid).then(|| invalid(part, &parameter.name))
    })
}

fn invalid(part: &str, name: &str) -> Cause {
    let pointer = specs::Pointer::root().child(part).child(name);
    Cause::Invalid { pointer, keyword: "type".to_owned() }
}

/// Lists within lists are read so deep.
const DEEPEST: usize = 3;

/// The reading of texts that the schema accepts.
fn reads(
    contract: &Contract,
    judges: &Judges,
    id: SchemaId,
    texts: &[String],
    depth: usize,
) -> Option<Value> {
    let judge = judges.of(&contract.schemas, id);
    let readings = match &contract.schemas.get(contract.schemas.resolve(id)).shape {
        Shape::Array { items, .. } if depth < DEEPEST => {
            let split = texts.iter().flat_map(|text| text.split([',', '|', ' ']));
            let parts: Vec<String> = split.map(str::to_owned).collect();
            let all = |list: &[String]| {
                let read = list.iter().map(|text| {
                    reads(contract, judges, *items, std::slice::from_ref(text), depth + 1)
                });
                read.collect::<Option<Vec<_>>>().map(Value::Array)
            };
            [all(texts), all(&parts)].into_iter().flatten().collect()
        }
        Shape::Object { .. } | Shape::Any | Shape::Opaque(_) => return Some(Value::Null),
        _ => scalars(texts.first().map_or("", String::as_str)),
    };
    readings.into_iter().find(|reading| judge.accepts(reading))
}

fn scalars(text: &str) -> Vec<Value> {
    let json = serde_json::from_str::<Value>(text).ok().filter(|value| !value.is_null());
    std::iter::once(Value::String(text.to_owned())).chain(json).collect()
}

fn content(
    contract: &Contract,
    judges: &Judges,
    operation: &Operation,
    received: &Received<'_>,
) -> Option<Cause> {
    let body = operation.body.as_ref()?;
    let Some(media_type) = received.media_type() else {
        return match (received.body.is_empty(), body.required) {
            (true, false) => None,
            (true, true) => Some(invalid("body", "")),
            (false, _) => Some(Cause::UnsupportedMediaType),
        };
    };
    let declared = body.content.iter().find(|declared| takes(declared, &media_type));
    let Some(declared) = declared else { return Some(Cause::UnsupportedMediaType) };
    // Content that the document says nothing of is right whatever it is.
    let schema = declared.schema?;
    match value(contract, judges, declared, schema, received.body) {
        None => Some(Cause::Malformed),
        Some(value) if judges.of(&contract.schemas, schema).accepts(&value) => None,
        Some(_) => Some(invalid("body", "")),
    }
}

fn takes(declared: &MediaType, media_type: &str) -> bool {
    let essence = declared.essence();
    match essence.strip_suffix("/*") {
        Some("*") => true,
        Some(family) => media_type.split('/').next() == Some(family),
        None => essence == media_type,
    }
}

/// The content as a value; `None` where it cannot be parsed.
pub(super) fn value(
    contract: &Contract,
    judges: &Judges,
    declared: &MediaType,
    schema: SchemaId,
    body: &[u8],
) -> Option<Value> {
    if declared.is_json() {
        return serde_json::from_slice(body).ok();
    }
    if !declared.is_form() {
        return String::from_utf8(body.to_vec()).ok().map(Value::String);
    }
    let mut members: Map<String, Value> = Map::new();
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in form_urlencoded::parse(body).into_owned() {
        fields.entry(name).or_default().push(text);
    }
    for (name, texts) in fields {
        let property = match &contract.schemas.get(contract.schemas.resolve(schema)).shape {
            Shape::Object { properties, .. } => properties.iter().find(|p| p.name == name),
            _ => None,
        };
        let read =
            property.and_then(|property| reads(contract, judges, property.schema, &texts, 0));
        let text = texts.first().cloned().unwrap_or_default();
        members.insert(name, read.unwrap_or(Value::String(text)));
    }
    Some(Value::Object(members))
}
