//! The entries of a recording, in memory and in their file. The file is never incomplete.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::har::{Limits, Written, save};

/// The entries of a recording.
pub struct Kept {
    path: PathBuf,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    list: Vec<Written>,
    left_out: usize,
    /// The size of the entries, in bytes.
    bytes: u64,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({})", self.path.display())
    }
}

impl Kept {
    /// Creates the file at once, so that an unwritable file is reported before anything is sent.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn new(path: PathBuf) -> io::Result<Self> {
        let kept = Self { path, entries: Mutex::default() };
        kept.save()?;
        Ok(kept)
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an entry; returns whether there was room for it.
    pub fn add(&self, entry: Written) -> bool {
        let length = u64::try_from(entry.to_string().len()).unwrap_or(u64::MAX);
        let mut entries = self.entries();
        // What is written must be readable again; line breaks and white space are extra.
        let limits = Limits::DEFAULT;
        let bytes = entries.bytes.saturating_add(length);
        let has_room = entries.list.len() < limits.entries && bytes < limits.bytes / 2;
        if has_room {
            entries.bytes = bytes;
            entries.list.push(entry);
        } else {
            entries.left_out += 1
        }
        has_room
    }

    /// Counts entries that are not recorded.
    pub fn leave_out(&self) {
        self.entries().left_out += 1;
    }

    /// How many entries there are, and how many are omitted.
    pub fn count(&self) -> (usize, usize) {
        let entries = self.entries();
        (entries.list.len(), entries.left_out)
    }

    /// Rewrites the file.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn save(&self) -> io::Result<()> {
        save(&self.path, &self.entries().list)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
