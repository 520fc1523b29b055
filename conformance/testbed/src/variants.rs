//! Servers that are as right as the mock and differ from it. The suite must be silent on each; what it
//! says all the same is a false alarm.

mod frameworks;

use serde_json::{Value, json};
use specs::contract::{Length, Shape};

use crate::faults::{Room, Spoil};
use crate::mock::{Habits, is_key};
use crate::spoil::{Answer, Change, Sent};

/// One way in which a server may differ.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// Kebab-case.
    pub id: &'static str,
    /// What the server does.
    pub what: &'static str,
    /// Whether the document leaves it to the server.
    pub applies: fn(&Room<'_>) -> bool,
    /// How it comes about.
    pub spoil: Spoil,
}

const fn answers(
    id: &'static str,
    what: &'static str,
    applies: fn(&Room<'_>) -> bool,
    change: fn(&Sent, &mut Answer),
) -> Variant {
    Variant { id, what, applies, spoil: Spoil::Change(Change::Answer(change)) }
}

const fn bytes(id: &'static str, what: &'static str, change: fn(Vec<u8>) -> Vec<u8>) -> Variant {
    Variant { id, what, applies: |_| true, spoil: Spoil::Change(Change::Bytes(change)) }
}

const fn habits(id: &'static str, what: &'static str, habits: Habits) -> Variant {
    Variant { id, what, applies: |_| true, spoil: Spoil::Habits(habits) }
}

/// Every variant.
pub fn all() -> impl Iterator<Item = &'static Variant> {
    VARIANTS.iter().chain(frameworks::VARIANTS)
}

