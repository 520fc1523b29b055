//! Signs requests: the headers of a signature are written last.

use conformance_core::case::Tampering;
use conformance_core::exchange::SentRequest;

use super::{FIELDS, Signing, Unsigned};
use crate::transport::wants_length;

/// A request that is not part of a case, with its signature.
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

/// The parts of a request that signatures cover.
pub fn unsigned(sent: &SentRequest) -> Unsigned<'_> {
    Unsigned {
        method: &sent.method,
        url: &sent.url,
        headers: &sent.headers,
        body: sent.body.as_deref(),
        says_length: sent.body.is_some() || wants_length(sent),
    }
}

/// Sets a header: replaces it, or appends it.
pub fn put(sent: &mut SentRequest, name: &str, value: String) {
    let known = sent.headers.iter().position(|(known, _)| known.eq_ignore_ascii_case(name));
    let number = known.unwrap_or(sent.headers.len());
    match sent.headers.get_mut(number) {
        Some((_, old)) => *old = value,
        None => sent.headers.push((name.to_owned(), value)),
    }
    sent.redacted.headers.retain(|(covered, _)| *covered != number);
    // A signature belongs to one request: the printed request cannot be sent again.
    if name == FIELDS[2] {
        sent.redacted.headers.push((number, "$SIGNATURE".to_owned()));
    }
}

/// Changes the value of a header after the request was signed.
pub fn alter(sent: &mut SentRequest, altered: &str) {
    for (number, (name, value)) in sent.headers.iter_mut().enumerate() {
        if name.eq_ignore_ascii_case(altered) {
            *value = Tampering::altered(value);
            let covers = sent.redacted.headers.iter_mut().filter(|(covered, _)| *covered == number);
            covers.for_each(|(_, shown)| *shown = Tampering::altered(shown));
        }
    }
}
