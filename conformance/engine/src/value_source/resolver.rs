//! Fetches what is defined elsewhere: in the environment, in files, in what commands print. Each is fetched
//! when it is needed and once; nothing of it is in a message.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::{Source, Text, command};
use conformance_core::redact::{Redactor, label, names_secret};

/// The longest file that is read for a value, in bytes.
const LONGEST_FILE: u64 = 16 << 20;

/// Fetches what is defined elsewhere.
#[derive(Default)]
pub struct Resolver {
    /// Where relative paths begin.
    folder: PathBuf,
    /// What a file of environment variables says.
    variables: BTreeMap<String, String>,
    /// Whether commands are left alone, and what is missing is named in place of a value: nothing is
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
    /// With paths that begin at this folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), ..Self::default() }
    }

    /// Where no value is needed: none is missing, and no command is run.
    #[must_use]
    pub fn dry(mut self, dry: bool) -> Self {
        self.dry = dry;
        self
    }

    /// With the variables of a file of `NAME=value` lines. The environment itself goes before it.
    ///
    /// # Errors
    ///
    /// The file with what is wrong with it; no value of it.
    pub fn with_variables(mut self, file: &Path) -> Result<Self, String> {
        let wrong = |error: dotenvy::Error| match error {
            dotenvy::Error::Io(error) => format!("{}: cannot be read: {error}", file.display()),
            // What the line says may be secret.
            _ => format!("{}: a line is not NAME=value", file.display()),
        };
        for entry in dotenvy::from_path_iter(file).map_err(wrong)? {
            let (name, value) = entry.map_err(wrong)?;
            self.variables.insert(name, value);
        }
        Ok(self)
    }

    /// A path of the file, from its folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Where relative paths begin.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether no value is needed.
    pub fn is_dry(&self) -> bool {
        self.dry
    }

    /// What a source holds.
    ///
    /// # Errors
    ///
    /// Why it cannot be had, with what to do on a line of its own.
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
            return Err(messages(&format!(
                "it has {length} bytes, and {LONGEST_FILE} are the most"
            )));
        }
        std::fs::read_to_string(&file).map_err(|error| messages(&error))
    }

    /// What a command prints, run in the folder of the file.
    ///
    /// # Errors
    ///
    /// Why it has not worked.
    pub fn run(&self, parts: &[String]) -> Result<String, String> {
        command::output(parts, &self.folder).map_err(|error| {
            // It may report what it was given.
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

    /// A text, wherever it stands.
    ///
    /// # Errors
    ///
    /// Why it cannot be had.
    pub fn text(&self, text: &Text) -> Result<String, String> {
        match text {
            Text::Plain(text) => Ok(text.clone()),
            Text::From(source) => self.fetch(source),
        }
    }

    /// A value, with all of its parts that stand elsewhere.
    ///
    /// # Errors
    ///
    /// Why one cannot be had.
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
