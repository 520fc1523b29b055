//! Documents of a folder of their own, read in this process.

use std::fs;

use clap::Parser;

use super::trial::{self, Trial};
use super::work::Work;
use super::{Args, documents, table};

const SOUND: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a: {get: {responses: {'204': {description: d}}}}\n";

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn args(folder: &std::path::Path, flags: &[&str]) -> Args {
    let line = ["corpus", &folder.to_string_lossy()].map(str::to_owned).into_iter();
    Line::parse_from(line.chain(flags.iter().map(|flag| (*flag).to_owned()))).args
}

#[test]
fn documents_are_counted_by_their_outcome() -> Outcome {
    let folder = tempfile::tempdir()?;
    let root = tempfile::tempdir()?;
    fs::write(folder.path().join("sound.yaml"), SOUND)?;
    fs::write(folder.path().join("text.yaml"), "just text")?;
    fs::write(folder.path().join("other.txt"), "ignored")?;
    let names = documents::list(folder.path())?;
    assert_eq!(names, ["sound.yaml", "text.yaml"]);
    let args = args(folder.path(), &["--compile"]);
    let work = Work::new(root.path(), &args)?;
    let mut trials: Vec<Trial> = Vec::new();
    for name in &names {
        trials.push(serde_json::from_str(&trial::here(folder.path(), name, &work)?)?);
    }
    let totals = table::totals(&trials, &args);
    assert!(totals[0].contains("2 documents: 1 read, 1 generated, 0 panics"), "{totals:?}");
    assert!(totals.iter().any(|line| line.contains("not-openapi")), "{totals:?}");
    assert!(work.package("sound.yaml").join("src/lib.rs").is_file());
    fs::write(folder.path().join("index.csv"), "file,x\ntext.yaml,\n")?;
    assert_eq!(documents::list(folder.path())?, ["text.yaml"]);
    Ok(())
}

#[test]
fn rows_of_an_interrupted_run_are_taken_if_wanted() -> Outcome {
    let folder = tempfile::tempdir()?;
    let root = tempfile::tempdir()?;
    let work = Work::new(root.path(), &args(folder.path(), &[]))?;
    work.record(&Trial { name: "a/b.yaml".to_owned(), schemas: 7, ..Trial::default() });
    let resumed = Work::new(root.path(), &args(folder.path(), &["--resume"]))?;
    assert_eq!(resumed.recorded("a/b.yaml").map(|trial| trial.schemas), Some(7));
    let anew = Work::new(root.path(), &args(folder.path(), &[]))?;
    assert!(anew.recorded("a/b.yaml").is_none());
    Ok(())
}
