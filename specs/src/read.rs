//! From a text or a file to a contract.

use std::path::Path;

use crate::contract::Loss;
use crate::diagnostic::codes::CANNOT_READ;
use crate::document::Document;
use crate::{Contract, Diagnostics, Options, Outcome, Source, lower, yaml};

/// Reads the text of an OpenAPI document.
///
/// `id` becomes [`Contract::id`]; `name` is what diagnostics call the text, such as
/// `specs/nomba.yaml`. There is a contract where no diagnostic is fatal: what is
/// lost is in [`Contract::losses`]. Files that it refers to are not read: [`load`] does that.
pub fn parse(id: &str, name: &str, text: &str) -> (Option<Contract>, Diagnostics) {
    read(id, name, text, None)
}

fn read(
    id: &str,
    name: &str,
    text: &str,
    options: Option<&Options>,
) -> (Option<Contract>, Diagnostics) {
    let source = Source::new(name, text);
    let mut diagnostics = Diagnostics::new(source.clone());
    let contract = yaml::read(&source, &mut diagnostics)
        .and_then(|value| Document::new(value, &source, options, &mut diagnostics))
        .map(|document| lower::lower(id, &document, &source, &mut diagnostics));
    diagnostics.finish();
    let lost = diagnostics.iter().filter(|found| found.outcome == Outcome::Lost);
    let losses = lost.map(Loss::new).collect();
    let contract = contract.filter(|_| !diagnostics.is_fatal());
    (contract.map(|contract| Contract { losses, ..contract }), diagnostics)
}

/// Reads a file with an OpenAPI document, and the files that it refers to by relative paths; its name without the extension, in lower-case words
/// joined by hyphens, becomes [`Contract::id`].
pub fn load(path: &Path) -> (Option<Contract>, Diagnostics) {
    load_with(path, &Options::default())
}

/// Reads a file as [`load`] does, and the files that the options give for URLs.
pub fn load_with(path: &Path, options: &Options) -> (Option<Contract>, Diagnostics) {
    let name = path.display().to_string();
    let text = std::fs::read(path)
        .map_err(|error| error.to_string())
        .and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
    match text {
        Ok(text) => read(&id_of(path), &name, &text, Some(options)),
        Err(reason) => {
            let mut diagnostics = Diagnostics::new(Source::new(name.clone(), ""));
            let message = format!("cannot read {name}: {reason}");
            let help = "give the path of a UTF-8 text file";
            diagnostics.report_at(&CANNOT_READ, None, message, help);
            (None, diagnostics)
        }
    }
}

fn id_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let words: Vec<&str> =
        stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}
