//! Equivalent variants: permitted differences between servers. Every finding on one is a false alarm.

mod frameworks;

use serde_json::{Value, json};
use specs::contract::{Length, Shape};

use crate::faults::{Applicability, Mutation};
use crate::mock::{Quirks, is_key};
use crate::mutation::{Change, HttpResponse, Sent};

/// One permitted difference of a server.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// Kebab-case.
    pub id: &'static str,
    /// What the server does, as a verb phrase.
    pub what: &'static str,
    /// Whether the document permits it.
    pub applies: fn(&Applicability<'_>) -> bool,
    /// How it is injected.
    pub mutation: Mutation,
}

const fn in_response(
    id: &'static str,
    what: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    change: fn(&Sent, &mut HttpResponse),
) -> Variant {
    Variant { id, what, applies, mutation: Mutation::Change(Change::HttpResponse(change)) }
}

const fn bytes(id: &'static str, what: &'static str, change: fn(Vec<u8>) -> Vec<u8>) -> Variant {
    Variant { id, what, applies: |_| true, mutation: Mutation::Change(Change::Bytes(change)) }
}

const fn quirks(id: &'static str, what: &'static str, quirks: Quirks) -> Variant {
    Variant { id, what, applies: |_| true, mutation: Mutation::Quirks(quirks) }
}

/// Every variant.
pub fn all() -> impl Iterator<Item = &'static Variant> {
    VARIANTS.iter().chain(frameworks::VARIANTS)
}

