//! Validates requests against the document.

use specs::contract::{Operation, Shape};

use super::caller::caller;
use conformance_core::case::CaseKind;
use conformance_engine::request_reader::Received;
use conformance_engine::request_reader::{self as parameter, Said};
use conformance_engine::request_reader::{Reader, declared, value};

/// The violation of a request, if any.
pub(super) fn violation(
    reader: Reader<'_>,
    operation: &Operation,
    received: &Received<'_>,
) -> Option<CaseKind> {
    caller(reader, operation, received)
        .or_else(|| parameters(reader, operation, received))
        .or_else(|| body(reader, operation, received))
}

/// Whether parameters with a single permitted value have it.
pub(super) fn constants_match(
    reader: Reader<'_>,
    operation: &Operation,
    received: &Received<'_>,
) -> bool {
    let is_constant = |id| match reader.shape(id) {
        Shape::Literals(literals) => literals.values().len() == 1,
        _ => false,
    };
    let mut constants = operation.parameters.iter().filter(|one| is_constant(one.schema));
    constants.all(|one| matches!(parameter::said(&reader, one, received), Said::Right))
}

fn parameters(
    reader: Reader<'_>,
    operation: &Operation,
    received: &Received<'_>,
) -> Option<CaseKind> {
    operation.parameters.iter().find_map(|parameter| {
        let valid = match parameter::said(&reader, parameter, received) {
            Said::Nothing => !parameter.required || reader.lacks(),
            Said::Right => true,
            Said::Wrong => false,
        };
        let part = parameter.location.as_str();
        (!valid).then(|| invalid(part, &parameter.name))
    })
}

/// An invalid part of a request.
pub(super) fn invalid(part: &str, name: &str) -> CaseKind {
    let pointer = specs::Pointer::root().child(part).child(name);
    CaseKind::Invalid { pointer, keyword: "type".to_owned() }
}

fn body(reader: Reader<'_>, operation: &Operation, received: &Received<'_>) -> Option<CaseKind> {
    let body = operation.body.as_ref()?;
    let Some(media_type) = received.media_type() else {
        return match (received.body.is_empty(), body.required) {
            (true, false) => None,
            (true, true) => Some(invalid("body", "")),
            (false, _) => Some(CaseKind::UnsupportedMediaType),
        };
    };
    let Some(declared) = declared(&body.content, &media_type) else {
        return Some(CaseKind::UnsupportedMediaType);
    };
    // Without a schema, every body is valid.
    let schema = declared.schema?;
    match value(reader, declared, schema, received.body) {
        None => Some(CaseKind::Malformed),
        Some(value) if reader.accepts(schema, &value) => None,
        // Other media types are not decoded.
        Some(_) if !declared.is_json() && !declared.is_form() => None,
        Some(_) => Some(invalid("body", "")),
    }
}
