//! The live values that a run needs, by field, and those that are supplied.

use std::collections::BTreeMap;

use super::count;
use conformance_core::case::Case;
use conformance_core::case::Owner;
use conformance_engine::fixtures::{Fixtures, LiveValues};

/// Marks the entry of foreign values of a field.
const FOREIGN: &str = " (of another client)";

/// The live values of one field: how many are needed, and where they come from.
#[derive(Default)]
pub(super) struct Supply {
    pub(super) needed: usize,
    pub(super) drawn: usize,
    /// How many are created on demand.
    pub(super) made: usize,
    /// The number of setup requests.
    pub(super) setup: usize,
    /// The maximum number of teardown requests.
    pub(super) teardown: usize,
    /// Whether more than the needed ones are supplied.
    pub(super) more: bool,
}

impl Supply {
    pub(super) fn description(&self) -> String {
        match (self.made, self.setup) {
            (0, _) => {}
            (made, 0) => return format!("{} needed, {made} created by a command", self.needed),
            (made, setup) => {
                let at_end = match self.teardown {
                    0 => String::new(),
                    most => format!(", up to {most} for teardown"),
                };
                return format!(
                    "{} needed, {made} created by {}{at_end}",
                    self.needed,
                    count(setup)
                );
            }
        }
        let more = if self.more { " and more" } else { "" };
        format!("{} needed, {}{more} supplied", self.needed, self.drawn)
    }
}

/// The name of the entry for the values of a field.
fn entry_name(owner: Owner, field: &str) -> String {
    match owner {
        Owner::Own => field.to_owned(),
        Owner::Others => format!("{field}{FOREIGN}"),
    }
}

/// The owner and field of an entry.
fn owner_and_field(name: &str) -> (Owner, &str) {
    match name.strip_suffix(FOREIGN) {
        Some(field) => (Owner::Others, field),
        None => (Owner::Own, name),
    }
}

fn pool(owner: Owner, fixtures: &Fixtures) -> &dyn LiveValues {
    match owner {
        Owner::Own => fixtures.live(),
        Owner::Others => fixtures.others(),
    }
}

/// The live values that the cases use, in their order, and the ids of the cases for which none remains.
/// Consumes values of the fixtures.
pub(super) fn supply(
    cases: &[Case],
    fixtures: &Fixtures,
) -> (BTreeMap<String, Supply>, Vec<String>) {
    let mut supply: BTreeMap<String, Supply> = BTreeMap::new();
    let mut without = Vec::new();
    for case in cases {
        let mut is_without = false;
        for (owner, field) in case.draws() {
            let entry = supply.entry(entry_name(owner, field)).or_default();
            entry.needed += 1;
            if fixtures.is_made(owner, field) {
                entry.made += 1;
                continue;
            }
            // A run skips a case at the first field without a value.
            if !is_without && pool(owner, fixtures).next(field).is_some() {
                entry.drawn += 1;
            } else {
                is_without = true;
            }
        }
        if is_without {
            without.push(case.id.clone());
        }
    }
    for (name, entry) in &mut supply {
        let (owner, field) = owner_and_field(name);
        entry.more = pool(owner, fixtures).next(field).is_some();
        entry.setup = entry.made * fixtures.cost(owner, field);
        entry.teardown = entry.made * fixtures.teardown(owner, field);
    }
    (supply, without)
}
