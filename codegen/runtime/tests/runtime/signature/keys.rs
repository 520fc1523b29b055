//! Keys in every supported form, and texts that are not keys.

use specwright_runtime::signature::{Algorithm, Prehash, SigningKey, VerifyingKey};

const RSA: &str = include_str!("pem/rsa.pem");
const RSA_PUBLIC: &str = include_str!("pem/rsa.pub.pem");

/// Private PEM, its public PEM, the requested algorithm, and that of the key.
const PAIRS: [(&str, &str, Option<Algorithm>, Algorithm); 8] = [
    (
        include_str!("pem/ed25519.pem"),
        include_str!("pem/ed25519.pub.pem"),
        None,
        Algorithm::Ed25519,
    ),
    (
        include_str!("pem/p256.pem"),
        include_str!("pem/p256.pub.pem"),
        None,
        Algorithm::EcdsaP256Sha256,
    ),
    (
        include_str!("pem/p384.pem"),
        include_str!("pem/p384.pub.pem"),
        None,
        Algorithm::EcdsaP384Sha384,
    ),
    (
        include_str!("pem/rsa-pss.pem"),
        include_str!("pem/rsa-pss.pub.pem"),
        None,
        Algorithm::RsaPssSha512,
    ),
    (RSA, RSA_PUBLIC, None, Algorithm::RsaPssSha512),
    (RSA, RSA_PUBLIC, Some(Algorithm::RsaV15Sha256), Algorithm::RsaV15Sha256),
    (
        include_str!("pem/rsa.pkcs1.pem"),
        RSA_PUBLIC,
        Some(Algorithm::RsaPssSha512),
        Algorithm::RsaPssSha512,
    ),
    (
        include_str!("pem/rsa.pkcs1.pem"),
        RSA_PUBLIC,
        Some(Algorithm::RsaV15Sha256),
        Algorithm::RsaV15Sha256,
    ),
];

#[test]
fn what_a_key_signs_its_public_half_verifies() {
    for (private, public, requested, algorithm) in PAIRS {
        let key = SigningKey::from_pem(private, requested).unwrap();
        assert_eq!(key.algorithm(), algorithm);
        let halves = [key.verifying(), VerifyingKey::from_pem(public, requested).unwrap()];
        for prehash in [Prehash::None, Prehash::Sha512] {
            let mut bytes = key.sign(b"base", prehash).unwrap();
            for public in &halves {
                assert_eq!(public.verify(b"base", &bytes, prehash), Ok(()), "{algorithm:?}");
                public.verify(b"Base", &bytes, prehash).unwrap_err();
            }
            bytes[7] ^= 1;
            halves[1].verify(b"base", &bytes, prehash).unwrap_err();
        }
    }
}

#[test]
fn texts_that_are_not_keys_are_rejected_with_a_reason() {
    let ed25519 = include_str!("pem/ed25519.pem");
    let texts = [
        ("", None),
        ("MC4CAQAwBQYDK2VwBCIEIJ", None),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----", None),
        ("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----", None),
        ("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----", None),
        ("-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----", None),
        ("-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----", None),
        (include_str!("pem/ed25519.pub.pem"), None),
        (ed25519, Some(Algorithm::RsaPssSha512)),
        (include_str!("pem/rsa-pss.pem"), Some(Algorithm::RsaV15Sha256)),
    ];
    let error = |(text, requested): &(&str, _)| SigningKey::from_pem(text, *requested).unwrap_err();
    let mut lines: Vec<String> = texts.iter().map(|text| error(text).to_string()).collect();
    lines.push(SigningKey::from_secret(b"too short").unwrap_err().to_string());
    insta::assert_snapshot!(lines.join("\n"));
}

/// No text and no prefix of a key makes the parser panic.
#[test]
fn truncated_keys_are_rejected() {
    use rustls_pki_types::pem::{PemObject as _, SectionKind};
    for (private, public, requested, _) in PAIRS {
        let (_, der) = <(SectionKind, Vec<u8>)>::from_pem_slice(private.as_bytes()).unwrap();
        for end in 0..der.len() {
            SigningKey::from_pkcs8(&der[..end], requested).unwrap_err();
        }
        let (_, der) = <(SectionKind, Vec<u8>)>::from_pem_slice(public.as_bytes()).unwrap();
        for end in 0..der.len() {
            VerifyingKey::from_spki(&der[..end], requested).unwrap_err();
        }
    }
}

#[test]
fn keys_are_not_shown() {
    let key = SigningKey::from_secret(b"sixteen bytes ok").unwrap();
    assert_eq!(
        format!("{key:?} {:?}", key.verifying()),
        "SigningKey(hmac-sha256) VerifyingKey(hmac-sha256)"
    );
}
