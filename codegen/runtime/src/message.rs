//! Requests and responses as they stand on the wire, free of any HTTP library but `http`.

mod fields;
mod incoming;
mod outgoing;
mod response;

pub use incoming::Incoming;
pub use outgoing::Outgoing;
pub use response::{Mismatch, ResponseParts};
