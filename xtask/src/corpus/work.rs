//! The working folder: packages to compile, and the rows of an interrupted run.

use std::fs;
use std::path::{Path, PathBuf};

use super::Args;
use super::trial::Trial;
use crate::failure::Failure;

/// The working folder.
pub(super) struct Work {
    /// The workspace.
    pub(super) root: PathBuf,
    folder: PathBuf,
    /// Whether packages are written.
    pub(super) writes_packages: bool,
}

impl Work {
    /// The folder `target/corpus`, and below it one for the flags of this run.
    pub(super) fn new(root: &Path, args: &Args) -> Result<Self, Failure> {
        let flags = format!("compile-{}-test-{}", args.compile, args.test);
        let folder = root.join("target/corpus").join(flags);
        let work = Self { root: root.to_owned(), folder, writes_packages: args.compile };
        if !args.resume && args.one.is_none() {
            // Rows of earlier runs; there may be none.
            let _ = fs::remove_dir_all(work.rows());
        }
        let rows = work.rows();
        fs::create_dir_all(&rows).map_err(|source| Failure::Read { path: rows, source })?;
        Ok(work)
    }

    /// The package of a document.
    pub(super) fn package(&self, name: &str) -> PathBuf {
        self.folder.join("packages").join(flat(name))
    }

    /// Where a job compiles.
    pub(super) fn target(&self, job: usize) -> PathBuf {
        self.folder.join(format!("target-{job}"))
    }

    /// Where the report of a run of the conformance suite is written.
    pub(super) fn report(&self, name: &str) -> PathBuf {
        self.rows().join(format!("{}.report.json", flat(name)))
    }

    /// The row of a document from an interrupted run.
    pub(super) fn recorded(&self, name: &str) -> Option<Trial> {
        let text = fs::read_to_string(self.row(name)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Keeps the row of a document; a row that cannot be kept is made again.
    pub(super) fn record(&self, trial: &Trial) {
        if let Ok(text) = serde_json::to_string(trial) {
            let _ = fs::write(self.row(&trial.name), text);
        }
    }

    fn rows(&self) -> PathBuf {
        self.folder.join("rows")
    }

    fn row(&self, name: &str) -> PathBuf {
        self.rows().join(format!("{}.json", flat(name)))
    }
}

/// A path as the name of one file.
fn flat(name: &str) -> String {
    name.replace(['/', '\\'], "__")
}
