//! Content that is not what its status declares.

use serde_json::{Value, json};
use specs::contract::{Additional, Shape};

use super::{Applicability, Fault, in_response};
use crate::mutation::{HttpResponse, Sent};

const fn body(
    id: &'static str,
    what: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    change: fn(&Sent, &mut HttpResponse),
) -> Fault {
    in_response("bodies", id, what, "schema-conformance", applies, change)
}

/// Changes the members of an object that are so.
fn members(received: &mut HttpResponse, is: fn(&Value) -> bool, to: impl Fn(&Value) -> Value) {
    received.edit(|body| {
        for value in body.values_mut().filter(|value| is(value)) {
            *value = to(value);
        }
    });
}

pub(super) const FAULTS: &[Fault] = &[
    in_response(
        "bodies",
        "members-twice",
        "says a member twice",
        "duplicate-property",
        |applicability| applicability.has_object(),
        |_, received| {
            let text = String::from_utf8_lossy(&received.body).into_owned();
            let first = text.strip_prefix('{').and_then(|rest| rest.split_once(':'));
            if let Some((name, _)) = first.filter(|_| received.is_object()) {
                received.body = format!("{{{name}:null,{}", &text[1..]).into_bytes();
            }
        },
    ),
    body("wrong-type", "sends numbers for texts", has_text, |_, received| {
        members(received, Value::is_string, |_| json!(7));
    }),
    body("null-members", "sends null for texts", has_text, |_, received| {
        members(received, Value::is_string, |_| Value::Null);
    }),
    body("numbers-as-texts", "sends texts for numbers", has_number, |_, received| {
        members(received, Value::is_number, |number| json!(number.to_string()));
    }),
    body("booleans-as-texts", "sends texts for booleans", has_boolean, |_, received| {
        members(received, Value::is_boolean, |boolean| json!(boolean.to_string()));
    }),
    body("single-for-list", "sends one thing for a list of one", has_list, |_, received| {
        members(received, Value::is_array, |list| list.get(0).cloned().unwrap_or(json!("none")));
    }),
    body("enum-outsider", "sends values that no enum has", has_enum, |_, received| {
        members(received, Value::is_string, |text| {
            json!(format!("{}-outsider", text.as_str().unwrap_or_default()))
        });
    }),
    body("broken-format", "sends dates and ids that are none", has_format, |_, received| {
        members(received, Value::is_string, |_| json!("not one"));
    }),
    body(
        "list-for-object",
        "sends a list for an object",
        |applicability| applicability.has_object(),
        |_, received| {
            if received.is_object() {
                received.body = b"[]".to_vec();
            }
        },
    ),
    body(
        "wrapped",
        "wraps its responses in a list",
        |applicability| applicability.has_object(),
        |_, received| {
            if received.is_object() {
                received.body = [b"[", received.body.as_slice(), b"]"].concat();
            }
        },
    ),
    body(
        "null-body",
        "sends null for an object",
        |applicability| applicability.has_object_and_not(&Value::Null),
        |_, received| {
            if received.is_object() {
                received.body = b"null".to_vec();
            }
        },
    ),
    body(
        "not-json",
        "sends JSON that does not parse",
        |applicability| applicability.has_object(),
        |_, received| {
            if received.is_object() {
                received.body = b"{\"a\": ".to_vec();
            }
        },
    ),
    body(
        "two-values",
        "sends one JSON value after another",
        |applicability| applicability.has_object(),
        |_, received| {
            if received.is_object() {
                received.body.extend_from_slice(b"{}");
            }
        },
    ),
    body(
        "single-quotes",
        "sends JSON as no parser takes it",
        |applicability| applicability.has_object(),
        |_, received| {
            if received.is_object() {
                received.body = b"{'a': None}".to_vec();
            }
        },
    ),
    body(
        "latin-1",
        "sends JSON that is not UTF-8",
        |applicability| applicability.has_object(),
        |_, received| {
            if received.is_object() {
                received.body = b"{\"a\": \"\xe9\"}".to_vec();
            }
        },
    ),
    body("no-content", "sends nothing where JSON is declared", has_only_json, |_, received| {
        if received.is_json() {
            received.body.clear();
        }
    }),
    body(
        "members-left-out",
        "leaves required members out",
        |applicability| {
            applicability.bodies().any(|shape| match shape {
                Shape::Object { properties, .. } => properties.iter().any(|one| one.required),
                _ => false,
            })
        },
        |_, received| received.edit(serde_json::Map::clear),
    ),
    body(
        "members-too-many",
        "adds members to closed objects",
        |applicability| {
            applicability
                .bodies()
                .any(|shape| matches!(shape, Shape::Object { additional: Additional::Closed, .. }))
        },
        |_, received| received.edit(|body| drop(body.insert("unheardOf".into(), json!(true)))),
    ),
];

fn has_text(applicability: &Applicability<'_>) -> bool {
    applicability.has_member(|shape| matches!(shape, Shape::String { .. }))
}

fn has_number(applicability: &Applicability<'_>) -> bool {
    applicability.has_member(|shape| matches!(shape, Shape::Integer { .. } | Shape::Number { .. }))
}

fn has_boolean(applicability: &Applicability<'_>) -> bool {
    applicability.has_member(|shape| matches!(shape, Shape::Boolean))
}

/// A list of what is no list.
fn has_list(applicability: &Applicability<'_>) -> bool {
    applicability.has_member(|shape| match shape {
        Shape::Array { items, .. } => matches!(
            applicability.shape(*items),
            Shape::String { .. } | Shape::Integer { .. } | Shape::Object { .. }
        ),
        _ => false,
    })
}

fn has_enum(applicability: &Applicability<'_>) -> bool {
    applicability
        .has_member(|shape| matches!(shape, Shape::Literals(specs::contract::Literals::Strings(_))))
}

fn has_format(applicability: &Applicability<'_>) -> bool {
    applicability.has_member(|shape| match shape {
        Shape::String { format: Some(format), .. } => {
            ["uuid", "date", "date-time", "email", "ipv4"].contains(&format.as_str())
        }
        _ => false,
    })
}

/// A response with JSON and nothing else.
fn has_only_json(applicability: &Applicability<'_>) -> bool {
    applicability.responses().any(|(status, response)| {
        let is_demanded = response.content.iter().any(|media| media.schema.is_some());
        let is_json = response.content.iter().all(specs::contract::MediaType::is_json);
        !matches!(status, 204 | 205 | 304) && is_demanded && is_json
    })
}
