//! The flags of [`RunPolicy`], which files of targets can say as well.

use std::path::PathBuf;

use clap::Args;
use conformance_core::check::Profile;
use conformance_engine::run_options::{Percent, RunPolicy, Seconds};

/// What a run demands beside the document.
#[derive(Debug, Args)]
pub(in crate::cli) struct PolicyArgs {
    /// Responses that take longer are wrong, in seconds; without it, more than 2 s is a warning.
    #[arg(long, value_name = "SECONDS")]
    pub(super) max_response_time: Option<Seconds>,
    /// Violations of these rules are errors: http (RFC 9110), oauth (RFC 6749, 6750, 7617), rfc7009,
    /// problem (RFC 9457), provider (the document's own words). May be given several times.
    #[arg(long, value_name = "ID", value_parser = profile)]
    pub(super) profile: Vec<Profile>,
    /// How much a check matters: off, info, warning or error. `*` stands for any text. May be given
    /// several times; the last one that holds does.
    #[arg(long, value_name = "CHECK[@OPERATION]=LEVEL")]
    pub(super) severity: Vec<String>,
    /// The statuses that must come for a kind, such as no-credentials=401. May be given several times.
    #[arg(long, value_name = "CAUSE[@OPERATION]=CODES")]
    pub(super) status: Vec<String>,
    /// Failures that are known, as TOML: they do not fail the run, and those that are gone do.
    #[arg(long, visible_alias = "known", value_name = "FILE")]
    pub(super) expectations: Option<PathBuf>,
    /// Rewrite the file of --expectations: what fails now is known from now on, what passes or names
    /// nothing is taken out.
    #[arg(long, requires = "expectations")]
    pub(super) update_expectations: bool,
    /// Warnings fail the run, and so does a kind of refusal that the document does not provide for.
    #[arg(long)]
    pub(super) strict: bool,
    /// Less of the documents exercised fails the run, in percent. Statuses that no request can bring
    /// about (429 and 5xx) do not count.
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
