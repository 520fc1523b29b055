//! Generates one random request: a selection of optional parts, values from the whole range of their
//! schemas, any media type and security alternative; then perhaps one rule is violated.

use specs::contract::{Parameter, ParameterLocation};

use super::super::draft::{self, Argument, same_parameter};
use super::super::{Drafting, body, client, negative, unknown, wire};
use super::sample::{Aim, Place, Sample, is_decided, said_of};
use conformance_core::case::CaseKind;
use conformance_core::values::{InvalidValue, Maker, Repertoire, Rng, invalid_values};

/// How often a value that cannot be sent is generated again.
const ATTEMPTS: usize = 8;

/// The longest body, in bytes, so that none is rejected for its size alone.
const LONGEST_BODY: usize = 20_000;

/// The request of this number.
pub(super) fn draw<'a>(drafting: &'a Drafting<'a>, id: String, number: u32) -> Sample<'a> {
    let mut rng = draft::rng(drafting.inputs, drafting.operation, &format!("random/{number}"));
    let sample = valid(drafting, id, &mut rng);
    let changed = match rng.below(100) {
        0..55 => None,
        55..62 => naming_unknown(&sample, &mut rng),
        _ => (0..ATTEMPTS).find_map(|_| broken(&sample, &mut rng)),
    };
    changed.unwrap_or(sample)
}

fn valid<'a>(drafting: &'a Drafting<'a>, id: String, rng: &mut Rng) -> Sample<'a> {
    let plain = Sample {
        drafting,
        id,
        draft: drafting.minimal.clone(),
        aim: Aim::Valid,
        title: "a random valid request".to_owned(),
        kind: CaseKind::Valid,
        rule: drafting.operation.pointer.clone(),
    };
    let mut sample = plain.clone();
    arguments(&mut sample, rng);
    content(&mut sample, rng);
    credentials(&mut sample, rng);
    client::resolve(drafting.inputs, &mut sample.draft);
    if sample.holds() { sample } else { plain }
}

fn maker<'a>(drafting: &Drafting<'a>) -> Maker<'a> {
    Maker::for_requests(drafting.inputs.validators, &drafting.inputs.contract.schemas)
}

/// What a parameter can carry.
fn repertoire(location: ParameterLocation) -> Repertoire {
    match location {
        ParameterLocation::Query => Repertoire::Lines,
        ParameterLocation::Path => Repertoire::Text,
        // RFC 9110 §5.5, RFC 6265 §4.1.1.
        ParameterLocation::Header | ParameterLocation::Cookie => Repertoire::Visible,
    }
}

fn arguments(sample: &mut Sample<'_>, rng: &mut Rng) {
    let drafting = sample.drafting;
    let share = *rng.pick(&[10, 50, 90]).unwrap_or(&50);
    for parameter in &drafting.operation.parameters {
        if !parameter.required && !rng.chance(share) {
            continue;
        }
        let arguments = &sample.draft.arguments;
        let known = arguments.iter().position(|known| same_parameter(known.parameter, parameter));
        let is_fixed = is_decided(drafting, &parameter.name)
            || draft::slot_for(drafting.inputs, &parameter.name).is_some();
        if is_fixed {
            if known.is_none() {
                // One that cannot be generated is omitted.
                let _ = sample.draft.take_parameter(drafting.inputs, parameter);
            }
            continue;
        }
        let drawn = (0..ATTEMPTS).find_map(|_| {
            let of = repertoire(parameter.location);
            maker(drafting)
                .draw(parameter.schema, of, rng)
                .filter(|value| wire::is_valid_parameter(drafting.inputs, parameter, value))
        });
        let Some(value) = drawn else { continue };
        let argument = Argument { parameter, value, slot: None, more: "" };
        let index = known.unwrap_or(sample.draft.arguments.len());
        match sample.draft.arguments.get_mut(index) {
            Some(known) => *known = argument,
            None => sample.draft.arguments.push(argument),
        }
        sample.draft.note_generated_value(drafting.inputs, index);
    }
}

fn content(sample: &mut Sample<'_>, rng: &mut Rng) {
    let drafting = sample.drafting;
    let Some(body) = &drafting.operation.body else {
        return;
    };
    if !body.required && rng.chance(30) {
        sample.drop_body();
        return;
    }
    let writable = body.content.iter().enumerate().filter(|(_, known)| draft::is_writable(known));
    let writable: Vec<usize> = writable.map(|(index, _)| index).collect();
    let Some(index) = rng.pick(&writable).copied() else {
        return;
    };
    let Some(schema) = body.content.get(index).and_then(|media_type| media_type.schema) else {
        return;
    };
    let in_form = body.content.get(index).is_some_and(|media_type| media_type.is_form());
    let before = sample.draft.clone();
    for _ in 0..ATTEMPTS {
        let Some(mut value) = maker(drafting).draw(schema, Repertoire::Lines, rng) else {
            break;
        };
        if value.to_string().len() > LONGEST_BODY {
            continue;
        }
        if let Some(members) = value.as_object_mut().filter(|_| in_form) {
            // It is not known whether a field with an empty value is present.
            members.retain(|_, member| {
                !member.is_null()
                    && member.as_str() != Some("")
                    && member.as_array().is_none_or(|items| !items.is_empty())
            });
        }
        if sample.set_body(index, value).is_some() && sample.holds() {
            return;
        }
    }
    sample.draft = before;
}

