//! Requests that are taken although the document does not allow them.

use serde_json::Value;
use specs::contract::{Additional, Length, Literals, Shape};

use super::{Applicability, Fault, Mutation, in_response, mutated};
use crate::mock::{Defects, wants_signature};
use crate::mutation::Change;

/// A server that does not look at one keyword.
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
        "nothing-is-checked",
        "takes what is not valid",
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
        "empty-will-do",
        "takes an empty body",
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
        "any-type-will-do",
        "takes every media type",
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
        "fails-on-types",
        "fails at other media types",
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
        "broken-will-do",
        "takes JSON that does not parse",
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
        "first-value-counts",
        "reads JSON as far as its first value",
        "accepted-invalid-request",
        // A signature covers what comes after it.
        |applicability| has_json_body(applicability) && !applicability.any(wants_signature),
        Mutation::Change(Change::Request(|sent| {
            let mut values = serde_json::Deserializer::from_slice(&sent.body).into_iter::<Value>();
            if let Some(Ok(Value::Object(_))) = values.next() {
                let end = values.byte_offset();
                // As long as before.
                sent.body[end..].fill(b' ');
            }
        })),
    ),
    ignores(
        "required",
        "required-is-optional",
        "takes requests that lack something",
        |applicability| applicability.requires(),
    ),
    ignores("type", "types-are-coerced", "takes texts for numbers", |applicability| {
        applicability.takes(|shape| {
            matches!(shape, Shape::Integer { .. } | Shape::Number { .. } | Shape::Boolean)
        })
    }),
    ignores("enum", "enums-are-open", "takes values that no enum has", |applicability| {
        applicability.takes(|shape| match shape {
            Shape::Literals(Literals::Strings(values)) => values.len() > 1,
            _ => false,
        })
    }),
    ignores(
        "pattern",
        "patterns-are-ignored",
        "takes texts that match no pattern",
        |applicability| {
            applicability.takes(|shape| {
                matches!(shape, Shape::String { pattern: Some(_), format: None, length }
                if *length == Length::default())
            })
        },
    ),
    ignores(
        "format",
        "formats-are-ignored",
        "takes dates and ids that are none",
        |applicability| {
            applicability.takes(|shape| match shape {
                Shape::String { pattern: None, format: Some(format), length } => {
                    *length == Length::default()
                        && ["uuid", "date", "date-time", "ipv4"].contains(&format.as_str())
                }
                _ => false,
            })
        },
    ),
    ignores("minLength", "short-will-do", "takes texts that are too short", |applicability| {
        applicability
            .takes(|shape| is_plain_text(shape) && length(shape).min.is_some_and(|min| min > 1))
    }),
    ignores("maxLength", "long-will-do", "takes texts that are too long", |applicability| {
        applicability
            .takes(|shape| is_plain_text(shape) && length(shape).max.is_some_and(|max| max < 4_000))
    }),
    ignores("minimum", "little-will-do", "takes numbers that are too small", |applicability| {
        applicability.bounds(|bounds| bounds.minimum.is_some())
    }),
    ignores("maximum", "much-will-do", "takes numbers that are too great", |applicability| {
        applicability.bounds(|bounds| bounds.maximum.is_some())
    }),
    ignores(
        "exclusiveMinimum",
        "least-will-do",
        "takes the number that is just too small",
        |applicability| applicability.bounds(|bounds| bounds.exclusive_minimum.is_some()),
    ),
    ignores(
        "exclusiveMaximum",
        "most-will-do",
        "takes the number that is just too great",
        |applicability| applicability.bounds(|bounds| bounds.exclusive_maximum.is_some()),
    ),
    ignores(
        "multipleOf",
        "fractions-will-do",
        "takes numbers between the steps",
        |applicability| applicability.bounds(|bounds| bounds.multiple_of.is_some()),
    ),
    ignores("minItems", "few-will-do", "takes lists that are too short", |applicability| {
        applicability.takes_in_body(|shape| match shape {
            Shape::Array { length, .. } => length.min.is_some_and(|min| min > 0),
            _ => false,
        })
    }),
    ignores("maxItems", "many-will-do", "takes lists that are too long", |applicability| {
        applicability.takes_in_body(|shape| match shape {
            Shape::Array { length, unique: false, .. } => length.max.is_some_and(|max| max < 100),
            _ => false,
        })
    }),
    ignores(
        "additionalProperties",
        "more-will-do",
        "takes members that is not declared",
        |applicability| applicability.has_closed_body(),
    ),
];

fn is_plain_text(shape: &Shape) -> bool {
    matches!(shape, Shape::String { format: None, pattern: None, .. })
}

fn length(shape: &Shape) -> Length {
    match shape {
        Shape::String { length, .. } => *length,
        _ => Length::default(),
    }
}

impl Applicability<'_> {
    /// Whether a JSON body is an object that takes no members but its own.
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
