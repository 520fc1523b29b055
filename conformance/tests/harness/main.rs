//! The harness from outside: cases, expectations, checks, reports, recordings, the command line, and
//! targets that misbehave. Loopback only.

#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

mod causes;
mod checks;
mod command_line;
mod following;
mod hostile;
mod known;
mod leaks;
mod listing;
mod micro;
mod plan;
mod profiles;
mod readme;
mod recordings;
mod redaction;
mod reports;
mod spellings;
mod targets;
mod timing;
mod values;
