//! Valid but unusual requests: values beyond every usual size, control characters, repeated fields, a
//! body where none is declared. A target may accept or reject them, but must not fail.

mod bodies;
mod whole;

use serde_json::{Value, json};
use specs::Pointer;
use specs::contract::{Length, Parameter, ParameterLocation, SchemaId, ShapeKind};

use super::draft::{Argument, same_parameter};
use super::{Cases, Drafting, Label};
use conformance_core::case::CaseKind;
use conformance_core::slug::slug;
use conformance_core::values::{Extent, Maker, Rng};

/// The common limit of servers on a header section: 8 KiB.
const LONG: usize = 8 * 1024;
/// NUL first: many databases reject it.
const CONTROLS: &str = "\0\u{1}\u{1b}\u{7f}\r\n";
/// Accents, Han, a character beyond the basic plane, a bidirectional mark, Hebrew.
const FOREIGN: &str = "Ünï漢🙂\u{202e}שלום";
/// Beyond 64 bits.
const HUGE: &str = "184467440737095516160";

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    for parameter in &drafting.operation.parameters {
        parameter_values(drafting, parameter, cases);
    }
    bodies::add(drafting, cases);
    whole::add(drafting, cases);
}

fn unusual(place: &str, name: &str, what: &str, rule: &Pointer) -> Label {
    let named = if name.is_empty() { String::new() } else { format!("-{}", slug(name)) };
    let object = if name.is_empty() { place.to_owned() } else { format!("{place} `{name}`") };
    Label {
        variant: format!("unusual-{place}{named}-{}", slug(what)),
        title: format!("{object}: {what}"),
        kind: CaseKind::Unusual,
        rule: rule.clone(),
    }
}

/// The description, and the value; a text is sent as it is, an integer as a number.
type Malformed = (&'static str, Value);

/// The unusual values of a field that its schema allows.
fn values(drafting: &Drafting<'_>, schema: SchemaId, rng: &mut Rng) -> Vec<Malformed> {
    let inputs = drafting.inputs;
    let maker = Maker::for_requests(inputs.validators, &inputs.contract.schemas);
    let shape = inputs.contract.schemas.shape(schema);
    let candidates: Vec<Malformed> = match shape.kind() {
        ShapeKind::String => {
            let base = maker.make(schema, Extent::Full, rng);
            let base = base.as_ref().and_then(Value::as_str).unwrap_or_default();
            texts(base, shape.length())
        }
        ShapeKind::Integer => vec![
            ("beyond 32 bits", json!(1_u64 << 31)),
            ("beyond 64 bits with a sign", json!(1_u64 << 63)),
            ("below zero", json!(-1)),
        ],
        ShapeKind::Any | ShapeKind::Never | ShapeKind::Alias | ShapeKind::Boolean => Vec::new(),
        ShapeKind::Number | ShapeKind::Literals | ShapeKind::Array => Vec::new(),
        ShapeKind::Object | ShapeKind::OneOf | ShapeKind::AnyOf | ShapeKind::Opaque => Vec::new(),
    };
    candidates.into_iter().filter(|(_, value)| maker.accepts(schema, value)).collect()
}

fn texts(base: &str, length: Length) -> Vec<Malformed> {
    let mut list = vec![
        ("control characters", json!(with(base, CONTROLS))),
        ("text that is not ASCII", json!(with(base, FOREIGN))),
        ("an empty text", json!("")),
    ];
    if length.max.is_none() {
        list.insert(0, ("a very long text", json!("a".repeat(LONG))));
    }
    list
}

/// The text with its beginning replaced, so that its length is kept if possible.
fn with(base: &str, malformation: &str) -> String {
    malformation.chars().chain(base.chars().skip(malformation.chars().count())).collect()
}

fn is_integer(drafting: &Drafting<'_>, schema: SchemaId) -> bool {
    let schemas = &drafting.inputs.contract.schemas;
    schemas.shape(schema).is_integer()
        && drafting.inputs.validators.of(schemas, schema).accepts(&json!(1.844_674_407_370_955e20))
}

fn parameter_values(drafting: &Drafting<'_>, parameter: &Parameter, cases: &mut Cases<'_>) {
    let location = parameter.location.as_str();
    let mut rng = super::draft::rng(
        drafting.inputs,
        drafting.operation,
        &format!("unusual/{location}/{}", parameter.name),
    );
    let mut list = values(drafting, parameter.schema, &mut rng);
    if is_integer(drafting, parameter.schema) {
        list.push(("beyond 64 bits", json!(HUGE)));
    }
    // If no value is the empty text, it may count as no parameter.
    let nothing = json!("");
    if !parameter.required && !list.iter().any(|(_, value)| *value == nothing) {
        list.push(("an empty text", nothing));
    }
    for (what, value) in list {
        if parameter.media_type.is_some() || !can_carry(parameter, &value) {
            continue;
        }
        let mut draft = drafting.minimal.clone();
        draft.arguments.retain(|argument| !same_parameter(argument.parameter, parameter));
        draft.arguments.push(Argument { parameter, value, slot: None, more: "" });
        let label = unusual(location, &parameter.name, what, &parameter.pointer);
        cases.add(label, draft.write());
    }
}

/// Whether the parameter can carry the value: headers carry visible ASCII, paths no empty segment.
fn can_carry(parameter: &Parameter, value: &Value) -> bool {
    let text = conformance_core::values::as_text(value);
    match parameter.location {
        ParameterLocation::Query => true,
        ParameterLocation::Path => !text.is_empty(),
        ParameterLocation::Header => conformance_core::fields::carriable(&parameter.name, &text),
        ParameterLocation::Cookie => text.len() == LONG,
    }
}
