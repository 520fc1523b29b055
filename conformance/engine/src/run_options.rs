//! The terms of a run: how much it may ask, and what it demands beside the document. The command line and
//! files of targets say them in the same types, so that neither can say what the other cannot.

mod limits;
mod policy;
mod ranges;

pub use limits::RunLimits;
pub use policy::RunPolicy;
pub use ranges::{Concurrency, Patience, Percent, RANGE, Seconds, Span, at_least_one, random};
