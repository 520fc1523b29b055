//! A request that uses what another one has created.

use specs::Pointer;
use specs::contract::{Operation, ParameterLocation};

use super::names::names;
use super::{chained, step};
use crate::source::Inputs;
use crate::source::synthetic::draft::Draft;
use conformance_core::case::{Capture, Expected, Slot, Source, Step};

/// The location of a value, and whether it must not be shown.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) source: Source,
    pub(super) secret: bool,
}

/// The request, and the parameters that are filled from the response to the creation.
pub(super) struct Consumer<'a> {
    pub(super) draft: Draft<'a>,
    /// The location in the document that relates the two.
    pub(super) rule: Pointer,
    captured: Vec<(String, Found)>,
}

impl<'a> Consumer<'a> {
    /// `None` if the request cannot be generated, or uses nothing of the creation.
    pub(super) fn new(
        inputs: Inputs<'a>,
        create: &Draft<'a>,
        operation: &'a Operation,
        values: &[(String, Found)],
    ) -> Option<Self> {
        let mut draft = Draft::minimal(inputs, operation)?;
        share(create, &mut draft);
        let captured: Vec<(String, Found)> = values
            .iter()
            .filter(|(name, _)| draft.arguments.iter().any(|known| known.parameter.name == *name))
            .cloned()
            .collect();
        // A path with another parameter is not about what was created.
        let is_filled = |name: &str| {
            captured.iter().any(|(known, _)| known == name)
                || !draft.generated_values.contains_key(&format!("path/{name}"))
        };
        let mut in_path = operation.parameters_in(ParameterLocation::Path);
        let is_whole = in_path.all(|parameter| is_filled(&parameter.name));
        if captured.is_empty() || !is_whole {
            return None;
        }
        for (name, _) in &captured {
            draft
                .generated_values
                .retain(|place, _| place.split_once('/').is_none_or(|(_, n)| n != name));
        }
        Some(Self { draft, rule: operation.pointer.clone(), captured })
    }

    /// With the location of the link to this operation.
    pub(super) fn with_rule(mut self, rule: &Pointer) -> Self {
        self.rule = rule.clone();
        self
    }

    /// Whether both are the same operation.
    pub(super) fn is_like(&self, other: &Consumer<'_>) -> bool {
        self.draft.operation.id == other.draft.operation.id
    }

    /// The step that uses what this step has created.
    pub(super) fn step(&self, maker: usize, expected: Expected) -> Step {
        let mut draft = self.draft.clone();
        for argument in &mut draft.arguments {
            let found = self.captured.iter().find(|(name, _)| *name == argument.parameter.name);
            if let Some((name, Found { source, secret })) = found {
                argument.slot = Some(Slot::Captured(Capture {
                    step: maker,
                    source: source.clone(),
                    name: name.clone(),
                    secret: *secret,
                }));
            }
        }
        step(draft.write(), chained(&draft.operation.id, expected))
    }
}

/// Gives the request the same parent resources as the one that creates: the values of their common
/// path. If the creation succeeds, these exist.
fn share(create: &Draft<'_>, draft: &mut Draft<'_>) {
    let (their_path, theirs) = names(&create.operation.path.raw);
    let (our_path, ours) = names(&draft.operation.path.raw);
    let in_path = ParameterLocation::Path;
    let common = their_path.split("{}").zip(our_path.split("{}"));
    let common = common.take_while(|(their, our)| their == our).count();
    for (their, our) in theirs.iter().zip(&ours).take(common) {
        let is_their = |name: &str, location| name == *their && location == in_path;
        let known = create
            .arguments
            .iter()
            .find(|known| is_their(&known.parameter.name, known.parameter.location));
        let place = draft
            .arguments
            .iter_mut()
            .find(|own| own.parameter.name == *our && own.parameter.location == in_path);
        if let (Some(known), Some(place)) = (known, place) {
            place.value = known.value.clone();
            place.slot = known.slot.clone();
            draft.generated_values.remove(&format!("path/{our}"));
        }
    }
}
