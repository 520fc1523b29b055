//! Responses that disclose internals or credentials.

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
        "sends a stack trace of Node.js",
        |_| true,
        |_, response| {
            disclose(
                response,
                "boom\n    at revoke (/srv/api/server.js:10:3)\n    at run (/srv/api/run.js:1:2)",
            );
        },
    ),
    leak(
        "java-trace",
        "sends a stack trace of Java",
        |_| true,
        |_, response| {
            disclose(
                response,
                "java.lang.NullPointerException\n\tat com.example.Api.call(Api.java:42)",
            );
        },
    ),
    leak(
        "python-trace",
        "sends a traceback of Python",
        |_| true,
        |_, response| {
            disclose(
                response,
                "Traceback (most recent call last):\n  File \"/app/main.py\", line 7, in call",
            );
        },
    ),
    leak(
        "sql-statement",
        "sends an SQL statement",
        |_| true,
        |_, response| {
            disclose(response, "SELECT id, name FROM accounts WHERE id = $1");
        },
    ),
    leak(
        "database-error",
        "sends a database error in a header",
        |_| true,
        |_, response| {
            response.header("x-error", "pq: relation \"accounts\" does not exist");
        },
    ),
    leak(
        "file-path",
        "sends the path of a file",
        |_| true,
        |_, response| {
            disclose(response, "cannot read /usr/local/share/app/config.yml");
        },
    ),
    leak(
        "private-key",
        "sends a private key",
        |_| true,
        |_, response| {
            disclose(response, "-----BEGIN RSA PRIVATE KEY-----\nMIIB");
        },
    ),
    leak(
        "debug-page",
        "sends the debug page of a framework",
        |_| true,
        |_, response| {
            if response.status.is_client_error() {
                response.header("content-type", "text/html");
                response.body = b"<h1>Whitelabel Error Page</h1>".to_vec();
            }
        },
    ),
    leak(
        "echoed-credential",
        "sends the credential of the caller back",
        carries_header,
        |sent, response| {
            let credential = sent.headers.iter().find(|(_, value)| {
                value.to_str().is_ok_and(|value| value.contains("mock-credential-of-"))
            });
            if let Some((_, value)) = credential {
                response.headers.insert("x-caller", value.clone());
            }
        },
    ),
    leak(
        "banner",
        "sends its product and version",
        |_| true,
        |_, response| {
            response.header("server", "nginx/1.18.0");
        },
    ),
    leak(
        "powered-by",
        "sends the name of its framework",
        |_| true,
        |_, response| {
            response.header("x-powered-by", "Express");
        },
    ),
];

/// Puts a text into a rejection, in its JSON object or as plain text.
fn disclose(response: &mut HttpResponse, text: &str) {
    if !response.status.is_client_error() {
        return;
    }
    let is_object = response.is_object();
    response.edit(|body| drop(body.insert("debug".to_owned(), json!(text))));
    if !is_object {
        response.header("content-type", "text/plain");
        response.body = text.as_bytes().to_vec();
    }
}

/// Whether a credential is sent in a header.
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
