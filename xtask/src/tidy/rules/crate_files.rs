//! The files that every crate of the workspace has.

use super::{Rule, Violation};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule =
    Rule { id: "crate-files", what: "each crate has a README.md and the workspace's lints", run };

fn run(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for package in tree.packages() {
        if tree
            .text(&format!("{}/README.md", package.folder))
            .is_none_or(|text| text.trim().is_empty())
        {
            violations.push(Violation::of(&package.folder, "no README.md, or an empty one"));
        }
        let manifest = format!("{}/Cargo.toml", package.folder);
        if !has_lints(tree.text(&manifest).unwrap_or_default()) {
            violations.push(Violation::of(&manifest, "no `[lints]` with `workspace = true`"));
        }
    }
    violations
}

fn has_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    lines.by_ref().take_while(|line| !line.starts_with('[')).any(|line| line == "workspace = true")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_a_readme_and_lints() {
        let manifest = "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n\n[dependencies]\n";
        let files = [("a/Cargo.toml", manifest), ("a/README.md", "# a")];
        assert_eq!(check(&RULE, &Tree::of(&files).with_package("a", &[])), Vec::<String>::new());
    }

    #[test]
    fn rejects_a_crate_without_either() {
        let files = [("a/Cargo.toml", "[lints]\n\n[dependencies]\nworkspace = true\n")];
        let expected = [
            "a: no README.md, or an empty one",
            "a/Cargo.toml: no `[lints]` with `workspace = true`",
        ];
        assert_eq!(check(&RULE, &Tree::of(&files).with_package("a", &[])), expected);
    }
}
