//! Declared response headers that are missing or break their schema.

use std::borrow::Cow;

use serde_json::Value;
use specs::contract::{Header, Shape};

use crate::check::{Check, Severity, Subject, Violation};

/// The id of the check.
pub const ID: &str = "response-headers";

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
    title: "required response headers are there, and declared ones satisfy their schema",
    requirement: "A header that the document requires with a status must come with it, and a declared header that \
                  comes must satisfy its schema, formats included. A field that is no list comes at most \
                  once, Content-Type, Content-Length and Location among them. Names are compared without \
                  case; a text that reads as a number is one.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: headers of the response",
    example: "a 204 whose x-request-id is `abc`, where the schema says uuid",
    help: "send the header as the document declares it",
    applies: |subject| subject.answer().is_some(),
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let mut violations: Vec<Violation> = match has_repeated(subject) {
        true => SINGLE.iter().filter_map(|name| twice(subject, name, None)).collect(),
        false => Vec::new(),
    };
    let Some(declared) = subject.declared else {
        return violations;
    };
    // OpenAPI 3.0.3, Response Object: a header named Content-Type is not for `headers` to declare.
    let named =
        declared.headers.iter().filter(|header| !header.name.eq_ignore_ascii_case("content-type"));
    violations.extend(named.filter_map(|header| look(subject, header)));
    violations
}

/// Whether any field comes several times. In most answers none does, and no name need be looked for.
fn has_repeated(subject: &Subject<'_>) -> bool {
    subject.answer().is_some_and(|answer| {
        let headers = &answer.headers;
        headers.iter().enumerate().any(|(number, (name, _))| {
            headers.iter().take(number).any(|(before, _)| before.eq_ignore_ascii_case(name))
        })
    })
}

/// A field that is no list and comes several times.
fn twice(subject: &Subject<'_>, name: &str, header: Option<&Header>) -> Option<Violation> {
    let answer = subject.answer()?;
    if answer.headers.of(name).count() < 2 {
        return None;
    }
    let values: Vec<_> = answer.header_values(name).collect();
    Some(Violation {
        symptom: format!("{name} several times"),
        expected: format!("one header `{name}`"),
        actual: format!("{} of them: {}", values.len(), values.join(" and ")),
        place: header.map_or_else(|| subject.operation.pointer.clone(), |h| h.pointer.clone()),
        // RFC 9110 §5.3: fields of one name are not to be sent unless they are one list.
        clause: Some("RFC 9110 §5.3"),
        severity: None,
    })
}

/// Whether the values of several fields are one list: by the schema, or because HTTP says so.
fn is_list(subject: &Subject<'_>, header: &Header) -> bool {
    let schemas = &subject.contract.schemas;
    matches!(schemas.get(schemas.resolve(header.schema)).shape, Shape::Array { .. })
        || LISTS.iter().any(|name| header.name.eq_ignore_ascii_case(name))
}

fn look(subject: &Subject<'_>, header: &Header) -> Option<Violation> {
    let answer = subject.answer()?;
    let values: Vec<_> = answer.header_values(&header.name).collect();
    if values.is_empty() {
        return header.required.then(|| Violation {
            symptom: format!("{} missing with {}", header.name, answer.status),
            expected: format!("header `{}` with status {}", header.name, answer.status),
            actual: "no such header".to_owned(),
            place: header.pointer.clone(),
            clause: None,
            severity: None,
        });
    }
    if !is_list(subject, header)
        && !SINGLE.iter().any(|name| header.name.eq_ignore_ascii_case(name))
        && let Some(violation) = twice(subject, &header.name, Some(header))
    {
        return Some(violation);
    }
    let judge = subject.judges.of(&subject.contract.schemas, header.schema);
    let readings = readings(subject, header, &values);
    if readings.iter().any(|reading| judge.accepts(reading)) {
        return None;
    }
    let complaints = judge.complaints(readings.first()?);
    let first = complaints.first()?;
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
fn readings(subject: &Subject<'_>, header: &Header, values: &[Cow<'_, str>]) -> Vec<Value> {
    // RFC 9110 §5.3: fields of one name are one list.
    let text = values.join(", ");
    let mut readings = vec![Value::String(text.clone())];
    readings.extend(serde_json::from_str::<Value>(&text).ok());
    let schemas = &subject.contract.schemas;
    if let Shape::Array { items, .. } = schemas.get(schemas.resolve(header.schema)).shape {
        let judge = subject.judges.of(schemas, items);
        let list = text.split(',').map(|item| {
            let item = item.trim();
            let plain = Value::String(item.to_owned());
            match serde_json::from_str::<Value>(item) {
                Ok(read) if !judge.accepts(&plain) => read,
                _ => plain,
            }
        });
        readings.insert(0, Value::Array(list.collect()));
    }
    readings
}
