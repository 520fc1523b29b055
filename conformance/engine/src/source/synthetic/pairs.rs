//! Optional parameters and optional properties of the body in pairs: for any two there is a request
//! with the one and without the other. Other cases have both, or none of them.
//!
//! Each part gets a different word of as many bits as there are requests, half of them set: any two
//! such words differ in both directions. No smaller set of requests has this property.

use serde_json::Value;
use specs::contract::Parameter;

use super::draft::{self, Draft};
use super::{Cases, Drafting, Label, client};
use conformance_core::case::CaseKind;
use conformance_core::exchange::Via;
use conformance_core::slug::slug;
use conformance_core::values::{Extent, Maker, positives};

/// The most parts that are combined: C(6, 3).
const MOST: usize = 20;

/// An optional part.
enum Part<'a> {
    Parameter(&'a Parameter),
    /// A top-level property with its values: a plain one, then those at its bounds.
    Member(String, Vec<Value>),
}

impl Part<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Parameter(parameter) => &parameter.name,
            Self::Member(name, _) => name,
        }
    }
}

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let operation = drafting.operation;
    let optional = operation.parameters.iter().filter(|parameter| !parameter.required);
    let mut parts: Vec<Part<'_>> = optional.map(Part::Parameter).collect();
    parts.extend(members(drafting));
    parts.truncate(MOST);
    if parts.len() < 2 {
        return;
    }
    let words = words(parts.len());
    for row in 0..words.bits {
        let present: Vec<&Part<'_>> = parts
            .iter()
            .zip(&words.list)
            .filter(|(_, word)| *word & (1 << row) != 0)
            .map(|(part, _)| part)
            .collect();
        let Some(draft) = with(drafting, &present, row as usize) else {
            continue;
        };
        let names: Vec<&str> = present.iter().map(|part| part.name()).collect();
        let label = Label {
            variant: format!("valid-pairs-{}", slug(&names.join("-"))),
            title: format!("of what is optional, {}", names.join(", ")),
            kind: CaseKind::Valid,
            rule: operation.pointer.clone(),
        };
        cases.add_via(label, draft.write(), Via::Http);
    }
}

/// The optional properties of the body in its first media type that can be written.
fn members<'a>(drafting: &Drafting<'a>) -> Vec<Part<'a>> {
    let inputs = drafting.inputs;
    let Some(body) = &drafting.minimal.body else { return Vec::new() };
    let mut full = drafting.minimal.clone();
    let taken = full.take_body(inputs, drafting.operation, body.index, Extent::Full);
    let value = full.body.filter(|_| taken.is_some()).map(|body| body.value);
    let Some(Value::Object(members)) = value else { return Vec::new() };
    let maker = Maker::for_requests(inputs.validators, &inputs.contract.schemas);
    let mut rng = draft::rng(inputs, drafting.operation, "pairs");
    let varied = positives(&maker, body.schema, &mut rng);
    let is_optional = |name: &String| body.value.get(name).is_none();
    members
        .into_iter()
        .filter(|(name, _)| is_optional(name))
        .map(|(name, plain)| {
            let at_bounds = varied.iter().filter(|positive| {
                let tokens: Vec<String> = positive.pointer.tokens().collect();
                tokens == [name.as_str()]
            });
            let is_decided = super::positive::is_decided(drafting, &name);
            let bounds = at_bounds
                .filter(|_| !is_decided)
                .filter_map(|positive| positive.value.get(&name).cloned())
                .filter(|value| !(body.media_type.is_form() && value.is_null()));
            let values = std::iter::once(plain).chain(bounds).collect();
            Part::Member(name, values)
        })
        .collect()
}

/// The plain request with these parts; their values alternate from request to request. `None` if the
/// schema forbids the combination.
fn with<'a>(drafting: &Drafting<'a>, parts: &[&Part<'a>], row: usize) -> Option<Draft<'a>> {
    let mut draft = drafting.minimal.clone();
    for part in parts {
        if let Part::Parameter(parameter) = part {
            draft.take_parameter(drafting.inputs, parameter)?;
        }
    }
    let Some(body) = drafting.minimal.body.clone() else {
        return Some(draft);
    };
    let maker = Maker::for_requests(drafting.inputs.validators, &drafting.inputs.contract.schemas);
    let candidates = [row, 0].map(|turn| {
        let mut value = body.value.clone();
        for part in parts {
            if let (Part::Member(name, values), Some(members)) = (part, value.as_object_mut()) {
                members.insert(name.clone(), values[turn % values.len()].clone());
            }
        }
        value
    });
    let value = candidates.into_iter().find(|value| maker.accepts(body.schema, value))?;
    draft.set_body(drafting.inputs, body.media_type, body.index, body.schema, value);
    client::resolve(drafting.inputs, &mut draft);
    Some(draft)
}

/// Words of this many bits, one for each part.
struct Words {
    bits: u32,
    list: Vec<u32>,
}

/// The number of bits of the shortest words, half of their bits set, of which there are enough.
fn words(count: usize) -> Words {
    for bits in 2..8_u32 {
        let list: Vec<u32> =
            (0..1_u32 << bits).filter(|word| word.count_ones() == bits / 2).collect();
        if list.len() >= count {
            return Words { bits, list: list.into_iter().take(count).collect() };
        }
    }
    Words { bits: 0, list: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::{MOST, words};

    #[test]
    fn any_two_differ_in_both_directions() {
        for count in 2..=MOST {
            let words = words(count);
            assert_eq!(words.list.len(), count);
            assert!(words.bits <= 6, "{count} parts in {} requests", words.bits);
            for one in &words.list {
                for other in words.list.iter().filter(|other| *other != one) {
                    assert_ne!(one & !other, 0, "{one:b} and {other:b}");
                }
            }
        }
    }
}
