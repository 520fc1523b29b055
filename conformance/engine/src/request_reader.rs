//! Reads requests by their operation: which parameters and bodies are present, and whether they satisfy
//! their schemas. Stricter than the case generator: what this reader considers valid is valid.

mod hit_counter;
mod parameter;
mod reader;
mod received;

pub use hit_counter::HitCounter;
pub use parameter::{Said, said};
pub use reader::{Reader, declared, json, value};
pub use received::Received;
