//! Content in a media type that the status does not declare, or in none.

use specs::contract::{MediaType, Response};

use crate::check::{Check, Severity, Subject, Violation};

/// The id of the check.
pub const ID: &str = "content-type";

pub(super) const CHECK: Check = Check {
    id: ID,
    title: "content has a media type that is declared for its status",
    requirement: "Where a declared response has content, what comes must be of one of the declared media types. \
                  Parameters such as charset are the server's to choose. Content where none is declared is left \
                  alone.",
    severity: Severity::Error,
    profile: None,
    clause: "the document: content of the response; RFC 9110 §8.3",
    example: "a 400 of type text/html, where application/json is declared",
    help: "send the content in a declared media type, with its Content-Type",
    applies: |subject| {
        let has_content = subject.answer().is_some_and(|answer| !answer.body.is_empty());
        has_content && subject.declared.is_some_and(|declared| !declared.content.is_empty())
    },
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Violation> {
    let (Some(answer), Some(declared)) = (subject.answer(), subject.declared) else {
        return Vec::new();
    };
    let essence = subject.essence;
    if essence.is_some_and(|essence| matching(declared, essence).is_some()) {
        return Vec::new();
    }
    let names: Vec<&str> = declared.content.iter().map(|content| content.name.as_str()).collect();
    vec![Violation {
        symptom: format!("{} in {}", declared.status, essence.unwrap_or("no media type")),
        expected: format!("content of type {} with status {}", names.join(" or "), answer.status),
        actual: match answer.header("content-type") {
            Some(value) => format!("Content-Type: {value}"),
            None => "content without Content-Type".to_owned(),
        },
        place: declared.pointer.child("content"),
        clause: None,
        severity: None,
    }]
}

/// The declared media type or range that holds for a media type; the narrowest first.
pub(super) fn matching<'a>(declared: &'a Response, essence: &str) -> Option<&'a MediaType> {
    let kind = essence.split('/').next().unwrap_or_default();
    let find = |name: &str| declared.content.iter().find(|content| content.is(name));
    find(essence)
        .or_else(|| find(&format!("{kind}/*")))
        .or_else(|| find("*/*"))
        // No media range (RFC 9110 §12.5.1), but documents mean one by it.
        .or_else(|| find("*"))
}
