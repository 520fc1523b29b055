//! `corpus`: reads every document of a folder and generates code for it, each in a process of its own;
//! on demand compiles the code, and runs the conformance suite against a mock of the document. One row
//! each, then totals and the diagnostics by code.

mod compile;
mod documents;
mod process;
mod suite;
mod table;
mod trial;
mod work;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use self::trial::{End, Trial};
use self::work::Work;
use crate::failure::{CLEAN, FINDINGS, Failure};
use crate::print;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder. Its `index.csv` names the documents in its first column; without one, every
    /// `.yaml`, `.yml` and `.json` file below the folder is a document
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Only documents whose path contains this text
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,

    /// Print the diagnostics of every document as well
    #[arg(long)]
    show: bool,

    /// Compile the generated code, clients and servers; a warning counts as a failure
    #[arg(long)]
    compile: bool,

    /// Run the conformance suite against a mock of each document. `conformance` must have been built
    #[arg(long, alias = "judge")]
    test: bool,

    /// How many seconds each step of a document may take
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    timeout: u64,

    /// How many documents are tried at once
    #[arg(long, value_name = "N", default_value_t = 1)]
    jobs: usize,

    /// How many documents may be refused for a fatal error
    #[arg(long, value_name = "N", default_value_t = 2)]
    max_refused: usize,

    /// Take the rows of an earlier run with the same flags that was interrupted
    #[arg(long)]
    resume: bool,

    /// Try one document in this process, and print its row as JSON
    #[arg(long, value_name = "NAME", hide = true)]
    one: Option<String>,
}

/// Exit code 0 where documents were read and generated, but for `--max-refused`, and all that was tried of them
/// succeeded.
pub(crate) fn run(root: &Path, args: &Args) -> Result<u8, Failure> {
    let work = Work::new(root, args)?;
    if let Some(name) = &args.one {
        print::out(trial::here(&args.folder, name, &work)?);
        return Ok(CLEAN);
    }
    let only = args.only.as_deref().unwrap_or_default();
    let mut names = documents::list(&args.folder)?;
    names.retain(|name| name.contains(only));
    let trials = all(&names, &work, args);
    table::totals(&trials, args).into_iter().for_each(print::out);
    let refused = trials.iter().filter(|trial| trial.end == End::Refused).count();
    let sound = trials.iter().all(|trial| trial.end == End::Refused || trial.is_sound());
    Ok(if sound && refused <= args.max_refused { CLEAN } else { FINDINGS })
}

/// Tries all documents, several at once, and prints their rows in order.
fn all(names: &[String], work: &Work, args: &Args) -> Vec<Trial> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<Option<Trial>>> = Mutex::new(names.iter().map(|_| None).collect());
    let printed = AtomicUsize::new(0);
    let worker = |job: usize| {
        while let Some((index, name)) =
            names.iter().enumerate().nth(next.fetch_add(1, Ordering::SeqCst))
        {
            let trial = one(name, work, args, job);
            let Ok(mut done) = done.lock() else { return };
            done[index] = Some(trial);
            let from = printed.load(Ordering::SeqCst);
            let ready = done[from..].iter().map_while(Option::as_ref);
            let count = ready.map(|trial| show(trial, args)).count();
            printed.store(from + count, Ordering::SeqCst);
        }
    };
    thread::scope(|scope| {
        for job in 0..args.jobs.max(1) {
            let worker = &worker;
            scope.spawn(move || worker(job));
        }
    });
    done.into_inner().unwrap_or_default().into_iter().flatten().collect()
}

fn one(name: &str, work: &Work, args: &Args, job: usize) -> Trial {
    if let Some(known) = work.recorded(name) {
        return known;
    }
    let limit = Duration::from_secs(args.timeout);
    let mut trial = trial::run(args, work, name, limit);
    if args.compile && trial.end == End::Generated {
        trial.compiled = Some(compile::check(work, name, job, limit));
    }
    if args.test && trial.end == End::Generated {
        trial.tested = Some(suite::run(&args.folder.join(name), work, &trial, limit));
    }
    work.record(&trial);
    trial
}

fn show(trial: &Trial, args: &Args) {
    if args.show {
        trial.diagnostics.iter().for_each(print::out);
    }
    print::out(table::row(trial));
    table::failures(trial).into_iter().for_each(print::out);
}

#[cfg(test)]
mod tests;
