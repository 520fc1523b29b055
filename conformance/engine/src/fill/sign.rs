//! Signs a request once everything else is written.

use conformance_core::case::{Piece, RequestPlan, Slot, Step, Tampering};
use conformance_core::exchange::SentRequest;

use super::{FillError, Filler};
use crate::signing::{alter, put, unsigned};

impl Filler<'_> {
    /// The request with its signature, if requests are signed.
    pub(super) fn sign(
        &self,
        step: &Step,
        mut sent: SentRequest,
    ) -> Result<SentRequest, FillError> {
        let Some(signing) = self.fixtures.signing() else {
            return Ok(sent);
        };
        let plan = &step.request;
        let fields = signing.sign(&unsigned(&sent), plan.tampering.as_ref());
        for (name, value) in fields.map_err(FillError::Unsigned)? {
            if self.is_written_by_hand(step, name) {
                continue;
            }
            put(&mut sent, name, value);
        }
        match &plan.tampering {
            Some(Tampering::AlteredHeader(altered)) => alter(&mut sent, altered),
            Some(Tampering::AlteredQuery) => {
                for url in [Some(&mut sent.url), sent.redacted.url.as_mut()].into_iter().flatten() {
                    url.push(if url.contains('?') { '&' } else { '?' });
                    url.push_str("altered=1");
                }
            }
            Some(Tampering::AlteredContent) => {
                sent.body.iter_mut().for_each(|body| body.push(b' '));
                sent.redacted.body.iter_mut().for_each(|body| body.push(' '));
            }
            _ => {}
        }
        Ok(sent)
    }

    /// Whether the case is about this field: it is omitted, or has a value of its own. A field that the
    /// document does not declare is always written.
    fn is_written_by_hand(&self, step: &Step, name: &str) -> bool {
        if has_slot(&step.request, name) || step.role.is_probe() {
            return false;
        }
        let parameters =
            self.contract.operations.iter().flat_map(|operation| &operation.parameters);
        let mut parameters = parameters.filter(|parameter| self.fixtures.signs(parameter));
        parameters.any(|parameter| parameter.name.eq_ignore_ascii_case(name))
    }
}

fn has_slot(plan: &RequestPlan, name: &str) -> bool {
    plan.headers.iter().any(|(known, value)| {
        known.eq_ignore_ascii_case(name) && value.0.contains(&Piece::Slot(Slot::Signed))
    })
}
