//! Why a request was rejected before it reached its operation.

use http::StatusCode;

use super::violation::Violations;

/// A rejected request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub cause: Cause,
    /// Every violation; empty if the cause is the whole reason.
    pub violations: Violations,
}

/// Why a request was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// It has no credential, or not all that are required.
    MissingCredentials,
    /// Its credentials are not valid.
    RejectedCredentials,
    /// Its credentials do not allow the call.
    Forbidden,
    /// It cannot be parsed.
    Malformed,
    /// It can be parsed, but violates a schema of the document.
    Invalid,
    /// Its path does not have its method.
    MethodNotAllowed,
    /// It accepts none of the available media types.
    NotAcceptable,
    /// Its body is too large.
    ContentTooLarge,
    /// Its body has an unsupported media type.
    UnsupportedMediaType,
}

impl Cause {
    /// The status if the document declares none for it (RFC 9110 §15.5).
    pub fn status(self) -> StatusCode {
        match self {
            Self::MissingCredentials | Self::RejectedCredentials => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Malformed | Self::Invalid => StatusCode::BAD_REQUEST,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::ContentTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }

    /// A message for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingCredentials => "credentials are missing",
            Self::RejectedCredentials => "the credentials are not valid",
            Self::Forbidden => "the credentials do not allow this call",
            Self::Malformed => "the request cannot be parsed",
            Self::Invalid => "the request is not valid",
            Self::MethodNotAllowed => "the method is not allowed here",
            Self::NotAcceptable => "no acceptable media type is available",
            Self::ContentTooLarge => "the body is too large",
            Self::UnsupportedMediaType => "the media type is not supported",
        }
    }
}

impl Refusal {
    /// A rejection without violations.
    pub fn new(cause: Cause) -> Self {
        Self { cause, violations: Violations::default() }
    }

    /// A rejection because of violations.
    pub fn invalid(violations: Violations) -> Self {
        Self { cause: Cause::Invalid, violations }
    }

    /// The cause and all violations, in one sentence.
    pub fn message(&self) -> String {
        if self.violations.0.is_empty() {
            self.cause.as_str().to_owned()
        } else {
            format!("{}: {}", self.cause.as_str(), self.violations)
        }
    }

    /// The message about the property of this name, if any.
    pub fn about(&self, property: &str) -> Option<String> {
        self.violations.about(property)
    }
}

/// The response to a rejected request.
#[derive(Debug, Clone)]
pub enum Rejected<R> {
    /// A response that the document declares.
    Declared(R),
    /// A status without body, if the document declares no response for it.
    Bare(StatusCode),
}
