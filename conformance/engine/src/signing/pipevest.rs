//! The signing profile of Pipevest.

use specwright_runtime::digest::DigestAlgorithm;
use specwright_runtime::signature::{
    ComponentCase, Covered, Parameter, Prehash, Profile, TargetUri,
};

/// Headers that are covered if a request has them.
const FIELDS: [&str; 7] = [
    "Authorization",
    "Content-Type",
    "Content-Digest",
    "Content-Length",
    "X-Client-Id",
    "X-Idempotency-Id",
    "X-Idempotency-Key",
];

/// The profile that Pipevest documents: SHA-512 before Ed25519, names as they are written,
/// `@target-uri` without a path, and a query that is covered for two methods only.
///
/// Source: its guide on message signatures. Open there: whether a request without a body needs a
/// digest; both names of the idempotency header are covered, as both are in use.
pub fn profile() -> Profile {
    let mut components = FIELDS.map(Covered::if_present).to_vec();
    components.extend(["@method", "@target-uri", "@path"].map(Covered::required));
    components.push(Covered::required("@query").for_methods(&["GET", "DELETE"]));
    Profile {
        prehash: Prehash::Sha512,
        component_case: ComponentCase::AsWritten,
        target_uri: TargetUri::Origin,
        parameters: vec![Parameter::KeyId, Parameter::Created, Parameter::Expires],
        components,
        digest: Some(DigestAlgorithm::Sha512),
        ..Profile::rfc9421()
    }
}
