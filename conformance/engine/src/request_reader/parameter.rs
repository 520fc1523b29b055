//! Parameters in requests: texts, arrays and objects in the styles of OpenAPI.

use serde_json::{Map, Value};
use specs::contract::{
    Additional, Parameter, ParameterLocation, ParameterStyle, Property, SchemaId,
};

use super::reader::Reader;
use super::received::Received;

/// The presence and validity of a parameter.
pub enum Said {
    /// Absent.
    Nothing,
    /// Possibly valid.
    Right,
    /// Invalid.
    Wrong,
}

/// The presence and validity of a parameter, by its schema.
pub fn said(reader: &Reader<'_>, parameter: &Parameter, received: &Received<'_>) -> Said {
    let texts = received.texts(parameter.location, &parameter.name);
    let by = |right: bool| if right { Said::Right } else { Said::Wrong };
    if let Some(media_type) = &parameter.media_type {
        return match texts.first() {
            None => Said::Nothing,
            Some(text) if media_type.contains("json") => by(serde_json::from_str(text)
                .is_ok_and(|value| reader.accepts(parameter.schema, &value))),
            Some(_) => Said::Right,
        };
    }
    let shape = reader.shape(parameter.schema);
    if let Some(additional) = shape.additional()
        && parameter.location == ParameterLocation::Query
    {
        let object = match parameter.style {
            ParameterStyle::DeepObject => deep(reader, parameter, shape.properties(), received),
            _ if parameter.explode => spread(reader, shape.properties(), additional, received),
            _ => None,
        };
        if let Some(said) = object {
            return if texts.is_empty() {
                said
            } else {
                by(reader.reads(parameter.schema, &texts).is_some())
            };
        }
    }
    if texts.is_empty() { Said::Nothing } else { by(reads_plainly(reader, parameter, &texts)) }
}

fn reads_plainly(reader: &Reader<'_>, parameter: &Parameter, texts: &[String]) -> bool {
    let prefix = match parameter.style {
        ParameterStyle::Label => ".".to_owned(),
        ParameterStyle::Matrix => format!(";{}=", parameter.name),
        _ => String::new(),
    };
    let inner = |text: &String| text.strip_prefix(&prefix).unwrap_or(text).to_owned();
    let texts: Vec<String> = texts.iter().map(inner).collect();
    let shape = reader.shape(parameter.schema);
    if !shape.is_object() {
        return reader.reads(parameter.schema, &texts).is_some();
    }
    let properties = shape.properties();
    // Other styles have too many written forms.
    let is_listed = matches!(parameter.style, ParameterStyle::Simple | ParameterStyle::Form);
    let pairs = texts.first().and_then(|text| listed(text, parameter.explode));
    let members = pairs.filter(|_| is_listed && !properties.is_empty()).map(|pairs| {
        let read = |(name, text): (String, String)| {
            let value = member(reader, properties, &name, &text);
            (name, value)
        };
        pairs.into_iter().map(read).collect()
    });
    members.is_none_or(|members| !matches!(verdict(reader, parameter.schema, members), Said::Wrong))
}

/// `a=1,b=2`, or without `explode` `a,1,b,2`; `None` where it is neither.
fn listed(text: &str, explode: bool) -> Option<Vec<(String, String)>> {
    let parts: Vec<&str> = text.split(',').collect();
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    if explode {
        let cut = |part: &&str| part.split_once('=').map(|(name, text)| pair(name, text));
        return parts.iter().map(cut).collect();
    }
    let two = |two: &[&str]| Some(pair(two.first()?, two.get(1)?));
    parts.chunks(2).map(two).collect()
}

/// `name[property]=text`; deeper values are not validated.
fn deep(
    reader: &Reader<'_>,
    parameter: &Parameter,
    properties: &[Property],
    received: &Received<'_>,
) -> Option<Said> {
    let pairs = received.pairs();
    let prefix = format!("{}[", parameter.name);
    let mut members = Map::new();
    for (name, text) in &pairs {
        let Some(inner) = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(']')) else {
            continue;
        };
        if inner.contains('[') {
            return Some(Said::Right);
        }
        members.insert(inner.to_owned(), member(reader, properties, inner, text));
    }
    Some(verdict(reader, parameter.schema, members))
}

/// Each property under its own name; a map may have any.
fn spread(
    reader: &Reader<'_>,
    properties: &[Property],
    additional: Additional,
    received: &Received<'_>,
) -> Option<Said> {
    let pairs = received.pairs();
    let named = properties.iter().filter_map(|property| {
        let (_, text) = pairs.iter().find(|(name, _)| *name == property.name)?;
        Some((property, text))
    });
    let mut found = false;
    for (property, text) in named {
        found = true;
        if reader.reads(property.schema, std::slice::from_ref(text)).is_none() {
            return Some(Said::Wrong);
        }
    }
    let is_map = properties.is_empty() || matches!(additional, Additional::Schema(_));
    Some(if found || is_map { Said::Right } else { Said::Nothing })
}

fn member(reader: &Reader<'_>, properties: &[Property], name: &str, text: &str) -> Value {
    let property = properties.iter().find(|property| property.name == name);
    let read = property.and_then(|property| reader.reads(property.schema, &[text.to_owned()]));
    read.unwrap_or_else(|| Value::String(text.to_owned()))
}

fn verdict(reader: &Reader<'_>, schema: SchemaId, members: Map<String, Value>) -> Said {
    if members.is_empty() {
        Said::Nothing
    } else if reader.accepts(schema, &Value::Object(members)) {
        Said::Right
    } else {
        Said::Wrong
    }
}
