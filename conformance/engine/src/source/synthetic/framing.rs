//! Messages that only a raw connection can send: lengths that contradict each other or the body,
//! malformed header sections and request lines. On one operation for each document, since the server's
//! HTTP stack reads them.

use conformance_core::case::Owner;
use specs::contract::Operation;

use super::super::Inputs;
use super::draft::Draft;
use super::{Cases, Drafting, Label};
use conformance_core::case::{CaseKind, CredentialUse, Quality, Template};
use conformance_core::exchange::{Malformation, Via};

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    if !cases.is_framed {
        return;
    }
    said_twice(drafting, cases);
    for malformation in Malformation::ALL {
        if !has_room(drafting, malformation) {
            continue;
        }
        let mut request = drafting.minimal.write();
        if malformation == Malformation::LowerMethod {
            request.method.make_ascii_lowercase();
        }
        let label = Label {
            variant: format!("framing-{}", malformation.as_str()),
            title: malformation.title().to_owned(),
            kind: CaseKind::MalformedMessage(malformation),
            rule: drafting.operation.pointer.clone(),
        };
        cases.add_via(label, request, Via::Malformed(malformation));
    }
}

/// RFC 9110 §5.3: repeated headers that are no lists. Which of them counts is undefined; many parsers
/// reject the message before the operation is known.
fn said_twice(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let label = |what: &str, title: &str| Label {
        variant: format!("unusual-{what}-twice"),
        title: title.to_owned(),
        kind: CaseKind::MalformedMessage(Malformation::FieldTwice),
        rule: drafting.operation.pointer.clone(),
    };
    let mut draft = drafting.minimal.clone();
    if let Some(first) = draft.credentials.first().cloned() {
        draft.credentials.push(CredentialUse { quality: Quality::Wrong, ..first });
        let label = label("credential", "a right credential and a wrong one");
        cases.add_via(label, draft.write(), Via::Malformed(Malformation::FieldTwice));
    }
    let mut request = drafting.minimal.write();
    if request.body.is_some() {
        request.headers.push(("content-type".to_owned(), Template::text("text/plain")));
        let label = label("content-type", "two different Content-Type fields");
        cases.add_via(label, request, Via::Malformed(Malformation::FieldTwice));
    }
}

/// The first operation with a required body, one with live values if there is any, otherwise the first
/// of all: an accepted request shows best there.
pub(super) fn chosen<'a>(inputs: Inputs<'a>) -> Option<&'a Operation> {
    let has_live = !inputs.fixtures.fields(Owner::Own).is_empty();
    let rank = |operation: &&Operation| {
        let draft = || Draft::minimal(inputs, operation);
        let is_live = has_live && draft().is_some_and(|draft| !draft.live_fields().is_empty());
        let has_body = operation.body.as_ref().is_some_and(|body| body.required);
        // `min_by_key` returns the first of equals.
        (!is_live, !has_body)
    };
    inputs.contract.operations.iter().min_by_key(rank)
}

/// Whether the operation's request can be malformed in this way without becoming another valid request.
fn has_room(drafting: &Drafting<'_>, malformation: Malformation) -> bool {
    let body = drafting.operation.body.as_ref();
    let has_content = drafting.minimal.body.is_some();
    match malformation {
        Malformation::LengthTooLong | Malformation::LengthAndChunked | Malformation::TwoLengths => {
            has_content
        }
        // One byte of JSON is `{`, one of a form is no required field; nor is an empty body.
        Malformation::LengthTooShort | Malformation::NoLength => {
            body.is_some_and(|body| body.required)
                && has_content
                && super::malformed::refuses_nothing(
                    drafting,
                    drafting.minimal.body.as_ref().map_or(0, |body| body.index),
                )
        }
        _ => true,
    }
}
