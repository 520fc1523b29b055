//! One document: read, and code generated for it, in a process of its own: a panic, a stack that
//! overflows or a document without end costs itself only.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use codegen::{OutputFile, Target, cli, sink};
use serde::{Deserialize, Serialize};
use specs::Diagnostics;

use super::Args;
use super::process::{self, Ended};
use super::work::Work;
use crate::failure::Failure;

/// What became of one document.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Trial {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) operations: Operations,
    /// Schemas that the document gives a type.
    pub(super) schemas: usize,
    /// Those of them that have no type.
    pub(super) untyped: usize,
    /// How often each code occurs, by its outcome.
    pub(super) found: BTreeMap<String, BTreeMap<String, usize>>,
    pub(super) end: End,
    pub(super) seconds: f64,
    /// The most memory that reading and generating took, in MiB; 0 where the system does not say.
    pub(super) memory: u64,
    /// How many bytes of code were generated.
    pub(super) bytes: usize,
    pub(super) diagnostics: Vec<String>,
    pub(super) compiled: Option<Step>,
    pub(super) tested: Option<Step>,
}

/// Operations, as [`specs::contract::Coverage`] counts them.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Operations {
    pub(super) all: usize,
    pub(super) whole: usize,
    pub(super) with_losses: usize,
    pub(super) left_out: usize,
}

/// How far a document got.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum End {
    #[default]
    Refused,
    Read,
    Generated,
    Panicked,
    Hung,
}

/// What became of a further step.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Step {
    /// What failed, one line each.
    pub(super) failures: Vec<String>,
    pub(super) seconds: f64,
}

impl Step {
    pub(super) fn new(failures: Vec<String>, start: Instant) -> Self {
        Self { failures, seconds: start.elapsed().as_secs_f64() }
    }
}

impl Trial {
    /// Whether everything that was tried succeeded.
    pub(super) fn is_sound(&self) -> bool {
        let mut steps = [&self.compiled, &self.tested].into_iter().flatten();
        self.end == End::Generated && steps.all(|step| step.failures.is_empty())
    }

    /// How many diagnostics have an outcome.
    pub(super) fn sum(&self, outcome: &str) -> usize {
        self.found.get(outcome).into_iter().flat_map(BTreeMap::values).sum()
    }

    fn ended(name: &str, end: End) -> Self {
        Self { name: name.to_owned(), end, ..Self::default() }
    }

    fn count(&mut self, diagnostics: &Diagnostics) {
        for found in diagnostics {
            let outcome = found.outcome.as_str();
            let codes = self.found.entry(outcome.to_owned()).or_default();
            *codes.entry(found.code.to_owned()).or_default() += 1;
            let (file, line) = found.location.map_or((0, 0), |at| (at.file, at.line));
            // A file that the document refers to goes by its own path.
            let of_file = (file > 0).then(|| diagnostics.source_of(found).name());
            let name = of_file.unwrap_or(&self.name);
            let (code, message) = (found.code, &found.message);
            self.diagnostics.push(format!("{name}:{line}: {outcome}: {code}: {message}"));
        }
    }
}

/// Tries one document in a process of its own.
pub(super) fn run(args: &Args, work: &Work, name: &str, limit: Duration) -> Trial {
    let program = env::current_exe().unwrap_or_default();
    let mut command = Command::new(program);
    command.arg("--root").arg(&work.root).arg("corpus").arg(&args.folder).args(["--one", name]);
    let flags = [("--compile", args.compile), ("--test", args.test)];
    command.args(flags.into_iter().filter(|(_, is_set)| *is_set).map(|(flag, _)| flag));
    match process::run(&mut command, limit) {
        Ended::Exit { code: Some(0), out, .. } => {
            serde_json::from_str(&out).unwrap_or_else(|_| Trial::ended(name, End::Panicked))
        }
        Ended::Exit { err, .. } | Ended::NotStarted(err) => {
            let lines = err.lines().map(|line| format!("{name}: {line}"));
            Trial { diagnostics: lines.collect(), ..Trial::ended(name, End::Panicked) }
        }
        Ended::Timeout => Trial::ended(name, End::Hung),
    }
}

/// Tries one document in this process; its row as JSON.
pub(super) fn here(folder: &Path, name: &str, work: &Work) -> Result<String, Failure> {
    let start = Instant::now();
    let (mut trial, files) = read(folder, name);
    trial.seconds = start.elapsed().as_secs_f64();
    trial.memory = memory();
    if let Some(files) = files.filter(|_| work.writes_packages) {
        write(&work.package(name), files)?;
    }
    serde_json::to_string(&trial).map_err(|error| Failure::Metadata { reason: error.to_string() })
}

fn read(folder: &Path, name: &str) -> (Trial, Option<Vec<OutputFile>>) {
    let (contract, diagnostics) = specs::load(&folder.join(name));
    let text = diagnostics.source().text();
    let mut trial = Trial { version: version(text), ..Trial::ended(name, End::Refused) };
    trial.count(&diagnostics);
    let Some(contract) = contract else {
        return (trial, None);
    };
    let (contract, unsupported) = codegen::supported(&contract);
    trial.count(&unsupported);
    let coverage = contract.coverage();
    trial.operations = Operations {
        all: coverage.operations,
        whole: coverage.whole,
        with_losses: coverage.with_losses,
        left_out: coverage.left_out,
    };
    let untyped = contract.untyped();
    (trial.schemas, trial.untyped) = (untyped.typed, untyped.schemas.len());
    trial.end = End::Read;
    match codegen::generate(&[contract], &Target::Standalone { name: "corpus".to_owned() }) {
        Ok(files) => {
            trial.end = End::Generated;
            trial.bytes = files.iter().map(|file| file.text.len()).sum();
            (trial, Some(files))
        }
        Err(refused) => {
            refused.iter().for_each(|found| trial.count(found));
            (trial, None)
        }
    }
}

/// Writes a package that belongs to no workspace.
fn write(package: &Path, mut files: Vec<OutputFile>) -> Result<(), Failure> {
    for file in files.iter_mut().filter(|file| file.path == "Cargo.toml") {
        file.text.push_str("\n[workspace]\n");
    }
    // What an earlier run left has other content than what is written.
    if package.exists() {
        fs::remove_dir_all(package)
            .map_err(|source| Failure::Read { path: package.to_owned(), source })?;
    }
    sink::write_part(package, &files, &|_| true).map_err(cli::Failure::from)?;
    Ok(())
}

/// The most memory that this process has taken, in MiB, where `/proc` says it.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

/// The version as the text has it, for the row only.
fn version(text: &str) -> String {
    let keys = ["openapi", "swagger"];
    let line = text.lines().find(|line| {
        let line = line.trim_start_matches(['{', ' ', '"', '\'', '\u{feff}']);
        keys.iter().any(|key| line.starts_with(key))
    });
    let digits = |c: char| c.is_ascii_digit() || c == '.';
    let value = line.and_then(|line| line.split_once(':')).map_or("", |(_, value)| value);
    value.trim_start_matches([' ', '"', '\'']).chars().take_while(|c| digits(*c)).collect()
}
