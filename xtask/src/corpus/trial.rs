//! One document: read, and code generated for it. A panic or a document without end costs itself only.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use codegen::Target;
use specs::contract::Coverage;
use specs::{Diagnostics, Outcome};

/// What became of one document.
#[derive(Debug, Default)]
pub(super) struct Trial {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) coverage: Coverage,
    pub(super) found: BTreeMap<(Outcome, &'static str), usize>,
    pub(super) end: End,
    pub(super) time: Duration,
    pub(super) diagnostics: Vec<String>,
}

/// How far a document got.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    #[default]
    Refused,
    Read,
    Generated,
    Panicked,
    Hung,
}

impl Trial {
    pub(super) fn is_generated(&self) -> bool {
        self.end == End::Generated
    }

    fn ended(name: &str, end: End) -> Self {
        Self { name: name.to_owned(), end, ..Self::default() }
    }
}

/// Tries one document on a thread of its own. One that takes longer than `limit` is left behind.
pub(super) fn run(folder: &Path, name: &str, limit: Duration) -> Trial {
    let (sender, receiver) = mpsc::channel();
    let (path, owned) = (folder.join(name), name.to_owned());
    let start = Instant::now();
    let worker = move || sender.send(read(&path, &owned)).unwrap_or_default();
    let started = thread::Builder::new().stack_size(64 << 20).spawn(worker);
    let mut trial = match (started, receiver.recv_timeout(limit)) {
        (Ok(_), Ok(trial)) => trial,
        (Ok(_), Err(mpsc::RecvTimeoutError::Timeout)) => Trial::ended(name, End::Hung),
        // The thread is gone without a message: it panicked, and has printed why.
        (Ok(_), Err(mpsc::RecvTimeoutError::Disconnected)) | (Err(_), _) => {
            Trial::ended(name, End::Panicked)
        }
    };
    trial.time = start.elapsed();
    trial
}

fn read(path: &Path, name: &str) -> Trial {
    let (contract, diagnostics) = specs::load(path);
    let mut trial =
        Trial { version: version(diagnostics.source().text()), ..Trial::ended(name, End::Refused) };
    trial.count(&diagnostics);
    let Some(contract) = contract else {
        return trial;
    };
    let (contract, unsupported) = codegen::supported(&contract);
    trial.count(&unsupported);
    trial.coverage = contract.coverage();
    trial.end = End::Read;
    match codegen::generate(&[contract], &Target::Standalone { name: "corpus".to_owned() }) {
        Ok(_) => trial.end = End::Generated,
        Err(refused) => refused.iter().for_each(|found| trial.count(found)),
    }
    trial
}

impl Trial {
    /// How many diagnostics have an outcome.
    pub(super) fn sum(&self, outcome: Outcome) -> usize {
        self.found.iter().filter(|((other, _), _)| *other == outcome).map(|(_, count)| count).sum()
    }

    fn count(&mut self, diagnostics: &Diagnostics) {
        for found in diagnostics {
            *self.found.entry((found.outcome, found.code)).or_default() += 1;
            let line = found.location.map_or(0, |at| at.line);
            let outcome = found.outcome.as_str();
            let file = found.location.map_or(0, |at| at.file);
            // A file that the document refers to goes by its own path.
            let of_file = (file > 0).then(|| diagnostics.source().file(file).name());
            let name = of_file.unwrap_or(&self.name);
            let (code, message) = (found.code, &found.message);
            self.diagnostics.push(format!("{name}:{line}: {outcome}: {code}: {message}"));
        }
    }
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
