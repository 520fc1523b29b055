//! The policy of a run beyond the document.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::ranges::{Percent, Seconds};
use conformance_core::check::Profile;

/// The policy of a run beyond the document.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct RunPolicy {
    /// Responses that take longer are errors, in seconds; by default, more than 2 s is a warning.
    pub max_response_time: Option<Seconds>,
    /// Violations of these rules are errors: http (RFC 9110), oauth (RFC 6749, 6750, 7617), rfc7009,
    /// problem (RFC 9457), provider (the descriptions in the document). May be repeated.
    pub profile: Vec<Profile>,
    /// The severity of a check: off, info, warning or error. `*` matches any text. May be repeated; the
    /// last match wins.
    pub severity: Vec<String>,
    /// The expected status codes of a case kind, such as no-credentials=401. May be repeated.
    pub status: Vec<String>,
    /// Known failures, as TOML: they do not fail the run; one that no longer occurs does.
    #[serde(alias = "known")]
    pub expectations: Option<PathBuf>,
    /// Rewrite the file of --expectations: add current failures, remove entries that pass or match
    /// nothing.
    #[serde(skip)]
    pub update_expectations: bool,
    /// Fail on warnings, and if the document declares no response for a kind of rejection.
    pub strict: bool,
    /// Fail if less than PERCENT of the documents was exercised. Status codes that no request can
    /// provoke (429 and 5xx) do not count.
    pub min_coverage: Option<Percent>,
}

impl RunPolicy {
    /// These options, with the others where they are not set. Lists whose last match wins are appended.
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
