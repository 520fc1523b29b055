//! Cases that are generated from the document alone: positive, boundary and negative, one fault at a
//! time.
//!
//! Positive cases come first, so that they draw the first live values. Chains of several operations
//! come last.

mod alike;
mod body;
pub mod chains;
mod client;
mod credentials;
mod draft;
mod equivalents;
mod framing;
mod idempotency;
mod ids;
mod malformed;
mod media_type;
mod method;
mod negative;
mod oauth;
mod objects;
mod pairs;
mod positive;
pub mod random;
mod repeat;
mod scripts;
mod signatures;
mod unknown;
mod unusual;
mod versions;
mod wire;
mod writer;

use std::collections::{HashMap, HashSet};

pub use random::{LeftOut, Phase};
pub use scripts::ends;
pub use scripts::{SkippedScenario, skipped_scenarios};
pub(super) use unknown::made as made_unknown;

use specs::contract::Operation;

use super::{CaseSource, Inputs};
use conformance_core::case::{
    BodyPlan, Case, CaseKind, Origin, ProbeExpectation, Purpose, RequestPlan, Role, Slot, Step,
};
use conformance_core::exchange::Via;
use draft::Draft;

/// Cases from the document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Synthetic;

/// A generator of one kind of case: adds its cases for one operation.
type Kind = fn(&Drafting<'_>, &mut Cases<'_>);

/// All generators, in the order in which their cases run.
const KINDS: [Kind; 21] = [
    positive::add,
    pairs::add,
    scripts::add,
    unknown::add,
    credentials::add,
    signatures::add,
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
    oauth::add,
    idempotency::add,
    ids::add,
    versions::add,
];

impl CaseSource for Synthetic {
    fn cases(&self, inputs: &Inputs<'_>) -> Vec<Case> {
        let mut cases = Vec::new();
        let mut ids = HashSet::new();
        let framed = framing::chosen(*inputs).map(|operation| operation.id.as_str());
        let operations = inputs.contract.operations.iter();
        let operations: Vec<Operation> = operations
            .filter(|operation| !alike::is_hidden(inputs.contract, operation))
            .map(|operation| alike::own(inputs.contract, operation))
            .collect();
        for operation in &operations {
            let Some(drafting) = Drafting::new(*inputs, operation) else {
                continue;
            };
            let (list, ids) = (&mut cases, &mut ids);
            let follow_up = drafting.follow_up();
            let probe = scripts::deciding_probe(&drafting);
            let is_ambiguous = alike::is_ambiguous(inputs.contract, operation);
            let is_framed = framed == Some(operation.id.as_str());
            let valid = HashMap::new();
            let mut adder = Cases {
                inputs,
                operation,
                is_ambiguous,
                follow_up,
                probe,
                is_framed,
                list,
                ids,
                valid,
            };
            for kind in KINDS {
                kind(&drafting, &mut adder);
            }
        }
        for operation in &inputs.contract.operations {
            let (list, ids) = (&mut cases, &mut ids);
            let mut adder = Cases {
                inputs,
                operation,
                is_ambiguous: false,
                follow_up: None,
                probe: None,
                is_framed: false,
                list,
                ids,
                valid: HashMap::new(),
            };
            chains::add(*inputs, &mut adder);
        }
        cases
    }
}

/// The case that must come last: no request succeeds once the caller's own credential is revoked.
pub fn last(inputs: &Inputs<'_>) -> Option<Case> {
    scripts::last(inputs)
}

/// An operation with its plain valid request.
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

    /// The valid request that shows what a rejected one has changed; only a live value can show it.
    fn follow_up(&self) -> Option<RequestPlan> {
        (!self.minimal.live_fields().is_empty()).then(|| self.minimal.write())
    }

    /// The request that shows whether the live values of the operation are live, if the user configured
    /// one.
    fn probe(&self) -> Option<RequestPlan> {
        let probe = self.inputs.fixtures.probe()?;
        let live = self.minimal.live_fields();
        let fits = probe.fields().iter().all(|field| live.contains(field));
        fits.then(|| probe.request().clone())
    }

    /// Whether a success revokes the value that the probe is about.
    fn ends(&self) -> bool {
        let contract = self.inputs.contract;
        let probed = self.inputs.fixtures.probe().map(|probe| probe.fields());
        let fields = probed.unwrap_or_else(|| self.minimal.live_fields());
        fields.iter().any(|field| scripts::ends(contract, self.operation, field))
    }

    /// The plain request in the media type of this index.
    fn in_media_type(&self, index: usize) -> Option<Draft<'a>> {
        let mut draft = self.minimal.clone();
        draft.take_body(
            self.inputs,
            self.operation,
            index,
            conformance_core::values::Extent::Minimal,
        )?;
        Some(draft)
    }

    /// The suffix that distinguishes the media types of the body in variants: empty if there is only
    /// one.
    fn media_suffix(&self, index: usize) -> String {
        let content = self.operation.body.as_ref().map_or(&[][..], |body| &body.content);
        match content.get(index) {
            Some(media_type) if content.len() > 1 => {
                let name = media_type.type_and_subtype();
                let name = if media_type.is_form() {
                    "form"
                } else if media_type.is_json() {
                    "json"
                } else {
                    name.as_str()
                };
                format!("-{}", conformance_core::slug::slug(name))
            }
            _ => String::new(),
        }
    }
}

