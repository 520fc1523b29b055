//! Names of the schemas in files: those that references to files lead to are components like those of the
//! document itself.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::Document;
use crate::Pointer;
use crate::reference::{reference, target};

/// Keys whose entries are schemas by their names.
const DEFINITIONS: [&str; 3] = ["schemas", "definitions", "$defs"];

/// Names of files that say nothing about what is in them: their folders do.
const GENERIC: [&str; 4] = ["index", "_index", "schema", "model"];

/// The names of components, where they differ from what their pointers say.
#[derive(Default)]
pub(crate) struct Names {
    /// Schemas in files.
    names: IndexMap<Pointer, String>,
    /// Components that are only references to such schemas, and have given them their names.
    given: HashSet<Pointer>,
}

impl Document {
    /// The name of the component schema at a location, if it is one.
    pub(crate) fn component(&self, pointer: &Pointer) -> Option<String> {
        if let Some(name) = self.names.names.get(pointer) {
            return Some(name.clone());
        }
        own_component(pointer).filter(|_| !self.names.given.contains(pointer))
    }

    /// The locations of the component schemas: those of the document itself, then those in files.
    pub(crate) fn components(&self) -> Vec<Pointer> {
        let schemas = Pointer::root().child("components").child("schemas");
        let own = self.keys(&schemas).map(|name| schemas.child(name));
        own.chain(self.names.names.keys().cloned()).collect()
    }

    /// Names the targets of references to schemas in files. A component that is such a reference alone
    /// gives its name to the target, and is the target from now on.
    pub(super) fn name_schemas(&mut self, references: &[(Pointer, Pointer)]) {
        let mut names = Names::default();
        for (holder, target) in references {
            if let (Some(name), Some(end)) = (own_component(holder), self.end(target))
                && !names.names.contains_key(&end)
            {
                names.names.insert(end, name);
                names.given.insert(holder.clone());
            }
        }
        let components = Pointer::root().child("components").child("schemas");
        let mut taken: HashSet<String> = self.keys(&components).cloned().collect();
        for (_, target) in references {
            let Some(end) = self.end(target).filter(|end| !names.names.contains_key(end)) else {
                continue;
            };
            if let Some((name, qualifier)) = self.derived(&end) {
                let name = free(name, &qualifier, &taken);
                taken.insert(name.clone());
                names.names.insert(end, name);
            }
        }
        self.names = names;
    }

    /// Where the references from a location end, if that is in a file and none of them is a component
    /// of the document itself.
    fn end(&self, pointer: &Pointer) -> Option<Pointer> {
        let mut pointer = pointer.clone();
        for _ in 0..=self.references {
            if own_component(&pointer).is_some() {
                return None;
            }
            match reference(self.value(&pointer)?) {
                Some(text) => pointer = target(text)?,
                None => return self.file(&pointer).map(|_| pointer),
            }
        }
        None
    }

    /// The path of the file that a location is in, and the tokens within the file.
    fn file(&self, pointer: &Pointer) -> Option<(String, Vec<String>)> {
        let rest = pointer.as_str().strip_prefix(self.files.as_str())?;
        let mut tokens = Pointer::parse(rest)?.tokens().collect::<Vec<_>>().into_iter();
        Some((tokens.next()?, tokens.collect()))
    }

    /// The name of a schema in a file, and what distinguishes it from others of that name: the last
    /// token of its pointer, or the name of the file. An inline schema has none.
    fn derived(&self, pointer: &Pointer) -> Option<(String, String)> {
        let (path, tokens) = self.file(pointer)?;
        let path = path.split('?').next().unwrap_or_default();
        let mut segments: Vec<&str> =
            path.split('/').filter(|segment| !matches!(*segment, "" | "..")).collect();
        let last = segments.pop().unwrap_or_default();
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let stem = stem.strip_suffix(".schema").unwrap_or(stem);
        let folder = segments.last().copied().unwrap_or_default();
        match tokens.as_slice() {
            [] if GENERIC.contains(&stem) && !folder.is_empty() => {
                Some((capital(folder), capital(stem)))
            }
            [] => Some((capital(stem), capital(folder))),
            [.., parent, name] if DEFINITIONS.contains(&parent.as_str()) => {
                Some((name.clone(), capital(stem)))
            }
            [name] => Some((name.clone(), capital(stem))),
            _ => None,
        }
    }
}

/// The name of a schema among the document's own components.
fn own_component(pointer: &Pointer) -> Option<String> {
    let name = pointer.as_str().strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| pointer.last()).flatten()
}

/// A name that is not taken.
fn free(name: String, qualifier: &str, taken: &HashSet<String>) -> String {
    if !taken.contains(&name) {
        return name;
    }
    let qualified = format!("{qualifier}{}", capital(&name));
    let numbered = (2_usize..).map(|number| format!("{qualified}{number}"));
    let mut candidates = std::iter::once(qualified.clone()).chain(numbered);
    candidates.find(|name| !taken.contains(name)).unwrap_or(qualified)
}

fn capital(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}
