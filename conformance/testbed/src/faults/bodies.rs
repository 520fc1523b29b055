//! Bodies that violate the schema of their status.

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

/// Changes the properties of an object that satisfy a condition.
fn properties(received: &mut HttpResponse, is: fn(&Value) -> bool, to: impl Fn(&Value) -> Value) {
    received.edit(|body| {
        for value in body.values_mut().filter(|value| is(value)) {
            *value = to(value);
        }
    });
}

pub(super) const FAULTS: &[Fault] = &[
    in_response(
        "bodies",
        "duplicate-properties",
        "sends a property twice",
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
    body("wrong-type", "sends numbers instead of strings", has_string, |_, received| {
        properties(received, Value::is_string, |_| json!(7));
    }),
    body("null-properties", "sends null instead of strings", has_string, |_, received| {
        properties(received, Value::is_string, |_| Value::Null);
    }),
    body("numbers-as-strings", "sends strings instead of numbers", has_number, |_, received| {
        properties(received, Value::is_number, |number| json!(number.to_string()));
    }),
    body("booleans-as-strings", "sends strings instead of booleans", has_boolean, |_, received| {
        properties(received, Value::is_boolean, |boolean| json!(boolean.to_string()));
    }),
    body("item-for-array", "sends a single item instead of an array", has_array, |_, received| {
        properties(received, Value::is_array, |list| list.get(0).cloned().unwrap_or(json!("none")));
    }),
    body("outside-enum", "sends values that are not in the enum", has_enum, |_, received| {
        properties(received, Value::is_string, |text| {
            json!(format!("{}-outsider", text.as_str().unwrap_or_default()))
        });
    }),
    body("invalid-format", "sends strings that violate their format", has_format, |_, received| {
        properties(received, Value::is_string, |_| json!("not one"));
    }),
    body(
        "array-for-object",
        "sends an array instead of an object",
        |applicability| applicability.has_object(),
        |_, received| {
            if received.is_object() {
                received.body = b"[]".to_vec();
            }
        },
    ),
    body(
        "wrapped",
        "wraps bodies in an array",
        |applicability| applicability.has_object(),
        |_, received| {
            if received.is_object() {
                received.body = [b"[", received.body.as_slice(), b"]"].concat();
            }
        },
    ),
    body(
        "null-body",
        "sends null instead of an object",
        |applicability| applicability.has_object_rejecting(&Value::Null),
        |_, received| {
            if received.is_object() {
                received.body = b"null".to_vec();
            }
        },
    ),
    body(
        "not-json",
        "sends truncated JSON",
        |applicability| applicability.has_object(),
        |_, received| {
            if received.is_object() {
                received.body = b"{\"a\": ".to_vec();
            }
        },
    ),
    body(
        "two-values",
        "sends two JSON values",
        |applicability| applicability.has_object(),
        |_, received| {
            if received.is_object() {
                received.body.extend_from_slice(b"{}");
            }
        },
    ),
    body(
        "single-quotes",
        "sends JSON with single quotes",
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
    body("empty-body", "sends an empty body instead of JSON", has_only_json, |_, received| {
        if received.is_json() {
            received.body.clear();
        }
    }),
    body(
        "missing-properties",
        "omits required properties",
        |applicability| {
            applicability.bodies().any(|shape| match shape {
                Shape::Object { properties, .. } => properties.iter().any(|one| one.required),
                _ => false,
            })
        },
        |_, received| received.edit(serde_json::Map::clear),
    ),
    body(
        "additional-properties",
        "adds properties to closed objects",
        |applicability| {
            applicability
                .bodies()
                .any(|shape| matches!(shape, Shape::Object { additional: Additional::Closed, .. }))
        },
        |_, received| received.edit(|body| drop(body.insert("unheardOf".into(), json!(true)))),
    ),
];

fn has_string(applicability: &Applicability<'_>) -> bool {
    applicability.has_property(|shape| matches!(shape, Shape::String { .. }))
}

fn has_number(applicability: &Applicability<'_>) -> bool {
    applicability
        .has_property(|shape| matches!(shape, Shape::Integer { .. } | Shape::Number { .. }))
}

fn has_boolean(applicability: &Applicability<'_>) -> bool {
    applicability.has_property(|shape| matches!(shape, Shape::Boolean))
}

/// An array whose items are not arrays.
fn has_array(applicability: &Applicability<'_>) -> bool {
    applicability.has_property(|shape| match shape {
        Shape::Array { items, .. } => matches!(
            applicability.shape(*items),
            Shape::String { .. } | Shape::Integer { .. } | Shape::Object { .. }
        ),
        _ => false,
    })
}

fn has_enum(applicability: &Applicability<'_>) -> bool {
    applicability.has_property(|shape| {
        matches!(shape, Shape::Literals(specs::contract::Literals::Strings(_)))
    })
}

fn has_format(applicability: &Applicability<'_>) -> bool {
    applicability.has_property(|shape| match shape {
        Shape::String { format: Some(format), .. } => {
            ["uuid", "date", "date-time", "email", "ipv4"].contains(&format.as_str())
        }
        _ => false,
    })
}

/// A response that declares JSON only.
fn has_only_json(applicability: &Applicability<'_>) -> bool {
    applicability.responses().any(|(status, response)| {
        let has_schema = response.content.iter().any(|media| media.schema.is_some());
        let is_json = response.content.iter().all(specs::contract::MediaType::is_json);
        !matches!(status, 204 | 205 | 304) && has_schema && is_json
    })
}
