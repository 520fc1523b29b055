//! Files of settings: what is reported of each mistake, what they make of a run, and what is written to begin
//! with.

mod init;
mod production;
mod proxies;
mod setup;
mod sources;
mod tokens;

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the program in a folder; its exit code, what it prints, and what it reports.
pub(super) fn conformance(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    with_environment(folder, arguments, &[])
}

/// The same with variables of the environment.
pub(super) fn with_environment(
    folder: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn mistakes(extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/harness/config/mistakes");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|known| known == extension)).collect();
    files.sort();
    files
}

/// What is reported of every file of the folder with mistakes.
fn messages(extension: &str, arguments: &[&str]) -> String {
    let mut messages = String::new();
    for file in mistakes(extension) {
        let name = file.file_name().unwrap().to_str().unwrap();
        let arguments: Vec<&str> =
            arguments.iter().map(|one| if *one == "FILE" { name } else { one }).collect();
        let (code, printed, message) = conformance(file.parent().unwrap(), &arguments);
        assert_eq!(printed, "", "{name}");
        assert!(!message.contains("secret-") && !message.contains("s3cret"), "{name}: {message}");
        messages.push_str(&format!("== {name}: exit {code}\n{message}\n"));
    }
    messages
}

#[test]
fn every_mistake_of_a_target_is_reported() {
    insta::assert_snapshot!(messages("toml", &["run", "--config", "FILE", "--target", "t"]));
}

#[test]
fn every_mistake_of_fixtures_is_reported() {
    let target = "http://127.0.0.1:1";
    insta::assert_snapshot!(messages(
        "json",
        &["run", "--provider", "nomba", "--target", target, "--fixtures", "FILE"]
    ));
}

#[test]
fn the_published_schema_is_that_of_the_program() {
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/config.schema.json");
    let (code, printed, _) = conformance(Path::new("."), &["schema", "config"]);
    assert_eq!(code, 0);
    assert_eq!(
        std::fs::read_to_string(published).unwrap_or_default(),
        printed,
        "write it anew: conformance schema config > conformance/docs/config.schema.json"
    );
}

/// What the reader refuses and what the schema refuses are the same, where a schema can say it.
#[test]
fn schema_accepts_what_the_parser_accepts() {
    let schema = conformance_engine::config::schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let read = |text: &str| -> serde_json::Value {
        let value: toml::Value = toml::from_str(text).unwrap();
        serde_json::to_value(value).unwrap()
    };
    for provider in specs::providers::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (code, ..) = conformance(folder.path(), &["init", "--provider", provider.id]);
        assert_eq!(code, 0);
        let text = std::fs::read_to_string(folder.path().join("conformance.toml")).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&read(&text)).map(|it| it.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{}", provider.id);
    }
    for name in ["unknown-key", "unknown-key-in-limits", "wrong-type", "out-of-range"] {
        let file =
            mistakes("toml").into_iter().find(|file| file.file_stem().unwrap() == name).unwrap();
        let text = std::fs::read_to_string(file).unwrap();
        assert!(!validator.is_valid(&read(&text)), "{name}");
    }
}
