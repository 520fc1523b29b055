//! Reads known failures from TOML.

use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use toml::Spanned;

use super::{Entry, Known};
use conformance_core::nearest::did_you_mean;
use conformance_core::{checks, glob};

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
    /// The file is invalid; every mistake is listed.
    #[error("{}", .0.join("\n"))]
    Wrong(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    known: Vec<Spanned<Raw>>,
    #[serde(default)]
    flaky: Vec<Spanned<RawFlaky>>,
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

/// An intermittent failure. (serde cannot reject unknown fields in a flattened struct.)
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFlaky {
    case: Option<String>,
    check: Option<String>,
    reason: String,
    link: Option<String>,
    expires: Option<Spanned<toml::Value>>,
    #[serde(default = "retries")]
    retries: Spanned<u32>,
}

fn retries() -> Spanned<u32> {
    Spanned::new(0..0, 2)
}

/// More would hide a failure that occurs mostly.
const MOST_RETRIES: u32 = 10;

impl Known {
    /// With these entries, for a run of today.
    pub fn of_today(entries: Vec<Entry>) -> Self {
        Self::new(entries, today())
    }

    /// Reads a file of known failures, for a run of today.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or every mistake in it.
    pub fn load(path: &Path) -> Result<Self, KnownError> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|source| KnownError::Unreadable { file: file.clone(), source })?;
        Self::parse(&file, &text, today())
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
        let mut reader = Reader { file, line: &line, mistakes: Vec::new() };
        let mut entries = Vec::new();
        for raw in read.known {
            let at = raw.span().start;
            entries.push(reader.entry(at, raw.into_inner(), None));
        }
        for raw in read.flaky {
            let at = raw.span().start;
            let RawFlaky { case, check, reason, link, expires, retries } = raw.into_inner();
            let retries = reader.retries(&retries);
            let raw = Raw { case, check, reason, link, expires };
            entries.push(reader.entry(at, raw, Some(retries)));
        }
        let mistakes = reader.mistakes;
        if mistakes.is_empty() {
            Ok(Self::new(entries, today))
        } else {
            Err(KnownError::Wrong(mistakes))
        }
    }
}

/// Reads entries, and collects their mistakes.
struct Reader<'a> {
    file: &'a str,
    line: &'a dyn Fn(usize) -> usize,
    mistakes: Vec<String>,
}

impl Reader<'_> {
    fn entry(&mut self, at: usize, raw: Raw, retries: Option<u32>) -> Entry {
        let place = self.place(at);
        if raw.case.is_none() && raw.check.is_none() {
            let help = "name `case` or `check`, or both";
            self.mistakes
                .push(format!("{place}: the entry would match every failure\n  help: {help}"));
        }
        if raw.reason.trim().is_empty() {
            let help = "describe why it fails";
            self.mistakes.push(format!("{place}: `reason` is empty\n  help: {help}"));
        }
        let any = || "*".to_owned();
        let (case, check) = (raw.case.unwrap_or_else(any), raw.check.unwrap_or_else(any));
        self.check(&check, &place);
        let expires = raw.expires.and_then(|day| self.day(day));
        Entry { case, check, reason: raw.reason, link: raw.link, expires, retries, place }
    }

    fn place(&self, at: usize) -> String {
        format!("{}:{}", self.file, (self.line)(at))
    }

    /// A glob that matches no check would never apply.
    fn check(&mut self, glob: &str, place: &str) {
        let known = checks::ids();
        if !known.iter().any(|id| glob::matches(glob, id)) {
            let help = did_you_mean(glob, known.iter().copied())
                .unwrap_or_else(|| "`conformance explain` lists the checks".to_owned());
            self.mistakes.push(format!("{place}: `{glob}` matches no check\n  help: {help}"));
        }
    }

    fn day(&mut self, written: Spanned<toml::Value>) -> Option<String> {
        let place = self.place(written.span().start);
        let day = day(written.get_ref());
        if day.is_none() {
            let help = "write it as \"2027-01-31\"";
            self.mistakes.push(format!("{place}: `expires` is not a date\n  help: {help}"));
        }
        day
    }

    fn retries(&mut self, written: &Spanned<u32>) -> u32 {
        let retries = *written.get_ref();
        if !(1..=MOST_RETRIES).contains(&retries) {
            let place = self.place(written.span().start);
            let help = format!("write a number from 1 to {MOST_RETRIES}");
            self.mistakes.push(format!("{place}: `retries` is {retries}\n  help: {help}"));
        }
        retries
    }
}

fn today() -> String {
    DateTime::<Utc>::from(SystemTime::now()).date_naive().to_string()
}

/// A day as `YYYY-MM-DD`, written as a string or as a TOML date.
fn day(value: &toml::Value) -> Option<String> {
    let text = match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(date) => date.to_string(),
        _ => return None,
    };
    NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok().map(|day| day.to_string())
}
