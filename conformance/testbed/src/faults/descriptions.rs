//! Responses that violate descriptions, examples and names in the document.

use serde_json::Value;
use specs::contract::{Property, Shape, StatusRange};

use super::{Applicability, Fault, Needs, in_response};
use conformance_core::check::Profile;
use conformance_core::heuristics::{examples, is_request_id, response_members};

const CLASS: &str = "prose";

/// Properties that have the status code in many documents.
const CODES: [&str; 3] = ["code", "statusCode", "status"];

pub(super) const FAULTS: &[Fault] = &[
    in_response(
        CLASS,
        "code-of-other-status",
        "has the code of another status in the body",
        "undocumented-error-code",
        shows_codes,
        |_, received| {
            if received.status.is_client_error() {
                received.edit(|body| {
                    for name in CODES {
                        body.entry(name).and_modify(|code| {
                            if code.is_string() { *code = "418".into() } else { *code = 418.into() }
                        });
                    }
                });
            }
        },
    ),
    in_response(
        CLASS,
        "body-where-none-is",
        "sends a body where the description declares none",
        "nonempty-error-body",
        |applicability| applicability.documents_empty(404),
        |_, received| {
            if received.status == 404 && received.body.is_empty() {
                received.set(404, r#"{"message":"Resource not found"}"#);
            }
        },
    ),
    in_response(
        CLASS,
        "one-request-id",
        "sends the same request id in every response",
        "repeated-request-id",
        |applicability| applicability.live || applicability.secured(),
        |_, received| {
            const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";
            for (name, value) in &mut received.headers {
                if is_request_id(name.as_str()) {
                    *value = http::HeaderValue::from_static(ID);
                }
            }
            received.edit(|body| {
                let ids = body.iter_mut().filter(|(name, _)| is_request_id(name));
                ids.for_each(|(_, id)| *id = ID.into());
            });
        },
    ),
    Fault {
        needs: Needs::Profile(Profile::Provider),
        ..in_response(
            CLASS,
            "more-than-the-limit",
            "sends a rate limit remainder above the limit",
            "missing-rate-limit-headers",
            |_| true,
            |_, received| {
                for (name, value) in &mut received.headers {
                    if name.as_str().ends_with("-remaining") {
                        *value = http::HeaderValue::from_static("4000000000");
                    }
                }
            },
        )
    },
    Fault {
        needs: Needs::Profile(Profile::Provider),
        ..in_response(
            CLASS,
            "no-rate-limit-remainder",
            "omits the rate limit remainder",
            "missing-rate-limit-headers",
            |_| true,
            |_, received| {
                let names: Vec<_> = received.headers.keys().cloned().collect();
                for name in names.iter().filter(|name| name.as_str().ends_with("-remaining")) {
                    received.headers.remove(name);
                }
            },
        )
    },
];

/// Whether an example of a rejection has its own status code, and the schema permits others.
fn shows_codes(applicability: &Applicability<'_>) -> bool {
    let schemas = &applicability.contract.schemas;
    applicability.responses().filter(|(status, _)| (400..500).contains(status)).any(
        |(status, response)| {
            let is_own = |code: &Value| {
                code.as_u64() == Some(status.into()) || code.as_str() == Some(&status.to_string())
            };
            let is_free = |member: &&Property| {
                !matches!(applicability.shape(member.schema), Shape::Literals(_))
            };
            let members = response_members(schemas, response).iter().filter(is_free);
            let mut codes = members.filter(|member| CODES.contains(&member.name.as_str()));
            response.status == StatusRange::Exact(status)
                && codes.any(|member| {
                    let of_body = response.content.iter().flat_map(|content| &content.examples);
                    let of_property = of_body.filter_map(|example| example.value.get(&member.name));
                    examples(schemas, member.schema).into_iter().chain(of_property).any(is_own)
                })
        },
    )
}