/// Collects the cases of one operation.
struct Cases<'a> {
    inputs: &'a Inputs<'a>,
    operation: &'a Operation,
    /// Whether another operation may accept what this one must reject.
    is_ambiguous: bool,
    /// The follow-up to a request that must change nothing.
    follow_up: Option<RequestPlan>,
    /// The probe that shows instead whether something has changed: here, an unknown value is a success
    /// too.
    probe: Option<RequestPlan>,
    /// Whether malformed messages are sent to this operation.
    is_framed: bool,
    list: &'a mut Vec<Case>,
    /// Slugs of different operations may be equal.
    ids: &'a mut HashSet<String>,
    /// The cases of the operation with one valid request, by what their requests have in common.
    valid: HashMap<Key, Vec<usize>>,
}

/// What equal requests have in common, in short: comparing each request with all others takes too long
/// where bodies are large.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key(String);

impl Key {
    fn of(step: &Step) -> Self {
        let body = match &step.request.body {
            Some(BodyPlan::Json { value, .. }) => value.to_string(),
            Some(BodyPlan::Form { .. } | BodyPlan::Text { .. }) | None => String::new(),
        };
        Self(format!("{:?} {:?} {body}", step.request.path, step.request.query))
    }
}

/// The id, kind and title of a case.
struct Label {
    variant: String,
    title: String,
    kind: CaseKind,
    rule: specs::Pointer,
}

impl Cases<'_> {
    fn add(&mut self, label: Label, request: RequestPlan) {
        self.add_via(label, request, Via::Http);
    }

    /// Adds a case without a follow-up: it has no live value, and another case of its kind has.
    fn add_alone(&mut self, label: Label, request: RequestPlan) {
        self.add_steps(label, vec![scripts::step(request, Role::Main)]);
    }

    fn add_via(&mut self, label: Label, request: RequestPlan, via: Via) {
        let follow_up = self.follow_up_to(&label.kind, &request);
        let main = Step { request, via, status: None, role: Role::Main };
        let steps = match (&self.probe, follow_up) {
            (_, None) => vec![main],
            (None, Some(follow_up)) => vec![main, follow_up],
            (Some(probe), Some(_)) => {
                let live_values = Role::Probe(ProbeExpectation::Live(label.kind.clone()));
                vec![main, scripts::step(probe.clone(), live_values)]
            }
        };
        self.add_steps(label, steps);
    }

    /// The follow-up to a request that must change nothing. A request without a live value has nothing
    /// to change, but one with an unknown value might match an existing one.
    fn follow_up_to(&self, case_kind: &CaseKind, request: &RequestPlan) -> Option<Step> {
        let carries_live = || request.slots().iter().any(|slot| matches!(slot, Slot::Live(_)));
        let is_wanted = match case_kind {
            CaseKind::Malformed
            | CaseKind::Invalid { .. }
            | CaseKind::NoCredentials
            | CaseKind::WrongCredentials
            | CaseKind::PartialCredentials
            | CaseKind::BadSignature(_)
            | CaseKind::UnsupportedMediaType
            | CaseKind::MethodNotAllowed
            | CaseKind::SafeMethod => carries_live(),
            CaseKind::MalformedMessage(malformation) => {
                malformation.must_be_refused() && carries_live()
            }
            CaseKind::ValidUnknown => true,
            _ => false,
        };
        let request = self.follow_up.clone().filter(|_| is_wanted)?;
        Some(Step {
            request,
            via: Via::Http,
            status: None,
            role: Role::FollowUp(case_kind.clone()),
        })
    }

    /// Whether the same valid request is already in a case: one request covers several rules.
    fn is_there(&self, case_kind: &CaseKind, steps: &[Step]) -> bool {
        let ([step], CaseKind::Valid) = (steps, case_kind) else { return false };
        let alike = self.valid.get(&Key::of(step)).into_iter().flatten();
        alike.into_iter().any(|index| self.list[*index].steps[0] == *step)
    }

    /// Adds another way to write the plain valid request.
    fn add_equivalent(&mut self, label: Label, request: RequestPlan, via: Via) {
        let step = Step { request, via, status: None, role: Role::Main };
        self.add_case(label, vec![step], Purpose::Equivalent);
    }

    fn add_steps(&mut self, label: Label, steps: Vec<Step>) {
        self.add_case(label, steps, Purpose::Rule);
    }

    fn add_case(&mut self, label: Label, steps: Vec<Step>, purpose: Purpose) {
        let must_be_taken = matches!(label.kind, CaseKind::Valid | CaseKind::Unusual);
        let path = steps.first().map(|step| &step.request.path);
        let is_ambiguous = self.is_ambiguous
            || path.is_some_and(|path| {
                alike::is_of_another(self.inputs.contract, self.operation, path)
            });
        if is_ambiguous && !must_be_taken || self.is_there(&label.kind, &steps) {
            return;
        }
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
        if let (CaseKind::Valid, [step]) = (&label.kind, steps.as_slice()) {
            self.valid.entry(Key::of(step)).or_default().push(self.list.len());
        }
        self.list.push(Case {
            id,
            operation: self.operation.id.clone(),
            origin: Origin::Synthetic,
            kind: label.kind,
            purpose,
            title: label.title,
            steps,
            rule: label.rule,
            provenance: None,
        });
    }
}