fn credentials(sample: &mut Sample<'_>, rng: &mut Rng) {
    if rng.chance(40)
        && let Some(alternative) = rng.pick(&sample.drafting.operation.security.alternatives)
    {
        sample.draft.credentials = draft::rightly(alternative);
    }
}

/// The same with an unknown value instead of a live one.
fn naming_unknown<'a>(sample: &Sample<'a>, rng: &mut Rng) -> Option<Sample<'a>> {
    let field = (*rng.pick(&sample.draft.live_fields())?).to_owned();
    let mut changed = sample.clone();
    unknown::replace(sample.drafting, &mut changed.draft, &field);
    changed.title = format!("a random request with a `{field}` that does not exist");
    changed.kind = CaseKind::ValidUnknown;
    changed.aim = Aim::Unknown(field);
    Some(changed)
}

/// The same with one rule violated.
fn broken<'a>(sample: &Sample<'a>, rng: &mut Rng) -> Option<Sample<'a>> {
    let parameters = &sample.drafting.operation.parameters;
    let in_body = if sample.draft.body.is_some() { parameters.len().max(3) } else { 0 };
    let chosen = rng.below((parameters.len() + in_body) as u64) as usize;
    match parameters.get(chosen) {
        None => broken_body(sample, rng),
        Some(parameter) if parameter.required && rng.chance(15) => missing(sample, parameter),
        Some(parameter) => broken_parameter(sample, parameter, rng),
    }
}

fn missing<'a>(sample: &Sample<'a>, parameter: &'a Parameter) -> Option<Sample<'a>> {
    if parameter.location == ParameterLocation::Path {
        return None;
    }
    let location = parameter.location.as_str();
    let place = negative::place(parameter);
    let label =
        negative::invalid(location, place, "required", "missing", parameter.pointer.clone());
    let mut changed = labelled(sample, label, Aim::Missing);
    changed.draft.arguments.retain(|argument| !same_parameter(argument.parameter, parameter));
    changed.draft.generated_values.remove(&draft::place_of(parameter));
    Some(changed)
}

fn labelled<'a>(sample: &Sample<'a>, label: super::super::Label, aim: Aim) -> Sample<'a> {
    let title = format!("random: {}", label.title);
    Sample { title, kind: label.kind, rule: label.rule, aim, ..sample.clone() }
}

/// One of the mutated values that is invalid in one location only.
fn pick(
    sample: &Sample<'_>,
    schema: specs::contract::SchemaId,
    list: Vec<InvalidValue>,
    rng: &mut Rng,
) -> Option<(InvalidValue, std::collections::BTreeSet<(String, String)>)> {
    let mutated = rng.pick(&list)?.clone();
    let said = said_of(sample.drafting, schema, &mutated.value);
    let (first, _) = said.first()?;
    said.iter().all(|(place, _)| place == first).then_some((mutated, said.clone()))
}

fn broken_parameter<'a>(
    sample: &Sample<'a>,
    parameter: &'a Parameter,
    rng: &mut Rng,
) -> Option<Sample<'a>> {
    let drafting = sample.drafting;
    let maker = maker(drafting);
    let base = maker.draw(parameter.schema, repertoire(parameter.location), rng)?;
    let mut list = invalid_values(&maker, parameter.schema, &base, rng);
    list.retain(|mutated| wire::is_invalid_parameter(drafting.inputs, parameter, &mutated.value));
    let (mutated, said) = pick(sample, parameter.schema, list, rng)?;
    let location = parameter.location.as_str();
    let rule = drafting.inputs.contract.schemas.get(parameter.schema).pointer.clone();
    let place = negative::place(parameter);
    let label = negative::invalid(location, place, mutated.keyword, &mutated.description, rule);
    let place = Place::Argument(parameter.location, parameter.name.clone());
    let mut changed = labelled(sample, label, Aim::Broken(place, said));
    changed.draft.arguments.retain(|argument| !same_parameter(argument.parameter, parameter));
    changed.draft.generated_values.remove(&draft::place_of(parameter));
    changed.draft.arguments.push(Argument {
        parameter,
        value: mutated.value,
        slot: None,
        more: "",
    });
    changed.holds().then_some(changed)
}

fn broken_body<'a>(sample: &Sample<'a>, rng: &mut Rng) -> Option<Sample<'a>> {
    let drafting = sample.drafting;
    let content = sample.draft.body.as_ref()?;
    let mut list = invalid_values(&maker(drafting), content.schema, &content.value, rng);
    if content.media_type.is_form() {
        list.retain(|mutated| {
            wire::is_invalid_form(drafting.inputs, content.schema, &mutated.value)
        });
    }
    let (mutated, said) = pick(sample, content.schema, list, rng)?;
    let pointer = mutated
        .pointer
        .tokens()
        .fold(specs::Pointer::root().child("body"), |at, token| at.child(token));
    let rule = body::rule(drafting.inputs, content, &mutated.pointer);
    let label = negative::invalid("body", pointer, mutated.keyword, &mutated.description, rule);
    let mut changed = labelled(sample, label, Aim::Broken(Place::Body, said));
    changed.mutate_body(mutated.value)?;
    let at = format!("body{}", mutated.pointer);
    changed
        .draft
        .generated_values
        .retain(|place, _| *place != at && !place.starts_with(&format!("{at}/")));
    changed.holds().then_some(changed)
}
