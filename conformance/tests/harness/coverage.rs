//! What a run exercises of a document, as the binary reports it.

use std::process::{Command, Output};

fn conformance(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_conformance")).args(arguments).output().unwrap()
}

#[test]
fn coverage_lists_exercised_parts() {
    let output = conformance(&["coverage", "--provider", "nomba"]);
    assert!(output.status.success());
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

/// Nomba's 401 and 403 cannot be brought about from its document alone: it asks for no credentials.
#[test]
fn too_little_fails_the_run() {
    for (minimum, code) in [("60", 0), ("99.5%", 1)] {
        let arguments = ["run", "--provider", "nomba", "--quiet", "--min-coverage", minimum];
        let output = conformance(&arguments);
        assert_eq!(output.status.code(), Some(code), "{minimum}");
        let messages = String::from_utf8(output.stdout).unwrap();
        assert_eq!(messages.contains("too little was exercised"), code == 1, "{messages}");
    }
    assert_eq!(conformance(&["run", "--min-coverage", "120"]).status.code(), Some(2));
}
