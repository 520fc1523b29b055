//! Writing a folder: everything is inspected first, then staged beside its destination, then moved there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::SinkError;
use super::folder::{self, Found};

/// What changed in a folder, by paths below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were missing or differed.
    pub written: Vec<String>,
    /// Files that were already up to date.
    pub unchanged: Vec<String>,
    /// Generated files that are obsolete.
    pub removed: Vec<String>,
}

pub(super) fn write(
    dir: &Path,
    files: &BTreeMap<&str, &str>,
    part: &dyn Fn(&str) -> bool,
) -> Result<Written, SinkError> {
    let mut made = Vec::new();
    create_folder(dir, &mut made)?;
    let unwritten = plan(dir, files).and_then(|(changed, unchanged)| {
        // Before staging: staged files have the mark, too.
        let stale = stale(dir, files, part)?;
        Ok((stage(dir, files, &changed, &mut made)?, unchanged, stale))
    });
    let (staged, unchanged, stale) = unwritten.inspect_err(|_| {
        // Not an error: an empty folder does no harm.
        made.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    })?;
    apply(dir, staged, unchanged, stale)
}

/// The paths that differ, and those that do not.
fn plan(dir: &Path, files: &BTreeMap<&str, &str>) -> Result<(Vec<String>, Vec<String>), SinkError> {
    let (mut changed, mut unchanged, mut foreign) = (Vec::new(), Vec::new(), Vec::new());
    for (path, text) in files {
        match folder::find(dir, path)? {
            Found::Text(current) if current == *text => unchanged.push((*path).to_owned()),
            Found::Text(current) if !current.is_empty() && !folder::is_marked(&current) => {
                foreign.push(dir.join(path));
            }
            Found::Other => foreign.push(dir.join(path)),
            Found::Nothing | Found::Text(_) => changed.push((*path).to_owned()),
        }
    }
    if foreign.is_empty() {
        Ok((changed, unchanged))
    } else {
        Err(SinkError::Foreign { paths: foreign })
    }
}

/// A whole text, in a temporary file in its folder.
struct Staged {
    path: String,
    file: NamedTempFile,
}

fn stage(
    dir: &Path,
    files: &BTreeMap<&str, &str>,
    changed: &[String],
    made: &mut Vec<PathBuf>,
) -> Result<Vec<Staged>, SinkError> {
    let mut staged = Vec::new();
    for path in changed {
        let location = dir.join(path);
        let folder = location.parent().unwrap_or(dir);
        create_folder(folder, made)?;
        let file = temporary(folder, files[path.as_str()])
            .map_err(|source| SinkError::Write { path: location.clone(), source })?;
        staged.push(Staged { path: path.clone(), file });
    }
    Ok(staged)
}

fn temporary(folder: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".specwright-");
    #[cfg(unix)]
    {
        // As any new file: readable by everybody that the umask allows, not only by the owner.
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    Ok(file)
}

/// Creates a folder and what is missing above it, and records what was created.
fn create_folder(folder: &Path, made: &mut Vec<PathBuf>) -> Result<(), SinkError> {
    let above = folder.ancestors().take_while(|above| !above.as_os_str().is_empty());
    let missing: Vec<&Path> =
        above.take_while(|above| fs::symlink_metadata(above).is_err()).collect();
    let failed = |source| SinkError::Folder { path: folder.to_owned(), source };
    for missing in missing.into_iter().rev() {
        fs::create_dir(missing).map_err(failed)?;
        made.push(missing.to_owned());
    }
    // It may be a file, or may have been created by another process in the meantime.
    fs::create_dir_all(folder).map_err(failed)
}

/// Files that were generated once and no longer are.
fn stale(
    dir: &Path,
    files: &BTreeMap<&str, &str>,
    part: &dyn Fn(&str) -> bool,
) -> Result<BTreeSet<String>, SinkError> {
    let mut stale = folder::marked_files(dir)?;
    stale.retain(|path| part(path) && !files.contains_key(path.as_str()));
    Ok(stale)
}

fn apply(
    dir: &Path,
    staged: Vec<Staged>,
    unchanged: Vec<String>,
    stale: BTreeSet<String>,
) -> Result<Written, SinkError> {
    let total = staged.len() + stale.len();
    let mut outcome = Written { unchanged, ..Written::default() };
    for Staged { path, file } in staged {
        if let Err(error) = file.persist(dir.join(&path)) {
            return Err(interrupted(dir, &path, error.error, outcome, total));
        }
        outcome.written.push(path);
    }
    for path in stale {
        if let Err(source) = fs::remove_file(dir.join(&path)) {
            return Err(interrupted(dir, &path, source, outcome, total));
        }
        remove_empty_folders(dir, &path);
        outcome.removed.push(path);
    }
    Ok(outcome)
}

fn interrupted(
    dir: &Path,
    path: &str,
    source: io::Error,
    outcome: Written,
    total: usize,
) -> SinkError {
    let done = [outcome.written, outcome.removed].concat();
    SinkError::Interrupted { path: dir.join(path), source, done, total }
}

/// Removes the folders that a removed file leaves empty; `dir` itself stays.
fn remove_empty_folders(dir: &Path, path: &str) {
    let folders = Path::new(path).ancestors().skip(1).filter(|above| !above.as_os_str().is_empty());
    for folder in folders {
        // Fails if the folder is not empty, which ends the loop.
        if fs::remove_dir(dir.join(folder)).is_err() {
            break;
        }
    }
}
