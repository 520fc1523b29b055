//! From a text or a file to a contract.

use std::path::Path;

use crate::contract::Loss;
use crate::diagnostic::codes::CANNOT_READ;
use crate::document::Document;
use crate::{Contract, Diagnostics, Options, Outcome, Source, lower, overlay, yaml};

/// Reads the text of an OpenAPI document.
///
/// `id` becomes [`Contract::id`]; `name` is what diagnostics call the text, such as
/// `specs/nomba.yaml`. There is a contract where no diagnostic is fatal: what is
/// lost is in [`Contract::losses`]. Files that it refers to are not read: [`load`] does that.
pub fn parse(id: &str, name: &str, text: &str) -> (Option<Contract>, Diagnostics) {
    parse_with(id, name, text, &[])
}

/// As [`parse`], with overlays (OpenAPI Overlay 1.0 and 1.1) that are applied to the document one after
/// the other. What a diagnostic reports of a part that an overlay has inserted is located in that overlay.
pub fn parse_with(
    id: &str,
    name: &str,
    text: &str,
    overlays: &[Source],
) -> (Option<Contract>, Diagnostics) {
    read(id, Source::new(name, text), overlays, None)
}

/// The values of a YAML or JSON text as the front end reads them, whatever they mean; `None` where it is
/// neither.
pub fn parse_value(name: &str, text: &str) -> Option<serde_json::Value> {
    let source = Source::new(name, text);
    yaml::read(&source, &mut Diagnostics::new(source.clone()))
}

fn read(
    id: &str,
    source: Source,
    overlays: &[Source],
    options: Option<&Options>,
) -> (Option<Contract>, Diagnostics) {
    let mut diagnostics = Diagnostics::new(source.clone());
    let value = yaml::read(&source, &mut diagnostics);
    let value = overlay::apply(value, overlays, &mut diagnostics);
    let contract = value
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

/// Reads a file as [`load`] does, with the overlays of the options, and the files that they give for URLs.
pub fn load_with(path: &Path, options: &Options) -> (Option<Contract>, Diagnostics) {
    let mut diagnostics = Diagnostics::new(Source::new(path.display().to_string(), ""));
    let text = read_text(path, None, &mut diagnostics);
    let overlays: Vec<Source> = options
        .overlays
        .iter()
        .filter_map(|path| {
            let name = path.display().to_string();
            let empty = Source::new(name.clone(), "");
            let text = read_text(path, Some(empty), &mut diagnostics)?;
            Some(Source::new(name, text))
        })
        .collect();
    match text {
        Some(text) if diagnostics.is_empty() => {
            let source = Source::new(path.display().to_string(), text);
            read(&id_of(path), source, &overlays, Some(options))
        }
        _ => (None, diagnostics),
    }
}

/// The text of a file. `source` is given where the file is not the document itself.
fn read_text(path: &Path, source: Option<Source>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = std::fs::read(path)
        .map_err(|error| error.to_string())
        .and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
    text.map_err(|reason| {
        let message = format!("cannot read {}: {reason}", path.display());
        let help = "give the path of a UTF-8 text file";
        diagnostics.report_at(&CANNOT_READ, None, message, help).source = source;
    })
    .ok()
}

fn id_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let words: Vec<&str> =
        stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}
