//! Parses the containers of keys: PKCS#8, SEC1, and SubjectPublicKeyInfo.
//!
//! It parses these forms of DER and nothing else; the keys inside go to `ring`, which validates them.

/// The kind of key in a container (RFC 3279, RFC 4055, RFC 5480, RFC 8410).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Rsa,
    RsaPss,
    P256,
    P384,
    Ed25519,
}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const CURVE: u8 = 0xa0;
const PUBLIC: u8 = 0xa1;

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// Values of DER, one after the other (X.690 §8.1).
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// The contents of the next value, which must have this tag.
    fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (&found, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81 | 0x82 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (contents, rest) = rest.split_at_checked(length)?;
        (found == tag).then(|| {
            self.0 = rest;
            contents
        })
    }

    /// The bytes of the next value, which must be a bit string of whole bytes.
    fn bits(&mut self) -> Option<&'a [u8]> {
        self.take(BIT_STRING)?.strip_prefix(&[0])
    }

    fn within(&mut self, tag: u8) -> Option<Reader<'a>> {
        self.take(tag).map(Reader)
    }
}

/// PKCS#8 (RFC 5958 §2): the kind and the private key as the kind has it.
pub(super) fn pkcs8(der: &[u8]) -> Option<(Kind, &[u8])> {
    let mut info = Reader(der).within(SEQUENCE)?;
    info.take(INTEGER)?;
    let kind = algorithm(&mut info)?;
    let key = info.take(OCTET_STRING)?;
    match kind {
        // RFC 8410 §7: the seed is wrapped once more.
        Kind::Ed25519 => Some((kind, Reader(key).take(OCTET_STRING)?)),
        _ => Some((kind, key)),
    }
}

/// SubjectPublicKeyInfo (RFC 5280 §4.1): the kind and the public key as the kind has it.
pub(super) fn spki(der: &[u8]) -> Option<(Kind, &[u8])> {
    let mut info = Reader(der).within(SEQUENCE)?;
    let kind = algorithm(&mut info)?;
    Some((kind, info.bits()?))
}

fn algorithm(info: &mut Reader<'_>) -> Option<Kind> {
    let mut algorithm = info.within(SEQUENCE)?;
    Some(match algorithm.take(OBJECT_IDENTIFIER)? {
        RSA => Kind::Rsa,
        RSA_PSS => Kind::RsaPss,
        ED25519 => Kind::Ed25519,
        EC => curve(algorithm.take(OBJECT_IDENTIFIER)?)?,
        _ => return None,
    })
}

fn curve(identifier: &[u8]) -> Option<Kind> {
    match identifier {
        P256 => Some(Kind::P256),
        P384 => Some(Kind::P384),
        _ => None,
    }
}

/// A private key on an elliptic curve.
pub(super) struct EcKey<'a> {
    /// The curve, if the key names it.
    pub(super) kind: Option<Kind>,
    /// The number.
    pub(super) private: &'a [u8],
    /// The point, uncompressed, if it is present.
    pub(super) public: Option<&'a [u8]>,
}

/// SEC1 (RFC 5915 §3).
pub(super) fn sec1(der: &[u8]) -> Option<EcKey<'_>> {
    let mut key = Reader(der).within(SEQUENCE)?;
    key.take(INTEGER)?;
    let private = key.take(OCTET_STRING)?;
    let kind = key.within(CURVE).and_then(|mut curve| curve.take(OBJECT_IDENTIFIER));
    let public = key.within(PUBLIC).and_then(|mut public| public.bits());
    Some(EcKey { kind: kind.and_then(curve), private, public })
}
