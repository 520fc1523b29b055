//! The direction of dependencies between the crates of the workspace.

use super::{Rule, Violation};
use crate::tidy::tree::{Package, Tree};

pub(super) const RULE: Rule = Rule {
    id: "layers",
    what: "a crate depends on no crate of the workspace but those below it",
    run,
};

/// What each crate may depend on, for whatever purpose.
const BELOW: &[(&str, &[&str])] = &[
    ("specs", &[]),
    ("codegen", &["specs"]),
    ("specwright-runtime", &[]),
    ("generated", &[]),
    ("conformance", &["specs", "generated"]),
    ("xtask", &["specs", "codegen"]),
];

fn run(tree: &Tree) -> Vec<Violation> {
    tree.packages().iter().flat_map(|package| judge(package, tree)).collect()
}

fn judge(package: &Package, tree: &Tree) -> Vec<Violation> {
    let manifest = format!("{}/Cargo.toml", package.folder);
    let Some((_, below)) = BELOW.iter().find(|(name, _)| *name == package.name) else {
        let message = format!("the crate {} has no place in the layers", package.name);
        return vec![Violation::of(&manifest, message)];
    };
    let own = |name: &str| tree.packages().iter().any(|package| package.name == name);
    let wrong =
        package.dependencies.iter().filter(|name| own(name) && !below.contains(&name.as_str()));
    let message = |name| format!("{} must not depend on {name}", package.name);
    wrong.map(|name| Violation::of(&manifest, message(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn down_is_right() {
        let tree = Tree::default().with_package("specs", &["serde"]);
        let tree = tree.with_package("codegen", &["specs", "syn"]);
        assert_eq!(check(&RULE, &tree), Vec::<String>::new());
    }

    #[test]
    fn up_and_unknown_are_wrong() {
        let tree = Tree::default().with_package("xtask", &["generated", "specs"]);
        let tree = tree.with_package("generated", &[]).with_package("specs", &[]);
        let expected = [
            "xtask/Cargo.toml: xtask must not depend on generated",
            "extra/Cargo.toml: the crate extra has no place in the layers",
        ];
        assert_eq!(check(&RULE, &tree.with_package("extra", &[])), expected);
    }
}
