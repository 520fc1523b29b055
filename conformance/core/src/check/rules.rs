//! The user's rules beside the document: profiles, severities, required statuses.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Check, Severity, Violation};
use crate::case::CaseKind;
use crate::glob;

/// A set of rules of a standard or of a provider's descriptions that many documents do not declare. They
/// are always checked, at their own severity; `--profile` makes violations of the set errors.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// HTTP itself (RFC 9110, RFC 9112).
    Http,
    /// The use of OAuth 2.0 credentials (RFC 6749, RFC 6750, RFC 7617).
    Oauth,
    /// Token revocation (RFC 7009).
    Rfc7009,
    /// Problem details (RFC 9457), where the document declares them.
    Problem,
    /// The descriptions in the provider's document.
    Provider,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 5] =
        [Self::Http, Self::Oauth, Self::Rfc7009, Self::Problem, Self::Provider];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Oauth => "oauth",
            Self::Rfc7009 => "rfc7009",
            Self::Problem => "problem",
            Self::Provider => "provider",
        }
    }

    /// The source of its rules.
    pub fn source(self) -> &'static str {
        match self {
            Self::Http => "RFC 9110, RFC 9112",
            Self::Oauth => "RFC 6749, RFC 6750, RFC 7617",
            Self::Rfc7009 => "RFC 7009",
            Self::Problem => "RFC 9457",
            Self::Provider => "the document's descriptions",
        }
    }
}

/// The user's level of a check: off, or a severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The check does not run.
    Off,
    /// Its violations have this severity.
    At(Severity),
}

impl Level {
    /// The names of all levels.
    pub const WORDS: [&'static str; 4] = ["off", "info", "warning", "error"];

    /// The level with this name.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "off" => Self::Off,
            "info" => Self::At(Severity::Info),
            "warning" => Self::At(Severity::Warning),
            "error" => Self::At(Severity::Error),
            _ => return None,
        })
    }
}

/// The user's level of some checks for some operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeverityRule {
    /// A glob of check ids.
    pub check: String,
    /// A glob of operation ids.
    pub operation: String,
    /// The level.
    pub level: Level,
}

/// The statuses that the user requires for a kind of request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusRule {
    /// The name of the kind.
    pub kind: String,
    /// A glob of operation ids.
    pub operation: String,
    /// One of them is required.
    pub statuses: Vec<u16>,
}

/// The user's rules beside the document.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Whether warnings are errors, and gaps of the document as well.
    pub strict: bool,
    /// The profiles whose violations are errors.
    pub profiles: Vec<Profile>,
    /// A response that takes longer is a warning.
    pub slow: Duration,
    /// A response that takes longer is an error.
    pub too_slow: Option<Duration>,
    /// Levels of checks; the last one that matches applies.
    pub severities: Vec<SeverityRule>,
    /// Required statuses; the last rule that matches applies.
    pub statuses: Vec<StatusRule>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            strict: false,
            profiles: Vec::new(),
            slow: Duration::from_secs(2),
            too_slow: None,
            severities: Vec::new(),
            statuses: Vec::new(),
        }
    }
}

impl Rules {
    /// Whether a check runs on the responses of an operation.
    pub fn include(&self, check: &Check, operation: &str) -> bool {
        self.level(check, operation) != Some(Level::Off)
    }

    /// The severity of a violation: the user's level of the check, else error where its profile is selected,
    /// else that of the violation.
    pub fn severity(&self, check: &Check, operation: &str, violation: &Violation) -> Severity {
        let own = violation.severity.unwrap_or(check.severity);
        match self.level(check, operation) {
            Some(Level::At(severity)) => severity,
            _ if check.profile.is_some_and(|profile| self.profiles.contains(&profile)) => {
                Severity::Error
            }
            _ if self.strict && (own == Severity::Warning || check.strict) => Severity::Error,
            _ => own,
        }
    }

    fn level(&self, check: &Check, operation: &str) -> Option<Level> {
        let holds = |rule: &&SeverityRule| {
            glob::matches(&rule.check, check.id) && glob::matches(&rule.operation, operation)
        };
        self.severities.iter().rev().find(holds).map(|rule| rule.level)
    }

    /// The statuses that the user requires of an operation for a kind.
    pub fn statuses(&self, kind: &CaseKind, operation: &str) -> Option<&[u16]> {
        let holds = |rule: &&StatusRule| {
            rule.kind == kind.as_str() && glob::matches(&rule.operation, operation)
        };
        self.statuses.iter().rev().find(holds).map(|rule| rule.statuses.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks;

    fn violation() -> Violation {
        Violation {
            symptom: String::new(),
            expected: String::new(),
            actual: String::new(),
            place: specs::Pointer::root(),
            clause: None,
            severity: None,
        }
    }

    #[test]
    fn the_last_level_that_holds_wins_over_profiles_and_strictness() {
        let check = checks::find("missing-www-authenticate").unwrap();
        let mut rules = Rules::default();
        assert_eq!(rules.severity(check, "revoke", &violation()), Severity::Info);
        rules.profiles.push(Profile::Http);
        assert_eq!(rules.severity(check, "revoke", &violation()), Severity::Error);
        let rule = |check: &str, operation: &str, word: &str| SeverityRule {
            check: check.to_owned(),
            operation: operation.to_owned(),
            level: Level::parse(word).unwrap(),
        };
        rules.severities.push(rule("missing-www-*", "*", "warning"));
        rules.severities.push(rule("*", "rev*", "off"));
        assert!(!rules.include(check, "revoke"));
        assert!(rules.include(check, "read"));
        assert_eq!(rules.severity(check, "read", &violation()), Severity::Warning);
    }

    #[test]
    fn strictness_makes_errors_of_warnings_and_of_gaps_only() {
        let rules = Rules { strict: true, ..Rules::default() };
        let severity = |id: &str| rules.severity(checks::find(id).unwrap(), "x", &violation());
        assert_eq!(severity("incomplete-allow-header"), Severity::Error);
        assert_eq!(severity("undocumented-error"), Severity::Error);
        assert_eq!(severity("missing-www-authenticate"), Severity::Info);
    }

    #[test]
    fn every_word_is_a_level() {
        assert!(Level::WORDS.into_iter().all(|word| Level::parse(word).is_some()));
        assert_eq!(Level::parse("fatal"), None);
    }
}
