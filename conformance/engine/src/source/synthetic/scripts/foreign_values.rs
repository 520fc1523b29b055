//! Values that belong to another client (RFC 7009 §2.1): rejected, or treated like unknown values. If
//! that is a success, only the probe can show that they are still live.

use super::{label, rejects_unknown, step, with_live};
use crate::source::synthetic::{Cases, Drafting};
use conformance_core::case::Owner;
use conformance_core::case::{CaseKind, ProbeExpectation, RequestPlan, Role, Slot};
use conformance_core::slug::slug;

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let supplied = drafting.inputs.fixtures.fields(Owner::Others);
    let request = drafting.minimal.write();
    let mut fields = drafting.minimal.live_fields();
    fields.retain(|field| supplied.iter().any(|known| known == field));
    fields.dedup();
    for field in fields {
        let title = format!("a `{field}` that belongs to another client");
        let label = label(drafting, &format!("others-{}", slug(field)), &title, CaseKind::NotOwned);
        let main = step(of_another(&request, field), Role::Main);
        match probe(drafting, field) {
            Some(probe) => {
                let before = step(probe.clone(), Role::Probe(ProbeExpectation::Before));
                let after = step(probe, Role::Probe(ProbeExpectation::Live(CaseKind::NotOwned)));
                cases.add_steps(label, vec![before, main, after]);
            }
            None if rejects_unknown(drafting.operation) => cases.add_steps(label, vec![main]),
            None => {}
        }
    }
}

/// The probe of another client's value, if the probe contains this field.
fn probe(drafting: &Drafting<'_>, field: &str) -> Option<RequestPlan> {
    let carries = drafting.inputs.fixtures.probe()?.fields().contains(&field);
    let probe = drafting.probe().filter(|_| carries)?;
    Some(of_another(&probe, field))
}

fn of_another(request: &RequestPlan, field: &str) -> RequestPlan {
    with_live(request, |live| {
        if live == field { Slot::Others(live.to_owned()) } else { Slot::Live(live.to_owned()) }
    })
}
