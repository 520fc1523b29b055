//! The values that the steps of one case share.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;
use uuid::Uuid;

use crate::fixtures::Fixtures;
use conformance_core::case::Owner;
use conformance_core::case::{Capture, Slot, Step};
use conformance_core::exchange::Exchange;
use conformance_core::values::Rng;

/// The values that the steps of one case share.
#[derive(Debug)]
pub struct Draws {
    pub(super) live: BTreeMap<String, Value>,
    /// Values that were minted for the case and that no step has drawn yet.
    made: BTreeMap<(Owner, String), VecDeque<Value>>,
    pub(super) rng: Rng,
    /// New for each step that needs it.
    pub(super) fresh: Option<Uuid>,
    /// The values captured from the responses so far.
    pub(super) captured: Vec<(Capture, Value)>,
    /// The same in all steps that need it.
    pub(super) kept: Option<Uuid>,
}

impl Draws {
    /// For one attempt at a case: unknown values follow from the seed, the UUIDs do not, so that a
    /// target that remembers the last run considers the request a new one.
    pub fn new(seed: u64, case: &str) -> Self {
        Self {
            live: BTreeMap::new(),
            made: BTreeMap::new(),
            rng: Rng::labelled(seed, case),
            fresh: None,
            captured: Vec::new(),
            kept: None,
        }
    }

    /// Captures from the exchanges so far what a step needs.
    pub fn capture(&mut self, step: &Step, exchanges: &[Exchange]) {
        for slot in step.request.slots() {
            if let Slot::Captured(capture) = slot
                && let Some(response) = exchanges.get(capture.step).and_then(Exchange::response)
                && let Some(value) = capture.source.value(response)
            {
                self.captured.push((capture.clone(), value));
            }
        }
    }

    /// Adds a value that was minted for the case.
    pub fn supply(&mut self, owner: Owner, field: &str, value: Value) {
        self.made.entry((owner, field.to_owned())).or_default().push_back(value);
    }

    /// A live value that no case has used.
    pub(super) fn fresh(
        &mut self,
        owner: Owner,
        field: &str,
        fixtures: &Fixtures,
    ) -> Option<Value> {
        let made = self.made.get_mut(&(owner, field.to_owned())).and_then(VecDeque::pop_front);
        made.or_else(|| match owner {
            Owner::Own => fixtures.live().next(field),
            Owner::Others => fixtures.others().next(field),
        })
    }

    /// The next step draws new live values.
    pub fn renew(&mut self) {
        self.live.clear();
    }
}
