//! `conformance.toml`: targets by name. All mistakes of a file are reported together, each with its
//! location; secrets in it are not shown.

mod json;
mod live_values;
mod mistakes;
mod places;
mod probe;
mod reading;
mod schema;
mod target;

pub use live_values::{Body, Capture, LiveSource, Recipe, Step};
pub use mistakes::{Mistake, Mistakes};
pub(crate) use places::escaped;
pub(crate) use reading::Document;
pub use schema::schema;
pub use target::{
    Auth, ClientStyle, File, Oauth2, OwnCredentialText, ServerChoice, Target, TokenBody,
};

use std::path::{Path, PathBuf};

use crate::value_source::Resolver;
use conformance_core::nearest::did_you_mean;

/// A file of targets.
#[derive(Debug, Clone)]
pub struct Config {
    /// Its content.
    pub file: File,
    /// The folder that relative paths start from.
    folder: PathBuf,
    /// The locations of keys and values in the text.
    pub(crate) mistakes: Mistakes,
}

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, or every mistake in it, as text for people.
    pub fn load(path: &Path) -> Result<Self, String> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{file}: cannot be read: {error}"))?;
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Self::parse(&file, &text, folder).map_err(|mistakes| mistakes.to_string())
    }

    /// Reads text whose relative paths start from a folder.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn parse(file: &str, text: &str, folder: PathBuf) -> Result<Self, Mistakes> {
        let mut document = Document::toml(file, text)?;
        let read = document.read::<File>();
        let mut mistakes = document.mistakes;
        let Some(file) = read.filter(|_| mistakes.is_empty()) else { return Err(mistakes) };
        refuse_gaps(&file, &mut mistakes);
        if mistakes.is_empty() { Ok(Self { file, folder, mistakes }) } else { Err(mistakes) }
    }

    /// The target of this name.
    ///
    /// # Errors
    ///
    /// That there is no such target, with the known names.
    pub fn target(&self, name: &str) -> Result<&Target, Mistake> {
        self.file.targets.get(name).ok_or_else(|| {
            let known = || self.file.targets.keys().map(String::as_str);
            let help = did_you_mean(name, known()).unwrap_or_else(|| {
                format!("use one of {}", known().collect::<Vec<_>>().join(", "))
            });
            Mistake::new("/targets", format!("there is no target `{name}`"), help)
        })
    }

    /// A path of the file, relative to its folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// What resolves the values of the file. `env_file` is the one of the command line.
    ///
    /// # Errors
    ///
    /// The file of environment variables, with what is wrong with it.
    pub fn resolver(&self, env_file: Option<&Path>, dry: bool) -> Result<Resolver, String> {
        let resolver = Resolver::new(self.folder.clone()).dry(dry);
        match (env_file, &self.file.env_file) {
            (Some(file), _) => resolver.with_variables(file),
            (None, Some(file)) => {
                let file = resolver.path(file);
                resolver.with_variables(&file)
            }
            (None, None) => Ok(resolver),
        }
    }

    /// One mistake with its location in this file, as text for people.
    pub fn messages(&self, mistake: Mistake) -> String {
        let mut mistakes = self.mistakes.clone();
        mistakes.push(mistake);
        mistakes.to_string()
    }
}

/// Rejects what is wrong for every target, whatever its document.
fn refuse_gaps(file: &File, mistakes: &mut Mistakes) {
    if let Some(name) = &file.default_target
        && !file.targets.contains_key(name)
    {
        let known = file.targets.keys().map(String::as_str);
        let help = did_you_mean(name, known).unwrap_or_else(|| "name one of `targets`".to_owned());
        let message = format!("there is no target `{name}`");
        mistakes.push(Mistake::new("/default-target", message, help));
    }
    for (name, target) in &file.targets {
        let place = format!("/targets/{}", escaped(name));
        let mut wrong = |rest: &str, message: &str, help: String| {
            mistakes.push(Mistake::new(format!("{place}{rest}"), message, help));
        };
        match (&target.provider, &target.spec) {
            (None, None) => {
                wrong("", "the target has no document", "add `provider` or `spec`".to_owned());
            }
            (Some(_), Some(_)) => {
                wrong(
                    "/spec",
                    "a provider already has a document",
                    "remove `provider` or `spec`".to_owned(),
                );
            }
            (Some(id), None) if specs::providers::find(id).is_none() => {
                let known: Vec<&str> =
                    specs::providers::ALL.iter().map(|provider| provider.id).collect();
                let help = did_you_mean(id, known.iter().copied())
                    .unwrap_or_else(|| format!("use one of {}", known.join(", ")));
                wrong("/provider", &format!("unknown provider `{id}`"), help);
            }
            _ => {}
        }
        match (&target.url, &target.server) {
            (None, None) => {
                let help = "add `url`, or `server` with an index into the document's `servers`";
                wrong("", "the target has no URL", help.to_owned());
            }
            (Some(_), Some(_)) => {
                wrong("/server", "`url` already names the target", "remove one of them".to_owned());
            }
            (Some(_), None) if !target.variables.is_empty() => {
                let help = "name the server with `server`, or remove `variables`";
                wrong("/variables", "`variables` need a server of the document", help.to_owned());
            }
            _ => {}
        }
        if target.checks.expectations.is_some() && target.expectations.is_some() {
            let help = "remove one of them".to_owned();
            wrong("/expectations", "`checks` names known failures already", help);
        }
    }
}
