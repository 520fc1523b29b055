//! Writes a draft as a request plan: parameter styles, forms, JSON.

use serde_json::{Map, Value};
use specs::contract::{Parameter, ParameterLocation, ParameterStyle, PathPart};

use super::draft::{Argument, BodyDraft, Draft};
use conformance_core::case::{BodyPlan, Manner, Piece, RequestPlan, Slot, Template};
use conformance_core::values::as_text;

impl Draft<'_> {
    /// The request as it will be sent, with its slots.
    pub(super) fn write(&self) -> RequestPlan {
        let mut plan = RequestPlan {
            method: self.operation.method.as_str().to_owned(),
            path: self.path(),
            body: self.body.as_ref().map(write_body),
            credentials: self.credentials.clone(),
            generated_values: self.generated_values.values().cloned().collect(),
            carries: self.carries(),
            ..RequestPlan::default()
        };
        if let Some(accept) = &self.accept {
            plan.headers.push(("accept".to_owned(), Template::text(accept.as_str())));
        }
        let mut cookies = Template::default();
        for argument in &self.arguments {
            match argument.parameter.location {
                ParameterLocation::Query => plan.query.extend(pairs(argument)),
                ParameterLocation::Header => {
                    plan.headers.push((argument.parameter.name.clone(), joined(argument)));
                }
                ParameterLocation::Cookie => add_cookie(&mut cookies, argument),
                ParameterLocation::Path => {}
            }
        }
        if !cookies.0.is_empty() {
            plan.headers.push(("cookie".to_owned(), cookies));
        }
        plan
    }

    fn path(&self) -> Template {
        let mut pieces = Vec::new();
        for part in &self.operation.path.parts {
            match part {
                PathPart::Literal(text) => pieces.push(Piece::Text(text.clone())),
                PathPart::Parameter(name) => {
                    let argument = self.arguments.iter().find(|argument| {
                        argument.parameter.location == ParameterLocation::Path
                            && argument.parameter.name == *name
                    });
                    if let Some(argument) = argument {
                        pieces.extend(segment(argument));
                    }
                }
            }
        }
        Template(pieces)
    }

    fn carries(&self) -> Vec<String> {
        let mut carries: Vec<String> = self
            .arguments
            .iter()
            .map(|argument| {
                let parameter = argument.parameter;
                format!("{}/{}", parameter.location.as_str(), parameter.name)
            })
            .collect();
        if let Some(members) = self.body.as_ref().and_then(|body| body.value.as_object()) {
            carries.extend(members.keys().map(|name| format!("body/{name}")));
        }
        carries
    }
}

/// A path segment; its text is encoded, its slot is encoded when it is filled.
fn segment(argument: &Argument<'_>) -> Vec<Piece> {
    let prefix = match argument.parameter.style {
        ParameterStyle::Label => ".".to_owned(),
        ParameterStyle::Matrix => format!(";{}=", argument.parameter.name),
        _ => String::new(),
    };
    let mut pieces = vec![Piece::Text(prefix)];
    for piece in joined(argument).0 {
        pieces.push(match piece {
            Piece::Text(text) => Piece::Text(Manner::Url.write(&text)),
            slot => slot,
        });
    }
    pieces.retain(|piece| *piece != Piece::Text(String::new()));
    pieces
}

/// The value as one text: `simple` style, or JSON if the parameter has a media type.
fn joined(argument: &Argument<'_>) -> Template {
    if let Some(slot) = &argument.slot {
        return filled(argument, slot);
    }
    Template::text(simple(argument.parameter, &argument.value))
}

/// The slot, with the text after it.
fn filled(argument: &Argument<'_>, slot: &Slot) -> Template {
    let mut template = Template::slot(slot.clone());
    if !argument.more.is_empty() {
        template.0.push(Piece::Text(argument.more.to_owned()));
    }
    template
}

/// The text of a value in the `simple` style.
pub(super) fn simple(parameter: &Parameter, value: &Value) -> String {
    if parameter.media_type.is_some() {
        return value.to_string();
    }
    match value {
        Value::Array(items) => items.iter().map(as_text).collect::<Vec<_>>().join(","),
        Value::Object(members) => {
            let sign = if parameter.explode { "=" } else { "," };
            let texts =
                members.iter().map(|(name, value)| format!("{name}{sign}{}", as_text(value)));
            texts.collect::<Vec<_>>().join(",")
        }
        scalar => as_text(scalar),
    }
}

