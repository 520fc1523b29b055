//! Who may call an operation: an OR of ANDs of schemes.

use super::ParameterLocation;
use crate::Pointer;

/// A way for a caller to say who it is.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// The scheme's name in the document.
    pub name: String,
    /// How the credential is carried.
    pub kind: SchemeKind,
    /// What it is for, CommonMark.
    pub description: Option<String>,
    /// The place of the scheme object, behind any reference.
    pub pointer: Pointer,
}

/// How a credential is carried.
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
    /// `Authorization: Bearer` (RFC 6750); OAuth 2.0 and OpenID Connect are carried so too.
    Bearer,
    /// Another scheme of the `Authorization` header, by its name in lower case.
    OtherHttp(String),
}

/// The alternatives of an operation: one of them must be met. Empty where none is asked for.
#[derive(Debug, Clone, Default)]
pub struct Security {
    /// In the document's order.
    pub alternatives: Vec<SecurityAlternative>,
    /// The place of the `security` list that applies; `None` where there is none.
    pub pointer: Option<Pointer>,
}

impl Security {
    /// Whether a call without any credential is allowed.
    pub fn allows_anonymous(&self) -> bool {
        self.alternatives.is_empty()
            || self.alternatives.iter().any(|alternative| alternative.requirements.is_empty())
    }
}

/// Schemes that must be met together. Empty for `{}`: no credential at all.
#[derive(Debug, Clone)]
pub struct SecurityAlternative {
    /// In the document's order.
    pub requirements: Vec<Requirement>,
    /// The place of the requirement object.
    pub pointer: Pointer,
}

/// One scheme that must be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The name of a [`Scheme`] of the contract.
    pub scheme: String,
    /// Scopes or roles that the credential needs.
    pub scopes: Vec<String>,
}
