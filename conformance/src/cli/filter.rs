//! Which cases are meant, by globs on their ids.

use crate::case::Case;
use crate::glob::matches;

/// Keeps the cases that are meant.
pub(super) fn keep(cases: &mut Vec<Case>, only: &[String], skip: &[String]) {
    cases.retain(|case| is_wanted(&case.id, only, skip));
}

/// Whether the case of this id is meant.
pub(super) fn is_wanted(id: &str, only: &[String], skip: &[String]) -> bool {
    let wanted = only.is_empty() || only.iter().any(|glob| matches(glob, id));
    wanted && !skip.iter().any(|glob| matches(glob, id))
}
