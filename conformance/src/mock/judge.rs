//! Whether a request is as the document has it, and if not, why.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::{Map, Value};
use specs::Contract;
use specs::contract::{
    MediaType, Operation, ParameterLocation, SchemaId, Scheme, SchemeKind, Shape,
};

use super::parameter::{self, Said};
use super::supply::credential;
use crate::case::Cause;
use crate::spoil::Touched;
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

    /// The names and values of the query.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
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

/// So much of a credential is compared by who compares its beginning.
const ALIKE: usize = 12;

/// Reads texts by schemas.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) contract: &'a Contract,
    pub(super) judges: &'a Judges,
    /// A keyword that is not looked at, and where that is noted.
    pub(super) ignores: Option<(&'static str, &'a Touched)>,
    /// Where it is noted that a credential was taken for its beginning, if such are.
    pub(super) similar: Option<&'a Touched>,
}

/// What is wrong with a request; `None` where nothing is.
pub(super) fn judge(
    reader: Reader<'_>,
    operation: &Operation,
    received: &Received<'_>,
) -> Option<Cause> {
    caller(reader, operation, received)
        .or_else(|| parameters(reader, operation, received))
        .or_else(|| content(reader, operation, received))
}

/// Whether the parameters that can have but one value have it.
pub(super) fn fits_constants(
    reader: Reader<'_>,
    operation: &Operation,
    received: &Received<'_>,
) -> bool {
    let is_constant = |id| match reader.shape(id) {
        Shape::Literals(literals) => literals.values().len() == 1,
        _ => false,
    };
    let mut constants = operation.parameters.iter().filter(|one| is_constant(one.schema));
    constants.all(|one| matches!(parameter::said(&reader, one, received), Said::Right))
}

