//! Resolves values from sources: the environment, files, outputs of commands. Each is resolved on first
//! use and once; no message contains a value.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::{Source, Text, command};
use conformance_core::redact::{Redactor, label, names_secret};

/// The longest file that is read for a value, in bytes.
const LONGEST_FILE: u64 = 16 << 20;

/// Resolves values from sources.
#[derive(Default)]
pub struct Resolver {
    /// Where relative paths start from.
    folder: PathBuf,
    /// The variables of a file of environment variables.
    variables: BTreeMap<String, String>,
    /// Whether commands are not run, and missing values are replaced by placeholders, since nothing is
    /// sent.
    dry: bool,
    known: Mutex<BTreeMap<Source, Result<String, String>>>,
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resolver({}, {} variables)", self.folder.display(), self.variables.len())
    }
}

impl Resolver {
    /// With relative paths from this folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), ..Self::default() }
    }

    /// For offline use: no value is missing, and no command is run.
    #[must_use]
    pub fn dry(mut self, dry: bool) -> Self {
        self.dry = dry;
        self
    }

    /// With the variables of a file of `NAME=value` lines. The environment itself has precedence.
    ///
    /// # Errors
    ///
    /// The file with what is wrong with it, without its values.
    pub fn with_variables(mut self, file: &Path) -> Result<Self, String> {
        let wrong = |error: dotenvy::Error| match error {
            dotenvy::Error::Io(error) => format!("{}: cannot be read: {error}", file.display()),
            // The line may contain a secret.
            _ => format!("{}: a line is not NAME=value", file.display()),
        };
        for entry in dotenvy::from_path_iter(file).map_err(wrong)? {
            let (name, value) = entry.map_err(wrong)?;
            self.variables.insert(name, value);
        }
        Ok(self)
    }

    /// A path of the file, relative to its folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Where relative paths start from.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether no value is needed.
    pub fn is_dry(&self) -> bool {
        self.dry
    }

    /// The value of a source.
    ///
    /// # Errors
    ///
    /// Why it cannot be resolved, with what to do on a line of its own.
    pub fn fetch(&self, source: &Source) -> Result<String, String> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(source) {
            return known.clone();
        }
        let fetched = match source {
            Source::Command(_) if self.dry => Ok(source.placeholder()),
            _ => match self.fetch_anew(source) {
                Err(_) if self.dry => Ok(source.placeholder()),
                fetched => fetched,
            },
        };
        known.insert(source.clone(), fetched.clone());
        fetched
    }

    fn fetch_anew(&self, source: &Source) -> Result<String, String> {
        match source {
            Source::Env(name) => std::env::var(name)
                .ok()
                .or_else(|| self.variables.get(name).cloned())
                .ok_or_else(|| format!("the environment variable `{name}` is not set")),
            Source::File(path) => self.read(path).map(|text| text.trim_end().to_owned()),
            Source::Command(parts) => self.run(parts).map(|text| text.trim_end().to_owned()),
        }
    }

    /// The text of a file.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub fn read(&self, path: &str) -> Result<String, String> {
        let file = self.path(path);
        let messages =
            |why: &dyn fmt::Display| format!("{}: cannot be read: {why}", file.display());
        let length = std::fs::metadata(&file).map_err(|error| messages(&error))?.len();
        if length > LONGEST_FILE {
            return Err(messages(&format!("it has {length} bytes, of at most {LONGEST_FILE}")));
        }
        std::fs::read_to_string(&file).map_err(|error| messages(&error))
    }

    /// The output of a command, run in the folder of the file.
    ///
    /// # Errors
    ///
    /// Why it failed.
    pub fn run(&self, parts: &[String]) -> Result<String, String> {
        command::output(parts, &self.folder).map_err(|error| {
            // Its errors may contain its arguments.
            let redactor = Redactor::default();
            let own = self.variables.iter().map(|(name, text)| (name.clone(), text.clone()));
            let all = std::env::vars_os().filter_map(|(name, text)| {
                Some((name.into_string().ok()?, text.into_string().ok()?))
            });
            let rejecting_unknown = all.filter(|(name, _)| names_secret(name));
            own.chain(rejecting_unknown)
                .for_each(|(name, text)| redactor.hide(&text, &label(&name)));
            redactor.clean(&error)
        })
    }

    /// A text, or the value of its source.
    ///
    /// # Errors
    ///
    /// Why it cannot be resolved.
    pub fn text(&self, text: &Text) -> Result<String, String> {
        match text {
            Text::Plain(text) => Ok(text.clone()),
            Text::From(source) => self.fetch(source),
        }
    }

    /// A value, with all of its sources resolved.
    ///
    /// # Errors
    ///
    /// Why one cannot be resolved.
    pub fn value(&self, value: &Value) -> Result<Value, String> {
        if let Some(source) = Source::of(value) {
            return self.fetch(&source).map(Value::String);
        }
        Ok(match value {
            Value::Object(members) => {
                let members = members
                    .iter()
                    .map(|(name, member)| Ok::<_, String>((name.clone(), self.value(member)?)));
                Value::Object(members.collect::<Result<_, _>>()?)
            }
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| self.value(item)).collect::<Result<_, _>>()?)
            }
            other => other.clone(),
        })
    }
}
