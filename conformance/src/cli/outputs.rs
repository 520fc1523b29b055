//! The reports that the command line asks for.

use std::fs::File;
use std::io::Write;

use super::Failure;
use crate::report::{CoverageText, Human, Json, Junit, Progress, Reporter};

/// A reporter for each form.
pub(super) fn reporters(forms: &[String], quiet: bool) -> Result<Vec<Box<dyn Reporter>>, Failure> {
    let mut list: Vec<Box<dyn Reporter>> = Vec::new();
    let usual = ["human".to_owned()];
    for form in if forms.is_empty() { &usual } else { forms } {
        list.push(match form.split_once('=').unwrap_or((form, "")) {
            ("human", "") => Box::new(Human::new(Box::new(anstream::stdout()), quiet)),
            ("json", "") => Box::new(Json::new(Box::new(std::io::stdout()))),
            ("json", file) => Box::new(Json::new(create(file)?)),
            ("junit", file) if !file.is_empty() => Box::new(Junit::new(create(file)?)),
            _ => {
                let help = "use human, json, json=FILE or junit=FILE";
                return Err(Failure::usage(format!("unknown report `{form}`\n  help: {help}")));
            }
        });
    }
    if !quiet && let Some(progress) = Progress::on_terminal() {
        // First, so that the bar is gone before the last words are written.
        list.insert(0, Box::new(progress));
    }
    Ok(list)
}

/// What was exercised, and nothing else.
pub(super) fn coverage() -> Vec<Box<dyn Reporter>> {
    vec![Box::new(CoverageText::new(Box::new(anstream::stdout())))]
}

fn create(file: &str) -> Result<Box<dyn Write>, Failure> {
    match File::create(file) {
        Ok(file) => Ok(Box::new(std::io::BufWriter::new(file))),
        Err(error) => Err(Failure::configuration(format!("{file}: cannot be written: {error}"))),
    }
}
