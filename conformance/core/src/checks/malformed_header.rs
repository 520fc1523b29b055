//! Header fields of HTTP's own whose value is not well-formed.

use crate::check::{Check, CheckContext, Profile, Severity, Violation};
use crate::exchange::field_text;
use crate::fields::{
    DateForm, cut, date_form, is_entity_tag, is_media_type, is_token, is_uri_reference, members,
    parameter,
};
use crate::heuristics::declares_header;

/// The id of the check.
pub const ID: &str = "malformed-header";

/// A field, what it holds, and where that stands.
struct Field {
    name: &'static str,
    holds: &'static str,
    clause: &'static str,
    is_right: fn(&str) -> bool,
}

/// `response-header-conformance` objects to fields that come too often; here each value is looked at, in this order.
const FIELDS: [Field; 8] = [
    Field {
        name: "content-type",
        holds: "a media type",
        clause: "RFC 9110 §8.3.1",
        is_right: is_media_type,
    },
    Field {
        name: "etag",
        holds: "an entity tag",
        clause: "RFC 9110 §8.8.3",
        is_right: is_entity_tag,
    },
    Field {
        name: "vary",
        holds: "`*` or names of fields",
        clause: "RFC 9110 §12.5.5",
        is_right: |text| members(text).into_iter().all(is_token),
    },
    Field {
        name: "allow",
        holds: "methods",
        clause: "RFC 9110 §10.2.1",
        is_right: |text| members(text).into_iter().all(is_token),
    },
    Field {
        name: "location",
        holds: "a URI reference",
        clause: "RFC 9110 §10.2.2",
        is_right: |text| !text.is_empty() && is_uri_reference(text),
    },
    Field {
        name: "content-location",
        holds: "a URI reference without a fragment",
        clause: "RFC 9110 §8.7",
        is_right: |text| !text.is_empty() && !text.contains('#') && is_uri_reference(text),
    },
    Field {
        name: "retry-after",
        holds: "seconds or an HTTP-date",
        clause: "RFC 9110 §10.2.3",
        is_right: |text| {
            let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            is_number || date_form(text) == Some(DateForm::Fixed)
        },
    },
    Field {
        name: "cache-control",
        holds: "cache directives",
        clause: "RFC 9111 §5.2",
        // Most hold one, and need not be cut.
        is_right: |text| {
            is_token(text)
                || cut(text, ',').into_iter().all(|one| one.is_empty() || is_directive(one))
        },
    },
];

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &[],
    title: "header fields of HTTP itself are well-formed",
    requirement: "Content-Type, ETag, Vary, Allow, Location, Content-Location, Retry-After and Cache-Control have a grammar; recipients interpret other values differently, or ignore them. Where the document declares the field itself, a violation is information.",
    severity: Severity::Warning,
    profile: Some(Profile::Http),
    clause: "RFC 9110 §5.5",
    example: "ETag: 5e1f without quotes; Retry-After: soon",
    help: "write the field as its section of the standard says",
    applies: |context| context.response().is_some(),
    run,
};

fn is_directive(text: &str) -> bool {
    is_token(text) || parameter(text).is_some()
}

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let Some(response) = context.response() else {
        return Vec::new();
    };
    let mut wrong: Vec<(usize, Violation)> = Vec::new();
    for (name, value) in response.headers.iter() {
        let place = FIELDS.iter().position(|field| name.eq_ignore_ascii_case(field.name));
        let Some((place, field)) = place.and_then(|at| Some((at, FIELDS.get(at)?))) else {
            continue;
        };
        let value = field_text(value);
        if !(field.is_right)(&value) {
            wrong.push((place, malformed(context, field, &value)));
        }
    }
    wrong.sort_by_key(|(place, _)| *place);
    wrong.into_iter().map(|(_, violation)| violation).collect()
}

fn malformed(context: &CheckContext<'_>, field: &Field, value: &str) -> Violation {
    Violation {
        clause: Some(field.clause),
        // What the document declares as any text may be any text to those who follow it.
        severity: declares_header(context.declared, field.name).then_some(Severity::Info),
        ..context.violation(
            format!("{} is malformed", field.name),
            format!("`{}` that holds {}", field.name, field.holds),
            format!("{}: {value}", field.name),
        )
    }
}
