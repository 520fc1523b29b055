//! Signatures that are wrong on purpose.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use specwright_runtime::signature::{Algorithm, SigningKey};

/// In seconds; more than any clock differs.
pub(super) const HOUR: i64 = 3600;

/// An unknown key of the algorithm. These keys protect nothing.
pub(super) fn unknown_key(algorithm: Algorithm) -> Option<SigningKey> {
    let pem = match algorithm {
        Algorithm::Ed25519 => include_str!("unknown_keys/ed25519.pem"),
        Algorithm::EcdsaP256Sha256 => include_str!("unknown_keys/p256.pem"),
        Algorithm::EcdsaP384Sha384 => include_str!("unknown_keys/p384.pem"),
        Algorithm::RsaPssSha512 | Algorithm::RsaV15Sha256 => include_str!("unknown_keys/rsa.pem"),
        Algorithm::HmacSha256 => return SigningKey::from_secret(&[b'n'; 32]).ok(),
    };
    SigningKey::from_pem(pem, Some(algorithm)).ok()
}

/// The header with one bit of the signature changed.
pub(super) fn flipped(field: &str) -> String {
    let mut parts = field.splitn(3, ':');
    let (Some(label), Some(encoded)) = (parts.next(), parts.next()) else {
        return field.to_owned();
    };
    let mut bytes = STANDARD.decode(encoded).unwrap_or_default();
    if let Some(byte) = bytes.last_mut() {
        *byte ^= 1;
    }
    format!("{label}:{}:", STANDARD.encode(bytes))
}

/// The header with its middle replaced, as documents shorten it.
pub(super) fn cut(field: &str) -> String {
    let third = field.len() / 3;
    let begin = field.get(..third.min(24)).unwrap_or_default();
    let end = field.get(field.len() - third.min(12)..).unwrap_or_default();
    format!("{begin}...{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_has_an_unknown_key() {
        for algorithm in Algorithm::ALL {
            assert_eq!(unknown_key(algorithm).map(|key| key.algorithm()), Some(algorithm));
        }
    }
}
