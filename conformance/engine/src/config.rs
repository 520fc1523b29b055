//! `conformance.toml`: targets by name. Every mistake of a file is told at once, with its place; what is
//! secret in it is not shown.

mod fixtures;
mod json;
mod mistakes;
mod places;
mod probe;
mod reading;
mod schema;
mod settle;
mod target;
mod victims;

pub use mistakes::{Mistake, Mistakes};
pub use schema::schema;
pub use settle::Settled;
pub use target::{ActorText, Auth, ClientStyle, File, Oauth2, ServerChoice, Target, TokenBody};
pub use victims::{Body, Capture, Recipe, Step, Victims};

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::fixtures::Fixtures;
use crate::given::Resolver;
use conformance_core::nearest::did_you_mean;
use fixtures::Builder;
use places::escaped;
use reading::Document;

/// A file of targets.
#[derive(Debug, Clone)]
pub struct Config {
    /// What it says.
    pub file: File,
    /// The folder where its paths begin.
    folder: PathBuf,
    /// Where everything stands.
    mistakes: Mistakes,
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

    /// Reads text whose paths begin at a folder.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn parse(file: &str, text: &str, folder: PathBuf) -> Result<Self, Mistakes> {
        let mut document = Document::toml(file, text)?;
        let read = document.read::<File>();
        let mut mistakes = document.mistakes;
        let Some(file) = read.filter(|_| mistakes.is_empty()) else { return Err(mistakes) };
        settle::refuse_gaps(&file, &mut mistakes);
        match mistakes.is_empty() {
            true => Ok(Self { file, folder, mistakes }),
            false => Err(mistakes),
        }
    }

    /// The target of this name.
    ///
    /// # Errors
    ///
    /// What is there in its place.
    pub fn target(&self, name: &str) -> Result<&Target, Mistake> {
        self.file.targets.get(name).ok_or_else(|| {
            let known = || self.file.targets.keys().map(String::as_str);
            let help = did_you_mean(name, known()).unwrap_or_else(|| {
                format!("use one of {}", known().collect::<Vec<_>>().join(", "))
            });
            Mistake::new("/targets", format!("there is no target `{name}`"), help)
        })
    }

    /// A path of the file, from its folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// What fetches the values of the file. `env_file` is that of the command line.
    ///
    /// # Errors
    ///
    /// The file of variables with what is wrong with it.
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

    /// The fixtures of a target.
    ///
    /// # Errors
    ///
    /// What cannot be had, and every mistake.
    pub fn fixtures(&self, name: &str, resolver: &Arc<Resolver>) -> Result<Fixtures, Mistakes> {
        let mut mistakes = self.mistakes.clone();
        let target = match self.target(name) {
            Ok(target) => target,
            Err(mistake) => {
                mistakes.push(mistake);
                return Err(mistakes);
            }
        };
        let at = format!("/targets/{}", escaped(name));
        let builder = Builder { resolver, mistakes: &mut mistakes, at };
        let fixtures = builder.build(target);
        if mistakes.is_empty() { Ok(fixtures) } else { Err(mistakes) }
    }

    /// One mistake with its place in this file, as text for people.
    pub fn told(&self, mistake: Mistake) -> String {
        let mut mistakes = self.mistakes.clone();
        mistakes.push(mistake);
        mistakes.to_string()
    }
}

/// The fixtures of a JSON file, which is the part of a target that says who may call and what exists.
pub fn fixtures_of_json(
    file: &str,
    text: &str,
    resolver: &Arc<Resolver>,
) -> Result<Fixtures, Mistakes> {
    let mut document = Document::json(file, text)?;
    for name in Target::beyond_fixtures(&document.root) {
        let known =
            ["credentials", "headers", "values", "live", "others", "actor", "probe", "signing"];
        let help = did_you_mean(&name, known)
            .unwrap_or_else(|| format!("use one of {}", known.join(", ")));
        let place = format!("/{}", escaped(&name));
        document.mistakes.push(Mistake::new(place, format!("unknown key `{name}`"), help));
        if let Some(members) = document.root.as_object_mut() {
            members.shift_remove(&name);
        }
    }
    let read = document.read::<Target>();
    let mut mistakes = document.mistakes;
    let Some(target) = read.filter(|_| mistakes.is_empty()) else { return Err(mistakes) };
    let fixtures = Builder { resolver, mistakes: &mut mistakes, at: String::new() }.build(&target);
    if mistakes.is_empty() { Ok(fixtures) } else { Err(mistakes) }
}