/// The query pairs of a parameter.
fn pairs(argument: &Argument<'_>) -> Vec<(String, Template)> {
    let parameter = argument.parameter;
    if let Some(slot) = &argument.slot {
        return vec![(parameter.name.clone(), filled(argument, slot))];
    }
    query_pairs(parameter, &argument.value)
        .into_iter()
        .map(|(name, text)| (name, Template::text(text)))
        .collect()
}

/// The names and texts of a value in a query.
pub(super) fn query_pairs(parameter: &Parameter, value: &Value) -> Vec<(String, String)> {
    let name = || parameter.name.clone();
    if parameter.media_type.is_some() {
        return vec![(name(), value.to_string())];
    }
    let delimiter = match parameter.style {
        ParameterStyle::SpaceDelimited => " ",
        ParameterStyle::PipeDelimited => "|",
        _ => ",",
    };
    match value {
        Value::Array(items) if parameter.explode => {
            items.iter().map(|item| (name(), as_text(item))).collect()
        }
        Value::Array(items) => {
            vec![(name(), items.iter().map(as_text).collect::<Vec<_>>().join(delimiter))]
        }
        Value::Object(members) => object_pairs(parameter, members),
        scalar => vec![(name(), as_text(scalar))],
    }
}

fn object_pairs(parameter: &Parameter, members: &Map<String, Value>) -> Vec<(String, String)> {
    let outer = &parameter.name;
    match parameter.style {
        ParameterStyle::DeepObject => members
            .iter()
            .map(|(name, value)| (format!("{outer}[{name}]"), as_text(value)))
            .collect(),
        _ if parameter.explode => {
            members.iter().map(|(name, value)| (name.clone(), as_text(value))).collect()
        }
        _ => {
            let texts = members.iter().map(|(name, value)| format!("{name},{}", as_text(value)));
            vec![(outer.clone(), texts.collect::<Vec<_>>().join(","))]
        }
    }
}

fn add_cookie(cookies: &mut Template, argument: &Argument<'_>) {
    let separator = if cookies.0.is_empty() { "" } else { "; " };
    cookies.0.push(Piece::Text(format!("{separator}{}=", argument.parameter.name)));
    cookies.0.extend(joined(argument).0);
}

fn write_body(body: &BodyDraft<'_>) -> BodyPlan {
    write_as(body, body.media_type.name.clone(), body.media_type.is_form())
}

/// The same body as a form or as JSON, whatever its media type.
pub(super) fn write_as(body: &BodyDraft<'_>, media_type: String, as_form: bool) -> BodyPlan {
    // What was mutated is no placeholder any more, and stays as it is.
    let standing = body.slots.iter().filter(|(pointer, placeholder, _)| {
        body.value.pointer(pointer.as_str()) == Some(placeholder)
    });
    if as_form {
        let slots: Vec<(String, Slot)> = standing
            .filter_map(|(pointer, _, slot)| Some((pointer.last()?, slot.clone())))
            .collect();
        return BodyPlan::Form { media_type, fields: form_fields(&body.value, &slots) };
    }
    BodyPlan::Json {
        media_type,
        value: body.value.clone(),
        slots: standing.map(|(pointer, _, slot)| (pointer.clone(), slot.clone())).collect(),
    }
}

fn form_fields(value: &Value, slots: &[(String, Slot)]) -> Vec<(String, Template)> {
    form_pairs(value)
        .into_iter()
        .map(|(name, text)| {
            let slot = slots.iter().find(|(field, _)| *field == name).map(|(_, slot)| slot.clone());
            let template = slot.map_or_else(|| Template::text(text), Template::slot);
            (name, template)
        })
        .collect()
}

/// The names and texts of an object in a form: arrays repeat their name, objects are JSON.
pub(super) fn form_pairs(value: &Value) -> Vec<(String, String)> {
    let Some(members) = value.as_object() else {
        return Vec::new();
    };
    let mut pairs = Vec::new();
    for (name, member) in members {
        match member {
            Value::Array(items) => {
                pairs.extend(items.iter().map(|item| (name.clone(), as_text(item))));
            }
            other => pairs.push((name.clone(), as_text(other))),
        }
    }
    pairs
}
