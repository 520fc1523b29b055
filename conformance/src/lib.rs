//! Asks a running API what its OpenAPI document promises: cases from the document and from
//! recordings, a bounded runner, checks, and reports. Never judges what it could not ask.

pub mod case;
pub mod exchange;
pub mod fill;
pub mod fixtures;
mod nearest;
pub mod redact;
pub mod transport;
pub mod values;
