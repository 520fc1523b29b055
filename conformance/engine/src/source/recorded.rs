//! Cases from recordings: HAR 1.2 files whose entries name their origin. Credentials and tokens in them
//! are placeholders; the conventions are in `docs/recordings.md`.

pub mod case_kind;
mod departure;
mod embedded;
mod error;
mod fill_placeholders;
pub mod mask;
pub mod matching;
pub mod placeholder;
pub mod reading;
pub mod replayed;
mod sanitized;

pub use crate::har::RawFile as Recording;
pub use departure::departure;
pub use error::RecordingError;
pub use replayed::{Replayed, Unmatched};

use std::cell::RefCell;
use std::path::Path;

use super::{CaseSource, Inputs};
use crate::har;
use crate::har::{Har, Limits, Problem, Problems};
use conformance_core::case::{Case, CaseKind, Origin, Purpose, Role, Step};
use conformance_core::exchange::Via;
use reading::{Drafted, EntryReader, Reported};

/// The built-in recordings.
pub fn embedded(provider: &str) -> Vec<Recording> {
    embedded::ALL
        .iter()
        .filter(|(name, _)| name.split('/').next() == Some(provider))
        .map(|(name, text)| Recording {
            name: format!("recordings/{name}"),
            text: (*text).to_owned(),
        })
        .collect()
}

/// The `*.har` files of `<directory>/<provider>/`, by name; none where there is no such directory.
///
/// # Errors
///
/// If the directory or a file cannot be read.
pub fn in_directory(directory: &Path, provider: &str) -> Result<Vec<Recording>, RecordingError> {
    let directory = directory.join(provider);
    if !directory.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |path: &Path| {
        let file = path.display().to_string();
        move |source| RecordingError::Unreadable { file, source }
    };
    let mut list = Vec::new();
    for entry in std::fs::read_dir(&directory).map_err(unreadable(&directory))? {
        let path = entry.map_err(unreadable(&directory))?.path();
        if path.extension().is_some_and(|extension| extension == "har") {
            list.push(har::load(&path, Limits::DEFAULT).map_err(unreadable(&path))?);
        }
    }
    list.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(list)
}

/// Cases from recordings.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    cases: Vec<Case>,
}

impl Recorded {
    /// Reads recordings of one document's operations.
    ///
    /// # Errors
    ///
    /// Every mistake, with its location.
    pub fn read(inputs: &Inputs<'_>, recordings: &[Recording]) -> Result<Self, RecordingError> {
        let mut cases: Vec<Case> = Vec::new();
        let mut wrong: Vec<Problem> = Vec::new();
        for recording in recordings {
            let problems = RefCell::new(Problems::of(&recording.name, &recording.text));
            match har::read(recording, Limits::DEFAULT) {
                Ok(har) => add(inputs, &har, &problems, &mut cases),
                Err(list) => wrong.extend(list),
            }
            wrong.extend(problems.into_inner().into_list());
        }
        if wrong.is_empty() { Ok(Self { cases }) } else { Err(RecordingError::Wrong(wrong)) }
    }
}

/// Appends the cases of a file.
fn add(inputs: &Inputs<'_>, har: &Har, problems: &RefCell<Problems>, cases: &mut Vec<Case>) {
    for entry in &har.entries {
        let reader = EntryReader { inputs, problems, entry, tolerant: false, frozen: false };
        let Ok(Some(case)) = case(&reader) else { continue };
        if cases.iter().any(|known| known.id == case.id) {
            let message = format!("the case id `{}` is used twice", case.id);
            let _ = reader.wrong("", message, "give each entry its own `_name`");
        } else {
            cases.push(case);
        }
    }
}

/// The case of an entry; `None` where the entry is documentation only.
fn case(reader: &EntryReader<'_>) -> Result<Option<Case>, Reported> {
    let (contract, entry) = (reader.inputs.contract, reader.entry);
    if entry.notes.provenance.trim().is_empty() {
        let help = "add the origin of the exchange";
        return Err(reader.wrong("_provenance", "the entry has no `_provenance`".to_owned(), help));
    }
    let found = reader.matched().ok_or_else(|| {
        let url = entry.request.url.split('?').next().unwrap_or_default();
        let message =
            format!("{} {url} is not an operation of {}", entry.request.method, contract.id);
        reader.wrong("request/url", message, "use a declared path below a declared server")
    })?;
    let status = entry.response.status;
    let Drafted { operation, kind, plan, .. } = reader.draft(&found)?;
    let replayed = status != 429 && status < 500 && kind != CaseKind::Forbidden;
    if !entry.notes.replay.unwrap_or(replayed) {
        return Ok(None);
    }
    let name = reader.name();
    Ok(Some(Case {
        id: Case::identify(&contract.id, Origin::Recorded, &operation.id, &name),
        operation: operation.id.clone(),
        origin: Origin::Recorded,
        title: format!("recorded: {}", name.replace('-', " ")),
        steps: vec![Step { request: plan, via: Via::Http, status: Some(status), role: Role::Main }],
        rule: case_kind::rule(operation, &kind),
        kind,
        purpose: Purpose::of_recorded(&name),
        provenance: Some(entry.notes.provenance.clone()),
    }))
}

impl CaseSource for Recorded {
    fn cases(&self, _inputs: &Inputs<'_>) -> Vec<Case> {
        self.cases.clone()
    }
}
