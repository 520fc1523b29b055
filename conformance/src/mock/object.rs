//! Parameters that hold an object or a text in a media type, as a mock reads them.

use serde_json::{Map, Value};
use specs::Contract;
use specs::contract::{Parameter, ParameterLocation, ParameterStyle, Property, Shape};

use super::judge::{Received, reads};
use crate::values::Judges;

/// The value of such a parameter; `None` where it is another kind, `Some(None)` where it is not there.
pub(super) fn read(
    contract: &Contract,
    judges: &Judges,
    parameter: &Parameter,
    received: &Received<'_>,
) -> Option<Option<Value>> {
    let texts = || received.texts(parameter.location, &parameter.name);
    if parameter.media_type.is_some() {
        let text = texts().into_iter().next();
        let json = |text: String| serde_json::from_str(&text).unwrap_or(Value::String(text));
        return Some(text.map(json));
    }
    let schemas = &contract.schemas;
    let Shape::Object { properties, .. } = &schemas.get(schemas.resolve(parameter.schema)).shape
    else {
        return None;
    };
    let is_query = parameter.location == ParameterLocation::Query;
    let pairs: Vec<(String, String)> = match parameter.style {
        ParameterStyle::DeepObject => {
            let inside = |name: &str| {
                let rest = name.strip_prefix(parameter.name.as_str())?;
                Some(rest.strip_prefix('[')?.strip_suffix(']')?.to_owned())
            };
            received.pairs().filter_map(|(name, text)| Some((inside(&name)?, text))).collect()
        }
        ParameterStyle::Form if is_query && parameter.explode => {
            let declared = |name: &str| properties.iter().any(|property| property.name == name);
            received.pairs().filter(|(name, _)| declared(name)).collect()
        }
        _ => texts().iter().flat_map(|text| split(text, parameter.explode)).collect(),
    };
    if pairs.is_empty() {
        return Some(None);
    }
    Some(Some(Value::Object(members(contract, judges, properties, &pairs))))
}

/// `a=1,b=2`, or `a,1,b,2`.
fn split(text: &str, explode: bool) -> Vec<(String, String)> {
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    if explode {
        return text
            .split(',')
            .filter_map(|part| part.split_once('='))
            .map(|(n, t)| pair(n, t))
            .collect();
    }
    let parts: Vec<&str> = text.split(',').collect();
    parts.chunks_exact(2).map(|two| pair(two[0], two[1])).collect()
}

fn members(
    contract: &Contract,
    judges: &Judges,
    properties: &[Property],
    pairs: &[(String, String)],
) -> Map<String, Value> {
    let read = |(name, text): &(String, String)| {
        let property = properties.iter().find(|property| property.name == *name);
        let texts = std::slice::from_ref(text);
        let value = property.and_then(|inside| reads(contract, judges, inside.schema, texts));
        (name.clone(), value.unwrap_or_else(|| Value::String(text.clone())))
    };
    pairs.iter().map(read).collect()
}
