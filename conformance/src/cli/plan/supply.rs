//! How many live values a run needs of each field, and how many there are.

use std::collections::BTreeMap;

use super::count;
use conformance_core::case::Case;
use conformance_core::case::Owner;
use conformance_engine::fixtures::{Fixtures, LiveValues};

/// How the values of a field are reported apart that belong to another client.
const OTHERS: &str = " (of another client)";

/// How many live values of a field are needed, and how many are there.
#[derive(Default)]
pub(super) struct Supply {
    pub(super) needed: usize,
    pub(super) drawn: usize,
    /// How many are made when they are needed.
    pub(super) made: usize,
    /// How many requests that takes.
    pub(super) setup: usize,
    /// How many requests end them at most, if no case does.
    pub(super) teardown: usize,
    /// Whether more are left.
    pub(super) more: bool,
}

impl Supply {
    pub(super) fn words(&self) -> String {
        match (self.made, self.setup) {
            (0, _) => {}
            (made, 0) => return format!("{} needed, {made} made by a command", self.needed),
            (made, setup) => {
                let ended = match self.teardown {
                    0 => String::new(),
                    most => format!(", ended by {most} at most"),
                };
                return format!("{} needed, {made} made by {}{ended}", self.needed, count(setup));
            }
        }
        let more = if self.more { " and more" } else { "" };
        format!("{} needed, {}{more} supplied", self.needed, self.drawn)
    }
}

/// What the values of a field are called.
fn name(owner: Owner, field: &str) -> String {
    match owner {
        Owner::Own => field.to_owned(),
        Owner::Others => format!("{field}{OTHERS}"),
    }
}

/// Whose values have this name, and of which field.
fn named(name: &str) -> (Owner, &str) {
    match name.strip_suffix(OTHERS) {
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

/// What the cases draw, in their order, from fixtures that no other client uses; and the ids of those for
/// which no live value would be left.
pub(super) fn supply(
    cases: &[Case],
    fixtures: &Fixtures,
) -> (BTreeMap<String, Supply>, Vec<String>) {
    let mut supply: BTreeMap<String, Supply> = BTreeMap::new();
    let mut dry = Vec::new();
    for case in cases {
        let mut is_dry = false;
        for (owner, field) in case.draws() {
            let entry = supply.entry(name(owner, field)).or_default();
            entry.needed += 1;
            if fixtures.is_made(owner, field) {
                entry.made += 1;
                continue;
            }
            // A run gives up a case at the first field that is dry.
            if !is_dry && pool(owner, fixtures).next(field).is_some() {
                entry.drawn += 1;
            } else {
                is_dry = true;
            }
        }
        if is_dry {
            dry.push(case.id.clone());
        }
    }
    for (name, entry) in &mut supply {
        let (owner, field) = named(name);
        entry.more = pool(owner, fixtures).next(field).is_some();
        entry.setup = entry.made * fixtures.cost(owner, field);
        entry.teardown = entry.made * fixtures.teardown(owner, field);
    }
    (supply, dry)
}
