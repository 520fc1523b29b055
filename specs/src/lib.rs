//! The one front end: OpenAPI text in, a [`Contract`] and [`Diagnostics`] out.
//!
//! Only this crate knows the syntax of OpenAPI. It knows nothing of Rust names, of HTTP libraries or of
//! conformance; those are for the crates that read a [`Contract`].

pub mod contract;
pub mod diagnostic;
mod document;
mod files;
mod grammar;
mod import;
mod keyword;
mod lower;
mod node;
mod options;
mod outline;
mod overlay;
pub mod pointer;
pub mod providers;
mod read;
mod reference;
pub mod source;
mod swagger;
mod template;
mod version;
mod yaml;

pub use contract::Contract;
pub use diagnostic::{Diagnostic, Diagnostics, Outcome};
pub use import::{Imported, import};
pub use options::{Options, UrlMap};
pub use outline::outline;
pub use pointer::Pointer;
pub use read::{load, load_with, parse, parse_value, parse_with};
pub use source::{Location, Source};
