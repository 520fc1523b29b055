//! The plain valid request several times, each time with fresh live values: it distinguishes a server
//! that fails intermittently from one that always fails.

use specs::contract::Method;

use super::{Cases, Drafting, Label};
use conformance_core::case::{CaseKind, Role, Step};
use conformance_core::exchange::Via;

/// The number of requests.
const TIMES: usize = 4;

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let method = drafting.operation.method;
    // RFC 9110 §9.2.2: a request that is not idempotent may be repeated only with a fresh live value; a
    // deleted resource is gone.
    let may_repeat = method.is_safe() || method == Method::Put;
    if drafting.minimal.live_fields().is_empty() && !may_repeat {
        return;
    }
    let request = drafting.minimal.write();
    let roles = std::iter::once(Role::Main).chain(std::iter::repeat_n(Role::Repeat, TIMES - 1));
    let step = |role| Step { request: request.clone(), via: Via::Http, status: None, role };
    let label = Label {
        variant: "valid-repeated".to_owned(),
        title: "the plain request several times".to_owned(),
        kind: CaseKind::Valid,
        rule: drafting.operation.pointer.clone(),
    };
    cases.add_steps(label, roles.map(step).collect());
}
