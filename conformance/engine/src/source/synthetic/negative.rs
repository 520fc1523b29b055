//! Requests that violate one rule of a parameter or of the body, proved invalid as they are written.

use serde_json::Value;
use specs::Pointer;
use specs::contract::{Parameter, ParameterLocation};

use super::draft::{self, BodyDraft, same_parameter};
use super::{Cases, Drafting, Label, body, wire};
use conformance_core::case::{CaseKind, Slot};
use conformance_core::slug::slug;
use conformance_core::values::{Extent, InvalidValue, Maker, invalid_values};

pub(super) fn invalid(
    place: &str,
    pointer: Pointer,
    keyword: &str,
    what: &str,
    rule: Pointer,
) -> Label {
    let name: Vec<String> = pointer.tokens().skip(1).map(|token| slug(&token)).collect();
    let named = if name.is_empty() { String::new() } else { format!("-{}", name.join("-")) };
    let shown: Vec<String> = pointer.tokens().skip(1).collect();
    let object =
        if shown.is_empty() { place.to_owned() } else { format!("{place} `{}`", shown.join(".")) };
    Label {
        variant: format!("invalid-{place}{named}-{}", slug(what)),
        title: format!("{object}: {what}"),
        kind: CaseKind::Invalid { pointer, keyword: keyword.to_owned() },
        rule,
    }
}

/// Each parameter: missing, then each rule of its schema violated.
pub(super) fn parameters(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    for parameter in &drafting.operation.parameters {
        missing(drafting, parameter, cases);
        empty(drafting, parameter, cases);
        mutated(drafting, parameter, cases);
    }
}

pub(super) fn place(parameter: &Parameter) -> Pointer {
    Pointer::root().child(parameter.location.as_str()).child(&parameter.name)
}

fn missing(drafting: &Drafting<'_>, parameter: &Parameter, cases: &mut Cases<'_>) {
    if !parameter.required || parameter.location == ParameterLocation::Path {
        return;
    }
    let mut draft = drafting.minimal.clone();
    draft.arguments.retain(|argument| !same_parameter(argument.parameter, parameter));
    draft.generated_values.remove(&format!("{}/{}", parameter.location.as_str(), parameter.name));
    let location = parameter.location.as_str();
    let label =
        invalid(location, place(parameter), "required", "missing", parameter.pointer.clone());
    cases.add(label, draft.write());
}

/// A parameter that is required, and present with an empty value.
fn empty(drafting: &Drafting<'_>, parameter: &Parameter, cases: &mut Cases<'_>) {
    let in_place =
        matches!(parameter.location, ParameterLocation::Query | ParameterLocation::Header);
    let schemas = &drafting.inputs.contract.schemas;
    // A text that needs one character is truncated to an empty one anyway.
    let shape = schemas.shape(parameter.schema);
    let is_cut = shape.is_string() && shape.length().min == Some(1);
    let nothing = Value::String(String::new());
    let is_invalid = || wire::is_invalid_parameter(drafting.inputs, parameter, &nothing);
    if !parameter.required || !in_place || is_cut || !is_invalid() {
        return;
    }
    let location = parameter.location.as_str();
    let mut draft = drafting.minimal.clone();
    draft.arguments.retain(|argument| !same_parameter(argument.parameter, parameter));
    draft.generated_values.remove(&format!("{location}/{}", parameter.name));
    draft.arguments.push(draft::Argument { parameter, value: nothing, slot: None, more: "" });
    let rule = schemas.get(parameter.schema).pointer.clone();
    cases.add(invalid(location, place(parameter), "required", "empty", rule), draft.write());
}

fn mutated(drafting: &Drafting<'_>, parameter: &Parameter, cases: &mut Cases<'_>) {
    let inputs = drafting.inputs;
    let maker = Maker::for_requests(inputs.validators, &inputs.contract.schemas);
    let location = parameter.location.as_str();
    let mut rng =
        draft::rng(inputs, drafting.operation, &format!("invalid/{location}/{}", parameter.name));
    let Some(base) = maker.make(parameter.schema, Extent::Full, &mut rng) else {
        return;
    };
    for mutated in invalid_values(&maker, parameter.schema, &base, &mut rng) {
        if !wire::is_invalid_parameter(inputs, parameter, &mutated.value) {
            continue;
        }
        let mut draft = drafting.minimal.clone();
        draft.arguments.retain(|argument| !same_parameter(argument.parameter, parameter));
        draft.generated_values.remove(&format!("{location}/{}", parameter.name));
        let (slot, more) = live_and_more(drafting, parameter, &mutated);
        draft.arguments.push(draft::Argument { parameter, value: mutated.value, slot, more });
        let rule = inputs.contract.schemas.get(parameter.schema).pointer.clone();
        let is_named = |token: &String| token.parse::<usize>().is_err();
        let inside = mutated.pointer.tokens().filter(is_named);
        let place = inside.fold(place(parameter), |at, token| at.child(token));
        let label = invalid(location, place, mutated.keyword, &mutated.description, rule);
        cases.add(label, draft.write());
    }
}

