//! Methods that a path does not declare, and a path that is not declared.

use specs::Pointer;
use specs::contract::{Method, Operation, PathPart};

use super::alike::covers;
use super::{Cases, Drafting, Label};
use conformance_core::case::{BodyPlan, CaseKind, Piece, RequestPlan, Template};
use conformance_core::exchange::Via;
use conformance_core::values::Rng;
use conformance_core::values::as_text;

/// Servers themselves respond to HEAD and OPTIONS (see [`safe`]); proxies block TRACE.
const TRIED: [Method; 5] = [Method::Get, Method::Put, Method::Post, Method::Delete, Method::Patch];

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let operation = drafting.operation;
    let written = drafting.minimal.write().path;
    let all = || drafting.inputs.contract.operations.iter();
    let siblings = || all().filter(|other| same_path(&other.path.parts, &operation.path.parts));
    // A path without parameters, or with others, may be one that is declared.
    let may_mean = |method| all().any(|one| one.method == method && covers(one, &written));
    // The first operation of a path represents the path.
    if siblings().next().is_some_and(|first| first.id != operation.id) {
        return;
    }
    for method in TRIED {
        if may_mean(method) {
            continue;
        }
        let mut request = drafting.minimal.write();
        method.as_str().clone_into(&mut request.method);
        if method == Method::Get {
            say_in_query(&mut request);
        }
        let label = Label {
            variant: format!("method-{}", method.as_str().to_lowercase()),
            title: format!("{} on a path that does not declare it", method.as_str()),
            kind: CaseKind::MethodNotAllowed,
            rule: operation.pointer.parent().unwrap_or_default(),
        };
        cases.add(label, request);
    }
}

/// HEAD and OPTIONS: whatever the response, nothing may have changed. Only a live value can show it.
/// HEAD of a GET has its header section and no body.
pub(super) fn safe(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let operation = drafting.operation;
    let shows = cases.follow_up.is_some() && !operation.method.is_safe();
    let is_get = operation.method == Method::Get;
    for method in [Method::Head, Method::Options] {
        let is_twin = is_get && method == Method::Head;
        if !shows && !is_twin {
            continue;
        }
        let mut siblings = drafting.inputs.contract.operations.iter();
        if siblings.any(|other| {
            other.method == method && same_path(&other.path.parts, &operation.path.parts)
        }) {
            continue;
        }
        let mut request = drafting.minimal.write();
        method.as_str().clone_into(&mut request.method);
        say_in_query(&mut request);
        // RFC 9110 §9.3.2 and §9.3.7: a body has no meaning in HEAD, and is allowed in OPTIONS.
        request.body = request.body.filter(|_| method == Method::Options);
        let label = Label {
            variant: format!("method-{}", method.as_str().to_lowercase()),
            title: format!("{}, which must change nothing", method.as_str()),
            kind: CaseKind::SafeMethod,
            rule: operation.pointer.clone(),
        };
        // RFC 9110 §9.3.2: a body after the response to HEAD is visible on a raw connection only.
        cases.add_via(label, request, Via::Raw);
    }
}

/// Repeats the fields of the body in the query: without them, a server that implements GET would reject
/// the request just because they are missing. RFC 9110 §9.3.1: a body in a GET may be rejected, as the
/// request must be.
fn say_in_query(request: &mut RequestPlan) {
    match &request.body {
        Some(BodyPlan::Form { fields, .. }) => request.query.extend(fields.iter().cloned()),
        Some(BodyPlan::Json { value, slots, .. }) => {
            for (name, member) in value.as_object().into_iter().flatten() {
                let at = Pointer::root().child(name);
                let slot = slots.iter().find(|(pointer, _)| *pointer == at);
                let template = match slot {
                    Some((_, slot)) => Template::slot(slot.clone()),
                    None => Template::text(as_text(member)),
                };
                request.query.push((name.clone(), template));
            }
        }
        _ => {}
    }
}

/// Whether two templates match the same paths, whatever the names of their parameters.
fn same_path(a: &[PathPart], b: &[PathPart]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|pair| match pair {
            (PathPart::Literal(a), PathPart::Literal(b)) => a == b,
            (PathPart::Parameter(_), PathPart::Parameter(_)) => true,
            _ => false,
        })
}

/// One path for each document, below that of its first operation, and deeper than any that is declared.
pub(super) fn unknown_path(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let operation = drafting.operation;
    let is_first =
        drafting.inputs.contract.operations.first().is_some_and(|first| first.id == operation.id);
    if !is_first {
        return;
    }
    let mut request = drafting.minimal.write();
    let random = Rng::labelled(drafting.inputs.seed, "unknown-path").uuid();
    let depth = |operation: &Operation| operation.path.raw.matches('/').count();
    let deepest = drafting.inputs.contract.operations.iter().map(depth).max().unwrap_or_default();
    let deeper = "/no-such-path".repeat(deepest.saturating_sub(depth(operation)).max(1));
    cut_after_path(&mut request.path);
    request.path.0.push(Piece::Text(format!("{deeper}/{random}")));
    let label = Label {
        variant: "unknown-path".to_owned(),
        title: "a path that is not declared".to_owned(),
        kind: CaseKind::UnknownPath,
        rule: operation.pointer.parent().unwrap_or_default(),
    };
    cases.add_via(label, request, Via::Raw);
}

/// RFC 3986 §3: the query and the fragment follow the path.
fn cut_after_path(path: &mut Template) {
    let cut = |piece: &Piece| match piece {
        Piece::Text(text) => text.find(['?', '#']),
        Piece::Slot(_) => None,
    };
    let Some((index, end)) =
        path.0.iter().enumerate().find_map(|(index, piece)| Some((index, cut(piece)?)))
    else {
        return;
    };
    path.0.truncate(index + 1);
    if let Some(Piece::Text(text)) = path.0.last_mut() {
        text.truncate(end);
    }
}
