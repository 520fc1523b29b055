//! Errors that prevent a run, and the end of such a run.

use schemars::JsonSchema;
use serde::Serialize;

use super::{RunEnd, Tally, Verdict};
use crate::coverage::Share;

impl RunEnd {
    /// The end of a run that could not begin.
    pub fn not_begun(error: RunError) -> Self {
        Self {
            verdict: Verdict::NotBegun,
            tally: Tally::default(),
            interrupted: false,
            stale: Vec::new(),
            coverage: Share::default(),
            minimum: None,
            milliseconds: 0,
            error: Some(error),
        }
    }

    /// Its exit code.
    pub fn exit_code(&self) -> u8 {
        self.error.as_ref().map_or(self.verdict.exit_code(), |error| error.exit_code)
    }
}

/// An error that prevents a run. No request was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RunError {
    /// The exit code.
    pub exit_code: u8,
    /// What is wrong, where, and what to do, as on standard error.
    pub message: String,
}

impl RunError {
    /// The message in a line: its first one, and what the first mistake says where it is about a file of
    /// mistakes.
    pub fn line(&self) -> String {
        let mut lines = self.message.lines();
        let first = lines.next().unwrap_or_default();
        match lines.find_map(|line| line.trim_start().strip_prefix("× ")) {
            Some(mistake) => format!("{first}: {mistake}"),
            None => first.to_owned(),
        }
    }
}
