//! Tests of the suite on mutated reference servers: faults and equivalent variants that the mocks of
//! `conformance selftest` cannot show, known failures, and intermittent faults.

#![expect(clippy::expect_used, reason = "a test fails by a panic")]

mod expectations;
mod faults;
mod flapping;
mod server;
mod variants;
