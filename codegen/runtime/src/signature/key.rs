//! Keys: parsed from PEM or DER, and used. `Debug` shows nothing but the algorithm.

use ring::rand::SystemRandom;
use ring::signature::{
    self, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    Ed25519KeyPair, KeyPair as _, RsaKeyPair,
};
use ring::{digest, hmac};
use rustls_pki_types::pem::{PemObject as _, SectionKind};

use super::der::{self, EcKey, Kind};
use super::{Algorithm, Prehash, SignatureError};

/// The longest key text that is parsed, in bytes.
const LONGEST: usize = 64 << 10;
/// RFC 9421 §3.3.3 sets no limit: shorter secrets are guessed.
const SHORTEST_SECRET: usize = 16;

/// A key that signs.
pub struct SigningKey {
    algorithm: Algorithm,
    private: Private,
    random: SystemRandom,
}

enum Private {
    Ed25519(Ed25519KeyPair),
    Ecdsa(EcdsaKeyPair),
    Rsa(Box<RsaKeyPair>),
    Hmac(hmac::Key),
}

/// A key that verifies.
#[derive(Clone)]
pub struct VerifyingKey {
    algorithm: Algorithm,
    public: Public,
}

#[derive(Clone)]
enum Public {
    /// As `ring` requires it: a point, or the numbers of RSA in PKCS#1.
    Bytes(Vec<u8>),
    Hmac(hmac::Key),
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.algorithm.as_str())
    }
}

impl std::fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VerifyingKey({})", self.algorithm.as_str())
    }
}

impl SigningKey {
    /// Parses a private key from PEM: `PRIVATE KEY`, `RSA PRIVATE KEY` or `EC PRIVATE KEY`.
    ///
    /// `algorithm` is needed for RSA keys that are for either; `rsa-pss-sha512` without it.
    ///
    /// # Errors
    /// Text without such a key, or one for another algorithm.
    pub fn from_pem(text: &str, algorithm: Option<Algorithm>) -> Result<Self, SignatureError> {
        let (section, der) = section(text)?;
        match section {
            SectionKind::PrivateKey => Self::from_pkcs8(&der, algorithm),
            SectionKind::RsaPrivateKey => Self::rsa(&der, of_rsa(Kind::Rsa, algorithm)?),
            SectionKind::EcPrivateKey => Self::ec(&der, None, algorithm),
            SectionKind::PublicKey => {
                Err(SignatureError::Key("it is a public key; name the private one"))
            }
            _ => Err(SignatureError::Key("it is a certificate; name the private key")),
        }
    }

    /// Parses a private key from PKCS#8 in DER.
    ///
    /// # Errors
    /// Bytes without such a key, or one for another algorithm.
    pub fn from_pkcs8(der: &[u8], algorithm: Option<Algorithm>) -> Result<Self, SignatureError> {
        let (kind, key) = der::pkcs8(der)
            .ok_or(SignatureError::Key("it is not a PKCS#8 key of RSA, P-256, P-384 or Ed25519"))?;
        match kind {
            Kind::Rsa | Kind::RsaPss => Self::rsa(key, of_rsa(kind, algorithm)?),
            Kind::P256 | Kind::P384 => Self::ec(key, Some(kind), algorithm),
            Kind::Ed25519 => {
                let wanted = own_algorithm(Algorithm::Ed25519, algorithm)?;
                let pair = Ed25519KeyPair::from_seed_unchecked(key);
                let pair = pair.map_err(|_| SignatureError::Key("its seed is not of 32 bytes"))?;
                Ok(Self::new(wanted, Private::Ed25519(pair)))
            }
        }
    }

    /// A secret that both sides share.
    ///
    /// # Errors
    /// A secret of less than 16 bytes.
    pub fn from_secret(secret: &[u8]) -> Result<Self, SignatureError> {
        Ok(Self::new(Algorithm::HmacSha256, Private::Hmac(hmac_key(secret)?)))
    }

    fn new(algorithm: Algorithm, private: Private) -> Self {
        Self { algorithm, private, random: SystemRandom::new() }
    }

