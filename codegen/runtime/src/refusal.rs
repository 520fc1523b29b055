//! Why a request was rejected for now before it reached its operation.

use http::StatusCode;

use super::violation::Violations;

/// A request that was rejected for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub cause: Cause,
    /// What is wrong with it, all of it; empty where the cause says everything.
    pub violations: Violations,
}

/// Why a request was rejected for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// It carries no credential, or not all that are needed.
    MissingCredentials,
    /// Its credentials are not valid.
    RejectedCredentials,
    /// Its credentials do not allow the call.
    Forbidden,
    /// It cannot be parsed.
    Malformed,
    /// It can be parsed, but breaks a rule of the document.
    Invalid,
    /// Its method is none of those of its path.
    MethodNotAllowed,
    /// It accepts none of the media types there are.
    NotAcceptable,
    /// Its content is too large.
    ContentTooLarge,
    /// Its content has a media type that is not taken.
    UnsupportedMediaType,
}

impl Cause {
    /// The status where the document declares none that fits (RFC 9110 §15.5).
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

    /// The cause in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingCredentials => "credentials are missing",
            Self::RejectedCredentials => "the credentials are not valid",
            Self::Forbidden => "the credentials do not allow this call",
            Self::Malformed => "the request cannot be parsed",
            Self::Invalid => "the request is not valid",
            Self::MethodNotAllowed => "the method is not allowed here",
            Self::NotAcceptable => "no acceptable media type is available",
            Self::ContentTooLarge => "the content is too large",
            Self::UnsupportedMediaType => "the media type is not supported",
        }
    }
}

impl Refusal {
    /// A refusal whose cause says everything.
    pub fn new(cause: Cause) -> Self {
        Self { cause, violations: Violations::default() }
    }

    /// A refusal for breaking rules.
    pub fn invalid(violations: Violations) -> Self {
        Self { cause: Cause::Invalid, violations }
    }

    /// The cause and all that is wrong, in one sentence.
    pub fn message(&self) -> String {
        if self.violations.0.is_empty() {
            self.cause.as_str().to_owned()
        } else {
            format!("{}: {}", self.cause.as_str(), self.violations)
        }
    }

    /// What is wrong with the member of this name.
    pub fn about(&self, member: &str) -> Option<String> {
        self.violations.about(member)
    }
}

/// The response to a rejected request.
#[derive(Debug, Clone)]
pub enum Rejected<R> {
    /// A response that the document declares.
    Declared(R),
    /// A status and nothing else, where the document declares no response that fits.
    Bare(StatusCode),
}
