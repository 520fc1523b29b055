//! Requests and responses as they stand on the wire, free of any HTTP library but `http`.

mod fields;
mod incoming;
mod outgoing;
mod reply;

pub use incoming::Incoming;
pub use outgoing::Outgoing;
pub use reply::{Mismatch, Reply};
