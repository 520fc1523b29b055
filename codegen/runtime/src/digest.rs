//! `Content-Digest` (RFC 9530): computed for a body, and verified against it.

use http::HeaderValue;
use ring::digest::{SHA256, SHA512, digest};
use sfv::{BareItem, Dictionary, FieldType as _, Item, Key, ListEntry, Parser};

/// The name of the header.
pub const CONTENT_DIGEST: &str = "content-digest";

/// The longest header that is parsed, in bytes.
const LONGEST: usize = 4096;

/// A digest algorithm of the registry that is secure (RFC 9530 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestAlgorithm {
    /// `sha-256`.
    Sha256,
    /// `sha-512`.
    Sha512,
}

/// Why a body does not match its `Content-Digest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestError {
    /// The header is not a dictionary of byte sequences.
    Malformed,
    /// The header has no algorithm that is known and secure.
    Unsupported,
    /// The digest is of another body.
    Mismatch(DigestAlgorithm),
}

impl std::fmt::Display for DigestError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Malformed => f.write_str("is not a dictionary of byte sequences"),
            Self::Unsupported => f.write_str("has neither sha-256 nor sha-512"),
            Self::Mismatch(algorithm) => write!(f, "{} is of another body", algorithm.as_str()),
        }
    }
}

impl std::error::Error for DigestError {}

impl DigestAlgorithm {
    const ALL: [Self; 2] = [Self::Sha256, Self::Sha512];

    /// The name in the registry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha256 => "sha-256",
            Self::Sha512 => "sha-512",
        }
    }

    fn of(self, body: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha256 => &SHA256,
            Self::Sha512 => &SHA512,
        };
        digest(algorithm, body).as_ref().to_vec()
    }
}

/// The value of the header for a body: `sha-256=:…:`.
pub fn content_digest(algorithm: DigestAlgorithm, body: &[u8]) -> Option<HeaderValue> {
    let key = Key::from_string(algorithm.as_str().to_owned()).ok()?;
    let digest = Item::new(BareItem::ByteSequence(algorithm.of(body)));
    let header = Dictionary::from_iter([(key, ListEntry::Item(digest))]).serialize()?;
    HeaderValue::from_str(&header).ok()
}

/// Verifies a body against its header: every digest of a known algorithm must match.
///
/// # Errors
/// A header that cannot be parsed or has no known algorithm, or a digest of another body.
pub fn verify_content_digest(header: &[u8], body: &[u8]) -> Result<(), DigestError> {
    if header.len() > LONGEST {
        return Err(DigestError::Malformed);
    }
    let digests: Dictionary = Parser::new(header).parse().map_err(|_| DigestError::Malformed)?;
    let mut known = 0;
    for algorithm in DigestAlgorithm::ALL {
        let Some(digest) = digests.get(algorithm.as_str()) else {
            continue;
        };
        let ListEntry::Item(Item { bare_item: BareItem::ByteSequence(digest), .. }) = digest else {
            return Err(DigestError::Malformed);
        };
        if *digest != algorithm.of(body) {
            return Err(DigestError::Mismatch(algorithm));
        }
        known += 1;
    }
    if known == 0 { Err(DigestError::Unsupported) } else { Ok(()) }
}
