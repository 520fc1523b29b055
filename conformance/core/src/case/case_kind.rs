//! The kinds of requests: valid, or wrong in one way, which decides the expected response.

use specs::Pointer;

use super::Tampering;
use crate::exchange::Malformation;

/// The one way in which a request is wrong, or that it is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseKind {
    /// Valid.
    Valid,
    /// Valid, with a value that does not exist.
    ValidUnknown,
    /// Valid, with a value that belongs to another client.
    NotOwned,
    /// The body cannot be parsed.
    Malformed,
    /// A rule of the document is violated.
    Invalid {
        /// The location in the request: `/body/token`, `/query/limit`.
        pointer: Pointer,
        /// The violated keyword.
        keyword: String,
    },
    /// The credentials are missing.
    NoCredentials,
    /// A credential is wrong.
    WrongCredentials,
    /// Some of several credentials that are required together are missing.
    PartialCredentials,
    /// The signature is wrong.
    BadSignature(Tampering),
    /// The caller is authenticated and not authorized.
    Forbidden,
    /// The body has a media type that the operation does not declare.
    UnsupportedMediaType,
    /// `Accept` excludes every declared media type.
    NotAcceptable,
    /// The path does not declare the method.
    MethodNotAllowed,
    /// The method is safe (RFC 9110 §9.2.1) and undeclared, and servers often implement it by themselves.
    SafeMethod,
    /// The path is not declared.
    UnknownPath,
    /// The HTTP message is malformed; some must be rejected, and none may cause a server error.
    MalformedMessage(Malformation),
    /// Allowed and unusual: a target may accept or reject it, but must not fail.
    Unusual,
}

impl CaseKind {
    /// The kebab-case names of the kinds that can be configured or recorded.
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

    /// Its kebab-case name.
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

    /// The kind with this name; `invalid` has an empty location.
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

    /// A description that continues "a request".
    pub fn words(&self) -> &'static str {
        match self {
            Self::Valid => "that is valid",
            Self::ValidUnknown => "with a value that does not exist",
            Self::NotOwned => "with a value that belongs to another client",
            Self::Malformed => "whose body cannot be parsed",
            Self::Invalid { .. } => "that violates a rule of the document",
            Self::NoCredentials => "without credentials",
            Self::WrongCredentials => "with a wrong credential",
            Self::PartialCredentials => "with only some of its credentials",
            Self::BadSignature(tampering) => tampering.words(),
            Self::Forbidden => "of a caller without permission",
            Self::UnsupportedMediaType => "in an undeclared media type",
            Self::NotAcceptable => "that accepts no declared media type",
            Self::MethodNotAllowed => "with an undeclared method",
            Self::SafeMethod => "with a safe method",
            Self::UnknownPath => "to an undeclared path",
            Self::MalformedMessage(malformation) => malformation.words(),
            Self::Unusual => "that is unusual",
        }
    }

    /// The common part of symptoms: its name, and the location of the violation.
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

    /// Whether the response is that of the operation, so that it must be one of its declared responses.
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
