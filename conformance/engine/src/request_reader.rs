//! Reads requests by their operation: which parameters and bodies are there, and whether they satisfy their
//! schemas. Stricter than the case generator: what this one takes for valid is valid.

mod parameter;
mod reader;
mod received;
mod touched;

pub use parameter::{Said, said};
pub use reader::{Reader, declared, json, value};
pub use received::Received;
pub use touched::Touched;
