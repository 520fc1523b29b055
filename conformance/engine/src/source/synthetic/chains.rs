//! Chains of several operations: what one creates, others read, change and delete. The links of the
//! document, or its paths and the properties of its responses, relate them.
//!
//! The chains only use what they create, so that existing resources are not affected.

mod consumer;
mod content;
mod names;
mod resource;

pub use resource::creation;
pub(super) use resource::unlinked;

use super::{Cases, Inputs, Label};
use conformance_core::case::{CaseKind, Chained, Expected, RequestPlan, Role, Step};
use conformance_core::exchange::Via;
use consumer::Consumer;
use resource::Resource;

/// Every chain of the operation, if it creates something.
pub(super) fn add(inputs: Inputs<'_>, cases: &mut Cases<'_>) {
    let Some(resource) = Resource::of(inputs, cases.operation) else {
        return;
    };
    life(&resource, cases);
    update(&resource, cases);
    other_resource(&resource, cases);
    links(&resource, cases);
}

/// Created, read, deleted, gone, deleted again: as far as there are operations.
fn life(resource: &Resource<'_>, cases: &mut Cases<'_>) {
    let (read, delete) = (resource.read.as_ref(), resource.delete.as_ref());
    let mut steps = vec![resource.create()];
    let mut words = vec!["created"];
    let mut go_on = |consumer: Option<&Consumer<'_>>, expected, word| {
        if let Some(consumer) = consumer {
            steps.push(consumer.step(0, expected));
            words.push(word);
        }
    };
    go_on(read, Expected::There, "read");
    go_on(delete, Expected::There, "deleted");
    go_on(read.filter(|_| delete.is_some()), Expected::Gone, "requested again");
    go_on(delete, Expected::Again, "deleted again");
    if steps.len() > 1 {
        let title = words.join(", ");
        cases.add_steps(label(resource, "chain-life", &title), steps);
    }
}

/// Created, changed, still present.
fn update(resource: &Resource<'_>, cases: &mut Cases<'_>) {
    if let (Some(update), Some(read)) = (&resource.update, &resource.read) {
        let changed = update.step(0, Expected::There);
        let steps = vec![resource.create(), changed, read.step(0, Expected::There)];
        cases.add_steps(label(resource, "chain-update", "created, changed, read"), steps);
    }
}

/// Two are created, one is deleted, the other one is still present.
fn other_resource(resource: &Resource<'_>, cases: &mut Cases<'_>) {
    if let (Some(delete), Some(read)) = (&resource.delete, &resource.read) {
        let second = Step {
            role: chained(&resource.create.operation.id, Expected::Made),
            ..resource.create()
        };
        let deleted = delete.step(0, Expected::There);
        let steps = vec![resource.create(), second, deleted, read.step(1, Expected::LeftAlone)];
        let title = "two are created, one is deleted, the other one is read";
        cases.add_steps(label(resource, "chain-other-resource", title), steps);
    }
}

/// The operations that the links of the document lead to.
fn links(resource: &Resource<'_>, cases: &mut Cases<'_>) {
    for (name, consumer) in &resource.linked {
        let steps = vec![resource.create(), consumer.step(0, Expected::Linked)];
        let variant = format!("chain-link-{}", conformance_core::slug::slug(name));
        let label = Label {
            rule: consumer.rule.clone(),
            ..label(resource, &variant, "created, and the link of the response followed")
        };
        cases.add_steps(label, steps);
    }
}

fn label(resource: &Resource<'_>, variant: &str, title: &str) -> Label {
    Label {
        variant: variant.to_owned(),
        title: title.to_owned(),
        kind: CaseKind::Valid,
        rule: resource.create.operation.pointer.clone(),
    }
}

fn chained(operation: &str, expected: Expected) -> Role {
    Role::Chained(Chained { operation: operation.to_owned(), expected })
}

fn step(request: RequestPlan, role: Role) -> Step {
    Step { request, via: Via::Http, status: None, role }
}
