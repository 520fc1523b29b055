//! Executes the generated code: each promise of the generator, shown on the five documents.
//!
//! `generated` itself is wholly generated, so its tests stand here, beside the documents' users.

#![expect(clippy::expect_used, reason = "a test says by a panic what is wrong")]

mod all;
mod infisical;
mod moov;
mod nomba;
mod pipevest;
mod validators;
mod voucherify;
mod wire;
