//! `specwright import`: one OpenAPI document of documentation pages.

use std::fs;
use std::path::{Path, PathBuf};

use specs::{Imported, Source};

use super::{CLEAN, CONFIGURATION, Deny, FINDINGS, Failure, documents, printer};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Pages in Markdown, each with a block of OpenAPI
    #[arg(value_name = "PAGE", required = true)]
    pages: Vec<PathBuf>,

    /// Write the document to this file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,

    /// The title of a document whose pages have none [default: from the host of the page]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// Diagnostics that make the exit code 1
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,

    /// Print every diagnostic in full, not one of each kind
    #[arg(long)]
    all: bool,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let pages: Vec<Source> = args.pages.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let Imported { document, diagnostics } = specs::import(&pages, args.title.as_deref());
    if !diagnostics.is_empty() {
        printer::err(documents::text(&diagnostics, args.all, printer::color()));
    }
    let Some(document) = document else { return Ok(CONFIGURATION) };
    match &args.out {
        Some(path) => write(path, &document)?,
        None => printer::out(document.trim_end()),
    }
    Ok(if args.deny.is_some_and(|deny| deny.denies_any(&diagnostics)) { FINDINGS } else { CLEAN })
}

fn read(path: &Path) -> Result<Source, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|source| Failure::Read { path: path.to_owned(), source })?;
    Ok(Source::new(path.display().to_string(), text))
}

fn write(path: &Path, document: &str) -> Result<(), Failure> {
    fs::write(path, document).map_err(|source| Failure::Write { path: path.to_owned(), source })?;
    printer::out(format!("wrote {}", path.display()));
    Ok(())
}
