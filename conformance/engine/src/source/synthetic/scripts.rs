//! Scripts about live values, for one operation: the same call twice, a call that must leave another
//! resource unchanged, use after the end, and values of another client. The probes after rejected
//! requests and unknown values are here as well.

mod foreign_values;
mod own;
mod probed;
mod skipped_scenarios;

pub(super) use own::last;
pub use skipped_scenarios::{SkippedScenario, skipped_scenarios};

use specs::Contract;
use specs::contract::{Method, Operation};

use super::{Cases, Drafting, Label};
use conformance_core::case::{CaseKind, ProbeExpectation, RequestPlan, Role, Slot, Step};
use conformance_core::exchange::Via;
use conformance_core::expectation::fitting;

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    if drafting.minimal.live_fields().is_empty() {
        return;
    }
    let request = drafting.minimal.write();
    let mut twice = vec![step(request.clone(), Role::Main), step(request.clone(), Role::Again)];
    let probe = deciding_probe(drafting);
    let mut title = "the same request twice";
    if probe.is_none() {
        title = "the same request twice, then one with another live value";
        let mut other = request.clone();
        take_other(&mut other);
        twice.push(step(other, Role::OtherResource));
    }
    cases.add_steps(label(drafting, "script-twice", title, CaseKind::Valid), twice);
    if let Some(probe) = probe {
        other_resource(drafting, cases, request, probe);
    }
    probed::add(drafting, cases);
    foreign_values::add(drafting, cases);
}

/// Another live value must stay unchanged. If an unknown value is a success too, the probe verifies it.
fn other_resource(
    drafting: &Drafting<'_>,
    cases: &mut Cases<'_>,
    request: RequestPlan,
    mut probe: RequestPlan,
) {
    take_other(&mut probe);
    let steps = vec![
        step(probe.clone(), Role::Probe(ProbeExpectation::Before)),
        step(request, Role::Main),
        step(probe, Role::Probe(ProbeExpectation::Live(CaseKind::Valid))),
    ];
    let title = "one live value after another";
    cases.add_steps(label(drafting, "script-other-resource", title, CaseKind::Valid), steps);
}

/// The probe, if the response of the operation does not distinguish live values from others.
pub(super) fn deciding_probe(drafting: &Drafting<'_>) -> Option<RequestPlan> {
    drafting.probe().filter(|_| !rejects_unknown(drafting.operation))
}

fn label(drafting: &Drafting<'_>, variant: &str, title: &str, kind: CaseKind) -> Label {
    Label {
        variant: variant.to_owned(),
        title: title.to_owned(),
        kind,
        rule: drafting.operation.pointer.clone(),
    }
}

pub(super) fn step(request: RequestPlan, role: Role) -> Step {
    Step { request, via: Via::Http, status: None, role }
}

/// Replaces each live value by another one.
pub(super) fn take_other(request: &mut RequestPlan) {
    *request = with_live(request, |field| Slot::OtherLive(field.to_owned()));
}

/// The request with each live value replaced.
fn with_live(request: &RequestPlan, other: impl Fn(&str) -> Slot) -> RequestPlan {
    let mut request = request.clone();
    for slot in request.slots_mut() {
        if let Slot::Live(field) = slot {
            *slot = other(field);
        }
    }
    request
}

/// Whether the document distinguishes unknown values from existing ones.
pub(super) fn rejects_unknown(operation: &Operation) -> bool {
    !fitting(operation, &CaseKind::ValidUnknown).demanded.is_empty()
}

/// Whether a success revokes the value that the operation names: its name contains such a word, or the
/// live values of this field have no other use.
pub fn ends(contract: &Contract, operation: &Operation, field: &str) -> bool {
    const WORDS: [&str; 12] = [
        "revo",
        "delet",
        "remov",
        "invalidat",
        "cancel",
        "terminat",
        "logout",
        "log out",
        "expire",
        "disabl",
        "deactivat",
        "destroy",
    ];
    if operation.method.is_safe() {
        return false;
    }
    let summary = operation.summary.as_deref().unwrap_or_default();
    let said = format!("{} {} {summary}", operation.id, operation.path.raw).to_lowercase();
    let takes = |other: &&Operation| {
        !other.method.is_safe()
            && (other.parameters.iter().any(|parameter| parameter.name == field)
                || other.body.as_ref().is_some_and(|body| has_member(contract, body, field)))
    };
    operation.method == Method::Delete
        || WORDS.iter().any(|word| said.contains(word))
        || contract.operations.iter().filter(takes).count() == 1
}

fn has_member(contract: &Contract, body: &specs::contract::RequestBody, field: &str) -> bool {
    let mut schemas = body.content.iter().filter_map(|media_type| media_type.schema);
    schemas.any(|id| contract.schemas.shape(id).property(field).is_some())
}
