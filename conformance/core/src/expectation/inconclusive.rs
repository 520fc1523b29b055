//! Why a case says nothing about the target.

use std::fmt;

use crate::exchange::RequestPart;

/// Why a case says nothing about the target. Shown as a message without a final period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InconclusiveReason {
    /// The target, or a gateway before it, rejected the request for now (429, 503 or 504).
    Unavailable(u16),
    /// The target rejected a request with generated values, which it need not accept.
    GeneratedValues {
        /// The status of the response.
        status: u16,
        /// The parts whose values may have caused it.
        parts: Vec<RequestPart>,
    },
    /// A request of a chain was rejected, for another reason than a missing resource.
    ChainRejected(u16),
    /// The responses to two creations have the same name, so that the second resource is not another one.
    SameName,
    /// The probe got no complete response.
    NoProbeResponse,
    /// The response to the probe shows neither that the value is live nor that it is revoked.
    UnclearProbe {
        /// The status of the response.
        status: u16,
        /// The responses that would show it.
        expected: String,
    },
    /// The probe shows a revoked value before the case has changed anything.
    RevokedBefore(u16),
    /// The target, or the token endpoint, has a certificate that is not trusted; with the message of TLS.
    UntrustedCertificate(String),
    /// Another reason outside the responses, such as a limit of the run or a failed connection.
    Other(String),
}

impl From<String> for InconclusiveReason {
    fn from(text: String) -> Self {
        Self::Other(text)
    }
}

impl fmt::Display for InconclusiveReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(status) => write!(f, "the target responded {status}"),
            Self::GeneratedValues { status, parts } => {
                let mut names: Vec<String> = parts.iter().map(ToString::to_string).collect();
                names.sort_unstable();
                let names = names.join(", ");
                write!(f, "the target responded {status}, and these values were generated: {names}")
            }
            Self::ChainRejected(status) => {
                write!(f, "the target responded {status} within the chain")
            }
            Self::SameName => f.write_str("the target named both created resources alike"),
            Self::NoProbeResponse => f.write_str("the probe got no response"),
            Self::UnclearProbe { status, expected } => {
                write!(f, "the probe got {status}, and only {expected} are conclusive")
            }
            Self::RevokedBefore(status) => write!(
                f,
                "the probe got {status} before anything was changed: it is wrong, or the live \
                 value is revoked"
            ),
            Self::UntrustedCertificate(text) | Self::Other(text) => f.write_str(text),
        }
    }
}
