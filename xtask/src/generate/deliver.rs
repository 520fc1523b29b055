//! The end of `gen`: writes files to a folder, or compares them with it, and prints the result.

use std::path::{Path, PathBuf};

use codegen::OutputFile;
use codegen::sink::{self, Difference, Kind, Written};

use crate::failure::{CLEAN, FINDINGS, Failure};
use crate::print;

/// The output folder.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    /// Its name in the output.
    pub(super) shown: PathBuf,
}

pub(super) fn deliver(
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

fn print_written(folder: &Path, outcome: &Written) {
    let Written { written, unchanged, removed } = outcome;
    for path in written {
        print::out(format!("wrote {}", folder.join(path).display()));
    }
    for path in removed {
        print::out(format!("removed {}", folder.join(path).display()));
    }
    let counts = (written.len(), unchanged.len(), removed.len());
    print::out(format!(
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
        print::out(format!("{kind}: {}\n{diff}", folder.join(path).display()));
    }
    match differences.len() {
        0 => print::out(format!("{}: as generated", folder.display())),
        count => {
            print::err(format!(
                "error: {count} files in {} are not as generated",
                folder.display()
            ));
            print::err("help: run the same command without --check");
        }
    }
}
