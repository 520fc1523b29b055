//! Responses that violate a standard in addition to the document: HTTP, OAuth 2.0, token revocation, problem
//! details.

use http::Method;
use specs::contract::{Operation, Property, SchemeKind, Shape};

use super::{Applicability, Fault, Mutation, Needs, in_response, mutated};
use crate::mock::Defects;
use crate::mutation::{Change, HttpResponse, Sent};
use conformance_core::check::Profile;
use conformance_core::heuristics::{UNHEARD_OF_HINT, is_oauth, is_revocation, response_members};

const CLASS: &str = "profiles";

/// A fault that is an error only with its profile.
const fn under(
    profile: Profile,
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Applicability<'_>) -> bool,
    change: fn(&Sent, &mut HttpResponse),
) -> Fault {
    Fault { needs: Needs::Profile(profile), ..in_response(CLASS, id, what, check, applies, change) }
}

pub(super) const FAULTS: &[Fault] = &[
    in_response(
        CLASS,
        "realm-unquoted",
        "sends a realm with a space without quotes",
        "malformed-www-authenticate",
        |applicability| applicability.secured(),
        |_, response| challenge(response, "Bearer realm=my api"),
    ),
    in_response(
        CLASS,
        "date-iso",
        "sends Last-Modified in ISO 8601",
        "malformed-date",
        |_| true,
        |_, response| response.header("last-modified", "2026-01-31T10:00:00Z"),
    ),
    in_response(
        CLASS,
        "etag-unquoted",
        "sends ETag without quotes",
        "malformed-header",
        |_| true,
        |_, response| response.header("etag", "5e1f"),
    ),
    under(
        Profile::Http,
        "options-without-allow",
        "responds to OPTIONS without Allow",
        "missing-allow-on-options",
        |_| true,
        |sent, response| {
            if sent.method == Method::OPTIONS {
                response.set(204, "");
                response.headers.remove("allow");
            }
        },
    ),
    under(
        Profile::Http,
        "method-not-found",
        "responds to undeclared methods with 404",
        "undeclared-method-status",
        sends_no_generated_value,
        |_, response| swap(response, 405, 404),
    ),
    under(
        Profile::Http,
        "media-type-bad-request",
        "responds to undeclared media types with 400",
        "undeclared-media-type-status",
        |applicability| applicability.any(|operation| operation.body.is_some()),
        |_, response| swap(response, 415, 400),
    ),
    in_response(
        CLASS,
        "problem-of-other-status",
        "sends problem details with another status",
        "invalid-problem-details",
        |_| true,
        |_, response| {
            let is_problem = response.headers.get("content-type").is_some_and(|name| {
                name.as_bytes().to_ascii_lowercase().starts_with(b"application/problem+json")
            });
            if is_problem {
                response.edit(|body| drop(body.insert("status".into(), 599.into())));
            }
        },
    ),
    in_response(
        CLASS,
        "challenge-of-other-scheme",
        "sends a challenge of an undeclared scheme",
        "undeclared-challenge-scheme",
        |applicability| {
            requires_credential(applicability, |kind| !matches!(kind, SchemeKind::ApiKey { .. }))
        },
        |_, response| challenge(response, "Negotiate"),
    ),
    in_response(
        CLASS,
        "basic-without-realm",
        "sends a Basic challenge without a realm",
        "invalid-basic-challenge",
        |applicability| applicability.secured(),
        |_, response| challenge(response, "Basic charset=\"UTF-8\""),
    ),
    under(
        Profile::Oauth,
        "bearer-error-without-token",
        "sends the error of a wrong token to callers without one",
        "missing-bearer-error",
        |applicability| applicability.secured(),
        |_, response| challenge(response, "Bearer realm=\"mock\", error=\"invalid_token\""),
    ),
    mutated(
        CLASS,
        "optional-credentials-ignored",
        "ignores optional credentials",
        "accepted-wrong-client-credentials",
        |applicability| {
            has_oauth(applicability)
                && applicability.any(|operation| {
                    let security = &operation.security;
                    security.allows_anonymous()
                        && security.alternatives.iter().any(|one| !one.requirements.is_empty())
                })
        },
        Mutation::Change(Change::Request(|sent| {
            sent.headers.remove("authorization");
        })),
    ),
    mutated(
        CLASS,
        "secret-ignored",
        "ignores the client secret in the body",
        "accepted-wrong-client-credentials",
        |applicability| {
            has_oauth(applicability)
                && applicability.any(|operation| operation.security.allows_anonymous())
        },
        Mutation::Change(Change::Request(|sent| {
            // The length stays the same.
            if let Ok(body) = std::str::from_utf8(&sent.body) {
                sent.body = body.replace("client_secret", "client-secret").into_bytes();
            }
        })),
    ),
    Fault {
        needs: Needs::Profile(Profile::Oauth),
        ..mutated(
            CLASS,
            "last-parameter-used",
            "uses the last value of a repeated form parameter",
            "accepted-repeated-parameter",
            has_oauth,
            Mutation::Change(Change::Request(without_repetition)),
        )
    },
    under(
        Profile::Oauth,
        "empty-parameter-rejected",
        "rejects form parameters without a value",
        "empty-parameter-not-omitted",
        has_oauth,
        |sent, response| {
            if response.status.is_success() && has_empty_parameter(sent) {
                response.set(400, "{}");
            }
        },
    ),
    under(
        Profile::Oauth,
        "empty-token-accepted",
        "accepts an empty token",
        "empty-parameter-not-omitted",
        has_oauth,
        |sent, response| {
            let is_empty = is_form(sent) && sent.body.ends_with(b"token=");
            if is_empty && response.status.is_client_error() {
                response.set(204, "");
            }
        },
    ),
    under(
        Profile::Oauth,
        "unregistered-error",
        "sends a sentence instead of an error code",
        "unregistered-oauth-error",
        declares_codes,
        |_, response| {
            response.edit(|body| {
                body.entry("error").and_modify(|error| *error = "The request is wrong.".into());
            });
        },
    ),
    under(
        Profile::Oauth,
        "cacheable-tokens",
        "permits caches to store responses about tokens",
        "missing-no-store",
        |applicability| has_oauth(applicability) || applicability.any(is_revocation),
        |_, response| response.header("cache-control", "max-age=3600"),
    ),
    under(
        Profile::Rfc7009,
        "revocation-without-body",
        "responds to revocations with 204",
        "revocation-status",
        |applicability| applicability.any(is_revocation),
        |_, response| swap(response, 200, 204),
    ),
    Fault {
        needs: Needs::Profile(Profile::Rfc7009),
        ..mutated(
            CLASS,
            "unknown-token-rejected",
            "rejects the revocation of unknown tokens",
            "rejected-unknown-token",
            |applicability| applicability.live && applicability.any(is_revocation),
            Mutation::Defects(Defects { rejects_unknown: true, ..Defects::NONE }),
        )
    },
    under(
        Profile::Rfc7009,
        "unknown-hint-rejected",
        "rejects unknown values of token_type_hint",
        "rejected-token-type-hint",
        |applicability| applicability.any(is_revocation),
        |sent, response| {
            let is_unknown = String::from_utf8_lossy(&sent.body).contains(UNHEARD_OF_HINT);
            if is_unknown && response.status.is_success() {
                response.set(400, "{}");
            }
        },
    ),
    Fault {
        needs: Needs::Strict,
        ..mutated(
            CLASS,
            "undocumented-rejection",
            "rejects unknown values where the document declares no rejection",
            "undocumented-error",
            |applicability| applicability.live,
            Mutation::Defects(Defects { rejects_unknown: true, ..Defects::NONE }),
        )
    },
];

