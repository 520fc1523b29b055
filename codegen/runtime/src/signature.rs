//! HTTP Message Signatures (RFC 9421): sign and verify requests and responses.
//!
//! A [`Profile`] states what is covered and how; it is data, so that a provider that departs from the
//! RFC is a value and not a second implementation. Clock and nonces are supplied by the caller.

mod algorithm;
mod base;
#[cfg(feature = "client")]
mod client;
mod component;
mod der;
mod error;
mod key;
mod message;
mod profile;
mod sign;
mod verify;

pub use algorithm::Algorithm;
pub use component::Component;
pub use error::SignatureError;
pub use key::{SigningKey, VerifyingKey};
pub use message::Message;
pub use profile::{ComponentCase, Covered, Parameter, Prehash, Presence, Profile, TargetUri};
pub use sign::{Signed, Signer};
pub use verify::{Verified, Verifier};

/// The header with the covered components and the parameters of each signature.
pub const SIGNATURE_INPUT: &str = "signature-input";
/// The header with the signatures.
pub const SIGNATURE: &str = "signature";
