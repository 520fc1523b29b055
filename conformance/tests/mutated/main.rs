//! The suite is tested: every check has a mutated server on which it fires, and servers that are right
//! in another way than the reference server leave the suite silent.

#![expect(clippy::expect_used, reason = "a test says by a panic what is wrong")]

mod expectations;
mod faults;
mod flapping;
mod server;
mod variants;
