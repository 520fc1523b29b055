//! `ci`: every step that must pass, in order, and a summary of them.

mod steps;

use std::path::Path;
use std::time::{Duration, Instant};

use self::steps::{STEPS, Step};
use crate::failure::{CLEAN, FINDINGS, Failure};
use crate::print;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Run the remaining steps after one failed
    #[arg(long)]
    keep_going: bool,
}

/// How a step ended: its exit code and how long it took.
struct Ended {
    name: &'static str,
    code: u8,
    time: Duration,
}

pub(crate) fn run(root: &Path, args: &Args) -> Result<u8, Failure> {
    let ended = run_steps(STEPS, root, args.keep_going, announce);
    print::err(summary(STEPS, &ended));
    Ok(match ended.iter().find(|step| step.code != CLEAN) {
        None => CLEAN,
        Some(failed) => {
            print::err(format!(
                "error: step `{}` failed with exit code {}",
                failed.name, failed.code
            ));
            FINDINGS
        }
    })
}

fn run_steps(steps: &[Step], root: &Path, keep_going: bool, announce: fn(&Step)) -> Vec<Ended> {
    let mut ended = Vec::new();
    for step in steps {
        announce(step);
        let start = Instant::now();
        let code = step.run(root).unwrap_or_else(|failure| failure.report());
        ended.push(Ended { name: step.name, code, time: start.elapsed() });
        if code != CLEAN && !keep_going {
            break;
        }
    }
    ended
}

fn announce(step: &Step) {
    print::err(format!("\n── {}: {}", step.name, step.what));
}

/// A table of all steps, those that were not run included.
fn summary(steps: &[Step], ended: &[Ended]) -> String {
    let width = steps.iter().map(|step| step.name.len()).max().unwrap_or(0);
    let mut table = String::from("\n");
    for step in steps {
        let row = match ended.iter().find(|ended| ended.name == step.name) {
            None => "not run".to_owned(),
            Some(Ended { code: CLEAN, time, .. }) => format!("passed  {}", seconds(*time)),
            Some(Ended { code, time, .. }) => {
                format!("FAILED  {}  exit code {code}", seconds(*time))
            }
        };
        table.push_str(&format!("{:width$}  {row}\n", step.name));
    }
    let total: Duration = ended.iter().map(|ended| ended.time).sum();
    table + &format!("{:width$}          {}", "all", seconds(total))
}

fn seconds(time: Duration) -> String {
    format!("{:6.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::steps::Work;
    use super::{Ended, Step, run_steps, summary};

    const EXAMPLE: &[Step] = &[
        Step { name: "first", what: "passes", work: Work::Own(|_| Ok(0)) },
        Step { name: "second", what: "fails", work: Work::Own(|_| Ok(101)) },
        Step { name: "third", what: "passes", work: Work::Own(|_| Ok(0)) },
    ];

    fn run(keep_going: bool) -> Vec<Ended> {
        let mut ended = run_steps(EXAMPLE, "".as_ref(), keep_going, |_| {});
        ended.iter_mut().for_each(|step| step.time = std::time::Duration::from_millis(1500));
        ended
    }

    #[test]
    fn first_failure_stops_the_run() {
        let table = "
first   passed     1.5 s
second  FAILED     1.5 s  exit code 101
third   not run
all                3.0 s";
        assert_eq!(summary(EXAMPLE, &run(false)), table);
    }

    #[test]
    fn keep_going_runs_every_step() {
        let codes: Vec<u8> = run(true).iter().map(|step| step.code).collect();
        assert_eq!(codes, [0, 101, 0]);
    }
}
