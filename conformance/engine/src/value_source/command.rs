//! Runs a command for its output: no shell, bounded in time and length.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// The longest that a command may take.
const LONGEST: Duration = Duration::from_secs(30);
/// The longest output that is read, in bytes.
const MOST: u64 = 1 << 20;
/// The most characters of its errors that are shown.
const SHOWN: usize = 300;

/// The standard output of a command.
///
/// # Errors
///
/// Why it failed, with its standard error.
pub(super) fn output(parts: &[String], folder: &Path) -> Result<String, String> {
    output_within(parts, folder, LONGEST)
}

fn output_within(parts: &[String], folder: &Path, longest: Duration) -> Result<String, String> {
    let (program, arguments) = parts.split_first().ok_or("a command needs at least a program")?;
    let messages = |why: String| format!("the command `{program}` {why}");
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if !folder.as_os_str().is_empty() {
        command.current_dir(folder);
    }
    let mut child = command.spawn().map_err(|error| messages(format!("cannot be run: {error}")))?;
    let deadline = Instant::now() + longest;
    let printed = child.stdout.take().map(reading);
    let reported = child.stderr.take().map(reading);
    let too_slow = || messages(format!("takes longer than {} s", longest.as_secs_f64()));
    let mut parts = Vec::new();
    for stream in [printed, reported].into_iter().flatten() {
        match stream.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(bytes) => parts.push(bytes),
            Err(_) => {
                // The receiver may be gone.
                let _ = child.kill();
                let _ = child.wait();
                return Err(too_slow());
            }
        }
    }
    let over = parts.iter().any(|bytes| bytes.len() as u64 > MOST);
    if over {
        let _ = child.kill();
    }
    let status =
        child.wait().map_err(|error| messages(format!("cannot be waited for: {error}")))?;
    if over {
        return Err(messages(format!("prints more than {MOST} bytes")));
    }
    let output = parts.pop().unwrap_or_default();
    if !status.success() {
        let output: String = String::from_utf8_lossy(&output).trim().chars().take(SHOWN).collect();
        let output = if output.is_empty() { String::new() } else { format!(": {output}") };
        return Err(messages(format!("fails with {status}{output}")));
    }
    let printed = parts.pop().unwrap_or_default();
    String::from_utf8(printed).map_err(|_| messages("prints what is not UTF-8".to_owned()))
}

/// The bytes of a stream, up to its end or one byte beyond the limit.
fn reading(stream: impl Read + Send + 'static) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is used.
        let _ = stream.take(MOST + 1).read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    receiver
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, longest: Duration) -> Result<String, String> {
        let parts = ["sh", "-c", script].map(str::to_owned);
        output_within(&parts, Path::new(""), longest)
    }

    #[test]
    fn what_a_command_prints_is_bounded() {
        assert_eq!(shell("echo one; echo two", LONGEST).unwrap(), "one\ntwo\n");
        let endless = shell("exec yes", LONGEST).unwrap_err();
        assert_eq!(endless, "the command `sh` prints more than 1048576 bytes");
        let slow = shell("exec tail -f /dev/null", Duration::from_millis(50)).unwrap_err();
        assert_eq!(slow, "the command `sh` takes longer than 0.05 s");
        let wrong = shell("echo no vault >&2; exit 3", LONGEST).unwrap_err();
        assert_eq!(wrong, "the command `sh` fails with exit status: 3: no vault");
    }
}
