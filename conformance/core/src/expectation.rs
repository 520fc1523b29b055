//! Which statuses fit which kind: derived for each operation from what its document declares.
//!
//! Where the document declares fitting statuses, one of them is demanded. Where it is silent on a
//! kind, any refusal will do, but never an acceptance and never a server error.

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
