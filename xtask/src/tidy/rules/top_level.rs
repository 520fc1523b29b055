//! The files and folders at the top of the workspace.

use std::collections::BTreeSet;

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "top-level",
    what: "the top level has the crates, the usual documents and tool files, and nothing else",
    run,
};

const FOLDERS: &[&str] = &["codegen", "conformance", "generated", "specs", "xtask"];

const FILES: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "Dockerfile",
    "LICENSE-APACHE",
    "SECURITY.md",
    "action.yml",
    "clippy.toml",
    "rustfmt.toml",
    "deny.toml",
];

fn run(tree: &Tree) -> Vec<Violation> {
    let tops: BTreeSet<(&str, bool)> = tree.files().map(|(path, _)| top(path)).collect();
    let wrong = tops.into_iter().filter(|(name, is_folder)| {
        let known = if *is_folder { FOLDERS } else { FILES };
        !name.starts_with('.') && !known.contains(name)
    });
    wrong.map(|(name, _)| Violation::of(name, "does not belong at the top level")).collect()
}

/// The first part of a path, and whether it is a folder.
fn top(path: &str) -> (&str, bool) {
    path.split_once('/').map_or((path, false), |(folder, _)| (folder, true))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_crates_and_usual_files() {
        let files = [("README.md", ""), (".gitignore", ""), (".ci/run", ""), ("specs/a.yaml", "")];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_everything_else() {
        let files = [("NOTES.md", ""), ("scripts/a.sh", ""), ("scripts/b.sh", ""), ("specs", "")];
        let expected = ["NOTES.md", "scripts", "specs"];
        let expected = expected.map(|name| format!("{name}: does not belong at the top level"));
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