const VARIANTS: &[Variant] = &[
    quirks("small", "omits everything optional", Quirks { small: true, ..Quirks::NONE }),
    quirks(
        "last",
        "uses the last of several permitted statuses and media types",
        Quirks { last: true, ..Quirks::NONE },
    ),
    Variant {
        id: "keys-per-request",
        what: "executes another request with a used idempotency key",
        applies: |applicability| {
            applicability.any(|operation| operation.parameters.iter().any(|one| is_key(&one.name)))
        },
        mutation: Mutation::Quirks(Quirks { keys_per_request: true, ..Quirks::NONE }),
    },
    in_response(
        "charset",
        "sends a charset parameter",
        |_| true,
        |_, response| {
            let name = response.headers.get("content-type").and_then(|name| name.to_str().ok());
            if let Some(name) = name.filter(|name| !name.contains(';')).map(str::to_owned) {
                response.header("content-type", &format!("{name}; charset=utf-8"));
            }
        },
    ),
    in_response(
        "upper-type",
        "sends media types in upper case",
        |_| true,
        |_, response| {
            let name = response.headers.get("content-type").and_then(|name| name.to_str().ok());
            if let Some(name) = name.map(str::to_ascii_uppercase) {
                response.header("content-type", &name);
            }
        },
    ),
    in_response(
        "additional-properties-sent",
        "adds properties to open objects",
        |applicability| applicability.is_open(),
        |_, response| {
            response
                .edit(|body| drop(body.insert("x_unheardOf".into(), json!({ "a": [1, null] }))));
        },
    ),
    in_response(
        "indented-json",
        "sends JSON with line breaks and indentation",
        |_| true,
        |_, response| {
            if let Ok(value) = serde_json::from_slice::<Value>(&response.body)
                && !value.is_string()
            {
                response.body = format!(" \n{value:#}\n").into_bytes();
            }
        },
    ),
    in_response(
        "property-order",
        "sends properties in another order",
        |_| true,
        |_, response| {
            response.edit(|body| {
                *body = std::mem::take(body).into_iter().rev().collect();
            });
        },
    ),
    in_response(
        "integer-as-float",
        "sends 404.0 for 404",
        |_| true,
        |_, response| {
            response.edit(|body| {
                for value in body.values_mut() {
                    let small = value.as_i64().filter(|number| number.abs() < 1 << 50);
                    if let Some(number) = small {
                        *value = json!(number as f64);
                    }
                }
            });
        },
    ),
    in_response(
        "other-messages",
        "sends other texts in messages",
        permits_other_messages,
        |_, response| {
            response.edit(|body| {
                for name in MESSAGE_PROPERTIES {
                    body.entry(name).and_modify(|message| {
                        if message.is_string() {
                            *message =
                                json!("Nope ☃, see https://docs.example.com/errors/usr/local");
                        }
                    });
                }
            });
        },
    ),
    in_response(
        "empty-arrays",
        "sends arrays without items",
        permits_empty_arrays,
        |_, response| {
            response.edit(|body| {
                for value in body.values_mut().filter(|value| value.is_array()) {
                    *value = json!([]);
                }
            });
        },
    ),
    in_response(
        "additional-headers",
        "sends undeclared headers",
        |_| true,
        |_, response| {
            response.header("cache-control", "no-store");
            response.header("x-variant", "1; a=\"b, c\"");
            response.header("strict-transport-security", "max-age=63072000");
            response.header("server", "cloudflare");
        },
    ),
    in_response(
        "repeated-list-headers",
        "sends a list in several header lines",
        |_| true,
        |_, response| {
            for value in ["accept", "origin"] {
                response.headers.append("vary", http::HeaderValue::from_static(value));
            }
            for value in ["a=1; Path=/", "b=2; Path=/"] {
                response.headers.append("set-cookie", http::HeaderValue::from_static(value));
            }
        },
    ),
    in_response(
        "hides-methods",
        "responds to undeclared methods with 404",
        |_| true,
        |_, response| {
            if response.status == 405 {
                response.headers.remove("allow");
                response.set(404, "");
            }
        },
    ),
    in_response(
        "more-methods",
        "lists additional methods in Allow",
        |_| true,
        |_, response| {
            let allow = response.headers.get("allow").and_then(|allow| allow.to_str().ok());
            if let Some(allow) = allow.map(|allow| format!("OPTIONS, HEAD,{allow}")) {
                response.header("allow", &allow);
            }
        },
    ),
    in_response(
        "framework-pages",
        "sends HTML pages of a framework with 404 and 405",
        |applicability| is_undeclared(applicability, 413) && !applicability.documents_empty(404),
        |_, response| {
            if response.body.is_empty() && matches!(response.status.as_u16(), 404 | 405 | 413) {
                response.header("content-type", "text/html; charset=utf-8");
                response.body = b"<h1>no</h1>".to_vec();
            }
        },
    ),
    in_response(
        "safe-methods",
        "responds to HEAD and OPTIONS without declaring them",
        |_| true,
        |sent, response| {
            let is_safe = matches!(sent.method, http::Method::HEAD | http::Method::OPTIONS);
            if is_safe && response.status == 405 {
                response.set(200, "");
                response.header("allow", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE, TRACE");
            }
        },
    ),
    in_response(
        "authenticates-first",
        "authenticates before it checks the method",
        |_| true,
        |_, response| {
            if response.status == 405 {
                response.headers.remove("allow");
                response.set(401, "");
                response.header("www-authenticate", "Bearer");
            }
        },
    ),
    in_response(
        "limits-bodies",
        "rejects bodies above 8,000 bytes",
        |applicability| is_undeclared(applicability, 413),
        |sent, response| {
            if sent.body.len() > 8_000 && response.status.is_success() {
                response.set(413, "");
            }
        },
    ),
    in_response(
        "limits-urls",
        "rejects URLs above 4,000 bytes",
        |applicability| is_undeclared(applicability, 414),
        |sent, response| {
            if sent.query.len() + sent.path.len() > 4_000 {
                response.set(414, "");
            }
        },
    ),
    in_response(
        "limits-headers",
        "rejects headers above 4,000 bytes",
        |applicability| is_undeclared(applicability, 431),
        |sent, response| {
            if sent.headers.values().any(|value| value.len() > 4_000) {
                response.set(431, "");
            }
        },
    ),
    bytes("chunked", "sends bodies in chunks", chunked),
    bytes("upper-header-names", "sends header names in upper case", |bytes| {
        with_head(bytes, |line| match line.split_once(':') {
            Some((name, value)) => format!("{}:{value}", name.to_ascii_uppercase()),
            None => line.to_owned(),
        })
    }),
    bytes("no-space-after-colon", "sends headers without a space after the colon", |bytes| {
        with_head(bytes, |line| line.replacen(": ", ":", 1))
    }),
    bytes("other-reason", "sends other reason phrases", |bytes| {
        with_head(bytes, |line| match line.strip_prefix("HTTP/1.1 ") {
            Some(rest) => format!("HTTP/1.1 {} Whatever", &rest[..3.min(rest.len())]),
            None => line.to_owned(),
        })
    }),
    bytes("no-reason", "sends empty reason phrases", |bytes| {
        with_head(bytes, |line| match line.strip_prefix("HTTP/1.1 ") {
            Some(rest) => format!("HTTP/1.1 {} ", &rest[..3.min(rest.len())]),
            None => line.to_owned(),
        })
    }),
    bytes("early-hints", "sends 103 before responses", |bytes| {
        let hints = b"HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n";
        if bytes.is_empty() { bytes } else { [hints.as_slice(), &bytes].concat() }
    }),
    bytes("close-delimited", "ends bodies by closing the connection", |bytes| {
        let has_content = !bytes.ends_with(b"\r\n\r\n");
        if !has_content {
            return bytes;
        }
        with_head(bytes, |line| {
            if line.to_ascii_lowercase().starts_with("content-length:") {
                "x-framing: close".to_owned()
            } else {
                line.to_owned()
            }
        })
    }),
];

/// Whether no operation declares this status.
fn is_undeclared(applicability: &Applicability<'_>, status: u16) -> bool {
    !applicability.any(|operation| operation.responses.lookup(status).is_some())
}

/// Properties with messages for people.
const MESSAGE_PROPERTIES: [&str; 6] =
    ["message", "error_description", "detail", "details", "description", "title"];

/// Whether every property with a message permits any string.
fn permits_other_messages(applicability: &Applicability<'_>) -> bool {
    each_property(applicability, |name, shape| {
        let is_free = matches!(shape, Shape::String { format: None, pattern: None, length }
            if *length == Length::default());
        !MESSAGE_PROPERTIES.contains(&name) || is_free
    })
}

/// Whether every array of a response may be empty.
fn permits_empty_arrays(applicability: &Applicability<'_>) -> bool {
    each_property(applicability, |_, shape| match shape {
        Shape::Array { length, .. } => length.min.is_none_or(|min| min == 0),
        Shape::OneOf { .. } | Shape::AnyOf { .. } | Shape::Opaque(_) => false,
        _ => true,
    })
}

fn each_property(applicability: &Applicability<'_>, is: impl Fn(&str, &Shape) -> bool) -> bool {
    applicability.bodies().all(|shape| match shape {
        Shape::Object { properties, .. } => properties
            .iter()
            .all(|property| is(&property.name, applicability.shape(property.schema))),
        Shape::Any => true,
        _ => false,
    })
}

/// A response with changed lines in its header section.
fn with_head(bytes: Vec<u8>, change: impl Fn(&str) -> String) -> Vec<u8> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return bytes };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let lines: Vec<String> = head.split("\r\n").map(change).collect();
    [lines.join("\r\n").as_bytes(), &bytes[end..]].concat()
}

/// The body as chunks, the last one empty (RFC 9112 §7.1).
fn chunked(bytes: Vec<u8>) -> Vec<u8> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return bytes };
    let content = bytes[end + 4..].to_vec();
    if content.is_empty() {
        return bytes;
    }
    let mut response = with_head(bytes[..end + 4].to_vec(), |line| {
        if line.to_ascii_lowercase().starts_with("content-length:") {
            "transfer-encoding: chunked".to_owned()
        } else {
            line.to_owned()
        }
    });
    for chunk in content.chunks(content.len().div_ceil(2)) {
        response.extend_from_slice(format!("{:X};name=value\r\n", chunk.len()).as_bytes());
        response.extend_from_slice(chunk);
        response.extend_from_slice(b"\r\n");
    }
    response.extend_from_slice(b"0\r\n\r\n");
    response
}
