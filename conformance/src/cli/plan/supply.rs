//! How many live values a run needs of each field, and how many there are.

use std::collections::BTreeMap;

use crate::case::{Case, Draw};
use crate::fixtures::{Fixtures, LiveValues};

/// How the values of a field are told apart that belong to another client.
const OTHERS: &str = " (of another client)";

/// How many live values of a field are needed, and how many are there.
#[derive(Default)]
pub(super) struct Supply {
    pub(super) needed: usize,
    pub(super) drawn: usize,
    /// Whether more are left.
    pub(super) more: bool,
}

/// Where a live value is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pool {
    Live,
    /// The values that belong to another client.
    Others,
}

impl Pool {
    /// What the values of a field are called.
    fn name(self, field: &str) -> String {
        match self {
            Self::Live => field.to_owned(),
            Self::Others => format!("{field}{OTHERS}"),
        }
    }

    fn from(draw: Draw<'_>) -> Self {
        if draw.is_of_others { Self::Others } else { Self::Live }
    }

    fn named(name: &str) -> (Self, &str) {
        match name.strip_suffix(OTHERS) {
            Some(field) => (Self::Others, field),
            None => (Self::Live, name),
        }
    }

    fn of(self, fixtures: &Fixtures) -> &dyn LiveValues {
        match self {
            Self::Live => fixtures.live(),
            Self::Others => fixtures.others(),
        }
    }
}

impl Supply {
    pub(super) fn words(&self) -> String {
        let more = if self.more { " and more" } else { "" };
        format!("{} needed, {}{more} supplied", self.needed, self.drawn)
    }
}

/// What the cases draw, in their order, from fixtures that nobody else uses; and the ids of those for
/// which no live value would be left.
pub(super) fn supply(
    cases: &[Case],
    fixtures: &Fixtures,
) -> (BTreeMap<String, Supply>, Vec<String>) {
    let mut supply: BTreeMap<String, Supply> = BTreeMap::new();
    let mut dry = Vec::new();
    for case in cases {
        let mut is_dry = false;
        for draw in case.draws() {
            let pool = Pool::from(draw);
            let entry = supply.entry(pool.name(draw.field)).or_default();
            entry.needed += 1;
            // A run gives up a case at the first field that is dry.
            if !is_dry && pool.of(fixtures).next(draw.field).is_some() {
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
        let (pool, field) = Pool::named(name);
        entry.more = pool.of(fixtures).next(field).is_some();
    }
    (supply, dry)
}
