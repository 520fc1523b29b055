//! What a run demands beside the document.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::ranges::{Percent, Seconds};
use conformance_core::check::Profile;

/// What a run demands beside the document.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct RunPolicy {
    /// Responses that take longer are wrong, in seconds; without it, more than 2 s is a warning.
    pub max_response_time: Option<Seconds>,
    /// Violations of these rules are errors: http (RFC 9110), oauth (RFC 6749, 6750, 7617), rfc7009,
    /// problem (RFC 9457), provider (the document's own words). May be given several times.
    pub profile: Vec<Profile>,
    /// How much a check matters: off, info, warning or error. `*` stands for any text. May be given
    /// several times; the last one that holds does.
    pub severity: Vec<String>,
    /// The statuses that must come for a kind, such as no-credentials=401. May be given several times.
    pub status: Vec<String>,
    /// Failures that are known, as TOML: they do not fail the run, and those that are gone do.
    #[serde(alias = "known")]
    pub expectations: Option<PathBuf>,
    /// Rewrite the file of --expectations: what fails now is known from now on, what passes or names
    /// nothing is taken out.
    #[serde(skip)]
    pub update_expectations: bool,
    /// Warnings fail the run, and so does a kind of refusal that the document does not provide for.
    pub strict: bool,
    /// Less of the documents exercised fails the run, in percent. Statuses that no request can bring
    /// about (429 and 5xx) do not count.
    pub min_coverage: Option<Percent>,
}

impl RunPolicy {
    /// These, and where nothing is said, the others. Of lists whose last entry wins, these come last.
    pub fn or(self, other: Self) -> Self {
        let either = |own: Vec<Profile>, others| if own.is_empty() { others } else { own };
        Self {
            max_response_time: self.max_response_time.or(other.max_response_time),
            profile: either(self.profile, other.profile),
            severity: [other.severity, self.severity].concat(),
            status: [other.status, self.status].concat(),
            expectations: self.expectations.or(other.expectations),
            update_expectations: self.update_expectations,
            strict: self.strict || other.strict,
            min_coverage: self.min_coverage.or(other.min_coverage),
        }
    }
}
