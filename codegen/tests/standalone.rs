//! A standalone crate: it compiles, passes clippy and its tests, and does not depend on this workspace.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::{OutputFile, Target, generate, sink};
use serde_json::{Map, Value};
use specs::Contract;
use tempfile::TempDir;

/// The dependencies of the tests of the generated crate.
const TEST_DEPENDENCIES: &str = r#"
[dev-dependencies]
jsonschema = { version = "0.60.2", default-features = false }
tokio = { version = "1.54.1", features = ["macros", "rt"] }
tower = { version = "0.5.3", features = ["util"] }
"#;

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every small document and every provider's document.
fn contracts() -> Vec<Contract> {
    let mut paths: Vec<PathBuf> = fs::read_dir(here().join("tests/micro"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml"))
        .collect();
    paths.sort();
    let micro = paths.iter().map(|path| specs::load(path));
    let providers = specs::providers::ALL
        .iter()
        .map(|provider| specs::parse(provider.id, provider.file, provider.text));
    let read = micro.chain(providers).map(|(contract, diagnostics)| {
        contract.unwrap_or_else(|| panic!("{}", diagnostics.render(false)))
    });
    read.collect()
}

fn output(contracts: &[Contract]) -> Vec<OutputFile> {
    let name = "micro".to_owned();
    generate(contracts, &Target::Standalone { name }).unwrap()
}

/// A standalone crate in a new folder.
fn written(contracts: &[Contract]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    sink::write(dir.path(), &output(contracts)).unwrap();
    dir
}

/// Copies the lock file of the workspace, so that no other versions are resolved. Cargo removes unused
/// packages from it, so it is copied again when the dependencies have changed.
fn lock(dir: &Path) {
    fs::copy(here().join("../Cargo.lock"), dir.join("Cargo.lock")).unwrap();
}

/// Runs cargo in the crate; its output is the message of a failure.
fn cargo(dir: &Path, arguments: &[&str]) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../standalone");
    let output = Command::new(env!("CARGO"))
        .arg("--offline")
        .args(arguments)
        .current_dir(dir)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo {}:\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn no_file_contains_paths_or_names_of_this_workspace() {
    let root = here().parent().unwrap().to_str().unwrap();
    for file in output(&contracts()) {
        let names = [root, "specwright/", "codegen::", "specs::", "path =", "workspace"];
        for name in names {
            assert!(!file.text.contains(name), "{} names {name}", file.path);
        }
    }
}

#[test]
fn the_crate_compiles_and_passes_its_tests() {
    let contracts = contracts();
    let dir = written(&contracts);
    lock(dir.path());
    cargo(dir.path(), &["clippy", "--features", "server,client,schemars", "--", "-D", "warnings"]);
    cargo(dir.path(), &["check"]);
    cargo(dir.path(), &["doc", "--no-deps", "--features", "server,client,schemars"]);

    let mut manifest = fs::read_to_string(dir.path().join("Cargo.toml")).unwrap();
    manifest.push_str(TEST_DEPENDENCIES);
    fs::write(dir.path().join("Cargo.toml"), manifest).unwrap();
    let tests = dir.path().join("tests");
    fs::create_dir(&tests).unwrap();
    fs::write(tests.join("views.json"), views(&contracts)).unwrap();
    for entry in fs::read_dir(here().join("tests/standalone")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), tests.join(entry.file_name())).unwrap();
    }
    lock(dir.path());
    cargo(dir.path(), &["test", "--features", "server,client,schemars", "--tests"]);
    // The folder is a new one every time: its build results would accumulate.
    cargo(dir.path(), &["clean", "--package", "micro"]);
}

/// The JSON Schema of every schema, by document and pointer.
fn views(contracts: &[Contract]) -> String {
    let views = contracts.iter().map(|contract| {
        let schemas = contract.schemas.iter().map(|(id, schema)| {
            let pointer = schema.pointer.as_str().to_owned();
            (pointer, contract.schemas.json_schema(id))
        });
        (contract.id.clone(), Value::Object(schemas.collect()))
    });
    Value::Object(views.collect::<Map<_, _>>()).to_string()
}
