//! A named part of a request, such as a header or a credential.

use std::fmt;

use specs::contract::{Parameter, ParameterLocation};

/// A named part of a request. Shown as `<location> <name>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestPart {
    /// The credential of a security scheme.
    Credential(String),
    /// A parameter.
    Parameter(ParameterLocation, String),
    /// A property of the body.
    Body(String),
}

impl RequestPart {
    /// The part that a declared parameter is.
    pub fn of(parameter: &Parameter) -> Self {
        Self::Parameter(parameter.location, parameter.name.clone())
    }

    /// Whether a target that rejects a generated value of this part may respond with this status.
    pub fn may_cause(&self, status: u16) -> bool {
        match self {
            Self::Credential(_) => matches!(status, 401 | 403),
            Self::Parameter(ParameterLocation::Header, _) => matches!(status, 400 | 401 | 403),
            Self::Parameter(
                ParameterLocation::Path | ParameterLocation::Query | ParameterLocation::Cookie,
                _,
            )
            | Self::Body(_) => matches!(status, 400 | 401 | 403 | 404 | 409 | 410 | 422),
        }
    }
}

impl fmt::Display for RequestPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential(scheme) => write!(f, "credential {scheme}"),
            Self::Parameter(location, name) => write!(f, "{} {name}", location.as_str()),
            Self::Body(name) => write!(f, "body {name}"),
        }
    }
}