/// Replaces the challenge of a 401.
fn challenge(response: &mut HttpResponse, challenge: &'static str) {
    if response.status == 401 {
        response.header("www-authenticate", challenge);
    }
}

fn swap(response: &mut HttpResponse, from: u16, to: u16) {
    if response.status == from {
        response.set(to, "");
    }
}

/// Whether some operation belongs to OAuth 2.0.
fn has_oauth(applicability: &Applicability<'_>) -> bool {
    applicability.any(|operation| is_oauth(applicability.contract, operation))
}

/// Whether some request has no generated value, which could be rejected first.
fn sends_no_generated_value(applicability: &Applicability<'_>) -> bool {
    let is_plain = |operation: &Operation| {
        operation.body.is_none() && operation.parameters.iter().all(|one| !one.required)
    };
    applicability.live || applicability.any(is_plain)
}

/// Whether an operation of OAuth 2.0 declares `error` as a string.
fn declares_codes(applicability: &Applicability<'_>) -> bool {
    let is_code = |property: &Property| {
        property.name == "error"
            && matches!(applicability.shape(property.schema), Shape::String { .. })
    };
    applicability.any(|operation| {
        let rejections =
            [400, 401].into_iter().filter_map(|status| operation.responses.lookup(status));
        let mut properties =
            rejections.flat_map(|one| response_members(&applicability.contract.schemas, one));
        is_oauth(applicability.contract, operation) && properties.any(is_code)
    })
}

/// Whether some operation requires a credential of such a kind.
fn requires_credential(
    applicability: &Applicability<'_>,
    is: impl Fn(&SchemeKind) -> bool,
) -> bool {
    applicability.any(|operation| {
        let needed = operation.security.alternatives.iter().flat_map(|one| &one.requirements);
        let mut schemes = needed.filter_map(|needed| applicability.contract.scheme(&needed.scheme));
        !operation.security.allows_anonymous() && schemes.any(|scheme| is(&scheme.kind))
    })
}

fn is_form(sent: &Sent) -> bool {
    let media_type = sent.headers.get("content-type").map(|value| value.as_bytes());
    media_type.is_some_and(|name| name.starts_with(b"application/x-www-form-urlencoded"))
}

fn has_empty_parameter(sent: &Sent) -> bool {
    let mut pairs = sent.body.split(|byte| *byte == b'&');
    is_form(sent) && pairs.any(|pair| pair.ends_with(b"="))
}

/// Keeps the last pair of each name of a form.
fn without_repetition(sent: &mut Sent) {
    if !is_form(sent) {
        return;
    }
    let name = |pair: &[u8]| pair.split(|byte| *byte == b'=').next().unwrap_or_default().to_vec();
    let pairs: Vec<&[u8]> = sent.body.split(|byte| *byte == b'&').collect();
    let is_last = |at: usize| !pairs[at + 1..].iter().any(|later| name(later) == name(pairs[at]));
    let kept: Vec<&[u8]> = (0..pairs.len()).filter(|at| is_last(*at)).map(|at| pairs[at]).collect();
    let body = kept.join(&b'&');
    if body != sent.body {
        sent.headers.remove("content-length");
        sent.body = body;
    }
}