/// A live number with more text after it, for a value that is not a number or has a fraction: a server
/// that parses only the leading digits finds the live value.
fn live_and_more(
    drafting: &Drafting<'_>,
    parameter: &Parameter,
    mutated: &InvalidValue,
) -> (Option<Slot>, &'static str) {
    let shape = drafting.inputs.contract.schemas.shape(parameter.schema);
    let mut arguments = drafting.minimal.arguments.iter();
    let known = arguments.find(|argument| same_parameter(argument.parameter, parameter));
    let live = known.and_then(|argument| argument.slot.clone());
    let more = match &mutated.value {
        Value::String(_) if shape.is_number() => "abc",
        Value::Number(_) if shape.is_integer() && mutated.keyword == "type" => ".5",
        _ => return (None, ""),
    };
    match live {
        Some(live @ Slot::Live(_)) => (Some(live), more),
        _ => (None, ""),
    }
}

/// Each rule of the body's schema violated, in each media type.
pub(super) fn bodies(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let count = drafting.operation.body.as_ref().map_or(0, |body| body.content.len());
    for index in 0..count {
        let mut full = drafting.minimal.clone();
        let taken = full.take_body(drafting.inputs, drafting.operation, index, Extent::Full);
        let Some(body) =
            full.body.clone().filter(|body| taken.is_some() && draft::is_writable(body.media_type))
        else {
            continue;
        };
        invalid_bodies(drafting, &full, &body, cases);
    }
}

fn invalid_bodies<'a>(
    drafting: &Drafting<'a>,
    full: &draft::Draft<'a>,
    body: &BodyDraft<'a>,
    cases: &mut Cases<'_>,
) {
    let inputs = drafting.inputs;
    let maker = Maker::for_requests(inputs.validators, &inputs.contract.schemas);
    let mut rng = draft::rng(inputs, drafting.operation, &format!("invalid/body/{}", body.index));
    for mutated in invalid_values(&maker, body.schema, &body.value, &mut rng) {
        let in_form = body.media_type.is_form();
        if in_form && !wire::is_invalid_form(inputs, body.schema, &mutated.value) {
            continue;
        }
        let mut draft = full.clone();
        if let Some(target) = &mut draft.body {
            target.value = padded(&maker, body, &mutated).unwrap_or(mutated.value);
            follow_stand_ins(target);
        }
        let at = format!("body{}", mutated.pointer);
        draft.generated_values.remove(&at);
        let pointer = mutated
            .pointer
            .tokens()
            .fold(Pointer::root().child("body"), |at, token| at.child(token));
        let rule = body::rule(inputs, body, &mutated.pointer);
        let mut label = invalid("body", pointer, mutated.keyword, &mutated.description, rule);
        label.variant.push_str(&drafting.media_suffix(body.index));
        cases.add(label, draft.write());
    }
}

/// A text that is too long because of white space after a valid one: a server that truncates it, or
/// trims it before validating, gets the valid one again.
fn padded(maker: &Maker<'_>, body: &BodyDraft<'_>, mutated: &InvalidValue) -> Option<Value> {
    let at = mutated.pointer.as_str();
    let (right, long) = (body.value.pointer(at)?.as_str()?, mutated.value.pointer(at)?.as_str()?);
    let is_blank = right.trim() != right || right.is_empty();
    if mutated.keyword != "maxLength" || is_blank {
        return None;
    }
    let blanks = long.chars().count().checked_sub(right.chars().count())?;
    let mut value = mutated.value.clone();
    *value.pointer_mut(at)? = Value::String(format!("{right}{}", " ".repeat(blanks)));
    (!maker.accepts(body.schema, &value)).then_some(value)
}

/// A placeholder that was moved into an array is filled in there.
fn follow_stand_ins(body: &mut BodyDraft<'_>) {
    for (pointer, placeholder, _) in &mut body.slots {
        let inside = pointer.child(0);
        if body.value.pointer(inside.as_str()) == Some(placeholder) {
            *pointer = inside;
        }
    }
}
