//! Why a message cannot be signed, or its signature is not accepted.

use super::super::digest::DigestError;

/// Why a message cannot be signed, or its signature is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureError {
    /// The text or bytes are not a usable key: why, and what to do.
    Key(&'static str),
    /// A text that is not a component identifier (RFC 9421 §2).
    BadComponent(String),
    /// A component that is not supported, or not for this message.
    Unsupported {
        /// Its identifier.
        component: String,
        /// Why.
        why: &'static str,
    },
    /// A covered component that the message does not have.
    Absent(String),
    /// A component that is covered twice (§2.5).
    Twice(String),
    /// A component that must be covered and is not.
    Uncovered(String),
    /// The message has no such header.
    NoField(&'static str),
    /// A header that is not a structured field of the right form, or too large.
    Malformed(&'static str),
    /// The message has no signature of this label.
    NoLabel(String),
    /// The message has several signatures, and none was chosen.
    SeveralLabels,
    /// A required parameter that is missing.
    NoParameter(&'static str),
    /// The parameter `created` is in the future.
    FromFuture {
        /// When the signature was made, in seconds since 1970.
        created: i64,
        /// The current time, in seconds since 1970.
        now: u64,
    },
    /// The parameter `expires` has passed, or the signature is older than is allowed.
    Expired {
        /// When it ended, in seconds since 1970.
        expired: i64,
        /// The current time, in seconds since 1970.
        now: u64,
    },
    /// The key is unknown.
    UnknownKey(String),
    /// The signature names another algorithm than that of the key.
    OtherAlgorithm {
        /// The algorithm that the signature names.
        named: String,
        /// The algorithm of the key.
        key: &'static str,
    },
    /// The body does not match `Content-Digest`.
    Digest(DigestError),
    /// The signature is not one of this key over this message.
    Wrong,
}

impl std::fmt::Display for SignatureError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(why) => write!(f, "the key cannot be used: {why}"),
            Self::BadComponent(text) => write!(f, "{text:?} is not a component identifier"),
            Self::Unsupported { component, why } => write!(f, "{component} is {why}"),
            Self::Absent(component) => {
                write!(f, "{component} is covered, and the message has none")
            }
            Self::Twice(component) => write!(f, "{component} is covered twice"),
            Self::Uncovered(component) => write!(f, "{component} is not covered"),
            Self::NoField(name) => write!(f, "there is no header `{name}`"),
            Self::Malformed(name) => write!(f, "header `{name}` is not well-formed"),
            Self::NoLabel(label) => write!(f, "there is no signature `{label}`"),
            Self::SeveralLabels => f.write_str("there are several signatures"),
            Self::NoParameter(name) => write!(f, "parameter `{name}` is missing"),
            Self::FromFuture { created, now } => {
                write!(f, "it was created in the future, at {created}; now is {now}")
            }
            Self::Expired { expired, now } => write!(f, "it expired at {expired}; now is {now}"),
            Self::UnknownKey(keyid) => write!(f, "no key {keyid:?} is known"),
            Self::OtherAlgorithm { named, key } => {
                write!(f, "it names the algorithm {named:?}, and the key is for {key:?}")
            }
            Self::Digest(error) => write!(f, "header `content-digest` {error}"),
            Self::Wrong => f.write_str("it is not a signature of this key over this message"),
        }
    }
}

impl std::error::Error for SignatureError {}

impl From<DigestError> for SignatureError {
    fn from(error: DigestError) -> Self {
        Self::Digest(error)
    }
}
