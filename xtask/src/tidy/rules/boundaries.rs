//! Paths of Rust that code in some folders must not name.

mod table;

use self::table::{BOUNDARIES, Boundary};
use super::{Rule, Violation};
use crate::tidy::code::code;
use crate::tidy::paths::{NamedPath, paths};
use crate::tidy::test_code::library_files;
use crate::tidy::tree::Tree;

pub(super) const RULE: Rule = Rule {
    id: "boundaries",
    what: "code names no file, network, clock, environment or crate that its folder excludes",
    run,
};

fn run(tree: &Tree) -> Vec<Violation> {
    let rust = tree.files().filter(|(path, _)| path.ends_with(".rs"));
    let all: Vec<(&str, String)> = rust.map(|(path, text)| (path, code(text))).collect();
    let library: Vec<(&str, String)> = library_files(tree).collect();
    let mut violations = Vec::new();
    for boundary in BOUNDARIES {
        let files = if boundary.in_tests { &all } else { &library };
        let files = files.iter().filter(|(path, _)| boundary.applies(path));
        violations.extend(files.flat_map(|(path, code)| crossings(boundary, path, &paths(code))));
    }
    violations
}

impl Boundary {
    fn applies(&self, path: &str) -> bool {
        path.starts_with(self.within) && !self.except.iter().any(|except| path.starts_with(except))
    }
}

/// Where a file names what the boundary excludes.
fn crossings(boundary: &Boundary, file: &str, named: &[NamedPath<'_>]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for path in named {
        for excluded in boundary.excluded {
            let parts: Vec<&str> = excluded.split("::").collect();
            if path.contains(&parts) {
                let message = format!("`{excluded}` is excluded here: {}", boundary.because);
                violations.push(Violation::at(file, path.line, message));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_code_within_its_boundaries() {
        let files = [
            ("specs/src/yaml.rs", "use serde_yaml::Value;"),
            ("specs/src/lower.rs", "use openapiv3::Operation;"),
            ("codegen/src/lib.rs", "// not serde_yaml\nconst A: &str = \"openapiv3\";"),
            ("codegen/src/sink/disk.rs", "use std::fs;"),
            ("codegen/runtime/src/client.rs", "use std::time::Instant;"),
            ("codegen/src/emit.rs", "quote!(x);\n#[cfg(test)]\nuse std::fs;"),
            ("conformance/engine/src/runner.rs", "use std::{fs, time::Instant}; Instant::now();"),
            (
                "conformance/core/src/event.rs",
                "use std::collections::HashMap;\nuse std::time::Instant;",
            ),
            ("conformance/core/src/checks/a.rs", "use std::collections::BTreeMap;"),
            ("conformance/core/tests/checks.rs", "use std::fs;"),
        ];
        assert_eq!(check(&RULE, &Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn rejects_code_beyond_its_boundaries() {
        let cases = [
            ("codegen/src/lib.rs", "openapiv3::Schema", "openapiv3"),
            ("conformance/core/tests/a.rs", "use saphyr_parser as parser;", "saphyr_parser"),
            ("specs/src/read.rs", "#[cfg(test)]\nuse serde_yaml as y;", "serde_yaml"),
            ("codegen/src/emit.rs", "use std::collections::{BTreeMap, HashMap};", "HashMap"),
            ("conformance/core/src/checks/a.rs", "use std::{fmt, thread};", "std::thread"),
            (
                "conformance/core/src/event.rs",
                "use std::time;\ntime::Instant::now()",
                "Instant::now",
            ),
            ("conformance/core/src/event.rs", "SystemTime::now()", "SystemTime::now"),
            ("conformance/core/src/event.rs", "use std::{fs::File, io};", "std::fs"),
            ("conformance/core/src/event.rs", "use std::net::IpAddr;", "std::net"),
            ("conformance/core/src/event.rs", "std::env::var(a)", "std::env"),
            ("conformance/core/src/event.rs", "use tokio::time;", "tokio"),
        ];
        for (path, text, excluded) in cases {
            let found = check(&RULE, &Tree::of(&[(path, text)]));
            let line = text.lines().count();
            let expected = format!("{path}:{line}: `{excluded}` is excluded here: ");
            assert!(found.len() == 1 && found[0].starts_with(&expected), "{path}: {found:?}");
        }
    }
}
