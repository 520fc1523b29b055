//! The caller's own credential, revoked by its owner. No request succeeds afterwards, so this is the
//! last case of a suite, and only run if the value is configured.

use super::{ends, step, with_live};
use crate::source::Inputs;
use crate::source::synthetic::Drafting;
use conformance_core::case::{Case, CaseKind, Origin, Purpose, Role, Slot};

/// The name of the case.
const VARIANT: &str = "script-own-last";

pub fn last(inputs: &Inputs<'_>) -> Option<Case> {
    let own_credential = inputs.fixtures.own_credential()?;
    let drafting = inputs.contract.operations.iter().find_map(|operation| {
        let drafting = Drafting::new(*inputs, operation)?;
        is_for(&drafting, &own_credential.field).then_some(drafting)
    })?;
    let operation = drafting.operation;
    let request = drafting.minimal.write();
    let own = with_live(&request, |field| {
        if field == own_credential.field {
            Slot::Own(field.to_owned())
        } else {
            Slot::Live(field.to_owned())
        }
    });
    Some(Case {
        id: Case::identify(&inputs.contract.id, Origin::Synthetic, &operation.id, VARIANT),
        operation: operation.id.clone(),
        origin: Origin::Synthetic,
        kind: CaseKind::Valid,
        purpose: Purpose::Rule,
        title: "the caller's own credential, and then one more request".to_owned(),
        steps: vec![step(own, Role::Own), step(request, Role::AfterOwnCredential)],
        rule: operation.pointer.clone(),
        provenance: None,
    })
}

/// Whether the operation can revoke the caller's own credential: it revokes the value, and requires
/// authentication.
pub(super) fn is_for(drafting: &Drafting<'_>, field: &str) -> bool {
    let operation = drafting.operation;
    drafting.minimal.live_fields().contains(&field)
        && !operation.security.allows_anonymous()
        && ends(drafting.inputs.contract, operation, field)
}
