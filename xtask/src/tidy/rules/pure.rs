//! Code that must come to the same result wherever and whenever it runs.

use super::{Rule, Violation};
use crate::tidy::code::{code, lines_with};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "pure",
    what: "emitters and checks use no files, network, clock, environment or hash order",
    run,
};

/// Code that must be pure.
struct Area {
    /// The paths that it stands below.
    within: &'static str,
    /// The paths below those that are no part of it.
    but: &'static [&'static str],
    /// Words that it must not use, besides those that no area may.
    banned: &'static [&'static str],
}

const AREAS: &[Area] = &[
    // The sink writes files. What emitters write may name any crate.
    Area { within: "codegen/src/", but: &["codegen/src/sink"], banned: &[] },
    Area { within: "conformance/src/checks", but: &[], banned: &["tokio", "reqwest"] },
];

const BANNED: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "HashMap",
    "HashSet",
];

fn run(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for area in AREAS {
        let files = tree.rust().filter(|(path, _)| area.holds(path));
        violations.extend(files.flat_map(|(path, text)| judge(area, path, text)));
    }
    violations
}

impl Area {
    fn holds(&self, path: &str) -> bool {
        path.starts_with(self.within) && !self.but.iter().any(|but| path.starts_with(but))
    }
}

fn judge(area: &Area, path: &str, text: &str) -> Vec<Violation> {
    let code = code(text);
    // Tests may read fixtures.
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let banned = BANNED.iter().chain(area.banned);
    let used = banned.flat_map(|word| lines_with(code, word).map(move |line| (line, word)));
    used.map(|(line, word)| Violation::at(path, line, format!("{word} in code that must be pure")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn elsewhere_and_in_tests_it_is_right() {
        let files = [
            ("codegen/src/sink/disk.rs", "use std::fs;"),
            ("codegen/runtime/src/client.rs", "use std::time::Instant;"),
            ("codegen/src/emit.rs", "let a = quote!(x);\n#[cfg(test)]\nuse std::fs;"),
            ("conformance/src/runner.rs", "use tokio::time;"),
            ("conformance/src/checks/a.rs", "use std::collections::BTreeMap;"),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn io_and_hash_order_are_wrong() {
        let files = [
            ("codegen/src/emit.rs", "use std::collections::HashMap;"),
            ("conformance/src/checks/a.rs", "fn f() {\n    std::fs::read(a)\n}\nuse tokio::net;"),
        ];
        let expected = [
            "codegen/src/emit.rs:1: HashMap in code that must be pure",
            "conformance/src/checks/a.rs:2: std::fs in code that must be pure",
            "conformance/src/checks/a.rs:4: tokio in code that must be pure",
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
