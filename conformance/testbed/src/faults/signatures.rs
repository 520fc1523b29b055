//! Signatures that is not verified, or not all the way.

use specs::contract::{MediaType, RequestBody};

use super::{Applicability, Fault, Mutation, Needs, in_response, mutated};
use crate::mock::{Defects, wants_signature};
use conformance_core::check::Profile;

const CLASS: &str = "signatures";

pub(super) const FAULTS: &[Fault] = &[
    mutated(
        CLASS,
        "any-signature-will-do",
        "takes every signature",
        "unverified-signature",
        wants,
        Mutation::Defects(Defects { takes_any_signature: true, ..Defects::NONE }),
    ),
    Fault {
        needs: Needs::Profile(Profile::Provider),
        ..mutated(
            CLASS,
            "signatures-of-any-time",
            "takes signatures that have expired, and such as are not made yet",
            "stale-signature",
            wants,
            Mutation::Defects(Defects { takes_signatures_of_any_time: true, ..Defects::NONE }),
        )
    },
    Fault {
        needs: Needs::Profile(Profile::Provider),
        ..mutated(
            CLASS,
            "digests-ignored",
            "takes content that does not fit its digest",
            "stale-signature",
            wants_with_json,
            Mutation::Defects(Defects { takes_any_digest: true, ..Defects::NONE }),
        )
    },
    in_response(
        CLASS,
        "fails-on-unreadable-signatures",
        "fails at signatures that it cannot read",
        "server-error",
        wants,
        |sent, response| {
            let is_cut = |name| {
                let field = sent.headers.get(name).and_then(|value| value.to_str().ok());
                field.is_some_and(|field| field.contains("..."))
            };
            if is_cut("signature") || is_cut("signature-input") {
                response.set(500, "");
            }
        },
    ),
];

fn wants(applicability: &Applicability<'_>) -> bool {
    applicability.any(wants_signature)
}

fn wants_with_json(applicability: &Applicability<'_>) -> bool {
    let is_json = |body: &RequestBody| body.content.first().is_some_and(MediaType::is_json);
    applicability
        .any(|operation| wants_signature(operation) && operation.body.as_ref().is_some_and(is_json))
}
