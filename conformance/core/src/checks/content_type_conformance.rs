//! Content in a media type that the status does not declare, or in none.

use specs::contract::{MediaType, Response};

use crate::check::{Check, CheckContext, Severity, Violation};

/// The id of the check.
pub const ID: &str = "content-type-conformance";

pub(super) const CHECK: Check = Check {
    id: ID,
    aliases: &["content_type_conformance"],
    title: "the body has a media type that is declared for its status",
    requirement: "Where the declared response has content, the body must be of one of the declared media types. Parameters such as charset are free. A body where no content is declared is ignored.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: content of the response; RFC 9110 §8.3",
    example: "a 400 of type text/html, where application/json is declared",
    help: "send the body in a declared media type, with its Content-Type",
    applies: |context| {
        let has_content = context.response().is_some_and(|response| !response.body.is_empty());
        has_content && context.declared.is_some_and(|declared| !declared.content.is_empty())
    },
    run,
};

fn run(context: &CheckContext<'_>) -> Vec<Violation> {
    let (Some(response), Some(declared)) = (context.response(), context.declared) else {
        return Vec::new();
    };
    let media_type = context.media_type;
    if media_type.is_some_and(|media_type| matching(declared, media_type).is_some()) {
        return Vec::new();
    }
    let names: Vec<&str> = declared.content.iter().map(|content| content.name.as_str()).collect();
    vec![Violation {
        symptom: format!("{} in {}", declared.status, media_type.unwrap_or("no media type")),
        expected: format!("content of type {} with status {}", names.join(" or "), response.status),
        actual: match response.header("content-type") {
            Some(value) => format!("Content-Type: {value}"),
            None => "content without Content-Type".to_owned(),
        },
        place: declared.pointer.child("content"),
        clause: None,
        severity: None,
    }]
}

/// The declared media type or range that holds for a media type; the narrowest first.
pub(super) fn matching<'a>(declared: &'a Response, media_type: &str) -> Option<&'a MediaType> {
    let kind = media_type.split('/').next().unwrap_or_default();
    let find = |name: &str| declared.content.iter().find(|content| content.is(name));
    find(media_type)
        .or_else(|| find(&format!("{kind}/*")))
        .or_else(|| find("*/*"))
        // No media range (RFC 9110 §12.5.1), but documents mean one by it.
        .or_else(|| find("*"))
}
