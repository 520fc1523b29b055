//! `schema-suite`: the front end against the JSON Schema Test Suite. Every group of tests becomes a component
//! of a small document; its view has to decide as the suite says, and its shape must never be stricter.

mod claims;
mod group;
mod shape;
mod suite;
mod table;
mod wrap;

use std::fs;
use std::path::{Path, PathBuf};

use self::claims::Claims;
use self::group::Checked;
use crate::failure::{CLEAN, FINDINGS, Failure};
use crate::print;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of the suite: the one with `tests/draft4` and `tests/draft2020-12`
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Only files whose path contains this text; entries of other files are not out of date then
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,

    /// Print why each group that is not claimed fails
    #[arg(long)]
    show: bool,
}

/// Exit code 0 where every group passes or is not claimed, and every entry of what is not claimed is needed.
pub(crate) fn run(root: &Path, args: &Args) -> Result<u8, Failure> {
    let only = args.only.as_deref().unwrap_or_default();
    let mut claims = Claims::committed();
    let document = document(&root.join("target/schema-suite"))?;
    let options = suite::options(&args.folder);
    let mut rows = Vec::new();
    for file in suite::files(&args.folder)?.into_iter().filter(|file| file.name.contains(only)) {
        let checked =
            file.groups.iter().map(|group| group::check(&file, group, &document, &options));
        let checked: Vec<Checked> = checked.collect::<Result<_, _>>()?;
        let row = table::Row::new(&file.name, &checked, &mut claims);
        print::out(row.line());
        row.failures(args.show).into_iter().for_each(print::out);
        rows.push(row);
    }
    table::totals(&rows).into_iter().for_each(print::out);
    let stale = claims.stale(only);
    for entry in &stale {
        print::out(format!("out of date: {entry}; remove it from not_claimed.txt"));
    }
    let passed = rows.iter().all(|row| row.failed.is_empty()) && stale.is_empty();
    Ok(if passed { CLEAN } else { FINDINGS })
}

/// The file that each document is written to: only a document with a path can refer to files.
fn document(folder: &Path) -> Result<PathBuf, Failure> {
    let failure = |source| Failure::Read { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(failure)?;
    Ok(folder.join("document.json"))
}

#[cfg(test)]
mod tests;
