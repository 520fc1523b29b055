//! Compiles the code of one document: its client and its server.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::process::{self, Ended};
use super::trial::Step;
use super::work::Work;
use crate::cargo::cargo;

/// Checks the package that the trial of a document wrote.
pub(super) fn check(work: &Work, name: &str, job: usize, limit: Duration) -> Step {
    let start = Instant::now();
    let package = work.package(name);
    // The versions that the workspace is tested with, where it says which.
    let _ = fs::copy(work.root.join("Cargo.lock"), package.join("Cargo.lock"));
    let mut command = cargo();
    command.args(["check", "--quiet", "--message-format", "json", "--features", "client,server"]);
    command.arg("--manifest-path").arg(package.join("Cargo.toml"));
    command.arg("--target-dir").arg(work.target(job)).env("CARGO_INCREMENTAL", "0");
    let step = match process::run(&mut command, limit) {
        Ended::Exit { code, out, err } => {
            let mut failures = messages(&out);
            if failures.is_empty() && code != Some(0) {
                failures.push(err.lines().next().unwrap_or("cargo failed").to_owned());
            }
            Step::new(failures, start)
        }
        Ended::Timeout => Step::new(vec!["took too long".to_owned()], start),
        Ended::NotStarted(why) => Step::new(vec![why], start),
    };
    if step.failures.is_empty() {
        // What is wrong with the others remains to be looked at.
        let _ = fs::remove_dir_all(&package);
    }
    step
}

/// The errors and warnings that cargo reports, one line each.
fn messages(out: &str) -> Vec<String> {
    let lines = out.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines
        .filter(|line| line["reason"] == "compiler-message")
        .filter_map(|line| {
            let message = &line["message"];
            let level = message["level"].as_str()?;
            let span = &message["spans"][0];
            let at =
                span["file_name"].as_str().map(|file| format!(" at {file}:{}", span["line_start"]));
            let text = message["message"].as_str()?;
            Some(format!("{level}: {text}{}", at.unwrap_or_default()))
        })
        .filter(|line| !line.contains("warnings emitted") && !line.contains("aborting due to"))
        .collect()
}
