//! Signatures at a mock: verified where the document wants them, if the mock is reported to.

use specs::contract::{Operation, ParameterLocation};
use specwright_runtime::signature::{SignatureError, Verifier};

use super::Defects;
use conformance_core::case::CaseKind;
use conformance_core::case::Tampering;
use conformance_engine::request_reader::HitCounter;
use conformance_engine::request_reader::Received;
use conformance_engine::signing::{ProfileName, Signing, known, verifier, verify};

/// The key that callers of a mock sign with, and what verifies it.
#[derive(Debug)]
pub(super) struct Signed {
    pub(super) signing: Signing,
    verifier: Verifier,
}

impl Signed {
    pub(super) fn new() -> Option<Self> {
        let signing = known(ProfileName::Rfc9421)?;
        let verifier = verifier(&signing);
        Some(Self { signing, verifier })
    }

    /// What is against the signature of a request.
    pub(super) fn objection(
        &self,
        operation: &Operation,
        received: &Received<'_>,
        defects: Defects,
        hits: &HitCounter,
    ) -> Option<CaseKind> {
        if !wants(operation) {
            return None;
        }
        let error = verify(&self.verifier, received.parts, received.body).err()?;
        let is_of_time =
            matches!(error, SignatureError::Expired { .. } | SignatureError::FromFuture { .. });
        let is_of_content = matches!(error, SignatureError::Digest(_));
        let is_taken = defects.takes_any_signature
            || defects.takes_signatures_of_any_time && is_of_time
            || defects.takes_any_digest && is_of_content;
        hits.note(is_taken);
        // Which way it is wrong makes no difference to the response.
        (!is_taken).then_some(CaseKind::BadSignature(Tampering::FlippedBit))
    }
}

/// Whether the operation demands both header fields of a signature.
pub(crate) fn wants(operation: &Operation) -> bool {
    ["signature", "signature-input"].iter().all(|name| {
        operation.parameters.iter().any(|parameter| {
            parameter.required
                && parameter.location == ParameterLocation::Header
                && parameter.name.eq_ignore_ascii_case(name)
        })
    })
}
