//! The rules, one record each. A new rule is a new file and a line in [`RULES`].

mod boundaries;
mod checks_registered;
mod ci_calls_xtask;
mod crate_files;
mod documented_names;
mod file_length;
mod generated_marked;
mod layers;
mod machine_paths;
mod module_cycles;
mod module_docs;
mod module_names;
mod plain_words;
mod reasons;
mod recordings;
mod snapshots;
mod specs_registered;
mod top_level;
mod unfinished;

use std::fmt;

use super::tree::Tree;

/// One rule of the project.
pub(super) struct Rule {
    /// Its name, equal to its file's.
    pub(super) id: &'static str,
    /// The requirement, in one line.
    pub(super) what: &'static str,
    /// Finds the violations.
    pub(super) run: fn(&Tree) -> Vec<Violation>,
}

/// A location at which a rule is violated.
#[derive(Debug)]
pub(super) struct Violation {
    path: String,
    /// From 1; 0 for the whole file or folder.
    line: usize,
    message: String,
}

impl Violation {
    /// A line of a file.
    fn at(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }

    /// A file or folder as a whole.
    fn of(path: &str, message: impl Into<String>) -> Self {
        Self::at(path, 0, message)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// Every rule, in the order in which they are checked.
pub(super) const RULES: &[&Rule] = &[
    &layers::RULE,
    &boundaries::RULE,
    &crate_files::RULE,
    &top_level::RULE,
    &module_cycles::RULE,
    &module_docs::RULE,
    &module_names::RULE,
    &file_length::RULE,
    &unfinished::RULE,
    &reasons::RULE,
    &specs_registered::RULE,
    &checks_registered::RULE,
    &recordings::RULE,
    &generated_marked::RULE,
    &snapshots::RULE,
    &documented_names::RULE,
    &machine_paths::RULE,
    &plain_words::RULE,
    &ci_calls_xtask::RULE,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{RULES, Rule, Tree};

    /// The violations of a rule, as they are printed.
    pub(super) fn check(rule: &Rule, tree: &Tree) -> Vec<String> {
        (rule.run)(tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_rule_has_a_unique_id_and_a_requirement() {
        let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), RULES.len());
        assert!(RULES.iter().all(|rule| !rule.what.is_empty()));
    }

    #[test]
    fn readme_lists_every_rule() {
        let readme = include_str!("../../README.md");
        let rows = readme.lines().filter(|line| line.starts_with("| `"));
        let rows: Vec<&str> = rows.skip_while(|line| !line.starts_with("| `layers`")).collect();
        let expected = RULES.iter().map(|rule| format!("| `{}` | {} |", rule.id, rule.what));
        assert_eq!(rows, expected.collect::<Vec<_>>());
    }
}
