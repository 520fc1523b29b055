//! What all generated modules share: decoding, credentials, messages, clients and servers.
//!
//! It depends on no document. It is a separate crate, `specwright-runtime`, with its tests. Its files are
//! emitted as the module `support` of generated crates, so that these are self-contained. Its paths begin
//! with `super`, so that they resolve in both.

pub mod auth;
#[cfg(feature = "client")]
pub mod client;
#[cfg(any(feature = "client", feature = "signatures"))]
pub mod clock;
pub mod codec;
pub mod constrained;
pub mod decode;
#[cfg(feature = "signatures")]
pub mod digest;
pub mod message;
#[cfg(feature = "client")]
pub mod oauth;
pub mod primitives;
#[cfg(feature = "schemars")]
pub mod proof;
pub mod refusal;
pub mod secret;
pub mod serial;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "signatures")]
pub mod signature;
#[cfg(feature = "client")]
pub mod signer;
pub mod status;
pub mod value;
pub mod violation;
pub mod wire;

pub use decode::{Decode, Decoder, JsonPointer};
pub use secret::{Redacted, Secret};
pub use violation::{Violation, Violations};
