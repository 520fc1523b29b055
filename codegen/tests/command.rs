//! `specwright` as a user runs it: what it prints, writes, and its exit codes.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

const SOUND: &str = "\
openapi: 3.0.3
info: {title: Ping, version: 1.0.0}
paths:
  /ping:
    get: {operationId: ping, responses: {'204': {description: There}}}
";

const LOSSY: &str = "\
openapi: 3.0.3
info: {title: Pong, version: 1.0.0}
paths:
  /pong:
    get: {operationId: pong, responses: {'204': {description: There}, no: {description: Gone}}}
";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Without the response that is no response, version: 1.0.0}
actions:
  - target: $.paths['/pong'].get.responses.no
    remove: true
";

/// A folder with documents, and the command in it.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let files = [("sound.yaml", SOUND), ("lossy.yaml", LOSSY), ("mend.yaml", OVERLAY)];
        for (name, text) in files.into_iter().chain([("broken.yaml", "openapi: [")]) {
            fs::write(folder.0.path().join(name), text).unwrap();
        }
        folder
    }

    /// Runs a command line, whose exit code must be `code`; returns stdout and stderr.
    #[track_caller]
    fn run(&self, line: &str, code: i32) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        let Output { status, stdout, stderr } =
            command.args(line.split(' ')).current_dir(self.0.path()).output().unwrap();
        let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
        assert_eq!(status.code(), Some(code), "{line}\nstdout:\n{out}\nstderr:\n{err}");
        (out, err)
    }
}

#[test]
fn gen_writes_a_crate_and_check_compares_it() {
    let folder = Folder::new();
    let (out, _) = folder.run("gen sound.yaml lossy.yaml -o api --name my-api", 0);
    assert!(out.contains("sound: 1 operations: 1 whole, 0 with losses, 0 left out"), "{out}");
    assert!(out.contains("lossy: 1 operations: 0 whole, 1 with losses, 0 left out"), "{out}");
    let manifest = fs::read_to_string(folder.0.path().join("api/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"my-api\""));
    folder.run("gen sound.yaml lossy.yaml -o api --name my-api --check", 0);
    let (out, _) = folder.run("gen sound.yaml -o api --name my-api --check", 1);
    assert!(out.contains("extra: api/src/lossy"), "{out}");
}

#[test]
fn gen_rejects_what_is_denied_and_documents_of_one_name() {
    let folder = Folder::new();
    folder.run("gen lossy.yaml -o api --deny fatal", 0);
    folder.run("gen lossy.yaml -o api --deny lost", 3);
    folder.run("gen broken.yaml -o api", 3);
    let (_, err) = folder.run("gen sound.yaml ./sound.yaml -o api", 2);
    assert!(err.contains("would both be the module `sound`"), "{err}");
    folder.run("gen sound.yaml", 2);
}

#[test]
fn an_overlay_mends_a_document_for_every_command() {
    let folder = Folder::new();
    folder.run("lint lossy.yaml", 1);
    let (out, _) = folder.run("lint lossy.yaml --overlay mend.yaml --deny warnings", 0);
    assert!(out.contains("no diagnostic"), "{out}");
    folder.run("gen lossy.yaml -o api --overlay mend.yaml --deny warnings", 0);
    let root = fs::read_to_string(folder.0.path().join("api/src/lossy.rs")).unwrap();
    assert!(root.contains("// from mend.yaml, sha256 "), "{}", &root[..400]);
    let (out, _) = folder.run("contract lossy.yaml --overlay mend.yaml", 0);
    assert!(out.contains("\"mend.yaml\"") && out.contains("\"losses\": []"), "{out}");
    let (out, _) = folder.run("outline lossy.yaml --overlay mend.yaml", 0);
    assert!(out.contains("GET /pong = pong"), "{out}");
    let (out, _) = folder.run("lint sound.yaml --overlay mend.yaml --deny warnings", 1);
    assert!(out.contains("mend.yaml:4:5"), "{out}");
    folder.run("contract sound.yaml --overlay broken.yaml", 3);
}

