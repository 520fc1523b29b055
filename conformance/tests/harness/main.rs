//! The harness from outside: cases, expectations, checks, reports, recordings, the command line, and
//! targets that misbehave. Loopback only.

#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

mod action;
mod checks;
mod choice;
mod command_line;
mod config;
mod coverage;
mod following;
#[cfg(unix)]
mod guides;
mod har;
mod headers;
mod hostile;
mod import;
mod interrupt;
mod kinds;
mod known;
mod leaks;
mod limits;
mod listing;
mod losses;
mod micro;
mod mock;
mod objects;
mod plan;
mod profiles;
mod random;
mod rate_limit;
mod readme;
mod record;
mod recordings;
mod redaction;
mod replay;
mod reports;
mod scripts;
mod signing;
mod spellings;
mod state;
mod targets;
mod timing;
mod tls;
mod values;
