//! Targets and fixtures of configuration files, with their values resolved and checked against the
//! document.

mod fixtures;
mod fixtures_file;
mod target;

pub use target::ResolvedTarget;

use std::sync::Arc;

use conformance_core::nearest::did_you_mean;

use crate::config::{Config, Document, Mistake, Mistakes, Target, escaped};
use crate::fixtures::Fixtures;
use crate::value_source::Resolver;
use fixtures::Builder;

impl Config {
    /// The fixtures of a target.
    ///
    /// # Errors
    ///
    /// What cannot be resolved, and every mistake.
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
}

/// The fixtures of a JSON file: the part of a target that contains credentials and values.
pub fn fixtures_of_json(
    file: &str,
    text: &str,
    resolver: &Arc<Resolver>,
) -> Result<Fixtures, Mistakes> {
    let mut document = Document::json(file, text)?;
    for name in Target::beyond_fixtures(&document.root) {
        let known = [
            "credentials",
            "headers",
            "values",
            "live-values",
            "foreign-values",
            "own-credential",
            "probe",
            "signing",
        ];
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
