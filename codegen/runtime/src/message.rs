//! The parts of requests and responses, independent of any HTTP library but `http`.

mod fields;
mod incoming;
mod outgoing;
mod request_decoder;
mod response;
mod response_decoder;

pub use incoming::Incoming;
pub use outgoing::Outgoing;
pub use request_decoder::RequestDecoder;
pub use response::ResponseParts;
pub use response_decoder::{Mismatch, ResponseDecoder};
