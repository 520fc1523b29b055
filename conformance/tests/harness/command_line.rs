//! The command line: what it says of mistakes, and its exit codes.

use std::process::Command;

fn conformance(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn mistakes_are_reported() {
    let directory = tempfile::tempdir().unwrap();
    let broken = directory.path().join("broken.json");
    std::fs::write(&broken, "{\n  \"values\": oops }").unwrap();
    let recordings = directory.path().join("recordings");
    std::fs::create_dir_all(recordings.join("nomba")).unwrap();
    std::fs::write(recordings.join("nomba/bad.har"), "{ \"log\": [] }").unwrap();
    let (broken, recordings) = (broken.display().to_string(), recordings.display().to_string());
    let commands: Vec<Vec<&str>> = vec![
        vec!["run", "--provider", "nomda"],
        vec!["run", "--provider", "x"],
        vec!["run", "--target", "http://localhost:1"],
        vec!["run", "--provider", "nomba", "--target", "localhost"],
        vec!["run", "--provider", "nomba", "--target", "ftp://localhost"],
        vec!["run", "--spec", "no-such-file.yaml"],
        vec!["run", "--value", "a=b"],
        vec!["run", "--provider", "moov", "--auth", "BasicAut=a:b"],
        vec!["run", "--provider", "moov", "--auth", "BasicAuth=nocolon"],
        vec!["run", "--provider", "moov", "--value", "novalue"],
        vec!["run", "--provider", "moov", "--live-value", "token=@no-such-file"],
        vec!["run", "--provider", "moov", "--fixtures", "no-such-file.json"],
        vec!["run", "--provider", "moov", "--fixtures", &broken],
        vec!["run", "--provider", "nomba", "--recordings", &recordings],
        vec!["run", "--report", "pdf"],
        vec!["run", "--report", "sarfi=x"],
        vec!["run", "--report", "html"],
        vec!["run", "--report", "json="],
        vec!["run", "--report", "human", "--report", "json"],
        vec!["run", "--report", "json", "--report", "github"],
        vec!["run", "--report", "json=x", "--report", "sarif=x"],
        vec!["run", "--report", "junit=/no/such/directory/report.xml"],
        vec!["run", "--only", "nothing/*"],
        vec!["list", "--only", "nothing/*"],
        vec!["explain", "body-scheme"],
        vec!["mock"],
        vec!["mock", "--provider", "nomda"],
        vec!["mock", "--spec", "no-such-file.yaml"],
        vec!["mock", "--provider", "nomba", "--live-field", "acces_token"],
        vec!["mock", "--provider", "nomba", "--listen", "192.0.2.1:1"],
    ];
    let mut messages = String::new();
    for command in &commands {
        let (code, _, message) = conformance(command);
        messages
            .push_str(&format!("$ conformance {}\n{message}exit {code}\n\n", command.join(" ")));
    }
    let messages = messages.replace(&directory.path().display().to_string(), "<directory>");
    insta::assert_snapshot!(messages);
}

/// The flags that the help of a command names.
fn flags(command: &str) -> Vec<String> {
    let (code, help, _) = conformance(&[command, "--help"]);
    assert_eq!(code, 0, "{command}");
    let options = help.split_once("Options:\n").map(|(_, options)| options.to_owned()).unwrap();
    let lines = options.lines().take_while(|line| !line.starts_with(['E', 'R']));
    let named = lines.filter_map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("-q, ").unwrap_or(line);
        line.starts_with("--").then(|| line.split([' ', '[', '=']).next().unwrap().to_owned())
    });
    named.collect()
}

#[test]
fn the_help_names_only_flags_that_mean_something() {
    let all = [
        (
            "run",
            &["--target", "--rate", "--strict", "--recordings", "--random", "--report"][..],
            "",
        ),
        (
            "replay",
            &["--target", "--rate", "--strict", "--offline", "--report"],
            "--recordings --random",
        ),
        ("coverage", &["--target", "--rate", "--random"], "--report --quiet"),
        ("plan", &["--target", "--rate", "--random"], "--report --strict"),
        ("selftest", &["--spec", "--seed"], "--only --shard --recordings --fixtures --auth"),
    ];
    for (command, there, not_there) in all {
        let flags = flags(command);
        let has = |flag: &&str| flags.iter().any(|known| known == flag);
        assert!(there.iter().all(has), "{command}: {flags:?}");
        assert!(!not_there.split_whitespace().any(|flag| has(&flag)), "{command}: {flags:?}");
    }
}

#[test]
fn the_help_lists_every_form_of_report() {
    for command in ["run", "replay"] {
        let (_, help, _) = conformance(&[command, "--help"]);
        let (_, listed) = help.split_once("\nReports, each as FORM or FORM=FILE:\n").unwrap();
        let listed: Vec<&str> = listed.lines().take_while(|line| !line.is_empty()).collect();
        assert_eq!(listed.len(), conformance_report::FORMS.len(), "{command}: {listed:?}");
        for (line, form) in listed.iter().zip(conformance_report::FORMS) {
            let name = line.split_whitespace().next();
            assert!(name == Some(form.name) && line.contains(form.about), "{command}: {line}");
        }
    }
    let (_, help, _) = conformance(&["run", "--help"]);
    assert!(help.contains("conformance run --target staging "), "{help}");
}

#[test]
fn the_list_is_sorted_out_by_globs() {
    let (code, listed, _) =
        conformance(&["list", "--provider", "nomba", "--only", "*/invalid-*", "--skip", "*-null"]);
    assert_eq!(code, 0);
    assert!(
        !listed.is_empty()
            && listed.lines().all(|id| id.contains("/invalid-") && !id.ends_with("-null")),
        "{listed}"
    );
}

#[test]
fn a_check_is_explained() {
    let (code, messages, _) = conformance(&["explain", "accepted-undeclared-method"]);
    assert_eq!(code, 0);
    assert!(messages.contains("RFC 9110 §15.5.6"), "{messages}");
    let (code, listed, _) = conformance(&["explain"]);
    assert_eq!((code, listed.lines().count()), (0, conformance_core::checks::ALL.len()));
}

#[test]
fn the_reference_server_conforms() {
    let (code, messages, errors) = conformance(&["run"]);
    assert_eq!(code, 0, "{messages}{errors}");
    assert!(messages.contains("conforms"), "{messages}");
}
