//! Cases that are made from the document alone: positive, boundary and negative, one fault at a time.
//!
//! Positive cases come first, so that they draw the first live values.

mod body;
mod credentials;
mod draft;
mod equivalents;
mod framing;
mod malformed;
mod media_type;
mod method;
mod negative;
mod objects;
mod pairs;
mod positive;
mod repeat;
mod scripts;
mod unknown;
mod unusual;
mod wire;
mod writer;

use std::collections::HashSet;

pub(super) use unknown::made as made_unknown;

use specs::contract::Operation;

use super::{CaseSource, Inputs};
use crate::case::{Case, Cause, Origin, RequestPlan, Role, Slot, Step, Via};
use draft::Draft;

/// Cases from the document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Synthetic;

/// One kind of case: adds its cases for one operation.
type Kind = fn(&Drafting<'_>, &mut Cases<'_>);

/// Every kind, in the order in which their cases run.
const KINDS: [Kind; 16] = [
    positive::add,
    pairs::add,
    scripts::add,
    unknown::add,
    credentials::add,
    negative::parameters,
    negative::bodies,
    malformed::add,
    media_type::add,
    method::add,
    method::safe,
    method::unknown_path,
    equivalents::add,
    unusual::add,
    framing::add,
    repeat::add,
];

impl CaseSource for Synthetic {
    fn cases(&self, inputs: &Inputs<'_>) -> Vec<Case> {
        let mut cases = Vec::new();
        let mut ids = HashSet::new();
        let framed = framing::chosen(*inputs).map(|operation| operation.id.as_str());
        for operation in &inputs.contract.operations {
            let Some(drafting) = Drafting::new(*inputs, operation) else {
                continue;
            };
            let (list, ids) = (&mut cases, &mut ids);
            let follow_up = drafting.follow_up();
            let is_framed = framed == Some(operation.id.as_str());
            let mut adder = Cases { inputs, operation, follow_up, is_framed, list, ids };
            for kind in KINDS {
                kind(&drafting, &mut adder);
            }
        }
        cases
    }
}

/// The operation at hand with its plain valid request.
struct Drafting<'a> {
    inputs: Inputs<'a>,
    operation: &'a Operation,
    /// Required parts only, in the first media type, with the first security alternative.
    minimal: Draft<'a>,
}

impl<'a> Drafting<'a> {
    fn new(inputs: Inputs<'a>, operation: &'a Operation) -> Option<Self> {
        let minimal = Draft::minimal(inputs, operation)?;
        Some(Self { inputs, operation, minimal })
    }

    /// The valid request that shows what a refused one has changed; only a live value can show it.
    fn follow_up(&self) -> Option<RequestPlan> {
        (!self.minimal.live_fields().is_empty()).then(|| self.minimal.write())
    }

    /// The plain request in the media type of this index.
    fn in_media_type(&self, index: usize) -> Option<Draft<'a>> {
        let mut draft = self.minimal.clone();
        draft.take_body(self.inputs, self.operation, index, crate::values::Extent::Minimal)?;
        Some(draft)
    }

    /// What tells the media types of the body apart in variants: nothing where there is but one.
    fn media_suffix(&self, index: usize) -> String {
        let content = self.operation.body.as_ref().map_or(&[][..], |body| &body.content);
        match content.get(index) {
            Some(media_type) if content.len() > 1 => {
                let essence = media_type.essence();
                let name = match () {
                    () if media_type.is_form() => "form",
                    () if media_type.is_json() => "json",
                    () => essence.as_str(),
                };
                format!("-{}", crate::case::slug(name))
            }
            _ => String::new(),
        }
    }
}

/// Where the cases of one operation are collected.
struct Cases<'a> {
    inputs: &'a Inputs<'a>,
    operation: &'a Operation,
    /// What follows a request that had to change nothing.
    follow_up: Option<RequestPlan>,
    /// Whether the operation is the one whose messages are malformed.
    is_framed: bool,
    list: &'a mut Vec<Case>,
    /// Slugs of different operations may be alike.
    ids: &'a mut HashSet<String>,
}

/// What a case is called and why it is there.
struct Label {
    variant: String,
    title: String,
    cause: Cause,
    rule: specs::Pointer,
}

impl Cases<'_> {
    fn add(&mut self, label: Label, request: RequestPlan) {
        self.add_via(label, request, Via::Http);
    }

    fn add_via(&mut self, label: Label, request: RequestPlan, via: Via) {
        let follow_up = self.follow_up_to(&label.cause, &request);
        let mut steps = vec![Step { request, via, status: None, role: Role::Main }];
        steps.extend(follow_up);
        self.add_steps(label, steps);
    }

    /// The follow-up to a request that must change nothing. One that carries no live value has nothing
    /// to change, but one that names something unknown might hit what exists.
    fn follow_up_to(&self, cause: &Cause, request: &RequestPlan) -> Option<Step> {
        let carries_live = || request.slots().iter().any(|slot| matches!(slot, Slot::Live(_)));
        let is_wanted = match cause {
            Cause::Malformed
            | Cause::Invalid { .. }
            | Cause::NoCredentials
            | Cause::WrongCredentials
            | Cause::PartialCredentials
            | Cause::UnsupportedMediaType
            | Cause::MethodNotAllowed
            | Cause::SafeMethod => carries_live(),
            Cause::Misframed(odd) => odd.must_be_refused() && carries_live(),
            Cause::ValidUnknown => true,
            _ => false,
        };
        let request = self.follow_up.clone().filter(|_| is_wanted)?;
        Some(Step { request, via: Via::Http, status: None, role: Role::FollowUp(cause.clone()) })
    }

    fn add_steps(&mut self, label: Label, steps: Vec<Step>) {
        let provider = &self.inputs.contract.id;
        let identify = |variant: &str| {
            Case::identify(provider, Origin::Synthetic, &self.operation.id, variant)
        };
        let mut id = identify(&label.variant);
        let mut number = 2;
        while !self.ids.insert(id.clone()) {
            id = identify(&format!("{}-{number}", label.variant));
            number += 1;
        }
        self.list.push(Case {
            id,
            operation: self.operation.id.clone(),
            origin: Origin::Synthetic,
            cause: label.cause,
            title: label.title,
            steps,
            rule: label.rule,
            provenance: None,
        });
    }
}
