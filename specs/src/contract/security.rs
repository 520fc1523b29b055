//! Which credentials an operation requires: an OR of ANDs of security schemes.

use super::ParameterLocation;
use crate::Pointer;

/// A security scheme: how a client authenticates.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// The scheme's name in the document.
    pub name: String,
    /// How a request carries the credential.
    pub kind: SchemeKind,
    /// What it is for, CommonMark.
    pub description: Option<String>,
    /// Whether new clients should not use it.
    pub deprecated: bool,
    /// The location of the scheme object, its references followed.
    pub pointer: Pointer,
}

/// How a request carries a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in a header, query or cookie parameter of this name.
    ApiKey {
        /// Header, query or cookie.
        location: ParameterLocation,
        /// The parameter's name.
        name: String,
    },
    /// `Authorization: Basic` (RFC 7617).
    Basic,
    /// `Authorization: Bearer` (RFC 6750); OAuth 2.0 and OpenID Connect use it too.
    Bearer,
    /// Another scheme of the `Authorization` header, by its name in lower case.
    OtherHttp(String),
}

/// The alternatives of an operation: a request satisfies one of them. Empty where no credential is
/// required.
#[derive(Debug, Clone, Default)]
pub struct Security {
    /// In the document's order.
    pub alternatives: Vec<SecurityAlternative>,
    /// The location of the `security` array that applies; `None` where there is none.
    pub pointer: Option<Pointer>,
}

impl Security {
    /// Whether a request without any credential is allowed.
    pub fn allows_anonymous(&self) -> bool {
        self.alternatives.is_empty()
            || self.alternatives.iter().any(|alternative| alternative.requirements.is_empty())
    }
}

/// Schemes that a request satisfies together. Empty for `{}`: no credential at all.
#[derive(Debug, Clone)]
pub struct SecurityAlternative {
    /// In the document's order.
    pub requirements: Vec<Requirement>,
    /// The location of the requirement object.
    pub pointer: Pointer,
}

/// One scheme that a request satisfies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The name of a [`Scheme`] of the contract.
    pub scheme: String,
    /// Scopes or roles that the credential needs.
    pub scopes: Vec<String>,
}
