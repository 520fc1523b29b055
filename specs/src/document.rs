//! A document as values: what was written, and its structure for the typed reader.

mod version;

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use crate::diagnostic::codes::UNREADABLE;
use crate::grammar::{self, Walked};
use crate::reference::{reference, target};
use crate::{Diagnostics, Pointer};

/// One document, checked against the grammar.
pub(crate) struct Document {
    /// As written.
    root: Value,
    /// Without schemas, see [`Walked`].
    structure: Value,
    elsewhere: HashMap<Pointer, Value>,
    /// How many references there are: more steps than that make a ring.
    references: usize,
}

impl Document {
    /// Checks a document; `None` where it is none that this front end reads.
    pub(crate) fn new(root: Value, diagnostics: &mut Diagnostics) -> Option<Self> {
        version::check(&root, diagnostics)?;
        let Walked { structure, elsewhere, rings } = grammar::walk(&root, diagnostics);
        rings.report(diagnostics);
        Some(Self { root, structure, elsewhere, references: rings.len() })
    }

    /// The value as written at a place.
    pub(crate) fn value(&self, pointer: &Pointer) -> Option<&Value> {
        self.root.pointer(pointer.as_str())
    }

    /// The keys of the mapping at a place, in order; none where there is no mapping.
    pub(crate) fn keys(&self, pointer: &Pointer) -> impl Iterator<Item = &String> {
        self.value(pointer).and_then(Value::as_object).into_iter().flat_map(|map| map.keys())
    }

    /// How many elements the list at a place has; 0 where there is no list.
    pub(crate) fn count(&self, pointer: &Pointer) -> usize {
        self.value(pointer).and_then(Value::as_array).map_or(0, Vec::len)
    }

    /// The place that a place's references lead to in the end; itself where it holds none. `None`
    /// where they lead to nothing, or in a ring.
    pub(crate) fn follow(&self, pointer: &Pointer) -> Option<Pointer> {
        let mut place = pointer.clone();
        let mut steps = 0_usize;
        while let Some(text) = reference(self.value(&place)?) {
            place = target(text)?;
            steps += 1;
            if steps > self.references {
                return None;
            }
        }
        Some(place)
    }

    /// The structure at a place: that of an object outside the grammar's own places, or of a part of
    /// one, or else that of the document.
    fn structure(&self, place: &Pointer) -> Option<&Value> {
        let holders = std::iter::successors(Some(place.clone()), Pointer::parent);
        let found = holders.filter(|_| !self.elsewhere.is_empty()).find_map(|holder| {
            let rest = place.as_str().get(holder.as_str().len()..)?;
            self.elsewhere.get(&holder)?.pointer(rest)
        });
        found.or_else(|| self.structure.pointer(place.as_str()))
    }

    /// Reads the object at a place, behind any references, with the place it was found at. Where
    /// the typed reader refuses what the grammar let pass, that is reported.
    pub(crate) fn read<T: DeserializeOwned>(
        &self,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<(T, Pointer)> {
        let place = self.follow(pointer)?;
        let value = self.structure(&place)?;
        match serde_path_to_error::deserialize(value) {
            Ok(object) => Some((object, place)),
            // The grammar has said why already.
            Err(_) if diagnostics.has_errors() => None,
            Err(error) => {
                let at = error.path().iter().fold(place, |place, segment| match segment {
                    Segment::Map { key } => place.child(key),
                    Segment::Seq { index } => place.child(index),
                    _ => place,
                });
                let message = format!("cannot be read: {}", error.inner());
                diagnostics.report(&UNREADABLE, &at, message, "write it as OpenAPI 3.0 has it");
                None
            }
        }
    }
}