fn caller(reader: Reader<'_>, operation: &Operation, received: &Received<'_>) -> Option<Cause> {
    let mut shown = false;
    for alternative in &operation.security.alternatives {
        let schemes = alternative.requirements.iter();
        let schemes = schemes.filter_map(|requirement| reader.contract.scheme(&requirement.scheme));
        let met: Vec<Option<bool>> =
            schemes.map(|scheme| is_met(reader, scheme, received)).collect();
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
fn is_met(reader: Reader<'_>, scheme: &Scheme, received: &Received<'_>) -> Option<bool> {
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
    let is_similar = given.get(..ALIKE).is_some_and(|start| known.starts_with(start));
    match reader.similar.filter(|_| is_similar && given != known) {
        Some(touched) => {
            touched.note(true);
            Some(true)
        }
        None => Some(given == known),
    }
}

fn parameters(reader: Reader<'_>, operation: &Operation, received: &Received<'_>) -> Option<Cause> {
    operation.parameters.iter().find_map(|parameter| {
        let valid = match parameter::said(&reader, parameter, received) {
            Said::Nothing => !parameter.required || reader.lacks(),
            Said::Right => true,
            Said::Wrong => false,
        };
        let part = parameter.location.as_str();
        (!valid).then(|| invalid(part, &parameter.name))
    })
}

/// A rule that is broken.
pub(super) fn invalid(part: &str, name: &str) -> Cause {
    let pointer = specs::Pointer::root().child(part).child(name);
    Cause::Invalid { pointer, keyword: "type".to_owned() }
}

/// Lists within lists are read so deep.
const DEEPEST: usize = 3;

impl Reader<'_> {
    /// The shape of a schema, behind any alias.
    pub(super) fn shape(&self, id: SchemaId) -> &Shape {
        let schemas = &self.contract.schemas;
        &schemas.get(schemas.resolve(id)).shape
    }

    /// Whether the schema accepts the value.
    pub(super) fn accepts(&self, id: SchemaId, value: &Value) -> bool {
        let judge = self.judges.of(&self.contract.schemas, id);
        if judge.accepts(value) {
            return true;
        }
        let Some((keyword, touched)) = self.ignores else { return false };
        let complaints = judge.complaints(value);
        let is_ignored =
            !complaints.is_empty() && complaints.iter().all(|one| one.keyword == keyword);
        touched.note(is_ignored);
        is_ignored
    }

    /// Whether what is required may be missing.
    fn lacks(&self) -> bool {
        let Some((keyword, touched)) = self.ignores else { return false };
        touched.note(keyword == "required");
        keyword == "required"
    }

    /// The reading of texts that the schema accepts.
    pub(super) fn reads(&self, id: SchemaId, texts: &[String]) -> Option<Value> {
        self.reads_at(id, texts, 0)
    }

    fn reads_at(&self, id: SchemaId, texts: &[String], depth: usize) -> Option<Value> {
        let whole = scalars(texts.first().map_or("", String::as_str));
        let Shape::Array { items, .. } = self.shape(id) else {
            return whole.into_iter().find(|reading| self.accepts(id, reading));
        };
        if depth == DEEPEST {
            return None;
        }
        let split = texts.iter().flat_map(|text| text.split([',', '|', ' ']));
        let parts: Vec<String> = split.map(str::to_owned).collect();
        let all = |list: &[String]| {
            let read = list
                .iter()
                .map(|text| self.reads_at(*items, std::slice::from_ref(text), depth + 1));
            read.collect::<Option<Vec<_>>>().map(Value::Array)
        };
        let lists = [all(texts), all(&parts)].into_iter().flatten();
        // An empty text may be an empty list, or a list that is JSON.
        let empty = texts.iter().all(String::is_empty).then(|| Value::Array(Vec::new()));
        lists.chain(empty).chain(whole).find(|reading| self.accepts(id, reading))
    }
}

fn scalars(text: &str) -> Vec<Value> {
    let json = serde_json::from_str::<Value>(text).ok();
    std::iter::once(Value::String(text.to_owned())).chain(json).collect()
}

fn content(reader: Reader<'_>, operation: &Operation, received: &Received<'_>) -> Option<Cause> {
    let body = operation.body.as_ref()?;
    let Some(media_type) = received.media_type() else {
        return match (received.body.is_empty(), body.required) {
            (true, false) => None,
            (true, true) => Some(invalid("body", "")),
            (false, _) => Some(Cause::UnsupportedMediaType),
        };
    };
    let Some(declared) = declared(&body.content, &media_type) else {
        return Some(Cause::UnsupportedMediaType);
    };
    // Content that the document says nothing of is right whatever it is.
    let schema = declared.schema?;
    match value(reader, declared, schema, received.body) {
        None => Some(Cause::Malformed),
        Some(value) if reader.accepts(schema, &value) => None,
        // Texts are all that is known of other content.
        Some(_) if !declared.is_json() && !declared.is_form() => None,
        Some(_) => Some(invalid("body", "")),
    }
}

/// The JSON content of a request.
pub(super) fn json(operation: &Operation, received: &Received<'_>) -> Option<Value> {
    let media_type = received.media_type()?;
    let declared = declared(&operation.body.as_ref()?.content, &media_type)?;
    declared.is_json().then(|| serde_json::from_slice(received.body).ok())?
}

/// The narrowest declaration that holds for a media type.
pub(super) fn declared<'a>(content: &'a [MediaType], media_type: &str) -> Option<&'a MediaType> {
    let family = media_type.split('/').next().unwrap_or_default();
    let names = [media_type.to_owned(), format!("{family}/*"), "*/*".to_owned()];
    names.iter().find_map(|name| content.iter().find(|declared| declared.essence() == *name))
}

/// The content as a value; `None` where it cannot be parsed.
pub(super) fn value(
    reader: Reader<'_>,
    declared: &MediaType,
    schema: SchemaId,
    body: &[u8],
) -> Option<Value> {
    if declared.is_json() {
        return serde_json::from_slice(body).ok();
    }
    if !declared.is_form() {
        return Some(Value::String(String::from_utf8_lossy(body).into_owned()));
    }
    let mut members: Map<String, Value> = Map::new();
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in form_urlencoded::parse(body).into_owned() {
        fields.entry(name).or_default().push(text);
    }
    for (name, texts) in fields {
        let property = match reader.shape(schema) {
            Shape::Object { properties, .. } => properties.iter().find(|p| p.name == name),
            _ => None,
        };
        let read = property.and_then(|property| reader.reads(property.schema, &texts));
        let text = texts.into_iter().next().unwrap_or_default();
        members.insert(name, read.unwrap_or(Value::String(text)));
    }
    Some(Value::Object(members))
}
