//! Converts curl command lines and Postman collections to recordings. Nothing is sent, and no script is
//! run.

pub mod curl;
pub mod postman;

use std::sync::Arc;
use std::time::SystemTime;

use specs::Contract;

use crate::fixtures::Fixtures;
use crate::har;
use crate::har::{Entry, Notes, Request, Response, Written};
use crate::record::{Witness, masker};
use crate::source::recorded::mask::Seen;
use crate::source::recorded::matching;
use conformance_core::slug::slug;

/// A mistake in an input, with its location and a help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}\n  help: {help}")]
pub struct Mistake {
    /// The file or command with the location in it.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do, as an imperative.
    pub help: String,
}

impl Mistake {
    /// A mistake at a location, with what to do.
    pub fn new(place: &str, message: impl Into<String>, help: &str) -> Self {
        Self { place: place.to_owned(), message: message.into(), help: help.to_owned() }
    }
}

/// One request that was read, perhaps with its response.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its name in the input.
    pub name: String,
    /// The request.
    pub request: Request,
    /// The response, if the input has one.
    pub response: Option<Response>,
}

/// The result of an import.
#[derive(Debug, Default)]
pub struct Import {
    /// What was read.
    pub requests: Vec<Imported>,
    /// The mistakes.
    pub mistakes: Vec<Mistake>,
    /// Remarks for the user.
    pub notes: Vec<String>,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Request({})", self.method)
    }
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Response({})", self.status)
    }
}

/// The entries of a recording: secrets are placeholders, and for a request without a response the first
/// success that the document declares is assumed.
pub fn entries(contract: Arc<Contract>, import: &mut Import, source: &str) -> Vec<Written> {
    let witness = Witness::new(contract, "http://imported.invalid".to_owned(), Fixtures::default());
    let mut names: Vec<String> = Vec::new();
    let (mut entries, seen) = (Vec::new(), Seen::default());
    for (index, imported) in import.requests.iter().enumerate() {
        let mut name = slug(&imported.name);
        if names.contains(&name) {
            name = format!("{name}-{}", index + 1);
        }
        names.push(name.clone());
        let request = imported.request.clone();
        let found = witness.matched(&request);
        if found.is_none() {
            let contract = &witness.suite().contract;
            let nearest = matching::nearest(contract, &request.method, &request.url);
            let nearest =
                nearest.map_or_else(String::new, |nearest| format!("; the nearest is {nearest}"));
            let remark = format!("{name}: no operation of {} matches{nearest}", contract.id);
            import.notes.push(remark);
        }
        let assumed = imported.response.is_none();
        let success = found.as_ref().and_then(|found| {
            let statuses = (200..400).filter(|status| {
                found.operation.responses.iter().any(|response| response.status.contains(*status))
            });
            statuses.into_iter().next()
        });
        let response = imported
            .response
            .clone()
            .unwrap_or_else(|| Response { status: success.unwrap_or(200), ..Response::default() });
        let said = if assumed { "; its response is assumed" } else { "" };
        let notes = Notes {
            provenance: format!("imported from {source}{said}"),
            name: Some(name),
            assumed,
            ..Notes::default()
        };
        let mut entry = Entry { notes, request: request.clone(), response, ..Entry::default() };
        seen.note(&masker(witness.suite()).mask(found.as_ref(), &mut entry));
        entries.push(entry);
    }
    entries.iter_mut().for_each(|entry| seen.mask(entry));
    // Nothing was sent, so the duration is unknown.
    entries.iter().map(|entry| har::entry(entry, SystemTime::UNIX_EPOCH)).collect()
}
