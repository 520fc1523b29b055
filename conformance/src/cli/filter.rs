//! Which cases are meant, by globs on their ids.

use crate::case::Case;
use crate::glob::matches;

/// Keeps the cases that are meant.
pub(super) fn keep(cases: &mut Vec<Case>, only: &[String], skip: &[String]) {
    cases.retain(|case| {
        let wanted = only.is_empty() || only.iter().any(|glob| matches(glob, &case.id));
        wanted && !skip.iter().any(|glob| matches(glob, &case.id))
    });
}
