//! The same rejected request twice, if the document declares a request id in the response: the scripts
//! send successful requests twice.

use specs::contract::StatusRange;

use super::{Cases, Drafting, Label};
use conformance_core::case::{CaseKind, Role, Step};
use conformance_core::exchange::Via;
use conformance_core::heuristics::{is_request_id, response_members};

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let operation = drafting.operation;
    let schemas = &drafting.inputs.contract.schemas;
    let refusal = operation.responses.iter().find(|one| one.status == StatusRange::Exact(401));
    let has_id = refusal.is_some_and(|refusal| {
        response_members(schemas, refusal).iter().any(|member| is_request_id(&member.name))
    });
    if !has_id || operation.security.allows_anonymous() {
        return;
    }
    let mut draft = drafting.minimal.clone();
    draft.credentials.clear();
    let request = draft.write();
    let label = Label {
        variant: "no-credentials-twice".to_owned(),
        title: "a request without credentials, twice".to_owned(),
        kind: CaseKind::NoCredentials,
        rule: operation.security.pointer.clone().unwrap_or_else(|| operation.pointer.clone()),
    };
    let step = || Step { request: request.clone(), via: Via::Http, status: None, role: Role::Main };
    cases.add_steps(label, vec![step(), step()]);
}
