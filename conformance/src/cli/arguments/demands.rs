//! What a run demands beside the document.

use std::path::PathBuf;

use clap::Args;

use super::ranges::{percent, seconds};
use crate::check::Profile;
use crate::cli::rules::profile;

/// What a run demands beside the document.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct DemandArgs {
    /// Answers that take longer are wrong, in seconds; without it, more than 2 s is a warning.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(in crate::cli) max_response_time: Option<f64>,
    /// Violations of these rules are errors: http (RFC 9110), oauth (RFC 6749, 6750, 7617), rfc7009,
    /// problem (RFC 9457), provider (the document's own words). May be given several times.
    #[arg(long, value_name = "ID", value_parser = profile)]
    pub(in crate::cli) profile: Vec<Profile>,
    /// How much a check matters: off, info, warning or error. `*` stands for any text. May be given
    /// several times; the last one that holds does.
    #[arg(long, value_name = "CHECK[@OPERATION]=LEVEL")]
    pub(in crate::cli) severity: Vec<String>,
    /// The statuses that must come for a cause, such as no-credentials=401. May be given several times.
    #[arg(long, value_name = "CAUSE[@OPERATION]=CODES")]
    pub(in crate::cli) status: Vec<String>,
    /// Failures that are known, as TOML: they do not fail the run, and those that are gone do.
    #[arg(long, visible_alias = "known", value_name = "FILE")]
    pub(in crate::cli) expectations: Option<PathBuf>,
    /// Rewrite the file of --expectations: what fails now is known from now on, what passes or names
    /// nothing is taken out.
    #[arg(long, requires = "expectations")]
    pub(in crate::cli) update_expectations: bool,
    /// Warnings fail the run, and so does a cause of refusal that the document does not provide for.
    #[arg(long)]
    pub(in crate::cli) strict: bool,
    /// Less of the documents exercised fails the run, in percent. Statuses that no request can bring
    /// about (429 and 5xx) do not count.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(in crate::cli) min_coverage: Option<f64>,
}
