//! Reads parameters and bodies by their schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use specs::Contract;
use specs::contract::{MediaType, Operation, SchemaId, Shape};

use super::hit_counter::HitCounter;
use super::received::Received;
use conformance_core::values::Validators;

/// Reads texts by schemas.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The contract of the document.
    pub contract: &'a Contract,
    /// Compiled schemas.
    pub validators: &'a Validators,
    /// A keyword that is ignored, and where that is counted.
    pub ignores: Option<(&'static str, &'a HitCounter)>,
    /// Where it is counted that a credential was compared by its beginning only, if such are accepted.
    pub similar: Option<&'a HitCounter>,
}

/// The deepest nesting of arrays that is read.
const DEEPEST: usize = 3;

impl Reader<'_> {
    /// The shape of a schema, behind any alias.
    pub fn shape(&self, id: SchemaId) -> &Shape {
        self.contract.schemas.shape(id)
    }

    /// Whether the schema accepts the value.
    pub fn accepts(&self, id: SchemaId, value: &Value) -> bool {
        let validator = self.validators.of(&self.contract.schemas, id);
        if validator.accepts(value) {
            return true;
        }
        let Some((keyword, hits)) = self.ignores else { return false };
        let errors = validator.errors(value);
        let is_ignored = !errors.is_empty() && errors.iter().all(|one| one.keyword == keyword);
        hits.note(is_ignored);
        is_ignored
    }

    /// Whether a required value may be missing.
    pub fn lacks(&self) -> bool {
        let Some((keyword, hits)) = self.ignores else { return false };
        hits.note(keyword == "required");
        keyword == "required"
    }

    /// The interpretation of texts that the schema accepts.
    pub fn reads(&self, id: SchemaId, texts: &[String]) -> Option<Value> {
        self.reads_at(id, texts, 0)
    }

    fn reads_at(&self, id: SchemaId, texts: &[String], depth: usize) -> Option<Value> {
        let whole = scalars(texts.first().map_or("", String::as_str));
        let Some(items) = self.shape(id).items() else {
            return whole.into_iter().find(|reading| self.accepts(id, reading));
        };
        if depth == DEEPEST {
            return None;
        }
        let split = texts.iter().flat_map(|text| text.split([',', '|', ' ']));
        let parts: Vec<String> = split.map(str::to_owned).collect();
        let all = |list: &[String]| {
            let read =
                list.iter().map(|text| self.reads_at(items, std::slice::from_ref(text), depth + 1));
            read.collect::<Option<Vec<_>>>().map(Value::Array)
        };
        let lists = [all(texts), all(&parts)].into_iter().flatten();
        // An empty text may be an empty array, or an array in JSON.
        let empty = texts.iter().all(String::is_empty).then(|| Value::Array(Vec::new()));
        lists.chain(empty).chain(whole).find(|reading| self.accepts(id, reading))
    }
}

fn scalars(text: &str) -> Vec<Value> {
    let json = serde_json::from_str::<Value>(text).ok();
    std::iter::once(Value::String(text.to_owned())).chain(json).collect()
}

/// The JSON body of a request.
pub fn json(operation: &Operation, received: &Received<'_>) -> Option<Value> {
    let media_type = received.media_type()?;
    let declared = declared(&operation.body.as_ref()?.content, &media_type)?;
    declared.is_json().then(|| serde_json::from_slice(received.body).ok())?
}

/// The narrowest declaration that matches a media type.
pub fn declared<'a>(content: &'a [MediaType], media_type: &str) -> Option<&'a MediaType> {
    let family = media_type.split('/').next().unwrap_or_default();
    let names = [media_type.to_owned(), format!("{family}/*"), "*/*".to_owned()];
    names
        .iter()
        .find_map(|name| content.iter().find(|declared| declared.type_and_subtype() == *name))
}

/// The body as a value; `None` if it cannot be parsed.
pub fn value(
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
        let property = reader.shape(schema).property(&name);
        let read = property.and_then(|property| reader.reads(property.schema, &texts));
        let text = texts.into_iter().next().unwrap_or_default();
        members.insert(name, read.unwrap_or(Value::String(text)));
    }
    Some(Value::Object(members))
}
