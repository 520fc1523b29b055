//! The flags for [`RunPolicy`]; a target of a file can set these as well.

use std::path::PathBuf;

use clap::Args;
use conformance_core::check::Profile;
use conformance_engine::run_options::{Percent, RunPolicy, Seconds};

/// What a run requires in addition to the document.
#[derive(Debug, Args)]
pub(in crate::cli) struct PolicyArgs {
    /// Slower responses are errors, in seconds [default: more than 2 s is a warning].
    #[arg(long, value_name = "SECONDS")]
    pub(super) max_response_time: Option<Seconds>,
    /// Violations of these rules are errors: http (RFC 9110), oauth (RFC 6749, 6750, 7617), rfc7009,
    /// problem (RFC 9457), provider (the descriptions in the document). May be repeated.
    #[arg(long, value_name = "ID", value_parser = profile)]
    pub(super) profile: Vec<Profile>,
    /// Severity of a check: off, info, warning or error. `*` matches any text. May be
    /// repeated; the last match applies.
    #[arg(long, value_name = "CHECK[@OPERATION]=LEVEL")]
    pub(super) severity: Vec<String>,
    /// Required status codes for a kind of case, such as no-credentials=401. May be repeated.
    #[arg(long, value_name = "KIND[@OPERATION]=CODES")]
    pub(super) status: Vec<String>,
    /// Known failures, as TOML; a listed failure that no longer occurs fails the run.
    #[arg(long, visible_alias = "known", value_name = "FILE")]
    pub(super) expectations: Option<PathBuf>,
    /// Update the file of --expectations: add new failures, remove entries that pass or match nothing.
    #[arg(long, requires = "expectations")]
    pub(super) update_expectations: bool,
    /// Warnings fail the run, and so does a kind of rejection without a declared status.
    #[arg(long)]
    pub(super) strict: bool,
    /// Fail if less than PERCENT of the document was exercised; declared 429 and 5xx do not count.
    #[arg(long, value_name = "PERCENT")]
    pub(super) min_coverage: Option<Percent>,
}

impl From<PolicyArgs> for RunPolicy {
    fn from(flags: PolicyArgs) -> Self {
        let PolicyArgs {
            max_response_time,
            profile,
            severity,
            status,
            expectations,
            update_expectations,
            strict,
            min_coverage,
        } = flags;
        Self {
            max_response_time,
            profile,
            severity,
            status,
            expectations,
            update_expectations,
            strict,
            min_coverage,
        }
    }
}

fn profile(text: &str) -> Result<Profile, String> {
    let known = Profile::ALL.map(Profile::as_str).join(", ");
    let found = Profile::ALL.into_iter().find(|profile| profile.as_str() == text);
    found.ok_or_else(|| format!("use one of {known}"))
}
