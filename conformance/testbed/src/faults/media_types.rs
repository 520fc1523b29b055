//! Content that is called something else, or nothing.

use specs::contract::MediaType;

use super::{Fault, Room, answers};
use crate::spoil::{Answer, Sent};

const fn called(id: &'static str, what: &'static str, change: fn(&Sent, &mut Answer)) -> Fault {
    answers("media-types", id, what, "content-type", has_plain_json, change)
}

pub(super) const FAULTS: &[Fault] = &[
    called("html-type", "calls JSON text/html", |_, answer| call(answer, "text/html")),
    called("text-type", "calls JSON text/plain", |_, answer| call(answer, "text/plain")),
    called("problem-type", "calls JSON another kind of JSON", |_, answer| {
        call(answer, "application/x-unheard-of+json");
    }),
    called("no-type", "leaves Content-Type out", |_, answer| {
        answer.headers.remove("content-type");
    }),
    called("broken-type", "sends a Content-Type that is none", |_, answer| {
        call(answer, "json");
    }),
    called("error-page", "sends an HTML page in place of JSON", |_, answer| {
        if answer.headers.contains_key("content-type") {
            call(answer, "text/html; charset=utf-8");
            answer.body = b"<!doctype html><title>Oops</title>".to_vec();
        }
    }),
    answers(
        "media-types",
        "nameless-content",
        "sends content without a type where none is declared",
        "content-type-present",
        |_| true,
        |_, answer| {
            if answer.status == 405 {
                answer.headers.remove("content-type");
                answer.body = b"no".to_vec();
            }
        },
    ),
];

fn call(answer: &mut Answer, name: &str) {
    if answer.headers.contains_key("content-type") {
        answer.header("content-type", name);
    }
}

/// Whether an answer has JSON content and every one of its types is one, not a range.
fn has_plain_json(room: &Room<'_>) -> bool {
    let others = |media: &MediaType| !media.is_json();
    room.answers().any(|(status, response)| {
        !matches!(status, 204 | 205 | 304)
            && response.content.first().is_some_and(MediaType::is_json)
            && !response.content.iter().any(others)
    })
}
