//! Servers to test the suite against: the mock, its injected faults and equivalent variants, the reference
//! server on the generated stubs, and the self-test.

pub mod faults;
pub mod mock;
pub mod mutation;
pub mod reference;
pub mod selftest;
pub mod variants;
