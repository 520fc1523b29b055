//! Answers that tell what nobody should know.

use serde_json::json;

use super::{Fault, Room, answers};
use crate::spoil::{Answer, Sent};

const fn leak(
    id: &'static str,
    what: &'static str,
    applies: fn(&Room<'_>) -> bool,
    change: fn(&Sent, &mut Answer),
) -> Fault {
    answers("leaks", id, what, "no-leaks", applies, change)
}

pub(super) const FAULTS: &[Fault] = &[
    leak(
        "stack-trace",
        "sends a stack trace with its refusals",
        |_| true,
        |_, answer| {
            says(
                answer,
                "boom\n    at revoke (/srv/api/server.js:10:3)\n    at run (/srv/api/run.js:1:2)",
            );
        },
    ),
    leak(
        "java-trace",
        "sends the trace of an exception",
        |_| true,
        |_, answer| {
            says(answer, "java.lang.NullPointerException\n\tat com.example.Api.call(Api.java:42)");
        },
    ),
    leak(
        "python-trace",
        "sends a traceback",
        |_| true,
        |_, answer| {
            says(
                answer,
                "Traceback (most recent call last):\n  File \"/app/main.py\", line 7, in call",
            );
        },
    ),
    leak(
        "sql-statement",
        "sends the statement that failed",
        |_| true,
        |_, answer| {
            says(answer, "SELECT id, name FROM accounts WHERE id = $1");
        },
    ),
    leak(
        "database-error",
        "sends what its database says",
        |_| true,
        |_, answer| {
            answer.header("x-error", "pq: relation \"accounts\" does not exist");
        },
    ),
    leak(
        "file-path",
        "sends a path of its own files",
        |_| true,
        |_, answer| {
            says(answer, "cannot read /usr/local/share/app/config.yml");
        },
    ),
    leak(
        "private-key",
        "sends a key",
        |_| true,
        |_, answer| {
            says(answer, "-----BEGIN RSA PRIVATE KEY-----\nMIIB");
        },
    ),
    leak(
        "debug-page",
        "sends the debug page of its framework",
        |_| true,
        |_, answer| {
            if answer.status.is_client_error() {
                answer.header("content-type", "text/html");
                answer.body = b"<h1>Whitelabel Error Page</h1>".to_vec();
            }
        },
    ),
    leak("echoed-credential", "repeats the credential", carries_header, |sent, answer| {
        let credential = sent.headers.iter().find(|(_, value)| {
            value.to_str().is_ok_and(|value| value.contains("mock-credential-of-"))
        });
        if let Some((_, value)) = credential {
            answer.headers.insert("x-caller", value.clone());
        }
    }),
    leak(
        "banner",
        "names its product and version",
        |_| true,
        |_, answer| {
            answer.header("server", "nginx/1.18.0");
        },
    ),
    leak(
        "powered-by",
        "names its framework",
        |_| true,
        |_, answer| {
            answer.header("x-powered-by", "Express");
        },
    ),
];

/// Says it in a refusal, whatever form it has.
fn says(answer: &mut Answer, words: &str) {
    if !answer.status.is_client_error() {
        return;
    }
    let is_object = answer.is_object();
    answer.edit(|body| drop(body.insert("debug".to_owned(), json!(words))));
    if !is_object {
        answer.header("content-type", "text/plain");
        answer.body = words.as_bytes().to_vec();
    }
}

/// Whether a caller shows a key or a token in a header field.
fn carries_header(room: &Room<'_>) -> bool {
    use specs::contract::{ParameterLocation, SchemeKind};
    room.any(|operation| {
        let first = operation.security.alternatives.first();
        let needed = first.into_iter().flat_map(|one| &one.requirements);
        let mut kinds = needed.filter_map(|one| room.contract.scheme(&one.scheme));
        kinds.any(|scheme| match &scheme.kind {
            SchemeKind::ApiKey { location, .. } => *location == ParameterLocation::Header,
            SchemeKind::Bearer | SchemeKind::OtherHttp(_) => true,
            SchemeKind::Basic => false,
        })
    })
}
