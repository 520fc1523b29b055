//! Use after the end: the configured probe finds the value live, a valid request revokes it, and the
//! probe finds it revoked.

use serde_json::json;

use super::{label, step};
use crate::source::synthetic::draft::Draft;
use crate::source::synthetic::{Cases, Drafting};
use conformance_core::case::{CaseKind, ProbeExpectation, Role};
use conformance_core::heuristics::{is_revocation, members};

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let Some(probe) = drafting.probe().filter(|_| drafting.ends()) else {
        return;
    };
    let title = "a live value is ended, and then used";
    let steps = vec![
        step(probe.clone(), Role::Probe(ProbeExpectation::Before)),
        step(hinted(drafting).unwrap_or_else(|| drafting.minimal.clone()).write(), Role::Main),
        step(probe, Role::Probe(ProbeExpectation::Revoked)),
    ];
    cases.add_steps(label(drafting, "script-use-after", title, CaseKind::Valid), steps);
}

/// The plain request with a hint. RFC 7009 §2.1: if a server does not find the token by its hint, it
/// must search its other tokens. Most supplied tokens are access tokens.
fn hinted<'a>(drafting: &Drafting<'a>) -> Option<Draft<'a>> {
    let schemas = &drafting.inputs.contract.schemas;
    let mut draft = drafting.minimal.clone();
    let body = draft.body.as_mut().filter(|_| is_revocation(drafting.operation))?;
    let name = "token_type_hint";
    members(schemas, body.schema).iter().find(|property| property.name == name)?;
    body.value.as_object_mut()?.insert(name.to_owned(), json!("refresh_token"));
    let is_valid = drafting.inputs.validators.of(schemas, body.schema).accepts(&body.value);
    is_valid.then_some(draft)
}
