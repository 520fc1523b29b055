//! The manifest of a generated crate, compared with that of the runtime whose files it contains.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use codegen::{Target, generate};
use toml::{Table, Value};

const RUNTIME: &str = include_str!("../runtime/Cargo.toml");
const WORKSPACE: &str = include_str!("../../Cargo.toml");

/// The manifest of a crate without documents.
fn emitted() -> Table {
    let target = Target::Standalone { name: "example".to_owned() };
    let files = generate(&[], &target).unwrap();
    let manifest = files.iter().find(|file| file.path == "Cargo.toml").unwrap();
    manifest.text.parse().unwrap()
}

fn table(value: &Value) -> &Table {
    value.as_table().unwrap()
}

/// Each dependency, and whether it is optional.
fn dependencies(manifest: &Table) -> BTreeMap<&str, bool> {
    let optional = |value: &Value| value.get("optional").is_some_and(|value| value == &true.into());
    table(&manifest["dependencies"])
        .iter()
        .map(|(name, value)| (&**name, optional(value)))
        .collect()
}

fn version(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("version")?.as_str())
}

#[test]
fn features_are_those_of_the_runtime_and_a_choice_of_tls() {
    let (emitted, runtime) = (emitted(), RUNTIME.parse::<Table>().unwrap());
    let mut expected = table(&runtime["features"]).clone();
    expected.remove("default");
    for tls in ["rustls", "native-tls"] {
        let switched = vec!["client".to_owned(), format!("reqwest/{tls}")];
        expected.insert(format!("client-{tls}"), switched.into());
    }
    assert_eq!(table(&emitted["features"]), &expected);
}

#[test]
fn dependencies_are_those_of_the_runtime_in_the_versions_of_the_workspace() {
    let (emitted, runtime) = (emitted(), RUNTIME.parse::<Table>().unwrap());
    assert_eq!(dependencies(&emitted), dependencies(&runtime));
    let workspace = WORKSPACE.parse::<Table>().unwrap();
    for (name, value) in table(&emitted["dependencies"]) {
        let known = &workspace["workspace"]["dependencies"][name];
        assert_eq!(version(value), version(known), "{name}");
    }
}
