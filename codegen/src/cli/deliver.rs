//! The end of `gen`: writes files to a folder, or compares them with it, and prints the result.

use std::path::{Path, PathBuf};

use super::{CLEAN, FINDINGS, Failure, printer};
use crate::OutputFile;
use crate::sink::{self, Difference, Kind, Written};

/// The output folder.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// Its name in the output.
    pub shown: PathBuf,
}

/// Writes the files that `part` selects, or compares them with the folder where `check` is set. Returns
/// the exit code.
///
/// # Errors
/// A folder that cannot be written or compared.
pub fn deliver(
    folder: &Folder,
    files: &[OutputFile],
    part: &dyn Fn(&str) -> bool,
    check: bool,
) -> Result<u8, Failure> {
    if check {
        let differences = sink::check_part(&folder.path, files, part)?;
        print_differences(&folder.shown, &differences);
        return Ok(if differences.is_empty() { CLEAN } else { FINDINGS });
    }
    print_written(&folder.shown, &sink::write_part(&folder.path, files, part)?);
    Ok(CLEAN)
}

/// So many written files are listed, and the others counted.
const MOST: usize = 10;

fn print_written(folder: &Path, outcome: &Written) {
    let Written { written, unchanged, removed } = outcome;
    // The files of a new crate are many, and none of them is news.
    for path in written.iter().take(MOST) {
        printer::out(format!("wrote {}", folder.join(path).display()));
    }
    if written.len() > MOST {
        printer::out(format!("wrote {} more files", written.len() - MOST));
    }
    for path in removed {
        printer::out(format!("removed {}", folder.join(path).display()));
    }
    let counts = (written.len(), unchanged.len(), removed.len());
    printer::out(format!(
        "{}: {} written, {} unchanged, {} removed",
        folder.display(),
        counts.0,
        counts.1,
        counts.2
    ));
}

fn print_differences(folder: &Path, differences: &[Difference]) {
    for Difference { path, kind, diff } in differences {
        let kind = match kind {
            Kind::Edited => "edited",
            Kind::Missing => "missing",
            Kind::Extra => "extra",
        };
        printer::out(format!("{kind}: {}\n{diff}", folder.join(path).display()));
    }
    match differences.len() {
        0 => printer::out(format!("{}: as generated", folder.display())),
        count => {
            printer::err(format!(
                "error: {count} files in {} are not as generated",
                folder.display()
            ));
            printer::err("help: run the same command without --check");
        }
    }
}
