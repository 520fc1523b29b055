//! Which statuses fit which cause: derived for each operation from what its document declares.
//!
//! Where the document declares fitting statuses, one of them is demanded. Where it is silent on a
//! cause, any refusal will do, but never an acceptance and never a server error.

mod chained;
mod criteria;
mod fitting;
mod following;
mod probing;
mod reading;
mod violation_kind;

pub use chained::read_chained;
pub use criteria::{Criteria, Life};
pub use fitting::is_told;
pub use fitting::{Fitting, fitting};
pub use following::read_step;
pub use probing::read_probe;
pub use reading::{Misfit, Reading, narrowed, read};
pub use violation_kind::ViolationKind;
