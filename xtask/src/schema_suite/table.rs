//! The results as text, file by file.

use super::claims::Claims;
use super::group::Checked;

/// The most failures of one group that are printed.
const MOST_FAILURES: usize = 6;

/// What became of the groups of one file.
pub(super) struct Row {
    file: String,
    passed: usize,
    decided: usize,
    undecided: usize,
    /// Groups that are not claimed, with the reason and what fails.
    not_claimed: Vec<(String, Vec<String>)>,
    /// Groups that fail, with what is wrong.
    pub(super) failed: Vec<(String, Vec<String>)>,
}

impl Row {
    /// Sorts the groups of a file into those that pass, are not claimed, and fail.
    pub(super) fn new(file: &str, groups: &[Checked], claims: &mut Claims) -> Self {
        let mut row = Self {
            file: file.to_owned(),
            passed: 0,
            decided: groups.iter().map(|group| group.decided).sum(),
            undecided: groups.iter().map(|group| group.undecided).sum(),
            not_claimed: Vec::new(),
            failed: Vec::new(),
        };
        for group in groups {
            let failures = group.failures.clone();
            if failures.is_empty() {
                row.passed += 1;
            } else if let Some(reason) = claims.reason(file, &group.description) {
                row.not_claimed.push((format!("{} ({reason})", group.description), failures));
            } else {
                row.failed.push((group.description.clone(), failures));
            }
        }
        row
    }

    /// The file in a line.
    pub(super) fn line(&self) -> String {
        let Self { file, passed, decided, undecided, not_claimed, failed } = self;
        let (not_claimed, failed) = (not_claimed.len(), failed.len());
        format!(
            "{passed:>3} passed {not_claimed:>3} not claimed {failed:>3} failed; shapes decide {decided:>3} \
             values of {:>3}  {file}",
            decided + undecided
        )
    }

    /// What is wrong, group by group; `all` includes what is not claimed.
    pub(super) fn failures(&self, all: bool) -> Vec<String> {
        let mut lines = Vec::new();
        for (group, failures) in &self.failed {
            lines.push(format!("    FAILED: {} | {group}", self.file));
            lines.extend(failures.iter().take(MOST_FAILURES).map(|line| format!("        {line}")));
        }
        for (group, failures) in self.not_claimed.iter().filter(|_| all) {
            lines.push(format!("    not claimed: {group}"));
            lines.extend(failures.iter().take(MOST_FAILURES).map(|line| format!("        {line}")));
        }
        lines
    }
}

/// The totals of each draft.
pub(super) fn totals(rows: &[Row]) -> Vec<String> {
    let mut drafts: Vec<&str> = rows.iter().filter_map(|row| row.file.split('/').next()).collect();
    drafts.dedup();
    let total = |draft: &&str| {
        let rows = || rows.iter().filter(move |row| row.file.split('/').next() == Some(*draft));
        let sum = |part: fn(&Row) -> usize| -> usize { rows().map(part).sum() };
        format!(
            "{draft}: {} groups passed, {} not claimed, {} failed; shapes decide {} of {} values",
            sum(|row| row.passed),
            sum(|row| row.not_claimed.len()),
            sum(|row| row.failed.len()),
            sum(|row| row.decided),
            sum(|row| row.decided + row.undecided)
        )
    };
    drafts.iter().map(total).collect()
}
