//! `tidy` as a user runs it, on a small workspace of its own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ROOT: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"specs\"]\n";
const PACKAGE: &str =
    "[package]\nname = \"specs\"\nedition = \"2024\"\n\n[lints]\nworkspace = true\n";

fn tidy(root: &Path, args: &[&str]) -> Output {
    let own = ["--root", root.to_str().unwrap(), "tidy"];
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(own).args(args).output().unwrap()
}

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

#[test]
fn violations_are_printed_with_their_location_and_rule() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    put(root, "Cargo.toml", &format!("{ROOT}\n[workspace.lints]\n"));
    put(root, "specs/Cargo.toml", PACKAGE);
    put(root, "specs/README.md", "# specs\n");
    put(root, "specs/src/lib.rs", "//! The front end.\n");
    let output = tidy(root, &[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stdout.starts_with(b"tidy: "), "{output:?}");

    put(root, "specs/src/lib.rs", "//! The front end.\n\nfn later() {\n    todo!()\n}\n");
    put(root, "specs/src/util.rs", "// No docs.\n");
    let output = tidy(root, &[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let err = String::from_utf8(output.stderr).unwrap();
    for line in [
        "specs/src/lib.rs:4: todo! is unfinished work [unfinished]\n",
        "specs/src/util.rs:1: does not open with `//!` [module-docs]\n",
        "specs/src/util.rs: `util` does not describe its content [module-names]\n",
        "error: 3 violations of the project's rules\n",
    ] {
        assert!(err.contains(line), "{err}");
    }
}

#[test]
fn missing_workspace_is_a_configuration_error() {
    let dir = tempfile::tempdir().unwrap();
    let output = tidy(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(String::from_utf8(output.stderr).unwrap().contains("cargo metadata"));
}

#[test]
fn rules_can_be_listed() {
    let output = tidy(Path::new("."), &["--list"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().contains("layers: a package depends on "));
}
