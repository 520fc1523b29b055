//! References that refer back to themselves without ever reaching a property or an item: no value can
//! be validated by such a schema, and no object be read from such a reference.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::codes::CIRCULAR_REF;
use crate::{Diagnostics, Pointer, keyword};

/// Which locations refer directly to which others: by `$ref`, or by applying to the same value.
#[derive(Default)]
pub(crate) struct Cycles {
    steps: IndexMap<Pointer, Vec<Pointer>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

impl Cycles {
    /// How many locations refer to others.
    pub(crate) fn len(&self) -> usize {
        self.steps.len()
    }

    /// Records that one location refers directly to another.
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

    /// Reports each cycle once, and gives the location of one reference of each: no cycle remains
    /// without these.
    pub(crate) fn report(&self, diagnostics: &mut Diagnostics) -> Vec<Pointer> {
        let mut states = vec![State::New; self.steps.len()];
        let mut last = Vec::new();
        for start in 0..self.steps.len() {
            self.search(start, &mut states, &mut last, diagnostics);
        }
        last
    }

    /// A depth-first search with a stack of its own: chains may be thousands long.
    fn search(
        &self,
        start: usize,
        states: &mut [State],
        last: &mut Vec<Pointer>,
        diagnostics: &mut Diagnostics,
    ) {
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
                    let cycle: Vec<usize> = path[first..].iter().map(|(node, _)| *node).collect();
                    let closing = cycle.last().and_then(|node| self.steps.get_index(*node));
                    last.extend(closing.map(|(pointer, _)| pointer.clone()));
                    self.report_cycle(&cycle, diagnostics);
                }
                State::Done => {}
            }
        }
    }

    fn report_cycle(&self, cycle: &[usize], diagnostics: &mut Diagnostics) {
        let mut pointers: Vec<&Pointer> = cycle
            .iter()
            .filter_map(|node| self.steps.get_index(*node))
            .map(|step| step.0)
            .collect();
        // Begin at what has a name, and omit the parts of what has just been named.
        let named = (0..pointers.len()).min_by_key(|at| pointers[*at].as_str().len()).unwrap_or(0);
        pointers.rotate_left(named);
        pointers.dedup_by(|later, earlier| later.as_str().starts_with(&format!("{earlier}/")));
        let Some(first) = pointers.first() else { return };
        let source = diagnostics.source().clone();
        let mut names: Vec<String> =
            pointers.iter().take(6).map(|pointer| source.reference(pointer)).collect();
        if pointers.len() > names.len() {
            names.push("…".to_owned());
        }
        names.push(source.reference(first));
        let message = format!("the reference refers back to itself: {}", names.join(" → "));
        let help = "declare a `type` in one of them, or refer to it from a property";
        diagnostics.report(&CIRCULAR_REF, first, message, help);
    }
}
