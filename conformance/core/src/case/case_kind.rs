//! Why a request must get a response as it must: the one thing that is wrong with it, or nothing.

use specs::Pointer;

use super::Tampering;
use crate::exchange::Malformation;

/// The one thing that is wrong with a request, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseKind {
    /// Nothing is wrong.
    Valid,
    /// Nothing is wrong, but it names something that cannot exist.
    ValidUnknown,
    /// Nothing is wrong, but it names something that belongs to another client.
    NotOwned,
    /// The body cannot be read at all.
    Malformed,
    /// A rule of the document is broken.
    Invalid {
        /// Where in the request: `/body/token`, `/query/limit`.
        pointer: Pointer,
        /// The keyword that is broken.
        keyword: String,
    },
    /// The credentials are left out.
    NoCredentials,
    /// A credential is not right.
    WrongCredentials,
    /// Some of several credentials that are needed together are left out.
    PartialCredentials,
    /// The signature is not right.
    BadSignature(Tampering),
    /// The caller is known and lacks the right.
    Forbidden,
    /// The body is of a media type that the operation does not take.
    UnsupportedMediaType,
    /// The caller takes no media type that the operation gives.
    NotAcceptable,
    /// The path does not have this method.
    MethodNotAllowed,
    /// The method is one that must change nothing (RFC 9110 §9.2.1), and that servers response of themselves.
    SafeMethod,
    /// There is no such path.
    UnknownPath,
    /// The message is not as HTTP libraries write it; some must be refused, none may make a server fail.
    MalformedMessage(Malformation),
    /// Nothing forbids it, but it is unexpected it: a target may take it or refuse it, not fail.
    Unusual,
}

impl CaseKind {
    /// Every kebab-case word for a kind that can be written down.
    pub const WORDS: [&'static str; 15] = [
        "valid",
        "valid-unknown",
        "not-owned",
        "malformed",
        "invalid",
        "no-credentials",
        "wrong-credentials",
        "partial-credentials",
        "forbidden",
        "unsupported-media-type",
        "not-acceptable",
        "method-not-allowed",
        "safe-method",
        "unknown-path",
        "unusual",
    ];

    /// The kebab-case word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::ValidUnknown => "valid-unknown",
            Self::NotOwned => "not-owned",
            Self::Malformed => "malformed",
            Self::Invalid { .. } => "invalid",
            Self::NoCredentials => "no-credentials",
            Self::WrongCredentials => "wrong-credentials",
            Self::PartialCredentials => "partial-credentials",
            Self::BadSignature(_) => "bad-signature",
            Self::Forbidden => "forbidden",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::NotAcceptable => "not-acceptable",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::SafeMethod => "safe-method",
            Self::UnknownPath => "unknown-path",
            Self::MalformedMessage(_) => "malformed-message",
            Self::Unusual => "unusual",
        }
    }

    /// The kind of this word; an `invalid` one without a place.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "valid" => Self::Valid,
            "valid-unknown" => Self::ValidUnknown,
            "not-owned" => Self::NotOwned,
            "malformed" => Self::Malformed,
            "invalid" => Self::Invalid { pointer: Pointer::root(), keyword: String::new() },
            "no-credentials" => Self::NoCredentials,
            "wrong-credentials" => Self::WrongCredentials,
            "partial-credentials" => Self::PartialCredentials,
            "forbidden" => Self::Forbidden,
            "unsupported-media-type" => Self::UnsupportedMediaType,
            "not-acceptable" => Self::NotAcceptable,
            "method-not-allowed" => Self::MethodNotAllowed,
            "safe-method" => Self::SafeMethod,
            "unknown-path" => Self::UnknownPath,
            "unusual" => Self::Unusual,
            _ => return None,
        })
    }

    /// What the request is, in words that follow "a request".
    pub fn words(&self) -> &'static str {
        match self {
            Self::Valid => "that is valid",
            Self::ValidUnknown => "that names something that does not exist",
            Self::NotOwned => "that names what belongs to another client",
            Self::Malformed => "whose body cannot be read",
            Self::Invalid { .. } => "that breaks a rule of the document",
            Self::NoCredentials => "without credentials",
            Self::WrongCredentials => "with a wrong credential",
            Self::PartialCredentials => "with only some of its credentials",
            Self::BadSignature(tampering) => tampering.words(),
            Self::Forbidden => "of a caller who lacks the right",
            Self::UnsupportedMediaType => "in a media type that is not declared",
            Self::NotAcceptable => "that accepts no declared media type",
            Self::MethodNotAllowed => "with a method that is not declared",
            Self::SafeMethod => "with a method that must change nothing",
            Self::UnknownPath => "to a path that is not declared",
            Self::MalformedMessage(malformation) => malformation.words(),
            Self::Unusual => "that is unusual",
        }
    }

    /// What cases of the same fault have in common: the word, and the place that is wrong.
    pub fn symptom(&self) -> String {
        match self {
            Self::Invalid { pointer, .. } if !pointer.as_str().is_empty() => {
                format!("invalid {pointer}")
            }
            Self::MalformedMessage(malformation) => format!("malformed {}", malformation.as_str()),
            Self::BadSignature(tampering) => format!("bad-signature {}", tampering.as_str()),
            other => other.as_str().to_owned(),
        }
    }

    /// Whether the response is that of the operation, so that its declared responses hold for it.
    pub fn reaches_operation(&self) -> bool {
        !matches!(
            self,
            Self::MethodNotAllowed
                | Self::SafeMethod
                | Self::UnknownPath
                | Self::MalformedMessage(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::CaseKind;

    #[test]
    fn every_word_is_read_back() {
        for word in CaseKind::WORDS {
            assert_eq!(CaseKind::parse(word).map(|kind| kind.as_str()), Some(word));
        }
    }
}
