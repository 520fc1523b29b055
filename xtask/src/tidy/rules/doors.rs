//! Crates that only one part of the workspace may name, so that they can be exchanged there.

use super::{Rule, Violation};
use crate::tidy::code::{code, lines_with};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "doors",
    what: "OpenAPI's and YAML's crates are named behind their own door only",
    run,
};

/// A crate, the package that depends on it, and where in it the crate is named.
const DOORS: &[(&str, &str, &[&str])] = &[
    ("openapiv3", "specs", &["specs/"]),
    ("saphyr_parser", "specs", &["specs/"]),
    ("serde_yaml", "specs", &["specs/src/yaml.rs", "specs/src/yaml/"]),
];

fn run(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| path.ends_with(".rs")) {
        let code = code(text);
        let closed = |doors: &[&str]| !doors.iter().any(|door| path.starts_with(door));
        for (name, _, doors) in DOORS.iter().filter(|(_, _, doors)| closed(doors)) {
            let message = format!("{name} is named outside {}", doors.join(" and "));
            let lines = lines_with(&code, name);
            violations.extend(lines.map(|line| Violation::at(path, line, message.clone())));
        }
    }
    for package in tree.packages() {
        let depends = |name: &str| package.dependencies.iter().any(|d| d.replace('-', "_") == name);
        let wrong = DOORS.iter().filter(|(name, owner, _)| package.name != *owner && depends(name));
        let path = format!("{}/Cargo.toml", package.folder);
        violations.extend(wrong.map(|(name, owner, _)| {
            Violation::of(&path, format!("{name} is a dependency of {owner} alone"))
        }));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn behind_the_door_is_right() {
        let files = [
            ("specs/src/yaml.rs", "use serde_yaml::Value;"),
            ("specs/src/lower.rs", "use openapiv3::Operation;"),
            ("codegen/src/lib.rs", "// not serde_yaml\nconst A: &str = \"openapiv3\";"),
        ];
        let tree = Tree::of(&files).with_package("specs", &["openapiv3", "saphyr-parser"]);
        assert_eq!(check(&RULE, &tree), Vec::<String>::new());
    }

    #[test]
    fn elsewhere_is_wrong() {
        let files = [
            ("codegen/src/lib.rs", "\nuse openapiv3::Schema;"),
            ("specs/src/read.rs", "serde_yaml::from_str(a)"),
        ];
        let expected = [
            "codegen/src/lib.rs:2: openapiv3 is named outside specs/",
            "specs/src/read.rs:1: serde_yaml is named outside specs/src/yaml.rs and specs/src/yaml/",
            "codegen/Cargo.toml: saphyr_parser is a dependency of specs alone",
        ];
        let tree = Tree::of(&files).with_package("codegen", &["saphyr-parser"]);
        assert_eq!(check(&RULE, &tree), expected);
    }
}
