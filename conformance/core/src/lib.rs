//! The values of a conformance run and how they are checked: cases, exchanges, checks, findings, events.
//! Pure: no network, no files, no clock.

pub mod case;
pub mod check;
pub mod checks;
pub mod coverage;
pub mod event;
pub mod excerpt;
pub mod exchange;
pub mod expectation;
pub mod fields;
pub mod finding;
pub mod glob;
pub mod heuristics;
pub mod nearest;
pub mod redact;
pub mod replay;
pub mod slug;
pub mod values;
