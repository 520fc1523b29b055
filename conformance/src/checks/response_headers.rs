//! Declared response headers that are missing or break their schema.

use serde_json::Value;
use specs::contract::{Header, Shape};

use crate::check::{Check, Severity, Subject, Violation};

/// The id of the check.
pub const ID: &str = "response-headers";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "required response headers are there, and declared ones satisfy their schema",
    requirement: "A header that the document requires with a status must come with it, and a declared header that \
                  comes must satisfy its schema, formats included. Names are compared without case; a text that \
                  reads as a number is one.",
    severity: Severity::Error,
    clause: "the document: headers of the response",
    example: "a 204 whose x-request-id is `abc`, where the schema says uuid",
    help: "send the header as the document declares it",
    applies: |subject| {
        subject.answer().is_some()
            && subject.declared().is_some_and(|declared| !declared.headers.is_empty())
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let Some(declared) = subject.declared() else {
        return Vec::new();
    };
    // OpenAPI 3.0.3, Response Object: a header named Content-Type is not for `headers` to declare.
    let named =
        declared.headers.iter().filter(|header| !header.name.eq_ignore_ascii_case("content-type"));
    named.filter_map(|header| look(subject, header)).collect()
}

fn look(subject: &Subject<'_>, header: &Header) -> Option<Violation> {
    let answer = subject.answer()?;
    let values: Vec<String> = answer.header_values(&header.name).collect();
    if values.is_empty() {
        return header.required.then(|| Violation {
            symptom: format!("{} missing with {}", header.name, answer.status),
            expected: format!("header `{}` with status {}", header.name, answer.status),
            actual: "no such header".to_owned(),
            place: header.pointer.clone(),
            clause: None,
        });
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
    })
}

/// What the text may be meant as: text, a JSON scalar, or a list that is split at commas.
fn readings(subject: &Subject<'_>, header: &Header, values: &[String]) -> Vec<Value> {
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
