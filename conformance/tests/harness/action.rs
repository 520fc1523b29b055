//! What the action runs in a workflow: its reports, its outputs, its exit code, and that no input is read
//! as shell.
#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Output};

use crate::targets;

/// A folder name that a shell would take apart, and run.
const UNUSUAL: &str = "re ports 'of' \"one\"; $(touch pwned) `touch pwned`";

struct Ran {
    folder: tempfile::TempDir,
    output: Output,
}

impl Ran {
    fn read(&self, name: &str) -> String {
        let text = std::fs::read_to_string(self.folder.path().join(name));
        text.unwrap_or_else(|error| {
            panic!("{name}: {error}\n{}", String::from_utf8_lossy(&self.output.stderr))
        })
    }

    /// The value of an output of the step.
    fn output(&self, name: &str) -> String {
        let outputs = self.read("outputs");
        let line = outputs.lines().find_map(|line| line.strip_prefix(&format!("{name}=")));
        line.unwrap_or_else(|| panic!("{name} is not in {outputs}")).to_owned()
    }
}

/// The script, as the last step of the action calls it.
fn action(inputs: &[(&str, &str)]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/action");
    let output = Command::new(script)
        .current_dir(folder.path())
        .env("SPECWRIGHT_BINARY", env!("CARGO_BIN_EXE_conformance"))
        .env("SPECWRIGHT_PROVIDER", "nomba")
        .env("SPECWRIGHT_REPORTS", UNUSUAL)
        .env("GITHUB_OUTPUT", folder.path().join("outputs"))
        .env("GITHUB_STEP_SUMMARY", folder.path().join("summary.md"))
        .envs(inputs.iter().copied())
        .output()
        .unwrap();
    let ran = Ran { folder, output };
    assert!(!ran.folder.path().join("pwned").exists(), "an input was read as shell");
    ran
}

/// Every report is there, where the outputs say.
fn all_are_there(ran: &Ran) {
    for (output, begin) in
        [("html", "<!doctype html>"), ("junit", "<?xml"), ("sarif", "{"), ("json", "{")]
    {
        let file = ran.output(output);
        assert!(file.starts_with(UNUSUAL), "{file}");
        let text = ran.read(&file).to_lowercase();
        assert!(text.starts_with(begin), "{output}: {}", &text[..text.len().min(40)]);
    }
}

#[test]
fn a_conforming_server() {
    let ran = action(&[("SPECWRIGHT_ARGS", "--only\n*/method-*\n--seed\n7\n\n")]);
    assert_eq!(ran.output.status.code(), Some(0));
    assert_eq!(ran.output("exit-code"), "0");
    all_are_there(&ran);
    let summary = ran.read("summary.md");
    assert!(summary.contains("conformance: conforms") && summary.contains("seed 7"), "{summary}");
    assert!(!String::from_utf8_lossy(&ran.output.stdout).contains("::error"));
}

#[test]
fn a_mutated_server() {
    let address =
        targets::saying(b"HTTP/1.1 500 Oops\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let target = format!("http://{address}");
    let ran = action(&[("SPECWRIGHT_TARGET", &target), ("SPECWRIGHT_ARGS", "--only\n*/method-*")]);
    assert_eq!(ran.output.status.code(), Some(1));
    assert_eq!(ran.output("exit-code"), "1");
    all_are_there(&ran);
    assert!(ran.read("summary.md").contains("1 finding"));
    assert!(String::from_utf8_lossy(&ran.output.stdout).contains("::error"));
}

#[test]
fn inputs_are_arguments_and_no_shell() {
    let malformation = "*/$(touch pwned) \"; touch pwned; '`touch pwned`";
    let ran = action(&[("SPECWRIGHT_ARGS", &format!("--only\n{malformation}"))]);
    // The glob came as it was written, blanks and all, and names no case.
    let messages = String::from_utf8_lossy(&ran.output.stderr).into_owned();
    assert!(messages.contains(malformation), "{messages}");
    assert_eq!(ran.output("exit-code"), ran.output.status.code().unwrap().to_string());
    // What names a file is a file, and not an option.
    let ran = action(&[("SPECWRIGHT_FIXTURES", "no 'such' $(touch pwned).json")]);
    assert_eq!(ran.output.status.code(), Some(3));
    assert_eq!(ran.output("exit-code"), "3");
}