    fn rsa(der: &[u8], algorithm: Algorithm) -> Result<Self, SignatureError> {
        let pair = RsaKeyPair::from_der(der).map_err(|_| {
            SignatureError::Key(
                "RSA needs a consistent key of 2048 bits or more, of two primes of one size",
            )
        })?;
        Ok(Self::new(algorithm, Private::Rsa(Box::new(pair))))
    }

    fn ec(
        der: &[u8],
        outer: Option<Kind>,
        algorithm: Option<Algorithm>,
    ) -> Result<Self, SignatureError> {
        let unreadable = SignatureError::Key("it is not a key on an elliptic curve");
        let EcKey { kind, private, public } = der::sec1(der).ok_or(unreadable.clone())?;
        let (own, by) = match outer.or(kind) {
            Some(Kind::P256) => (Algorithm::EcdsaP256Sha256, &ECDSA_P256_SHA256_FIXED_SIGNING),
            Some(Kind::P384) => (Algorithm::EcdsaP384Sha384, &ECDSA_P384_SHA384_FIXED_SIGNING),
            _ => return Err(SignatureError::Key("its curve is neither P-256 nor P-384")),
        };
        let wanted = own_algorithm(own, algorithm)?;
        let public = public.ok_or(SignatureError::Key(
            "its public half is missing; convert it with `openssl pkey`",
        ))?;
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_private_key_and_public_key(by, private, public, &random);
        Ok(Self::new(wanted, Private::Ecdsa(pair.map_err(|_| unreadable)?)))
    }

    /// What it signs with.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key that verifies what this one signs.
    pub fn verifying(&self) -> VerifyingKey {
        let public = match &self.private {
            Private::Ed25519(pair) => Public::Bytes(pair.public_key().as_ref().to_vec()),
            Private::Ecdsa(pair) => Public::Bytes(pair.public_key().as_ref().to_vec()),
            Private::Rsa(pair) => Public::Bytes(pair.public_key().as_ref().to_vec()),
            Private::Hmac(key) => Public::Hmac(key.clone()),
        };
        VerifyingKey { algorithm: self.algorithm, public }
    }

    /// The bytes of a signature over a signature base.
    ///
    /// # Errors
    /// The system provides no randomness.
    pub fn sign(&self, base: &[u8], prehash: Prehash) -> Result<Vec<u8>, SignatureError> {
        let hashed = hashed(base, prehash);
        let message = hashed.as_ref().map_or(base, digest::Digest::as_ref);
        let failed = |_| SignatureError::Key("the system could not sign with it");
        Ok(match &self.private {
            Private::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Private::Ecdsa(pair) => {
                pair.sign(&self.random, message).map_err(failed)?.as_ref().to_vec()
            }
            Private::Rsa(pair) => {
                let padding: &dyn signature::RsaEncoding = match self.algorithm {
                    Algorithm::RsaV15Sha256 => &signature::RSA_PKCS1_SHA256,
                    _ => &signature::RSA_PSS_SHA512,
                };
                let mut bytes = vec![0; pair.public().modulus_len()];
                pair.sign(padding, &self.random, message, &mut bytes).map_err(failed)?;
                bytes
            }
            Private::Hmac(key) => hmac::sign(key, message).as_ref().to_vec(),
        })
    }
}

impl VerifyingKey {
    /// Parses a public key from PEM (`PUBLIC KEY`), or the public half of a private one.
    ///
    /// # Errors
    /// Text without such a key, or one for another algorithm.
    pub fn from_pem(text: &str, algorithm: Option<Algorithm>) -> Result<Self, SignatureError> {
        match section(text)? {
            (SectionKind::PublicKey, der) => Self::from_spki(&der, algorithm),
            _ => SigningKey::from_pem(text, algorithm).map(|key| key.verifying()),
        }
    }

