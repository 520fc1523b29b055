//! Asks a running API what its OpenAPI document promises: cases from the document and from
//! recordings, a bounded runner, checks, and reports. Never judges what it could not ask.

pub mod case;
pub mod check;
pub mod checks;
pub mod cli;
pub mod config;
pub mod coverage;
pub mod event;
pub mod exchange;
pub mod expectation;
pub mod faults;
mod fields;
pub mod fill;
pub mod finding;
pub mod fixtures;
mod glob;
pub mod known;
pub mod mock;
mod nearest;
pub mod production;
mod prose;
pub mod redact;
pub mod reference;
pub mod report;
pub mod runner;
pub mod selftest;
pub mod signing;
pub mod source;
pub mod spoil;
pub mod suite;
pub mod transport;
pub mod values;
pub mod variants;
