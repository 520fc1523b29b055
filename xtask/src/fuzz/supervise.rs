//! The process that starts the one with the work, again where an input ends it, and keeps what fails.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, io};

use super::Args;
use super::execute::execute;
use super::input::Inputs;
use crate::failure::Failure;
use crate::print;

/// The most tries to make a failing input smaller.
const MOST_TRIES: usize = 600;

/// How many inputs failed.
pub(super) fn run(
    root: &Path,
    folder: &Path,
    args: &Args,
    inputs: &Inputs<'_>,
) -> Result<usize, Failure> {
    let start = Instant::now();
    let mut next = 0;
    let mut kept = Kept { folder: root.join("target/fuzz"), inputs, kinds: BTreeMap::new() };
    while start.elapsed() < args.time {
        let (mut child, lines) = begin(root, folder, args, next)?;
        let stopped = watch(&lines, args, start, &mut next, &mut kept);
        // One that has ended already cannot be ended, which is as good.
        let _ = child.kill();
        let _ = child.wait();
        if let Some(kind) = stopped {
            kept.keep(next, kind);
            next += 1;
        }
    }
    kept.report(args);
    let failed = kept.kinds.values().sum();
    let seconds = start.elapsed().as_secs();
    print::out(format!(
        "{next} executions in {seconds} s with seed {}: {failed} failed, of {} kinds",
        args.seed,
        kept.kinds.len()
    ));
    Ok(failed)
}

fn begin(
    root: &Path,
    folder: &Path,
    args: &Args,
    from: u64,
) -> Result<(Child, Receiver<String>), Failure> {
    let failure = |source: io::Error| Failure::Start { program: "the worker".to_owned(), source };
    let mut command = Command::new(env::current_exe().map_err(failure)?);
    command.arg("--root").arg(root).arg("fuzz").arg("--seeds").arg(folder);
    let numbers = [("--largest", args.largest), ("--seed", args.seed), ("--from", from)];
    command
        .args(numbers.iter().flat_map(|(flag, number)| [(*flag).to_owned(), number.to_string()]));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(failure)?;
    let (sender, receiver) = mpsc::sync_channel(1_000);
    let out = child.stdout.take();
    thread::spawn(move || {
        let lines =
            out.into_iter().flat_map(|out| BufReader::new(out).lines().map_while(Result::ok));
        // The receiver is gone where the time is over.
        lines.map_while(|line| sender.send(line).ok()).for_each(drop);
    });
    Ok((child, receiver))
}

/// Follows the work; why it stopped at the input `next`, unless the time is over.
fn watch(
    lines: &Receiver<String>,
    args: &Args,
    start: Instant,
    next: &mut u64,
    kept: &mut Kept<'_>,
) -> Option<String> {
    while start.elapsed() < args.time {
        match lines.recv_timeout(args.limit) {
            Ok(line) => match line.split_once(' ') {
                Some((number, kind)) => {
                    kept.keep(number.parse().unwrap_or_default(), kind.to_owned())
                }
                None => *next = line.parse().unwrap_or_default(),
            },
            Err(RecvTimeoutError::Timeout) => return Some("it takes too long".to_owned()),
            Err(RecvTimeoutError::Disconnected) => return Some("the process ended".to_owned()),
        }
    }
    None
}

/// What failed: the first input of each kind is kept.
struct Kept<'a> {
    folder: PathBuf,
    inputs: &'a Inputs<'a>,
    kinds: BTreeMap<String, usize>,
}

impl Kept<'_> {
    fn keep(&mut self, number: u64, failure: String) {
        // What is in quotes differs from input to input.
        let kind = failure.split(['`', '"']).step_by(2).collect::<Vec<_>>().join("_");
        let count = self.kinds.entry(kind.clone()).or_default();
        *count += 1;
        if *count > 1 {
            return;
        }
        let text = self.inputs.text(number);
        let path = self.folder.join(format!("{number}.yaml"));
        print::out(format!("input {number}: {failure}"));
        let made = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&path, smaller(text, &failure)));
        match made {
            Ok(()) => print::out(format!("    kept in {}", path.display())),
            Err(error) => print::err(format!("cannot write {}: {error}", path.display())),
        }
        print::out(format!(
            "    again: cargo xtask fuzz --seed {} --one {number}",
            self.inputs.seed
        ));
    }

    fn report(&self, args: &Args) {
        for (kind, count) in &self.kinds {
            print::out(format!("{count:>6} times: {kind}"));
        }
        if !self.kinds.is_empty() && args.seeds.is_some() {
            print::out("to run an input again, give --seeds and --largest as here");
        }
    }
}

/// A text with fewer lines that fails likewise. What ends a process, or takes too long, is left as it is.
fn smaller(text: String, failure: &str) -> String {
    let is_safe = failure.starts_with("panic")
        || failure.starts_with("unreadable")
        || failure.starts_with("not gen");
    let word = failure.split(' ').next().unwrap_or_default();
    let fails = |lines: &[&str]| {
        execute(&lines.join("\n"), true).is_some_and(|again| again.starts_with(word))
    };
    let mut lines: Vec<&str> = text.lines().collect();
    if !is_safe || !fails(&lines) {
        return text;
    }
    let mut size = lines.len() / 2;
    let mut tries = 0;
    let end = Instant::now() + Duration::from_secs(20);
    while size > 0 && tries < MOST_TRIES && Instant::now() < end {
        let mut at = 0;
        while at < lines.len() && tries < MOST_TRIES && Instant::now() < end {
            tries += 1;
            let rest = [&lines[..at], &lines[(at + size).min(lines.len())..]].concat();
            if fails(&rest) { lines = rest } else { at += size }
        }
        size /= 2;
    }
    lines.join("\n")
}