    /// Parses a public key from SubjectPublicKeyInfo in DER.
    ///
    /// # Errors
    /// Bytes without such a key, or one for another algorithm.
    pub fn from_spki(der: &[u8], algorithm: Option<Algorithm>) -> Result<Self, SignatureError> {
        let (kind, key) = der::spki(der)
            .ok_or(SignatureError::Key("it is not a public key of RSA, P-256, P-384 or Ed25519"))?;
        let algorithm = match kind {
            Kind::Rsa | Kind::RsaPss => of_rsa(kind, algorithm)?,
            Kind::P256 => own_algorithm(Algorithm::EcdsaP256Sha256, algorithm)?,
            Kind::P384 => own_algorithm(Algorithm::EcdsaP384Sha384, algorithm)?,
            Kind::Ed25519 => own_algorithm(Algorithm::Ed25519, algorithm)?,
        };
        Ok(Self { algorithm, public: Public::Bytes(key.to_vec()) })
    }

    /// A secret that both sides share.
    ///
    /// # Errors
    /// A secret of less than 16 bytes.
    pub fn from_secret(secret: &[u8]) -> Result<Self, SignatureError> {
        Ok(Self { algorithm: Algorithm::HmacSha256, public: Public::Hmac(hmac_key(secret)?) })
    }

    /// What it verifies.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether the bytes are a signature over a signature base.
    ///
    /// # Errors
    /// [`SignatureError::Wrong`].
    pub fn verify(
        &self,
        base: &[u8],
        signature: &[u8],
        prehash: Prehash,
    ) -> Result<(), SignatureError> {
        let hashed = hashed(base, prehash);
        let message = hashed.as_ref().map_or(base, digest::Digest::as_ref);
        let public = match &self.public {
            Public::Hmac(key) => {
                // Compared in constant time.
                let fits = hmac::verify(key, message, signature);
                return fits.map_err(|_| SignatureError::Wrong);
            }
            Public::Bytes(public) => public,
        };
        let by: &dyn signature::VerificationAlgorithm = match self.algorithm {
            Algorithm::RsaV15Sha256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            Algorithm::EcdsaP256Sha256 => &signature::ECDSA_P256_SHA256_FIXED,
            Algorithm::EcdsaP384Sha384 => &signature::ECDSA_P384_SHA384_FIXED,
            Algorithm::Ed25519 => &signature::ED25519,
            Algorithm::RsaPssSha512 | Algorithm::HmacSha256 => &signature::RSA_PSS_2048_8192_SHA512,
        };
        let key = signature::UnparsedPublicKey::new(by, public);
        key.verify(message, signature).map_err(|_| SignatureError::Wrong)
    }
}

/// The first key or certificate in PEM.
fn section(text: &str) -> Result<(SectionKind, Vec<u8>), SignatureError> {
    if text.len() > LONGEST {
        return Err(SignatureError::Key("it is longer than any key"));
    }
    if text.contains("ENCRYPTED") {
        return Err(SignatureError::Key(
            "it is encrypted; remove the passphrase with `openssl pkey`",
        ));
    }
    <(SectionKind, Vec<u8>)>::from_pem_slice(text.as_bytes()).map_err(|_| {
        SignatureError::Key("it is not PEM text that begins with `-----BEGIN PRIVATE KEY-----`")
    })
}

fn hmac_key(secret: &[u8]) -> Result<hmac::Key, SignatureError> {
    if secret.len() < SHORTEST_SECRET {
        return Err(SignatureError::Key("a shared secret needs 16 bytes or more"));
    }
    Ok(hmac::Key::new(hmac::HMAC_SHA256, secret))
}

fn hashed(base: &[u8], prehash: Prehash) -> Option<digest::Digest> {
    match prehash {
        Prehash::None => None,
        Prehash::Sha512 => Some(digest::digest(&digest::SHA512, base)),
    }
}

/// The algorithm of a key that is for just one.
fn own_algorithm(
    own: Algorithm,
    requested: Option<Algorithm>,
) -> Result<Algorithm, SignatureError> {
    if requested.is_none_or(|requested| requested == own) {
        Ok(own)
    } else {
        Err(SignatureError::Key("it is for another algorithm"))
    }
}

/// RFC 4055 §1.2: a key that is marked for PSS is for nothing else.
fn of_rsa(kind: Kind, requested: Option<Algorithm>) -> Result<Algorithm, SignatureError> {
    match requested {
        Some(requested) if requested.is_rsa() && kind == Kind::Rsa => Ok(requested),
        _ => own_algorithm(Algorithm::RsaPssSha512, requested),
    }
}
