//! References to parts that have moved. They are corrected when all parts are in place, as a part may
//! be referred to before it is read.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Value, json};

use super::{Position, Rewriting};
use crate::Pointer;
use crate::reference::{reference, target};

/// What a reference refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target {
    PathItem,
    Parameter,
    Response,
    Schema,
    SecurityScheme,
}

/// Keys of the document whose parts are rewritten wherever they are.
const KNOWN: [&str; 6] =
    ["paths", "definitions", "parameters", "responses", "securityDefinitions", "components"];

/// The text of a reference to a location in the document.
pub(super) fn text(pointer: &Pointer) -> String {
    // RFC 3986 §2.4: a percent sign that is none of an escape is one itself.
    format!("#{}", pointer.as_str().replace('%', "%25"))
}

impl Rewriting<'_> {
    /// A part of the document that can be referred to.
    pub(super) fn target(&mut self, kind: Target, value: &Value, at: &Position) -> Value {
        match kind {
            Target::PathItem => self.path_item(value, at),
            Target::Parameter => self.parameter(value, at),
            Target::Response => {
                let produces = self.produces.clone();
                self.response(value, &produces, at)
            }
            Target::Schema => self.schema(value, at),
            Target::SecurityScheme => self.security_scheme(value, at),
        }
    }

    /// Corrects every reference, and rewrites what is referred to outside the known locations.
    pub(super) fn resolve(&mut self, root: &mut Value) {
        let mut seen = HashSet::new();
        let mut open = VecDeque::from(std::mem::take(&mut self.references));
        let mut moves = self.moves();
        while let Some((pointer, kind)) = open.pop_front() {
            let found = root.pointer(pointer.as_str()).and_then(reference).and_then(target);
            let Some(written) = found else {
                continue;
            };
            let rewritten = moves.rewritten(&written, root);
            if rewritten != written {
                if let Some(Value::Object(entries)) = root.pointer_mut(pointer.as_str()) {
                    entries.insert("$ref".to_owned(), json!(text(&rewritten)));
                }
            } else if is_outside(&written) && seen.insert((written.clone(), kind)) {
                self.rewrite_outside(&written, kind, root);
                open.extend(std::mem::take(&mut self.references));
                moves = self.moves_after(moves);
            }
        }
    }

    /// Rewrites a part where it is.
    fn rewrite_outside(&mut self, pointer: &Pointer, kind: Target, root: &mut Value) {
        let position = Position::new(pointer.clone(), pointer.clone());
        if let Some(value) = self.root.pointer(pointer.as_str()) {
            let value = self.target(kind, value, &position);
            if let Some(place) = root.pointer_mut(pointer.as_str()) {
                *place = value;
            }
        }
    }

    fn moves(&mut self) -> Moves {
        let mut moves = Moves::default();
        moves.extend(std::mem::take(&mut self.moved));
        moves
    }

    fn moves_after(&mut self, mut moves: Moves) -> Moves {
        moves.extend(std::mem::take(&mut self.moved));
        moves
    }
}

/// Whether a location is none of those that are rewritten in any case.
fn is_outside(pointer: &Pointer) -> bool {
    pointer.tokens().next().is_some_and(|first| !KNOWN.contains(&first.as_str()))
}

/// For each location in the text, the locations in the rewritten document that it has become.
#[derive(Debug, Default)]
struct Moves(HashMap<Pointer, Vec<Pointer>>);

impl Moves {
    fn extend(&mut self, positions: Vec<Position>) {
        for Position { rewritten, written, is_copy: _ } in positions {
            self.0.entry(written).or_default().push(rewritten);
        }
    }

    /// The location that what is written at this one has become; itself where there is none.
    fn rewritten(&self, written: &Pointer, root: &Value) -> Pointer {
        let ancestors = std::iter::successors(Some(written.clone()), Pointer::parent);
        let candidates = ancestors.flat_map(|ancestor| {
            let rest = written.as_str().get(ancestor.as_str().len()..).unwrap_or_default();
            let found = self.0.get(&ancestor).into_iter().flatten();
            found.map(|rewritten| rewritten.join(rest)).collect::<Vec<_>>()
        });
        let mut existing = candidates.filter(|found| root.pointer(found.as_str()).is_some());
        existing.next().unwrap_or_else(|| written.clone())
    }
}
