//! Code that must come to the same result wherever and whenever it runs.

use super::{Rule, Violation};
use crate::tidy::code::{code, lines_with};
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "pure",
    what: "emitters and checks use no files, network, clock, environment or hash order",
    run,
};

/// Below which paths code must be pure, and where below them it need not be.
const PURE: &[(&str, &[&str])] = &[
    // The sink writes files, and support code is emitted, not run.
    ("codegen/src/", &["codegen/src/sink", "codegen/src/support"]),
    ("conformance/src/checks", &[]),
];

const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "HashMap",
    "HashSet",
    "tokio",
    "reqwest",
];

fn run(tree: &Tree) -> Vec<Violation> {
    let pure = tree.rust().filter(|(path, _)| must_be_pure(path));
    pure.flat_map(|(path, text)| judge(path, text)).collect()
}

fn must_be_pure(path: &str) -> bool {
    PURE.iter().any(|(within, but)| {
        path.starts_with(within) && !but.iter().any(|but| path.starts_with(but))
    })
}

fn judge(path: &str, text: &str) -> Vec<Violation> {
    let code = code(text);
    // Tests may read fixtures.
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let used = IMPURE
        .iter()
        .flat_map(|word| lines_with(code, word).map(move |line| (line, word)));
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
            ("codegen/src/support/client.rs", "use std::time::Instant;"),
            (
                "codegen/src/emit.rs",
                "let a = quote!(x);\n#[cfg(test)]\nuse std::fs;",
            ),
            ("conformance/src/runner.rs", "use tokio::time;"),
            (
                "conformance/src/checks/a.rs",
                "use std::collections::BTreeMap;",
            ),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn io_and_hash_order_are_wrong() {
        let files = [
            ("codegen/src/emit.rs", "use std::collections::HashMap;"),
            (
                "conformance/src/checks/a.rs",
                "fn f() {\n    std::fs::read(a)\n}",
            ),
        ];
        let expected = [
            "codegen/src/emit.rs:1: HashMap in code that must be pure",
            "conformance/src/checks/a.rs:2: std::fs in code that must be pure",
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), expected);
    }
}
