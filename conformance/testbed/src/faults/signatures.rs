//! Signatures that are not verified, or only in part.

use specs::contract::{MediaType, RequestBody};

use super::{Applicability, Fault, Mutation, Needs, in_response, mutated};
use crate::mock::{Defects, wants_signature};
use conformance_core::check::Profile;

const CLASS: &str = "signatures";

pub(super) const FAULTS: &[Fault] = &[
    mutated(
        CLASS,
        "any-signature",
        "accepts every signature",
        "unverified-signature",
        wants,
        Mutation::Defects(Defects { accepts_any_signature: true, ..Defects::NONE }),
    ),
    Fault {
        needs: Needs::Profile(Profile::Provider),
        ..mutated(
            CLASS,
            "signatures-of-any-time",
            "accepts signatures that are expired or from the future",
            "stale-signature",
            wants,
            Mutation::Defects(Defects { ignores_signature_times: true, ..Defects::NONE }),
        )
    },
    Fault {
        needs: Needs::Profile(Profile::Provider),
        ..mutated(
            CLASS,
            "digests-ignored",
            "accepts bodies that differ from their digest",
            "stale-signature",
            wants_with_json,
            Mutation::Defects(Defects { ignores_digests: true, ..Defects::NONE }),
        )
    },
    in_response(
        CLASS,
        "fails-on-malformed-signatures",
        "responds to malformed signatures with 500",
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
