//! A document as values: what was written, and its structure for the typed reader.

mod items;
mod names;
mod paths;

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serde_path_to_error::Segment;

use self::names::Names;
use crate::diagnostic::codes::{UNREADABLE, UNRESOLVED_REF};
use crate::files::Texts;
use crate::grammar::{self, Walked};
use crate::reference::{reference, target};
use crate::version::{self, Version};
use crate::{Diagnostic, Diagnostics, Options, Pointer, Source, swagger};

/// One document that the grammar has checked.
pub(crate) struct Document {
    version: Version,
    /// As written, apart from what is repaired and left out.
    root: Value,
    /// Without schemas, see [`Walked`].
    structure: Value,
    elsewhere: HashMap<Pointer, Value>,
    /// How many references there are: more steps than that are a cycle.
    references: usize,
    names: Names,
    /// Where everything is that was read from files.
    files: Pointer,
}

impl Document {
    /// Checks a document; `None` where it is not of a supported format.
    pub(crate) fn new(
        root: Value,
        source: &Source,
        options: Option<&Options>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let version = version::check(&root, diagnostics)?;
        let root = match version {
            Version::V20 => swagger::rewrite(&root, diagnostics)?,
            Version::V30 | Version::V31 | Version::V32 => root,
        };
        let mut texts = Texts::new(source, root, options);
        texts.index(version);
        let walked = grammar::walk(&mut texts, version, diagnostics);
        let files = texts.place();
        let (mut root, written) = texts.finish();
        source.set_files(written);
        let Walked { structure, elsewhere, cycles, mut amendments, schemas, named } = walked;
        for pointer in cycles.report(diagnostics) {
            // Without the last of its references, a cycle is none.
            if schemas.contains(&pointer) {
                amendments.set(&pointer, json!({}));
            }
        }
        amendments.apply(&mut root);
        let references = cycles.len();
        let names = Names::default();
        let mut document = Self { version, root, structure, elsewhere, references, names, files };
        document.name_schemas(&named);
        document.reconcile_paths(diagnostics);
        Some(document)
    }

    /// The version that it declares.
    pub(crate) fn version(&self) -> Version {
        self.version
    }

    /// The value as written at a location.
    pub(crate) fn value(&self, pointer: &Pointer) -> Option<&Value> {
        self.root.pointer(pointer.as_str())
    }

    /// The keys of the object at a location, in order; none where there is no object.
    pub(crate) fn keys(&self, pointer: &Pointer) -> impl Iterator<Item = &String> {
        self.value(pointer).and_then(Value::as_object).into_iter().flat_map(|map| map.keys())
    }

    /// Whether the location has a value that is not left out.
    pub(crate) fn has(&self, pointer: &Pointer) -> bool {
        self.value(pointer).is_some_and(|value| !value.is_null())
    }

    /// How many items the array at a location has; 0 where there is no array.
    pub(crate) fn count(&self, pointer: &Pointer) -> usize {
        self.value(pointer).and_then(Value::as_array).map_or(0, Vec::len)
    }

    /// Whether the object that has the location has this key as well.
    pub(crate) fn has_sibling(&self, pointer: &Pointer, key: &str) -> bool {
        pointer.parent().is_some_and(|parent| self.value(&parent.child(key)).is_some())
    }

    /// The final target of the references from a location; itself where there is no reference.
    /// `None` where they have no target, or form a cycle.
    pub(crate) fn follow(&self, pointer: &Pointer) -> Option<Pointer> {
        let mut pointer = pointer.clone();
        let mut steps = 0_usize;
        while let Some(text) = reference(self.value(&pointer)?) {
            // The document itself is no part of one.
            pointer = target(text).filter(|found| *found != Pointer::root())?;
            steps += 1;
            if steps > self.references {
                return None;
            }
        }
        Some(pointer)
    }

    /// The structure at a location: that of an object outside the grammar's own locations, or of a
    /// part of one, or else that of the document.
    fn structure(&self, pointer: &Pointer) -> Option<&Value> {
        let owners = std::iter::successors(Some(pointer.clone()), Pointer::parent);
        let found = owners.filter(|_| !self.elsewhere.is_empty()).find_map(|owner| {
            let rest = pointer.as_str().get(owner.as_str().len()..)?;
            self.elsewhere.get(&owner)?.pointer(rest)
        });
        found.or_else(|| self.structure.pointer(pointer.as_str()))
    }

    /// The structure that has a location.
    fn structure_mut(&mut self, pointer: &Pointer) -> Option<&mut Value> {
        let mut owners = std::iter::successors(Some(pointer.clone()), Pointer::parent);
        match owners.find(|owner| self.elsewhere.contains_key(owner)) {
            Some(owner) => {
                let rest = pointer.as_str().get(owner.as_str().len()..)?;
                self.elsewhere.get_mut(&owner)?.pointer_mut(rest)
            }
            None => self.structure.pointer_mut(pointer.as_str()),
        }
    }

    /// The structure at the end of the references from a location; `None` where that is left out.
    fn found(&self, pointer: &Pointer) -> Option<(&Value, Pointer)> {
        let target = self.follow(pointer)?;
        if self.value(&target)?.is_null() {
            return None;
        }
        Some((self.structure(&target)?, target))
    }

    /// Reads the object at a location, its references followed, with the location it was found at.
    /// `None` where it is left out, which has been reported; what the typed reader rejects and the grammar
    /// accepted is reported here.
    pub(crate) fn read<T: DeserializeOwned>(
        &self,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<(T, Pointer)> {
        let Some((value, pointer)) = self.found(pointer) else {
            report_missing(pointer, diagnostics);
            return None;
        };
        match serde_path_to_error::deserialize(value) {
            Ok(object) => Some((object, pointer)),
            Err(error) => {
                let at = error.path().iter().fold(pointer, |pointer, segment| match segment {
                    Segment::Map { key } => pointer.child(key),
                    Segment::Seq { index } => pointer.child(index),
                    _ => pointer,
                });
                let message = format!("cannot be read: {}", error.inner());
                diagnostics.report(
                    &UNREADABLE,
                    &at,
                    message,
                    "write it as the specification demands",
                );
                None
            }
        }
    }
}

/// A reference to a part that is left out is lost as well, unless that was reported at the reference itself.
fn report_missing(pointer: &Pointer, diagnostics: &mut Diagnostics) {
    let is_known = |found: &Diagnostic| {
        let known = found.pointer.as_ref().map(Pointer::as_str);
        let below = known.and_then(|known| known.strip_prefix(pointer.as_str()));
        below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
    };
    if !diagnostics.iter().any(is_known) {
        let message = "it refers to a part of the document that is left out";
        diagnostics.report(&UNRESOLVED_REF, pointer, message, "correct what it refers to");
    }
}
