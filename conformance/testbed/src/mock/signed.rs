//! The verification of HTTP message signatures, where the document requires them.

use specs::contract::{Operation, ParameterLocation};
use specwright_runtime::signature::{SignatureError, Verifier};

use super::Defects;
use conformance_core::case::CaseKind;
use conformance_core::case::Tampering;
use conformance_engine::request_reader::HitCounter;
use conformance_engine::request_reader::Received;
use conformance_engine::signing::{ProfileName, Signing, known, verifier, verify};

/// The key of the callers of a mock, and its verifier.
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

    /// The reason to reject the signature of a request.
    pub(super) fn rejection(
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
        let concerns_time =
            matches!(error, SignatureError::Expired { .. } | SignatureError::FromFuture { .. });
        let concerns_body = matches!(error, SignatureError::Digest(_));
        let is_accepted = defects.accepts_any_signature
            || defects.ignores_signature_times && concerns_time
            || defects.ignores_digests && concerns_body;
        hits.note(is_accepted);
        // The response is the same for each kind of wrong signature.
        (!is_accepted).then_some(CaseKind::BadSignature(Tampering::FlippedBit))
    }
}

/// Whether the operation requires both headers of a signature.
pub(crate) fn wants(operation: &Operation) -> bool {
    ["signature", "signature-input"].iter().all(|name| {
        operation.parameters.iter().any(|parameter| {
            parameter.required
                && parameter.location == ParameterLocation::Header
                && parameter.name.eq_ignore_ascii_case(name)
        })
    })
}
