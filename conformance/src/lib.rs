//! The command line of the conformance suite.

pub mod cli;
