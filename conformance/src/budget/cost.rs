//! How many requests a case takes at most, as long as nothing has to be asked again.

use crate::case::{Case, Probing, Role};
use crate::fixtures::Fixtures;

/// How many requests a case takes at most: its steps, a second look at what may take time to end, and
/// what its live values cost to make.
pub fn cost(case: &Case, fixtures: &Fixtures) -> usize {
    let looks_twice = fixtures.probe().is_some_and(|probe| !probe.grace().is_zero());
    let second = |role: &Role| usize::from(looks_twice && *role == Role::Probe(Probing::Dead));
    let steps: usize = case.steps.iter().map(|step| 1 + second(&step.role)).sum();
    let made: usize =
        case.draws().into_iter().map(|(whose, field)| fixtures.cost(whose, field)).sum();
    steps + made
}
