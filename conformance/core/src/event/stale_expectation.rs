//! Known failures that the user lists, and entries that do not match the run.

use schemars::JsonSchema;
use serde::Serialize;

/// A known failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// A glob of case ids.
    pub case: String,
    /// A glob of check ids.
    pub check: String,
    /// Why it fails.
    pub reason: String,
    /// A link to more information.
    pub link: Option<String>,
    /// The last day on which it is valid, as `YYYY-MM-DD`.
    pub expires: Option<String>,
    /// The number of retries, where it fails intermittently.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<u32>,
    /// The file and line of the entry.
    pub place: String,
}

impl Entry {
    /// Whether it fails intermittently.
    pub fn is_flaky(&self) -> bool {
        self.retries.is_some()
    }
}

/// What is wrong with an entry after the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StaleExpectation {
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
    /// What is wrong.
    pub kind: StaleKind,
    /// Cases that it names and that passed, in the order in which they ran.
    pub cases: Vec<String>,
    /// The nearest case id, where it names no case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StaleKind {
    /// Every case that it names passed.
    UnexpectedPass,
    /// It names no case of the run.
    Stale,
    /// It has expired.
    Expired,
}

impl StaleExpectation {
    /// A description of what is wrong.
    pub fn words(&self) -> String {
        let Entry { case, check, .. } = &self.entry;
        let named = match check.as_str() {
            "*" => format!("`{case}`"),
            check => format!("`{check}` of `{case}`"),
        };
        match self.kind {
            StaleKind::UnexpectedPass => {
                format!("{named} passes, and is listed as a known failure")
            }
            StaleKind::Stale => match &self.nearest {
                Some(nearest) => format!("{named} names no case; the nearest is `{nearest}`"),
                None => format!("{named} names no case"),
            },
            StaleKind::Expired => {
                let day = self.entry.expires.as_deref().unwrap_or_default();
                format!("{named} was valid until {day}")
            }
        }
    }

    /// What to do.
    pub fn help(&self) -> &'static str {
        match self.kind {
            StaleKind::UnexpectedPass => "remove the entry",
            StaleKind::Stale => "correct the globs, or remove the entry",
            StaleKind::Expired => "fix the target, or extend the entry",
        }
    }
}
