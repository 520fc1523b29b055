//! `corpus`: reads every document of a folder and generates code for it in memory; one row each, then
//! totals and the diagnostics by code.

mod documents;
mod table;
mod trial;

use std::path::PathBuf;
use std::time::Duration;

use self::trial::Trial;
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

    /// How many seconds a document may take
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    timeout: u64,
}

/// Exit code 0 where every document was read, code was generated, and nothing panicked or hung.
pub(crate) fn run(args: &Args) -> Result<u8, Failure> {
    let only = args.only.as_deref().unwrap_or_default();
    let documents = documents::list(&args.folder)?;
    let limit = Duration::from_secs(args.timeout);
    let chosen = documents.iter().filter(|name| name.contains(only));
    let trials: Vec<Trial> =
        chosen.map(|name| show(trial::run(&args.folder, name, limit), args.show)).collect();
    table::totals(&trials).into_iter().for_each(print::out);
    Ok(if trials.iter().all(Trial::is_generated) { CLEAN } else { FINDINGS })
}

fn show(trial: Trial, diagnostics: bool) -> Trial {
    if diagnostics {
        trial.diagnostics.iter().for_each(print::out);
    }
    print::out(table::row(&trial));
    trial
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::{documents, table, trial};

    const SOUND: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a: {get: {responses: {'204': {description: d}}}}\n";

    #[test]
    fn documents_are_counted_by_their_outcome() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("sound.yaml"), SOUND)?;
        fs::write(folder.path().join("text.yaml"), "just text")?;
        fs::write(folder.path().join("other.txt"), "ignored")?;
        let names = documents::list(folder.path())?;
        assert_eq!(names, ["sound.yaml", "text.yaml"]);
        let trials: Vec<_> = names
            .iter()
            .map(|name| trial::run(folder.path(), name, Duration::from_secs(60)))
            .collect();
        let totals = table::totals(&trials);
        assert!(totals[0].contains("2 documents: 1 read, 1 generated, 0 panics"), "{totals:?}");
        assert!(totals.iter().any(|line| line.contains("not-openapi")), "{totals:?}");
        fs::write(folder.path().join("index.csv"), "file,x\ntext.yaml,\n")?;
        assert_eq!(documents::list(folder.path())?, ["text.yaml"]);
        Ok(())
    }
}
