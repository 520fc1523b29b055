//! What the response to a step of a chain says: what was made must be there, and gone once it is deleted.
//!
//! Only what concerns its existence is evaluated, and what the target fails at. Any other refusal says
//! nothing: a chain knows that the thing exists, not that the caller may do all with it.

use crate::exchange::RequestPart;
use serde_json::Value;
use specs::contract::Operation;

use super::ViolationKind;
use super::following::again;
use super::reading::{successes, violation};
use super::{StatusVerdict, fitting, read};
use crate::case::{BodyPlan, CaseKind, Expected, RequestPlan, Slot};
use crate::exchange::{Exchange, HttpResponse};

/// Reads the response to a step of a chain. `before` are the exchanges before it, of which the first is the
/// creation by this plan.
pub fn read_chained(
    operation: &Operation,
    expected: Expected,
    exchange: &Exchange,
    creation: &RequestPlan,
    before: &[Exchange],
) -> Option<StatusVerdict> {
    let response = exchange.response()?;
    let (status, generated_values) = (response.status, &exchange.request.generated_values);
    Some(match expected {
        Expected::Made => there(operation, generated_values, status, None),
        Expected::Linked => {
            there(operation, generated_values, status, Some(ViolationKind::UnavailableAfterCreate))
        }
        Expected::LeftAlone
            if matches!(status, 404 | 410) && names_the_deleted(exchange, before) =>
        {
            same_name(before)
        }
        Expected::There | Expected::LeftAlone => {
            let (maker, check) = match expected {
                Expected::LeftAlone => (before.get(1), ViolationKind::SideEffectOnOtherResource),
                _ => (before.first(), ViolationKind::UnavailableAfterCreate),
            };
            let reading = there(operation, generated_values, status, Some(check));
            let is_of_another = !is_changed(before)
                && maker.is_some_and(|maker| is_of_another(creation, maker, response));
            if reading == StatusVerdict::Conforms && is_of_another {
                violation(ViolationKind::UnavailableAfterCreate, "what was created".to_owned())
            } else {
                reading
            }
        }
        Expected::Gone => gone(operation, exchange, response, before),
        Expected::Again => again(operation, generated_values, status),
    })
}

/// A valid request for what exists. `check` objects where the response says that it does not.
fn there(
    operation: &Operation,
    generated_values: &[RequestPart],
    status: u16,
    kind: Option<ViolationKind>,
) -> StatusVerdict {
    match (read(operation, &CaseKind::Valid, generated_values, None, status), kind) {
        (StatusVerdict::Violation(_), Some(kind)) if matches!(status, 404 | 410) => {
            violation(kind, successes(operation))
        }
        (StatusVerdict::Violation(_), _) if (400..500).contains(&status) => {
            StatusVerdict::Inconclusive(format!("the target responded {status} on the way"))
        }
        (reading, _) => reading,
    }
}

/// What was deleted is not found any more. One that is only marked as deleted changes at least.
fn gone(
    operation: &Operation,
    exchange: &Exchange,
    response: &HttpResponse,
    before: &[Exchange],
) -> StatusVerdict {
    let status = response.status;
    let is_declared = operation.responses.lookup(status).is_some();
    match status {
        200..300 => {
            let same = |earlier: &&Exchange| is_same_request(earlier, exchange);
            let earlier = before.iter().rev().find(same).and_then(Exchange::response);
            let is_changed = earlier.is_none_or(|earlier| content(earlier) != content(response));
            if is_changed {
                read(operation, &CaseKind::Valid, &exchange.request.generated_values, None, status)
            } else {
                let words = fitting(operation, &CaseKind::ValidUnknown).words();
                violation(ViolationKind::AvailableAfterDelete, words)
            }
        }
        404 | 410 => StatusVerdict::Conforms,
        400..500 if is_declared && status != 429 => StatusVerdict::Conforms,
        _ => read(
            operation,
            &CaseKind::ValidUnknown,
            &exchange.request.generated_values,
            None,
            status,
        ),
    }
}

/// JSON is compared as such: members may come in any order.
fn content(response: &HttpResponse) -> Result<Value, &[u8]> {
    serde_json::from_slice(&response.body).map_err(|_| response.body.as_slice())
}

fn is_same_request(a: &Exchange, b: &Exchange) -> bool {
    (&a.request.method, &a.request.url) == (&b.request.method, &b.request.url)
}

/// Whether the second creation was received with the name of the first one, which was deleted since.
fn names_the_deleted(exchange: &Exchange, before: &[Exchange]) -> bool {
    before.last().is_some_and(|deleted| deleted.request.url == exchange.request.url)
}

/// RFC 9110 §15.3.2: each 201 says that something new was made.
fn same_name(before: &[Exchange]) -> StatusVerdict {
    let is_created = |exchange: &Exchange| exchange.response().is_some_and(|a| a.status == 201);
    if before.iter().take(2).all(is_created) {
        violation(
            ViolationKind::UnavailableAfterCreate,
            "another name than that of the creation before".into(),
        )
    } else {
        StatusVerdict::Inconclusive("the target responded both creations with one name".into())
    }
}

/// Whether a request before may have changed what was made.
fn is_changed(before: &[Exchange]) -> bool {
    before.iter().any(|exchange| matches!(exchange.request.method.as_str(), "PUT" | "PATCH"))
}

/// Whether the response shows a text that another creation has sent: each sends UUIDs of its own.
fn is_of_another(creation: &RequestPlan, maker: &Exchange, response: &HttpResponse) -> bool {
    let Some(BodyPlan::Json { slots, .. }) = &creation.body else {
        return false;
    };
    let sent = maker.request.body.as_deref();
    let sent = sent.and_then(|body| serde_json::from_slice::<Value>(body).ok());
    let (Some(sent), Ok(shown)) = (sent, content(response)) else {
        return false;
    };
    let texts = slots.iter().filter(|(_, slot)| *slot == Slot::Fresh).filter_map(|(pointer, _)| {
        let ours = sent.pointer(pointer.as_str())?.as_str()?;
        let shown = shown.pointer(pointer.as_str())?.as_str()?;
        Some((ours, shown))
    });
    let differs = |(ours, shown): (&str, &str)| {
        uuid::Uuid::parse_str(shown).is_ok() && !ours.eq_ignore_ascii_case(shown)
    };
    // Where some of what was sent is there, the server has changed the rest.
    let texts: Vec<(&str, &str)> = texts.collect();
    !texts.is_empty() && texts.into_iter().all(differs)
}
