//! Runs a conformance suite against a target: configuration, fixtures, transports, case sources,
//! runner, recordings. Independent of reports and of the command line.

pub mod budget;
pub mod config;
pub mod fill;
pub mod fixtures;
pub mod har;
pub mod import;
pub mod known;
pub mod production;
pub mod record;
pub mod request_reader;
pub mod resolve;
pub mod run_options;
pub mod runner;
pub mod selection;
pub mod signing;
pub mod source;
pub mod suite;
pub mod transport;
pub mod value_source;
