//! Signs a request when all else is written.

use super::{FillError, Filler};
use conformance_core::case::{Piece, RequestPlan, Slot, Step};
use conformance_core::exchange::SentRequest;
use crate::signing::{FIELDS, Signing, Unsigned};
use conformance_core::case::Tampering;
use crate::transport::wants_length;

impl Filler<'_> {
    /// The request with its signature, where requests are signed.
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
                for url in [Some(&mut sent.url), sent.cover.url.as_mut()].into_iter().flatten() {
                    url.push(if url.contains('?') { '&' } else { '?' });
                    url.push_str("altered=1");
                }
            }
            Some(Tampering::AlteredContent) => {
                sent.body.iter_mut().for_each(|body| body.push(b' '));
                sent.cover.body.iter_mut().for_each(|body| body.push(' '));
            }
            _ => {}
        }
        Ok(sent)
    }

    /// Whether the field says what the case is about: it is left out, or has a value of its own. A field
    /// that the document does not know is written always.
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

/// A request that no case is about, with its signature.
///
/// # Errors
///
/// Why it cannot be signed.
pub fn signed(signing: &Signing, mut sent: SentRequest) -> Result<SentRequest, String> {
    let fields = signing.sign(&unsigned(&sent), None)?;
    for (name, value) in fields {
        put(&mut sent, name, value);
    }
    Ok(sent)
}

fn unsigned(sent: &SentRequest) -> Unsigned<'_> {
    Unsigned {
        method: &sent.method,
        url: &sent.url,
        headers: &sent.headers,
        body: sent.body.as_deref(),
        says_length: sent.body.is_some() || wants_length(sent),
    }
}

/// Puts a value where the field stands, or at the end.
fn put(sent: &mut SentRequest, name: &str, value: String) {
    let known = sent.headers.iter().position(|(known, _)| known.eq_ignore_ascii_case(name));
    let number = known.unwrap_or(sent.headers.len());
    match sent.headers.get_mut(number) {
        Some((_, old)) => *old = value,
        None => sent.headers.push((name.to_owned(), value)),
    }
    sent.cover.headers.retain(|(covered, _)| *covered != number);
    // What signs one request signs no other: nobody can send the line again as it stands.
    if name == FIELDS[2] {
        sent.cover.headers.push((number, "$SIGNATURE".to_owned()));
    }
}

fn alter(sent: &mut SentRequest, altered: &str) {
    for (number, (name, value)) in sent.headers.iter_mut().enumerate() {
        if name.eq_ignore_ascii_case(altered) {
            *value = Tampering::altered(value);
            let covers = sent.cover.headers.iter_mut().filter(|(covered, _)| *covered == number);
            covers.for_each(|(_, shown)| *shown = Tampering::altered(shown));
        }
    }
}
