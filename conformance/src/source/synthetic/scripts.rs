//! Small stories about live values, for one operation: the same call twice, and a call that must leave
//! a neighbour alone. What a refused call and one that names nothing leave alone is told elsewhere.

use super::{Cases, Drafting, Label};
use crate::case::{BodyPlan, Cause, Piece, RequestPlan, Role, Slot, Step, Via};

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    if drafting.minimal.live_fields().is_empty() {
        return;
    }
    let request = drafting.minimal.write();
    let mut push = |variant: &str, title: &str, second: RequestPlan, role: Role| {
        let label = Label {
            variant: format!("script-{variant}"),
            title: title.to_owned(),
            cause: Cause::Valid,
            rule: drafting.operation.pointer.clone(),
        };
        let step = |request, role| Step { request, via: Via::Http, status: None, role };
        cases.add_steps(label, vec![step(request.clone(), Role::Main), step(second, role)]);
    };
    push("twice", "the same request twice", request.clone(), Role::Again);
    let mut other = request.clone();
    take_other(&mut other);
    push("neighbour", "one live value after another", other, Role::Neighbour);
}

/// Puts another live value in the place of each one.
pub(super) fn take_other(request: &mut RequestPlan) {
    let fields = request.query.iter_mut().chain(&mut request.headers);
    let fields = fields.map(|(_, template)| template);
    let in_body = match &mut request.body {
        Some(BodyPlan::Json { slots, .. }) => {
            slots.iter_mut().for_each(|(_, slot)| swap(slot));
            Vec::new()
        }
        Some(BodyPlan::Form { fields, .. }) => {
            fields.iter_mut().map(|(_, template)| template).collect()
        }
        Some(BodyPlan::Text { text, .. }) => vec![text],
        None => Vec::new(),
    };
    for template in fields.chain(in_body).chain([&mut request.path]) {
        for piece in &mut template.0 {
            if let Piece::Slot(slot) = piece {
                swap(slot);
            }
        }
    }
}

fn swap(slot: &mut Slot) {
    if let Slot::Live(field) = slot {
        *slot = Slot::OtherLive(std::mem::take(field));
    }
}
