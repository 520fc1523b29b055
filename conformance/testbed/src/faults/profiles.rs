//! Answers that break what a standard demands beside the document: HTTP, OAuth 2.0, the revocation of
//! tokens, problem details.

use http::Method;
use specs::contract::{Operation, Property, SchemeKind, Shape};

use super::{Fault, Needs, Room, Spoil, answers, spoilt};
use crate::mock::Flaws;
use crate::spoil::{Answer, Change, Sent};
use conformance_core::check::Profile;
use conformance_core::prose::{UNHEARD_OF_HINT, is_oauth, is_revocation, response_members};

const CLASS: &str = "profiles";

/// A fault that is only worth knowing to those who do not name the profile.
const fn under(
    profile: Profile,
    id: &'static str,
    what: &'static str,
    check: &'static str,
    applies: fn(&Room<'_>) -> bool,
    change: fn(&Sent, &mut Answer),
) -> Fault {
    Fault { needs: Needs::Profile(profile), ..answers(CLASS, id, what, check, applies, change) }
}

pub(super) const FAULTS: &[Fault] = &[
    answers(
        CLASS,
        "realm-unquoted",
        "writes a realm of several words without quotes",
        "challenge-syntax",
        |room| room.secured(),
        |_, answer| challenge(answer, "Bearer realm=my api"),
    ),
    answers(
        CLASS,
        "date-iso",
        "writes dates of header fields as ISO 8601",
        "date-syntax",
        |_| true,
        |_, answer| answer.header("last-modified", "2026-01-31T10:00:00Z"),
    ),
    answers(
        CLASS,
        "etag-unquoted",
        "writes entity tags without quotes",
        "field-syntax",
        |_| true,
        |_, answer| answer.header("etag", "5e1f"),
    ),
    under(
        Profile::Http,
        "options-silent",
        "answers OPTIONS and does not say which methods there are",
        "options-lists-allow",
        |_| true,
        |sent, answer| {
            if sent.method == Method::OPTIONS {
                answer.set(204, "");
                answer.headers.remove("allow");
            }
        },
    ),
    under(
        Profile::Http,
        "method-not-found",
        "answers 404 to other methods",
        "method-status",
        asks_plainly,
        |_, answer| swap(answer, 405, 404),
    ),
    under(
        Profile::Http,
        "media-type-bad-request",
        "answers 400 to other media types",
        "media-type-status",
        |room| room.any(|operation| operation.body.is_some()),
        |_, answer| swap(answer, 415, 400),
    ),
    answers(
        CLASS,
        "problem-of-other-status",
        "sends problems that name another status",
        "problem-details",
        |_| true,
        |_, answer| {
            let is_problem = answer.headers.get("content-type").is_some_and(|name| {
                name.as_bytes().to_ascii_lowercase().starts_with(b"application/problem+json")
            });
            if is_problem {
                answer.edit(|body| drop(body.insert("status".into(), 599.into())));
            }
        },
    ),
    answers(
        CLASS,
        "challenge-of-other-scheme",
        "asks for credentials of a scheme that it does not take",
        "challenge-scheme",
        |room| asks_by(room, |kind| !matches!(kind, SchemeKind::ApiKey { .. })),
        |_, answer| challenge(answer, "Negotiate"),
    ),
    answers(
        CLASS,
        "basic-without-realm",
        "asks for a password and does not say for what",
        "basic-challenge",
        |room| room.secured(),
        |_, answer| challenge(answer, "Basic charset=\"UTF-8\""),
    ),
    under(
        Profile::Oauth,
        "error-to-anybody",
        "tells callers without a token that their token is wrong",
        "bearer-challenge",
        |room| room.secured(),
        |_, answer| challenge(answer, "Bearer realm=\"mock\", error=\"invalid_token\""),
    ),
    spoilt(
        CLASS,
        "optional-credentials-ignored",
        "does not look at credentials that need not be shown",
        "wrong-client-credentials",
        |room| {
            speaks_oauth(room)
                && room.any(|operation| {
                    let security = &operation.security;
                    security.allows_anonymous()
                        && security.alternatives.iter().any(|one| !one.requirements.is_empty())
                })
        },
        Spoil::Change(Change::Request(|sent| {
            sent.headers.remove("authorization");
        })),
    ),
    spoilt(
        CLASS,
        "secret-ignored",
        "does not look at the secret that a client shows in the body",
        "wrong-client-credentials",
        |room| speaks_oauth(room) && room.any(|operation| operation.security.allows_anonymous()),
        Spoil::Change(Change::Request(|sent| {
            // As long as before.
            if let Ok(body) = std::str::from_utf8(&sent.body) {
                sent.body = body.replace("client_secret", "client-secret").into_bytes();
            }
        })),
    ),
    Fault {
        needs: Needs::Profile(Profile::Oauth),
        ..spoilt(
            CLASS,
            "last-parameter-counts",
            "takes the last of several values of a form parameter",
            "repeated-parameter",
            speaks_oauth,
            Spoil::Change(Change::Request(without_repetition)),
        )
    },
    under(
        Profile::Oauth,
        "empty-parameter-refused",
        "refuses form parameters without a value",
        "empty-parameter",
        speaks_oauth,
        |sent, answer| {
            if answer.status.is_success() && has_empty_parameter(sent) {
                answer.set(400, "{}");
            }
        },
    ),
    under(
        Profile::Oauth,
        "empty-token-taken",
        "takes an empty token for one",
        "empty-parameter",
        speaks_oauth,
        |sent, answer| {
            let is_empty = is_form(sent) && sent.body.ends_with(b"token=");
            if is_empty && answer.status.is_client_error() {
                answer.set(204, "");
            }
        },
    ),
    under(
        Profile::Oauth,
        "error-in-words",
        "tells errors in words where clients look for codes",
        "error-code",
        tells_codes,
        |_, answer| {
            answer.edit(|body| {
                body.entry("error").and_modify(|error| *error = "That is not right.".into());
            });
        },
    ),
    under(
        Profile::Oauth,
        "caches-may-keep",
        "lets caches keep what it says of tokens",
        "no-store",
        |room| speaks_oauth(room) || room.any(is_revocation),
        |_, answer| answer.header("cache-control", "max-age=3600"),
    ),
    under(
        Profile::Rfc7009,
        "revocation-without-content",
        "answers 204 to a revocation",
        "revocation-answers-200",
        |room| room.any(is_revocation),
        |_, answer| swap(answer, 200, 204),
    ),
    Fault {
        needs: Needs::Profile(Profile::Rfc7009),
        ..spoilt(
            CLASS,
            "unknown-token-refused",
            "refuses to revoke what does not live",
            "unknown-token-succeeds",
            |room| room.live && room.any(is_revocation),
            Spoil::Flaws(Flaws { refuses_unknown: true, ..Flaws::NONE }),
        )
    },
    under(
        Profile::Rfc7009,
        "unknown-hint-refused",
        "refuses hints that it does not know",
        "invalid-hint-ignored",
        |room| room.any(is_revocation),
        |sent, answer| {
            let is_unheard_of = String::from_utf8_lossy(&sent.body).contains(UNHEARD_OF_HINT);
            if is_unheard_of && answer.status.is_success() {
                answer.set(400, "{}");
            }
        },
    ),
    Fault {
        needs: Needs::Strict,
        ..spoilt(
            CLASS,
            "refuses-beyond-the-document",
            "refuses what the document does not say how to refuse",
            "undocumented-cause",
            |room| room.live,
            Spoil::Flaws(Flaws { refuses_unknown: true, ..Flaws::NONE }),
        )
    },
];

/// Another challenge in the place of the one that was sent.
fn challenge(answer: &mut Answer, challenge: &'static str) {
    if answer.status == 401 {
        answer.header("www-authenticate", challenge);
    }
}

fn swap(answer: &mut Answer, from: u16, to: u16) {
    if answer.status == from {
        answer.set(to, "");
    }
}

/// Whether some operation is one of OAuth 2.0.
fn speaks_oauth(room: &Room<'_>) -> bool {
    room.any(|operation| is_oauth(room.contract, operation))
}

/// Whether some path is asked for with nothing that nobody supplied, which may be refused first.
fn asks_plainly(room: &Room<'_>) -> bool {
    let is_plain = |operation: &Operation| {
        operation.body.is_none() && operation.parameters.iter().all(|one| !one.required)
    };
    room.live || room.any(is_plain)
}

/// Whether an operation of OAuth 2.0 declares a text for the code of an error.
fn tells_codes(room: &Room<'_>) -> bool {
    let is_code = |member: &Property| {
        member.name == "error" && matches!(room.shape(member.schema), Shape::String { .. })
    };
    room.any(|operation| {
        let refusals =
            [400, 401].into_iter().filter_map(|status| operation.responses.lookup(status));
        let mut members =
            refusals.flat_map(|refusal| response_members(&room.contract.schemas, refusal));
        is_oauth(room.contract, operation) && members.any(is_code)
    })
}

/// Whether every caller of some operation must show a credential of such a kind.
fn asks_by(room: &Room<'_>, is: impl Fn(&SchemeKind) -> bool) -> bool {
    room.any(|operation| {
        let needed = operation.security.alternatives.iter().flat_map(|one| &one.requirements);
        let mut schemes = needed.filter_map(|needed| room.contract.scheme(&needed.scheme));
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

/// A form with the last pair of each name alone.
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