const VARIANTS: &[Variant] = &[
    habits("small", "sends what it must and nothing else", Habits { small: true, ..Habits::NONE }),
    habits(
        "last",
        "takes the last of several fitting statuses and media types",
        Habits { last: true, ..Habits::NONE },
    ),
    Variant {
        id: "keys-of-requests",
        what: "carries another request with a used key of idempotency out",
        applies: |room| {
            room.any(|operation| operation.parameters.iter().any(|one| is_key(&one.name)))
        },
        spoil: Spoil::Habits(Habits { keys_of_requests: true, ..Habits::NONE }),
    },
    answers(
        "charset",
        "says the charset of its content",
        |_| true,
        |_, answer| {
            let name = answer.headers.get("content-type").and_then(|name| name.to_str().ok());
            if let Some(name) = name.filter(|name| !name.contains(';')).map(str::to_owned) {
                answer.header("content-type", &format!("{name}; charset=utf-8"));
            }
        },
    ),
    answers(
        "upper-type",
        "writes media types in capitals",
        |_| true,
        |_, answer| {
            let name = answer.headers.get("content-type").and_then(|name| name.to_str().ok());
            if let Some(name) = name.map(str::to_ascii_uppercase) {
                answer.header("content-type", &name);
            }
        },
    ),
    answers(
        "more-members",
        "adds members to open objects",
        |room| room.is_open(),
        |_, answer| {
            answer.edit(|body| drop(body.insert("x_unheardOf".into(), json!({ "a": [1, null] }))));
        },
    ),
    answers(
        "loose-json",
        "writes JSON over several lines",
        |_| true,
        |_, answer| {
            if let Ok(value) = serde_json::from_slice::<Value>(&answer.body)
                && !value.is_string()
            {
                answer.body = format!(" \n{value:#}\n").into_bytes();
            }
        },
    ),
    answers(
        "other-order",
        "writes members in another order",
        |_| true,
        |_, answer| {
            answer.edit(|body| {
                *body = std::mem::take(body).into_iter().rev().collect();
            });
        },
    ),
    answers(
        "fractions-of-nothing",
        "writes 404.0 for 404",
        |_| true,
        |_, answer| {
            answer.edit(|body| {
                for value in body.values_mut() {
                    let small = value.as_i64().filter(|number| number.abs() < 1 << 50);
                    if let Some(number) = small {
                        *value = json!(number as f64);
                    }
                }
            });
        },
    ),
    answers("other-words", "says the same in other words", has_free_words, |_, answer| {
        answer.edit(|body| {
            for name in WORDS {
                body.entry(name).and_modify(|words| {
                    if words.is_string() {
                        *words = json!("Nope ☃, see https://docs.example.com/errors/usr/local");
                    }
                });
            }
        });
    }),
    answers("empty-lists", "sends lists without elements", has_free_lists, |_, answer| {
        answer.edit(|body| {
            for value in body.values_mut().filter(|value| value.is_array()) {
                *value = json!([]);
            }
        });
    }),
    answers(
        "more-fields",
        "sends header fields of its own",
        |_| true,
        |_, answer| {
            answer.header("cache-control", "no-store");
            answer.header("x-variant", "1; a=\"b, c\"");
            answer.header("strict-transport-security", "max-age=63072000");
            answer.header("server", "cloudflare");
        },
    ),
    answers(
        "fields-twice",
        "sends lists in several header fields",
        |_| true,
        |_, answer| {
            for value in ["accept", "origin"] {
                answer.headers.append("vary", http::HeaderValue::from_static(value));
            }
            for value in ["a=1; Path=/", "b=2; Path=/"] {
                answer.headers.append("set-cookie", http::HeaderValue::from_static(value));
            }
        },
    ),
    answers(
        "hides-methods",
        "answers 404 to other methods",
        |_| true,
        |_, answer| {
            if answer.status == 405 {
                answer.headers.remove("allow");
                answer.set(404, "");
            }
        },
    ),
    answers(
        "more-methods",
        "lists more methods in Allow",
        |_| true,
        |_, answer| {
            let allow = answer.headers.get("allow").and_then(|allow| allow.to_str().ok());
            if let Some(allow) = allow.map(|allow| format!("OPTIONS, HEAD,{allow}")) {
                answer.header("allow", &allow);
            }
        },
    ),
    answers(
        "own-pages",
        "has pages of its framework for 404 and 405",
        |room| is_undeclared(room, 413) && !room.says_empty(404),
        |_, answer| {
            if answer.body.is_empty() && matches!(answer.status.as_u16(), 404 | 405 | 413) {
                answer.header("content-type", "text/html; charset=utf-8");
                answer.body = b"<h1>no</h1>".to_vec();
            }
        },
    ),
    answers(
        "safe-methods",
        "answers HEAD and OPTIONS of itself",
        |_| true,
        |sent, answer| {
            let is_safe = matches!(sent.method, http::Method::HEAD | http::Method::OPTIONS);
            if is_safe && answer.status == 405 {
                answer.set(200, "");
                answer.header("allow", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE, TRACE");
            }
        },
    ),
    answers(
        "asks-first",
        "asks who calls before it looks at methods",
        |_| true,
        |_, answer| {
            if answer.status == 405 {
                answer.headers.remove("allow");
                answer.set(401, "");
                answer.header("www-authenticate", "Bearer");
            }
        },
    ),
    answers(
        "limits-content",
        "takes no content of more than 8,000 bytes",
        |room| is_undeclared(room, 413),
        |sent, answer| {
            if sent.body.len() > 8_000 && answer.status.is_success() {
                answer.set(413, "");
            }
        },
    ),
    answers(
        "limits-urls",
        "takes no query of more than 4,000 bytes",
        |room| is_undeclared(room, 414),
        |sent, answer| {
            if sent.query.len() + sent.path.len() > 4_000 {
                answer.set(414, "");
            }
        },
    ),
    answers(
        "limits-fields",
        "takes no header field of more than 4,000 bytes",
        |room| is_undeclared(room, 431),
        |sent, answer| {
            if sent.headers.values().any(|value| value.len() > 4_000) {
                answer.set(431, "");
            }
        },
    ),
    bytes("chunked", "sends its content in chunks", chunked),
    bytes("upper-fields", "writes header names in capitals", |bytes| {
        with_head(bytes, |line| match line.split_once(':') {
            Some((name, value)) => format!("{}:{value}", name.to_ascii_uppercase()),
            None => line.to_owned(),
        })
    }),
    bytes("tight-fields", "writes no blank after the colon of a header field", |bytes| {
        with_head(bytes, |line| line.replacen(": ", ":", 1))
    }),
    bytes("other-reason", "gives other reasons with its statuses", |bytes| {
        with_head(bytes, |line| match line.strip_prefix("HTTP/1.1 ") {
            Some(rest) => format!("HTTP/1.1 {} Whatever", &rest[..3.min(rest.len())]),
            None => line.to_owned(),
        })
    }),
    bytes("no-reason", "gives no reasons with its statuses", |bytes| {
        with_head(bytes, |line| match line.strip_prefix("HTTP/1.1 ") {
            Some(rest) => format!("HTTP/1.1 {} ", &rest[..3.min(rest.len())]),
            None => line.to_owned(),
        })
    }),
    bytes("early-hints", "sends hints before its answers", |bytes| {
        let hints = b"HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n";
        if bytes.is_empty() { bytes } else { [hints.as_slice(), &bytes].concat() }
    }),
    bytes("until-the-end", "ends its content by hanging up", |bytes| {
        let has_content = !bytes.ends_with(b"\r\n\r\n");
        if !has_content {
            return bytes;
        }
        with_head(bytes, |line| match line.to_ascii_lowercase().starts_with("content-length:") {
            true => "x-framing: close".to_owned(),
            false => line.to_owned(),
        })
    }),
];

/// Whether no operation says what comes with this status.
fn is_undeclared(room: &Room<'_>, status: u16) -> bool {
    !room.any(|operation| operation.responses.lookup(status).is_some())
}

/// Members that hold words for people.
const WORDS: [&str; 6] =
    ["message", "error_description", "detail", "details", "description", "title"];

/// Whether every member that holds words for people may hold any.
fn has_free_words(room: &Room<'_>) -> bool {
    each_member(room, |name, shape| {
        let is_free = matches!(shape, Shape::String { format: None, pattern: None, length }
            if *length == Length::default());
        !WORDS.contains(&name) || is_free
    })
}

/// Whether every list of an answer may be empty.
fn has_free_lists(room: &Room<'_>) -> bool {
    each_member(room, |_, shape| match shape {
        Shape::Array { length, .. } => length.min.is_none_or(|min| min == 0),
        Shape::OneOf { .. } | Shape::AnyOf { .. } | Shape::Opaque(_) => false,
        _ => true,
    })
}

fn each_member(room: &Room<'_>, is: impl Fn(&str, &Shape) -> bool) -> bool {
    room.bodies().all(|shape| match shape {
        Shape::Object { properties, .. } => {
            properties.iter().all(|member| is(&member.name, room.shape(member.schema)))
        }
        Shape::Any => true,
        _ => false,
    })
}

/// An answer whose head has other lines.
fn with_head(bytes: Vec<u8>, change: impl Fn(&str) -> String) -> Vec<u8> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return bytes };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let lines: Vec<String> = head.split("\r\n").map(change).collect();
    [lines.join("\r\n").as_bytes(), &bytes[end..]].concat()
}

/// RFC 9112 §7.1: content in chunks of any length, the last one empty.
fn chunked(bytes: Vec<u8>) -> Vec<u8> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return bytes };
    let content = bytes[end + 4..].to_vec();
    if content.is_empty() {
        return bytes;
    }
    let mut answer = with_head(bytes[..end + 4].to_vec(), |line| {
        match line.to_ascii_lowercase().starts_with("content-length:") {
            true => "transfer-encoding: chunked".to_owned(),
            false => line.to_owned(),
        }
    });
    for chunk in content.chunks(content.len().div_ceil(2)) {
        answer.extend_from_slice(format!("{:X};name=value\r\n", chunk.len()).as_bytes());
        answer.extend_from_slice(chunk);
        answer.extend_from_slice(b"\r\n");
    }
    answer.extend_from_slice(b"0\r\n\r\n");
    answer
}
