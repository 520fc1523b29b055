//! Content that does not satisfy the schema of its status.

use specs::contract::MediaType;

use super::content_type_conformance::matching;
use crate::check::{Check, CheckContext, Severity, Violation};
use crate::exchange::HttpResponse;
use crate::values::SchemaError;

/// The id of the check.
pub const ID: &str = "schema-conformance";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["response_schema_conformance"],
    title: "the body satisfies the schema of its status, errors included",
    requirement: "A JSON body must parse and must satisfy the schema that the document declares for the status and media type, formats included. Additional properties of an open object are allowed, and 404.0 equals 404. An empty body is no JSON.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: schema of the response",
    example: "a 401 whose `code` is a number, where the schema says string",
    help: "send what the schema declares, or correct the schema",
    applies: |context| {
        let whole = context.response().is_some_and(|response| {
            // What is coded cannot be read here; another check says so.
            !response.over_limit && response.header("content-encoding").is_none()
        });
        whole
            && context
                .declared
                .is_some_and(|declared| declared.content.iter().any(MediaType::is_json))
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(response), Some(declared)) = (context.response(), context.declared) else {
        return Vec::new();
    };
    if response.body.is_empty() {
        return empty(context, response);
    }
    let media_type = context.media_type.unwrap_or_default();
    // Content of another type is for another check.
    let Some(content) = matching(declared, media_type).filter(|_| is_json(media_type)) else {
        return Vec::new();
    };
    let value = match context.json() {
        Ok(value) => value,
        Err(error) => return vec![unreadable(context, response, content, error)],
    };
    let Some(schema) = content.schema else {
        return Vec::new();
    };
    let errors = context.validators.of(&context.contract.schemas, schema).errors(value);
    if errors.is_empty() {
        return Vec::new();
    }
    let place = context.contract.schemas.get(schema).pointer.clone();
    vec![Violation {
        symptom: format!("{}: {}", response.status, symptoms(&errors)),
        expected: format!("content that satisfies the schema of {}", declared.status),
        actual: errors.iter().map(words).collect::<Vec<_>>().join("; "),
        place,
        clause: None,
        severity: None,
    }]
}

fn is_json(media_type: &str) -> bool {
    media_type.ends_with("/json") || media_type.ends_with("+json")
}

fn words(error: &SchemaError) -> String {
    let place = if error.pointer.is_empty() { "the content" } else { &error.pointer };
    format!("{place}: {} ({})", error.message, error.keyword)
}

/// The rules that are broken, without the indices of lists.
fn symptoms(errors: &[SchemaError]) -> String {
    let mut list: Vec<String> = errors
        .iter()
        .map(|error| {
            let place = error.pointer.split('/').map(|token| {
                if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit()) {
                    "*"
                } else {
                    token
                }
            });
            format!("{} {}", place.collect::<Vec<_>>().join("/"), error.keyword)
        })
        .collect();
    list.sort();
    list.dedup();
    list.join(", ")
}

fn unreadable(
    context: &CheckContext<'_>,
    response: &HttpResponse,
    content: &MediaType,
    error: &serde_json::Error,
) -> Violation {
    let utf8 = std::str::from_utf8(&response.body).is_ok();
    let what =
        if utf8 { crate::nearest::without_place(error) } else { "it is not UTF-8".to_owned() };
    Violation {
        symptom: format!("{}: not JSON", response.status),
        expected: format!("JSON, as its type {} says", content.name),
        actual: format!("{what}: {:?}", crate::excerpt::excerpt(&response.body, 60)),
        place: context
            .declared
            .map_or_else(|| content.pointer.clone(), |_| content.pointer.clone()),
        // RFC 8259 §8.1: JSON that leaves a closed system is UTF-8.
        clause: (!utf8).then_some("RFC 8259 §8.1"),
        severity: None,
    }
}

/// RFC 8259 §2: JSON text is a value, so that no content is none, whatever the schema admits. RFC 9110
/// §15.3.5, §15.3.6 and §15.4.5 forbid content after 204, 205 and 304, whatever is declared.
fn empty(context: &CheckContext<'_>, response: &HttpResponse) -> Vec<Violation> {
    let is_head = context.exchange.request.method == "HEAD";
    let Some(declared) =
        context.declared.filter(|_| !is_head && !matches!(response.status, 204 | 205 | 304))
    else {
        return Vec::new();
    };
    let demanding = declared.content.iter().find(|content| content.schema.is_some());
    let others = declared.content.iter().all(MediaType::is_json);
    let Some(content) = demanding.filter(|_| others) else {
        return Vec::new();
    };
    vec![Violation {
        symptom: format!("{}: no content", response.status),
        expected: format!("content of type {} with status {}", content.name, response.status),
        actual: "no content".to_owned(),
        place: content.pointer.clone(),
        clause: None,
        severity: None,
    }]
}
