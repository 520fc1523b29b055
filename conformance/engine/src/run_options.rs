//! The options of a run: its limits, and its policy beyond the document. The command line and
//! configuration files share these types, so that both support the same options.

mod limits;
mod policy;
mod ranges;

pub use limits::RunLimits;
pub use policy::RunPolicy;
pub use ranges::{Concurrency, Patience, Percent, RANGE, Seconds, Span, at_least_one, random};
