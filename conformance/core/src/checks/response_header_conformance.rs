//! Declared response headers that are missing or break their schema.

use std::borrow::Cow;

use serde_json::Value;
use specs::contract::{Header, Shape};

use crate::check::{Check, CheckContext, Severity, Violation};

/// The id of the check.
pub const ID: &str = "response-header-conformance";

/// Fields that come once, whoever declares them.
const SINGLE: [&str; 10] = [
    "content-type",
    "content-length",
    "location",
    "content-location",
    "etag",
    "retry-after",
    "date",
    "last-modified",
    "expires",
    "age",
];
/// Fields that are lists, whatever their schema says.
const LISTS: [&str; 14] = [
    "accept",
    "allow",
    "cache-control",
    "connection",
    "content-encoding",
    "content-language",
    "link",
    "pragma",
    "server-timing",
    "set-cookie",
    "vary",
    "via",
    "warning",
    "www-authenticate",
];

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["response_headers_conformance"],
    title: "required response headers are present, and declared ones satisfy their schema",
    requirement: "A header that the document requires for a status must be sent with it, and a declared header that is sent must satisfy its schema, formats included. A field that is no list is sent at most once, among them Content-Type, Content-Length and Location. Names are case-insensitive; a string that parses as a number is one.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: headers of the response",
    example: "a 204 whose x-request-id is `abc`, where the schema says uuid",
    help: "send the header as the document declares it",
    applies: |context| context.response().is_some(),
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let mut violations: Vec<Violation> = if has_repeated(context) {
        SINGLE.iter().filter_map(|name| twice(context, name, None)).collect()
    } else {
        Vec::new()
    };
    let Some(declared) = context.declared else {
        return violations;
    };
    // OpenAPI 3.0.3, Response Object: a header named Content-Type is not for `headers` to declare.
    let named =
        declared.headers.iter().filter(|header| !header.name.eq_ignore_ascii_case("content-type"));
    violations.extend(named.filter_map(|header| look(context, header)));
    violations
}

/// Whether any field comes several times. In most responses none does, and no name need be looked for.
fn has_repeated(context: &CheckContext<'_>) -> bool {
    context.response().is_some_and(|response| {
        let headers = &response.headers;
        headers.iter().enumerate().any(|(number, (name, _))| {
            headers.iter().take(number).any(|(before, _)| before.eq_ignore_ascii_case(name))
        })
    })
}

/// A field that is no list and comes several times.
fn twice(context: &CheckContext<'_>, name: &str, header: Option<&Header>) -> Option<Violation> {
    let response = context.response()?;
    if response.headers.of(name).count() < 2 {
        return None;
    }
    let values: Vec<_> = response.header_values(name).collect();
    Some(Violation {
        symptom: format!("{name} several times"),
        expected: format!("one header `{name}`"),
        actual: format!("{} of them: {}", values.len(), values.join(" and ")),
        place: header.map_or_else(|| context.operation.pointer.clone(), |h| h.pointer.clone()),
        // RFC 9110 §5.3: fields of one name are not to be sent unless they are one list.
        clause: Some("RFC 9110 §5.3"),
        severity: None,
    })
}

/// Whether the values of several fields are one list: by the schema, or because HTTP says so.
fn is_list(context: &CheckContext<'_>, header: &Header) -> bool {
    let schemas = &context.contract.schemas;
    matches!(schemas.get(schemas.resolve(header.schema)).shape, Shape::Array { .. })
        || LISTS.iter().any(|name| header.name.eq_ignore_ascii_case(name))
}

fn look(context: &CheckContext<'_>, header: &Header) -> Option<Violation> {
    let response = context.response()?;
    let values: Vec<_> = response.header_values(&header.name).collect();
    if values.is_empty() {
        return header.required.then(|| Violation {
            symptom: format!("{} missing with {}", header.name, response.status),
            expected: format!("header `{}` with status {}", header.name, response.status),
            actual: "no such header".to_owned(),
            place: header.pointer.clone(),
            clause: None,
            severity: None,
        });
    }
    if !is_list(context, header)
        && !SINGLE.iter().any(|name| header.name.eq_ignore_ascii_case(name))
        && let Some(violation) = twice(context, &header.name, Some(header))
    {
        return Some(violation);
    }
    let validator = context.validators.of(&context.contract.schemas, header.schema);
    let readings = readings(context, header, &values);
    if readings.iter().any(|reading| validator.accepts(reading)) {
        return None;
    }
    let errors = validator.errors(readings.first()?);
    let first = errors.first()?;
    Some(Violation {
        symptom: format!("{} {}", header.name, first.keyword),
        expected: format!("header `{}` that satisfies its schema", header.name),
        actual: format!(
            "`{}: {}`: {} ({})",
            header.name,
            values.join(", "),
            first.message,
            first.keyword
        ),
        place: header.pointer.clone(),
        clause: None,
        severity: None,
    })
}

/// What the text may be meant as: text, a JSON scalar, or a list that is split at commas.
fn readings(context: &CheckContext<'_>, header: &Header, values: &[Cow<'_, str>]) -> Vec<Value> {
    // RFC 9110 §5.3: fields of one name are one list.
    let text = values.join(", ");
    let mut readings = vec![Value::String(text.clone())];
    readings.extend(serde_json::from_str::<Value>(&text).ok());
    let schemas = &context.contract.schemas;
    if let Shape::Array { items, .. } = schemas.get(schemas.resolve(header.schema)).shape {
        let validator = context.validators.of(schemas, items);
        let list = text.split(',').map(|item| {
            let item = item.trim();
            let plain = Value::String(item.to_owned());
            match serde_json::from_str::<Value>(item) {
                Ok(read) if !validator.accepts(&plain) => read,
                _ => plain,
            }
        });
        readings.insert(0, Value::Array(list.collect()));
    }
    readings
}
