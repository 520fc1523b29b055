//! Idempotency keys: the same request again with the same key, and another request with it. Checks
//! evaluate the responses; a target may not support such keys, or forget them.

use super::scripts::take_other;
use super::{Cases, Drafting, Label};
use conformance_core::case::{CaseKind, RequestPlan, Role, Slot, Step, Template};
use conformance_core::exchange::Via;

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let first = drafting.minimal.write();
    let keys = first.headers.iter().filter(|(_, value)| *value == Template::slot(Slot::Fresh));
    // Only a live value shows the effect of a request.
    if keys.count() == 0 || drafting.minimal.live_fields().is_empty() {
        return;
    }
    let fresh = first.clone();
    let kept = keep(first);
    let other = |request: &RequestPlan| {
        let mut other = request.clone();
        take_other(&mut other);
        other
    };
    let mut push = |variant: &str, title: &str, requests: Vec<RequestPlan>| {
        let label = Label {
            variant: format!("idempotency-{variant}"),
            title: title.to_owned(),
            kind: CaseKind::Unusual,
            rule: drafting.operation.pointer.clone(),
        };
        let step = |request| Step { request, via: Via::Http, status: None, role: Role::Main };
        cases.add_steps(label, requests.into_iter().map(step).collect());
    };
    push("replay", "the same request with the same key", vec![kept.clone(), kept.clone()]);
    // The third shows whether the second had an effect; the fourth, whether a third would show it.
    let second = other(&kept);
    let after = other(&fresh);
    push("conflict", "another request with the same key", vec![kept, second, after.clone(), after]);
}

/// The request with one key in all its steps.
fn keep(mut request: RequestPlan) -> RequestPlan {
    for (_, value) in &mut request.headers {
        if *value == Template::slot(Slot::Fresh) {
            *value = Template::slot(Slot::Kept);
        }
    }
    request
}
