//! The statuses that are expected for each kind of request, derived from the declared responses of an operation.
//!
//! Where the document declares a status for the kind, it is required. Where it declares none, any
//! rejection is accepted, but never a success and never a server error.

mod chained;
mod criteria;
mod fitting;
mod following;
mod inconclusive;
mod probing;
mod reading;
mod violation_kind;

pub use chained::read_chained;
pub use criteria::{Criteria, Liveness};
pub use fitting::is_described;
pub use fitting::{Fitting, fitting};
pub use following::read_step;
pub use inconclusive::InconclusiveReason;
pub use probing::read_probe;
pub use reading::{StatusVerdict, StatusViolation, narrowed, read};
pub use violation_kind::ViolationKind;
