//! The emitters: each turns the plan into the tokens of one file. They are pure functions, and independent of OpenAPI.

pub mod client;
pub mod codecs;

pub mod imports;
pub mod method;
pub mod models;
pub mod module;
pub mod operations;
pub mod package;
pub mod proof;
pub mod rejection;
pub mod security;
pub mod server;
pub mod servers;
pub mod wire;
