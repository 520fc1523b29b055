//! Runs the conformance suite against a mock of one document: a server that responds as declared must
//! have no finding.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::process::{self, Ended};
use super::trial::{Step, Trial};
use super::work::Work;

/// How long a mock may take to listen.
const START: Duration = Duration::from_secs(60);

/// Tests a mock of the document.
pub(super) fn run(document: &Path, work: &Work, trial: &Trial, limit: Duration) -> Step {
    let start = Instant::now();
    let (mut mock, url) = match mock(document) {
        Ok(started) => started,
        Err(why) => return Step::new(vec![format!("mock: {why}")], start),
    };
    let report = work.report(&trial.name);
    let mut command = Command::new(conformance());
    command.args(["run", "--quiet", "--target", &url, "--spec"]).arg(document);
    command.arg("--report").arg(format!("json={}", report.display()));
    let ended = process::run(&mut command, limit);
    process::end(&mut mock);
    let failures = match ended {
        Ended::Exit { code: Some(0), .. } => Vec::new(),
        // No case is selected: there is none where the document has no operation.
        Ended::Exit { code: Some(4), .. } if trial.operations.all == trial.operations.left_out => {
            Vec::new()
        }
        Ended::Exit { code: Some(1), .. } => findings(&report),
        Ended::Exit { code, err, .. } => {
            let line = err.lines().find(|line| !line.is_empty()).unwrap_or_default();
            vec![format!("run: exit {}: {line}", code.unwrap_or(-1))]
        }
        Ended::Timeout => vec!["run: took too long".to_owned()],
        Ended::NotStarted(why) => vec![format!("run: {why}")],
    };
    Step::new(failures, start)
}

/// The program beside this one.
fn conformance() -> PathBuf {
    let name = format!("conformance{}", env::consts::EXE_SUFFIX);
    env::current_exe().map_or_else(|_| PathBuf::from(&name), |this| this.with_file_name(&name))
}

/// Starts a mock; its URL.
fn mock(document: &Path) -> Result<(Child, String), String> {
    let mut command = Command::new(conformance());
    command.args(["mock", "--listen", "127.0.0.1:0", "--spec"]).arg(document);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command
        .spawn()
        .map_err(|error| format!("{error}; build it with `cargo build --package conformance`"))?;
    let (sender, receiver) = mpsc::channel();
    let out = child.stdout.take();
    thread::spawn(move || {
        let mut lines =
            out.into_iter().flat_map(|out| BufReader::new(out).lines().map_while(Result::ok));
        if let Some(line) = lines.next() {
            // The receiver is gone where the mock took too long.
            let _ = sender.send(line);
        }
        lines.for_each(drop);
    });
    let line = receiver.recv_timeout(START).ok();
    match line.as_deref().and_then(|line| line.rsplit_once(" at ")) {
        Some((_, url)) => Ok((child, url.to_owned())),
        None => {
            process::end(&mut child);
            Err("it does not start".to_owned())
        }
    }
}

/// The findings of a report that fail a run, one line each.
fn findings(report: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(report).unwrap_or_default();
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let suites = json["suites"].as_array().into_iter().flatten();
    let all = suites.flat_map(|suite| suite["findings"].as_array().into_iter().flatten());
    let failing = all.filter(|finding| finding["severity"] == "error");
    let lines: Vec<String> = failing
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            format!("finding: {}: {}", text("check"), text("title"))
        })
        .collect();
    if lines.is_empty() { vec!["run: exit 1 without a finding".to_owned()] } else { lines }
}
