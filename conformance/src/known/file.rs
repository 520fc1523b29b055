//! Reads the failures that the user knows of from TOML.

use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use toml::Spanned;

use super::{Entry, Known};

/// Why a file of known failures cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KnownError {
    /// The file cannot be read.
    #[error("{file}: cannot be read: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not what it must be; every mistake is named.
    #[error("{}", .0.join("\n"))]
    Wrong(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    known: Vec<Spanned<Raw>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    case: Option<String>,
    check: Option<String>,
    reason: String,
    link: Option<String>,
    expires: Option<Spanned<toml::Value>>,
}

impl Known {
    /// Reads a file of known failures, for a run of today.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or every mistake in it.
    pub fn load(path: &Path) -> Result<Self, KnownError> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|source| KnownError::Unreadable { file: file.clone(), source })?;
        let today = DateTime::<Utc>::from(SystemTime::now()).date_naive().to_string();
        Self::parse(&file, &text, today)
    }

    /// Reads known failures from text, for a run of this day (`YYYY-MM-DD`).
    ///
    /// # Errors
    ///
    /// Every mistake in the text.
    pub fn parse(file: &str, text: &str, today: impl Into<String>) -> Result<Self, KnownError> {
        let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        let read: File = toml::from_str(text).map_err(|error| {
            let line = line(error.span().map_or(0, |span| span.start));
            KnownError::Wrong(vec![format!("{file}:{line}: {}", error.message())])
        })?;
        let mut mistakes = Vec::new();
        let mut entries = Vec::new();
        for raw in read.known {
            let place = format!("{file}:{}", line(raw.span().start));
            let raw = raw.into_inner();
            if raw.case.is_none() && raw.check.is_none() {
                let help = "name `case` or `check`, or both";
                mistakes.push(format!("{place}: every failure would be known\n  help: {help}"));
            }
            if raw.reason.trim().is_empty() {
                mistakes.push(format!("{place}: `reason` is empty\n  help: say why it fails"));
            }
            let expires = match raw.expires.map(|day| (line(day.span().start), day.into_inner())) {
                None => None,
                Some((line, value)) => match day(&value) {
                    Some(day) => Some(day),
                    None => {
                        mistakes.push(format!(
                            "{file}:{line}: `expires` is no day\n  help: write it as \"2027-01-31\""
                        ));
                        None
                    }
                },
            };
            let any = || "*".to_owned();
            let (case, check) = (raw.case.unwrap_or_else(any), raw.check.unwrap_or_else(any));
            entries.push(Entry { case, check, reason: raw.reason, link: raw.link, expires, place });
        }
        match mistakes.is_empty() {
            true => Ok(Self::new(entries, today)),
            false => Err(KnownError::Wrong(mistakes)),
        }
    }
}

/// A day as `YYYY-MM-DD`, whether it is written as a text or as TOML's own date.
fn day(value: &toml::Value) -> Option<String> {
    let text = match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(date) => date.to_string(),
        _ => return None,
    };
    NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok().map(|day| day.to_string())
}
