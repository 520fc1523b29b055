//! Every report is written however a run ends: whole, interrupted, or without a single response.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use conformance_report::FORMS;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;

use crate::targets;

fn command(folder: &Path, target: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.args(["run", "--provider", "nomba", "--target", target, "--concurrency", "1"]);
    command.args(["--only", "*/synthetic/*/method-*", "--timeout", "600"]);
    for form in FORMS {
        let file = folder.join(form.name).display().to_string();
        command.args(["--report", &format!("{}={file}", form.name)]);
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Every report is there, and what programs read can be read.
fn all_are_whole(folder: &Path, output: &Output) {
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    let read = |name: &str| {
        let text = std::fs::read_to_string(folder.join(name));
        text.unwrap_or_else(|error| panic!("{name}: {error}\n{messages}"))
    };
    for form in FORMS {
        assert!(!read(form.name).is_empty(), "{} is empty", form.name);
    }
    for name in ["json", "sarif", "ctrf"] {
        serde_json::from_str::<Value>(&read(name)).unwrap();
    }
    let last: Value = serde_json::from_str(read("jsonl").lines().last().unwrap()).unwrap();
    assert_eq!(last["event"], "run-finished");
    assert!(read("junit").trim_end().ends_with("</testsuites>"));
    assert!(read("html").trim_end().ends_with("</html>"));
    let left = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(left, FORMS.len(), "something was left behind");
}

#[test]
fn reports_of_a_target_that_cannot_be_reached() {
    let folder = tempfile::tempdir().unwrap();
    let target = format!("http://{}", targets::unknown_signer());
    let output = command(folder.path(), &target).output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    all_are_whole(folder.path(), &output);
    let page = std::fs::read_to_string(folder.path().join("html")).unwrap();
    assert!(page.contains("No verdict: the target was unreachable or unusable"));
}

#[cfg(unix)]
#[test]
fn reports_of_a_run_that_is_interrupted() {
    let (hangs, hanging) = std::sync::mpsc::channel();
    let address = targets::start(move |mut stream, _| {
        let hangs = hangs.clone();
        async move {
            let _ = hangs.send(());
            std::future::pending::<()>().await;
            let _ = stream.shutdown().await;
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let child = command(folder.path(), &format!("http://{address}")).spawn().unwrap();
    hanging.recv().unwrap();
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    all_are_whole(folder.path(), &output);
    let page = std::fs::read_to_string(folder.path().join("html")).unwrap();
    assert!(page.contains("The run was interrupted"));
}
