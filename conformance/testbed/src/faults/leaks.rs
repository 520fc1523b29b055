//! Responses that report what no client should know.

use serde_json::json;

use super::{Applicability, Fault, in_response};
use crate::mutation::{HttpResponse, Sent};

const fn leak(
    id: &'static str,
    what: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    change: fn(&Sent, &mut HttpResponse),
) -> Fault {
    in_response("leaks", id, what, "information-disclosure", applies, change)
}

pub(super) const FAULTS: &[Fault] = &[
    leak(
        "stack-trace",
        "sends a stack trace with its refusals",
        |_| true,
        |_, response| {
            says(
                response,
                "boom\n    at revoke (/srv/api/server.js:10:3)\n    at run (/srv/api/run.js:1:2)",
            );
        },
    ),
    leak(
        "java-trace",
        "sends the trace of an exception",
        |_| true,
        |_, response| {
            says(
                response,
                "java.lang.NullPointerException\n\tat com.example.Api.call(Api.java:42)",
            );
        },
    ),
    leak(
        "python-trace",
        "sends a traceback",
        |_| true,
        |_, response| {
            says(
                response,
                "Traceback (most recent call last):\n  File \"/app/main.py\", line 7, in call",
            );
        },
    ),
    leak(
        "sql-statement",
        "sends the statement that failed",
        |_| true,
        |_, response| {
            says(response, "SELECT id, name FROM accounts WHERE id = $1");
        },
    ),
    leak(
        "database-error",
        "sends what its database says",
        |_| true,
        |_, response| {
            response.header("x-error", "pq: relation \"accounts\" does not exist");
        },
    ),
    leak(
        "file-path",
        "sends a path of its own files",
        |_| true,
        |_, response| {
            says(response, "cannot read /usr/local/share/app/config.yml");
        },
    ),
    leak(
        "private-key",
        "sends a key",
        |_| true,
        |_, response| {
            says(response, "-----BEGIN RSA PRIVATE KEY-----\nMIIB");
        },
    ),
    leak(
        "debug-page",
        "sends the debug page of its framework",
        |_| true,
        |_, response| {
            if response.status.is_client_error() {
                response.header("content-type", "text/html");
                response.body = b"<h1>Whitelabel Error Page</h1>".to_vec();
            }
        },
    ),
    leak("echoed-credential", "repeats the credential", carries_header, |sent, response| {
        let credential = sent.headers.iter().find(|(_, value)| {
            value.to_str().is_ok_and(|value| value.contains("mock-credential-of-"))
        });
        if let Some((_, value)) = credential {
            response.headers.insert("x-caller", value.clone());
        }
    }),
    leak(
        "banner",
        "names its product and version",
        |_| true,
        |_, response| {
            response.header("server", "nginx/1.18.0");
        },
    ),
    leak(
        "powered-by",
        "names its framework",
        |_| true,
        |_, response| {
            response.header("x-powered-by", "Express");
        },
    ),
];

/// Says it in a refusal, whatever form it has.
fn says(response: &mut HttpResponse, words: &str) {
    if !response.status.is_client_error() {
        return;
    }
    let is_object = response.is_object();
    response.edit(|body| drop(body.insert("debug".to_owned(), json!(words))));
    if !is_object {
        response.header("content-type", "text/plain");
        response.body = words.as_bytes().to_vec();
    }
}

/// Whether a caller shows a key or a token in a header field.
fn carries_header(applicability: &Applicability<'_>) -> bool {
    use specs::contract::{ParameterLocation, SchemeKind};
    applicability.any(|operation| {
        let first = operation.security.alternatives.first();
        let needed = first.into_iter().flat_map(|one| &one.requirements);
        let mut kinds = needed.filter_map(|one| applicability.contract.scheme(&one.scheme));
        kinds.any(|scheme| match &scheme.kind {
            SchemeKind::ApiKey { location, .. } => *location == ParameterLocation::Header,
            SchemeKind::Bearer | SchemeKind::OtherHttp(_) => true,
            SchemeKind::Basic => false,
        })
    })
}
