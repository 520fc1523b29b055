//! Invalid requests that are accepted.

use serde_json::Value;
use specs::contract::{Additional, Length, Literals, Shape};

use super::{Applicability, Fault, Mutation, in_response, mutated};
use crate::mock::{Defects, wants_signature};
use crate::mutation::Change;

/// A server that does not validate one keyword.
const fn ignores(
    keyword: &'static str,
    id: &'static str,
    what: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
) -> Fault {
    let defects = Defects { ignores: Some(keyword), ..Defects::NONE };
    mutated("validation", id, what, "accepted-invalid-request", applies, Mutation::Defects(defects))
}

pub(super) const FAULTS: &[Fault] = &[
    in_response(
        "validation",
        "no-validation",
        "accepts every invalid request",
        "accepted-invalid-request",
        |applicability| applicability.validates(),
        |_, a| {
            if a.status == 400 || a.status == 422 {
                a.set(200, "");
            }
        },
    ),
    in_response(
        "validation",
        "empty-body-accepted",
        "accepts an empty body",
        "accepted-invalid-request",
        has_required_body,
        |sent, a| {
            if sent.body.is_empty() && (a.status == 400 || a.status == 422) {
                a.set(200, "");
            }
        },
    ),
    in_response(
        "validation",
        "any-media-type",
        "accepts every media type",
        "accepted-undeclared-media-type",
        has_body,
        |_, a| {
            if a.status == 415 {
                a.set(200, "");
            }
        },
    ),
    in_response(
        "validation",
        "fails-on-media-types",
        "responds to undeclared media types with 500",
        "server-error",
        has_body,
        |_, a| {
            if a.status == 415 {
                a.set(500, "");
            }
        },
    ),
    in_response(
        "validation",
        "malformed-json",
        "accepts malformed JSON",
        "accepted-invalid-request",
        has_json_body,
        |sent, a| {
            let is_json = serde_json::from_slice::<Value>(&sent.body).is_ok();
            if !sent.body.is_empty() && !is_json && (a.status == 400 || a.status == 422) {
                a.set(200, "");
            }
        },
    ),
    mutated(
        "validation",
        "trailing-json-ignored",
        "ignores what follows the first JSON value",
        "accepted-invalid-request",
        // A signature covers the ignored bytes.
        |applicability| has_json_body(applicability) && !applicability.any(wants_signature),
        Mutation::Change(Change::Request(|sent| {
            let mut values = serde_json::Deserializer::from_slice(&sent.body).into_iter::<Value>();
            if let Some(Ok(Value::Object(_))) = values.next() {
                let end = values.byte_offset();
                // The length stays the same.
                sent.body[end..].fill(b' ');
            }
        })),
    ),
    ignores(
        "required",
        "ignores-required",
        "accepts requests without required properties and parameters",
        |applicability| applicability.requires(),
    ),
    ignores("type", "ignores-type", "accepts strings for numbers", |applicability| {
        applicability.accepts(|shape| {
            matches!(shape, Shape::Integer { .. } | Shape::Number { .. } | Shape::Boolean)
        })
    }),
    ignores("enum", "ignores-enum", "accepts values that are not in the enum", |applicability| {
        applicability.accepts(|shape| match shape {
            Shape::Literals(Literals::Strings(values)) => values.len() > 1,
            _ => false,
        })
    }),
    ignores(
        "pattern",
        "ignores-pattern",
        "accepts strings that do not match the pattern",
        |applicability| {
            applicability.accepts(|shape| {
                matches!(shape, Shape::String { pattern: Some(_), format: None, length }
                if *length == Length::default())
            })
        },
    ),
    ignores(
        "format",
        "ignores-format",
        "accepts strings that violate their format",
        |applicability| {
            applicability.accepts(|shape| match shape {
                Shape::String { pattern: None, format: Some(format), length } => {
                    *length == Length::default()
                        && ["uuid", "date", "date-time", "ipv4"].contains(&format.as_str())
                }
                _ => false,
            })
        },
    ),
    ignores(
        "minLength",
        "ignores-min-length",
        "accepts strings that are too short",
        |applicability| {
            applicability.accepts(|shape| {
                is_plain_string(shape) && length(shape).min.is_some_and(|min| min > 1)
            })
        },
    ),
    ignores(
        "maxLength",
        "ignores-max-length",
        "accepts strings that are too long",
        |applicability| {
            applicability.accepts(|shape| {
                is_plain_string(shape) && length(shape).max.is_some_and(|max| max < 4_000)
            })
        },
    ),
    ignores("minimum", "ignores-minimum", "accepts numbers below the minimum", |applicability| {
        applicability.bounds(|bounds| bounds.minimum.is_some())
    }),
    ignores("maximum", "ignores-maximum", "accepts numbers above the maximum", |applicability| {
        applicability.bounds(|bounds| bounds.maximum.is_some())
    }),
    ignores(
        "exclusiveMinimum",
        "ignores-exclusive-minimum",
        "accepts the exclusive minimum itself",
        |applicability| applicability.bounds(|bounds| bounds.exclusive_minimum.is_some()),
    ),
    ignores(
        "exclusiveMaximum",
        "ignores-exclusive-maximum",
        "accepts the exclusive maximum itself",
        |applicability| applicability.bounds(|bounds| bounds.exclusive_maximum.is_some()),
    ),
    ignores(
        "multipleOf",
        "ignores-multiple-of",
        "accepts numbers that are not a multiple",
        |applicability| applicability.bounds(|bounds| bounds.multiple_of.is_some()),
    ),
    ignores(
        "minItems",
        "ignores-min-items",
        "accepts arrays with too few items",
        |applicability| {
            applicability.accepts_in_body(|shape| match shape {
                Shape::Array { length, .. } => length.min.is_some_and(|min| min > 0),
                _ => false,
            })
        },
    ),
    ignores(
        "maxItems",
        "ignores-max-items",
        "accepts arrays with too many items",
        |applicability| {
            applicability.accepts_in_body(|shape| match shape {
                Shape::Array { length, unique: false, .. } => {
                    length.max.is_some_and(|max| max < 100)
                }
                _ => false,
            })
        },
    ),
    ignores(
        "additionalProperties",
        "ignores-additional-properties",
        "accepts undeclared properties",
        |applicability| applicability.has_closed_body(),
    ),
];

fn is_plain_string(shape: &Shape) -> bool {
    matches!(shape, Shape::String { format: None, pattern: None, .. })
}

fn length(shape: &Shape) -> Length {
    match shape {
        Shape::String { length, .. } => *length,
        _ => Length::default(),
    }
}

impl Applicability<'_> {
    /// Whether a JSON body is an object without additional properties.
    fn has_closed_body(&self) -> bool {
        self.json_bodies().any(|shape| match shape {
            Shape::Object { additional, .. } => *additional == Additional::Closed,
            _ => false,
        })
    }
}

fn has_body(applicability: &Applicability<'_>) -> bool {
    applicability.any(|operation| {
        operation.body.as_ref().is_some_and(|body| {
            body.required && body.content.iter().all(|media| !media.name.contains('*'))
        })
    })
}

fn has_required_body(applicability: &Applicability<'_>) -> bool {
    applicability.any(|operation| operation.body.as_ref().is_some_and(|body| body.required))
}

fn has_json_body(applicability: &Applicability<'_>) -> bool {
    applicability.json_bodies().next().is_some()
}
