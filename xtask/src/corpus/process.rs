//! A process that may take so long and no longer.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often it is looked at.
const INTERVAL: Duration = Duration::from_millis(20);

/// How a process ended.
pub(super) enum Ended {
    /// By itself: its exit code, unless a signal ended it, and what it wrote.
    Exit { code: Option<i32>, out: String, err: String },
    /// It took too long.
    Timeout,
    /// It could not be started.
    NotStarted(String),
}

/// Runs a command, at most for so long.
pub(super) fn run(command: &mut Command, limit: Duration) -> Ended {
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match piped.spawn() {
        Ok(child) => child,
        Err(error) => return Ended::NotStarted(error.to_string()),
    };
    let out = child.stdout.take().map(read);
    let err = child.stderr.take().map(read);
    let status = wait(&mut child, limit);
    let text = |reader: Option<thread::JoinHandle<String>>| {
        reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
    };
    match status {
        Some(code) => Ended::Exit { code, out: text(out), err: text(err) },
        None => Ended::Timeout,
    }
}

/// Waits until a process ends; `None` where it had to be ended.
fn wait(child: &mut Child, limit: Duration) -> Option<Option<i32>> {
    let start = Instant::now();
    while start.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.code()),
            Ok(None) => thread::sleep(INTERVAL),
            Err(_) => break,
        }
    }
    end(child);
    None
}

/// Ends a process.
pub(super) fn end(child: &mut Child) {
    // One that has ended already cannot be ended, which is as good.
    let _ = child.kill();
    let _ = child.wait();
}

fn read(mut from: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is all there is.
        let _ = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
