//! References that lead back to themselves without ever reaching a property or an element: no value
//! can be checked against such a schema, and no object be read from such a reference.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::codes::CIRCULAR_REF;
use crate::{Diagnostics, Pointer, keyword};

/// Which places lead straight to which others: by `$ref`, or as part of one and the same value.
#[derive(Default)]
pub(crate) struct Rings {
    steps: IndexMap<Pointer, Vec<Pointer>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

impl Rings {
    /// How many places lead somewhere.
    pub(crate) fn len(&self) -> usize {
        self.steps.len()
    }

    /// Notes that one place leads straight to another.
    pub(crate) fn add(&mut self, from: &Pointer, to: Pointer) {
        self.steps.entry(from.clone()).or_default().push(to);
    }

    /// Records the schemas that a schema applies to the same value as itself.
    pub(crate) fn add_schema(&mut self, schema: &Map<String, Value>, pointer: &Pointer) {
        for row in keyword::compositions() {
            if let Some(value) = schema.get(row.key) {
                for target in row.pointers(value, pointer) {
                    self.add(pointer, target);
                }
            }
        }
    }

    /// Reports each ring once.
    pub(crate) fn report(&self, diagnostics: &mut Diagnostics) {
        let mut states = vec![State::New; self.steps.len()];
        for start in 0..self.steps.len() {
            self.search(start, &mut states, diagnostics);
        }
    }

    /// A depth-first search with a stack of its own: chains may be thousands long.
    fn search(&self, start: usize, states: &mut [State], diagnostics: &mut Diagnostics) {
        if states[start] != State::New {
            return;
        }
        states[start] = State::Open;
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let Some(target) = self.steps[*node].get(*next) else {
                states[*node] = State::Done;
                path.pop();
                continue;
            };
            *next += 1;
            let Some(target) = self.steps.get_index_of(target) else {
                continue;
            };
            match states[target] {
                State::New => {
                    states[target] = State::Open;
                    path.push((target, 0));
                }
                State::Open => {
                    let first = path.iter().position(|(node, _)| *node == target).unwrap_or(0);
                    let ring: Vec<usize> = path[first..].iter().map(|(node, _)| *node).collect();
                    self.report_ring(&ring, diagnostics);
                }
                State::Done => {}
            }
        }
    }

    fn report_ring(&self, ring: &[usize], diagnostics: &mut Diagnostics) {
        let mut places: Vec<&Pointer> =
            ring.iter().filter_map(|node| self.steps.get_index(*node)).map(|step| step.0).collect();
        // Begin at what has a name, and leave out the parts of what has just been named.
        let named = (0..places.len()).min_by_key(|at| places[*at].as_str().len()).unwrap_or(0);
        places.rotate_left(named);
        places.dedup_by(|later, earlier| later.as_str().starts_with(&format!("{earlier}/")));
        let Some(first) = places.first() else { return };
        let mut names: Vec<String> =
            places.iter().take(6).map(|place| format!("#{place}")).collect();
        if places.len() > names.len() {
            names.push("…".to_owned());
        }
        names.push(format!("#{first}"));
        let message = format!("the reference leads back to itself: {}", names.join(" → "));
        let help = "let one of them say what the value is, or refer to it from a property";
        diagnostics.report(&CIRCULAR_REF, first, message, help);
    }
}