#[test]
fn accepted_losses_are_not_denied_and_unused_entries_fail() {
    let folder = Folder::new();
    let entry = |code: &str| format!("[[accepted]]\ncode = '{code}'\nreason = 'not called'\n");
    let files = [
        ("accept.toml", entry("bad-status")),
        ("unused.toml", entry("bad-status") + &entry("bad-path")),
        ("wrong.toml", entry("bad-code") + "[[accepted]]\nreason = ''\n"),
    ];
    for (name, text) in files {
        fs::write(folder.0.path().join(name), text).unwrap();
    }
    let (_, err) = folder.run("gen lossy.yaml -o api --deny lost --accept accept.toml", 0);
    let line = "accepted: bad-status at lossy.yaml:5:71\n  reason: not called (accept.toml:1)";
    assert!(err.contains(line) && !err.contains("lost: bad-status"), "{err}");
    let (out, _) = folder.run("lint lossy.yaml --deny lost --accept accept.toml", 0);
    assert!(out.contains(line) && out.contains("lossy.yaml: 1 accepted; 1 operations"), "{out}");
    for command in ["gen -o other", "lint"] {
        let (_, err) = folder.run(&format!("{command} lossy.yaml --accept unused.toml"), 1);
        assert!(err.contains("error: unused.toml:4: the entry matches no diagnostic"), "{err}");
        let (_, err) = folder.run(&format!("{command} lossy.yaml --accept wrong.toml"), 3);
        assert!(err.contains("wrong.toml:2: ") && err.contains("wrong.toml:5: "), "{err}");
        folder.run(&format!("{command} lossy.yaml --accept none.toml"), 3);
    }
    assert!(!folder.0.path().join("other").exists());
    folder.run("gen broken.yaml -o other --accept accept.toml", 3);
    let forms = [("json", "\"accepted\": \"not"), ("sarif", "\"justification\": \"not")];
    for (form, reason) in forms {
        let line = format!("lint lossy.yaml --accept accept.toml --format {form}");
        let (out, _) = folder.run(&line, 0);
        assert!(out.contains(reason), "{out}");
    }
    let (out, _) = folder.run("lint lossy.yaml --accept accept.toml --format github", 0);
    assert_eq!(out, "");
}

#[test]
fn lint_has_an_exit_code_for_each_outcome() {
    let folder = Folder::new();
    folder.run("lint sound.yaml --deny warnings", 0);
    folder.run("lint lossy.yaml --deny fatal", 0);
    folder.run("lint sound.yaml broken.yaml --deny fatal", 1);
    folder.run("lint sound.yaml none.yaml", 3);
    folder.run("lint", 2);
    for format in ["json", "sarif"] {
        let (out, _) = folder.run(&format!("lint lossy.yaml broken.yaml --format {format}"), 1);
        serde_json::from_str::<serde_json::Value>(&out).unwrap();
    }
    let (out, _) = folder.run("lint lossy.yaml --format github", 1);
    assert!(out.starts_with("::error file=lossy.yaml,line=5,"), "{out}");
}

#[test]
fn import_writes_a_document_that_other_commands_read() {
    let folder = Folder::new();
    let page = format!("# Ping\n\n```yaml GET /ping\n{SOUND}```\n");
    fs::write(folder.0.path().join("ping.md"), page).unwrap();
    fs::write(folder.0.path().join("guide.md"), "# Guide\n").unwrap();
    folder.run("import ping.md -o imported.yaml", 0);
    folder.run("lint imported.yaml --deny warnings", 0);
    let (out, err) = folder.run("import ping.md guide.md", 3);
    assert!(out.is_empty() && err.contains("no-openapi-block"), "{out}{err}");
    folder.run("import none.md", 3);
}

#[test]
fn codes_are_explained() {
    let folder = Folder::new();
    let (out, _) = folder.run("explain bad-status", 0);
    assert!(out.starts_with("bad-status (lost or repaired)"), "{out}");
    let (out, _) = folder.run("explain", 0);
    assert!(out.lines().any(|line| line.starts_with("not-generated")), "{out}");
    folder.run("explain no-such-code", 2);
    for kind in ["contract", "lint"] {
        let (out, _) = folder.run(&format!("schema {kind}"), 0);
        serde_json::from_str::<serde_json::Value>(&out).unwrap();
    }
}
